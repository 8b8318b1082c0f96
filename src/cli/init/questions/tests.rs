//! What a person at a terminal sees, and what the file then has.

use std::cell::RefCell;
use std::io;

use super::*;

/// A terminal on which somebody types these answers, which it shows.
struct Terminal<'a> {
    answers: std::slice::Iter<'a, &'a str>,
    line: Vec<u8>,
    screen: &'a RefCell<Vec<u8>>,
}

impl io::Read for Terminal<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        unreachable!("answers are read line by line")
    }
}

impl BufRead for Terminal<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.line.is_empty()
            && let Some(answer) = self.answers.next()
        {
            self.line = format!("{answer}\n").into_bytes();
            self.screen.borrow_mut().extend_from_slice(&self.line);
        }
        Ok(&self.line)
    }

    fn consume(&mut self, amount: usize) {
        self.line.drain(..amount);
    }
}

struct Screen<'a>(&'a RefCell<Vec<u8>>);

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks with these answers, and returns what is on the screen, and the keys of the file.
fn asked(draft: Draft, answers: &[&str]) -> (String, String) {
    let screen = RefCell::default();
    let terminal = Terminal {
        answers: answers.iter(),
        line: Vec::new(),
        screen: &screen,
    };
    let now = "2026-12-01T09:30:00Z".parse().unwrap();
    let result = Questions::new(terminal, Screen(&screen), now).answers(draft);
    let file = result.map_or_else(|failure| failure.to_string(), |draft| draft.text());
    let is_said = |line: &&str| !line.trim_start().starts_with('#') && !line.is_empty();
    let file: Vec<&str> = file.lines().filter(is_said).collect();
    let shown = String::from_utf8(screen.take()).unwrap();
    (shown, file.join("\n"))
}

fn of_london() -> Draft {
    Draft {
        timezone: "Europe/London".to_owned(),
        ..Draft::default()
    }
}

#[test]
fn a_person_is_asked_for_the_calendar_and_a_first_event() {
    let answers = [
        "Riverside Book Club",
        "https://www.books.example.org",
        "",
        "Book club",
        "2027-01-12 18:30",
        "20:00",
        "monthly on the 2nd Tuesday",
        "Riverside Library, Mill Lane",
        "pages",
        "GitHub",
    ];
    let (screen, file) = asked(of_london(), &answers);
    assert_eq!(
        screen,
        "What is the calendar called? Riverside Book Club
The web address of the pages, such as https://books.example.org, or with GitHub Pages https://USER.github.io/REPOSITORY. If you change it later, people have to subscribe again.
At which address will you publish it? https://www.books.example.org
In which time zone are the events? [Europe/London] 
What is your first event called? Press Enter to add events later: Book club
When does it begin? For example 2027-01-12 18:30, or 2027-01-12 if it lasts all day: 2027-01-12 18:30
When does it end? For example 20:00: 20:00
How often does it repeat, such as `monthly on the 2nd Tuesday`? Press Enter if it does not: monthly on the 2nd Tuesday
Where is it? An address, or the link to a call. Press Enter to leave this out: Riverside Library, Mill Lane
Where will you publish it: github, gitlab or netlify? Press Enter if elsewhere: pages
expected `github`, `gitlab` or `netlify`, found `pages`
Where will you publish it: github, gitlab or netlify? Press Enter if elsewhere: GitHub
"
    );
    assert_eq!(
        file,
        "calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://www.books.example.org
  timezone: Europe/London
events:
  - id: book-club
    title: Book club
    start: 2027-01-12 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    location: Riverside Library, Mill Lane"
    );
}

