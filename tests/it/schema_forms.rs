//! `calfeed schema --of issue-form` and `--of pages-cms`: forms for people who do not edit the file themselves.

use std::fs;

use crate::corpus::file;
use crate::program::{Desk, Run};

/// The files of the starter, which are the forms of its own events file.
const FORMS: [&str; 2] = ["new-event.yml", "moved-or-cancelled.yml"];

fn starter(name: &str) -> String {
    fs::read_to_string(file(&format!("starter/{name}"))).unwrap()
}

/// A folder with the events file of the starter.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", starter("events.yaml"));
    desk
}

#[test]
fn the_forms_of_the_starter_are_those_of_its_events_file() {
    let desk = desk();
    let run = desk.run("schema events.yaml --of issue-form --out .github/ISSUE_TEMPLATE");
    let stderr = "\
.github/ISSUE_TEMPLATE/new-event.yml: written
.github/ISSUE_TEMPLATE/moved-or-cancelled.yml: written
";
    assert_eq!(
        run,
        Run {
            code: Some(0),
            stdout: String::new(),
            stderr: stderr.to_owned()
        }
    );
    for name in FORMS {
        let path = format!(".github/ISSUE_TEMPLATE/{name}");
        if std::env::var_os("CALFEED_GOLDENS").is_some_and(|it| it == "write") {
            fs::write(file(&format!("starter/{path}")), desk.read(&path)).unwrap();
        }
        assert_eq!(desk.read(&path), starter(&path), "{name}");
    }
}

#[test]
fn without_a_folder_both_forms_are_one_stream() {
    let [new_event, change] = FORMS.map(|name| {
        let path = format!(".github/ISSUE_TEMPLATE/{name}");
        format!("# {path}\n{}", starter(&path))
    });
    let stdout = format!("{new_event}---\n{change}");
    let expected = Run {
        code: Some(0),
        stdout,
        stderr: String::new(),
    };
    assert_eq!(desk().run("schema --of issue-form"), expected);
}

#[test]
fn forms_are_written_again_unless_a_person_has_written_them() {
    let desk = desk();
    let command = "schema --of issue-form --out forms";
    desk.run(command);
    desk.write(
        "forms/new-event.yml",
        "# Made by `calfeed schema` long ago\n",
    );
    let stderr = "\
forms/moved-or-cancelled.yml: unchanged
forms/new-event.yml: written
";
    let expected = Run {
        code: Some(0),
        stdout: String::new(),
        stderr: stderr.to_owned(),
    };
    assert_eq!(desk.run(command), expected);
    desk.write("forms/moved-or-cancelled.yml", "name: mine\n");
    let stderr = "\
forms/new-event.yml: unchanged
error: forms/moved-or-cancelled.yml does not begin with `# Made by `calfeed schema`, so it is not replaced; remove it, or write the forms into another folder
";
    let expected = Run {
        code: Some(2),
        stdout: String::new(),
        stderr: stderr.to_owned(),
    };
    assert_eq!(desk.run(command), expected);
    assert_eq!(desk.read("forms/moved-or-cancelled.yml"), "name: mine\n");
}

#[test]
fn the_forms_offer_the_groups_and_the_series_of_the_file() {
    let desk = desk();
    let groups = "groups:\n  poetry: {name: \"Poetry: a circle\"}\nevents:\n  - {id: party, title: Party, start: 2027-05-02}\n  - {id: walks, title: Walks, start: 2027-05-02, end: \"2027-05-02\", also: [2027-06-06], groups: [poetry]}\n";
    desk.write(
        "events.yaml",
        starter("events.yaml").replace("events:\n", groups),
    );
    let forms = desk.run("schema --of issue-form").stdout;
    for lines in [
        "
      label: Group
      description: The group that runs the event
      options:
        - \"Poetry: a circle (poetry)\"
",
        "
      label: Event
      description: Which event it is about
      options:
        - Book club (book-club)
        - Walks (walks)
        - An event that is not in this list
",
    ] {
        assert!(forms.contains(lines), "{forms}");
    }
}

#[test]
fn forms_are_not_made_of_a_file_with_errors() {
    let desk = desk();
    desk.write(
        "events.yaml",
        starter("events.yaml").replace("title:", "titel:"),
    );
    for of in ["issue-form", "pages-cms"] {
        let run = desk.run(&format!("schema --of {of}"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        assert_eq!(run.stderr, desk.run("list").stderr);
    }
}

#[test]
fn only_issue_forms_are_written_into_a_folder() {
    let stderr = "error: `--out` is for `--of issue-form`, which makes two files; redirect the output of the others into a file\n";
    let expected = Run {
        code: Some(2),
        stdout: String::new(),
        stderr: stderr.to_owned(),
    };
    assert_eq!(desk().run("schema --of pages-cms --out ."), expected);
}

#[test]
fn pages_cms_gets_every_file_with_events() {
    let desk = desk();
    let text = starter("events.yaml").replace("events:\n", "include: [teams/*.yaml]\nevents:\n");
    desk.write("events.yaml", text);
    desk.write(
        "teams/chess.yaml",
        "events:\n  - {id: chess, title: Chess, start: 2027-05-02, x-room: 4}\n",
    );
    let run = desk.run("schema --of pages-cms");
    let stderr =
        "note: if Pages CMS saves the file, it removes keys of your own from events: `x-room`\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), stderr));
    let golden = file("tests/it/goldens/pages.yml");
    if std::env::var_os("CALFEED_GOLDENS").is_some_and(|it| it == "write") {
        fs::write(&golden, &run.stdout).unwrap();
    }
    assert_eq!(run.stdout, fs::read_to_string(golden).unwrap());
}

#[test]
fn a_merge_is_named_because_pages_cms_would_lose_it() {
    let desk = desk();
    let events = "x-usual: &usual {location: Town hall}\nevents:\n  - {<<: *usual, id: walks, title: Walks, start: 2027-05-02}\n";
    desk.write(
        "events.yaml",
        starter("events.yaml").replace("events:\n", events),
    );
    let run = desk.run("schema --of pages-cms");
    let stderr = "note: Pages CMS does not read merges (`<<`): if it saves the file, what they give to an event is lost\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), stderr));
}

#[test]
fn pages_cms_needs_the_path_from_the_top_of_the_repository() {
    let desk = desk();
    fs::create_dir(desk.path().join("inside")).unwrap();
    let mut command = desk.command("schema ../events.yaml --of pages-cms");
    let output = command
        .current_dir(desk.path().join("inside"))
        .output()
        .unwrap();
    let stderr = "error: Pages CMS needs the path of `../events.yaml` from the top of its repository; run this command there\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), stderr);
    assert_eq!(output.status.code(), Some(2));
}
