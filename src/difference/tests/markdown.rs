//! The format for a comment on a pull request.

use proptest::prelude::{prop_assert_eq, proptest};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{BASE, calendar, changing, context, with};
use crate::Difference;
use crate::difference::github::escape;

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
    ### In the next 12 months 1 meeting is cancelled, 1 is removed and 1 is added; 1 warning

    **Warning: `summer-party` is gone, and `party` is new and looks the same: every subscriber would see a deletion and a new event. If it is the same event, put `id: summer-party` back, or write `uid: summer-party@books.example.org` below `id: party`.**

    **Cancelled**

    - **Book club**, Tuesday 14 July 2026, 6:30pm to 8pm (no facilitator)

    **Removed**

    - **Summer party**, Saturday 11 July 2026, 3pm to 7pm (another event has the same title and start)

    **Added**

    - **Summer party**, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn no_difference_is_one_heading() {
    insta::assert_snapshot!(comment(BASE, BASE), @"### Nothing changes for subscribers");
}

#[test]
fn a_title_is_never_markup_a_link_or_a_mention() {
    let title = r"title: '<b>[x](y)</b> *a* _b_ `c` ~~d~~ | @someone #12 &amp; \\ $x$ https://a.example www.a.example'";
    let after = with(BASE, "title: A walk", title);
    insta::assert_snapshot!(comment(BASE, &after).replace('\u{200B}', "{nothing}"), @r"
    ### In the next 12 months 1 meeting has a new title

    **New hosts**

    - a.example, in “\<b\>\[x\](y)\</b\> \*a\* \_b\_ \`c\` \~\~d\~\~ \| @{nothing}someone #{nothing}12 \&amp; \\\\ \$x\$ https\://a.example www\.a.example”: https\://a.example
    - www\.a.example, in “\<b\>\[x\](y)\</b\> \*a\* \_b\_ \`c\` \~\~d\~\~ \| @{nothing}someone #{nothing}12 \&amp; \\\\ \$x\$ https\://a.example www\.a.example”: www\.a.example

    **New title**

    - **A walk**, Saturday 1 August 2026: now “\<b\>\[x\](y)\</b\> \*a\* \_b\_ \`c\` \~\~d\~\~ \| @{nothing}someone #{nothing}12 \&amp; \\\\ \$x\$ https\://a.example www\.a.example”
    ");
}

#[test]
fn marks_that_change_the_direction_of_text_are_removed() {
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

#[test]
fn nothing_is_left_that_github_links_or_draws_after_markdown() {
    for (written, shown) in [
        ("GH-12 and TICKET-9", "GH-.12 and TICKET-.9"),
        ("#12, owner/repo#12, #abc", "#.12, owner/repo#.12, #.abc"),
        ("@somebody @org/team", "@.somebody @.org/team"),
        (
            "0123456789abcdef0123456789abcdef01234567",
            "012345.6789ab.cdef01.234567.89abcd.ef0123.4567",
        ),
        (
            "owner@DEADBEE a1b2c3...d4e5f6a",
            "owner@.DEADBE.E a1b2c3...d4e5f6.a",
        ),
        (":tada: a:+1:b 12:30:45", ":.tada: a:.+1:b 12:.30:45"),
        (
            "https://a.example HTTP://a.example ftp://a.example www.a.example WWW.a.example",
            r"https\://a.example HTTP\://a.example ftp\://a.example www\.a.example WWW\.a.example",
        ),
        (
            "mailto:a@b.example xmpp:a@b.example",
            "mailto:a@.b.example xmpp:a@.b.example",
        ),
        // Ordinary text is not changed.
        (
            "Tea: 6:30pm, 2026-07-14, Zoom 123 456 789",
            "Tea: 6:30pm, 2026-07-14, Zoom 123 456 789",
        ),
        (
            "co-op, facade, decade, C# and 50%",
            "co-op, facade, decade, C# and 50%",
        ),
    ] {
        let found = escape(written);
        let found = found.replace('\u{200B}', ".");
        assert_eq!(found.replace("co-.op", "co-op"), shown, "{written}");
    }
}

#[test]
fn new_and_changed_addresses_are_named_in_a_form_that_nobody_can_follow() {
    let club = "location: Riverside Library";
    let with_links = |address: &str| {
        let details = format!(
            "{club}\n    join: https://meet.{address}/club\n    url: https://{address}/about\n    contact: us@{address}\n    description: Pay at <https://pay.{address}/1>, or [here](https://pay.{address}/2)\n    links: [{{title: Map, url: https://map.example.org/{address}}}]"
        );
        with(BASE, club, &details)
    };
    let found = comment(&with_links("example.org"), &with_links("examp1e.org"));
    insta::assert_snapshot!(found.replace('\u{200B}', ""), @r"
    ### In the next 12 months 12 meetings have new details

    **New hosts**

    - examp1e.org, in “Book club”: https\://examp1e.org/about
    - meet.examp1e.org, in “Book club”: https\://meet.examp1e.org/club
    - pay.examp1e.org, in “Book club”: https\://pay.examp1e.org/1

    **New details**

    - **Book club**: description (new: https\://pay.examp1e.org/1, https\://pay.examp1e.org/2; gone: https\://pay.example.org/1, https\://pay.example.org/2), links (new: https\://map.example.org/examp1e.org; gone: https\://map.example.org/example.org), link to join: https\://meet.example.org/club → https\://meet.examp1e.org/club, contact: us@example.org → us@examp1e.org, web page: https\://example.org/about → https\://examp1e.org/about; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn what_differs_late_in_a_long_title_is_shown() {
    let title = |end: &str| format!("title: {}{end}", "Walk ".repeat(60));
    let [before, after] = ["north", "south"].map(|end| with(BASE, "title: A walk", &title(end)));
    insta::assert_snapshot!(comment(&before, &after), @r"
    ### In the next 12 months 1 meeting has a new title

    **New title**

    - **Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk Walk …**, Saturday 1 August 2026: now “…Walk Walk Walk Walk Walk Walk Walk Walk south”
    ");
}

#[test]
fn what_differs_late_in_a_long_address_is_shown() {
    let page = |end: &str| {
        let shared = "x".repeat(250);
        format!(
            "title: A walk\n    url: https://example.org/{shared}/{end}\n    description: See <https://example.org/{shared}/{end}>"
        )
    };
    let [before, after] = ["north", "south"].map(|end| with(BASE, "title: A walk", &page(end)));
    let shown = "x".repeat(39);
    let pair = format!("…{shown}/north → …{shown}/south");
    let list = format!("(new: …{shown}/south; gone: …{shown}/north)");
    let found = comment(&before, &after);
    assert!(found.contains(&pair) && found.contains(&list), "{found}");
}

#[test]
fn every_new_host_is_named() {
    let link = |index| format!("{{title: Map, url: https://h{index}.example.net}}");
    let list: Vec<String> = (100..140).map(link).collect();
    let walk = format!("title: A walk\n    links: [{}]", list.join(", "));
    let found = comment(BASE, &with(BASE, "title: A walk", &walk));
    let names: Vec<String> = (125..140)
        .map(|index| format!("h{index}.example.net"))
        .collect();
    let rest = format!("\n- and {}\n", names.join(", "));
    assert!(found.contains(&rest), "{found}");
    assert!(
        found.contains("\n- h124.example.net, in “A walk”: "),
        "{found}"
    );
}

#[test]
fn whatever_the_input_is_a_comment_has_room_for_it() {
    let walk = "  - id: walk\n    title: A walk\n    start: 2026-08-01\n";
    let at = "@".repeat(900);
    let walks = |kind: &str| -> String {
        let walk = |index| {
            format!(
                "  - {{id: w{index}, title: '{kind} {index} {at}', location: '{kind} {at}', start: 2026-08-01, url: 'https://h{index}.example.org/{kind}{at}'}}\n"
            )
        };
        (0..60).map(walk).collect()
    };
    let [before, after] = ["a", "b"].map(|kind| with(BASE, walk, &walks(kind)));
    let found = comment(&before, &after);
    assert!((55_000..60_000).contains(&found.len()), "{}", found.len());
    // There are 60 new titles, the last 35 of which are one line, 60 new places and 60 new pages.
    let shown = found
        .lines()
        .filter(|line| line.starts_with("- **"))
        .count();
    assert_eq!(
        found.lines().last(),
        Some(format!("**{} more changes are left out here; `calfeed diff` without `--format markdown` shows all**", 180 - 35 - shown).as_str())
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
