//! Shows an editor the version that they have just saved, before it is published.
//!
//! Each page of HTML gets a panel with what is wrong with the newest version, and a script that waits for the next [`State`] and loads the page
//! again. The bytes of everything else stay as they are. The script and the stylesheet come from paths that no calendar can publish, so the
//! Content-Security-Policy of the pages allows them unchanged. Nothing is cached, and no other origin may read a response: a draft is not public.

mod panel;

use std::time::Duration;

use chrono::{DateTime, Utc};
use hyper::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use tokio::sync::watch;
use tokio::time::sleep;

use super::published::State;
use super::respond::{self, NOT_FOUND_PAGE, Reply};
use super::{Role, Server, stopped};
use crate::site::Resource;
use panel::Panel;

const SCRIPT: (&str, &str) = ("/_preview/script.js", include_str!("preview/script.js"));
const STYLE: (&str, &str) = ("/_preview/style.css", include_str!("preview/style.css"));

/// The path that tells the script of a page when there is something new. Its query is the token of the state that the page shows.
const NEXT: &str = "/_preview/next";

/// How long a request to [`NEXT`] may wait. The script then sends another one.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

const SAME_ORIGIN: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The preview of a server.
#[derive(Debug)]
pub(super) struct Preview {
    /// When the process started, so that a page of an earlier process is loaded again.
    started: i64,
}

impl Server {
    /// Shows what is wrong with the newest version above each page, and loads the pages in a browser again when there is another one. The
    /// server then responds only to requests for this machine: a preview is for one person at their own desk.
    #[must_use]
    pub fn with_preview(mut self) -> Self {
        self.preview = Some(Preview::new((self.clock)()));
        self
    }

    /// Returns the token of the state that a page of a preview shows, if the request waits for another one.
    pub(super) fn shown_by_page<T>(&self, role: Role, request: &Request<T>) -> Option<String> {
        let waits = role == Role::Site
            && self.preview.is_some()
            && request.method() == Method::GET
            && request.uri().path() == NEXT;
        waits.then(|| request.uri().query().unwrap_or_default().to_owned())
    }

    /// Waits until the state is another one than a page shows, or for a while, or until a stop.
    pub(super) async fn changed(&self, shown: &str, mut stop: watch::Receiver<u32>) {
        let Some(preview) = &self.preview else {
            return;
        };
        let mut finishes = self.polls.finishes();
        let next = async {
            // A state is replaced only within a poll.
            while preview.token(&self.published.load()) == shown && finishes.changed().await.is_ok()
            {
            }
        };
        tokio::select! {
            () = next => {}
            () = sleep(LONGEST_WAIT) => {}
            () = stopped(&mut stop, 1) => {}
        }
    }
}

impl Preview {
    fn new(now: DateTime<Utc>) -> Self {
        Self {
            started: now.timestamp_millis(),
        }
    }

    /// Returns a text that differs between any two states.
    fn token(&self, state: &State) -> String {
        format!("{}-{}", self.started, state.number())
    }

    /// Responds to GET.
    pub(super) fn read(
        &self,
        path: &str,
        named: Option<&Resource>,
        headers: &HeaderMap,
        state: &State,
        now: DateTime<Utc>,
    ) -> Reply {
        if path == SCRIPT.0 {
            return respond::passing("text/javascript; charset=utf-8", SCRIPT.1.to_owned());
        }
        if path == STYLE.0 {
            return respond::passing("text/css; charset=utf-8", STYLE.1.to_owned());
        }
        if path == NEXT {
            return respond::passing("text/plain; charset=utf-8", self.token(state));
        }
        let reply = respond::read(path, named, headers, state.site(), now);
        match (named, state.site().get(NOT_FOUND_PAGE)) {
            (Some(page), _) if page.content_type().starts_with("text/html") => {
                self.page(StatusCode::OK, page, state)
            }
            (None, Some(page)) if reply.status() == StatusCode::NOT_FOUND => {
                self.page(StatusCode::NOT_FOUND, page, state)
            }
            // Nothing could be published yet.
            (None, None) if state.edition().origin.is_none() => {
                let html = Panel::of(state).alone(&self.token(state));
                respond::page(StatusCode::SERVICE_UNAVAILABLE, html)
            }
            _ => reply,
        }
    }

    /// Responds with a page of the site and the panel.
    fn page(&self, status: StatusCode, page: &Resource, state: &State) -> Reply {
        let html = String::from_utf8_lossy(page.bytes());
        respond::page(status, Panel::of(state).above(&html, &self.token(state)))
    }
}

/// Keeps a response out of every cache, and from other origins.
pub(super) fn kept_private(reply: Reply) -> Reply {
    let mut reply = respond::for_its_own_origin(reply);
    let headers = reply.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(SAME_ORIGIN, HeaderValue::from_static("same-origin"));
    reply
}
