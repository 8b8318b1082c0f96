//! The forms that values take, as JSON Schema says them: patterns, words to choose from, types.
//!
//! In: nothing. Out: types that stand for a form, without a value; the structs of [`super::keys`] name them. Guaranteed: a form
//! refuses nothing that `check` accepts, as YAML 1.2 gives it to an editor: text that looks like a number comes as a number.
//! Absent: what needs more than one value, the calendar, or the names of zones and colours; `check` knows those. A key with
//! nothing behind it is refused, and with it the words `null` and `~`, which look the same to a schema.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::entries::NONE;
use crate::diagnostic::Kind;
use crate::limit;
use crate::span::YEARS;
use crate::value;

/// A year that a file may speak of.
const YEAR: &str = "(19[7-9][0-9]|20[0-9][0-9])";
const MONTH: &str = "(0[1-9]|1[0-2])";
const DAY: &str = "(0[1-9]|[12][0-9]|3[01])";
/// A time of the clock of 24 hours, or of 12, or noon.
const TIME: &str = r"(([01]?[0-9]|2[0-3])[:.][0-5][0-9](:00)?|(1[0-9]|2[0-3])[Hh][0-5][0-9]|(0?[1-9]|1[0-2])([:.][0-5][0-9])?\s*([AaPp][Mm]|[AaPp]\.[Mm]\.)|(12([:.]00)?\s*)?([Nn][Oo][Oo][Nn]|[Mm][Ii][Dd][Dd][Aa][Yy]))";
/// As an end, that after the start.
const MIDNIGHT: &str = r"((12\s*)?[Mm][Ii][Dd][Nn][Ii][Gg][Hh][Tt]|24:00)";
/// Words and marks that change nothing.
const FILLERS: &str = r"([\s,;()|@-]|[Aa][Tt]|[Oo][Nn]|[Tt][Hh][Ee]|[Oo][Ff]|[Ff][Rr][Oo][Mm]|([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*)*";
/// A text with the name of a month, whose other words `check` knows.
const WORDS: &str = r"[^\n]*([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[^\n]*";
const TO_BE_CONFIRMED: &str = "[Tt][Bb][AaCcDd]";
/// Letters `a` to `z` and digits, with single hyphens between them.
const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// A character that begins or ends text: no white space, no control character.
const VISIBLE: &str = r"[^\s\x00-\x1f\x7f-\x9f]";
/// White space around text, which is dropped.
const AROUND: &str = r"[\s\x85]*";
/// The scheme and host of an address, with a port or without.
const ORIGIN: &str =
    r"[Hh][Tt][Tt][Pp][Ss]?://([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?";
/// What an address may not hold as it is.
const NOT_IN_URL: &str = r#"\s\x00-\x20"<>\\^`{|}\x7f-\x9f"#;
/// A mailbox; in words, because a schema has no room for RFC 5322.
const EMAIL: &str =
    r#"(mailto:)?[^\s\x00-\x1f"(),:;<>@\[\\\]\x7f-\x9f]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"#;
