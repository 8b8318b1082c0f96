use crate::calendar::Event;
use crate::context::Context;

fn event(change: &str, keys: &str) -> Event {
    let text = format!(
        "calendar: {{name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}}\n\
         events:\n  - {{id: a, title: A, start: 2026-02-02 10:00, end: \"11:00\", repeats: weekly, {keys} \
         changes: {{2026-02-16: {{skipped: B}}, {change}}}}}\n"
    );
    let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
    let (calendar, report) = crate::read(&text, &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()));
    calendar.events()[0].clone()
}

#[test]
fn keys_of_the_users_own_tell_nothing() {
    let bare = event("", "");
    for (change, keys) in [
        ("", "x-a: 1,"),
        ("2026-02-09: {x-a: 1}", ""),
        ("2026-02-09: {x-a: 1}", "x-a: 2,"),
    ] {
        let own = event(change, keys);
        assert!(own != bare && own.shows_same_as(&bare), "{change} {keys}");
    }
    let moved = event("2026-02-09: {x-a: 1, title: B}", "");
    assert!(!moved.shows_same_as(&bare));
    assert!(moved.shows_same_as(&event("2026-02-09: {title: B}", "x-b: 1,")));
}
