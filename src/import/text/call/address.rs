//! Reads the addresses of video calls: which program one belongs to, and what in it must not be public.
//!
//! [`read`] takes an address out of the wrapping of Outlook and Google, removes passcodes and personal tokens, and says what it is. The
//! addresses that programs use are those of 2026. An address of another program is [`Kind::Other`].

use super::Held;
use crate::percent;
use crate::value::Url;

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A video call.
    Call,
    /// A page on which people sign up.
    SignUp,
    /// Of one person only, or without use for a member: it is not kept.
    Private,
    /// Help about a program for calls, or its telephone numbers.
    Help,
    Other,
}

/// An address without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) url: String,
    pub(super) kind: Kind,
}

/// The names of query parameters with a passcode or a personal token, at any host.
const SECRETS: [&str; 11] = [
    "pwd", "passcode", "password", "passwd", "pin", "tk", "jwt", "roomkey", "tok", "icstoken",
    "token",
];

/// Reads an address, and notes what was removed from it.
pub(super) fn read(written: &str, held: &mut Held) -> Option<Address> {
    let url = unwrapped(written)?;
    let url = Url::parse(url.trim()).ok()?;
    let url = url.as_str();
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = authority.split(':').next()?.to_ascii_lowercase();
    let kind = kind(&host, path, url);
    if kind == Kind::Private {
        held.private();
    }
    let path = public_path(&host, path, held);
    Some(Address {
        url: format!("{scheme}://{authority}{path}"),
        kind,
    })
}

/// Whether a host is this one or a part of it.
fn is_at(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn kind(host: &str, path: &str, url: &str) -> Kind {
    let at = |domains: &[&str]| domains.iter().any(|domain| is_at(host, domain));
    let path = path.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
    let has = |parts: &[&str]| parts.iter().any(|part| path.contains(part));
    let has_room = path.trim_matches('/').len() > 1;
    if at(&["zoom.us", "zoom.com", "zoomgov.com"]) {
        return match () {
            () if begins(&["/j/", "/my/", "/w/", "/wc/"]) => Kind::Call,
            () if begins(&["/meeting/register", "/webinar/register"]) => Kind::SignUp,
            () if begins(&["/s/", "/meeting", "/webinar", "/profile", "/rec"]) => Kind::Private,
            () if begins(&["/u/", "/zoomconference", "/skype"]) => Kind::Help,
            () => Kind::Other,
        };
    }
    if at(&[
        "teams.microsoft.com",
        "teams.live.com",
        "teams.microsoft.us",
        "teams.cloud.microsoft",
    ]) {
        return match () {
            () if begins(&["/l/meetup-join/", "/meet/", "/_#/l/meetup-join/"]) => Kind::Call,
            () if begins(&["/meetingoptions"]) => Kind::Private,
            () if host.starts_with("dialin.") => Kind::Help,
            () => Kind::Other,
        };
    }
    if at(&["google.com"]) && !at(&["meet.google.com", "hangouts.google.com"]) {
        let is_calendar = host.starts_with("calendar.") || begins(&["/calendar"]);
        let is_personal = has(&["eid=", "action=", "/private-", "/event", "tok="]);
        return match is_calendar && is_personal {
            true => Kind::Private,
            false if url.contains("/answer/") && host.starts_with("support.") => Kind::Help,
            false => Kind::Other,
        };
    }
    if at(&["aka.ms"]) && begins(&["/jointeams", "/teams"]) || at(&["tel.meet", "dialin.plcm.vc"]) {
        return Kind::Help;
    }
    if at(&["webex.com"]) {
        return match () {
            () if host.starts_with("help.") || begins(&["/webappng", "/cmp"]) => Kind::Help,
            () if has(&[
                "/j.php", "/m/", "/meet/", "/join/", "/wbxmjs/", "/e.php", "mtid=",
            ]) =>
            {
                Kind::Call
            }
            () => Kind::Other,
        };
    }
    let rooms = [
        "meet.google.com",
        "hangouts.google.com",
        "meet.jit.si",
        "8x8.vc",
        "gotomeet.me",
        "meet.goto.com",
        "bluejeans.com",
        "whereby.com",
        "chime.aws",
        "meet.lync.com",
        "join.skype.com",
    ];
    let is_sign_up = at(&["meetup.com", "ti.to", "tito.io", "lu.ma", "luma.com"])
        || host.split('.').any(|label| label == "eventbrite");
    match () {
        () if has_room && at(&rooms) => Kind::Call,
        () if at(&["gotomeeting.com"]) && begins(&["/join/"]) => Kind::Call,
        () if has_room && is_sign_up => Kind::SignUp,
        () => Kind::Other,
    }
}

/// Removes passcodes and tokens from what follows the host.
fn public_path(host: &str, path: &str, held: &mut Held) -> String {
    let (before, fragment) = match path.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (path, None),
    };
    let (mut path, query) = match before.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (before, None),
    };
    // A room of BlueJeans, and the passcode after it.
    if is_at(host, "bluejeans.com")
        && let Some((room, rest)) = path.trim_start_matches('/').split_once('/')
        && rest.starts_with(|c: char| c.is_ascii_digit())
    {
        held.passcode();
        path = path.get(..=room.len()).unwrap_or(path);
    }
    let is_teams = is_at(host, "teams.microsoft.com") || is_at(host, "teams.live.com");
    let mut is_secret = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        let name = percent::decoded(name).to_ascii_lowercase();
        // Short links of Teams have the passcode in `p`.
        let is_secret = SECRETS.contains(&name.as_str())
            || (is_teams && name == "p" && path.starts_with("/meet/"));
        if is_secret {
            held.passcode();
        }
        is_secret
    };
    let mut out = path.to_owned();
    for (mark, part) in [('?', query), ('#', fragment)] {
        let Some(part) = part else {
            continue;
        };
        let kept: Vec<&str> = part.split('&').filter(|pair| !is_secret(pair)).collect();
        if !kept.is_empty() {
            out.push(mark);
            out.push_str(&kept.join("&"));
        }
    }
    out
}

