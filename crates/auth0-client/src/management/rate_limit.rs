//! The rate limit of the Management API: on Auth0's free plan two requests a second, which one link reaches.
//!
//! Owns the waiting. A 429 says that the request was not carried out, so it may be sent again, whatever its method;
//! no other answer is ever a reason for that.

use std::future::Future;

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

/// Sends requests as another client does, and waits when the tenant says that they come too fast.
#[derive(Debug, Clone, Copy)]
pub struct Patient<'a, H>(pub &'a H);

impl<H: HttpClient + Timer> HttpClient for Patient<'_, H> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        for pause in PAUSES {
            let response = self.0.send(request.clone()).await?;
            let pause = response.retry_after.unwrap_or(pause);
            if response.status != 429 || pause > LONGEST {
                return Ok(response);
            }
            self.0.sleep(pause).await;
        }
        self.0.send(request).await
    }
}

#[cfg(test)]
mod tests;
