//! The laws of an edit, checked on generated pairs of files and requests.
//!
//! 1. Bytes outside of the lines of the event stay, and so does every comment outside of what is removed.
//! 2. The values differ by the request and by nothing else, as two readers of YAML find that are not the engine's.
//! 3. The inverse request restores the file byte for byte.
//! 4. Nothing panics; an accepted edit has no error, and a refused one says why.
//!
//! `CALFEED_EDITS=100000 cargo test --test it -- edits::` checks that many pairs, and `CALFEED_EDITS_FROM` is the number of the first one. A
//! failure prints its number.

mod community;
mod details;
mod dice;
mod flow;
mod judge;
mod laws;
mod node;
mod other_judge;
mod requests;
mod scalars;
mod writer;

use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calfeed::{Context, Edit, Refusal, Request, edit, edit_with_included, read_with_included};
use community::{Community, Event, community};
use dice::Dice;
use requests::{KINDS, inverse, kind, request};
use writer::{Written, write};

use crate::corpus::instant;

/// The pairs of a run without `CALFEED_EDITS`.
const PAIRS: u64 = 2100;

/// How many pairs are made of each generated file.
const PAIRS_OF_FILE: usize = 3;

/// The least share of pairs that are accepted, in percent, by the kind of the request: with fewer, the laws would be checked on too little.
const ACCEPTED: [usize; KINDS.len()] = [55, 45, 75, 55, 65, 40, 65, 75, 75, 35, 60];

fn context() -> Context {
    Context::new(instant("2026-02-01T09:30:00Z"))
}

/// A generated file with those that it includes, as they are written.
pub(crate) struct Files {
    community: Community,
    written: Vec<Written>,
    /// The errors of the files before the edit.
    errors: Vec<String>,
}

impl Files {
    fn new(dice: &mut Dice) -> Self {
        let is_json = dice.percent(8);
        let community = community(dice, is_json);
        let files = community.files.iter();
        let written = files
            .map(|contents| write(dice, contents, is_json))
            .collect();
        let mut files = Self {
            community,
            written,
            errors: Vec::new(),
        };
        files.errors = files.errors(&files.texts());
        files
    }

    /// The texts of all files in order.
    fn texts(&self) -> Vec<&str> {
        self.written.iter().map(|it| it.text.as_str()).collect()
    }

    fn edit(&self, texts: &[&str], request: &Request) -> Result<Edit, Refusal> {
        let context = context();
        if texts.len() == 1 {
            return edit(texts[0], request, &context);
        }
        edit_with_included(texts[0], self.included(texts), request, &context)
    }

    fn included<'a>(&self, texts: &[&'a str]) -> Vec<(&'static str, &'a str)> {
        let files = self.written.iter().zip(texts).skip(1);
        files.map(|(file, text)| (file.path, *text)).collect()
    }

    /// Returns the errors of the files with these texts.
    fn errors(&self, texts: &[&str]) -> Vec<String> {
        let included = self.included(texts);
        let (_, report) = read_with_included(texts[0], included, &context());
        let found = report.diagnostics().iter();
        let errors = found.filter(|it| it.severity() == calfeed::Severity::Error);
        errors
            .map(|it| format!("{}: {}", it.path(), it.message()))
            .collect()
    }

    fn shown(&self) -> String {
        let files = self.written.iter();
        let files: Vec<String> = files
            .map(|it| format!("=== {}\n{}", it.path, it.text))
            .collect();
        files.join("\n")
    }
}

/// What became of the pairs, by the kind of the request.
#[derive(Default)]
struct Tally {
    accepted: [usize; KINDS.len()],
    refused: [usize; KINDS.len()],
    inverted: usize,
    /// How often the other judge makes the same edit, and how often its result is another.
    same: usize,
    other: usize,
    why: BTreeMap<String, usize>,
}

/// Checks the laws on the pairs of one generated file.
fn check(number: u64, tally: &mut Tally) -> Result<(), String> {
    let mut dice = Dice::new(number);
    let files = Files::new(&mut dice);
    let errors = &files.errors;
    if errors.iter().any(|it| !it.contains("`colour`")) {
        return Err(format!(
            "the generated file is not valid: {errors:#?}\n{}",
            files.shown()
        ));
    }
    let events: Vec<(usize, usize)> = (0..files.written.len())
        .flat_map(|file| (0..files.written[file].events.len()).map(move |event| (file, event)))
        .collect();
    let paths: Vec<&'static str> = files.written.iter().map(|it| it.path).collect();
    for _ in 0..PAIRS_OF_FILE {
        let Some(&(file, event)) = events.get(dice.below(events.len().max(1))) else {
            return Ok(());
        };
        let event = &files.community.files[file].events[event];
        let request = request(&mut dice, event, &paths);
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            pair(&files, file, event, &request, tally)
        }));
        outcome
            .unwrap_or_else(|_| Err("a panic".to_owned()))
            .map_err(|law| format!("{law}\n{request:?}\n{}", files.shown()))?;
    }
    Ok(())
}