/// Takes an address out of the wrapping of Outlook's and Google's mail filters.
fn unwrapped(written: &str) -> Option<String> {
    let mut url = written.trim().to_owned();
    // Each wrapping makes the address longer, so a few are enough.
    for _ in 0..4 {
        let rest = url.split_once("://")?.1;
        let (host, after) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = host.to_ascii_lowercase();
        let parameter = match host.as_str() {
            host if is_at(host, "safelinks.protection.outlook.com") => "url",
            host if is_at(host, "google.com") && after.starts_with("/url?") => "q",
            host if is_at(host, "teams.microsoft.com") && after.starts_with("/dl/launcher/") => {
                "url"
            }
            _ => return Some(url),
        };
        let query = after.split_once('?')?.1;
        let mut pairs = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let value = pairs
            .find(|(name, _)| {
                name.eq_ignore_ascii_case(parameter) || (parameter == "q" && *name == "url")
            })?
            .1;
        let value = percent::decoded(value);
        url = match value.strip_prefix("/_#/") {
            Some(path) => format!("https://teams.microsoft.com/{path}"),
            None => value,
        };
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::super::Held;
    use super::{Address, Kind, read};

    fn address(written: &str) -> Option<(String, Kind, Vec<&'static str>)> {
        let mut held = Held::default();
        let Address { url, kind } = read(written, &mut held)?;
        Some((url, kind, held.sentences()))
    }

    #[test]
    fn the_address_of_a_call_is_kept_without_its_passcode() {
        for (written, kept) in [
            (
                "https://us02web.zoom.us/j/857?pwd=abc.1",
                "https://us02web.zoom.us/j/857",
            ),
            (
                "https://zoom.us/j/857?from=addon&pwd=abc#success",
                "https://zoom.us/j/857?from=addon#success",
            ),
            (
                "https://teams.microsoft.com/meet/212?p=AbC",
                "https://teams.microsoft.com/meet/212",
            ),
            (
                "https://bluejeans.com/123456/7890",
                "https://bluejeans.com/123456",
            ),
            (
                "https://whereby.com/club?roomKey=eyJ",
                "https://whereby.com/club",
            ),
            (
                "https://8x8.vc/club/room?jwt=eyJ",
                "https://8x8.vc/club/room",
            ),
            (
                "https://example.webex.com/w/j.php?MTID=m1&tk=2",
                "https://example.webex.com/w/j.php?MTID=m1",
            ),
        ] {
            assert_eq!(
                address(written),
                Some((kept.to_owned(), Kind::Call, vec!["a passcode"]))
            );
        }
    }

    #[test]
    fn an_address_without_a_passcode_stays() {
        for written in [
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d",
            "https://meet.google.com/abc-defg-hij",
            "https://meet.jit.si/Club",
            "https://global.gotomeeting.com/join/162399285",
            "https://www.gotomeet.me/club",
            "https://chime.aws/1234567890",
            "https://example.webex.com/meet/club",
            "https://zoom.us/my/club",
        ] {
            assert_eq!(
                address(written),
                Some((written.to_owned(), Kind::Call, Vec::new()))
            );
        }
    }

    #[test]
    fn the_wrapping_of_mail_filters_is_removed() {
        for written in [
            "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&data=05%7C02",
            "https://www.google.com/url?q=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&sa=D",
            "https://www.google.com/url?sa=D&q=https://eur01.safelinks.protection.outlook.com/?url%3Dhttps%253A%252F%252Fmeet.google.com%252Fabc-defg-hij",
        ] {
            assert_eq!(
                address(written),
                Some((
                    "https://meet.google.com/abc-defg-hij".to_owned(),
                    Kind::Call,
                    Vec::new()
                ))
            );
        }
    }

    #[test]
    fn personal_addresses_are_private() {
        for written in [
            "https://us02web.zoom.us/s/857?zak=1",
            "https://zoom.us/meeting/tA/ics?icsToken=1",
            "https://www.google.com/calendar/event?action=VIEW&eid=abc&tok=1",
            "https://calendar.google.com/calendar/event?eid=abc",
            "https://calendar.google.com/calendar/ical/a/private-1/basic.ics",
            "https://teams.microsoft.com/meetingOptions/?organizerId=1",
        ] {
            let (_, kind, held) = address(written).unwrap();
            assert_eq!(kind, Kind::Private, "{written}");
            assert!(held.contains(&"a link of one person"), "{written}");
        }
    }
}
