//! The rate limit of the Management API: two requests a second on Auth0's free plan, which a single link reaches.
//!
//! Two requests at a time, a change alone, and a pause after a 429. A 429 says that the request was not carried out, so it may be
//! repeated, whatever its method; after any other answer nothing is repeated.

use std::future::Future;

use futures_util::future::{Either, select};
use futures_util::lock::{Mutex, MutexGuard};

use crate::http::{HttpClient, HttpRequest, HttpResponse, Method, TransportError};

/// Seconds before each further try, if the tenant does not say how many.
const PAUSES: [u32; 3] = [1, 2, 4];

/// The longest wait, in seconds, without asking the user.
const MAX_WAIT: u32 = 10;

/// A timer.
pub trait Timer {
    /// Waits for a number of seconds.
    fn sleep(&self, seconds: u32) -> impl Future<Output = ()>;
}

/// Held while a request is sent: one half for reading, both for a change. All clients of a tenant share it.
#[derive(Debug, Default)]
pub struct RequestLock {
    first: Mutex<()>,
    second: Mutex<()>,
}

impl RequestLock {
    async fn hold(&self, method: Method) -> (Option<MutexGuard<'_, ()>>, Option<MutexGuard<'_, ()>>) {
        if matches!(method, Method::Get) {
            match select(self.first.lock(), self.second.lock()).await {
                Either::Left((guard, _)) | Either::Right((guard, _)) => (Some(guard), None),
            }
        } else {
            // Always in this order, so that two changes never wait for each other.
            let first = self.first.lock().await;
            (Some(first), Some(self.second.lock().await))
        }
    }
}

/// An HTTP client that sends two requests at a time through another one, or one that changes something, and waits when the
/// tenant limits the rate.
#[derive(Debug, Clone, Copy)]
pub struct Throttled<'a, H> {
    http: &'a H,
    lock: &'a RequestLock,
}

impl<'a, H> Throttled<'a, H> {
    /// Sends through `http` while it holds the lock.
    pub const fn new(http: &'a H, lock: &'a RequestLock) -> Self {
        Self { http, lock }
    }
}

impl<H: HttpClient + Timer> HttpClient for Throttled<'_, H> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // Held during the pause too: the next request would only hit the same limit.
        let _held = self.lock.hold(request.method).await;
        for pause in PAUSES {
            let response = self.http.send(request.clone()).await?;
            let pause = response.retry_after.unwrap_or(pause);
            if response.status != 429 || pause > MAX_WAIT {
                return Ok(response);
            }
            self.http.sleep(pause).await;
        }
        self.http.send(request).await
    }
}

#[cfg(test)]
mod tests;
