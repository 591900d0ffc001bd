//! Serves plain http connections on a port.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::emulator::Emulator;
use crate::layers::DropConnection;
use crate::routes::router;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// Most connections that are open at once. Further ones wait to be accepted.
pub(crate) const MOST_CONNECTIONS: usize = 1024;

/// A port that could not be opened.
#[derive(Debug, Error)]
#[error("cannot listen on {address}: {source}")]
pub struct ListenError {
    address: SocketAddr,
    source: io::Error,
}

/// A connection that a fault closes before its answer.
#[derive(Debug, Error)]
#[error("closed by a fault")]
struct Closed;

/// Opens a port and returns it with its number. Port 0 means any free one.
///
/// # Errors
///
/// [`ListenError`] with the operating system's reason.
pub async fn listen(address: SocketAddr) -> Result<(TcpListener, u16), ListenError> {
    let failed = |source| ListenError { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

/// Serves plain http connections until it is dropped.
pub async fn serve(listener: TcpListener, emulator: Emulator) {
    let router = router(&emulator);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < MOST_CONNECTIONS => match accepted {
                Ok((stream, _)) => drop(connections.spawn(converse(stream, router.clone()))),
                // Probably out of file descriptors: wait for connections to close.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Serves one connection.
pub(crate) async fn converse<S>(stream: S, router: Router)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(move |request| answer(router.clone(), request));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    // The client closed the connection.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<Response, Closed> {
    let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
    if response.extensions().get::<DropConnection>().is_some() { Err(Closed) } else { Ok(response) }
}
