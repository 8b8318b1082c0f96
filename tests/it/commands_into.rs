//! `build --into` in the real program.

use crate::corpus::of;
use crate::program::{Desk, NO_HISTORY};

const PAGE: &str = "---\nlayout: page.njk\ntitle: Events\n---\n\nWe meet on Thursdays.  \n\n<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n\nGoodbye";

fn community() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk
}

#[test]
fn a_page_of_another_site_gets_the_next_event_and_keeps_all_else() {
    let desk = community();
    desk.write("site/index.md", PAGE);
    let run = desk.run("build --into site/index.md");
    assert_eq!(
        (run.code, run.stderr),
        (Some(0), format!("{NO_HISTORY}site/index.md: written\n"))
    );
    assert_eq!(
        desk.read("site/index.md"),
        PAGE.replace(
            "begin next -->\n",
            "begin next -->\nThursday 25 June 2026, 11am to midday (London time) – Virtual – [Lean Coffee](https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/2026-06-25/)\n"
        )
    );
    let again = desk.run("build --into site/index.md");
    assert_eq!(
        again.stderr,
        format!("{NO_HISTORY}site/index.md: unchanged\n")
    );
}

#[test]
fn several_files_and_the_folder_are_written_at_once() {
    let desk = community();
    desk.write("a.md", PAGE);
    desk.write(
        "b.md",
        "<!-- calfeed:begin events -->\n<!-- calfeed:end events -->\n",
    );
    let run = desk.run("build --out public --into a.md --into b.md");
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.ends_with("a.md: written\nb.md: written\n"),
        "{}",
        run.stderr
    );
    let between = format!(
        "<!-- calfeed:begin events -->\n{}<!-- calfeed:end events -->\n",
        desk.read("public/events.md")
    );
    assert_eq!(desk.read("b.md"), between);
}

#[test]
fn one_file_that_is_wrong_keeps_all_from_being_written() {
    let desk = community();
    desk.write("a.md", PAGE);
    desk.write("b.md", "<!-- calfeed:begin events -->\n");
    let run = desk.run("build --out public --into a.md --into b.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "{NO_HISTORY}error: --into: b.md: line 1 begins `events`, which does not end; write `<!-- calfeed:end events -->` below it\n"
            )
        )
    );
    assert_eq!(desk.read("a.md"), PAGE);
    assert!(!desk.has("public"));
}

#[test]
fn a_build_needs_somewhere_to_write() {
    let run = community().run("build");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--out <DIR>"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_which_keeps_its_permissions() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    let desk = community();
    desk.write("real/index.md", PAGE);
    let real = desk.path().join("real/index.md");
    fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
    symlink(&real, desk.path().join("index.md")).unwrap();
    let run = desk.run("build --into index.md");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(desk.read("real/index.md").contains("[Lean Coffee]"));
    assert!(desk.path().join("index.md").is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_its_folder_takes_no_part() {
    let desk = community();
    desk.write("secret.md", PAGE);
    desk.write("site/events.yaml", desk.read("events.yaml"));
    std::os::unix::fs::symlink("../secret.md", desk.path().join("site/page.md")).unwrap();
    let run = desk.run("build site/events.yaml --into site/page.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            "note: site/events.yaml is not in a git repository, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md\n\
             error: --into: cannot read site/page.md: it is a symbolic link that points outside its folder and its git working tree; give the path of the file that it points to, which `readlink -f site/page.md` shows\n".to_owned()
        )
    );
    assert_eq!(desk.read("secret.md"), PAGE);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;

    let desk = community();
    desk.write("a.md", PAGE);
    let path = desk.path().join("a.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = desk.run("build --into a.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "{NO_HISTORY}error: --into: a.md is read-only; make it writable with `chmod u+w a.md`, or leave it out\n"
            )
        )
    );
    assert_eq!(desk.read("a.md"), PAGE);
}

#[test]
fn only_a_markdown_file_takes_a_part() {
    let desk = community();
    for name in ["page.html", "page.mdx", "page", "md", "page.md.html"] {
        desk.write(name, PAGE);
        let run = desk.run(&format!("build --into {name}"));
        let refused = format!(
            "error: --into: {name} is not a Markdown file; the blocks are Markdown, so give a file whose name ends in `.md` or `.markdown`\n"
        );
        assert_eq!(
            (run.code, run.stderr),
            (Some(2), format!("{NO_HISTORY}{refused}"))
        );
        assert_eq!(desk.read(name), PAGE);
    }
    for name in ["page.MD", "page.markdown"] {
        desk.write(name, PAGE);
        assert_eq!(
            desk.run(&format!("build --into {name}")).code,
            Some(0),
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_page_of_html_takes_no_part() {
    let desk = community();
    desk.write("page.html", PAGE);
    std::os::unix::fs::symlink("page.html", desk.path().join("page.md")).unwrap();
    let run = desk.run("build --into page.md");
    assert_eq!(run.code, Some(2));
    assert_eq!(desk.read("page.html"), PAGE);
}
