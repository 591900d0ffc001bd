//! Scripts that the web server adds to the pages of the app, for an engine whose driver cannot run one before each document.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use crate::browser::console::ConsoleEntry;

/// Where a page gets the scripts. The policy of production allows scripts of the page's own server.
const SCRIPT: &str = "/e2e/first.js";
/// Where [`TELL`] sends what the console would show.
const CONSOLE: &str = "/e2e/console";
/// Tells the server of errors and of what is written to the console.
pub(crate) const TELL: &str = include_str!("page_scripts.js");

/// What is added to the pages of a server, and what they told of their console. Nothing is, until a script is
/// [added](Self::add). Clones share it.
#[derive(Clone, Debug, Default)]
pub struct PageScripts(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    scripts: Vec<String>,
    console: Vec<ConsoleEntry>,
}

impl PageScripts {
    /// Adds a script to every later page, before its own.
    pub fn add(&self, script: &str) {
        self.with(|inner| inner.scripts.push(format!("{{ {script}\n}}\n")));
    }

    /// What the pages told of their consoles.
    pub fn console(&self) -> Vec<ConsoleEntry> {
        self.with(|inner| inner.console.clone())
    }

    /// Serves the scripts beside this site, and has its pages load them.
    pub fn wrap(&self, site: Router) -> Router {
        let scripts = self.clone();
        site.layer(from_fn(move |request: Request, next: Next| {
            let scripts = scripts.clone();
            async move { scripts.serve(request, next).await }
        }))
    }

    async fn serve(&self, request: Request, next: Next) -> Response {
        if self.with(|inner| inner.scripts.is_empty()) {
            return next.run(request).await;
        }
        match request.uri().path() {
            SCRIPT => {
                let all = self.with(|inner| inner.scripts.concat());
                ([(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, "no-store")], all).into_response()
            }
            CONSOLE => {
                let entry = to_bytes(request.into_body(), usize::MAX).await.ok();
                let entry = entry.and_then(|bytes| serde_json::from_slice::<ConsoleEntry>(&bytes).ok());
                self.with(|inner| inner.console.extend(entry));
                StatusCode::NO_CONTENT.into_response()
            }
            _ => load_first(request, next).await,
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn load_first(mut request: Request, next: Next) -> Response {
    let is_navigation = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    if !is_navigation {
        return next.run(request).await;
    }
    for header in [ACCEPT_ENCODING, IF_NONE_MATCH] {
        request.headers_mut().remove(header);
    }
    request.headers_mut().remove("if-modified-since");
    let (mut head, body) = next.run(request).await.into_parts();
    let is_page =
        head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if !is_page {
        return Response::from_parts(head, bytes.into());
    }
    for header in [CONTENT_LENGTH, ETAG, LAST_MODIFIED] {
        head.headers.remove(header);
    }
    // Back from or to a page with it, WebKit's driver waits for the end of a load that ended.
    head.headers.remove("cross-origin-opener-policy");
    Response::from_parts(head, with_script(&String::from_utf8_lossy(&bytes)).into())
}

/// The page with the script as the first thing in its head.
fn with_script(page: &str) -> String {
    let start = ["<head>", "<!doctype html>"].iter().find_map(|tag| Some(page.find(tag)? + tag.len()));
    let (before, after) = page.split_at(start.unwrap_or_default());
    format!("{before}<script src=\"{SCRIPT}\"></script>{after}")
}

#[cfg(test)]
mod tests {
    use super::with_script;

    #[test]
    fn the_script_comes_before_everything_else_in_the_head() {
        let script = r#"<script src="/e2e/first.js"></script>"#;
        let page = "<!doctype html><html><head><title>x";
        assert_eq!(with_script(page), format!("<!doctype html><html><head>{script}<title>x"));
        assert_eq!(with_script("<!doctype html><p>"), format!("<!doctype html>{script}<p>"));
        assert_eq!(with_script("<p>"), format!("{script}<p>"));
    }
}
