//! The web server of the app under test: the release build, as a static host would serve it.
//!
//! A navigation to an unknown path gets the app (the app's router decides); a missing asset is a 404. The
//! configuration is the test's own.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

/// What stands at `/auth_config.json`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Configuration {
    /// The app's own tenant and client.
    Tenant {
        /// `localhost:PORT`.
        domain: String,
        /// The client's id at that tenant.
        client_id: String,
    },
    /// This text, whatever it is.
    Text(String),
    /// No such file.
    Missing,
}

/// A port of this machine, taken but not yet served: its origin is known before the tenant that must allow it.
#[derive(Debug)]
pub struct Plot {
    /// The origin to be, `http://localhost:PORT`.
    pub origin: String,
    listener: TcpListener,
}

/// A running web server. Stops on drop.
#[derive(Debug)]
pub struct Site {
    /// Its origin, `http://localhost:PORT`.
    pub origin: String,
    server: JoinHandle<()>,
}

impl Plot {
    /// Takes a free port.
    ///
    /// # Errors
    ///
    /// When the system has none.
    pub async fn take() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        Ok(Self { origin, listener })
    }

    /// Serves the files of `dist` with these response headers on every answer.
    ///
    /// # Errors
    ///
    /// When `dist` holds no release build.
    pub fn serve(self, dist: &Path, configuration: Configuration, headers: HeaderMap) -> Result<Site> {
        ensure!(
            dist.join("index.html").is_file(),
            "no release build in {}: run `cargo xtask test --only e2e`, or `trunk build --release` first",
            dist.display()
        );
        let app = router(dist, configuration, headers);
        let listener = self.listener;
        let server = tokio::spawn(async move {
            // Ends only when the listener does; the test sees a refused connection then.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Site { origin: self.origin, server })
    }
}

impl Site {
    /// The address of a path, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Where the release build lies: `DIST_DIR`, or `dist` at the top of the workspace.
pub fn dist() -> PathBuf {
    std::env::var_os("DIST_DIR").map_or_else(|| workspace().join("dist"), PathBuf::from)
}

/// The top of the workspace.
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_owned()
}

fn router(dist: &Path, configuration: Configuration, headers: HeaderMap) -> Router {
    let index = dist.join("index.html");
    let page = move |method: Method, request: HeaderMap, uri: Uri| fallback(index, method, request, uri);
    Router::new()
        .route("/auth_config.json", get(move || async { config_answer(configuration) }))
        .fallback_service(ServeDir::new(dist).fallback(get(page)))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let headers = headers.clone();
            async move {
                let mut response = next.run(request).await;
                response.headers_mut().extend(headers);
                response
            }
        }))
}

fn config_answer(configuration: Configuration) -> Response {
    let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    match configuration {
        Configuration::Tenant { domain, client_id } => {
            (json, json!({ "domain": domain, "client_id": client_id }).to_string()).into_response()
        }
        Configuration::Text(text) => (json, text).into_response(),
        Configuration::Missing => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The app for a navigation, 404 for anything that a page asks for.
async fn fallback(index: PathBuf, method: Method, request: HeaderMap, uri: Uri) -> Response {
    let mode = request.get(HeaderName::from_static("sec-fetch-mode"));
    let navigation = mode.is_some_and(|mode| mode.as_bytes() == b"navigate");
    if method != Method::GET || !navigation {
        return (StatusCode::NOT_FOUND, format!("{} is not in the release build\n", uri.path()))
            .into_response();
    }
    match tokio::fs::read(index).await {
        Ok(page) => ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
