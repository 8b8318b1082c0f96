//! calfeed, from the file to one feed: `ours FILE OUT` reads and checks the file, and writes the feed of the whole calendar.

use calfeed::{Context, Feeds, Revisions};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut paths = std::env::args().skip(1);
    let text = std::fs::read_to_string(paths.next().expect("a file")).expect("text");
    let now = chrono::DateTime::from_timestamp(calfeed_compare::made::NOW, 0).expect("an instant");
    let (calendar, report) = calfeed::read(&text, &Context::new(now));
    let calendar = calendar.unwrap_or_else(|| panic!("{report:?}"));
    let revisions = Revisions::at(now);
    let feed = Feeds::new(&calendar, &revisions, calendar.url()).calendar();
    std::fs::write(paths.next().expect("where to write"), feed.text()).expect("written");
}
