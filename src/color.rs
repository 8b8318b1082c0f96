//! Reads a colour: a CSS colour name in any case, or `#rrggbb`.
//!
//! The name and the hex value of a [`Color`] are the same colour. The name is one that RFC 7986 allows as COLOR. The error for any other
//! value says what to type instead. Other notations of CSS (`#rgb`, `rgb()`, transparency) are refused, because calendars do not have them.
//! The module implements the values of [RFC 7986 §5.9] by the tables of [CSS Color 3 §4.3] and [CSS Color 4 §6.1].
//!
//! [RFC 7986 §5.9]: https://www.rfc-editor.org/rfc/rfc7986#section-5.9
//! [CSS Color 3 §4.3]: https://www.w3.org/TR/css-color-3/#svg-color
//! [CSS Color 4 §6.1]: https://www.w3.org/TR/css-color-4/#named-colors

use std::fmt;

use crate::diagnostic::{Certainty, Edit, Problem, ValueFinding};
use crate::visible::shown;

/// The only name that is newer than CSS3. It is no COLOR, because RFC 7986 says "taken from the CSS3 set of names".
const NEWER_THAN_CSS3: &str = "rebeccapurple";

/// Every name with its red, green and blue, sorted by name.
const NAMES: [(&str, [u8; 3]); 148] = [
    ("aliceblue", [0xF0, 0xF8, 0xFF]),
    ("antiquewhite", [0xFA, 0xEB, 0xD7]),
    ("aqua", [0x00, 0xFF, 0xFF]),
    ("aquamarine", [0x7F, 0xFF, 0xD4]),
    ("azure", [0xF0, 0xFF, 0xFF]),
    ("beige", [0xF5, 0xF5, 0xDC]),
    ("bisque", [0xFF, 0xE4, 0xC4]),
    ("black", [0x00, 0x00, 0x00]),
    ("blanchedalmond", [0xFF, 0xEB, 0xCD]),
    ("blue", [0x00, 0x00, 0xFF]),
    ("blueviolet", [0x8A, 0x2B, 0xE2]),
    ("brown", [0xA5, 0x2A, 0x2A]),
    ("burlywood", [0xDE, 0xB8, 0x87]),
    ("cadetblue", [0x5F, 0x9E, 0xA0]),
    ("chartreuse", [0x7F, 0xFF, 0x00]),
    ("chocolate", [0xD2, 0x69, 0x1E]),
    ("coral", [0xFF, 0x7F, 0x50]),
    ("cornflowerblue", [0x64, 0x95, 0xED]),
    ("cornsilk", [0xFF, 0xF8, 0xDC]),
    ("crimson", [0xDC, 0x14, 0x3C]),
    ("cyan", [0x00, 0xFF, 0xFF]),
    ("darkblue", [0x00, 0x00, 0x8B]),
    ("darkcyan", [0x00, 0x8B, 0x8B]),
    ("darkgoldenrod", [0xB8, 0x86, 0x0B]),
    ("darkgray", [0xA9, 0xA9, 0xA9]),
    ("darkgreen", [0x00, 0x64, 0x00]),
    ("darkgrey", [0xA9, 0xA9, 0xA9]),
    ("darkkhaki", [0xBD, 0xB7, 0x6B]),
    ("darkmagenta", [0x8B, 0x00, 0x8B]),
    ("darkolivegreen", [0x55, 0x6B, 0x2F]),
    ("darkorange", [0xFF, 0x8C, 0x00]),
    ("darkorchid", [0x99, 0x32, 0xCC]),
    ("darkred", [0x8B, 0x00, 0x00]),
    ("darksalmon", [0xE9, 0x96, 0x7A]),
    ("darkseagreen", [0x8F, 0xBC, 0x8F]),
    ("darkslateblue", [0x48, 0x3D, 0x8B]),
    ("darkslategray", [0x2F, 0x4F, 0x4F]),
    ("darkslategrey", [0x2F, 0x4F, 0x4F]),
    ("darkturquoise", [0x00, 0xCE, 0xD1]),
    ("darkviolet", [0x94, 0x00, 0xD3]),
    ("deeppink", [0xFF, 0x14, 0x93]),
    ("deepskyblue", [0x00, 0xBF, 0xFF]),
    ("dimgray", [0x69, 0x69, 0x69]),
    ("dimgrey", [0x69, 0x69, 0x69]),
    ("dodgerblue", [0x1E, 0x90, 0xFF]),
    ("firebrick", [0xB2, 0x22, 0x22]),
    ("floralwhite", [0xFF, 0xFA, 0xF0]),
    ("forestgreen", [0x22, 0x8B, 0x22]),
    ("fuchsia", [0xFF, 0x00, 0xFF]),
    ("gainsboro", [0xDC, 0xDC, 0xDC]),
    ("ghostwhite", [0xF8, 0xF8, 0xFF]),
    ("gold", [0xFF, 0xD7, 0x00]),
    ("goldenrod", [0xDA, 0xA5, 0x20]),
    ("gray", [0x80, 0x80, 0x80]),
    ("green", [0x00, 0x80, 0x00]),
    ("greenyellow", [0xAD, 0xFF, 0x2F]),
    ("grey", [0x80, 0x80, 0x80]),
    ("honeydew", [0xF0, 0xFF, 0xF0]),
    ("hotpink", [0xFF, 0x69, 0xB4]),
    ("indianred", [0xCD, 0x5C, 0x5C]),
    ("indigo", [0x4B, 0x00, 0x82]),
    ("ivory", [0xFF, 0xFF, 0xF0]),
    ("khaki", [0xF0, 0xE6, 0x8C]),
    ("lavender", [0xE6, 0xE6, 0xFA]),
    ("lavenderblush", [0xFF, 0xF0, 0xF5]),
    ("lawngreen", [0x7C, 0xFC, 0x00]),
    ("lemonchiffon", [0xFF, 0xFA, 0xCD]),
    ("lightblue", [0xAD, 0xD8, 0xE6]),
    ("lightcoral", [0xF0, 0x80, 0x80]),
    ("lightcyan", [0xE0, 0xFF, 0xFF]),
    ("lightgoldenrodyellow", [0xFA, 0xFA, 0xD2]),
    ("lightgray", [0xD3, 0xD3, 0xD3]),
    ("lightgreen", [0x90, 0xEE, 0x90]),
    ("lightgrey", [0xD3, 0xD3, 0xD3]),
    ("lightpink", [0xFF, 0xB6, 0xC1]),
    ("lightsalmon", [0xFF, 0xA0, 0x7A]),
    ("lightseagreen", [0x20, 0xB2, 0xAA]),
    ("lightskyblue", [0x87, 0xCE, 0xFA]),
    ("lightslategray", [0x77, 0x88, 0x99]),
    ("lightslategrey", [0x77, 0x88, 0x99]),
    ("lightsteelblue", [0xB0, 0xC4, 0xDE]),
    ("lightyellow", [0xFF, 0xFF, 0xE0]),
    ("lime", [0x00, 0xFF, 0x00]),
    ("limegreen", [0x32, 0xCD, 0x32]),
    ("linen", [0xFA, 0xF0, 0xE6]),
    ("magenta", [0xFF, 0x00, 0xFF]),
    ("maroon", [0x80, 0x00, 0x00]),
    ("mediumaquamarine", [0x66, 0xCD, 0xAA]),
    ("mediumblue", [0x00, 0x00, 0xCD]),
    ("mediumorchid", [0xBA, 0x55, 0xD3]),
    ("mediumpurple", [0x93, 0x70, 0xDB]),
    ("mediumseagreen", [0x3C, 0xB3, 0x71]),
    ("mediumslateblue", [0x7B, 0x68, 0xEE]),
    ("mediumspringgreen", [0x00, 0xFA, 0x9A]),
    ("mediumturquoise", [0x48, 0xD1, 0xCC]),
    ("mediumvioletred", [0xC7, 0x15, 0x85]),
    ("midnightblue", [0x19, 0x19, 0x70]),
    ("mintcream", [0xF5, 0xFF, 0xFA]),
    ("mistyrose", [0xFF, 0xE4, 0xE1]),
    ("moccasin", [0xFF, 0xE4, 0xB5]),
    ("navajowhite", [0xFF, 0xDE, 0xAD]),
    ("navy", [0x00, 0x00, 0x80]),
    ("oldlace", [0xFD, 0xF5, 0xE6]),
    ("olive", [0x80, 0x80, 0x00]),
    ("olivedrab", [0x6B, 0x8E, 0x23]),
    ("orange", [0xFF, 0xA5, 0x00]),
    ("orangered", [0xFF, 0x45, 0x00]),
    ("orchid", [0xDA, 0x70, 0xD6]),
    ("palegoldenrod", [0xEE, 0xE8, 0xAA]),
    ("palegreen", [0x98, 0xFB, 0x98]),
    ("paleturquoise", [0xAF, 0xEE, 0xEE]),
    ("palevioletred", [0xDB, 0x70, 0x93]),
    ("papayawhip", [0xFF, 0xEF, 0xD5]),
    ("peachpuff", [0xFF, 0xDA, 0xB9]),
    ("peru", [0xCD, 0x85, 0x3F]),
    ("pink", [0xFF, 0xC0, 0xCB]),
    ("plum", [0xDD, 0xA0, 0xDD]),
    ("powderblue", [0xB0, 0xE0, 0xE6]),
    ("purple", [0x80, 0x00, 0x80]),
    ("rebeccapurple", [0x66, 0x33, 0x99]),
    ("red", [0xFF, 0x00, 0x00]),
    ("rosybrown", [0xBC, 0x8F, 0x8F]),
    ("royalblue", [0x41, 0x69, 0xE1]),
    ("saddlebrown", [0x8B, 0x45, 0x13]),
    ("salmon", [0xFA, 0x80, 0x72]),
    ("sandybrown", [0xF4, 0xA4, 0x60]),
    ("seagreen", [0x2E, 0x8B, 0x57]),
    ("seashell", [0xFF, 0xF5, 0xEE]),
    ("sienna", [0xA0, 0x52, 0x2D]),
    ("silver", [0xC0, 0xC0, 0xC0]),
    ("skyblue", [0x87, 0xCE, 0xEB]),
    ("slateblue", [0x6A, 0x5A, 0xCD]),
    ("slategray", [0x70, 0x80, 0x90]),
    ("slategrey", [0x70, 0x80, 0x90]),
    ("snow", [0xFF, 0xFA, 0xFA]),
    ("springgreen", [0x00, 0xFF, 0x7F]),
    ("steelblue", [0x46, 0x82, 0xB4]),
    ("tan", [0xD2, 0xB4, 0x8C]),
    ("teal", [0x00, 0x80, 0x80]),
    ("thistle", [0xD8, 0xBF, 0xD8]),
    ("tomato", [0xFF, 0x63, 0x47]),
    ("turquoise", [0x40, 0xE0, 0xD0]),
    ("violet", [0xEE, 0x82, 0xEE]),
    ("wheat", [0xF5, 0xDE, 0xB3]),
    ("white", [0xFF, 0xFF, 0xFF]),
    ("whitesmoke", [0xF5, 0xF5, 0xF5]),
    ("yellow", [0xFF, 0xFF, 0x00]),
    ("yellowgreen", [0x9A, 0xCD, 0x32]),
];

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    channels: [u8; 3],
    name: Option<&'static str>,
}

