//! Serves the feed from another program's hyper server: calfeed's responses below one path, the program's own everywhere else.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example speaks, and asks the clock"
)]

use std::convert::Infallible;
use std::error::Error;
use std::sync::Arc;

use calfeed::server::respond::respond;
use calfeed::{Context, Revisions, publish, read};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let context =
        Context::new("2026-02-01T09:30:00Z".parse()?).with_url("https://example.org/calendar")?;
    let (calendar, _) = read(include_str!("../events.yaml"), &context);
    let calendar = calendar.ok_or("the file has errors")?;
    let revisions = Revisions::at("2026-01-05T12:00:00Z".parse()?);
    let site = publish(&calendar, &revisions, &context).map_err(|_| "a template has an error")?;
    let site = Arc::new(site);

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/calendar/", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let site = Arc::clone(&site);
        let service = service_fn(move |request: Request<hyper::body::Incoming>| {
            let site = Arc::clone(&site);
            async move {
                let answer = match request.uri().path().strip_prefix("/calendar") {
                    Some(path) => {
                        let (method, headers) = (request.method(), request.headers());
                        respond(method, path, headers, &site, chrono::Utc::now())
                    }
                    None => Response::new(Full::new(Bytes::from_static(b"somebody else's page\n"))),
                };
                Ok::<_, Infallible>(answer)
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
