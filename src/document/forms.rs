//! Describes the forms of values in JSON Schema: patterns, words to choose from, types.
//!
//! Each form is a type without values, which the structs of [`super::keys`] name. A form accepts what `check` accepts, as YAML 1.2 gives it
//! to an editor: text that looks like a number comes as a number. A key without a value is refused, and so are the words `null` and `~`,
//! which a schema cannot distinguish from it. Of dates, times, lengths and rules, which have many spellings, forms refuse only
//! placeholders. Rules that need several values, the calendar, or the names of zones and colours are not here.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::entries::NONE;
use crate::diagnostic::Kind;
use crate::include;
use crate::limit;
use crate::route;
use crate::span::YEARS;
use crate::value;
use crate::value::Image as Picture;
use crate::value::choice::synonyms;

/// Letters `a` to `z` and digits, with single hyphens between them.
const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// A character with which text begins or ends: neither white space nor a control character.
const VISIBLE: &str = r"[^\s\x00-\x1f\x7f-\x9f]";
/// White space around text, which is dropped.
const AROUND: &str = r"[\s\x85]*";
/// The scheme and host of an address, with a port or without.
const ORIGIN: &str =
    r"[Hh][Tt][Tt][Pp][Ss]?://([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?";
/// Characters that an address may not contain.
const NOT_IN_URL: &str = r#"\s\x00-\x20"<>\\^`{|}\x7f-\x9f"#;
/// A mailbox, roughly: the grammar of RFC 5322 is too long for a pattern.
const EMAIL: &str =
    r#"(mailto:)?[^\s\x00-\x1f"(),:;<>@\[\\\]\x7f-\x9f]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"#;
