//! Reads the picture of a calendar or of an event: an address, or a file beside the events file.
//!
//! [`Image::parse`] takes one scalar. An address begins with `https:`, because other sites show the picture too. A file is given by its path
//! below the folder of the events file, such as `images/picture.jpg`; its name is plain, so that it is the same on any host, and its extension
//! is that of a kind of picture that previews show. Nothing is read here: the shell reads the files, and publishes each at
//! [`Image::published`].

use super::Url;
use crate::diagnostic::{Edit, Problem, ValueFinding};

/// The folder of the pictures that are beside the events file.
pub(crate) const IMAGES: &str = "images";

/// Extensions that people also try.
const OTHER_FORMS: [&str; 7] = ["bmp", "heic", "ico", "pdf", "svg", "tif", "tiff"];

/// The longest path of a file, in bytes.
const LONGEST: usize = 200;

/// The picture of a calendar or of an event.
///
/// ```
/// let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC, image: ./club.jpg}
/// events: []
/// ";
/// let context = calfeed::Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// let (calendar, _) = calfeed::read(text, &context);
/// let calendar = calendar.unwrap();
/// let image = calendar.image().unwrap();
/// assert_eq!(image.file(), Some("club.jpg"));
/// assert_eq!(image.address(calendar.url()), "https://a.example/images/club.jpg");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image(Source);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Source {
    Web(Url),
    /// The path, without `./` in front.
    File(String),
}

impl Image {
    /// The extensions of pictures that browsers and the programs that show previews can read.
    pub(crate) const FORMS: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

    /// Reads the address or the path of a picture.
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let end = written.rsplit_once('.').map(|(_, end)| end.to_lowercase());
        let is_one_of = |forms: &[&str]| end.as_deref().is_some_and(|end| forms.contains(&end));
        let is_path = !written.contains(':') || is_on_a_drive(written);
        if is_path && is_one_of(&Self::FORMS) {
            return Self::parse_file(written);
        }
        if is_path && is_one_of(&OTHER_FORMS) {
            let written = written.into();
            return Err(ValueFinding::ImageForm { written }.into());
        }
        if is_path && !first_name(written).contains('.') {
            // Not the name of a host.
            let written = written.into();
            return Err(ValueFinding::ImageWithoutForm { written }.into());
        }
        let url = Url::parse(written)?;
        let scheme = url
            .as_str()
            .split_once(':')
            .map_or("", |(scheme, _)| scheme);
        if scheme.eq_ignore_ascii_case("https") {
            return Ok(Self(Source::Web(url)));
        }
        let problem = Problem::from(ValueFinding::ImageNotHttps {
            written: written.into(),
        });
        let rest = written.split_once(':').map_or("", |(_, rest)| rest);
        Err(problem.guess(Edit::Value(format!("https:{rest}"))))
    }

    fn parse_file(written: &str) -> Result<Self, Problem> {
        let path = written.strip_prefix("./").unwrap_or(written);
        if path.len() <= LONGEST && path.split('/').all(is_plain_name) {
            return Ok(Self(Source::File(path.to_owned())));
        }
        let is_outside = path.starts_with(['/', '\\', '~'])
            || path.split(['/', '\\']).any(|it| it == "..")
            || is_on_a_drive(path);
        if is_outside {
            let written = written.into();
            return Err(ValueFinding::ImageOutside { written }.into());
        }
        // As Windows shows it.
        let with_slashes = path.replace('\\', "/");
        let is_plain = with_slashes.split('/').all(is_plain_name);
        if is_plain && with_slashes.len() <= LONGEST {
            let problem = Problem::from(ValueFinding::ImageBackslash);
            return Err(problem.exact(Edit::Value(with_slashes)));
        }
        let written = written.into();
        Err(ValueFinding::ImageName { written }.into())
    }

    /// Its address, if it is published elsewhere.
    pub fn url(&self) -> Option<&Url> {
        match &self.0 {
            Source::Web(url) => Some(url),
            Source::File(_) => None,
        }
    }

    /// Its path below the folder of the events file, if it is a file beside it.
    pub fn file(&self) -> Option<&str> {
        match &self.0 {
            Source::Web(_) => None,
            Source::File(path) => Some(path),
        }
    }

    /// Returns the path below the site's root at which a file is published: `images/club.jpg` for both `club.jpg` and `images/club.jpg`;
    /// `None` if it is published elsewhere. [`crate::Context::with_files`] takes its bytes by this path.
    pub fn published(&self) -> Option<String> {
        let path = self.file()?;
        let name = path
            .strip_prefix(IMAGES)
            .and_then(|it| it.strip_prefix('/'));
        Some(format!("{IMAGES}/{}", name.unwrap_or(path)))
    }

    /// Returns its address, on a site that is published below `base`.
    pub fn address(&self, base: &Url) -> String {
        match &self.0 {
            Source::Web(url) => url.to_string(),
            Source::File(_) => base.below(&self.published().unwrap_or_default()),
        }
    }
}

/// Returns the name in front of the first `/`.
fn first_name(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// Whether a path begins with the letter of a drive: `C:\club.jpg`.
fn is_on_a_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next().is_some_and(|it| it.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), Some('\\' | '/'))
}

/// Whether the name of a file is the same on any host and in any address: letters of a to z, digits, `-`, `_` and `.`, and not hidden.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !name.is_empty() && !name.starts_with('.') && !name.ends_with('.') && name.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_at_an_https_address_or_in_a_file_with_a_plain_name() {
        for (written, is_good) in [
            ("https://a.example/picture.jpg", true),
            ("https://a.example/picture", true),
            ("HTTPS://a.example/picture.png", true),
            ("http://a.example/picture.jpg", false),
            ("picture.jpg", true),
            ("images/2026/Picture_1.PNG", true),
            ("picture.svg", false),
            ("my picture.jpg", false),
            ("café.jpg", false),
            ("../picture.jpg", false),
            ("a/../picture.jpg", false),
            ("a//picture.jpg", false),
            ("/picture.jpg", false),
            (".picture.jpg", false),
            (".git/picture.jpg", false),
            ("a.example", false),
        ] {
            assert_eq!(Image::parse(written).is_ok(), is_good, "{written}");
        }
    }

    #[test]
    fn a_file_is_published_in_the_folder_of_images() {
        for (written, published) in [
            ("club.jpg", Some("images/club.jpg")),
            ("./images/club.jpg", Some("images/club.jpg")),
            ("imagesclub.jpg", Some("images/imagesclub.jpg")),
            ("2026/club.jpg", Some("images/2026/club.jpg")),
            ("https://a.example/club.jpg", None),
        ] {
            let image = Image::parse(written).unwrap();
            assert_eq!(image.published().as_deref(), published, "{written}");
        }
    }
}
