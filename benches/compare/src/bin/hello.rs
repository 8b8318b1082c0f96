//! `hello LENGTH`: a hyper server whose responses all have the same body of LENGTH bytes, on a runtime like that of `calfeed serve`.
//!
//! It uses the program's allocator too, so the difference between the two is calfeed's own work for a response. It prints its address. It
//! responds to `If-None-Match` with 304 and to `HEAD` without a body, to compare these as well.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let length = std::env::args()
        .nth(1)
        .expect("a length")
        .parse()
        .expect("a number");
    let body = Bytes::from(vec![b'a'; length]);
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            println!("http://{}/", listener.local_addr().expect("an address"));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                let _ = stream.set_nodelay(true);
                let body = body.clone();
                let answer = service_fn(move |request: Request<Incoming>| {
                    let body = body.clone();
                    async move { Ok::<_, Infallible>(respond(&request, body)) }
                });
                tokio::spawn(
                    http1::Builder::new()
                        .timer(TokioTimer::new())
                        .serve_connection(TokioIo::new(stream), answer),
                );
            }
        });
}

fn respond(request: &Request<Incoming>, body: Bytes) -> Response<Full<Bytes>> {
    if request.headers().contains_key(header::IF_NONE_MATCH) {
        return Response::builder()
            .status(304)
            .header(header::ETAG, "\"a\"")
            .body(Full::default())
            .expect("a response");
    }
    Response::builder()
        .header(header::CONTENT_TYPE, "text/calendar; charset=utf-8")
        .header(header::ETAG, "\"a\"")
        .body(Full::new(body))
        .expect("a response")
}
