//! Writes the change of one text as a patch that `git apply` and `patch` accept: the unified format with three lines around the change.
//!
//! One hunk is enough, because an edit changes one place. Line endings stay as they are, and so does the lack of one at the end.

use std::fmt::Write as _;
use std::path::{Component, Path};

use super::Failure;
use crate::edit::Change;

/// How many lines are shown before and after the change.
const AROUND: usize = 3;

/// Returns the patch that makes a change in a text. It is empty if the change is.
pub(super) fn patch(name: &str, before: &str, change: &Change) -> String {
    let lines = |text: &str| text.split_inclusive('\n').count();
    let (old, new) = (lines(change.before()), lines(change.after()));
    if (old, new) == (0, 0) {
        return String::new();
    }
    let all: Vec<&str> = before.split_inclusive('\n').collect();
    let first = change.line() - 1;
    let start = first.saturating_sub(AROUND);
    let last = first + old;
    let end = all.len().min(last + AROUND);
    let around = first - start + end - last;
    let range = |changed: usize| {
        let count = changed + around;
        let begin = if count == 0 { start } else { start + 1 };
        format!("{begin},{count}")
    };
    let mut out = format!("--- a/{name}\n+++ b/{name}\n");
    let _ = writeln!(out, "@@ -{} +{} @@", range(old), range(new));
    let kept = |from: usize, to: usize| all.get(from..to).unwrap_or_default().concat();
    write_lines(' ', &kept(start, first), &mut out);
    write_lines('-', change.before(), &mut out);
    write_lines('+', change.after(), &mut out);
    write_lines(' ', &kept(last, end), &mut out);
    out
}

fn write_lines(mark: char, lines: &str, out: &mut String) {
    for line in lines.split_inclusive('\n') {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// Returns the name of a file as a patch has it: its path from the current folder.
///
/// # Errors
/// The file is not below the current folder, or its name has a character that patches write in another way.
pub(super) fn name_in_patch(path: &Path) -> Result<String, Failure> {
    let parts = path.components().map(Component::as_os_str);
    let parts: Option<Vec<&str>> = parts
        .filter(|part| *part != ".")
        .map(|part| part.to_str())
        .collect();
    let parts = parts.unwrap_or_default();
    let is_plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\');
    let is_named = !parts.is_empty()
        && !parts.contains(&"..")
        && parts.iter().all(|part| part.chars().all(is_plain));
    if path.is_absolute() || !is_named {
        return Err(Failure::Io(format!(
            "a patch needs the path of {} from the current folder; run this command in the folder of the events file",
            path.display()
        )));
    }
    let name = parts.join("/");
    // A tab ends a name that has spaces in it.
    let end = if name.contains(' ') { "\t" } else { "" };
    Ok(format!("{name}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The patch between two versions of a file.
    fn patch(name: &str, before: &str, after: &str) -> String {
        super::patch(name, before, &Change::between(before, after))
    }

    #[test]
    fn a_patch_has_three_lines_around_the_change() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let after = before.replace("5\n", "five\nand a half\n");
        let expected = "\
--- a/events.yaml
+++ b/events.yaml
@@ -2,7 +2,8 @@
 2
 3
 4
-5
+five
+and a half
 6
 7
 8
";
        assert_eq!(patch("events.yaml", before, &after), expected);
    }

    #[test]
    fn a_patch_says_where_a_line_break_is_missing() {
        let expected = "\
--- a/a
+++ b/a
@@ -1,2 +1,2 @@
 1\r
-2
\\ No newline at end of file
+3\r
";
        assert_eq!(patch("a", "1\r\n2", "1\r\n3\r\n"), expected);
        let expected = "\
--- a/a
+++ b/a
@@ -1,1 +1,2 @@
+0
 1
\\ No newline at end of file
";
        assert_eq!(patch("a", "1", "0\n1"), expected);
    }

    #[test]
    fn no_change_is_no_patch() {
        assert_eq!(patch("a", "1\n", "1\n"), "");
    }

    #[test]
    fn a_patch_names_a_file_below_the_current_folder() {
        for (path, name) in [
            ("events.yaml", "events.yaml"),
            ("./teams/a.yaml", "teams/a.yaml"),
            ("our events.yaml", "our events.yaml\t"),
        ] {
            assert_eq!(name_in_patch(Path::new(path)).unwrap(), name);
        }
        for path in ["/srv/events.yaml", "../events.yaml", "a\nb.yaml", ""] {
            assert!(name_in_patch(Path::new(path)).is_err(), "{path}");
        }
    }
}
