use std::time::Duration;

use super::*;

#[test]
fn a_path_that_is_nearly_right_redirects_to_the_right_one() {
    let now = DateTime::UNIX_EPOCH;
    let page = |text: &'static str| {
        Resource::new("text/html; charset=utf-8", text, now, None, Duration::ZERO)
    };
    let site: Site = [
        "/",
        "/404.html",
        "/cross-gov.ics",
        "/events/lean-coffee/",
        "/past/2026/",
    ]
    .map(|path| (path.to_owned(), page("x")))
    .into_iter()
    .collect();
    let cases = [
        ("/index.html", Some("./")),
        ("/CROSS-GOV.ICS", Some("./cross-gov.ics")),
        ("/cross-gov.ics/", Some("../cross-gov.ics")),
        ("//cross-gov.ics", Some("../cross-gov.ics")),
        ("//", Some("../")),
        ("/events/lean-coffee", Some("./lean-coffee/")),
        ("/Events/Lean-Coffee/", Some("../../events/lean-coffee/")),
        (
            "/events//lean-coffee/",
            Some("../../../events/lean-coffee/"),
        ),
        ("/events/lean-coffee/index.html", Some("./")),
        ("/events/index.html", Some("../")),
        ("/events", Some("./")),
        ("/events/", Some("../")),
        ("/EVENTS", Some("./")),
        ("/events,", Some("./")),
        ("/events/lean-coffee/events/", None),
        ("/past/", Some("../")),
        ("/past", Some("./")),
        ("/past/index.html", Some("../")),
        ("/2026-10/", Some("../past/2026/")),
        ("/2025-10/", None),
        (
            "/events/lean-coffee/2027-01-07/",
            Some("../../../events/lean-coffee/#2027-01-07"),
        ),
        ("/events/lean-coffee/2027-01-07", Some("./#2027-01-07")),
        ("/events/lean-coffee/2027-01-07.", Some("./#2027-01-07")),
        ("/events/lean-coffee/2027-02-30/", None),
        ("/events/lean-coffee/2027-1-7/", None),
        ("/events/unknown/2027-01-07/", None),
        ("/2027-01-07/", None),
        ("/groups", None),
        ("/cross-gov.ics,", Some("./cross-gov.ics")),
        ("/cross-gov.ics.", Some("./cross-gov.ics")),
        ("/cross-gov.ics).", Some("./cross-gov.ics")),
        ("/cross-gov.ics,/", Some("../cross-gov.ics")),
        ("/cross-gov.ics%3E", Some("./cross-gov.ics")),
        ("/cross-gov.ics%20", Some("./cross-gov.ics")),
        ("/cross-gov.ics%22%3e%0d%0a", Some("./cross-gov.ics")),
        ("/cross-gov.ics%5D%29;", Some("./cross-gov.ics")),
        ("/cross-gov.ics%E2%80%A6", Some("./cross-gov.ics")),
        ("/cross-gov.ics%C2%A0", Some("./cross-gov.ics")),
        ("/cross-gov.ics…", Some("./cross-gov.ics")),
        ("/cross-gov.ics*_~'`", Some("./cross-gov.ics")),
        ("/events/lean-coffee!", Some("./lean-coffee/")),
        ("/events/lean-coffee/%27", Some("./")),
        ("/healthz.", Some("./healthz")),
        ("/404.html,", None),
        ("/cross-gov.ics,x", None),
        ("/nothing.ics,", None),
        ("/events/../cross-gov.ics", None),
        ("/healthz/", Some("../healthz")),
        ("/HealthZ", Some("./healthz")),
        ("/404.HTML", None),
        ("/404.html/", None),
        ("/./cross-gov.ics", None),
        ("//elsewhere.example/cross-gov.ics", None),
        ("*", None),
        ("", None),
    ];
    for (sent, location) in cases {
        assert_eq!(canonical(sent, &site).as_deref(), location, "{sent}");
    }
}
