//! The media type of each resource.
//!
//! [`content_type`] takes a [`Route`] and returns the value of Content-Type: for our own resources what they are, and for the files of a user
//! what their extensions say. Types of text have their charset ([RFC 9110 §8.3]).
//!
//! [RFC 9110 §8.3]: https://www.rfc-editor.org/rfc/rfc9110#section-8.3

use crate::route::Route;

/// Returns the media type of a resource.
pub(super) fn content_type(route: Route<'_>) -> &'static str {
    match route {
        Route::Feed(_)
        | Route::Invite(_)
        | Route::InviteOfPart(..)
        | Route::InviteOfMeeting(..) => "text/calendar; charset=utf-8",
        Route::Part(_) | Route::PartOfGroup(_) => "text/markdown; charset=utf-8",
        Route::Asset("feed.xml") => "application/atom+xml; charset=utf-8",
        Route::Asset(name) | Route::File(name) => of_extension(name),
        _ => "text/html; charset=utf-8",
    }
}

/// Returns the media type that the extension of a file says.
fn of_extension(name: &str) -> &'static str {
    let (_, extension) = name.rsplit_once('.').unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "avif" => "image/avif",
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "gif" => "image/gif",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/vnd.microsoft.icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "xml" => "application/xml; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_says_what_it_is() {
        for (route, media_type) in [
            (Route::Home, "text/html; charset=utf-8"),
            (Route::Feed("club"), "text/calendar; charset=utf-8"),
            (Route::Part("next"), "text/markdown; charset=utf-8"),
            (
                Route::Asset("feed.xml"),
                "application/atom+xml; charset=utf-8",
            ),
            (
                Route::Asset("sitemap.xml"),
                "application/xml; charset=utf-8",
            ),
            (Route::Asset("robots.txt"), "text/plain; charset=utf-8"),
            (Route::Asset("events.json"), "application/json"),
            (Route::File("static/a/Own.WOFF2"), "font/woff2"),
            (
                Route::File("static/data.feed.xml"),
                "application/xml; charset=utf-8",
            ),
            (Route::File("static/LICENSE"), "application/octet-stream"),
            (
                Route::File("static/archive.tar.zst"),
                "application/octet-stream",
            ),
        ] {
            assert_eq!(content_type(route), media_type, "{route}");
        }
    }
}
