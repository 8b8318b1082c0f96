//! `make COUNT [LINES]`: prints an events file with COUNT events, each with a description of LINES lines.

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|it| it.parse().expect("a number"));
    let count = numbers.next().expect("how many events");
    let lines = numbers.next().unwrap_or(4);
    print!("{}", calfeed_compare::made::with_descriptions(count, lines));
}
