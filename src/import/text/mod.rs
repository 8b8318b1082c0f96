//! Turns texts from elsewhere into texts of an events file.
//!
//! `markdown` writes plain text as Markdown that shows as the same text. `html` turns HTML into Markdown. `call` finds the link of a video call,
//! and takes out the text that programs add for it, with its passcodes. `own` takes apart a DESCRIPTION that calfeed has written. `line` makes
//! titles and places. Nothing here fails, and all of it takes time in proportion to the text.

mod call;
mod html;
mod line;
mod markdown;
mod own;

pub(super) use call::{Given, Held, call, public_line};
pub(super) use html::{from_html, looks_like_html};
pub(super) use line::{
    CONTACT_IS_PERSONAL, contact, location, tag, title, without_cancelled, without_mark,
};
pub(super) use markdown::{is_within_limit, to_markdown};
pub(super) use own::{Known, own, own_location, own_title};
