//! How fast a page is and how much it takes, as the browser itself counts it; and slower devices than this one.
//!
//! Judges nothing and knows no app: `performance` says what is compared, `performance.js` what is waited for.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, anyhow};
use fantoccini::Locator;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{from_str, from_value, json};

use super::Browser;
use super::chromium::Message;
use super::process;
use crate::wait::{self, Look};

const OBSERVE: &str = include_str!("performance.js");
const PRESS_LOG_IN: &str = include_str!("press_log_in.js");

/// A device and its network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Device {
    /// How many times slower than this machine.
    pub cpu_slowdown: f64,
    /// Milliseconds until an answer begins.
    pub latency: f64,
    /// Bytes a second to the device.
    pub download: f64,
    /// Bytes a second from the device.
    pub upload: f64,
    /// Width and height in CSS pixels.
    pub viewport: (u32, u32),
}

/// What happened in a document, in milliseconds since its navigation began.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// The document was asked for: after redirects of other origins.
    pub requested: f64,
    /// The first text or picture was painted.
    pub first_paint: Option<f64>,
    /// The largest one was.
    pub largest_paint: Option<f64>,
    /// A button *Log in* that can be pressed stood in the document.
    pub log_in: Option<f64>,
    /// The app had drawn that button itself.
    pub running: Option<f64>,
    /// The list of linked accounts had an account.
    pub list: Option<f64>,
    /// A button *Link accounts* that can be pressed stood in the document.
    pub confirm: Option<f64>,
    /// It was pressed.
    pub pressed: Option<f64>,
    /// Then the list had more than one account.
    pub linked: Option<f64>,
    /// Tasks of more than 50 ms.
    pub long_tasks: f64,
    /// What they took together.
    pub long_task_time: f64,
    /// Bytes of the memories of wasm modules.
    pub wasm_memory: f64,
}

/// What was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traffic {
    /// Requests that were answered.
    pub requests: f64,
    /// Bytes of the answers as they were sent, with their headers.
    pub bytes: f64,
}

impl Browser {
    /// Notes from the next document on what happens in it.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn observe_performance(&self) -> Result<()> {
        self.before_each_document(OBSERVE).await
    }

    /// Presses *Log in* from the next document on, as soon as it can be pressed.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn press_log_in_at_once(&self) -> Result<()> {
        self.before_each_document(PRESS_LOG_IN).await
    }

    /// The milliseconds between the first request to `from` and the first to `to`, and the bytes that `from` had sent by
    /// then. Both are the beginnings of addresses.
    ///
    /// # Errors
    ///
    /// When one of them is not asked before the deadline.
    pub async fn between(&self, from: &str, to: &str) -> Result<(f64, f64)> {
        let mut messages = Vec::new();
        wait::until(async || {
            messages.extend(self.performance_log().await?);
            Ok(match between(messages.iter().map(String::as_str), from, to) {
                Some(found) => Look::Found(found),
                None => Look::NotYet(format!("nothing asks for {to}")),
            })
        })
        .await
    }

    /// Is another device from now on.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn become_device(&self, device: Device) -> Result<()> {
        let (width, height) = device.viewport;
        self.set_viewport(width, height).await?;
        let rate = json!({ "rate": device.cpu_slowdown });
        let _: IgnoredAny = self.dev_tools("Emulation.setCPUThrottlingRate", rate).await?;
        let conditions = json!({
            "offline": false,
            "latency": device.latency,
            "downloadThroughput": device.download,
            "uploadThroughput": device.upload,
        });
        let _: IgnoredAny = self.dev_tools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Waits until `moment` (`running`, `list`) has come in the page and the page is at rest; then what happened in it.
    /// The page itself waits: to be asked meanwhile would take its time.
    ///
    /// # Errors
    ///
    /// When it does not come before the deadline.
    pub async fn timeline(&self, moment: &str) -> Result<Timeline> {
        let ask = format!("return e2eTimeline('{moment}')");
        let seen = wait::until(async || {
            // A page that is being left gives no answer.
            Ok(match self.run(&ask).await {
                Ok(seen) => Look::Found(seen),
                Err(error) => Look::NotYet(error.to_string()),
            })
        })
        .await
        .with_context(|| format!("`{moment}` has not come"))?;
        from_value(seen).context("the timeline cannot be read")
    }

    /// Presses a button by its text, as soon as it is there. Unlike everything else here without asking for the
    /// accessibility tree, which the page would from then on keep up to date.
    ///
    /// # Errors
    ///
    /// When it does not come before the deadline.
    pub async fn press_button(&self, text: &str) -> Result<()> {
        let path = format!("//button[normalize-space()='{text}']");
        wait::until(async || {
            let pressed = match self.client.find(Locator::XPath(&path)).await {
                Ok(button) => button.click().await,
                Err(error) => Err(error),
            };
            Ok(match pressed {
                Ok(()) => Look::Found(()),
                Err(error) => Look::NotYet(format!("no button `{text}` to press: {error}")),
            })
        })
        .await
    }

    /// What was loaded from `origin` since this was last asked.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn traffic(&self, origin: &str) -> Result<Traffic> {
        let news = self.performance_log().await?;
        Ok(traffic(news.iter().map(String::as_str), origin))
    }

    /// Bytes of JavaScript objects that are in use, after collecting what is not.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn heap(&self) -> Result<f64> {
        let _: IgnoredAny = self.dev_tools("HeapProfiler.collectGarbage", json!({})).await?;
        let _: IgnoredAny = self.dev_tools("Performance.enable", json!({})).await?;
        let metrics: Metrics = self.dev_tools("Performance.getMetrics", json!({})).await?;
        let heap = metrics.metrics.iter().find(|metric| metric.name == "JSHeapUsedSize");
        heap.map(|metric| metric.value).ok_or_else(|| anyhow!("the browser does not tell its heap"))
    }

    /// Bytes that the page's process has for itself, as far as this system tells.
    pub fn process_memory(&self) -> Option<f64> {
        process::largest_renderer(self.driver.id()?)
    }
}

