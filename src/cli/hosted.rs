//! What a static host needs beside the published files: its file of headers, and `.nojekyll`.
//!
//! Netlify and Cloudflare read `_headers`, in the same format: a pattern of paths, and below it the headers of their responses. [`Hosted`] adds
//! that file to a publication, so that a build lists it, replaces it and removes it like every other. The headers are those that `serve`
//! sends, except the validators and the caching: both hosts have their own, and forget what they cached when new files arrive. Each header
//! occurs once among the patterns that a path matches, because the hosts join two values with a comma.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::ValueEnum;

use super::write_error::WriteError;
use crate::server::respond::CONTENT_SECURITY_POLICY;
use crate::{Publication, Report, Resource};

/// The path of the file of headers. Neither host publishes it, and no calendar can have it.
pub(super) const HEADERS: &str = "/_headers";

/// GitHub Pages leaves out files whose names begin with `_` or a dot, unless this file is there.
const NO_JEKYLL: &str = ".nojekyll";

/// When the bytes of [`Host::headers`] last changed. It has no other date, because it does not depend on the calendar.
const CHANGED: DateTime<Utc> =
    DateTime::from_timestamp(1_796_024_400, 0).expect("2026-11-30, in the morning");

/// A host that reads a file of headers.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Host {
    /// Netlify
    Netlify,
    /// Cloudflare Pages
    Cloudflare,
}

impl Host {
    /// Returns the file of headers.
    fn headers(self) -> String {
        // Both hosts read the same format. In it, `*` matches any text, including slashes.
        let (Self::Netlify | Self::Cloudflare) = self;
        format!(
            "# Written by calfeed. The headers are those of `calfeed serve`.\n\
             /*\n  \
             Access-Control-Allow-Origin: *\n  \
             X-Content-Type-Options: nosniff\n  \
             Content-Security-Policy: {CONTENT_SECURITY_POLICY}\n  \
             Referrer-Policy: no-referrer\n\
             /*.ics\n  \
             Content-Type: text/calendar; charset=utf-8\n\
             /events/*.ics\n  \
             Content-Disposition: attachment\n\
             /*.md\n  \
             Content-Type: text/markdown; charset=utf-8\n\
             /feed.xml\n  \
             Content-Type: application/atom+xml; charset=utf-8\n"
        )
    }
}

/// A publication with the file of headers of a host.
pub(super) struct Hosted<'a> {
    publication: &'a dyn Publication,
    headers: Option<Resource>,
}

impl<'a> Hosted<'a> {
    /// Adds the file of headers of this host, if there is one.
    pub(super) fn new(publication: &'a dyn Publication, host: Option<Host>) -> Self {
        let headers = host.map(|host| {
            let text = host.headers();
            Resource::new(
                "text/plain; charset=utf-8",
                text,
                CHANGED,
                None,
                Duration::ZERO,
            )
        });
        Self {
            publication,
            headers,
        }
    }
}

impl Publication for Hosted<'_> {
    fn paths(&self) -> BTreeSet<String> {
        let mut paths = self.publication.paths();
        if self.headers.is_some() {
            paths.insert(HEADERS.to_owned());
        }
        paths
    }

    fn each(
        &self,
        take: &mut dyn FnMut(String, Resource) -> ControlFlow<()>,
    ) -> Result<(), Report> {
        if let Some(headers) = &self.headers
            && take(HEADERS.to_owned(), headers.clone()).is_break()
        {
            return Ok(());
        }
        self.publication.each(take)
    }
}

/// Creates an empty `.nojekyll` in a folder, unless something of that name is there. It is not in the list of a build: any file of the
/// name does the same, so a build never has to replace or remove one, and the one of a person stays theirs.
pub(super) fn keep_jekyll_away(dir: &Path) -> Result<(), WriteError> {
    let path = dir.join(NO_JEKYLL);
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(WriteError::os("create", &path, error))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_of_the_file_is_in_two_patterns_that_match_one_path() {
        let text = Host::Netlify.headers();
        let mut pattern = "";
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix("  ") {
                None => pattern = line,
                Some(header) => seen.push((header.split(':').next().unwrap(), pattern)),
            }
        }
        seen.sort_unstable();
        assert_eq!(
            seen,
            [
                ("Access-Control-Allow-Origin", "/*"),
                ("Content-Disposition", "/events/*.ics"),
                ("Content-Security-Policy", "/*"),
                ("Content-Type", "/*.ics"),
                ("Content-Type", "/*.md"),
                ("Content-Type", "/feed.xml"),
                ("Referrer-Policy", "/*"),
                ("X-Content-Type-Options", "/*"),
            ]
        );
    }
}
