//! Finds the zones that an iCalendar file names.
//!
//! A TZID may be an IANA name, a Windows name such as `GMT Standard Time`, a name with the prefix of a program such as
//! `/freeassociation.sourceforge.net/Europe/London`, or any word that a VTIMEZONE of the file describes. Sections: [RFC 5545 §3.6.5]
//! (VTIMEZONE), [§3.8.3.1] (TZID).
//!
//! [RFC 5545 §3.6.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
//! [§3.8.3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.1

use super::reader::Component;
use crate::zone::Zone;

/// The zones of one VCALENDAR.
#[derive(Debug)]
pub(super) struct Zones {
    /// The zone of times without one: what the user said, or X-WR-TIMEZONE.
    home: Option<Zone>,
}

impl Zones {
    /// Reads the VTIMEZONEs and X-WR-TIMEZONE of a calendar. `home` is what the user said.
    pub(super) fn of(calendar: &Component, home: Option<Zone>) -> Self {
        let named = calendar.property("X-WR-TIMEZONE");
        let named = named.and_then(|it| Zone::parse(it.value.trim()).ok());
        Self {
            home: home.or(named),
        }
    }

    /// The zone of times without one.
    pub(super) fn home(&self) -> Option<Zone> {
        self.home
    }

    /// Returns the zone that a TZID means.
    pub(super) fn find(&self, tzid: &str) -> Option<Zone> {
        Zone::parse(tzid.trim()).ok()
    }
}
