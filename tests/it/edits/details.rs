//! What generated events have apart from their dates: changes of single dates, talks, links and the other keys.

use chrono::{Days, NaiveDate};

use super::community::Shared;
use super::dice::{Dice, PLAIN, TRAPS};
use super::node::{Kind, Node};

/// Generates changes of some of the dates. Those at the end stay without a change.
pub(super) fn changes(dice: &mut Dice, dates: &[NaiveDate], has_time: bool) -> Node {
    let mut changes = Vec::new();
    for date in &dates[..dates.len() - 2] {
        if dice.percent(30) {
            changes.push((date.to_string(), change(dice, *date, has_time)));
        }
    }
    if dice.percent(20) {
        changes.reverse();
    }
    if changes.is_empty() {
        let title = Node::map(vec![("title", Node::text(dice.pick(&PLAIN)))]);
        changes.push((dates[0].to_string(), title));
    }
    Kind::Map(changes).into()
}

fn change(dice: &mut Dice, date: NaiveDate, has_time: bool) -> Node {
    let why = Node::text(dice.pick(&PLAIN));
    let next = date + Days::new(1);
    let mut entries = match dice.below(8) {
        0 => vec![("skipped", Node::bare("true")), ("reason", why)],
        1 => vec![("skipped", why)],
        2 => vec![("cancelled", Node::bare("true"))],
        3 => vec![("cancelled", why)],
        4 => vec![("moved_to", Node::bare("tbc")), ("reason", why)],
        5 if has_time => vec![("moved_to", Node::text("18:30"))],
        6 if has_time => vec![("moved_to", Node::bare(&format!("{next} 15:00")))],
        _ => vec![("moved_to", Node::bare(&next.to_string()))],
    };
    let details = vec![
        ("title", Node::text(dice.pick(&PLAIN))),
        ("location", Node::text(dice.pick(&PLAIN))),
        ("talks", talks(dice)),
    ];
    if entries[0].0 != "skipped" {
        entries.extend(dice.some(20, details));
    }
    if dice.percent(20) && !entries.iter().any(|(key, _)| *key == "title") {
        entries = vec![("title", Node::text("Another title"))];
    }
    Node::map(entries)
}

fn talks(dice: &mut Dice) -> Node {
    let mut talk = vec![
        (
            "title",
            Node::text(dice.pick(&["1e3", "yes", "Poems: an evening", "- dash", "#1"])),
        ),
        (
            "speakers",
            Node::texts(&["A bookbinder (Mill Lane Press)", "Librarian, local history"]),
        ),
    ];
    if dice.percent(30) {
        talk.push(("abstract", Node::text("From the sheet\nto the spine.\n")));
    }
    Kind::List(vec![Node::map(talk)]).into()
}

pub(super) fn details(
    dice: &mut Dice,
    shared: &Shared,
    is_once: bool,
) -> Vec<(&'static str, Node)> {
    let description = dice.pick(&[
        "One line",
        "Two\nlines\n",
        "# not a comment\n\n  indented\n- id: no\n",
        "ends\n\n\n",
        "A long line of words that somebody has wrapped because it is long",
    ]);
    let mut all = vec![
        ("location", Node::text(dice.pick(&PLAIN))),
        ("description", Node::text(description)),
        ("url", Node::bare("https://books.example.org/club#top")),
        ("price", Node::text(dice.pick(&["free", "£5", "12.50 EUR"]))),
        ("tags", Node::texts(&["poems", "a, b", "yes"])),
        ("group", Node::bare(dice.pick(&["readers", "paddlers"]))),
        ("x-note", Node::text(dice.pick(&TRAPS))),
        (
            "x-more",
            Node::map(vec![
                ("a", Node::bare("1")),
                ("b", Node::texts(&["c", "d"])),
            ]),
        ),
        ("talks", talks(dice)),
    ];
    let links = if shared.links {
        Node::alias("links")
    } else {
        links_node(dice)
    };
    all.push(("links", links));
    let mut some = dice.some(22, all);
    match dice.below(12) {
        0 => some.push(("status", Node::bare("cancelled"))),
        1 => some.push(("status", Node::bare("tentative"))),
        2 if is_once => some.push(("status", Node::bare("postponed"))),
        _ => return some,
    }
    if dice.percent(60) {
        some.push(("reason", Node::text(dice.pick(&PLAIN))));
    }
    some
}

pub(super) fn links_node(dice: &mut Dice) -> Node {
    let link = |dice: &mut Dice| {
        Node::map(vec![
            ("title", Node::text(dice.pick(&PLAIN))),
            ("url", Node::bare("https://example.org/a?b=c#d")),
        ])
    };
    let links = (0..dice.between(1, 2)).map(|_| link(dice)).collect();
    Kind::List(links).into()
}
