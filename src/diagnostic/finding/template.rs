//! A user's own templates.
//!
//! In: the data of what was found. Out: its kind, its message and its help. Guaranteed: every sentence about it is in this table.
//! Absent: the rules that find it.

findings! {
    /// A user's own templates. What the engine found is in its own words.
    TemplateFinding in Template {
    /// A name that templates do not see.
    UndefinedName { found: String } is Template: "{found}",
        help "docs/reference/templates.md lists everything that a template sees; test for it first with `{{% if … %}}`";
    /// A template that is not there.
    NotFound { found: String } is Template: "{found}",
        help "docs/reference/templates.md lists the names of our templates; one of your own must be in the same folder";
    /// A template that takes too long.
    OutOfFuel { found: String } is Template: "{found}", help "look for a loop that continues for too long";
    /// Anything else.
    Other { found: String } is Template: "{found}";
    }
}
