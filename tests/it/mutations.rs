//! A thousand typing mistakes in the community's own events file: each gives a proper report or a calendar.
//!
//! The mistakes are generated from a seed, so each run makes the same ones. A failure names its mistake.

use std::panic::catch_unwind;

use calfeed::{Calendar, Context, Format, Report, Revisions, publish, read};

use crate::corpus::{file, instant};

const SLIPS: usize = 1000;

/// Characters that people type by mistake, and characters with a meaning in YAML.
const TYPED: &[char] = &[
    'a', 'Z', '0', '9', ' ', '\t', '\n', '\r', ':', '-', ',', '#', '\'', '"', '[', ']', '{', '}',
    '&', '*', '!', '|', '>', '%', '@', '`', '?', '<', '=', '~', '\\', '/', 'é', '☕', '\u{feff}',
    '\u{a0}', '\u{7}', '\u{85}',
];

/// Numbers from a seed (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct SplitMix64(pub(crate) u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap();
        usize::try_from(self.next() % bound).unwrap()
    }
}

/// Returns the text with one mistake, and a description of the mistake.
fn slipped(text: &str, draw: &mut SplitMix64) -> (String, String) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(ToOwned::to_owned).collect();
    let at = draw.below(lines.len());
    let number = at + 1;
    let kind = draw.below(8);
    let what = match kind {
        0 => {
            lines.remove(at);
            format!("line {number} deleted")
        }
        1 => {
            lines.insert(at, lines[at].clone());
            format!("line {number} doubled")
        }
        2 => {
            let at = draw.below(lines.len() - 1);
            lines.swap(at, at + 1);
            format!("lines {} and {} swapped", at + 1, at + 2)
        }
        3 => {
            let blanks = 1 + draw.below(4);
            lines[at].insert_str(0, &" ".repeat(blanks));
            format!("line {number} indented by {blanks} more")
        }
        4 => {
            let blanks = 1 + draw.below(4);
            let indent = lines[at].len() - lines[at].trim_start_matches(' ').len();
            lines[at].drain(..indent.min(blanks));
            format!("line {number} indented by up to {blanks} less")
        }
        _ => return typed(text, kind, draw),
    };
    (lines.concat(), what)
}

/// Returns the text with one character changed, inserted or removed.
fn typed(text: &str, kind: usize, draw: &mut SplitMix64) -> (String, String) {
    let mut characters: Vec<char> = text.chars().collect();
    let at = draw.below(characters.len());
    let typed = TYPED[draw.below(TYPED.len())];
    let what = match kind {
        5 => {
            characters[at] = typed;
            format!("character {at} changed to {typed:?}")
        }
        6 => {
            characters.insert(at, typed);
            format!("{typed:?} inserted at character {at}")
        }
        _ => format!("{:?} removed at character {at}", characters.remove(at)),
    };
    (characters.into_iter().collect(), what)
}

/// Panics unless the text gives a proper report or a calendar that can be published. Returns whether it is a calendar.
fn is_held(text: &str) -> bool {
    let context = Context::new(instant("2026-02-01T09:30:00Z"));
    let (calendar, report) = read(text, &context);
    assert_eq!(calendar.is_none(), report.has_errors());
    places_exist(&report, text);
    for format in [
        Format::Human(false),
        Format::Human(true),
        Format::Github,
        Format::Json,
    ] {
        let _ = report.render(format, "events.yaml", text);
    }
    if let Some(calendar) = &calendar {
        publishes(calendar, &context);
    }
    calendar.is_some()
}

fn places_exist(report: &Report, text: &str) {
    // A text editor shows one more line after the last line break, even if it is empty.
    let lines: Vec<&str> = text.split('\n').collect();
    let is_place = |line: usize, column: usize| {
        let length = lines[line - 1]
            .trim_start_matches('\u{feff}')
            .chars()
            .count();
        (1..=length + 1).contains(&column)
    };
    for found in report.diagnostics() {
        let at = found.location().expect("everything stands somewhere");
        let shown = format!("{} at {at:?}", found.name());
        assert!(text.get(at.bytes.clone()).is_some(), "{shown}");
        assert!((1..=lines.len()).contains(&at.line), "{shown}");
        assert!((at.line..=lines.len()).contains(&at.end_line), "{shown}");
        assert!(is_place(at.line, at.column), "{shown}");
        assert!(is_place(at.end_line, at.end_column), "{shown}");
        assert!(!found.message().is_empty(), "{shown}");
    }
}

fn publishes(calendar: &Calendar, context: &Context) {
    let site = publish(calendar, &Revisions::at(context.now()), context).unwrap();
    let feed = format!("/{}.ics", calendar.slug());
    assert!(site.iter().any(|(path, _)| path == feed));
}

/// Returns how many of the texts give a calendar.
fn held(slips: &[(String, String)]) -> usize {
    let is_calendar = |(text, what): &&(String, String)| {
        catch_unwind(|| is_held(text)).unwrap_or_else(|_| panic!("{what}"))
    };
    slips.iter().filter(is_calendar).count()
}

#[test]
fn a_thousand_slips_end_in_a_clean_report_or_in_a_calendar() {
    let text = std::fs::read_to_string(file("events.yaml")).unwrap();
    let mut draw = SplitMix64(3);
    let slips: Vec<(String, String)> = (0..SLIPS).map(|_| slipped(&text, &mut draw)).collect();
    let calendars: usize = std::thread::scope(|scope| {
        let parts = slips.chunks(SLIPS / 4);
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| held(part))).collect();
        threads.into_iter().map(|it| it.join().unwrap()).sum()
    });
    // Neither outcome is rare. Mistakes that always, or never, broke the file would prove nothing.
    assert!((100..900).contains(&calendars), "{calendars} calendars");
}

#[test]
fn the_same_seed_makes_the_same_slips() {
    let draw = || {
        let mut draw = SplitMix64(3);
        (0..20)
            .map(|_| slipped("a: b\nc: d\n", &mut draw))
            .collect::<Vec<_>>()
    };
    assert_eq!(draw(), draw());
    // Tests the generator itself: its first numbers from the seed 1234567.
    let mut known = SplitMix64(1_234_567);
    assert_eq!(known.next(), 6_457_827_717_110_365_317);
    assert_eq!(known.next(), 3_203_168_211_198_807_973);
}
