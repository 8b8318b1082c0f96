//! Turns texts from elsewhere into texts of an events file.

/// Writes plain text as Markdown that shows as the same text.
pub(super) fn to_markdown(plain: &str) -> String {
    plain.to_owned()
}