impl Color {
    /// Reads a CSS colour name, in any case, or `#` and six hex digits.
    ///
    /// # Errors
    /// Refuses every other value; the error says what to type instead.
    pub fn parse(value: &str) -> Result<Self, ColorError> {
        let lower = value.to_ascii_lowercase();
        let channels = match lower.strip_prefix('#') {
            Some(digits) => from_hex(digits),
            None => named(&lower).map(|(_, channels)| channels),
        };
        let channels = channels.ok_or_else(|| ColorError::new(value))?;
        let name = named(&lower)
            .or_else(|| NAMES.into_iter().find(|(_, of_name)| *of_name == channels))
            .map(|(name, _)| name)
            .filter(|name| *name != NEWER_THAN_CSS3);
        Ok(Self { channels, name })
    }

    /// Returns the CSS3 name for COLOR: the one that was given, or the first name of the same colour.
    ///
    /// Most colours have no name, and `rebeccapurple` is not in CSS3.
    pub fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// Returns `#RRGGBB` in upper case.
    pub fn hex(&self) -> String {
        let [red, green, blue] = self.channels;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// Red, green and blue.
    pub(crate) fn channels(&self) -> [u8; 3] {
        self.channels
    }
}

/// A value that is no [`Color`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorError {
    message: String,
    help: String,
    meant: Option<(String, Certainty)>,
}

