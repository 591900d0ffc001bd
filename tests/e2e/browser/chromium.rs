//! What only Chromium does so: over the `DevTools` protocol and chromedriver's logs.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value, from_str, from_value, json};
use tempfile::TempDir;
use url::Url;

use super::Browser;
use super::command::{Command, Log};
use super::console::ConsoleEntry;
use super::preferences::Preferences;

/// Chromium as the tests want it: without a window, without a life of its own, with its logs on.
pub(super) fn capabilities(profile: &TempDir, preferences: Preferences) -> Map<String, Value> {
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
            "webkit.webprefs.default_font_size": preferences.font_size,
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

impl Browser {
    /// Calls a method of the `DevTools` protocol.
    pub(super) async fn dev_tools<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: Value,
    ) -> Result<T> {
        let answer = self.client.issue_cmd(Command::DevTools { method, params }).await?;
        from_value(answer).with_context(|| format!("the answer to {method} cannot be read"))
    }

    /// Calls a method of the `DevTools` protocol whose answer does not matter.
    pub(super) async fn tell_dev_tools(&self, method: &'static str, params: Value) -> Result<()> {
        let _: IgnoredAny = self.dev_tools(method, params).await?;
        Ok(())
    }

    /// What was written to the console since this was last asked.
    pub(super) async fn console_log(&self) -> Result<Vec<ConsoleEntry>> {
        let news = self.client.issue_cmd(Command::TakeLog(Log::Browser)).await?;
        from_value(news).context("the console log is not a list of entries")
    }

    /// The addresses that were asked for since this was last asked.
    pub(super) async fn addresses_in_log(&self) -> Result<Vec<Url>> {
        Ok(self.performance_log().await?.iter().filter_map(|event| address(event)).collect())
    }

    /// What the performance log has that was not taken yet: `DevTools` events, each as a text.
    pub(super) async fn performance_log(&self) -> Result<Vec<String>> {
        let news = self.client.issue_cmd(Command::TakeLog(Log::Performance)).await?;
        let news: Vec<Entry> = from_value(news).context("the performance log is not a list of entries")?;
        Ok(news.into_iter().map(|entry| entry.message).collect())
    }
}

#[derive(Deserialize)]
struct Entry {
    message: String,
}

/// An event of the performance log, with what one wants to know of it.
#[derive(Deserialize)]
pub(super) struct Message<E> {
    pub(super) message: E,
}

#[derive(Deserialize)]
#[serde(tag = "method", content = "params")]
enum Event {
    #[serde(rename = "Network.requestWillBeSent")]
    RequestWillBeSent { request: Sent },
    #[serde(untagged)]
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Sent {
    url: Url,
}

fn address(event: &str) -> Option<Url> {
    let Message { message } = from_str(event).ok()?;
    let Event::RequestWillBeSent { request } = message else { return None };
    Some(request.url)
}
