//! Reads the address of a picture.
//!
//! [`image`] takes one scalar and returns an absolute [`Url`] that begins with `https:`, because other sites show the picture too. The name
//! of a file beside the events file is refused with a message of its own. Whether there is a picture at the address is not checked.

use super::Url;
use crate::diagnostic::{Edit, Problem, ValueFinding};

/// Reads the address of a picture.
pub(crate) fn image(written: &str) -> Result<Url, Problem> {
    const FORMS: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    let end = written.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    let is_file = end.is_some_and(|end| FORMS.contains(&end.as_str()));
    if is_file && !written.contains(':') {
        let written = written.into();
        return Err(ValueFinding::ImageFile { written }.into());
    }
    let url = Url::parse(written)?;
    let scheme = url
        .as_str()
        .split_once(':')
        .map_or("", |(scheme, _)| scheme);
    if scheme.eq_ignore_ascii_case("https") {
        return Ok(url);
    }
    let problem = Problem::from(ValueFinding::ImageNotHttps {
        written: written.into(),
    });
    let rest = written.split_once(':').map_or("", |(_, rest)| rest);
    Err(problem.guess(Edit::Value(format!("https:{rest}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_at_an_https_address() {
        for (written, is_good) in [
            ("https://a.example/picture.jpg", true),
            ("https://a.example/picture", true),
            ("HTTPS://a.example/picture.png", true),
            ("http://a.example/picture.jpg", false),
            ("picture.jpg", false),
            ("images/Picture.PNG", false),
            ("a.example", false),
        ] {
            assert_eq!(image(written).is_ok(), is_good, "{written}");
        }
    }
}