#[test]
fn a_question_is_asked_again_until_its_answer_can_be_used() {
    let answers = [
        "",
        "読書会",
        "books.example.org",
        "https://books.example.org",
        "読書会",
        "book-club",
        "London",
        "Europe/London",
        "Party",
        "soon",
        "2027-01-12 18:30",
        "",
        "20:00",
        "monthly on the 1st Friday",
        "",
        "monthly on the 2nd Wednesday",
        "2027-01-14",
        "2027-01-13",
        "https://meet.example.org/a b",
        "https://meet.example.org/a",
        "",
    ];
    let (screen, file) = asked(of_london(), &answers);
    assert_eq!(
        screen,
        "What is the calendar called? 
this needs an answer
What is the calendar called? 読書会
The web address of the pages, such as https://books.example.org, or with GitHub Pages https://USER.github.io/REPOSITORY. If you change it later, people have to subscribe again.
At which address will you publish it? books.example.org
expected an address that begins with `https://`, found `books.example.org`; write `https://books.example.org`
At which address will you publish it? https://books.example.org
A short name for its file, in the letters a to z: 読書会
expected lower-case letters, digits and single hyphens, found `読書会`; write a short name of letters `a` to `z`, digits and single hyphens
A short name for its file, in the letters a to z: book-club
In which time zone are the events? [Europe/London] London
`London` is not the name of a time zone; did you mean `Europe/London`?
In which time zone are the events? [Europe/London] Europe/London
What is your first event called? Press Enter to add events later: Party
When does it begin? For example 2027-01-12 18:30, or 2027-01-12 if it lasts all day: soon
can't understand `soon` as a date or a time; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`
When does it begin? For example 2027-01-12 18:30, or 2027-01-12 if it lasts all day: 2027-01-12 18:30
When does it end? For example 20:00: 
an event that begins at a time also ends at one
When does it end? For example 20:00: 20:00
How often does it repeat, such as `monthly on the 2nd Tuesday`? Press Enter if it does not: monthly on the 1st Friday
the start, Tuesday 12 January 2027, is not a date of `monthly on the 1st Friday`; the nearest date of the rule is `2027-01-01` (Friday); correct the start or the rule
When does it begin? Press Enter to change how often it repeats instead: 
How often does it repeat, such as `monthly on the 2nd Tuesday`? Press Enter if it does not: monthly on the 2nd Wednesday
the start, Tuesday 12 January 2027, is not a date of `monthly on the 2nd Wednesday`; the nearest date of the rule is `2027-01-13` (Wednesday); correct the start or the rule
When does it begin? Press Enter to change how often it repeats instead: 2027-01-14
the start, Thursday 14 January 2027, is not a date of `monthly on the 2nd Wednesday`; the nearest date of the rule is `2027-01-13` (Wednesday); correct the start or the rule
When does it begin? Press Enter to change how often it repeats instead: 2027-01-13
Where is it? An address, or the link to a call. Press Enter to leave this out: https://meet.example.org/a b
addresses have no spaces; remove it, or write `%20` if it belongs to the address
Where is it? An address, or the link to a call. Press Enter to leave this out: https://meet.example.org/a
Where will you publish it: github, gitlab or netlify? Press Enter if elsewhere: 
"
    );
    assert!(
        file.ends_with(
            "    start: 2027-01-13 18:30\n    end: \"20:00\"\n    repeats: monthly on the 2nd Wednesday\n    join: https://meet.example.org/a"
        ),
        "{file}"
    );
}

#[test]
fn what_an_option_or_a_title_cannot_have_is_asked_again() {
    let draft = Draft {
        name: "Club".to_owned(),
        url: "https://[::1]".to_owned(),
        slug: "A_b".to_owned(),
        ..of_london()
    };
    let answers = [
        "club",
        "club.example.org",
        "",
        "Bo\u{1b}ok",
        "Book",
        "2027-01-12",
        "",
        "",
        "",
    ];
    let (_, file) = asked(draft, &answers);
    assert_eq!(
        file,
        "calendar:
  name: Club
  slug: club
  domain: club.example.org
  url: \"https://[::1]\"
  timezone: Europe/London
events:
  - id: book-2027
    title: Book
    start: 2027-01-12"
            .replace("\"https://[::1]\"", "https://[::1]")
    );
}

#[test]
fn an_all_day_event_has_no_end_and_a_calendar_needs_no_event() {
    let calendar = Draft {
        name: "Club".to_owned(),
        url: "https://club.example.org".to_owned(),
        ..of_london()
    };
    let (_, file) = asked(calendar.clone(), &["", "Party", "2027-01-12", "", "", ""]);
    let (_, event) = file.split_once("events:\n").unwrap();
    assert_eq!(
        event,
        "  - id: party-2027\n    title: Party\n    start: 2027-01-12"
    );
    let (_, file) = asked(calendar, &["", "", ""]);
    assert!(
        file.ends_with("timezone: Europe/London\nevents: []"),
        "{file}"
    );
}

#[test]
fn the_end_of_the_input_ends_the_questions() {
    let (_, file) = asked(of_london(), &["Riverside Book Club"]);
    assert_eq!(file, "there are no more answers, and nothing is written");
}
