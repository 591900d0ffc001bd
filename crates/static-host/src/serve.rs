//! The release build over HTTP: precompressed files where they exist, the app for every navigation, 404 for missing files.

use std::io;
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ALLOW, CACHE_CONTROL, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::caching::{ASSETS, Caching};
use crate::security::Header;

/// Serves the files of a build, and the page for every navigation. More routes can be added to the router.
pub fn files(dist: &Path) -> Router {
    let page = ServeFile::new(dist.join("index.html")).precompressed_br().precompressed_gzip();
    let fallback = any(move |request: Request| fallback(page, request));
    let files = ServeDir::new(dist).precompressed_br().precompressed_gzip().fallback(fallback);
    Router::new().fallback_service(files)
}

/// Adds these headers and `Cache-Control` to every response, whatever its status.
///
/// Headers that are invalid in HTTP are left out; [`SecurityHeaders`](crate::SecurityHeaders) has none.
pub fn with_headers(site: Router, headers: &[Header]) -> Router {
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|header| {
            let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(&header.value).ok()?))
        })
        .collect();
    site.layer(middleware::from_fn(cached)).layer(middleware::from_fn(move |request: Request, next: Next| {
        let headers = headers.clone();
        async move {
            let mut response = next.run(request).await;
            response.headers_mut().extend(headers);
            response
        }
    }))
}

/// Serves the site on this listener.
///
/// # Errors
///
/// When the listener fails.
pub async fn on(listener: TcpListener, site: Router) -> io::Result<()> {
    let listener = listener.tap_io(|connection| {
        // Without it, a head and a body that are written separately can be delayed by 40 ms. Failure only costs that delay.
        let _refused = connection.set_nodelay(true);
    });
    axum::serve(listener, site).await
}

/// The app for a navigation, 404 for any other request.
async fn fallback(page: ServeFile, request: Request) -> Response {
    let method = request.method();
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET,HEAD")]).into_response();
    }
    if !is_navigation(request.headers(), request.uri()) {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    page.oneshot(request).await.into_response()
}

/// Decides by Fetch Metadata (W3C), or by the path for clients that do not send it.
fn is_navigation(headers: &HeaderMap, uri: &Uri) -> bool {
    let mode = headers.get("sec-fetch-mode");
    !uri.path().starts_with(ASSETS) && mode.is_none_or(|mode| mode.as_bytes() == b"navigate")
}

async fn cached(request: Request, next: Next) -> Response {
    let caching = Caching::of(request.uri().path());
    let mut response = next.run(request).await;
    let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if there { caching.value() } else { "no-store" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

#[cfg(test)]
mod tests;
