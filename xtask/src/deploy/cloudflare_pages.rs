//! Cloudflare Pages: `_headers`, to be put beside `index.html`.
//!
//! The format is Netlify's. There is no `_redirects`: without a `404.html` at the top, Pages answers every unknown path
//! with the app, and `assets/404.html` ends that for assets.

use static_host::Header;

use super::netlify;

/// `_headers`.
pub(super) fn headers(headers: &[Header]) -> String {
    netlify::headers(headers)
}
