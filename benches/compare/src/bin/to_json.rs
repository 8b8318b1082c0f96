//! `to_json FILE OUT`: writes the same VEVENTs as JSON, for compared programs that are not written in Rust and cannot read the file.

use calfeed_compare::{STAMP, read, written};
use serde_json::json;

fn main() {
    let mut paths = std::env::args().skip(1);
    let text = std::fs::read_to_string(paths.next().expect("a file")).expect("text");
    let file = read(&text);
    let vevents: Vec<_> = file
        .events
        .iter()
        .flat_map(|event| written(&file, event))
        .map(|it| {
            json!({
                "uid": it.uid, "recurrence_id": it.recurrence_id, "start": it.start, "end": it.end, "all_day": it.is_all_day,
                "summary": it.summary, "description": it.description, "location": it.location, "url": it.url,
                "categories": it.categories, "rrule": it.rrule, "cancelled": it.is_cancelled, "stamp": STAMP,
            })
        })
        .collect();
    let calendar =
        json!({"name": file.calendar.name, "timezone": file.calendar.timezone, "vevents": vevents});
    std::fs::write(paths.next().expect("where to write"), calendar.to_string()).expect("written");
}
