use calfeed::schema;

use crate::program::{Desk, Run};

const LONDON: &str = "--name Books --url https://books.example.org --timezone Europe/London";

const NEXT: &str =
    "  calfeed check                finds mistakes in events.yaml, and lists its next dates
  calfeed serve --preview      shows the pages, on this computer only
  calfeed build --out public   writes the files to publish
";

fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.command("init").args(arguments).output().unwrap();
    let run = Run::of(&output);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(!desk.has("events.yaml") && !desk.has("events.schema.json"));
    run.stderr
}

#[test]
fn the_name_and_the_address_are_enough_for_a_file_that_check_finds_fine() {
    let desk = Desk::new();
    let run = desk.run(&format!("init {LONDON}"));
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(0),
            format!(
                "events.yaml: written\nevents.schema.json: written, so that editors complete and check the file\n\nNext:\n{NEXT}"
            )
        )
    );
    assert_eq!(desk.read("events.schema.json"), schema());
    insta::assert_snapshot!(desk.read("events.yaml"), @r#"
    # yaml-language-server: $schema=events.schema.json
    # The calendar that people subscribe to, and its pages, are made from this file.
    # A line such as `title: Book club` is a key, a colon, a space and a value. The spaces at the beginning of a line matter.
    # Text after `#` is a comment: it is not published. After every change, run `calfeed check`: it finds mistakes, and says how to correct them.

    calendar:
      name: Books
      # The feed is published as books.ics. After people have subscribed, change it only together with `formerly`.
      slug: books
      # Part of the permanent ID of every event: never change it.
      domain: books.example.org
      # Where you publish the pages and the feed.
      url: https://books.example.org
      timezone: Europe/London

    # Each event begins with `- id:`. The id is a short name that you choose and never change, even if everything else changes.
    # To move or cancel a meeting, write so here, and do not delete it: people see the change in their own calendars.
    events: []

    # This is an event. To add one like it, delete the `[]` above and the `#` at the beginning of these lines:
    #  - id: book-club
    #    title: Book club
    #    start: 2027-01-12 18:30
    #    end: "20:00"
    #    repeats: monthly on the 2nd Tuesday
    #    location: Riverside Library, Mill Lane
    "#);
    assert_eq!(desk.run("check").stderr, "events.yaml: fine, 0 events\n");
    desk.build("--out public");
    assert!(desk.has("public/books.ics"));
}

#[test]
fn a_first_event_is_written_as_it_is_given() {
    let desk = Desk::new();
    let event = [
        "--title=Book: the club",
        "--start=13 January 2027 6pm",
        "--end=20:00",
        "--repeats=monthly on the 2nd Wednesday",
        "--location=Mill Lane",
    ];
    let run = Run::of(
        &desk
            .command(&format!("init {LONDON}"))
            .args(event)
            .output()
            .unwrap(),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let file = desk.read("events.yaml");
    let (_, events) = file.split_once("events:\n").unwrap();
    assert_eq!(
        events,
        "  - id: book-the-club
    title: \"Book: the club\"
    start: \"13 January 2027 6pm\"
    end: \"20:00\"
    repeats: monthly on the 2nd Wednesday
    location: Mill Lane
"
    );
    assert_eq!(
        desk.run("check").stderr,
        "events.yaml: fine, 1 event\n\
         next: Wednesday 13 January 2027, 18:00  Book: the club\n\
         next: Wednesday 10 February 2027, 18:00  Book: the club\n\
         next: Wednesday 10 March 2027, 18:00  Book: the club\n"
    );
}

#[test]
fn a_new_folder_is_created_and_named_in_what_comes_next() {
    let desk = Desk::new();
    let run = desk.run(&format!("init clubs/books {LONDON}"));
    assert_eq!(
        run.stderr,
        format!(
            "clubs/books/events.yaml: written\nclubs/books/events.schema.json: written, so that editors complete and check the file\n\nNext, after `cd clubs/books`:\n{NEXT}"
        )
    );
}

#[test]
fn the_time_zone_of_the_machine_is_named_if_nobody_chose_it() {
    let desk = Desk::new();
    let output = desk
        .command("init --name Books --url https://books.example.org")
        .env("TZ", "Europe/Paris")
        .output()
        .unwrap();
    assert_eq!(
        Run::of(&output).stderr,
        format!(
            "events.yaml: written\nevents.schema.json: written, so that editors complete and check the file\n\n\
             The time zone is Europe/Paris, that of this machine. If the events are elsewhere, change `timezone` in events.yaml.\n\n\
             Next:\n{NEXT}"
        )
    );
}

#[test]
fn a_file_in_place_of_the_folder_is_named() {
    let desk = Desk::new();
    desk.write("books", "mine");
    let run = desk.run(&format!("init books {LONDON}"));
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            Some(2),
            "error: cannot create the folder books: File exists (os error 17)\n"
        )
    );
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::new();
    desk.write("events.schema.json", "{}");
    let run = desk.run(&format!("init {LONDON}"));
    assert!(
        run.stderr
            .contains("events.schema.json: is there already, and left as it is\n"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.read("events.schema.json"), "{}");
    let before = desk.read("events.yaml");
    let again = desk.run(&format!("init {LONDON} --slug other"));
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (
            Some(2),
            "error: events.yaml is there already, and `init` changes nothing; `calfeed check` checks it\n"
        )
    );
    assert_eq!(desk.read("events.yaml"), before);
}