#[derive(Deserialize)]
#[serde(tag = "method", content = "params")]
enum Event {
    #[serde(rename = "Network.requestWillBeSent", rename_all = "camelCase")]
    RequestWillBeSent { request_id: String, request: Sent, timestamp: f64 },
    #[serde(rename = "Network.dataReceived", rename_all = "camelCase")]
    DataReceived { request_id: String, encoded_data_length: f64 },
    #[serde(rename = "Network.loadingFinished", rename_all = "camelCase")]
    LoadingFinished { request_id: String, encoded_data_length: f64 },
    #[serde(untagged)]
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Sent {
    url: String,
}

#[derive(Deserialize)]
struct Metrics {
    metrics: Vec<Metric>,
}

#[derive(Deserialize)]
struct Metric {
    name: String,
    value: f64,
}

/// The browser asks for things of its own, and for the icon in the page itself: neither is asked of the origin. What
/// came from a cache has no bytes and is no request.
fn traffic<'a>(messages: impl Iterator<Item = &'a str>, origin: &str) -> Traffic {
    let mut ours = HashSet::new();
    let mut sum = Traffic::default();
    for Message { message } in messages.filter_map(|message| from_str(message).ok()) {
        match message {
            Event::RequestWillBeSent { request_id, request, .. } => {
                if request.url.strip_prefix(origin).is_some_and(|path| path.starts_with('/')) {
                    ours.insert(request_id);
                }
            }
            Event::LoadingFinished { request_id, encoded_data_length: bytes } => {
                if bytes > 0.0 && ours.contains(&request_id) {
                    sum = Traffic { requests: sum.requests + 1.0, bytes: sum.bytes + bytes };
                }
            }
            Event::DataReceived { .. } | Event::Other(_) => {}
        }
    }
    sum
}

