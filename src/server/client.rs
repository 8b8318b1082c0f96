//! Classifies a User-Agent as one of a few families of calendar program.
//!
//! Every value has a family, so arbitrary values cannot add series to the metrics. Versions and operating systems are ignored.

use std::fmt;

/// The families of programs that fetch feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Client {
    /// Calendar on macOS and iOS.
    Apple,
    /// A web browser.
    Browser,
    /// Google Calendar.
    Google,
    /// Nextcloud Calendar.
    Nextcloud,
    /// No User-Agent.
    None,
    /// Everything else.
    Other,
    /// Outlook and Exchange.
    Outlook,
    /// Thunderbird.
    Thunderbird,
}

/// Substrings of a User-Agent (in lower case, with a space in front), each with its family; the first match counts. Calendar programs
/// come before browsers, because most of them also claim to be browsers.
const FAMILIES: [(&str, Client); 14] = [
    ("google-calendar", Client::Google),
    ("googlebot", Client::Other),
    ("thunderbird", Client::Thunderbird),
    ("nextcloud", Client::Nextcloud),
    ("outlook", Client::Outlook),
    ("microsoft exchange", Client::Outlook),
    ("microsoft office", Client::Outlook),
    ("dataaccessd", Client::Apple),
    ("calendaragent", Client::Apple),
    ("calendarstore", Client::Apple),
    (" ical/", Client::Apple),
    ("bot", Client::Other),
    ("spider", Client::Other),
    ("mozilla/", Client::Browser),
];

impl Client {
    /// Returns the family of a User-Agent.
    pub(super) fn of(agent: Option<&[u8]>) -> Self {
        let Some(agent) = agent else {
            return Self::None;
        };
        let agent = agent.to_ascii_lowercase();
        // With a space in front, a substring that begins with a space matches only at the beginning of a word.
        let agent = format!(" {}", String::from_utf8_lossy(&agent));
        let found = FAMILIES.iter().find(|(mark, _)| agent.contains(mark));
        found.map_or(Self::Other, |(_, client)| *client)
    }

    /// The family in one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::Browser => "browser",
            Self::Google => "google",
            Self::Nextcloud => "nextcloud",
            Self::None => "none",
            Self::Other => "other",
            Self::Outlook => "outlook",
            Self::Thunderbird => "thunderbird",
        }
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fetcher_has_a_family() {
        let cases = [
            ("Google-Calendar-Importer", "google"),
            ("iOS/26.0 (24A123) dataaccessd/1.0", "apple"),
            ("macOS/15.1 (24B83) CalendarAgent/1200", "apple"),
            (
                "Microsoft Exchange/15.20 (Windows NT 10.0; Win64; x64)",
                "outlook",
            ),
            ("Outlook-iOS/2.0", "outlook"),
            (
                "Microsoft Office/15.0 (Windows NT 6.1; Microsoft Outlook 15.0.4771; Pro)",
                "outlook",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.3.0",
                "thunderbird",
            ),
            ("Nextcloud Webcal Service", "nextcloud"),
            (
                "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
                "browser",
            ),
            (
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "other",
            ),
            ("iCal/1.5.5 (1267); Mac_OS_X/10.5", "apple"),
            ("Mac_OS_X/10.6 (10A432) DAVKit/4.0 iCal/4.0", "apple"),
            ("Vertical/1.0", "other"),
            ("Medical/2 (+https://clinic.example)", "other"),
            ("curl/8.5.0", "other"),
            ("\u{ff}\u{fe}", "other"),
            ("", "other"),
        ];
        for (agent, family) in cases {
            assert_eq!(Client::of(Some(agent.as_bytes())).name(), family, "{agent}");
        }
        assert_eq!(Client::of(None).name(), "none");
    }
}
