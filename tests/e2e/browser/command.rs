//! The commands of chromedriver that `WebDriver` does not have: the `DevTools` protocol and the browser's logs.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of chromedriver's own, posted under the session's address.
#[derive(Debug)]
pub(super) enum Command {
    /// A `DevTools` protocol method, as in
    /// <https://chromedevtools.github.io/devtools-protocol/tot/>.
    DevTools { method: &'static str, params: Value },
    /// Takes what has gathered in a log since it was last taken.
    TakeLog(Log),
}

/// The logs that the capability `goog:loggingPrefs` turns on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Log {
    /// The console: errors, warnings, failed requests, policy violations.
    Browser,
    /// `DevTools` events; the requests among them.
    Performance,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        let path = match self {
            Self::DevTools { .. } => "goog/cdp/execute",
            Self::TakeLog(_) => "se/log",
        };
        base_url.join(&format!("session/{}/{path}", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::DevTools { method, params } => json!({ "cmd": method, "params": params }),
            Self::TakeLog(Log::Browser) => json!({ "type": "browser" }),
            Self::TakeLog(Log::Performance) => json!({ "type": "performance" }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
