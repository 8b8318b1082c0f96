//! Reads what a component says apart from its time: the title, the description, the place, the links and the categories.
//!
//! Sections: [RFC 5545 §3.8.1] (descriptive properties), [RFC 7986 §5] (NAME, CONFERENCE).
//!
//! [RFC 5545 §3.8.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5

use super::super::About;
use super::super::account::{Ledger, Outcome};
use super::super::entry::Details;
use super::super::text;
use super::reader::Component;
use super::zones::Zones;

/// Returns what a VCALENDAR says about itself.
pub(super) fn about(calendar: &Component, zones: &Zones, ledger: &mut Ledger) -> About {
    let mut first = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| calendar.property(name));
        let property = found.next()?;
        ledger.note(property.line, Outcome::Kept);
        Some(property.text())
    };
    About {
        name: first(&["NAME", "X-WR-CALNAME"]),
        description: first(&["DESCRIPTION", "X-WR-CALDESC"]),
        url: first(&["URL"]),
        zone: zones.home(),
    }
}

/// Returns the details of a VEVENT, and notes what became of each property that it reads.
pub(super) fn details(event: &Component, ledger: &mut Ledger) -> Details {
    let mut kept = |name: &str| {
        let property = event.property(name)?;
        ledger.note(property.line, Outcome::Kept);
        Some(property.text()).filter(|text| !text.trim().is_empty())
    };
    Details {
        title: kept("SUMMARY").unwrap_or_default(),
        location: kept("LOCATION"),
        url: kept("URL"),
        description: kept("DESCRIPTION").map(|plain| text::to_markdown(&plain)),
        ..Details::default()
    }
}
