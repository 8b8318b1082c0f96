//! Reads an entry of `include`: the path of a file, or a pattern for the paths of several.
//!
//! [`Include::parse`] takes one scalar. A path is relative to the folder of the events file, and stays below it; its folders are separated by
//! `/`. In a pattern, `*` is any part of a name, `?` is one character of a name, and `**` as a whole name is any folders, or none. Names that
//! begin with `.` are never included. Nothing is read here: the shell finds the files.

use crate::diagnostic::{Edit, IncludeFinding, Problem, ValueFinding};

/// The most files that an events file includes.
pub(crate) const MOST_FILES: usize = 2_000;

/// The most bytes of an events file and all files that it includes.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The longest path or pattern, in bytes.
pub(crate) const LONGEST: usize = 400;

/// The extensions of YAML files.
const EXTENSIONS: [&str; 2] = [".yaml", ".yml"];

/// A path below the folder of the events file, or a pattern for such paths.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Include {
    /// Without `./` in front.
    written: String,
}

impl Include {
    /// Reads a path or a pattern.
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let text = written.trim();
        let path = text.strip_prefix("./").unwrap_or(text);
        let name = || written.into();
        let refuse = |finding: IncludeFinding| Err(Problem::from(finding));
        if path.is_empty() {
            return Err(ValueFinding::Nothing.into());
        }
        if path.len() > LONGEST {
            return refuse(IncludeFinding::Long { most: LONGEST });
        }
        let mut names = path.split(['/', '\\']);
        let is_on_a_drive = path.as_bytes().get(1) == Some(&b':');
        let is_outside =
            path.starts_with(['/', '\\', '~']) || names.clone().any(|name| name == "..");
        if is_outside || is_on_a_drive || path.contains("://") {
            return refuse(IncludeFinding::Outside { written: name() });
        }
        if path.contains('\\') {
            let problem = Problem::from(IncludeFinding::Backslash);
            return Err(problem.exact(Edit::Value(path.replace('\\', "/"))));
        }
        let whole = path.trim_end_matches('/');
        if whole.split('/').any(|name| ["", "."].contains(&name)) {
            let names = path.split('/').filter(|name| !["", "."].contains(name));
            let names: Vec<&str> = names.collect();
            let problem = Problem::from(IncludeFinding::EmptyName);
            return Err(problem.exact(Edit::Value(names.join("/"))));
        }
        if names.clone().any(|name| name.starts_with('.')) {
            return refuse(IncludeFinding::Hidden { written: name() });
        }
        if !EXTENSIONS.iter().any(|end| path.ends_with(end)) {
            let problem = Problem::from(IncludeFinding::NoExtension { written: name() });
            let folder = path.trim_end_matches(['/', '*']);
            let last = path.rsplit('/').next().unwrap_or_default();
            let all = match (path.contains("**"), folder) {
                (true, "") => "**/*.yaml".to_owned(),
                (true, folder) => format!("{folder}/**/*.yaml"),
                (false, "") => "*.yaml".to_owned(),
                (false, folder) => format!("{folder}/*.yaml"),
            };
            return Err(match last.rsplit_once('.') {
                _ if path.ends_with(['/', '*']) => problem.guess(Edit::Value(all)),
                Some((stem, _)) => {
                    let folder = path.strip_suffix(last).unwrap_or_default();
                    problem.guess(Edit::Value(format!("{folder}{stem}.yaml")))
                }
                None => {
                    let files = problem.guess(Edit::Value(all));
                    files.guess(Edit::Value(format!("{path}.yaml")))
                }
            });
        }
        if path.contains(['[', ']', '{', '}']) {
            return refuse(IncludeFinding::Brackets { written: name() });
        }
        if names.any(|name| name.contains("**") && name != "**") {
            let problem = Problem::from(IncludeFinding::HalfStars { written: name() });
            return Err(problem.guess(Edit::Value(path.replace("**", "**/*"))));
        }
        let is_plain = !path.contains(char::is_control);
        if !is_plain {
            return refuse(IncludeFinding::Brackets { written: name() });
        }
        let written = path.to_owned();
        Ok(Self { written })
    }

    /// The path or the pattern, without `./` in front.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether it may match several paths.
    pub(crate) fn is_pattern(&self) -> bool {
        self.written.contains(['*', '?'])
    }

    /// Whether it names a path, whose folders are separated by `/`.
    pub(crate) fn matches(&self, path: &str) -> bool {
        if !self.is_pattern() {
            return self.written == path;
        }
        // No written name begins with a dot.
        let is_hidden = path.split('/').any(|name| name.starts_with('.'));
        !is_hidden
            && wild(
                self.written.split('/'),
                path.split('/'),
                |name| *name == "**",
                |pattern, name| is_named(pattern, name),
            )
    }

    /// Whether it may name a path in this folder or below it. The folder is given without a `/` at its end; the top is empty.
    pub(crate) fn may_match_below(&self, folder: &str) -> bool {
        let mut names = self.written.split('/');
        // The last name is that of a file.
        names.next_back();
        for folder in folder.split('/').filter(|name| !name.is_empty()) {
            match names.next() {
                Some("**") => return true,
                Some(name) if is_named(name, folder) => {}
                _ => return false,
            }
        }
        true
    }
}

