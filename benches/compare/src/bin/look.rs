//! The floor of a look at a file that has not changed: `look FILE COUNT` reads it as text and compares it, so many times.

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let count: usize = arguments
        .next()
        .expect("how often")
        .parse()
        .expect("a number");
    let read = || std::fs::read_to_string(&file).expect("text");
    let first = read();
    assert!((0..count).all(|_| read() == first), "it has changed");
}
