//! Reads a filled-in issue form.
