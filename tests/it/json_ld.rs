//! JSON-LD, which search engines read.

use serde_json::{Value, json};

use crate::page::{published, text};

fn data(page: &str) -> Value {
    let (_, rest) = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_main_page_lists_the_pages_of_events_the_next_first() {
    let site = published(
        "  - {id: b, title: Party, start: 2026-09-19}
  - {id: a, title: Daily, start: 2026-06-01 09:00, end: \"09:15\", repeats: daily}
  - {id: c, title: Over, start: 2026-05-19}
",
    );
    let page =
        |position: u8, url: &str| json!({"@type": "ListItem", "position": position, "url": url});
    assert_eq!(
        data(text(&site, "/")),
        json!({
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": [
                page(1, "https://a.example/events/a/"),
                page(2, "https://a.example/events/b/"),
            ],
        })
    );
}

#[test]
fn the_main_page_lists_at_most_a_hundred_pages() {
    let event = |number| format!("  - {{id: a-{number}, title: A, start: 2026-07-01}}\n");
    let site = published(&(0..150).map(event).collect::<String>());
    let list = data(text(&site, "/"));
    assert_eq!(list["itemListElement"].as_array().unwrap().len(), 100);
}

/// Returns the JSON-LD of an event with these keys.
fn of(keys: &str) -> Value {
    let site = published(&format!(
        "  - {{id: a, title: A, start: 2026-07-01, {keys}}}\n"
    ));
    data(text(&site, "/events/a/"))
}

#[test]
fn an_offer_has_a_price_only_if_it_is_a_number_with_a_currency() {
    let open = "https://schema.org/InStock";
    let page = "https://a.example/events/a/";
    for (keys, offers) in [
        ("allow: []", Value::Null),
        (
            "price: £5",
            json!({"@type": "Offer", "availability": open, "price": "5", "priceCurrency": "GBP", "url": page}),
        ),
        (
            "price: free, sign_up: \"https://b.example/in\"",
            json!({"@type": "Offer", "availability": open, "price": "0", "url": "https://b.example/in"}),
        ),
        (
            "price: £5 on the door",
            json!({"@type": "Offer", "url": page}),
        ),
        (
            "price: 7.50 EUR, status: cancelled",
            json!({"@type": "Offer", "price": "7.50", "priceCurrency": "EUR", "url": page}),
        ),
    ] {
        assert_eq!(of(keys)["offers"], offers, "{keys}");
    }
    assert_eq!(of("price: free")["isAccessibleForFree"], true);
    assert_eq!(of("price: £5")["isAccessibleForFree"], Value::Null);
}

#[test]
fn the_organizer_is_the_group_or_the_community() {
    let community = json!({"@type": "Organization", "name": "Club", "url": "https://a.example/"});
    assert_eq!(of("allow: []")["organizer"], community);
    let site = published(
        "  - {id: a, title: A, start: 2026-07-01, group: g}
  - {id: b, title: B, start: 2026-07-01, groups: [g, h]}
groups:
  g: {name: Poetry, url: \"https://b.example/poetry\"}
  h: {name: Crime}
",
    );
    let poetry =
        json!({"@type": "Organization", "name": "Poetry", "url": "https://b.example/poetry"});
    let crime = json!({"@type": "Organization", "name": "Crime", "url": "https://a.example/h/"});
    let organizer = |path: &str| data(text(&site, path))["organizer"].clone();
    assert_eq!(organizer("/events/a/"), poetry);
    assert_eq!(organizer("/events/b/"), json!([poetry, crime]));
}
