//! Vercel: `vercel.json`, to be put beside `index.html`.

use serde_json::{Value, json};
use static_host::Header;
use static_host::caching::{ASSETS, Caching};

/// The whole file. JSON has no comments: `deploy/README.md` says where it comes from.
pub(super) fn text(headers: &[Header]) -> String {
    let security: Vec<Value> =
        headers.iter().map(|Header { name, value }| json!({ "key": name, "value": value })).collect();
    let immutable = json!([{ "key": "Cache-Control", "value": Caching::Immutable.value() }]);
    let assets = ASSETS.trim_start_matches('/');
    let file = json!({
        "$schema": "https://openapi.vercel.sh/vercel.json",
        "headers": [
            { "source": "/(.*)", "headers": security },
            { "source": format!("{ASSETS}(.*)"), "headers": immutable },
        ],
        // Existing files come first, then the app, but not for a missing asset or configuration.
        "rewrites": [{ "source": format!("/((?!{assets}|auth_config\\.json).*)"), "destination": "/index.html" }],
    });
    format!("{file:#}\n")
}
