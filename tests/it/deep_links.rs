//! Every link into a calendar program, byte by byte.

use calfeed::{Context, Site, publish};

use crate::corpus::{now, read, revisions};

/// The current time is noon on 15 June 2026.
const EVENTS: &str = "\
calendar:
  name: Film & Café club
  slug: film-club
  domain: films.example.org
  url: https://films.example.org/club
  timezone: Europe/London
groups:
  shorts: {name: \"Shorts, 10% longer\"}
events:
  - id: timed
    title: \"Brief Encounter & more: 50%\"
    start: 2026-07-02 19:30
    end: \"21:00\"
    location: Electric Cinema, Station Street
    join: https://meet.example.org/room?a=1&b=2
  - id: elsewhere
    title: From New York
    start: 2026-12-03 18:00
    end: \"20:00\"
    timezone: America/New_York
    join: https://meet.example.org/new-york
    status: tentative
  - id: all-day
    title: Open day
    start: 2026-07-11
  - id: multi-day
    title: Festival
    start: 2026-08-30
    end: 2026-09-01
    url: https://festival.example.org/
  - id: series
    title: Film night
    start: 2026-01-22 19:00
    end: \"21:30\"
    repeats: monthly on the 4th Thursday
    count: 12
    changes:
      2026-02-26: {skipped: true}
  - id: changing
    title: Film quiz
    start: 2026-06-02 19:00
    end: \"20:00\"
    repeats: monthly on the 1st Tuesday
    changes:
      2026-07-07: {cancelled: no host}
      2026-08-04: {moved_to: 2026-08-05}
  - id: days
    title: Matinee
    start: 2026-06-06
    repeats: weekly
    until: 2026-07-31
  - id: cancelled
    title: Silent film
    start: 2026-07-03 19:30
    end: \"21:00\"
    status: cancelled
    reason: the organ is broken
  - id: past
    title: The first film
    start: 2026-05-03 19:30
    end: \"21:00\"
";

fn site() -> Site {
    publish(&read(EVENTS), &revisions(), &Context::new(now())).unwrap()
}

/// Returns the matching URLs of the links on a page, in order.
fn links(path: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let site = site();
    let page = str::from_utf8(site.get(path).unwrap().bytes()).unwrap();
    let (_, body) = page.split_once("<body>").unwrap();
    body.split("<a href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .filter(|link| wanted(link))
        .collect()
}

/// Returns the links to add an event, without those to add one of its instances.
fn to_add(id: &str) -> Vec<String> {
    let invite = format!("events/{id}");
    let all = links(&format!("/events/{id}/"), |link| {
        link.contains("/calendar/") && !link.contains("addbyurl")
            || link.contains(&invite) && link.ends_with(".ics")
    });
    let whole = all
        .iter()
        .position(|link| link.ends_with(&format!("{id}.ics")));
    let first = whole.unwrap();
    let rest = all[first + 1..]
        .iter()
        .position(|link| link.ends_with(".ics"))
        .map_or(all.len(), |at| first + 1 + at);
    all[first..rest].to_vec()
}

#[test]
fn to_subscribe_to_the_calendar_and_to_each_group() {
    let wanted = |link: &str| {
        ["webcal:", "https://outlook", "https://calendar.google"]
            .iter()
            .any(|begin| link.starts_with(begin))
            && !link.contains("compose")
            && !link.contains("TEMPLATE")
    };
    let whole = [
        "https://outlook.live.com/calendar/0/addfromweb/?url=https%3A%2F%2Ffilms.example.org%2Fclub%2Ffilm-club.ics&name=Film%20%26%20Caf%C3%A9%20club",
        "https://outlook.office.com/calendar/0/addfromweb/?url=https%3A%2F%2Ffilms.example.org%2Fclub%2Ffilm-club.ics&name=Film%20%26%20Caf%C3%A9%20club",
        "webcal://films.example.org/club/film-club.ics",
        "https://calendar.google.com/calendar/u/0/r/settings/addbyurl",
    ];
    // One click each at the top, where most people have Outlook at work; then with the address and how each works.
    let [personal, work, apple, google] = whole;
    let row = [work, personal, apple, google];
    assert_eq!(links("/", wanted), [row, whole].concat());
    let of_group = [
        "https://outlook.live.com/calendar/0/addfromweb/?url=https%3A%2F%2Ffilms.example.org%2Fclub%2Fshorts.ics&name=Shorts%2C%2010%25%20longer",
        "https://outlook.office.com/calendar/0/addfromweb/?url=https%3A%2F%2Ffilms.example.org%2Fclub%2Fshorts.ics&name=Shorts%2C%2010%25%20longer",
        "webcal://films.example.org/club/shorts.ics",
        "https://calendar.google.com/calendar/u/0/r/settings/addbyurl",
    ];
    let [personal, work, apple, google] = of_group;
    let row = [work, personal, apple, google];
    assert_eq!(links("/shorts/", wanted), [row, of_group].concat());
}

#[test]
fn the_address_to_copy_comes_before_the_links_to_programs() {
    let site = site();
    let page = str::from_utf8(site.get("/").unwrap().bytes()).unwrap();
    let (_, how) = page.split_once("id=\"how\"").unwrap();
    let address = "value=\"https://films.example.org/club/film-club.ics\"";
    assert!(how.find(address).unwrap() < how.find("<a ").unwrap());
}

#[test]
fn beside_the_address_it_says_that_google_takes_up_to_a_day() {
    let site = site();
    let page = str::from_utf8(site.get("/").unwrap().bytes()).unwrap();
    let (_, google) = page.split_once("<dt>Google Calendar</dt>\n<dd>").unwrap();
    let (google, _) = google.split_once("</dd>").unwrap();
    assert_eq!(
        google,
        "Copy the address, then paste it on the page that opens and choose Add calendar. You need a computer for this; the calendar \
         then appears on your phone too. Changes take up to a day."
    );
}

#[test]
fn a_timed_event() {
    assert_eq!(
        to_add("timed"),
        [
            "../../events/timed.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Brief%20Encounter%20%26%20more%3A%2050%25&dates=20260702T193000/20260702T210000&details=Join%3A%20https%3A%2F%2Fmeet.example.org%2Froom%3Fa%3D1%26b%3D2%0ADetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Ftimed%2F&location=Electric%20Cinema%2C%20Station%20Street&ctz=Europe/London",
            "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2026-07-02T18:30:00Z&enddt=2026-07-02T20:00:00Z&subject=Brief%20Encounter%20%26%20more%3A%2050%25&body=Join%3A%20https%3A%2F%2Fmeet.example.org%2Froom%3Fa%3D1%26b%3D2%3Cbr%3EDetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Ftimed%2F&location=Electric%20Cinema%2C%20Station%20Street",
            "https://outlook.office.com/calendar/0/action/compose?rru=addevent&startdt=2026-07-02T18:30:00Z&enddt=2026-07-02T20:00:00Z&subject=Brief%20Encounter%20%26%20more%3A%2050%25&body=Join%3A%20https%3A%2F%2Fmeet.example.org%2Froom%3Fa%3D1%26b%3D2%3Cbr%3EDetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Ftimed%2F&location=Electric%20Cinema%2C%20Station%20Street",
        ]
    );
}

#[test]
fn a_tentative_event_in_another_zone_with_no_place_but_its_call() {
    assert_eq!(
        to_add("elsewhere"),
        [
            "../../events/elsewhere.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=From%20New%20York%20%28TBC%29&dates=20261203T180000/20261203T200000&details=Join%3A%20https%3A%2F%2Fmeet.example.org%2Fnew-york%0ADetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Felsewhere%2F&location=https%3A%2F%2Fmeet.example.org%2Fnew-york&ctz=America/New_York",
            "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2026-12-03T23:00:00Z&enddt=2026-12-04T01:00:00Z&subject=From%20New%20York%20%28TBC%29&body=Join%3A%20https%3A%2F%2Fmeet.example.org%2Fnew-york%3Cbr%3EDetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Felsewhere%2F&location=https%3A%2F%2Fmeet.example.org%2Fnew-york",
            "https://outlook.office.com/calendar/0/action/compose?rru=addevent&startdt=2026-12-03T23:00:00Z&enddt=2026-12-04T01:00:00Z&subject=From%20New%20York%20%28TBC%29&body=Join%3A%20https%3A%2F%2Fmeet.example.org%2Fnew-york%3Cbr%3EDetails%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Felsewhere%2F&location=https%3A%2F%2Fmeet.example.org%2Fnew-york",
        ]
    );
}

#[test]
fn an_all_day_event_ends_on_the_day_after_and_keeps_nobody_busy() {
    assert_eq!(
        to_add("all-day"),
        [
            "../../events/all-day.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Open%20day&dates=20260711/20260712&details=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fall-day%2F&crm=AVAILABLE&trp=false",
            "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2026-07-11&enddt=2026-07-12&subject=Open%20day&body=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fall-day%2F&allday=true",
            "https://outlook.office.com/calendar/0/action/compose?rru=addevent&startdt=2026-07-11&enddt=2026-07-12&subject=Open%20day&body=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fall-day%2F&allday=true",
        ]
    );
}

#[test]
fn an_event_of_several_days_with_a_page_of_its_own() {
    assert_eq!(
        to_add("multi-day"),
        [
            "../../events/multi-day.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Festival&dates=20260830/20260902&details=Details%3A%20https%3A%2F%2Ffestival.example.org%2F&crm=AVAILABLE&trp=false",
            "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2026-08-30&enddt=2026-09-02&subject=Festival&body=Details%3A%20https%3A%2F%2Ffestival.example.org%2F&allday=true",
            "https://outlook.office.com/calendar/0/action/compose?rru=addevent&startdt=2026-08-30&enddt=2026-09-02&subject=Festival&body=Details%3A%20https%3A%2F%2Ffestival.example.org%2F&allday=true",
        ]
    );
}

#[test]
fn a_series_from_its_next_date_with_its_rule_and_for_outlook_as_a_file_only() {
    assert_eq!(
        to_add("series"),
        [
            "../../events/series.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Film%20night&dates=20260625T190000/20260625T213000&details=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fseries%2F&ctz=Europe/London&recur=RRULE%3AFREQ%3DMONTHLY%3BCOUNT%3D7%3BBYDAY%3D4TH",
        ]
    );
    assert_eq!(
        to_add("days"),
        [
            "../../events/days.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Matinee&dates=20260620/20260621&details=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fdays%2F&crm=AVAILABLE&trp=false&recur=RRULE%3AFREQ%3DWEEKLY%3BUNTIL%3D20260731%3BBYDAY%3DSA",
        ]
    );
}

#[test]
fn one_meeting_of_a_series() {
    let of_august = links("/events/series/", |link| {
        link.contains("20260827") || link.contains("2026-08-27")
    });
    assert_eq!(
        of_august,
        [
            "../../events/series/2026-08-27.ics",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Film%20night&dates=20260827T190000/20260827T213000&details=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fseries%2F%232026-08-27&ctz=Europe/London",
            "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2026-08-27T18:00:00Z&enddt=2026-08-27T20:30:00Z&subject=Film%20night&body=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fseries%2F%232026-08-27",
            "https://outlook.office.com/calendar/0/action/compose?rru=addevent&startdt=2026-08-27T18:00:00Z&enddt=2026-08-27T20:30:00Z&subject=Film%20night&body=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fseries%2F%232026-08-27",
            "../../events/series/2026-08-27.ics",
        ]
    );
}

#[test]
fn a_series_whose_dates_ahead_differ_from_its_rule_fits_into_no_link() {
    assert_eq!(to_add("changing"), ["../../events/changing.ics"]);
}

#[test]
fn what_is_cancelled_is_a_file_that_says_so_and_never_added_anew() {
    assert_eq!(to_add("cancelled"), ["../../events/cancelled.ics"]);
    let of_july = links("/events/changing/", |link| {
        link.contains("07-07") || link.contains("0707")
    });
    assert_eq!(
        of_july,
        [
            "../../events/changing/2026-07-07/",
            "../../events/changing/2026-07-07.ics"
        ]
    );
    let site = site();
    let invite = str::from_utf8(site.get("/events/cancelled.ics").unwrap().bytes()).unwrap();
    assert!(invite.contains("\r\nSTATUS:CANCELLED\r\n"), "{invite}");
    assert!(
        invite.contains("\r\nSUMMARY:CANCELLED: Silent film\r\n"),
        "{invite}"
    );
}

#[test]
fn a_moved_meeting_is_added_at_its_new_time() {
    let of_august = links("/events/changing/", |link| link.contains("20260805"));
    assert_eq!(
        of_august,
        [
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Film%20quiz&dates=20260805T190000/20260805T200000&details=Details%3A%20https%3A%2F%2Ffilms.example.org%2Fclub%2Fevents%2Fchanging%2F2026-08-04%2F&ctz=Europe/London",
        ]
    );
}

#[test]
fn what_is_over_is_not_offered_and_keeps_its_file() {
    let to_add = links("/events/past/", |link| {
        link.contains("/calendar/") || link.ends_with(".ics")
    });
    assert_eq!(to_add, Vec::<String>::new());
    assert!(site().get("/events/past.ics").is_some());
}
