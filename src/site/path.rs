//! The paths that a calendar can publish.
//!
//! In: a path. Out: whether some calendar could publish it. Guaranteed: every path of [`Resources`] is one, and a build writes or removes no
//! other, whatever the list of an earlier build says. Absent: which of them a given calendar publishes.
//!
//! [`Resources`]: super::Resources

use chrono::NaiveDate;

use super::resources::PARTS;
use crate::recurrence::WeekdayOfMonth;
use crate::value::Slug;

/// The paths that every calendar publishes, except its parts for other sites.
pub(super) const OF_ALL: [&str; 8] = [
    "/",
    "/404.html",
    "/events.json",
    "/style.css",
    "/copy.js",
    "/icon.svg",
    "/feed.xml",
    "/robots.txt",
];

/// Whether a calendar can publish something at `path`.
pub(crate) fn is_publishable(path: &str) -> bool {
    if OF_ALL.contains(&path) {
        return true;
    }
    if let Some(below) = path.strip_prefix("/events/") {
        return match (below.strip_suffix(".ics"), below.strip_suffix('/')) {
            (Some(invite), _) => match invite.split_once('/') {
                Some((id, key)) => is_slug(id) && (is_date(key) || WeekdayOfMonth::is_code(key)),
                None => is_slug(invite),
            },
            (None, Some(id)) => is_slug(id),
            (None, None) => false,
        };
    }
    let Some(name) = path.strip_prefix('/') else {
        return false;
    };
    name.strip_suffix(".ics").is_some_and(is_slug)
        || name
            .strip_suffix(".md")
            .is_some_and(|part| PARTS.contains(&part))
}

fn is_slug(written: &str) -> bool {
    Slug::parse(written).is_ok_and(|slug| slug.as_str() == written)
}

/// Whether a text is a date exactly as we write it.
fn is_date(written: &str) -> bool {
    written
        .parse::<NaiveDate>()
        .is_ok_and(|date| date.to_string() == written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_a_calendar_can_have_are_publishable() {
        let publishable = [
            "/",
            "/404.html",
            "/upcoming.md",
            "/cross-gov.ics",
            "/events/lean-coffee/",
            "/events/lean-coffee.ics",
            "/events/lean-coffee/2025-03-27.ics",
            "/events/lean-coffee/3thu.ics",
            "/events/lean-coffee/lastfri.ics",
        ];
        let others = [
            "",
            "index.html",
            "/index.html",
            "/README.md",
            "/CNAME",
            "/.env.ics",
            "/Cross-Gov.ics",
            "/a/b.ics",
            "/../x.ics",
            "/events",
            "/events/",
            "/events/.ics",
            "/events/x",
            "/events/../",
            "/events/x/notes/",
            "/events/x/2025-3-27.ics",
            "/events/x/5thu.ics",
            "/events/x/-1fri.ics",
            "/events/x/last.ics",
            "/events/x/3thursday.ics",
            "/events/x/3THU.ics",
            "/events/x/2025-02-30.ics",
            "/events/x/y/2025-03-27.ics",
            "/src/main.rs",
        ];
        for path in publishable {
            assert!(is_publishable(path), "{path}");
        }
        for path in others {
            assert!(!is_publishable(path), "{path}");
        }
    }
}
