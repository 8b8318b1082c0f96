//! Broken events files as people write them, each with its whole report: `cases/broken/NAME.yaml` and `NAME.txt`.
//!
//! If the mistake needs several files, the case is a folder `cases/broken/NAME` with `events.yaml` and the files that it may include.
//!
//! The first lines of a case are comments that the report is checked against:
//! - `# offends: TEXT`, once for each diagnostic, in order: the first line of the text under the caret. If the caret marks no text, for
//!   example at the end of a line, TEXT is the beginning of the rest of that line, and may be empty. `U+0007` represents that character,
//!   which YAML does not allow even in comments. The comments are in `events.yaml`, and `# offends in PATH: TEXT` is about an included file.
//! - `# now: 2026-02-01T09:30:00Z` before them, to set another current time than this one.
//!
//! An empty file has no room for comments. Its only diagnostic must be at its beginning.
//!
//! After an intended change, `CALFEED_CASES=write cargo test cases` rewrites every `.txt`; review the diff. It does not change the
//! comments, which are a person's judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use calfeed::{
    Context, Diagnostic, Format, Kind, Location, Report, Severity, read, read_with_included,
};

use crate::corpus::{EVENTS, file, folders, included, instant, yaml_files};

const FOLDER: &str = "tests/it/cases/broken";

/// The kinds that only a file of hundreds of kilobytes can cause.
const IN_LARGE_FILES: [Kind; 6] = [
    Kind::LargeFeed,
    Kind::TooMuch,
    Kind::TooLong,
    Kind::TooMany,
    Kind::TooManyMeetings,
    Kind::TooMuchText,
];

struct Case {
    /// `NAME.yaml`, or the name of a folder.
    name: String,
    text: String,
    /// The texts of the files that may be included, by their paths; `None` if the case is one file.
    included: Option<BTreeMap<String, String>>,
    /// Of each `# offends:` line, the path of the included file if there is one, and the text.
    offends: Vec<(Option<String>, String)>,
    report: Report,
    has_calendar: bool,
}

impl Case {
    fn read(path: &str) -> Case {
        let included = file(path).is_dir().then(|| included(path));
        let events = match included {
            Some(_) => format!("{path}/{EVENTS}"),
            None => path.to_owned(),
        };
        let text = fs::read_to_string(file(&events)).unwrap();
        let (mut now, mut offends) = ("2026-02-01T09:30:00Z", Vec::new());
        for line in text.trim_start_matches('\u{feff}').lines() {
            if let Some(moment) = line.strip_prefix("# now: ") {
                now = moment;
            } else if let Some(offending) = line.strip_prefix("# offends") {
                let (path, offending) = offending.split_once(':').unwrap();
                let path = path.strip_prefix(" in ").map(ToOwned::to_owned);
                let offending = offending.strip_prefix(' ').unwrap_or(offending);
                offends.push((path, offending.replace("U+0007", "\u{7}")));
            } else {
                break;
            }
        }
        if text.is_empty() {
            offends.push((None, String::new()));
        }
        let context = Context::new(instant(now));
        let (calendar, report) = match &included {
            None => read(&text, &context),
            Some(files) => {
                let files = files.iter().map(|(path, text)| (&**path, &**text));
                read_with_included(&text, files, &context)
            }
        };
        Case {
            name: path.rsplit('/').next().unwrap().to_owned(),
            text,
            included,
            offends,
            report,
            has_calendar: calendar.is_some(),
        }
    }

    /// Returns the report, as people see it.
    fn shown(&self) -> String {
        let name = match self.included {
            Some(_) => EVENTS,
            None => &self.name,
        };
        self.report.render(Format::Human(false), name, &self.text)
    }

    /// Returns the path of the expected report.
    fn beside(&self) -> String {
        format!("{FOLDER}/{}.txt", self.name.trim_end_matches(".yaml"))
    }

    /// Returns the differences from the expected report, one a line.
    fn faults(&self) -> String {
        let mut faults = String::new();
        let found = self.report.diagnostics();
        if found.len() != self.offends.len() {
            let wanted = self.offends.len();
            writeln!(faults, "{} diagnostics, not {wanted}", found.len()).unwrap();
        }
        if self.report.has_errors() == self.has_calendar {
            faults += "a calendar and errors, or neither\n";
        }
        for (diagnostic, (path, offending)) in found.iter().zip(&self.offends) {
            let is_in = self.report.path_of_file(diagnostic);
            let text = match is_in {
                Some(path) => &self.included.as_ref().unwrap()[path],
                None => &self.text,
            };
            if is_in != path.as_deref() {
                writeln!(faults, "{}: is in {is_in:?}", diagnostic.name()).unwrap();
            } else if let Err(fault) = stands_at(diagnostic, text, offending) {
                writeln!(faults, "{}: {fault}", diagnostic.name()).unwrap();
            }
        }
        faults
    }
}

