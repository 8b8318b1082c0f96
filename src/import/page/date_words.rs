//! Reads the words of a date from the beginning of some tokens: the weekday, the day, the month and the year.
//!
//! Each function returns what it read and the tokens after it.

use chrono::Weekday;

use super::token::{Kind, Token};

/// What was read, and the tokens after it.
pub(super) type Read<'t, T> = Option<(T, &'t [Token])>;

pub(super) fn is_range(token: &Token) -> bool {
    matches!(token.kind, Kind::Dash | Kind::To)
}

/// Leaves out `the`, `of`, `on` and commas.
pub(super) fn skip(all: &[Token]) -> &[Token] {
    let is_filler = |token: &Token| matches!(token.kind, Kind::Filler | Kind::Comma);
    let count = all
        .iter()
        .take(2)
        .take_while(|token| is_filler(token))
        .count();
    all.get(count..).unwrap_or_default()
}

pub(super) fn weekday(all: &[Token]) -> (Option<Weekday>, &[Token]) {
    match all {
        [token, rest @ ..] => match token.kind {
            Kind::Weekday(weekday) => (Some(weekday), skip_dash(skip(rest))),
            _ => (None, all),
        },
        [] => (None, all),
    }
}

/// Leaves out the dash of `Thursday - 26 March`.
fn skip_dash(all: &[Token]) -> &[Token] {
    match all {
        [token, rest @ ..] if token.kind == Kind::Dash => rest,
        _ => all,
    }
}

pub(super) fn number(all: &[Token]) -> Read<'_, u32> {
    match all {
        [token, rest @ ..] => match token.kind {
            Kind::Number(number) if (1..=31).contains(&number) => Some((number, rest)),
            _ => None,
        },
        [] => None,
    }
}

/// Reads a month that is no word of a sentence.
pub(super) fn month(all: &[Token]) -> Read<'_, u32> {
    match all {
        [token, rest @ ..] => match token.kind {
            Kind::Month(month, false) => Some((month, without_dot(rest, token))),
            _ => None,
        },
        [] => None,
    }
}

/// Reads the month after a day: `of March`, `-Mar-`, `March`. Says whether it can be a word of a sentence.
pub(super) fn month_after(all: &[Token], end: usize) -> Option<(u32, &[Token], bool)> {
    let rest = match all {
        [mark, rest @ ..] => match mark.kind {
            Kind::Filler => rest,
            Kind::Dash if mark.range.start == end => rest,
            _ => all,
        },
        [] => all,
    };
    match rest {
        [token, rest @ ..] => match token.kind {
            Kind::Month(month, is_word) => Some((month, without_dot(rest, token), is_word)),
            _ => None,
        },
        [] => None,
    }
}

/// Leaves out the full stop of `Mar.`
fn without_dot<'t>(all: &'t [Token], month: &Token) -> &'t [Token] {
    match all {
        [dot, rest @ ..]
            if dot.kind == Kind::Comma
                && dot.range.start == month.range.end
                && matches!(
                    rest.first().map(|token| token.kind),
                    Some(Kind::Year(_) | Kind::Number(_))
                ) =>
        {
            rest
        }
        _ => all,
    }
}

/// Reads a year after a comma, a dash without spaces, or nothing.
pub(super) fn year(all: &[Token]) -> (Option<i32>, &[Token]) {
    let (mark, rest) = match all {
        [mark, rest @ ..] if matches!(mark.kind, Kind::Comma | Kind::Dash | Kind::Filler) => {
            (Some(mark), rest)
        }
        _ => (None, all),
    };
    match rest {
        [token, rest @ ..] => match token.kind {
            Kind::Year(year) => {
                let is_joined = mark.is_none_or(|mark| {
                    mark.kind != Kind::Dash || mark.range.end == token.range.start
                });
                if is_joined {
                    (Some(year), rest)
                } else {
                    (None, all)
                }
            }
            _ => (None, all),
        },
        [] => (None, all),
    }
}
