//! How fast a page is and how much it takes, as the browser itself counts it; and slower devices than this one.
//!
//! Judges nothing and knows no app: `performance` says what is compared, `performance.js` what is waited for.

use std::collections::HashSet;

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
                Err(error) => Look::NotYet(format!("`{moment}` has not come: {error}")),
            })
        })
        .await?;
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
    RequestWillBeSent { request_id: String, request: Sent },
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
            Event::RequestWillBeSent { request_id, request } => {
                if request.url.strip_prefix(origin).is_some_and(|path| path.starts_with('/')) {
                    ours.insert(request_id);
                }
            }
            Event::LoadingFinished { request_id, encoded_data_length: bytes } => {
                if bytes > 0.0 && ours.contains(&request_id) {
                    sum = Traffic { requests: sum.requests + 1.0, bytes: sum.bytes + bytes };
                }
            }
            Event::Other(_) => {}
        }
    }
    sum
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
            let params = format!(r#"{{"requestId":"{id}","request":{{"url":"{url}","method":"GET"}}}}"#);
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
    fn missing_entries_of_a_timeline_are_none() {
        let read = r#"{ "requested": 3.5, "firstPaint": 80.5, "largestPaint": null, "logIn": 90, "running": 120, "list": null,
                        "longTasks": 1, "longTaskTime": 61, "wasmMemory": 1114112 }"#;
        let timeline: Timeline = from_str(read).unwrap();
        assert_eq!((timeline.first_paint, timeline.list), (Some(80.5), None));
    }
}
