//! What the browser complained of: errors and warnings, failed requests, policy violations.

use std::fmt;

use anyhow::Result;
use serde::Deserialize;
use url::Url;

use super::Browser;
use super::engine::Engine;

/// A line of the browser's console.
#[derive(Clone, Debug, Deserialize)]
pub struct ConsoleEntry {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// Who wrote it: `console-api`, `javascript`, `network`, `security` and others.
    pub source: String,
    /// Address, place and text.
    pub message: String,
}

/// A complaint that a test causes on purpose, most often a request that is to fail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExpectedFailure {
    about: String,
    outcome: Outcome,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Outcome {
    Status(u16),
    Network(String),
    Cors,
    Thrown,
    Panic,
    UnusedPreload,
    Policy,
    Refused,
}

impl ExpectedFailure {
    /// A request whose path contains this is answered with this HTTP status.
    pub fn status(path: &str, status: u16) -> Self {
        Self { about: path.to_owned(), outcome: Outcome::Status(status) }
    }

    /// A request whose path contains this gets no whole answer, for this reason, as in `net::ERR_CONNECTION_RESET`.
    pub fn network(path: &str, reason: &str) -> Self {
        Self { about: path.to_owned(), outcome: Outcome::Network(reason.to_owned()) }
    }

    /// The answer to a request whose path contains this is withheld from the page: its origin is not allowed.
    pub fn cors(path: &str) -> Self {
        Self { about: path.to_owned(), outcome: Outcome::Cors }
    }

    /// A script of the page throws an error whose text contains this.
    pub fn thrown(text: &str) -> Self {
        Self { about: text.to_owned(), outcome: Outcome::Thrown }
    }

    /// The wasm panics, and its message contains this.
    pub fn panic(text: &str) -> Self {
        Self { about: text.to_owned(), outcome: Outcome::Panic }
    }

    /// A file whose address contains this was loaded early and then not needed. Said some seconds later, if at all.
    pub fn unused_preload(path: &str) -> Self {
        Self { about: path.to_owned(), outcome: Outcome::UnusedPreload }
    }

    /// A script or style whose address contains this is not taken: it is none, or not the one that the page names.
    pub fn refused(path: &str) -> Self {
        Self { about: path.to_owned(), outcome: Outcome::Refused }
    }

    /// The Content-Security-Policy refuses something, and the complaint contains this.
    pub fn policy(text: &str) -> Self {
        Self { about: text.to_owned(), outcome: Outcome::Policy }
    }

    /// Whether the engine complains of such a failure at all.
    fn is_told_by(&self, engine: Engine) -> bool {
        match engine {
            Engine::Chromium => true,
            Engine::Firefox => !matches!(self.outcome, Outcome::Network(_) | Outcome::UnusedPreload),
            Engine::WebKit => matches!(self.outcome, Outcome::Status(_) | Outcome::Thrown | Outcome::Panic),
        }
    }

    fn explains(&self, entry: &ConsoleEntry) -> bool {
        let message = &entry.message;
        let says = |text: &str| message.contains(text);
        let failed = entry.source == "network" && says("Failed to load resource");
        let outcome = match &self.outcome {
            // Firefox complains of a missing script as of one that is not what the page names.
            Outcome::Status(status) => {
                failed && says(&format!("with a status of {status} ")) || is_refused_by_firefox(message)
            }
            Outcome::Network(reason) => failed && message.ends_with(reason.as_str()),
            Outcome::Cors => {
                says("has been blocked by CORS policy")
                    || failed && says("net::ERR_FAILED")
                    || says("Cross-Origin Request Blocked")
            }
            Outcome::Thrown => entry.source == "javascript" && says("Uncaught"),
            Outcome::Panic => entry.source == "console-api" && says("panicked at"),
            Outcome::Policy => entry.source == "security",
            Outcome::Refused => {
                says("MIME type") || says("'integrity' attribute") || is_refused_by_firefox(message)
            }
            Outcome::UnusedPreload => says("was preloaded using link preload but not used"),
        };
        outcome && says(&self.about)
    }
}

fn is_refused_by_firefox(message: &str) -> bool {
    message.contains("because of a disallowed MIME type")
        || message.contains("in the integrity attribute match")
}

impl fmt::Display for ExpectedFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = &self.about;
        match &self.outcome {
            Outcome::Status(status) => write!(formatter, "a failed request to {about}: status {status}"),
            Outcome::Network(reason) => write!(formatter, "a failed request to {about}: {reason}"),
            Outcome::Cors => write!(formatter, "a failed request to {about}: origin not allowed"),
            Outcome::Thrown => write!(formatter, "an error thrown: {about}"),
            Outcome::Policy => write!(formatter, "a refusal by policy: {about}"),
            Outcome::Refused => write!(formatter, "a file that is not taken: {about}"),
            Outcome::Panic => write!(formatter, "a panic of the wasm: {about}"),
            Outcome::UnusedPreload => write!(formatter, "an early load not needed: {about}"),
        }
    }
}

impl fmt::Display for ConsoleEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}) {}", self.level, self.source, self.message)
    }
}

impl Browser {
    /// Everything written to the console since the session began, in all tabs, as far as the driver or the page tells it.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn console(&self) -> Result<Vec<ConsoleEntry>> {
        self.take_what_is_told().await?;
        Ok(self.console.borrow().clone())
    }

    /// The address of every request that a page sent since the session began, in all tabs. Empty where the driver does not
    /// tell.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn addresses(&self) -> Result<Vec<Url>> {
        self.take_what_is_told().await?;
        Ok(self.addresses.borrow().clone())
    }

    async fn take_what_is_told(&self) -> Result<()> {
        // Reports that the page's task queue still holds, an unhandled rejection for one, come out first. A page
        // on its way to another has none to wait for.
        self.in_every_tab(async || {
            let _ = self.run("return new Promise(resolve => setTimeout(resolve))").await;
            Ok(())
        })
        .await?;
        match self.engine {
            Engine::Chromium => {
                let (console, addresses) = (self.console_log().await?, self.addresses_in_log().await?);
                self.console.borrow_mut().extend(console);
                self.addresses.borrow_mut().extend(addresses);
            }
            Engine::Firefox => {
                let (console, addresses) = self.take_events().await?;
                self.console.borrow_mut().extend(console);
                self.addresses.borrow_mut().extend(addresses);
            }
            Engine::WebKit => *self.console.borrow_mut() = self.page_scripts.console(),
        }
        Ok(())
    }
}

/// The complaints among the entries that no expectation explains, and the expectations that nothing fulfilled.
/// What may or may not come stands in `tolerated`.
pub fn complaints(
    entries: &[ConsoleEntry],
    expected: &[ExpectedFailure],
    tolerated: &[ExpectedFailure],
    engine: Engine,
) -> Vec<String> {
    let complaint = |entry: &&ConsoleEntry| matches!(entry.level.as_str(), "SEVERE" | "WARNING");
    let explained =
        |entry: &&ConsoleEntry| expected.iter().chain(tolerated).any(|failure| failure.explains(entry));
    let unexplained = entries.iter().filter(complaint).filter(|entry| !explained(entry));
    let unfulfilled = expected
        .iter()
        .filter(|failure| failure.is_told_by(engine) && !entries.iter().any(|entry| failure.explains(entry)));
    let unexplained = unexplained.map(|entry| format!("the console complained: {entry}"));
    unexplained
        .chain(unfulfilled.map(|failure| format!("did not happen, though expected: {failure}")))
        .collect()
}