/// The areas of the IANA database.
const AREAS: &str = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US";
/// Implements forms, each a type without values.
macro_rules! forms {
    ($($(#[doc = $doc:literal])* $name:ident => $schema:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(super) enum $name {}

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

forms! {
    /// One line of text, which may look like a number.
    Line => at_most(limit::LINE, any_scalar(
        &format!(r"^{AROUND}{VISIBLE}([^\x00-\x08\x0a-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
        "write something, on one line",
    ));
    /// One line without a tab, which may look like a number.
    Uid => at_most(value::Uid::LONGEST, any_scalar(
        &format!(r"^{AROUND}{VISIBLE}([^\x00-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
        "write the UID that calendars know the event by, on one line, of at most 244 bytes",
    ));
    /// Text of any number of lines.
    Markdown => at_most(limit::MARKDOWN, any_scalar(
        &format!(r"^{AROUND}{VISIBLE}([^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
        "write something, or remove the key",
    ));
    Slug => {
        let mut schema = any_scalar(SLUG, "write `a-z`, `0-9` and single `-` between them, such as `lean-coffee`");
        schema.insert("maxLength".into(), 100.into());
        schema.insert("minimum".into(), 0.into());
        schema
    };
    Domain => {
        let label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
        let mut schema = any_scalar(
            &format!(r"^{label}(\.{label})*$"),
            "write the name alone, in lower case, such as `example.org`",
        );
        schema.insert("maxLength".into(), 200.into());
        schema.insert("minimum".into(), 0.into());
        schema
    };
    Url => at_most(limit::ADDRESS, text(
        &format!("^{ORIGIN}([/?#][^{NOT_IN_URL}]*)?$"),
        "write the whole address, such as `https://example.org/page`",
    ));
    /// The address that everything stands below.
    BaseUrl => at_most(limit::ADDRESS, text(
        &format!("^{ORIGIN}(/[^?#{NOT_IN_URL}]*)?$"),
        "write an address without `?` and `#`, such as `https://example.org`",
    ));
    /// An address, or the word that takes away that of the event.
    UrlOrNone => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{})$", none()),
        "write the whole address, such as `https://example.org/page`, or `none`",
    ));
    ContactOrNone => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{EMAIL}|{})$", none()),
        "write `team@example.org`, `https://example.org/contact` or `none`",
    ));
    Contact => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{EMAIL})$"),
        "write `team@example.org` or `https://example.org/contact`",
    ));
    Zone => text(
        &format!("^(UTC|Etc/UTC|({AREAS})(/[A-Za-z0-9_+-]+)+)$"),
        "write an IANA name such as `Europe/London`",
    );
    Color => text(
        "^(#[0-9A-Fa-f]{6}|[A-Za-z]+)$",
        "write a CSS colour name such as `teal`, or six hex digits in quotes: `\"#1d70b8\"`",
    );
    Length => {
        // Blanks are free, and a unit of which there are none says nothing.
        let (some, none) = (r"[0-9][0-9\s]*", r"0[0\s]*");
        let clock = format!(r"({some}h\s*({some}m\s*)?|{some}m\s*)");
        // `2 hours`, `1.5 hours`, `half an hour`, `1h30`.
        let number = r"([0-9]+(\.[0-9]+)?|[A-Za-z]+)";
        let (hours, minutes) = (r"[Hh]([Oo][Uu])?[Rr]?[Ss]?", r"([Mm]([Ii][Nn]([Uu][Tt][Ee])?[Ss]?)?)?");
        let words = format!(
            r"({number}\s*[Dd]([Aa][Yy][Ss]?)?|{number}\s*{hours}[\s,]*([Aa][Nn][Dd]\s+)?([0-9]+\s*{minutes})?|{number}\s*[Mm][A-Za-z]*|[A-Za-z][A-Za-z\s]*[Hh][Oo][Uu][Rr][A-Za-z\s]*)"
        );
        text(
            &format!(r"^\s*({some}d\s*({none}h\s*)?({none}m\s*)?|({none}d\s*)?{clock}|{words}\s*)$"),
            "write `45m`, `2h`, `1h30m` or `2d`",
        )
    };
    Start => {
        let date = format!("{YEAR}(-{MONTH})?|{}", date(true));
        let mut schema = text(
            &format!(r"^\s*({date}|{TO_BE_CONFIRMED})\s*$"),
            "write `2026-03-26 11:00`, `2026-03-26`, `2026-03`, `2026` or `tbc`",
        );
        schema.insert("type".into(), ["string", "integer"].as_slice().into());
        schema.insert("minimum".into(), (*YEARS.start()).into());
        schema.insert("maximum".into(), (*YEARS.end()).into());
        schema
    };
    End => with_clock_numbers(text(
        &format!(r"^\s*({}|{FILLERS}({TIME}|{MIDNIGHT}|{YEAR}-{MONTH}-{DAY}[\sTt]+{MIDNIGHT}))\s*$", date(true)),
        "write `\"12:00\"`, `2026-03-26 12:00`, or the last day of an all-day event: `2026-03-27`",
    ));
    Date => text(&format!(r"^\s*{}\s*$", date(false)), "write a date such as `2026-12-31`");
    ExtraDate => text(
        &format!(r"^\s*{}\s*$", date(true)),
        "write a date such as `2026-05-01`, with a time where it is another: `2026-05-01 15:00`",
    );
    MovedTo => with_clock_numbers(text(
        &format!(r"^\s*({}|{FILLERS}{TIME}|{TO_BE_CONFIRMED})\s*$", date(true)),
        "write `2026-03-27`, `\"14:00\"`, `2026-03-27 14:00` or `tbc`",
    ));
    Updated => text(
        &format!(
            r"^\s*({}|{YEAR}-{MONTH}-{DAY}[\sTt]\s*([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5]?[0-9])?\s*[Zz])\s*$",
            date(true)
        ),
        "write `2026-02-01`, `2026-02-01 09:30` or `2026-02-01T09:30Z`",
    );
    Count => {
        let mut schema = text(r"^\s*\+?0*[1-9][0-9]*\s*$", "write how many dates the series has, such as `12`");
        schema.insert("type".into(), ["integer", "string"].as_slice().into());
        schema.insert("minimum".into(), 1.into());
        schema.insert("maximum".into(), u32::MAX.into());
        schema
    };
    /// Every sentence has no other words than these, but not all that has these words is a sentence.
    Repeats => {
        let words: Vec<String> = crate::recurrence::WORDS.split_whitespace().map(any_case).collect();
        let word = format!(
            r"({}|\+?[0-9]+({})?)",
            words.join("|"),
            ["st", "nd", "rd", "th"].map(any_case).join("|")
        );
        let part = "[A-Za-z]+=[A-Za-z0-9,+-]+";
        let freq = ["daily", "weekly", "monthly", "yearly"].map(any_case).join("|");
        let rrule = format!("({})?({part};)*{}=({freq})(;{part})*;?", any_case("rrule:"), any_case("freq"));
        text(
            &format!(r"^\s*({word}([\s,]+{word})*[\s,]*|{rrule})\s*$"),
            "write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`",
        )
    };
    Status => choice_or_synonym(&["confirmed", "tentative", "cancelled", "postponed"]);
    FormatOrNone => choice_or_synonym(&[["virtual", "in-person", "hybrid"], NONE].concat());
    ShowsAs => choice(&["free", "busy"]);
    Allowed => choice(&["allowed"]);
    Next => choice(&["tbc"]);
    Holidays => any_scalar(
        r"^(england-and-wales|scotland|northern-ireland|[\s\S]*[./][\s\S]*)$",
        "write `england-and-wales`, `scotland`, `northern-ireland`, or the path of a file",
    );
    Warning => choice(&Kind::WARNINGS.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    /// A reason in words, or just `true`; never the opposite.
    Words => {
        let mut schema = Line::json_schema(&mut SchemaGenerator::default());
        let no = json_schema!({"enum": [
            false, "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF",
        ]});
        schema.insert("not".into(), no.into());
        schema.insert("patternErrorMessage".into(), "write the reason on one line, or `true`".into());
        schema
    };
}

