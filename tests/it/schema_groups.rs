//! `calfeed schema FILE`: the schema in which `group` and `groups` take only the groups of that file.

use serde_json::{Value, json};

use crate::program::{Desk, Run};

/// A file with three groups, and an error that has nothing to do with them.
const FILE: &str = "\
calendar:
  name: Riverside Book Club
groups:
  poetry: {name: Poetry circle}
  crime: {name: Crime readers}
  \"2025\": {}
events:
  - titel: Book club
";

/// What the program prints, as JSON.
fn printed(desk: &Desk, arguments: &str) -> Value {
    let run = desk.run(arguments);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    serde_json::from_str(&run.stdout).unwrap()
}

fn event_key(schema: &Value, key: &str) -> Value {
    schema["$defs"]["Event"]["properties"][key].clone()
}

#[test]
fn group_takes_only_the_groups_of_the_file() {
    let desk = Desk::new();
    desk.write("events.yaml", FILE);
    let schema = printed(&desk, "schema events.yaml");
    assert_eq!(
        event_key(&schema, "group")["then"],
        json!({
            "enum": ["poetry", "crime", "2025", 2025],
            "markdownEnumDescriptions": [
                "Poetry circle",
                "Crime readers",
                "",
                "",
            ],
        })
    );
    assert_eq!(
        event_key(&schema, "groups")["then"]["items"],
        event_key(&schema, "group")["then"]
    );
}

#[test]
fn group_completes_to_the_groups_of_the_file_with_their_names() {
    let desk = Desk::new();
    desk.write("events.yaml", FILE);
    let schema = printed(&desk, "schema events.yaml");
    assert_eq!(
        event_key(&schema, "group")["defaultSnippets"][0],
        json!({"label": "poetry", "markdownDescription": "Poetry circle", "body": "poetry"})
    );
    assert_eq!(
        event_key(&schema, "groups")["defaultSnippets"],
        json!([{"label": "[<poetry>]", "body": "[${1:<poetry>}]"}])
    );
}

#[test]
fn a_file_without_groups_gives_the_general_schema() {
    let desk = Desk::new();
    desk.write("events.yaml", "calendar:\n  name: Riverside Book Club\n");
    assert_eq!(desk.run("schema events.yaml").stdout, calfeed::schema());
}

#[test]
fn groups_that_cannot_be_read_are_reported_and_the_exit_code_is_1() {
    let desk = Desk::new();
    desk.write("events.yaml", "groups:\n\tpoetry: a: b\n");
    let run = desk.run("schema events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_eq!(
        run.stderr,
        desk.run("list events.yaml").stderr,
        "as every command reports the errors of a file"
    );
    assert!(run.stderr.contains("error[syntax]: "), "{}", run.stderr);
}

#[test]
fn a_group_whose_key_is_not_valid_is_reported_and_the_exit_code_is_1() {
    let desk = Desk::new();
    desk.write("events.yaml", FILE.replace("  poetry:", "  Poetry Circle:"));
    let run = desk.run("schema events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr.contains(" --> events.yaml:4:3\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn of_events_yaml_may_be_written_beside_the_file() {
    let desk = Desk::new();
    desk.write("events.yaml", FILE);
    assert_eq!(
        desk.run("schema --of events.yaml events.yaml"),
        desk.run("schema events.yaml")
    );
}

#[test]
fn of_events_json_takes_no_file() {
    assert_eq!(
        Desk::new().run("schema --of events.json events.yaml"),
        Run {
            code: Some(2),
            stdout: String::new(),
            stderr: "error: `--of events.json` takes no events file; leave out `events.yaml`\n"
                .to_owned(),
        }
    );
}

#[test]
fn a_list_of_groups_is_not_a_file_without_groups() {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        FILE.replace(
            "  poetry: {name: Poetry circle}\n  crime: {name: Crime readers}\n  \"2025\": {}\n",
            "  - poetry\n",
        ),
    );
    let run = desk.run("schema events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
}

#[test]
fn a_file_that_is_not_there_is_reported_and_the_exit_code_is_2() {
    assert_eq!(
        Desk::new().run("schema missing.yaml"),
        Run {
            code: Some(2),
            stdout: String::new(),
            stderr: "error: cannot read missing.yaml: No such file or directory (os error 2); name the events file, as in \
                     `calfeed check path/to/events.yaml`\n"
                .to_owned(),
        }
    );
}
