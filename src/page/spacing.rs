//! Markdown without the empty lines that templates leave where a part is missing.
//!
//! [`single_spaced`] takes the Markdown that a template has rendered. It knows code blocks and line breaks of Markdown, and nothing else of it.

/// The two spaces that break a line within a Markdown paragraph.
const HARD_BREAK: &str = "  ";

/// Collapses the runs of empty lines that templates leave where a part is missing. Code blocks are unchanged, and so are two spaces that
/// break a line. Every line ends with a newline.
pub(super) fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 1);
    let mut was_empty = false;
    // The number of backticks that opened the current code block.
    let mut fence: Option<usize> = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let inner = line
            .trim_start_matches([' ', '>', '-', '*', '.'])
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let inner = inner.trim_start_matches([' ', '.']);
        let rest = inner.trim_start_matches('`');
        let ticks = inner.len() - rest.len();
        let was_in_code = fence.is_some();
        fence = match fence {
            Some(least) if ticks >= least && rest.trim().is_empty() => None,
            None if ticks >= 3 && !rest.contains('`') => Some(ticks),
            fence => fence,
        };
        let is_code = was_in_code || fence.is_some();
        let goes_on = lines.peek().is_some_and(|next| !next.trim().is_empty());
        let is_break = line.ends_with(HARD_BREAK) && goes_on;
        let line = if is_code { line } else { line.trim_end() };
        let is_second = line.is_empty() && was_empty;
        if is_code || !is_second {
            spaced.push_str(line);
            if is_break && !is_code && !line.is_empty() {
                spaced.push_str(HARD_BREAK);
            }
            spaced.push('\n');
            was_empty = line.is_empty();
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_are_one_except_in_code() {
        assert_eq!(
            single_spaced("A\n\n\n\nB \n```\nC\n\n\nD \n```\n\n\nE"),
            "A\n\nB\n```\nC\n\n\nD \n```\n\nE\n"
        );
    }

    #[test]
    fn two_spaces_break_a_line_only_before_another() {
        assert_eq!(single_spaced("A  \nB  \n\nC  "), "A  \nB\n\nC\n");
    }
}
