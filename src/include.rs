//! Reads an entry of `include`: the path of a file, or a pattern for the paths of several.
//!
//! [`Include::parse`] takes one scalar. A path is relative to the folder of the events file, and stays below it; its folders are separated by
//! `/`. In a pattern, `*` is any part of a name, `?` is one character of a name, and `**` as a whole name is any folders, or none. Names that
//! begin with `.` are never included. Nothing is read here: the shell finds the files.

use glob::{MatchOptions, Pattern};

use crate::diagnostic::{Edit, IncludeFinding, Problem};

/// The most files that an events file includes.
pub(crate) const MOST_FILES: usize = 2_000;

/// The most bytes of an events file and all files that it includes.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The longest path or pattern, in bytes.
pub(crate) const LONGEST: usize = 400;

/// The extensions of YAML files.
const EXTENSIONS: [&str; 2] = [".yaml", ".yml"];

/// How a pattern matches: a `*` is not a folder, and no wildcard begins a hidden name.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A path below the folder of the events file, or a pattern for such paths.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Include {
    /// Without `./` in front.
    written: String,
    pattern: Pattern,
}

impl Include {
    /// Reads a path or a pattern.
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let text = written.trim();
        let path = text.strip_prefix("./").unwrap_or(text);
        let name = || written.into();
        let refuse = |finding: IncludeFinding| Err(Problem::from(finding));
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
        if names.clone().any(|name| name.starts_with('.')) {
            return refuse(IncludeFinding::Hidden { written: name() });
        }
        if !EXTENSIONS.iter().any(|end| path.ends_with(end)) {
            let problem = Problem::from(IncludeFinding::NoExtension { written: name() });
            let folder = path.trim_end_matches(['/', '*']);
            return Err(match (path.ends_with(['/', '*']), folder.is_empty()) {
                (true, true) => problem.guess(Edit::Value("*.yaml".to_owned())),
                (true, false) => problem.guess(Edit::Value(format!("{folder}/*.yaml"))),
                (false, _) => {
                    let files = problem.guess(Edit::Value(format!("{path}/*.yaml")));
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
        let is_plain = path.len() <= LONGEST
            && path.split('/').all(|name| !name.is_empty())
            && !path.contains(char::is_control);
        match Pattern::new(path) {
            Ok(pattern) if is_plain => Ok(Self {
                written: path.to_owned(),
                pattern,
            }),
            _ => refuse(IncludeFinding::Brackets { written: name() }),
        }
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
        self.pattern.matches_with(path, OPTIONS)
    }

    /// Whether it may name a path in this folder or below it. The folder is given without a `/` at its end; the top is empty.
    pub(crate) fn may_match_below(&self, folder: &str) -> bool {
        let mut names = self.written.split('/');
        // The last name is that of a file.
        names.next_back();
        for folder in folder.split('/').filter(|name| !name.is_empty()) {
            match names.next() {
                Some("**") => return true,
                Some(name) => {
                    let fits = Pattern::new(name).is_ok_and(|it| it.matches_with(folder, OPTIONS));
                    if !fits {
                        return false;
                    }
                }
                None => return false,
            }
        }
        true
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
        ] {
            assert_eq!(names(written, path), is_named, "{written} for {path}");
        }
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
        insta::assert_snapshot!(problem("teams//a.yaml"), @r#"
        `teams//a.yaml` has a pattern that is not understood; in a pattern, `*` is any part of a name, `?` is one character, and `**/` is any folders
        "#);
    }
}