fn stands_at(diagnostic: &Diagnostic, text: &str, offending: &str) -> Result<(), String> {
    let at = diagnostic.location().ok_or("it stands nowhere")?;
    let under = text.get(at.bytes.clone()).ok_or("no characters")?;
    let (what, there) = if under.is_empty() {
        ("in front of", text[at.bytes.start..].lines().next())
    } else {
        ("under", under.lines().next())
    };
    let there = there.unwrap_or_default();
    let is_there = if under.is_empty() && !offending.is_empty() {
        there.starts_with(offending)
    } else {
        there == offending
    };
    if !is_there {
        return Err(format!("the caret is {what} `{there}`, not `{offending}`"));
    }
    let begins = position(text, at.bytes.start);
    let ends = position(text, at.bytes.end);
    if (begins, ends) != ((at.line, at.column), (at.end_line, at.end_column)) {
        return Err(format!("{at:?}, but {begins:?} to {ends:?}"));
    }
    Ok(())
}

/// Returns the line and column of a byte, as in [`Location`].
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text[..byte].trim_start_matches('\u{feff}');
    let line = before.matches('\n').count() + 1;
    let within = before.rsplit('\n').next().unwrap_or_default();
    (line, within.chars().count() + 1)
}

fn cases() -> Vec<Case> {
    let paths = yaml_files(FOLDER).into_iter().chain(folders(FOLDER));
    paths.map(|path| Case::read(&path)).collect()
}

#[test]
fn every_broken_file_is_reported_as_beside_it_with_the_caret_where_the_mistake_is() {
    let writes = std::env::var_os("CALFEED_CASES").is_some_and(|value| value == "write");
    let mut faults = String::new();
    for case in cases() {
        let path = file(&case.beside());
        if writes {
            fs::write(&path, case.shown()).unwrap();
        }
        let wanted = fs::read_to_string(&path).unwrap_or_default();
        let mut found = case.faults();
        if wanted != case.shown() {
            write!(found, "wanted:\n{wanted}found:\n{}", case.shown()).unwrap();
        }
        if !found.is_empty() {
            write!(faults, "{}\n{found}\n", case.name).unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_report_has_its_file() {
    let cases: BTreeSet<String> = cases().iter().map(Case::beside).collect();
    for entry in fs::read_dir(file(FOLDER)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_case = name.ends_with(".yaml") || file(&format!("{FOLDER}/{name}")).is_dir();
        let known = is_case || cases.contains(&format!("{FOLDER}/{name}"));
        assert!(known, "{name} has no case beside it");
    }
}

#[test]
fn there_are_as_many_cases_as_were_promised() {
    assert!(cases().len() >= 120);
}

#[test]
fn every_kind_of_diagnostic_has_a_case() {
    let cases = cases();
    let shown: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| case.report.diagnostics())
        .map(Diagnostic::name)
        .collect();
    let missing: Vec<_> = Kind::ALL
        .iter()
        .filter(|kind| !shown.contains(kind.name()) && !IN_LARGE_FILES.contains(kind))
        // `Template` is not about events files, and `DateWithdrawn` needs two versions of a file.
        .filter(|kind| !matches!(kind, Kind::Template | Kind::DateWithdrawn))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_a_warning_is_always_one() {
    for case in cases() {
        for found in case.report.diagnostics() {
            let is_warning = Kind::WARNINGS
                .iter()
                .any(|kind| kind.name() == found.name());
            let severity = if is_warning {
                Severity::Warning
            } else {
                Severity::Error
            };
            assert_eq!(
                found.severity(),
                severity,
                "{}: {}",
                case.name,
                found.name()
            );
        }
    }
}

#[test]
fn ten_unrelated_mistakes_are_reported_in_the_order_of_the_file() {
    let case = Case::read(&format!("{FOLDER}/ten-unrelated-mistakes.yaml"));
    let found = case.report.diagnostics();
    let kinds: BTreeSet<&str> = found.iter().map(Diagnostic::name).collect();
    let starts: Vec<usize> = found
        .iter()
        .filter_map(Diagnostic::location)
        .map(|at: &Location| at.bytes.start)
        .collect();
    assert_eq!(starts.len(), 10);
    assert!(starts.is_sorted());
    assert!(kinds.len() >= 8, "{kinds:?}");
}
