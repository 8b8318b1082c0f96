//! Writes texts in each style of YAML: plain, with quotes, on several lines, and as blocks.

use super::writer::Writer;

/// Words that some version of YAML takes for something other than a text.
const OTHER_TYPES: [&str; 13] = [
    "yes", "no", "on", "off", "y", "n", "true", "false", "null", "~", "none", ".inf", ".nan",
];

/// Whether a text needs no quotes, for every reader of YAML.
pub(crate) fn is_plain(text: &str, is_in_brackets: bool) -> bool {
    let is_word = |c: char| c.is_alphabetic() || c.is_ascii_digit();
    let is_fine = |c: char| is_word(c) || " '()&./-".contains(c) || c == ',' && !is_in_brackets;
    text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(is_fine)
        && !text.ends_with(' ')
        && !OTHER_TYPES.contains(&text.to_lowercase().as_str())
}

/// Returns a text in double quotes, as in JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

impl Writer<'_> {
    /// Writes the text of a key whose mapping has this indentation, to the end of its last line.
    pub(super) fn text(&mut self, indent: usize, text: &str) {
        let form = self.dice.below(100);
        let has_lines = text.contains('\n');
        let words: Vec<&str> = text.split(' ').collect();
        let can_wrap = !has_lines && words.len() > 2 && words.iter().all(|it| !it.is_empty());
        let plain = is_plain(text, false);
        if form < 8 && !has_lines || has_lines && form < 80 {
            self.literal(indent, text);
        } else if form < 14 && can_wrap {
            self.wrapped(indent, ">-", &words);
        } else if form < 20 && can_wrap && plain {
            self.wrapped(indent, "", &words);
        } else {
            self.text_in_line(text, false);
            self.line_end();
        }
    }

    /// Writes a text within its line.
    pub(super) fn text_in_line(&mut self, text: &str, is_in_brackets: bool) {
        let prefers_quotes = self.dice.percent(self.style.quotes);
        if is_plain(text, is_in_brackets) && !prefers_quotes && !self.style.is_json {
            self.out.push_str(text);
            self.plain.insert(self.path.clone());
        } else if self.dice.percent(40) && !text.contains('\n') && !self.style.is_json {
            let doubled = text.replace('\'', "''");
            self.out.extend(["'", &doubled, "'"]);
        } else {
            self.out.push_str(&quoted(text));
        }
    }

    /// Writes a text below `|`.
    fn literal(&mut self, indent: usize, text: &str) {
        let ends = text.len() - text.trim_end_matches('\n').len();
        let mark = match ends {
            0 => "|-",
            1 => "|",
            _ => "|+",
        };
        self.out.push_str(mark);
        self.line_end();
        let indent = indent + self.dice.between(1, self.style.step.max(2));
        for line in text.trim_end_matches('\n').split('\n') {
            if !line.is_empty() {
                self.indent(indent);
            }
            self.out.extend([line, "\n"]);
        }
        self.out
            .extend(std::iter::repeat_n('\n', ends.saturating_sub(1)));
        self.after_scalar = Some((indent, ends > 1));
    }

    /// Writes words on two lines, below `>-` or without quotes.
    fn wrapped(&mut self, indent: usize, mark: &str, words: &[&str]) {
        let indent = indent + self.dice.between(1, self.style.step.max(2));
        if !mark.is_empty() {
            self.out.push_str(mark);
            self.line_end();
            self.indent(indent);
            self.after_scalar = Some((indent, false));
        }
        let (first, second) = words.split_at(words.len() / 2);
        self.out.extend([&first.join(" "), "\n"]);
        self.indent(indent);
        self.out.push_str(&second.join(" "));
        if mark.is_empty() {
            self.line_end();
        } else {
            self.out.push('\n');
        }
    }
}

#[test]
fn a_word_that_older_yaml_takes_for_a_number_or_a_truth_value_is_not_plain() {
    for text in super::dice::TRAPS {
        assert!(!is_plain(text, false), "{text}");
    }
    for text in super::dice::PLAIN {
        assert_eq!(is_plain(text, true), !text.contains(','), "{text}");
    }
}
