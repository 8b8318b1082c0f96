//! The time zone of this machine, as a suggestion.
//!
//! It is the IANA name in `TZ`, that of the link `/etc/localtime`, or that in `/etc/timezone`: the first that is a zone. Windows has none of
//! them, so nothing is suggested there.

use std::fs;

use crate::zone::Zone;

/// The folder of the zone data, of which `/etc/localtime` is a link to one file.
const ZONES: &str = "zoneinfo/";

/// Returns the IANA name of the zone of this machine, if it is known.
#[expect(
    clippy::disallowed_methods,
    reason = "a suggestion that a person confirms or replaces"
)]
pub(super) fn system_zone() -> Option<String> {
    let of_environment = std::env::var("TZ").ok();
    let link = fs::read_link("/etc/localtime").ok();
    let link = link.and_then(|link| link.to_str().map(str::to_owned));
    let file = fs::read_to_string("/etc/timezone").ok();
    first_zone(of_environment.as_deref(), link.as_deref(), file.as_deref())
}

/// Returns the first of the three that names a zone.
fn first_zone(variable: Option<&str>, link: Option<&str>, file: Option<&str>) -> Option<String> {
    let of_variable = variable.map(|it| it.strip_prefix(':').unwrap_or(it));
    let of_link = link.and_then(|link| Some(link.rsplit_once(ZONES)?.1));
    let candidates = [of_variable, of_link, file].into_iter().flatten();
    let mut names = candidates
        .map(str::trim)
        .filter(|name| Zone::parse(name).is_ok());
    names.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_the_first_of_three_places_that_has_one() {
        let link = Some("/usr/share/zoneinfo/America/Toronto");
        let file = Some("Europe/Paris\n");
        for (variable, link, file, zone) in [
            (Some("Europe/London"), link, file, Some("Europe/London")),
            (Some(":Europe/London"), link, file, Some("Europe/London")),
            (
                Some("GMT0BST,M3.5.0,M10.5.0"),
                link,
                file,
                Some("America/Toronto"),
            ),
            (Some(""), link, file, Some("America/Toronto")),
            (
                None,
                Some("../usr/share/zoneinfo/Asia/Tokyo"),
                None,
                Some("Asia/Tokyo"),
            ),
            (None, Some("/etc/zone"), file, Some("Europe/Paris")),
            (None, None, None, None),
        ] {
            assert_eq!(first_zone(variable, link, file).as_deref(), zone);
        }
    }
}