/// Milliseconds and bytes between two requests. What is still arriving when the second is sent counts as far as it came.
fn between<'a>(messages: impl Iterator<Item = &'a str>, from: &str, to: &str) -> Option<(f64, f64)> {
    let (mut began, mut received, mut finished) = (None, BTreeMap::new(), BTreeMap::new());
    for Message { message } in messages.filter_map(|message| from_str(message).ok()) {
        match message {
            Event::RequestWillBeSent { request, timestamp, .. } if request.url.starts_with(to) => {
                received.extend(finished);
                return Some(((timestamp - began?) * 1e3, received.into_values().sum()));
            }
            Event::RequestWillBeSent { request_id, request, timestamp } if request.url.starts_with(from) => {
                began = began.or(Some(timestamp));
                received.insert(request_id, 0.0);
            }
            Event::DataReceived { request_id, encoded_data_length: bytes } => {
                received.entry(request_id).and_modify(|sum| *sum += bytes);
            }
            Event::LoadingFinished { request_id, encoded_data_length: bytes }
                if received.contains_key(&request_id) =>
            {
                finished.insert(request_id, bytes);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transferred_bytes_are_counted_as_sent() {
        let event = |method: &str, params: &str| {
            format!(r#"{{"message":{{"method":"{method}","params":{params}}},"webview":"1"}}"#)
        };
        let sent = |id: &str, url: &str| {
            let request = format!(r#""request":{{"url":"{url}","method":"GET"}}"#);
            let params = format!(r#"{{"requestId":"{id}","timestamp":1.5,{request}}}"#);
            event("Network.requestWillBeSent", &params)
        };
        let finished = |id: &str, bytes: u32| {
            let params = format!(r#"{{"requestId":"{id}","timestamp":1.5,"encodedDataLength":{bytes}}}"#);
            event("Network.loadingFinished", &params)
        };
        let messages = [
            sent("page", "http://localhost:1/"),
            sent("cached", "http://localhost:1/assets/a.css"),
            sent("script", "http://localhost:1/assets/a.js"),
            sent("own", "chrome://new-tab-page/a.js"),
            sent("other", "http://localhost:12/"),
            sent("icon", "data:image/svg+xml,"),
            event("Network.responseReceived", r#"{"requestId":"page","response":{"encodedDataLength":300}}"#),
            "no event".to_owned(),
            finished("page", 1200),
            finished("cached", 0),
            finished("script", 34),
            finished("own", 500),
            finished("other", 500),
            finished("icon", 500),
        ];
        let found = traffic(messages.iter().map(String::as_str), "http://localhost:1");
        assert_eq!(found, Traffic { requests: 2.0, bytes: 1234.0 });
    }

    #[test]
    fn between_two_requests_what_came_counts_and_what_comes_later_does_not() {
        let event = |method: &str, params: &str| {
            format!(r#"{{"message":{{"method":"Network.{method}","params":{{{params}}}}}}}"#)
        };
        let sent = |id: u8, url: &str, at: f64| {
            let params = format!(r#""requestId":"{id}","request":{{"url":"{url}"}},"timestamp":{at}"#);
            event("requestWillBeSent", &params)
        };
        let bytes = |method: &str, id: u8, bytes: u16| {
            event(method, &format!(r#""requestId":"{id}","encodedDataLength":{bytes}"#))
        };
        let messages = [
            sent(0, "http://other/", 1.0),
            sent(1, "http://ours/", 2.0),
            bytes("dataReceived", 1, 100),
            bytes("loadingFinished", 1, 300),
            bytes("dataReceived", 0, 7),
            sent(2, "http://ours/a.wasm", 2.1),
            bytes("dataReceived", 2, 1000),
            sent(3, "http://tenant/authorize?a", 2.25),
            bytes("dataReceived", 2, 5000),
        ];
        let found = |messages: &[String]| {
            between(messages.iter().map(String::as_str), "http://ours/", "http://tenant/authorize")
        };
        assert_eq!(found(&messages), Some((250.0, 1300.0)));
        assert_eq!(found(&messages[..7]), None);
    }

    #[test]
    fn missing_entries_of_a_timeline_are_none() {
        let read = r#"{ "requested": 3.5, "firstPaint": 80.5, "largestPaint": null, "logIn": 90, "running": 120, "list": null,
                        "confirm": null, "pressed": null, "linked": null,
                        "longTasks": 1, "longTaskTime": 61, "wasmMemory": 1114112 }"#;
        let timeline: Timeline = from_str(read).unwrap();
        assert_eq!((timeline.first_paint, timeline.list), (Some(80.5), None));
    }
}
