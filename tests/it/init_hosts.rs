//! What `init` writes for the hosts of a repository.

use crate::program::Desk;
use crate::readers;

const LONDON: &str = "--name Books --url https://books.example.org --timezone Europe/London";

#[test]
fn the_files_of_a_host_are_written_beside_the_events_file() {
    let desk = Desk::new();
    let run = desk.run(&format!("init {LONDON} --github"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stderr,
        ".github/workflows/publish.yml: written
.github/workflows/check.yml: written
.github/workflows/change.yml: written
.github/dependabot.yml: written
.github/ISSUE_TEMPLATE/config.yml: written
.github/ISSUE_TEMPLATE/new-event.yml: written
.github/ISSUE_TEMPLATE/moved-or-cancelled.yml: written
.gitignore: written
README.md: written
events.yaml: written
events.schema.json: written, so that editors complete and check the file

Next:
  calfeed check                finds mistakes in events.yaml, and lists its next dates
  calfeed serve --preview      shows the pages, on this computer only
  calfeed build --out public   writes the files to publish

On GitHub, choose \"GitHub Actions\" under Settings, Pages, and push the branch `main`.
"
    );
    assert!(
        desk.read("README.md")
            .starts_with("# Books\n\nSubscribe, or see what is next: https://books.example.org\n")
    );
}

#[test]
fn each_host_has_files_of_its_own() {
    for (option, files) in [
        (
            "--gitlab",
            &[".gitignore", ".gitlab-ci.yml", "README.md"][..],
        ),
        ("--netlify", &[".gitignore", "README.md", "netlify.toml"]),
    ] {
        let desk = Desk::new();
        assert_eq!(desk.run(&format!("init {LONDON} {option}")).code, Some(0));
        let mut written: Vec<String> = desk.files("").into_keys().collect();
        written.retain(|name| !name.starts_with("events."));
        assert_eq!(written, files, "{option}");
    }
}

#[test]
fn a_calendar_that_is_there_gets_only_the_files_of_the_host() {
    let desk = Desk::new();
    desk.write("events.yaml", "mine");
    desk.write(".gitlab-ci.yml", "mine too");
    let run = desk.run("init --gitlab --netlify");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "events.yaml: is there already, and left as it is
.gitlab-ci.yml: is there already, and left as it is
netlify.toml: written
.gitignore: written

On GitLab, push the default branch, and add a daily schedule under Build, Pipeline schedules.

On Netlify, add the repository as a site, and call a build hook of it each day.
"
    );
    assert_eq!(
        [desk.read("events.yaml"), desk.read(".gitlab-ci.yml")],
        ["mine", "mine too"]
    );
    assert!(!desk.has("README.md") && !desk.has("events.schema.json"));
    let again = desk.run("init --netlify");
    assert_eq!(
        again.stderr.lines().collect::<Vec<_>>(),
        [
            "events.yaml: is there already, and left as it is",
            "netlify.toml: unchanged",
            ".gitignore: unchanged",
            "",
            "On Netlify, add the repository as a site, and call a build hook of it each day."
        ]
    );
}

#[test]
fn a_folder_below_the_top_of_a_repository_is_named_because_hosts_ignore_its_files() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join(".git")).unwrap();
    let top = std::fs::canonicalize(desk.path()).unwrap();
    let run = desk.run(&format!("init calendar {LONDON} --gitlab"));
    let note = format!(
        "\n\nnote: calendar is not the top of the git repository {}, and these files work only there. Run `calfeed init` at the top, or make \
         this folder a repository of its own\n\nOn GitLab, ",
        top.display()
    );
    assert!(run.stderr.contains(&note), "{}", run.stderr);
    for quiet in [
        format!("init {LONDON} --gitlab"),
        "init --gitlab".to_owned(),
    ] {
        let run = desk.run(&quiet);
        assert!(!run.stderr.contains("note:"), "{quiet}: {}", run.stderr);
    }
}

#[test]
fn what_to_ignore_is_said_of_a_list_that_is_there() {
    for (text, said) in [
        (
            "node_modules\n",
            "is there already, and left as it is; add the line `/public` to it",
        ),
        (
            "/node_modules\npublic/\n",
            "is there already, and left as it is",
        ),
    ] {
        let desk = Desk::new();
        desk.write(".gitignore", text);
        let run = desk.run(&format!("init {LONDON} --netlify"));
        let line = format!("\n.gitignore: {said}\n");
        assert!(run.stderr.contains(&line), "{}", run.stderr);
    }
}

#[test]
fn the_starter_installs_the_release_of_this_program() {
    let version = env!("CARGO_PKG_VERSION");
    let desk = Desk::new();
    desk.run(&format!("init {LONDON} --github --gitlab --netlify"));
    for (file, text, times) in [
        (
            ".github/workflows/publish.yml",
            format!("uses: calfeed/calfeed@v{version} "),
            1,
        ),
        (
            ".github/workflows/check.yml",
            format!("uses: calfeed/calfeed@v{version} "),
            2,
        ),
        (
            ".github/workflows/change.yml",
            format!("uses: calfeed/calfeed@v{version} "),
            1,
        ),
        (".gitlab-ci.yml", format!(" calfeed=={version}\n"), 1),
        ("netlify.toml", format!(" calfeed=={version} "), 1),
    ] {
        assert_eq!(desk.read(file).matches(&text).count(), times, "{file}");
    }
}

/// tests/workflows/readers.py has the readers that are not written in Rust.
#[test]
fn the_feed_of_the_starter_is_read_by_two_more_readers() {
    let text = std::fs::read_to_string(crate::corpus::file("starter/events.yaml")).unwrap();
    let desk = Desk::new();
    desk.write("events.yaml", &text);
    desk.build("--out public");
    let feed = desk.read("public/riverside-book-club.ics");
    let expected = readers::ours(&crate::corpus::read(&text), readers::years());
    assert!(expected.len() > 100, "{}", expected.len());
    readers::same(
        &readers::calcard(&feed, readers::years()),
        &expected,
        "calcard",
    );
    readers::same(
        &readers::icalendar(&feed, readers::years()),
        &expected,
        "icalendar",
    );
}

#[test]
fn the_starter_as_it_is_passes_check_also_after_the_edit_of_its_readme() {
    let desk = Desk::new();
    let starter = |name: &str| {
        let path = crate::corpus::file(&format!("starter/{name}"));
        std::fs::read_to_string(path).unwrap()
    };
    let readme = starter("README.md");
    let (_, block) = readme.split_once("```yaml\n").unwrap();
    let (block, _) = block.split_once("   ```").unwrap();
    // The block is part of a list of the README.
    let lines: Vec<&str> = block.lines().map(|line| &line[3..]).collect();
    let edit = lines.join("\n") + "\n";
    for text in [starter("events.yaml"), starter("events.yaml") + &edit] {
        desk.write("events.yaml", text);
        let run = desk.run("check");
        assert!(
            run.stderr.starts_with("events.yaml: fine, 1 event\n"),
            "{}",
            run.stderr
        );
    }
    assert!(
        desk.run("list --from 2027-01-01")
            .stdout
            .contains("2027-03-11")
    );
}