impl ColorError {
    fn new(value: &str) -> Self {
        let meant = suggestion(value);
        Self {
            message: format!(
                "expected a CSS colour name, or `#` and six hex digits in quotes, found `{}`",
                shown(value)
            ),
            help: meant.as_ref().map_or_else(
                || {
                    "write a name such as `steelblue`, or six hex digits in quotes: `\"#4682b4\"`"
                        .into()
                },
                |(meant, _)| format!("did you mean `{meant}`?"),
            ),
            meant,
        }
    }

    /// Returns what was found and what is allowed.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to type instead.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for ColorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ColorError {}

impl From<ColorError> for Problem {
    fn from(error: ColorError) -> Self {
        let problem = Self::from(ValueFinding::BadColor {
            message: error.message,
        });
        match error.meant {
            Some((meant, certainty)) => problem.repair(Edit::Yaml(meant), certainty),
            None => problem,
        }
    }
}

fn named(lower: &str) -> Option<(&'static str, [u8; 3])> {
    let index = NAMES.binary_search_by_key(&lower, |(name, _)| name).ok()?;
    NAMES.get(index).copied()
}

/// Reads exactly six hex digits.
fn from_hex(digits: &str) -> Option<[u8; 3]> {
    // `from_str_radix` alone would accept a sign.
    if digits.len() != 6 || !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let [_, channels @ ..] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(channels)
}

/// Returns the colour that `value` probably means, as it must be typed.
fn suggestion(value: &str) -> Option<(String, Certainty)> {
    let plain: String = value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect();
    if named(&plain).is_some() {
        return Some((plain, Certainty::Exact));
    }
    // Quotes are needed, because an unquoted `#` starts a comment in YAML.
    if from_hex(&plain).is_some() {
        return Some((format!("\"#{plain}\""), Certainty::Exact));
    }
    if plain.len() == 3 && plain.chars().all(|digit| digit.is_ascii_hexdigit()) {
        let doubled: String = plain.chars().flat_map(|digit| [digit, digit]).collect();
        return Some((format!("\"#{doubled}\""), Certainty::Guess));
    }
    // One typo in a short name, or two in a long one. Other guesses would only confuse.
    let limit = if plain.len() < 6 { 1 } else { 2 };
    NAMES
        .iter()
        .filter(|(name, _)| name.len().abs_diff(plain.len()) <= limit)
        .map(|(name, _)| (strsim::levenshtein(&plain, name), *name))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, name)| (name.to_owned(), Certainty::Guess))
}

#[cfg(test)]
mod tests;
