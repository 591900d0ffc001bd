//! The requests that left the browser, as the browser itself recorded them.

use std::fmt;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{from_str, from_value};
use url::Url;

use super::Browser;
use super::command::{Command, Log};

/// A request that a page or a navigation sent. The browser's own preflights are left out.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The whole address.
    pub url: Url,
    /// The body, where there is one that is text.
    pub body: Option<String>,
}

impl Browser {
    /// Every http request since the session began, in all tabs, in the order they were sent.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn requests(&self) -> Result<Vec<Request>> {
        let news = self.performance_log().await?;
        let mut requests = self.requests.borrow_mut();
        requests.extend(news.iter().filter_map(|event| request(event)));
        Ok(requests.clone())
    }

    /// What the performance log has that was not taken yet: `DevTools` events, each as a text.
    pub(super) async fn performance_log(&self) -> Result<Vec<String>> {
        let news = self.client.issue_cmd(Command::TakeLog(Log::Performance)).await?;
        let news: Vec<Entry> = from_value(news).context("the performance log is not a list of entries")?;
        Ok(news.into_iter().map(|entry| entry.message).collect())
    }

    /// The requests with this method whose path ends so.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn requests_to(&self, method: &str, path_end: &str) -> Result<Vec<Request>> {
        let fits = |request: &Request| request.method == method && request.url.path().ends_with(path_end);
        Ok(self.requests().await?.into_iter().filter(fits).collect())
    }
}

impl fmt::Display for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.url)
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
    RequestWillBeSent(RequestWillBeSent),
    #[serde(untagged)]
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct RequestWillBeSent {
    request: SentRequest,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentRequest {
    method: String,
    url: Url,
    post_data: Option<String>,
}

fn request(event: &str) -> Option<Request> {
    let Message { message } = from_str(event).ok()?;
    let Event::RequestWillBeSent(RequestWillBeSent { request }) = message else {
        return None;
    };
    if request.method == "OPTIONS" || !matches!(request.url.scheme(), "http" | "https") {
        return None;
    }
    Some(Request { method: request.method, url: request.url, body: request.post_data })
}
