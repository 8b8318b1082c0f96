//! The colours of the pages in the light and the dark scheme, derived from one accent.
//!
//! [`css`] takes the calendar's colour, whatever it is, and returns the CSS custom properties that the stylesheet uses. Text in the accent
//! colour, and text on it, has the contrast of [WCAG 2.2 §1.4.3] on every background. The brand colour is the colour itself, for backgrounds
//! and bars, with a readable text colour on it.
//!
//! [WCAG 2.2 §1.4.3]: https://www.w3.org/TR/WCAG22/#contrast-minimum

use std::collections::BTreeMap;

use crate::color::Color;

type Rgb = [u8; 3];

/// The contrast that WCAG requires for text, plus a margin for rounding.
const ENOUGH: f64 = 4.6;

/// The accent of a calendar without a colour.
const DEFAULT: Rgb = [0x1D, 0x70, 0xB8];

/// One scheme: text, muted text, the background, the background of boxes, lines.
struct Scheme {
    ink: Rgb,
    quiet: Rgb,
    paper: Rgb,
    surface: Rgb,
    line: Rgb,
    /// Black or white: the accent is mixed with it until the accent is readable.
    pole: Rgb,
}

const LIGHT: Scheme = Scheme {
    ink: [0x16, 0x1A, 0x1D],
    quiet: [0x50, 0x58, 0x5E],
    paper: [0xFF, 0xFF, 0xFF],
    surface: [0xF4, 0xF6, 0xF7],
    line: [0xD9, 0xDE, 0xE2],
    pole: [0x00, 0x00, 0x00],
};

const DARK: Scheme = Scheme {
    ink: [0xED, 0xEF, 0xF1],
    quiet: [0xAE, 0xB6, 0xBC],
    paper: [0x14, 0x17, 0x1A],
    surface: [0x1D, 0x21, 0x25],
    line: [0x37, 0x3E, 0x44],
    pole: [0xFF, 0xFF, 0xFF],
};

/// Returns the CSS rules that define the colours.
pub(super) fn css(color: Option<Color>) -> String {
    let accent = color.map_or(DEFAULT, |color| color.channels());
    format!(
        ":root {{ color-scheme: light dark; {} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n@media print {{ :root {{ {} }} }}\n",
        LIGHT.properties(accent),
        DARK.properties(accent),
        LIGHT.properties(accent),
    )
}

/// Returns the CSS rules for the pages of groups with a colour of their own, once for each colour.
pub(super) fn css_of_groups(colors: impl Iterator<Item = Color>) -> String {
    let colors: BTreeMap<String, Rgb> = colors.map(|it| (class(it), it.channels())).collect();
    let rules = colors.into_iter().map(|(class, brand)| {
        let (light, dark) = (LIGHT.accents(brand), DARK.accents(brand));
        format!(
            ":root.{class} {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root.{class} {{ {dark} }} }}\n@media print {{ :root.{class} {{ {light} }} }}\n"
        )
    });
    rules.collect()
}

/// Returns the class of the pages of groups with this colour.
pub(super) fn class(color: Color) -> String {
    format!(
        "accent-{}",
        color.hex().trim_start_matches('#').to_lowercase()
    )
}

/// Returns the accent as `#RRGGBB`, readable on white, for programs that have only a light scheme.
pub(super) fn accent(color: Option<Color>) -> String {
    hex(LIGHT.readable(color.map_or(DEFAULT, |color| color.channels())))
}

impl Scheme {
    /// Returns the custom properties of the scheme for a calendar of this colour.
    fn properties(&self, brand: Rgb) -> String {
        let own = [
            ("ink", self.ink),
            ("quiet", self.quiet),
            ("paper", self.paper),
            ("surface", self.surface),
            ("line", self.line),
        ];
        format!("{}; {}", custom(own), self.accents(brand))
    }

    /// Returns the custom properties that depend on the colour of a calendar or a group.
    fn accents(&self, brand: Rgb) -> String {
        custom([
            ("accent", self.readable(brand)),
            // Contrast is symmetric.
            ("on-accent", self.paper),
            ("brand", brand),
            ("on-brand", on(brand)),
        ])
    }

    /// Mixes a colour with the pole until it is readable on the background and on boxes.
    fn readable(&self, color: Rgb) -> Rgb {
        (0..=100)
            .map(|percent| mix(color, self.pole, percent))
            .find(|rgb| contrast(*rgb, self.paper).min(contrast(*rgb, self.surface)) >= ENOUGH)
            .unwrap_or(self.pole)
    }
}

/// Returns custom properties as CSS.
fn custom<const N: usize>(properties: [(&str, Rgb); N]) -> String {
    let properties = properties.map(|(name, rgb)| format!("--{name}: {}", hex(rgb)));
    properties.join("; ")
}

/// Returns black or white, whichever is more readable on a colour. One of them always has enough contrast.
fn on(color: Rgb) -> Rgb {
    let (black, white) = ([0x00; 3], [0xFF; 3]);
    if contrast(black, color) > contrast(white, color) {
        black
    } else {
        white
    }
}

/// Mixes `percent` of the second colour into the first.
fn mix(one: Rgb, other: Rgb, percent: u16) -> Rgb {
    let channel = |one: u8, other: u8| {
        let mixed = (u16::from(one) * (100 - percent) + u16::from(other) * percent + 50) / 100;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let [red, green, blue] = one;
    let [to_red, to_green, to_blue] = other;
    [
        channel(red, to_red),
        channel(green, to_green),
        channel(blue, to_blue),
    ]
}

/// [Contrast ratio](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): from 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// [Relative luminance](https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
fn luminance([red, green, blue]: Rgb) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of colours that includes the corners of the colour cube.
    fn colors() -> impl Iterator<Item = Rgb> {
        let steps = || (0..=255u8).step_by(15);
        steps().flat_map(move |red| {
            steps().flat_map(move |green| steps().map(move |blue| [red, green, blue]))
        })
    }

    #[test]
    fn any_accent_is_readable_as_text_and_under_text_in_both_schemes() {
        for color in colors() {
            for scheme in [&LIGHT, &DARK] {
                let accent = scheme.readable(color);
                for ground in [scheme.paper, scheme.surface] {
                    let found = contrast(accent, ground);
                    assert!(found >= 4.5, "{color:?} on {ground:?}: {found}");
                }
            }
        }
    }

    #[test]
    fn text_is_readable_on_any_accent_as_it_is() {
        for color in colors() {
            assert!(contrast(on(color), color) >= 4.5, "{color:?}");
        }
    }

    #[test]
    fn text_is_readable_on_every_ground_of_its_scheme() {
        for scheme in [LIGHT, DARK] {
            for text in [scheme.ink, scheme.quiet] {
                for ground in [scheme.paper, scheme.surface] {
                    assert!(contrast(text, ground) >= 4.5);
                }
            }
        }
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x77; 3], [255; 3]) - 4.478).abs() < 1e-3);
    }

    #[test]
    fn an_accent_that_is_readable_stays_as_it_is() {
        let color = Color::parse("#1d70b8").ok();
        assert_eq!(accent(color), "#1D70B8");
        assert_eq!(accent(Color::parse("yellow").ok()), "#737300");
    }
}
