//! The form for a comment on a pull request.

use proptest::prelude::{prop_assert_eq, proptest};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{BASE, calendar, changing, context, with};
use crate::Difference;
use crate::difference::render::escape;

#[track_caller]
fn comment(before: &str, after: &str) -> String {
    let (before, after) = (calendar(before), calendar(after));
    Difference::between(&before, &after, &context()).markdown()
}

#[test]
fn a_comment_has_warnings_first_then_a_list_for_each_kind() {
    let after = changing("      2026-07-14: {cancelled: no facilitator}\n");
    let after = with(&after, "id: summer-party", "id: party");
    insta::assert_snapshot!(comment(BASE, &after), @r"
    ### In the next 12 months 2 meetings are cancelled and 1 is added; 1 warning

    **Warning: `summer-party` is gone, and `party` is new and looks the same: every subscriber would see a cancellation, which stays, and a new event. If it is the same event, put `id: summer-party` back.**

    **Cancelled**

    - **Summer party**, Saturday 11 July 2026, 3pm to 7pm (removed; stays in calendars as cancelled)
    - **Book club**, Tuesday 14 July 2026, 6:30pm to 8pm (no facilitator)

    **Added**

    - **Summer party**, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn no_difference_is_one_heading() {
    insta::assert_snapshot!(comment(BASE, BASE), @"### Nothing changes for subscribers");
}

#[test]
fn no_title_is_markup_or_a_link_or_calls_anybody() {
    let title = r"title: '<b>[x](y)</b> *a* _b_ `c` ~~d~~ | @someone #12 &amp; \\ $x$ https://a.example www.a.example'";
    let after = with(BASE, "title: A walk", title);
    insta::assert_snapshot!(comment(BASE, &after).replace('\u{200B}', "{nothing}"), @r"
    ### In the next 12 months 1 meeting has a new title

    **New title**

    - **A walk**, Saturday 1 August 2026: now “\<b\>\[x\](y)\</b\> \*a\* \_b\_ \`c\` \~\~d\~\~ \| @{nothing}someone #{nothing}12 \&amp; \\\\ \$x\$ https\://a.example www\.a.example”
    ");
}

#[test]
fn a_title_that_turns_the_direction_of_text_does_not() {
    let after = with(BASE, "title: A walk", "title: \"A \u{202E}walk\u{2066}\"");
    insta::assert_snapshot!(comment(BASE, &after), @r"
    ### In the next 12 months 1 meeting has a new title

    **New title**

    - **A walk**, Saturday 1 August 2026: now “A walk”
    ");
}

#[test]
fn a_long_list_is_cut_short() {
    let walk = "  - id: walk\n    title: A walk\n    start: 2026-08-01\n";
    let walks: String = (1..=27)
        .map(|day| {
            walk.replace("walk\n    title", &format!("walk-{day}\n    title"))
                .replace("08-01", &format!("08-{day:02}"))
        })
        .collect();
    let found = comment(&with(BASE, walk, ""), &with(BASE, walk, &walks));
    let end: Vec<&str> = found.lines().rev().take(2).collect();
    assert_eq!(
        end,
        ["- and 2 more", "- **A walk**, Tuesday 25 August 2026"]
    );
}

proptest! {
    #[test]
    fn whatever_somebody_writes_reads_as_it_is_written(words in proptest::collection::vec("[!-~é]{1,12}", 1..5)) {
        let written = words.join(" ");
        let line = format!("- **{0}**: {0}", escape(&written));
        let github = Options::ENABLE_GFM | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH;
        let mut read = String::new();
        for event in Parser::new_ext(&line, github) {
            match event {
                Event::Text(text) => read.push_str(&text),
                Event::Start(tag) => assert!(matches!(tag, Tag::List(_) | Tag::Item | Tag::Strong), "{tag:?} in {line}"),
                Event::End(_) => {}
                other => panic!("{other:?} in {line}"),
            }
        }
        prop_assert_eq!(read.replace('\u{200B}', ""), format!("{written}: {written}"));
    }
}
