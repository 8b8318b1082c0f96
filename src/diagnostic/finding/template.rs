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
    /// A `words.yaml` that is not a mapping.
    NoWords is Template: "expected lines such as `skip_link: Skip to the content`",
        help "docs/reference/words.md lists the names";
    /// A list or a mapping in place of the name of a word.
    WordWithoutName is Template: "expected the name of a word", help "docs/reference/words.md lists the names";
    /// A list or a mapping in place of a text.
    WordIsNoText { name: String } is Template: "expected a text after `{name}:`",
        help "if the text has a colon or begins with a bracket or a brace, write it in quotes";
    /// `skip_lnk`
    MisspeltWord { name: String, nearest: String } is Template: "unknown word `{name}`", help "did you mean `{nearest}`?";
    /// A name that is like no word.
    UnknownWord { name: String } is Template: "unknown word `{name}`", help "docs/reference/words.md lists the names";
    /// A word that has two texts.
    RepeatedWord { name: String } is Template: "`{name}` appears twice in this file", help "remove one of the two";
    /// A text without a placeholder that the English text has.
    MissingPlaceholder { placeholder: String, english: String } is Template: "`{placeholder}` is missing",
        help "the English text is `{english}`; write each of its placeholders in yours";
    /// A text with a placeholder that the English text does not have.
    UnknownPlaceholder { placeholder: String, english: String } is Template: "unknown placeholder `{placeholder}`",
        help "the English text is `{english}`; write its placeholders in yours, and no others";
    /// `{/link}` before `{link}`.
    PairOutOfOrder { name: String } is Template: "`{{/{name}}}` does not close `{{{name}}}`",
        help "write each of the two once, in this order, and close a pair within another one first";
    /// Any other error of a template.
    Other { found: String } is Template: "{found}";
    }
}
