//! A body that breaks off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;

/// Sends some bytes and then fails, as a connection does that is cut.
#[derive(Debug)]
pub(crate) enum Truncated {
    /// Nothing was sent.
    Fresh(Bytes),
    /// The bytes were handed on; the server gets a turn to send them before the failure.
    Sending,
    /// Nothing follows but the failure.
    Cut,
}

impl Truncated {
    /// A body that fails after these bytes.
    pub(crate) fn after(bytes: Bytes) -> Self {
        Self::Fresh(bytes)
    }
}

impl HttpBody for Truncated {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match std::mem::replace(&mut *self, Self::Cut) {
            Self::Fresh(bytes) => {
                *self = Self::Sending;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Sending => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Cut => {
                let error = io::Error::new(io::ErrorKind::ConnectionAborted, "truncated by a fault");
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}
