//! Gives the text to the parser, and stops the parser before it buffers too much.
//!
//! The parser gives nothing of a list or mapping in brackets before it knows whether the brackets are a key ([YAML 1.2.2 §7.4]), so it
//! buffers what is inside, with up to 320 bytes for each token. [`Source`] is the parser's [`Input`]: after [`MOST_TOKENS`] buffered tokens
//! it ends the text. A JSON file is not buffered, because each item of its lists is given as soon as it is complete.
//!
//! [YAML 1.2.2 §7.4]: https://yaml.org/spec/1.2.2/#74-flow-collection-styles

use std::cell::Cell;
use std::rc::Rc;

use saphyr_parser::input::SkipTabs;
use saphyr_parser::{Input, StrInput};

use super::limits::MOST_TOKENS;
use super::surrogates::{self, FIRST, ONE, SECOND};

/// The marker that starts a document. What follows it on its line cannot be a key, so the parser does not keep brackets there.
const START: &str = "---";

/// Returns the number of bytes before the first bracket of a JSON file: spaces, comments and one `---`. For any other file, returns 0.
pub(super) fn before_json(body: &str) -> usize {
    let mut rest = body;
    let mut is_begun = false;
    loop {
        rest = rest.trim_start();
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if !is_begun && let Some(after) = rest.strip_prefix(START) {
            is_begun = true;
            rest = after;
        } else if rest.starts_with(['{', '[']) {
            return body.len() - rest.len();
        } else {
            return 0;
        }
    }
}

/// How many characters the parser looks ahead at the start of a token.
const TOKEN: usize = 4;

/// Counts the tokens that the parser has read and may still buffer.
#[derive(Default)]
pub(super) struct Tokens {
    count: Cell<usize>,
    is_over: Cell<bool>,
}

impl Tokens {
    /// Records that the parser has given all that it had buffered.
    pub(super) fn clear(&self) {
        self.count.set(0);
    }

    /// Whether the parser was stopped.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

/// The rest of the text.
pub(super) struct Source<'a> {
    text: StrInput<'a>,
    /// How many characters of [`START`] are left.
    start: usize,
    /// The text that follows [`START`].
    body: &'a str,
    tokens: Rc<Tokens>,
    /// Digits that the parser reads in place of the next characters, which are half of a surrogate pair.
    digits: Option<[char; 4]>,
    /// Whether the next escape is the second half of a surrogate pair.
    is_half: bool,
}

impl<'a> Source<'a> {
    /// Begins a text. If the text begins with a bracket, the parser is first given [`START`]. Also returns how many characters the parser
    /// therefore counts in addition to those of the text.
    pub(super) fn new(body: &'a str, tokens: Rc<Tokens>) -> (Self, usize) {
        let is_json = body.starts_with(['{', '[']);
        let start = if is_json { START.len() } else { 0 };
        let text = StrInput::new(if is_json { START } else { body });
        let source = Self {
            text,
            start,
            body,
            tokens,
            digits: None,
            is_half: false,
        };
        (source, start)
    }

    /// Gives the parser digits that it can read, if it has skipped `\u` and a surrogate pair is there. The parser skips these two
    /// characters together only in double quotes.
    fn escape(&mut self) {
        if self.is_half {
            self.is_half = false;
            self.digits = Some(SECOND);
        } else {
            let next: String = (0..2 * ONE).map(|at| self.text.peek_nth(at)).collect();
            self.is_half = surrogates::pair(&next).is_some();
            self.digits = self.is_half.then_some(FIRST);
        }
    }

    /// Changes from [`START`] to the text once the parser has skipped all of it.
    fn skipped(&mut self, count: usize) {
        if self.start > 0 {
            self.start = self.start.saturating_sub(count);
            if self.start == 0 {
                self.text = StrInput::new(self.body);
            }
        }
    }
}

impl Input for Source<'_> {
    fn lookahead(&mut self, count: usize) {
        self.text.lookahead(count);
        // The parser also looks ahead like this for each line of a text, but no text that can be published has so many lines.
        if count == TOKEN {
            let tokens = self.tokens.count.get() + 1;
            self.tokens.count.set(tokens);
            if tokens > MOST_TOKENS {
                self.tokens.is_over.set(true);
                // A character at which the parser stops.
                self.text = StrInput::new("\0");
                self.text.lookahead(count);
            }
        }
    }

    fn skip(&mut self) {
        self.text.skip();
        self.skipped(1);
    }

    fn skip_n(&mut self, count: usize) {
        self.digits = None;
        if count == 2 && self.text.next_2_are('\\', 'u') {
            self.escape();
        }
        self.text.skip_n(count);
        self.skipped(count);
    }

    fn buflen(&self) -> usize {
        self.text.buflen()
    }

    fn bufmaxlen(&self) -> usize {
        self.text.bufmaxlen()
    }

    fn raw_read_ch(&mut self) -> char {
        self.text.raw_read_ch()
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.text.raw_read_non_breakz_ch()
    }

    fn peek(&self) -> char {
        self.text.peek()
    }

    fn peek_nth(&self, n: usize) -> char {
        match &self.digits {
            Some(digits) => digits.get(n).copied().unwrap_or_default(),
            None => self.text.peek_nth(n),
        }
    }

    fn peek_opt(&self) -> Option<char> {
        self.text.peek_opt()
    }

    // `StrInput` has faster versions of the following functions.

    fn next_2_are(&self, first: char, second: char) -> bool {
        self.text.next_2_are(first, second)
    }

    fn next_3_are(&self, first: char, second: char, third: char) -> bool {
        self.text.next_3_are(first, second, third)
    }

    fn next_is_document_indicator(&self) -> bool {
        self.text.next_is_document_indicator()
    }

    fn next_is_document_start(&self) -> bool {
        self.text.next_is_document_start()
    }

    fn next_is_document_end(&self) -> bool {
        self.text.next_is_document_end()
    }

    fn skip_ws_to_eol(&mut self, tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        self.text.skip_ws_to_eol(tabs)
    }

    fn skip_while_non_breakz(&mut self) -> usize {
        self.text.skip_while_non_breakz()
    }

    fn skip_while_blank(&mut self) -> usize {
        self.text.skip_while_blank()
    }

    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        self.text.fetch_while_is_alpha(out)
    }

    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        self.text.fetch_while_is_yaml_non_space(out)
    }
}