/// The message for a value that should be a list.
const LIST: &str = "write a list, with each item on its own line after `- `";
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
        "write some text, on one line",
    ));
    /// One line without a tab, which may look like a number.
    Uid => at_most(value::Uid::LONGEST, any_scalar(
        &format!(r"^{AROUND}{VISIBLE}([^\x00-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
        "write the UID by which calendars know the event, on one line and with at most 244 bytes",
    ));
    /// One line that is not a bare number, unless it is zero.
    Price => {
        // An editor gives `0.00` as the number 0.
        let mut schema = at_most(limit::LINE, text(
            &format!(r"^(?!{AROUND}([0-9.,]*[1-9][0-9.,]*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]){AROUND}$){AROUND}{VISIBLE}([^\x00-\x08\x0a-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
            "write `free`, or the price with its currency, such as `£5` or `5 EUR`",
        ));
        schema.insert("type".into(), ["string", "integer"].as_slice().into());
        schema.insert("minimum".into(), 0.into());
        schema.insert("maximum".into(), 0.into());
        schema
    };
    /// Text of any number of lines.
    Markdown => at_most(limit::MARKDOWN, any_scalar(
        &format!(r"^{AROUND}{VISIBLE}([^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*{VISIBLE})?{AROUND}$"),
        "write some text, or remove the key",
    ));
    Slug => {
        let mut schema = any_scalar(SLUG, "use lower-case letters, digits and single hyphens, such as `lean-coffee`");
        schema.insert("maxLength".into(), 100.into());
        schema.insert("minimum".into(), 0.into());
        schema
    };
    /// The key of a group, which is the address of its page.
    GroupId => {
        let (rest, reserved) = (SLUG.trim_start_matches('^'), route::reserved_pattern());
        let mut schema = any_scalar(
            &format!("^(?!({reserved})$){rest}"),
            "use lower-case letters, digits and single hyphens, such as `lean-coffee`, and no name that the site itself uses, such as `events` or a year",
        );
        schema.insert("maxLength".into(), 100.into());
        schema.insert("minimum".into(), 0.into());
        schema
    };
    /// A slug that the calendar had before, perhaps in a folder.
    FormerSlug => former("");
    /// A key that a group had before, perhaps in a folder.
    FormerGroupId => former(&format!("(?!({})$)", route::reserved_pattern()));
    Domain => {
        let label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
        let mut schema = any_scalar(
            &format!(r"^{label}(\.{label})*$"),
            "write only the host name, in lower case, such as `example.org`",
        );
        schema.insert("maxLength".into(), 200.into());
        schema.insert("minimum".into(), 0.into());
        schema
    };
    Url => at_most(limit::ADDRESS, text(
        &format!("^{ORIGIN}([/?#][^{NOT_IN_URL}]*)?$"),
        "write the whole address, such as `https://example.org/page`",
    ));
    /// The address below which everything is published.
    BaseUrl => at_most(limit::ADDRESS, text(
        &format!("^{ORIGIN}(/[^?#{NOT_IN_URL}]*)?$"),
        "write the whole address, without `?` and `#`, such as `https://example.org`",
    ));
    /// An address, or the word that removes the address of the event.
    UrlOrNone => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{})$", none()),
        "write the whole address, such as `https://example.org/page`, or `none`",
    ));
    ContactOrNone => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{EMAIL}|{})$", none()),
        "write an address such as `team@example.org` or `https://example.org/contact`, or `none`",
    ));
    Contact => at_most(limit::ADDRESS, text(
        &format!("^({ORIGIN}([/?#][^{NOT_IN_URL}]*)?|{EMAIL})$"),
        "write an address such as `team@example.org` or `https://example.org/contact`",
    ));
    Zone => text(
        &format!("^(UTC|Etc/UTC|({AREAS})(/[A-Za-z0-9_+-]+)+)$"),
        "write the IANA name of a time zone, such as `Europe/London` or `Asia/Kolkata`",
    );
    /// A path below the folder of the file, or a pattern for such paths.
    Include => at_most(include::LONGEST, text(
        r"^\s*(\./)?(?!\.|~)[^/\\:\[\]{}\x00-\x1f]+(/(?!\.)[^/\\:\[\]{}\x00-\x1f]+)*\.ya?ml\s*$",
        "write the path of a file below the folder of this one, such as `teams/python.yaml`, or a pattern, such as `teams/*.yaml`",
    ));
    Image => {
        let origin = ORIGIN.replace("[Ss]?", "[Ss]");
        let name = "[A-Za-z0-9_-]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?";
        let forms = Picture::FORMS.map(any_case).join("|");
        let file = format!(r"(\./)?({name}/)*{name}\.({forms})");
        at_most(limit::ADDRESS, text(
            &format!("^({origin}([/?#][^{NOT_IN_URL}]*)?|{file})$"),
            "write the path of a picture beside the events file, such as `images/picture.jpg`, or its whole address: `https://example.org/picture.jpg`",
        ))
    };
    Language => {
        let tag = "[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*";
        at_most(35, text(&format!("^{tag}$"), "write the tag of a language, such as `en-GB`, `cy` or `fr`"))
    };
    Color => text(
        "^(#[0-9A-Fa-f]{6}|[A-Za-z]+)$",
        "write a CSS colour name such as `teal`, or six hex digits in quotes: `\"#1d70b8\"`",
    );
    Length => spelled("write a length of time, such as `45m`, `2h`, `1h30m` or `2d`");
    Start => {
        let mut schema = spelled("write a date and a time (`2026-03-26 11:00`), a date (`2026-03-26`), a month (`2026-03`), a year (`2026`) or `tbc`");
        schema.insert("type".into(), ["string", "integer"].as_slice().into());
        schema.insert("minimum".into(), (*YEARS.start()).into());
        schema.insert("maximum".into(), (*YEARS.end()).into());
        schema
    };
    End => clock("write a time in quotes (`\"12:00\"`), a date and a time (`2026-03-26 12:00`), or the last day of an all-day event (`2026-03-27`)");
    Day => spelled("write a date, such as `2026-12-31`");
    ExtraDate => spelled("write a date (`2026-05-01`), with a time if it has another time than `start` (`2026-05-01 15:00`)");
    MovedTo => clock("write another day (`2026-03-27`), another time in quotes (`\"14:00\"`), both (`2026-03-27 14:00`), or `tbc`");
    Updated => spelled("write a date (`2026-02-01`), with a time if you like (`2026-02-01 09:30`)");
    Repeats => spelled("write a rule, such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`");
    /// The key of a change. Any text with a digit can be a date.
    DateKey => text("^[^<]*[0-9]", "write the date on which the meeting would have been, such as `2026-12-31`, and what changes below it");
    Count => {
        let mut schema = text(r"^\s*\+?0*[1-9][0-9]*\s*$", "write how many dates the series has, such as `12`");
        schema.insert("type".into(), ["integer", "string"].as_slice().into());
        schema.insert("minimum".into(), 1.into());
        schema.insert("maximum".into(), u32::MAX.into());
        schema
    };
    Status => choice(&[
        ("confirmed", "The event takes place"),
        ("tentative", "It is not certain that the event takes place"),
        ("cancelled", "The event does not take place. It stays in people's calendars, marked as cancelled"),
        ("postponed", "The event does not take place on this date, and the new date is not known yet"),
    ], &[]);
    FormatOrNone => choice(&[
        ("virtual", "On a video call"),
        ("in-person", "At a place"),
        ("hybrid", "At a place and on a video call"),
        ("none", "Not stated"),
    ], &NONE);
    ShowsAs => choice(&[
        ("busy", "The time is shown as busy"),
        ("free", "The time is shown as free"),
    ], &[]);
    Allowed => choice(&[("allowed", "No warning about events that overlap")], &[]);
    FeedOnly => choice(&[("only", "The group's events are only in its own feed and on its own page")], &[]);
    Next => choice(&[("tbc", "The next meeting is to be confirmed")], &[]);
    Holidays => any_scalar(
        r"^(england-and-wales|scotland|northern-ireland|[\s\S]*[./][\s\S]*)$",
        "write `england-and-wales`, `scotland`, `northern-ireland`, or the path of a file",
    );
    Warning => {
        let names: Vec<&str> = Kind::WARNINGS.iter().map(|kind| kind.name()).collect();
        json_schema!({"type": "string", "enum": names})
    };
    /// A reason in words, or just `true`; never the opposite.
    Words => {
        let mut schema = Line::json_schema(&mut SchemaGenerator::default());
        let cure = "write the reason on one line, or `true`";
        let no = json_schema!({"enum": [
            false, "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF",
        ]});
        schema.insert("if".into(), no.into());
        schema.insert("then".into(), serde_json::json!({
            "const": true,
            "errorMessage": "write the reason on one line, or `true`; remove the line if the meeting takes place",
        }));
        schema.insert("errorMessage".into(), cure.into());
        schema
    };
    /// A reason in words.
    Reason => {
        let mut schema = Line::json_schema(&mut SchemaGenerator::default());
        let no_words = json_schema!({"enum": [
            true, "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON",
            false, "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF",
        ]});
        schema.insert("not".into(), no_words.into());
        schema.insert("patternErrorMessage".into(), "write why in a few words, on one line".into());
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
        json_schema!({
            "type": ["array", "null"],
            "items": generator.subschema_for::<T>(),
            "errorMessage": LIST,
        })
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

/// A list of one form, or the word for none, for a change. It may not be empty: that would not say whether the list of the event applies.
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
        "errorMessage": format!("{LIST}, or write `none`"),
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
        by_key::<T, DateKey>(
            generator,
            "write each date on its own line with a `:` after it, and what changes indented below it",
        )
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
        by_key::<T, GroupId>(
            generator,
            "write each group's key on its own line with a `:` after it, and its `name` indented below it",
        )
    }
}

