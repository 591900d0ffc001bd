//! The server asked as browsers ask it, without a socket.

use std::fs;

use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use tempfile::TempDir;

use super::*;
use crate::security::{Scheme, SecurityHeaders};

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let dist = TempDir::new().unwrap();
    fs::create_dir(dist.path().join("assets")).unwrap();
    let files = [
        ("index.html", "page"),
        ("index.html.br", "page, small"),
        ("auth_config.json", "{}"),
        ("assets/app-1f.wasm", "wasm"),
        ("assets/app-1f.wasm.br", "wasm, brotli"),
        ("assets/app-1f.wasm.gz", "wasm, gzip"),
        ("assets/app-1f.js", "script"),
    ];
    for (path, text) in files {
        fs::write(dist.path().join(path), text).unwrap();
    }
    let site = with_headers(self::files(dist.path()), &SecurityHeaders::new(None, Scheme::Http).list());
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

const NAVIGATION: (&str, &str) = ("sec-fetch-mode", "navigate");

#[tokio::test]
async fn a_navigation_gets_the_page_whatever_its_path() {
    for path in ["/", "/settings/confirm", "/no/such/page", "/settings?code=1"] {
        let answer = ask("GET", path, &[NAVIGATION]).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "page"), "{path}");
        assert_eq!(answer.header(CONTENT_TYPE), "text/html");
        assert_eq!(answer.header(CACHE_CONTROL), "no-cache", "{path}");
    }
}

#[tokio::test]
async fn a_missing_file_is_a_404_and_is_not_cached() {
    for (path, headers) in [
        ("/assets/old-1e.wasm", &[][..]),
        ("/assets/old-1e.js", &[NAVIGATION]),
        ("/x", &[("sec-fetch-mode", "cors")]),
    ] {
        let answer = ask("GET", path, headers).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header(CACHE_CONTROL), "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_smallest_copy_that_the_browser_accepts_is_sent() {
    let encoded =
        async |accepted| ask("GET", "/assets/app-1f.wasm", &[(ACCEPT_ENCODING.as_str(), accepted)]).await;
    let brotli = encoded("gzip, br").await;
    assert_eq!((brotli.header(CONTENT_ENCODING), brotli.body.as_str()), ("br", "wasm, brotli"));
    let gzip = encoded("gzip").await;
    assert_eq!((gzip.header(CONTENT_ENCODING), gzip.body.as_str()), ("gzip", "wasm, gzip"));
    let plain = encoded("identity").await;
    assert_eq!((plain.header(CONTENT_ENCODING), plain.body.as_str()), ("", "wasm"));
    for answer in [brotli, gzip, plain] {
        assert_eq!(answer.header(CONTENT_TYPE), "application/wasm");
        assert_eq!(answer.header(VARY), "accept-encoding");
        assert_eq!(answer.header(CACHE_CONTROL), "public, max-age=31536000, immutable");
    }
    let page = ask("GET", "/settings", &[NAVIGATION, (ACCEPT_ENCODING.as_str(), "br")]).await;
    assert_eq!((page.header(CONTENT_ENCODING), page.body.as_str()), ("br", "page, small"));
}

#[tokio::test]
async fn every_response_has_the_headers() {
    for (method, path) in
        [("GET", "/"), ("GET", "/assets/missing.js"), ("POST", "/"), ("GET", "/auth_config.json")]
    {
        let answer = ask(method, path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{method} {path}");
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'"),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn only_get_and_head_are_allowed() {
    assert_eq!(ask("POST", "/oauth/token", &[]).await.status, 405);
}
