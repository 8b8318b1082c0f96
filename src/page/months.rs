//! The pages of months and of past years.
//!
//! A month has a page from the current one on, if something takes place in it. A page that was published before stays at its address: once
//! the month is over it points to the page of the year. [`super::agenda`] has the meetings by date, and `list.rs` the past ones.

use chrono::Datelike;
use minijinja::context;

use super::list::ListLines;
use super::{Page, ROOM_OF_LINE};
use crate::diagnostic::Report;
use crate::route::Route;
use crate::span::Month;

impl Page {
    /// Renders the page of a month.
    pub(super) fn month(&self, month: Month) -> Result<String, Report> {
        if self.is_former(month) {
            return self.former_month(month);
        }
        let data = context! {
            feeds => self.own_feed(),
            month => self.agenda.month(&self.view, month),
            json_ld => (),
            ..self.shared(Route::Month(month))
        };
        let room = self.agenda.lines_of(month) * ROOM_OF_LINE;
        self.templates.render_long("month.html", data, room)
    }

    /// Renders the page of a month that is over, which points to the page of its year, or that has nothing any more.
    fn former_month(&self, month: Month) -> Result<String, Report> {
        let is_over = month < Month::of(self.view.today);
        let mut years = self.past.iter().map(|(year, _)| *year);
        let year = years.find(|year| is_over && *year == month.first().year());
        let data = context! {
            feeds => self.own_feed(),
            month => self.agenda.month(&self.view, month),
            year => year.map(|year| context! { name => year.to_string(), page => Route::Past(year).below() }),
            json_ld => (),
            ..self.shared(Route::Month(month))
        };
        self.templates.render("month-over.html", data)
    }

    /// Renders the page of a past year, with links to the years before and after it that have a page.
    pub(super) fn past(&self, year: i32) -> Result<String, Report> {
        let at = self.past.iter().position(|(it, _)| *it == year);
        let at = at.unwrap_or(self.past.len());
        let (_, lines) = self.past.get(at).cloned().unwrap_or_default();
        let link = |at: Option<usize>| {
            let (year, _) = self.past.get(at?)?;
            Some(context! { name => year.to_string(), page => Route::Past(*year).below() })
        };
        let data = context! {
            feeds => self.own_feed(),
            year => context! {
                year,
                items => ListLines::value(&self.view, lines),
                previous => link(at.checked_add(1)),
                next => link(at.checked_sub(1)),
            },
            json_ld => (),
            ..self.shared(Route::Past(year))
        };
        self.templates.render("past.html", data)
    }
}