fn by_key<T: JsonSchema, K: JsonSchema>(generator: &mut SchemaGenerator, cure: &str) -> Schema {
    let key = K::json_schema(generator);
    json_schema!({
        "type": ["object", "null"],
        "errorMessage": cure,
        "propertyNames": {
            "pattern": key.get("pattern"),
            "errorMessage": key.get("errorMessage"),
        },
        "additionalProperties": generator.subschema_for::<T>(),
    })
}

/// The former address of a feed: a slug that begins with `alone`, or up to five, of which the first is no name that the site uses.
fn former(alone: &str) -> Schema {
    let name = SLUG.trim_matches(['^', '$']);
    let most = value::FormerSlug::MOST_NAMES - 1;
    let folder = format!("(?!({})/)", route::reserved_pattern());
    let mut schema = any_scalar(
        &format!("^{alone}{folder}{name}(/{name}){{0,{most}}}$"),
        "use lower-case letters, digits and single hyphens, with `/` between folders, such as `teams/python`",
    );
    schema.insert("maxLength".into(), value::FormerSlug::LONGEST.into());
    schema.insert("minimum".into(), 0.into());
    schema
}

/// A pattern of the word `none`.
fn none() -> String {
    format!("({})", NONE.join("|"))
}

/// Adds the most characters of a form.
fn at_most(characters: usize, mut schema: Schema) -> Schema {
    schema.insert("maxLength".into(), characters.into());
    schema
}

/// Text that cannot look like a number.
fn text(pattern: &str, cure: &str) -> Schema {
    // Editors show `errorMessage` instead of the pattern; other readers of schemas ignore it.
    json_schema!({"type": "string", "pattern": pattern, "errorMessage": cure})
}

/// Text whose spellings only `check` knows. A placeholder is refused.
fn spelled(cure: &str) -> Schema {
    text(r"^\s*[^\s<]", cure)
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

/// Text whose spellings only `check` knows, or a number that is a time, such as `1830` or `18.30`.
fn clock(cure: &str) -> Schema {
    let mut schema = spelled(cure);
    schema.insert("type".into(), ["string", "number"].as_slice().into());
    schema.insert("minimum".into(), 0.into());
    schema.insert("maximum".into(), (*YEARS.end()).into());
    schema
}

/// One of a few words, each with its meaning. Other spellings of them are accepted, but editors do not offer them.
fn choice(words: &[(&str, &str)], none: &[&str]) -> Schema {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.iter().copied().unzip();
    let other_spellings = synonyms(&words).map(any_case);
    let none = none.iter().map(|word| (*word).to_owned());
    let other_spellings: Vec<String> = other_spellings.chain(none).collect();
    // Exclude the words themselves, so that the editor shows their meanings.
    let other_spellings = format!(
        r"^(?!({})$)\s*({})\s*$",
        words.join("|"),
        other_spellings.join("|")
    );
    let offered = json_schema!({"enum": words, "markdownEnumDescriptions": meanings});
    json_schema!({"type": "string", "if": {"pattern": other_spellings}, "else": offered})
}

/// A pattern of a word in any case, with spaces for hyphens: the patterns of a schema have no flags.
fn any_case(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'a'..='z' => format!("[{}{c}]", c.to_ascii_uppercase()),
            '-' => "[ _-]".to_owned(),
            c => c.to_string(),
        })
        .collect()
}
