//! The web server of the app under test: the release build as `static-host` serves it, with the headers of production.
//!
//! The configuration is the test's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value};
use static_host::{Header, Scheme, SecurityHeaders, TenantOrigin, serve};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::page_scripts::PageScripts;
use crate::requests::RequestLog;

/// What stands at `/auth_config.json`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Configuration {
    /// The app's own tenant and client.
    Tenant {
        /// `localhost:PORT`.
        domain: String,
        /// The client's id at that tenant.
        client_id: String,
        /// More fields.
        fields: Map<String, Value>,
    },
    /// This text, whatever it is.
    Text(String),
    /// This text, saved as UTF-16 with its mark, as Windows does.
    Utf16(String),
    /// No such file.
    Missing,
}

impl Configuration {
    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Tenant { domain, client_id, fields } => {
                let mut all = fields.clone();
                all.insert("domain".to_owned(), domain.as_str().into());
                all.insert("client_id".to_owned(), client_id.as_str().into());
                Some(Value::Object(all).to_string().into_bytes())
            }
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Utf16(text) => {
                Some(format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect())
            }
            Self::Missing => None,
        }
    }
}

/// A file of the build that does not come as it is, until [`Site::mend`].
#[derive(Clone, Copy, Debug)]
pub struct Spoilt {
    /// Whether the file at a path is one.
    pub file: fn(&str) -> bool,
    /// What comes instead.
    pub mishap: Mishap,
}

/// What can happen to a file between server and browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mishap {
    /// There is no such file.
    Missing,
    /// A page, as hosts send it for everything that they do not have.
    Page,
    /// Its first half.
    Cut,
    /// The server fails.
    Failing,
    /// The whole file, three seconds later.
    Late,
}

/// Which response headers the web server sends.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Headers {
    /// Those of production, for the tenant of the configuration.
    #[default]
    Production,
    /// The same, but for a directive of the policy: a host that does not send it.
    WithoutDirective(&'static str),
    /// These.
    Only(Vec<Header>),
}

impl Headers {
    fn list(self, configuration: &Configuration) -> Vec<Header> {
        let text = configuration.bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let tenant = text.and_then(|text| TenantOrigin::from_auth_config(&text).ok());
        let mut headers = SecurityHeaders::new(tenant.as_ref(), Scheme::Http);
        match self {
            Self::Production => headers.list(),
            Self::WithoutDirective(directive) => {
                headers.policy = headers.policy.without(directive);
                headers.list()
            }
            Self::Only(headers) => headers,
        }
    }
}

/// A port of this machine, taken but not yet served: its origin is known before the tenant that must allow it.
#[derive(Debug)]
pub struct Plot {
    /// The origin to be, `http://localhost:PORT`.
    pub origin: String,
    /// The requests to this server, and to the others that are given it.
    pub requests: RequestLog,
    listener: TcpListener,
}

/// A running web server. Stops on drop.
#[derive(Debug)]
pub struct Site {
    /// Its origin, `http://localhost:PORT`.
    pub origin: String,
    /// What is added to its pages.
    pub scripts: PageScripts,
    server: JoinHandle<()>,
    mended: Arc<AtomicBool>,
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
        Ok(Self { origin, requests: RequestLog::default(), listener })
    }

    /// Serves the files of `dist`.
    ///
    /// # Errors
    ///
    /// When `dist` holds no release build.
    pub fn serve(
        self,
        dist: &Path,
        configuration: Configuration,
        headers: Headers,
        spoilt: Option<Spoilt>,
    ) -> Result<Site> {
        ensure!(
            dist.join("index.html").is_file(),
            "no release build in {}: run `cargo xtask test --only e2e`, or `cargo xtask build` first",
            dist.display()
        );
        let headers = headers.list(&configuration);
        let mended = Arc::new(AtomicBool::new(false));
        let app = router(dist, configuration, spoilt.map(|spoilt| (spoilt, Arc::clone(&mended))));
        let scripts = PageScripts::default();
        let app = scripts.wrap(serve::with_headers(self.requests.watch(app, &self.origin), &headers));
        let listener = self.listener;
        let server = tokio::spawn(async move {
            // Ends only when the listener does; the test sees a refused connection then.
            let _ = serve::on(listener, app).await;
        });
        Ok(Site { origin: self.origin, scripts, server, mended })
    }
}

impl Site {
    /// The address of a path, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// From now on every file comes as it is.
    pub fn mend(&self) {
        self.mended.store(true, Ordering::Relaxed);
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

fn router(dist: &Path, configuration: Configuration, spoilt: Option<(Spoilt, Arc<AtomicBool>)>) -> Router {
    let mut site = serve::files(dist)
        .route("/auth_config.json", get(move || async move { config_answer(configuration.bytes()) }));
    if let Some((spoilt, mended)) = spoilt {
        site =
            site.layer(middleware::from_fn(move |request: Request, next: Next| {
                let hit = !mended.load(Ordering::Relaxed) && (spoilt.file)(request.uri().path());
                async move {
                    if hit { spoil(spoilt.mishap, request, next).await } else { next.run(request).await }
                }
            }));
    }
    site
}

async fn spoil(mishap: Mishap, mut request: Request, next: Next) -> Response {
    match mishap {
        Mishap::Missing => StatusCode::NOT_FOUND.into_response(),
        Mishap::Failing => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mishap::Late => {
            sleep(Duration::from_secs(3)).await;
            next.run(request).await
        }
        Mishap::Page => Html("<!doctype html><title>Account linking</title>").into_response(),
        Mishap::Cut => {
            // Half of a compressed copy looks like a broken connection.
            request.headers_mut().remove(ACCEPT_ENCODING);
            let (mut head, body) = next.run(request).await.into_parts();
            let Ok(bytes) = to_bytes(body, usize::MAX).await else {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            };
            head.headers.remove(CONTENT_LENGTH);
            Response::from_parts(head, bytes.slice(..bytes.len() / 2).into())
        }
    }
}

fn config_answer(bytes: Option<Vec<u8>>) -> Response {
    let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    bytes.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |bytes| (json, bytes).into_response())
}