#[cfg(unix)]
#[test]
fn a_broken_link_is_not_overwritten() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("elsewhere.yaml", desk.path().join("events.yaml")).unwrap();
    let run = desk.run(&format!("init {LONDON}"));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(!desk.has("elsewhere.yaml") && !desk.has("events.schema.json"));
}

#[test]
fn what_check_would_find_is_said_of_its_option_and_nothing_is_written() {
    let desk = Desk::new();
    for (arguments, error) in [
        (
            &[][..],
            "the name and the address of the calendar are missing; an example is `calfeed init --name 'Riverside Book Club' --url https://books.example.org`",
        ),
        (
            &["--name=Club"],
            "the address of the calendar is missing; an example is `calfeed init --name 'Riverside Book Club' --url https://books.example.org`",
        ),
        (
            &["--url=https://club.example.org"],
            "the name of the calendar is missing; an example is `calfeed init --name 'Riverside Book Club' --url https://books.example.org`",
        ),
        (
            &[
                "--name=Club",
                "--url=club.example.org",
                "--timezone=Europe/London",
            ],
            "--url: expected an address that begins with `https://`, found `club.example.org`; write `https://club.example.org`",
        ),
        (
            &[
                "--name=Club",
                "--url=https://club.example.org",
                "--timezone=Europe/Londn",
            ],
            "--timezone: `Europe/Londn` is not the name of a time zone; did you mean `Europe/London`?",
        ),
        (
            &[
                "--name=読書会",
                "--url=https://club.example.org",
                "--timezone=Asia/Tokyo",
            ],
            "nothing of the name can be in the address of the calendar; add a short name for it, such as `--slug book-club`",
        ),
        (
            &[
                "--name=Club",
                "--url=https://club.example.org",
                "--timezone=Europe/London",
                "--title=Party",
                "--start=2027-01-12 18:30",
            ],
            "--end: it is missing; add when the event ends, such as `--end 20:00`",
        ),
        (
            &[
                "--name=Club",
                "--url=https://club.example.org",
                "--timezone=Europe/London",
                "--title=Party",
                "--start=2027-01-12",
                "--location=https://meet.example.org/a b",
            ],
            "--location: addresses have no spaces; remove it, or write `%20` if it belongs to the address",
        ),
    ] {
        assert_eq!(refused(&desk, arguments), format!("error: {error}\n"));
    }
}

#[test]
fn a_name_of_other_letters_takes_the_slug_that_is_given() {
    let desk = Desk::new();
    let run = desk.run(
        "init --name 読書会 --slug dokushokai --url https://club.example.org --timezone Asia/Tokyo",
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(desk.run("check").stderr, "events.yaml: fine, 0 events\n");
}

#[test]
fn every_command_in_a_folder_without_an_events_file_names_init() {
    let desk = Desk::new();
    for command in [
        "check",
        "build --out public",
        "serve",
        "list",
        "revisions",
        "schema events.yaml",
    ] {
        let run = desk.run(command);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (
                Some(2),
                "error: cannot read events.yaml: No such file or directory (os error 2); `calfeed init` writes one, or name yours, as in \
                 `calfeed check path/to/events.yaml`\n"
            ),
            "{command}"
        );
    }
}
