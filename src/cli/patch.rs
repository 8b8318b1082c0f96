//! Writes the change of one text as a patch that `git apply` and `patch` accept: the unified format with three lines around the change.
//!
//! One hunk is enough, because an edit changes one place. Line endings stay as they are, and so does the lack of one at the end.

use std::fmt::Write as _;
use std::path::{Component, Path};

use super::Failure;

/// How many lines are shown before and after the change.
const AROUND: usize = 3;

/// Returns the patch between two versions of a file. It is empty if they are the same.
pub(super) fn patch(name: &str, before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let first = old.iter().zip(&new).take_while(same).count();
    if first == old.len() && first == new.len() {
        return String::new();
    }
    let left = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev()).take(left);
    let last = last.take_while(same).count();
    let start = first.saturating_sub(AROUND);
    let after_change = last.min(AROUND);
    let (old_end, new_end) = (old.len() - last, new.len() - last);
    let range = |end: usize| {
        let count = end + after_change - start;
        let begin = if count == 0 { start } else { start + 1 };
        format!("{begin},{count}")
    };
    let mut out = format!("--- a/{name}\n+++ b/{name}\n");
    let _ = writeln!(out, "@@ -{} +{} @@", range(old_end), range(new_end));
    write_lines(' ', old.get(start..first), &mut out);
    write_lines('-', old.get(first..old_end), &mut out);
    write_lines('+', new.get(first..new_end), &mut out);
    write_lines(' ', old.get(old_end..old_end + after_change), &mut out);
    out
}

fn write_lines(mark: char, lines: Option<&[&str]>, out: &mut String) {
    for line in lines.unwrap_or_default() {
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
