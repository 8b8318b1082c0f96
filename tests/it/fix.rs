//! `check --fix`: what it writes, what it leaves alone, and what it shows.

use crate::check::TOP;
use crate::program::Desk;

/// One file with the text, fixed; its text then, and the run.
fn fixed(text: &str) -> (String, crate::program::Run) {
    let desk = Desk::new();
    desk.write("events.yaml", text);
    let run = desk.run("check --fix events.yaml");
    (desk.read("events.yaml"), run)
}

#[test]
fn each_change_is_shown_and_the_file_is_checked_again() {
    let (text, run) = fixed(&format!(
        "{TOP}  - id: a\n    title: A\n    start: 27/03/2027\n    venue: Town hall\n    repeats: biweekly\n"
    ));
    assert_eq!(
        text,
        format!(
            "{TOP}  - id: a\n    title: A\n    start: 2027-03-27\n    location: Town hall\n    repeats: biweekly\n"
        )
    );
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r"
    events.yaml, line 10: fixed bad-date
    -     start: 27/03/2027
    +     start: 2027-03-27
    events.yaml, line 11: fixed unknown-key
    -     venue: Town hall
    +     location: Town hall
    error[ambiguous-repeats]: `biweekly` could mean twice a week or every two weeks
      --> events.yaml:12:14
       |
    12 |     repeats: biweekly
       |              ^^^^^^^^
       |
       = help: write `every 2 weeks on Saturday` or `weekly on Saturday and <weekday>`
    ");
}

#[test]
fn every_other_byte_stays() {
    let (text, run) = fixed(
        &format!("\u{feff}{TOP}  - id: a   # the first\n    title: 'A'\n\n    start:  27/03/2027  # not sure\n")
            .replace('\n', "\r\n"),
    );
    let expected = format!(
        "\u{feff}{TOP}  - id: a   # the first\n    title: 'A'\n\n    start:  2027-03-27  # not sure\n"
    );
    assert_eq!(text, expected.replace('\n', "\r\n"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn two_fixes_of_one_line_are_both_made() {
    let (text, _) = fixed(&format!(
        "{TOP}  - {{id: a, title: A, start: 27/03/2027, venue: Town hall}}\n"
    ));
    assert_eq!(
        text,
        format!("{TOP}  - {{id: a, title: A, start: 2027-03-27, location: Town hall}}\n")
    );
}

#[test]
fn a_file_with_nothing_exact_to_fix_is_not_written() {
    let text = format!("{TOP}  - {{id: a, title: A, start: 03/04/2027}}\n");
    let desk = Desk::new();
    desk.write("events.yaml", &text);
    let path = desk.path().join("events.yaml");
    let modified = || std::fs::metadata(&path).unwrap().modified().unwrap();
    let before = modified();
    let run = desk.run("check --fix events.yaml");
    assert_eq!((desk.read("events.yaml"), modified()), (text, before));
    assert_eq!(run.stdout, desk.run("check events.yaml").stdout);
}

#[test]
fn the_other_formats_have_nothing_else_on_standard_output() {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        format!("{TOP}  - {{id: a, title: A, start: 27/03/2027}}\n"),
    );
    let run = desk.run("check --fix --format json events.yaml");
    assert_eq!(run.stdout, "[]\n");
    assert!(
        run.stderr.starts_with("events.yaml, line "),
        "{}",
        run.stderr
    );
}

#[test]
fn standard_input_has_no_file_to_fix() {
    let desk = Desk::new();
    let run = desk.run("check --fix -");
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: `--fix` needs a file to change; give its path instead of `-`\n"
    );
}

#[cfg(unix)]
#[test]
fn an_included_file_that_is_a_link_is_fixed_where_it_is() {
    let desk = Desk::new();
    let main = "calendar: {name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: UTC}\ninclude: [teams/*.yaml]\n";
    desk.write("events.yaml", main);
    desk.write(
        "shared/a.yaml",
        "events:\n  - {id: a, title: A, start: 27/03/2027}\n",
    );
    std::fs::create_dir(desk.path().join("teams")).unwrap();
    std::os::unix::fs::symlink("../shared/a.yaml", desk.path().join("teams/a.yaml")).unwrap();
    let run = desk.run("check --fix");
    assert_eq!(
        run.stdout,
        "teams/a.yaml, line 2: fixed bad-date\n\
         -   - {id: a, title: A, start: 27/03/2027}\n\
         +   - {id: a, title: A, start: 2027-03-27}\n"
    );
    assert_eq!(
        std::fs::read_to_string(desk.path().join("shared/a.yaml")).unwrap(),
        "events:\n  - {id: a, title: A, start: 2027-03-27}\n"
    );
    assert!(desk.path().join("teams/a.yaml").is_symlink());
}
