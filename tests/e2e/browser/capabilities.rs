//! How Chromium is started.

use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// Chromium as the tests want it: without a window, without a life of its own, with its logs on.
pub(super) fn capabilities(profile: &TempDir) -> Map<String, Value> {
    let mut args = vec![
        "--headless=new".to_owned(),
        "--window-size=1280,900".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--lang=en-US".to_owned(),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    if runs_as_root() {
        // Chromium's sandbox refuses root, which is what a container's only user usually is.
        args.push("--no-sandbox".to_owned());
    }
    let mut options = json!({
        "args": args,
        // No "save this password?" and no warning about a leaked one over the page under test.
        "prefs": {
            "credentials_enable_service": false,
            "profile.password_manager_enabled": false,
            "profile.password_manager_leak_detection": false,
        },
    });
    if let (Ok(program), Some(options)) = (std::env::var("CHROMIUM"), options.as_object_mut()) {
        options.insert("binary".to_owned(), json!(program));
    }
    Map::from_iter([
        ("goog:chromeOptions".to_owned(), options),
        ("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL", "performance": "ALL" })),
    ])
}

#[cfg(unix)]
fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn runs_as_root() -> bool {
    false
}
