//! The code that the fuzz targets run: the same checks and the same strict reader as the plain tests, which replay the seeds.

pub mod checks;
#[path = "../../tests/it/content.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
mod content;
pub mod edits;
pub mod import;
pub mod issue;