/// A list of one form, which may be empty.
pub(super) struct List<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["array", "null"], "items": generator.subschema_for::<T>()})
    }
}

/// A list of one form, which may be empty, or the word for none.
pub(super) struct ListOrNone<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for ListOrNone<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}_or_none", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        list_or_none::<T>(generator, &["array", "string", "null"])
    }
}

/// The same, where nothing at all does not say whether the list of the event stays.
pub(super) struct ListOfChange<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for ListOfChange<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}_of_a_change", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        list_or_none::<T>(generator, &["array", "string"])
    }
}

fn list_or_none<T: JsonSchema>(generator: &mut SchemaGenerator, types: &[&str]) -> Schema {
    json_schema!({
        "type": types,
        "items": generator.subschema_for::<T>(),
        "pattern": format!("^{}$", none()),
        "patternErrorMessage": "write a list, or `none`",
    })
}

/// A mapping by date, which may be empty.
pub(super) struct ByDate<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for ByDate<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_by_date", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        by_key::<T, Date>(generator)
    }
}

/// A mapping by slug, which may be empty.
pub(super) struct BySlug<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for BySlug<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_by_slug", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        by_key::<T, Slug>(generator)
    }
}

fn by_key<T: JsonSchema, K: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let key = K::json_schema(generator);
    json_schema!({
        "type": ["object", "null"],
        "propertyNames": {
            "pattern": key.get("pattern"),
            "patternErrorMessage": key.get("patternErrorMessage"),
        },
        "additionalProperties": generator.subschema_for::<T>(),
    })
}