/// Whether a pattern without `/` matches a name.
fn is_named(pattern: &str, name: &str) -> bool {
    let is_one = |pattern: &char, name: &char| *pattern == '?' || pattern == name;
    wild(pattern.chars(), name.chars(), |it| *it == '*', is_one)
}

/// Whether the items are those of a pattern, in which a star is any number of items. It takes at most the time of comparing each item with each:
/// if the rest does not match, only the last star can take more items, because an earlier one would leave less to the last.
fn wild<T>(
    mut pattern: impl Iterator<Item = T> + Clone,
    mut items: impl Iterator<Item = T> + Clone,
    is_star: impl Fn(&T) -> bool,
    is_one: impl Fn(&T, &T) -> bool,
) -> bool {
    // What follows the last star, and the items that it has not taken.
    let mut last_star = None;
    loop {
        let left = items.clone();
        match (pattern.next(), items.next()) {
            (None, None) => return true,
            (Some(part), _) if is_star(&part) => {
                items = left;
                last_star = Some((pattern.clone(), items.clone()));
            }
            (Some(part), Some(item)) if is_one(&part, &item) => {}
            (_, None) => return false,
            (_, Some(_)) => {
                let Some((after, untaken)) = &mut last_star else {
                    return false;
                };
                untaken.next();
                pattern = after.clone();
                items = untaken.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(written: &str, path: &str) -> bool {
        Include::parse(written).unwrap().matches(path)
    }

    #[test]
    fn a_star_is_a_part_of_a_name_and_two_stars_are_folders() {
        for (written, path, is_named) in [
            ("teams/python.yaml", "teams/python.yaml", true),
            ("./teams/python.yaml", "teams/python.yaml", true),
            ("teams/*.yaml", "teams/python.yaml", true),
            ("teams/*.yaml", "teams/sub/python.yaml", false),
            ("teams/*.yaml", "teams/.hidden.yaml", false),
            ("teams/*.yaml", "teams/python.yml", false),
            ("**/*.yaml", "python.yaml", true),
            ("**/*.yaml", "a/b/python.yaml", true),
            ("**/*.yaml", "a/.b/python.yaml", false),
            ("a/**/c.yaml", "a/c.yaml", true),
            ("a/**/c.yaml", "a/b/b/c.yaml", true),
            ("team-?.yaml", "team-a.yaml", true),
            ("team-?.yaml", "team-ab.yaml", false),
            ("team-?.yaml", "team-é.yaml", true),
            ("*-*.yaml", "a-b-c.yaml", true),
            ("a*b*.yaml", "ac-bd-b.yaml", true),
            ("a*b.yaml", "ab-c.yaml", false),
            ("*.yaml", ".yaml", false),
            ("**/a/**/b.yaml", "a/x/a/y/b.yaml", true),
            ("**/a/**/b.yaml", "x/y/b.yaml", false),
            ("**/a/*/b.yaml", "a/x/y/a/z/b.yaml", true),
            ("a/**/b/*.yaml", "a/b/b.yaml", true),
            ("a/**/b/*.yaml", "a/b.yaml", false),
            ("a.yaml", "a/a.yaml", false),
        ] {
            assert_eq!(names(written, path), is_named, "{written} for {path}");
        }
    }

    /// Matching that tries every way to divide the name among the stars would take years.
    #[test]
    fn a_pattern_of_many_stars_ends() {
        let folders = "a".repeat(200) + "/";
        let stars = format!("**/{}b/x.yaml", "a*".repeat(150));
        assert!(!names(&stars, &format!("{folders}x.yaml")));
        let stars = format!("{}b.yaml", "**/a/".repeat(75));
        assert!(!names(&stars, &format!("{}x.yaml", "a/".repeat(2_000))));
    }

    #[test]
    fn a_folder_is_searched_only_if_the_pattern_may_name_a_file_below_it() {
        for (written, folder, may) in [
            ("*.yaml", "", true),
            ("*.yaml", "teams", false),
            ("teams/*.yaml", "teams", true),
            ("teams/*.yaml", "other", false),
            ("teams/*.yaml", "teams/sub", false),
            ("*/a.yaml", "teams", true),
            ("**/a.yaml", "teams/sub", true),
            ("teams/**/a.yaml", "teams/x/y", true),
            ("teams/**/a.yaml", "other/x", false),
        ] {
            let include = Include::parse(written).unwrap();
            assert_eq!(
                include.may_match_below(folder),
                may,
                "{written} in {folder}"
            );
        }
    }

    #[test]
    fn what_cannot_be_included_has_a_fix_where_there_is_one() {
        let problem = |written: &str| Include::parse(written).unwrap_err().to_string();
        insta::assert_snapshot!(problem("../a.yaml"), @r#"
        `../a.yaml` is not below the folder of this file; put the file into the folder of this file, and write its path from there, such as `teams/python.yaml`
        "#);
        insta::assert_snapshot!(problem("/etc/a.yaml"), @r#"
        `/etc/a.yaml` is not below the folder of this file; put the file into the folder of this file, and write its path from there, such as `teams/python.yaml`
        "#);
        insta::assert_snapshot!(problem("C:\\a.yaml"), @r#"
        `C:\a.yaml` is not below the folder of this file; put the file into the folder of this file, and write its path from there, such as `teams/python.yaml`
        "#);
        insta::assert_snapshot!(problem("https://example.org/a.yaml"), @r#"
        `https://example.org/a.yaml` is not below the folder of this file; put the file into the folder of this file, and write its path from there, such as `teams/python.yaml`
        "#);
        insta::assert_snapshot!(problem("teams\\*.yaml"), @r#"
        the folders of a path end with `/` here, not with `\`; write `teams/*.yaml`
        "#);
        insta::assert_snapshot!(problem(".teams/a.yaml"), @r#"
        `.teams/a.yaml` is a hidden file, or in a hidden folder; hidden files are not included; give the file a name that does not begin with `.`
        "#);
        insta::assert_snapshot!(problem("teams"), @r#"
        `teams` is not the name of a YAML file; write `teams/*.yaml` or `teams.yaml`
        "#);
        insta::assert_snapshot!(problem("teams/"), @r#"
        `teams/` is not the name of a YAML file; did you mean `teams/*.yaml`?
        "#);
        insta::assert_snapshot!(problem("teams/*"), @r#"
        `teams/*` is not the name of a YAML file; did you mean `teams/*.yaml`?
        "#);
        insta::assert_snapshot!(problem("*"), @r#"
        `*` is not the name of a YAML file; did you mean `*.yaml`?
        "#);
        insta::assert_snapshot!(problem("teams/[ab].yaml"), @r#"
        `teams/[ab].yaml` has a pattern that is not understood; in a pattern, `*` is any part of a name, `?` is one character, and `**/` is any folders
        "#);
        insta::assert_snapshot!(problem("teams/**.yaml"), @r#"
        `**` is part of a name in `teams/**.yaml`; did you mean `teams/**/*.yaml`?
        "#);
        insta::assert_snapshot!(problem("**"), @r#"
        `**` is not the name of a YAML file; did you mean `**/*.yaml`?
        "#);
        insta::assert_snapshot!(problem("teams/python.json"), @r#"
        `teams/python.json` is not the name of a YAML file; did you mean `teams/python.yaml`?
        "#);
        insta::assert_snapshot!(problem("teams//a.yaml"), @r#"
        a path has one `/` between two names; write `teams/a.yaml`
        "#);
        insta::assert_snapshot!(problem("teams/./a.yaml"), @r#"
        a path has one `/` between two names; write `teams/a.yaml`
        "#);
        insta::assert_snapshot!(problem(&format!("{}.yaml", "a".repeat(400))), @r#"
        a path has at most 400 characters; write a shorter path, or a pattern such as `teams/*.yaml`
        "#);
        insta::assert_snapshot!(problem(""), @r#"
        nothing is written here; write a value, or remove the key; a `#` begins a comment unless it is in quotes
        "#);
    }
}
