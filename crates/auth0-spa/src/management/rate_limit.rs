//! The rate limit of the Management API: on Auth0's free plan two requests a second, which one link reaches.
//!
//! Owns the waiting: for the request before, and after a 429. A 429 says that the request was not carried out, so it may be sent again, whatever its method;
//! no other answer is ever a reason for that.

use std::future::Future;

use futures_util::lock::Mutex;

use crate::http::{HttpClient, HttpRequest, HttpResponse, TransportError};

/// Seconds before each further try, where the tenant does not say how long.
const PAUSES: [u32; 3] = [1, 2, 4];

/// The longest wait, in seconds, that a person is not asked about.
const LONGEST: u32 = 10;

/// Time that passes, as an argument.
pub trait Timer {
    /// Waits for a number of seconds.
    fn sleep(&self, seconds: u32) -> impl Future<Output = ()>;
}

/// One after the other: who holds it may send. All clients of one tenant share it.
#[derive(Debug, Default)]
pub struct RequestLock(Mutex<()>);

/// Sends requests as another client does, one at a time, and waits when the tenant says that they come too fast.
#[derive(Debug, Clone, Copy)]
pub struct Throttled<'a, H> {
    http: &'a H,
    turn: &'a RequestLock,
}

impl<'a, H> Throttled<'a, H> {
    /// Sends by `http` when it is its turn.
    pub const fn new(http: &'a H, turn: &'a RequestLock) -> Self {
        Self { http, turn }
    }
}

impl<H: HttpClient + Timer> HttpClient for Throttled<'_, H> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // Kept while waiting after a 429 too: whoever comes next would only meet the same limit.
        let _turn = self.turn.0.lock().await;
        for pause in PAUSES {
            let response = self.http.send(request.clone()).await?;
            let pause = response.retry_after.unwrap_or(pause);
            if response.status != 429 || pause > LONGEST {
                return Ok(response);
            }
            self.http.sleep(pause).await;
        }
        self.http.send(request).await
    }
}

#[cfg(test)]
mod tests;
