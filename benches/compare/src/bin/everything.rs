//! calfeed, from the file to everything that is published, in memory: `everything FILE`.

use calfeed::{Context, Revisions, publish};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).expect("a file")).expect("text");
    let now = chrono::DateTime::from_timestamp(calfeed_compare::made::NOW, 0).expect("an instant");
    let context = Context::new(now);
    let (calendar, report) = calfeed::read(&text, &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{report:?}"));
    let site = publish(&calendar, &Revisions::at(now), &context).expect("a site");
    println!(
        "{} bytes",
        site.iter()
            .map(|(_, resource)| resource.bytes().len())
            .sum::<usize>()
    );
}
