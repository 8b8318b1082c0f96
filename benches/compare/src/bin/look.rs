//! The lower bound of a poll of an unchanged file: `look FILE COUNT` reads the file and compares it, COUNT times.

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
