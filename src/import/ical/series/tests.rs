//! Each trap of real calendars, with the whole entries that it becomes.

mod dates;
mod off;
mod overrides;
mod own;
mod times;