/// The word for nothing at all.
fn none() -> String {
    format!("({})", NONE.join("|"))
}

/// A date in digits or in words, with words around it; with a time after it or in front of it.
fn date(with_time: bool) -> String {
    let day = format!("{YEAR}-{MONTH}-{DAY}");
    if !with_time {
        return format!("({FILLERS}{day}{FILLERS}|{WORDS})");
    }
    let digits = "([01][0-9]|2[0-3])[0-5][0-9]";
    let after = format!(r"([\sTt,]{FILLERS}({TIME}|{digits}))?");
    format!("({FILLERS}{day}{after}{FILLERS}|{FILLERS}{TIME}{FILLERS}{day}{FILLERS}|{WORDS})")
}

/// The same, or a number that is a time: `1830` or `18.30`.
fn with_clock_numbers(mut schema: Schema) -> Schema {
    schema.insert("type".into(), ["string", "number"].as_slice().into());
    schema.insert("minimum".into(), 0.into());
    schema.insert("maximum".into(), 2359.into());
    let between =
        json_schema!({"type": "number", "exclusiveMinimum": 23.59, "exclusiveMaximum": 1000});
    schema.insert("not".into(), between.into());
    schema
}

/// A form of at most so many characters.
fn at_most(characters: usize, mut schema: Schema) -> Schema {
    schema.insert("maxLength".into(), characters.into());
    schema
}

/// Text that no number looks like.
fn text(pattern: &str, cure: &str) -> Schema {
    // `patternErrorMessage` is what editors show in place of the pattern; other readers of schemas pass over it.
    json_schema!({"type": "string", "pattern": pattern, "patternErrorMessage": cure})
}

/// Text that may look like a number or a truth value, to which the pattern does not apply.
fn any_scalar(pattern: &str, cure: &str) -> Schema {
    let mut schema = text(pattern, cure);
    schema.insert(
        "type".into(),
        ["string", "number", "boolean"].as_slice().into(),
    );
    schema
}

fn choice(words: &[&str]) -> Schema {
    json_schema!({"type": "string", "enum": words})
}

/// Words to choose from, and what else people write for them.
fn choice_or_synonym(words: &[&str]) -> Schema {
    let all: Vec<String> = value::choice::synonyms(words)
        .map(|word| any_case(word).replace('-', "[ _-]+"))
        .collect();
    let cure = format!("must be one of `{}`", words.join("`, `"));
    let mut schema = text(&format!("^[ _-]*({})[ _-]*$", all.join("|")), &cure);
    // For editors, which offer the words of an `enum`.
    let offered = [choice(words), true.into()];
    schema.insert("anyOf".into(), offered.as_slice().into());
    schema
}

/// A pattern of a word in capitals or not: the patterns of a schema have no flags.
fn any_case(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'a'..='z' => format!("[{}{c}]", c.to_ascii_uppercase()),
            c => c.to_string(),
        })
        .collect()
}
