//! The pages of a site for search engines: `sitemap.xml`, and `robots.txt`, which names it.
//!
//! Addresses are absolute, as the [protocol](https://www.sitemaps.org/protocol.html) requires. A sitemap has at most 50,000 of them: the
//! pages of single meetings are left out first. The caller says which routes there are and when each changed.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::route::Route;
use crate::value::Url;

/// The most addresses that a sitemap can have.
const MOST: usize = 50_000;

/// Returns `robots.txt`. It allows everything; an older Google Calendar took a missing file for a refusal.
pub(super) fn robots(base: &Url) -> String {
    let sitemap = base.below(&Route::Asset("sitemap.xml").below());
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}

/// Returns `sitemap.xml` for the pages among `routes`, each given with the time at which it last changed.
pub(super) fn sitemap<'a>(
    base: &Url,
    routes: impl Iterator<Item = (Route<'a>, DateTime<Utc>)>,
) -> String {
    let ranked = routes.filter_map(|(route, changed)| Some((rank(route)?, route, changed)));
    let mut pages: Vec<(u8, Route<'_>, DateTime<Utc>)> = ranked.collect();
    pages.sort_by_key(|(rank, ..)| *rank);
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (_, route, changed) in pages.into_iter().take(MOST) {
        let address = escaped(&base.below(&route.below()));
        let changed = changed.to_rfc3339_opts(SecondsFormat::Secs, true);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>"
        );
    }
    text.push_str("</urlset>\n");
    text
}

/// Returns the rank of a page in the sitemap, the lowest first; `None` for a resource that search engines should not list.
fn rank(route: Route<'_>) -> Option<u8> {
    match route {
        Route::Home => Some(0),
        Route::Groups | Route::Group(_) | Route::Extra(_) => Some(1),
        Route::Month(_) | Route::Past(_) => Some(2),
        Route::Event(_) => Some(3),
        Route::Meeting(..) => Some(4),
        Route::NotFound
        | Route::Feed(_)
        | Route::Invite(_)
        | Route::InviteOfPart(..)
        | Route::InviteOfMeeting(..)
        | Route::Part(_)
        | Route::PartOfGroup(_)
        | Route::Asset(_)
        | Route::File(_) => None,
    }
}

/// Escapes an address for XML.
fn escaped(address: &str) -> String {
    address
        .replace('&', "&amp;")
        .replace('\'', "&apos;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_meetings_are_left_out_first() {
        let base = Url::parse("https://a.example/it's").unwrap();
        let at = DateTime::UNIX_EPOCH;
        let day = chrono::NaiveDate::from_ymd_opt(2027, 1, 7).unwrap();
        let meetings = std::iter::repeat_n(Route::Meeting("a", day), MOST);
        let routes = meetings.chain([Route::Event("a"), Route::NotFound, Route::Home]);
        let text = sitemap(&base, routes.map(|route| (route, at)));
        assert_eq!(text.matches("<loc>").count(), MOST);
        let mut lines = text.lines().skip(2);
        let page = |path: &str| {
            format!(
                "<url><loc>https://a.example/it&apos;s/{path}</loc><lastmod>1970-01-01T00:00:00Z</lastmod></url>"
            )
        };
        assert_eq!(lines.next(), Some(page("").as_str()));
        assert_eq!(lines.next(), Some(page("events/a/").as_str()));
        assert_eq!(lines.next(), Some(page("events/a/2027-01-07/").as_str()));
    }
}
