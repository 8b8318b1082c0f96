//! Findings about a user's own templates.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::page`] finds them. The template
//! engine makes the messages.

findings! {
    /// A user's own templates. What the engine found is in its own words.
    TemplateFinding in Template {
    /// A name that does not exist in templates.
    UndefinedName { found: String } is Template: "{found}",
        help "docs/reference/templates.md lists everything that a template sees; test for it first with `{{% if … %}}`";
    /// A template that is not there.
    NotFound { found: String } is Template: "{found}",
        help "docs/reference/templates.md lists the names of our templates; one of your own must be in the same folder";
    /// A template that takes too long.
    OutOfFuel { found: String } is Template: "{found}", help "look for a loop that continues for too long";
    /// A page of the user at an address of the site.
    PageTaken { page: String, what: &'static str } is Template: "the page would be at `/{page}/`, which is {what}",
        help "rename the file; if another template is to include it, name it there";
    /// Any other error of a template.
    Other { found: String } is Template: "{found}";
    }
}
