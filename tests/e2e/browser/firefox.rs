//! What only Firefox does so: scripts in the browser itself, which geckodriver calls its chrome context. Through them
//! Firefox's own side of `WebDriver BiDi` is called, without a second connection.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Map, Value, from_value, json};
use url::Url;

use super::Browser;
use super::command::{Command, Context};
use super::console::ConsoleEntry;
use super::preferences::Preferences;

const LISTEN: &str = include_str!("firefox.js");
const EVENTS: [&str; 2] = ["log.entryAdded", "network.beforeRequestSent"];

/// Firefox without a window.
pub(super) fn capabilities(preferences: Preferences) -> Map<String, Value> {
    let mut options = json!({
        "args": ["-headless"],
        "prefs": {
            "font.size.variable.x-western": preferences.font_size,
            "layout.css.prefers-color-scheme.content-override": i32::from(!preferences.dark),
            "signon.rememberSignons": false,
            "intl.accept_languages": "en-US,en",
        },
    });
    if let (Ok(program), Some(options)) = (std::env::var("FIREFOX"), options.as_object_mut()) {
        options.insert("binary".to_owned(), json!(program));
    }
    Map::from_iter([("moz:firefoxOptions".to_owned(), options)])
}

/// An event of `WebDriver BiDi`, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Event {
    name: String,
    level: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    text: Option<String>,
    url: Option<Url>,
}

impl Browser {
    /// Begins to listen to what happens in all tabs.
    pub(super) async fn listen(&self) -> Result<()> {
        let session = self.client.session_id().await?.context("there is no session")?;
        let failed = self.in_chrome_async(LISTEN, vec![json!(session), json!(EVENTS)]).await?;
        ensure!(failed.is_null(), "Firefox does not tell its events: {failed}");
        Ok(())
    }

    /// Calls a command of `WebDriver BiDi`.
    pub(super) async fn bidi(&self, module: &str, command: &str, params: Value) -> Result<()> {
        let call = "const [module, command, params, done] = arguments;
            window.e2e.execute(module, command, params).then(() => done(null), error => done(String(error)))";
        let failed = self.in_chrome_async(call, vec![json!(module), json!(command), params]).await?;
        ensure!(failed.is_null(), "{module}.{command} failed: {failed}");
        Ok(())
    }

    /// Runs a script's body in the browser itself.
    pub(super) async fn in_chrome(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        self.client.issue_cmd(Command::Context(Context::Chrome)).await?;
        let outcome = self.client.execute(script, args).await;
        self.client.issue_cmd(Command::Context(Context::Content)).await?;
        Ok(outcome?)
    }

    async fn in_chrome_async(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        self.client.issue_cmd(Command::Context(Context::Chrome)).await?;
        let outcome = self.client.execute_async(script, args).await;
        self.client.issue_cmd(Command::Context(Context::Content)).await?;
        Ok(outcome?)
    }

    /// Sets the medium of the tab in front and media features of all tabs, and every feature that is not named to what it is
    /// without. Settings of the tab alone would be lost where the next page has an opener policy of its own.
    pub(super) async fn override_media(&self, features: Value) -> Result<()> {
        let set = "const [features] = arguments;
            gBrowser.selectedBrowser.browsingContext.mediumOverride = features.media;
            const set = (preference, isSet, value, otherwise) =>
                Services.prefs.setIntPref(preference, isSet ? value : otherwise);
            const { 'prefers-color-scheme': scheme, 'forced-colors': forced, 'prefers-reduced-motion': motion } = features;
            set('layout.css.prefers-color-scheme.content-override', scheme === 'dark', 0, 1);
            set('browser.display.document_color_use', forced === 'active', 2, 0);
            set('ui.prefersReducedMotion', motion === 'reduce', 1, 0);";
        self.in_chrome(set, vec![features]).await.map(drop)
    }

    /// Whether the pages of the tab in front may run scripts.
    pub(super) async fn allow_scripts(&self, allowed: bool) -> Result<()> {
        let set = "gBrowser.selectedBrowser.browsingContext.allowJavascript = arguments[0]";
        self.in_chrome(set, vec![json!(allowed)]).await.map(drop)
    }

    /// Takes the events since this was last asked: what the console shows, and the addresses that were asked for.
    pub(super) async fn take_events(&self) -> Result<(Vec<ConsoleEntry>, Vec<Url>)> {
        let events = self.in_chrome("return window.e2e.take()", vec![]).await?;
        let events: Vec<Event> = from_value(events).context("the events cannot be read")?;
        let sent = events.iter().filter(|event| event.name == "network.beforeRequestSent");
        let sent = sent.filter_map(|event| event.url.clone()).collect();
        Ok((events.into_iter().filter_map(Event::complaint).collect(), sent))
    }
}

impl Event {
    /// What a console would show of it.
    fn complaint(self) -> Option<ConsoleEntry> {
        let entry = |level: &str, source: &str, message: String| {
            Some(ConsoleEntry { level: level.to_owned(), source: source.to_owned(), message })
        };
        match self.name.as_str() {
            "log.entryAdded" => {
                let level = match self.level.as_deref() {
                    Some("error") => "SEVERE",
                    Some("warn") => "WARNING",
                    _ => "INFO",
                };
                let text = self.text.unwrap_or_default();
                match self.kind.as_deref() {
                    Some("javascript") if text.starts_with("Content-Security-Policy") => {
                        entry(level, "security", text)
                    }
                    Some("javascript") => entry(level, "javascript", format!("Uncaught {text}")),
                    _ => entry(level, "console-api", text),
                }
            }
            _ => None,
        }
    }
}
