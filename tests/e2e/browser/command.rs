//! The commands that the client does not know, most of them the drivers' own.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command under the session's address.
#[derive(Debug)]
pub(super) enum Command {
    /// A `DevTools` protocol method, as in
    /// <https://chromedevtools.github.io/devtools-protocol/tot/>.
    DevTools { method: &'static str, params: Value },
    /// Takes what has gathered in a log since it was last taken.
    TakeLog(Log),
    /// Which of its two parts geckodriver runs scripts in.
    Context(Context),
    /// What a driver computes of an element: in the `WebDriver` standard, but not in fantoccini.
    Computed(Computed, String),
}

/// The parts of Firefox.
#[derive(Clone, Copy, Debug)]
pub(super) enum Context {
    /// The browser itself.
    Chrome,
    /// The page.
    Content,
}

/// The two properties of an element that assistive technology begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Computed {
    /// The ARIA role; empty without one.
    Role,
    /// The accessible name.
    Label,
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
            Self::DevTools { .. } => "goog/cdp/execute".to_owned(),
            Self::TakeLog(_) => "se/log".to_owned(),
            Self::Context(_) => "moz/context".to_owned(),
            Self::Computed(Computed::Role, element) => format!("element/{element}/computedrole"),
            Self::Computed(Computed::Label, element) => format!("element/{element}/computedlabel"),
        };
        base_url.join(&format!("session/{}/{path}", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::DevTools { method, params } => json!({ "cmd": method, "params": params }),
            Self::TakeLog(Log::Browser) => json!({ "type": "browser" }),
            Self::TakeLog(Log::Performance) => json!({ "type": "performance" }),
            Self::Context(Context::Chrome) => json!({ "context": "chrome" }),
            Self::Context(Context::Content) => json!({ "context": "content" }),
            Self::Computed(..) => return (Method::GET, None),
        };
        (Method::POST, Some(body.to_string()))
    }
}