/// Checks the laws on one pair.
fn pair(
    files: &Files,
    file: usize,
    event: &Event,
    request: &Request,
    tally: &mut Tally,
) -> Result<(), String> {
    let texts = files.texts();
    let edit = match files.edit(&texts, request) {
        Ok(edit) => edit,
        Err(refusal) => {
            tally.refused[kind(request)] += 1;
            let said = refusal.to_string();
            *tally
                .why
                .entry(format!("{}: {said}", KINDS[kind(request)]))
                .or_default() += 1;
            let is_said =
                !said.trim().is_empty() && refusal.by_hand().is_none_or(|it| !it.trim().is_empty());
            return if is_said {
                Ok(())
            } else {
                Err("law 4: a refusal without words".to_owned())
            };
        }
    };
    tally.accepted[kind(request)] += 1;
    let changed = changed_file(files, &edit)?;
    if changed != file && !matches!(request, Request::Add(_)) {
        return Err(format!("law 1: another file changes: {:?}", edit.file));
    }
    let fail = |law: String| format!("{law}\n--- the new text:\n{}", edit.text);
    let mut after = texts.clone();
    after[changed] = &edit.text;
    let errors = files.errors(&after);
    if errors != files.errors || edit.after.is_some() != errors.is_empty() {
        return Err(fail(format!(
            "law 4: an accepted edit has errors: {errors:#?}"
        )));
    }
    laws::bytes(
        &files.written[changed],
        event,
        &files.community.files[changed],
        request,
        &edit,
    )
    .map_err(fail)?;
    laws::values(texts[changed], event, request, &edit).map_err(fail)?;
    match other_judge::same(texts[changed], request, &edit.text) {
        Some(true) => tally.same += 1,
        Some(false) => tally.other += 1,
        None => {}
    }
    let index = files.community.files[file]
        .events
        .iter()
        .position(|it| it.id == event.id);
    let range = files.written[file].events[index.unwrap()].clone();
    let written = (&texts[file][range], &files.written[file].plain);
    let Some(back) = inverse(request, event, written, &edit.id) else {
        return Ok(());
    };
    tally.inverted += 1;
    let restored = files.edit(&after, &back);
    let restored = restored.map_err(|it| fail(format!("law 3: {back:?} is refused: {it}")))?;
    if restored.text != texts[changed] {
        return Err(fail(format!("law 3: {back:?} gives\n{}", restored.text)));
    }
    Ok(())
}

/// Returns the index of the file that an edit changes.
fn changed_file(files: &Files, edit: &Edit) -> Result<usize, String> {
    let path = edit.file.as_deref().unwrap_or_default();
    let found = files.written.iter().position(|it| it.path == path);
    found.ok_or_else(|| format!("law 1: an unknown file changes: {path}"))
}

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |it| it.parse().expect(name))
}

impl Tally {
    /// Adds what another thread has counted.
    fn add(&mut self, other: Self) {
        for (own, other) in self.accepted.iter_mut().zip(other.accepted) {
            *own += other;
        }
        for (own, other) in self.refused.iter_mut().zip(other.refused) {
            *own += other;
        }
        self.inverted += other.inverted;
        self.same += other.same;
        self.other += other.other;
        for (why, times) in other.why {
            *self.why.entry(why).or_default() += times;
        }
    }

    /// Checks that enough was accepted to check the laws on.
    fn is_enough(&self) {
        for (index, name) in KINDS.iter().enumerate() {
            let (accepted, refused) = (self.accepted[index], self.refused[index]);
            let wanted = (accepted + refused) * ACCEPTED[index];
            assert!(accepted * 100 >= wanted, "too few are accepted: {name}");
        }
        let accepted: usize = self.accepted.iter().sum();
        assert!(self.inverted * 100 >= accepted * 40, "too few inverses");
        // Some results of the other judge cannot be read.
        let judged = self.same + self.other;
        assert!(
            self.same * 100 >= judged * 90,
            "too few results of the other judge"
        );
    }
}

/// Checks every so many generated files. Returns what it counted, and each law that is broken, up to so many.
fn run(numbers: impl Iterator<Item = u64>, most: usize) -> (Tally, Vec<String>) {
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for number in numbers {
        if let Err(law) = check(number, &mut tally) {
            failures.push(format!("CALFEED_EDITS_FROM={number}: {law}"));
        }
        if failures.len() >= most {
            break;
        }
    }
    (tally, failures)
}

#[test]
fn an_edit_changes_what_was_asked_and_nothing_else() {
    let pairs = number("CALFEED_EDITS", PAIRS);
    let from = number("CALFEED_EDITS_FROM", 0);
    let most = usize::try_from(number("CALFEED_EDITS_FAILURES", 1)).unwrap();
    let end = from + pairs.div_ceil(PAIRS_OF_FILE as u64);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    std::thread::scope(|scope| {
        let runs: Vec<_> = (from..end)
            .take(threads)
            .map(|first| scope.spawn(move || run((first..end).step_by(threads), most)))
            .collect();
        for it in runs {
            let (counted, found) = it.join().unwrap();
            tally.add(counted);
            failures.extend(found);
        }
    });
    for (index, name) in KINDS.iter().enumerate() {
        let (accepted, refused) = (tally.accepted[index], tally.refused[index]);
        println!("{name}: {accepted} accepted, {refused} refused");
    }
    let Tally {
        inverted,
        same,
        other,
        ..
    } = &tally;
    println!("{inverted} inverted; the other judge: {same} the same, {other} not");
    for (why, times) in &tally.why {
        println!("{times} {why}");
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    // A few pairs show nothing.
    if pairs >= PAIRS {
        tally.is_enough();
    }
}
