//! A body that fails before its end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;

/// Yields some bytes and then fails, like a connection that is cut.
#[derive(Debug)]
pub(super) enum Truncated {
    /// The bytes were not yielded yet.
    Fresh(Bytes),
    /// The bytes were yielded. The server gets a chance to send them before the failure.
    Sending,
    /// The failure is next.
    Failing(BoxError),
    /// The failure was yielded.
    Over,
}

impl Truncated {
    /// A body that fails after these bytes.
    pub(super) fn after(bytes: Bytes) -> Self {
        Self::Fresh(bytes)
    }

    /// A body that fails at once.
    pub(super) fn failing(reason: impl Into<BoxError>) -> Self {
        Self::Failing(reason.into())
    }
}

impl HttpBody for Truncated {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match std::mem::replace(&mut *self, Self::Over) {
            Self::Fresh(bytes) => {
                *self = Self::Sending;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Sending => {
                let cut = io::Error::new(io::ErrorKind::ConnectionAborted, "truncated by a fault");
                *self = Self::failing(cut);
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Failing(reason) => Poll::Ready(Some(Err(reason))),
            Self::Over => Poll::Ready(None),
        }
    }
}
