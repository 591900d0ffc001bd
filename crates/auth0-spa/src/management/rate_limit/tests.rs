//! Waiting for the rate limit.

use std::cell::{Cell, RefCell};

use futures_util::future::{FutureExt as _, join3};

use super::*;
use crate::http::{Body, Method};
use crate::test_support::http::{Answer, ScriptedHttp, text};
use crate::test_support::now;

struct Watched {
    http: ScriptedHttp,
    slept: RefCell<Vec<u32>>,
}

impl HttpClient for Watched {
    async fn send(&self, request: HttpRequest) -> Answer {
        self.http.send(request).await
    }
}

impl Timer for Watched {
    async fn sleep(&self, seconds: u32) {
        self.slept.borrow_mut().push(seconds);
    }
}

/// Answers of 429, one for each time to wait that the tenant names, and then perhaps another answer.
fn limited(waits: &[Option<u32>], then: Option<Answer>) -> Vec<Answer> {
    let limited = |retry_after: &Option<u32>| {
        Ok(HttpResponse { status: 429, retry_after: *retry_after, body: String::new() })
    };
    waits.iter().map(limited).chain(then).collect()
}

/// Sends one request; returns the last status (or failure), how often it was sent, and the pauses in between.
#[track_caller]
fn check(answers: Vec<Answer>, expected: Result<u16, TransportError>, pauses: &[u32]) {
    let sent = answers.len();
    let watched = Watched { http: ScriptedHttp::new(answers), slept: RefCell::default() };
    let url = "https://acme.eu.auth0.com/api/v2/users/a/identities".to_owned();
    let request = HttpRequest { method: Method::Post, url, bearer: None, body: Body::Json("{}".to_owned()) };
    let answer = now(Throttled::new(&watched, &RequestLock::default()).send(request.clone()));
    assert_eq!(answer.map(|response| response.status), expected);
    assert_eq!(watched.http.sent(), vec![request; sent]);
    assert_eq!(*watched.slept.borrow(), pauses);
    watched.http.assert_finished();
}

/// Cases: MA-05.
#[test]
fn a_429_is_sent_again_after_a_pause() {
    check(limited(&[None], Some(text(201, "[]"))), Ok(201), &[1]);
    check(limited(&[Some(3), None], Some(text(200, "{}"))), Ok(200), &[3, 2]);
}

/// Cases: MA-05.
#[test]
fn a_429_is_returned_after_three_pauses() {
    check(limited(&[None; 4], None), Ok(429), &[1, 2, 4]);
}

/// Cases: MA-05.
#[test]
fn a_wait_of_more_than_ten_seconds_is_reported() {
    check(limited(&[Some(11)], None), Ok(429), &[]);
}

/// Cases: MA-24, MA-25.
#[test]
fn only_a_429_is_sent_again() {
    for status in [200, 201, 400, 401, 403, 404, 409, 500, 502, 503] {
        check(vec![text(status, "")], Ok(status), &[]);
    }
    check(vec![Err(TransportError::TimedOut)], Err(TransportError::TimedOut), &[]);
    check(limited(&[None], Some(Err(TransportError::Failed))), Err(TransportError::Failed), &[1]);
}

/// Counts the requests that are on their way at the same time.
#[derive(Default)]
struct Crowd {
    now: Cell<u32>,
    most: Cell<u32>,
    answered: Cell<u32>,
}

impl HttpClient for Crowd {
    async fn send(&self, _: HttpRequest) -> Answer {
        self.now.set(self.now.get() + 1);
        self.most.set(self.most.get().max(self.now.get()));
        tokio::task::yield_now().await;
        self.now.set(self.now.get() - 1);
        self.answered.set(self.answered.get() + 1);
        // Every second response is a 429.
        text(if self.answered.get().is_multiple_of(2) { 429 } else { 200 }, "")
    }
}

impl Timer for Crowd {
    async fn sleep(&self, _: u32) {
        tokio::task::yield_now().await;
    }
}

/// Cases: MA-05, MA-31.
#[tokio::test]
async fn two_accounts_are_read_at_a_time_and_a_change_is_sent_alone() {
    use Method::{Delete, Get, Patch, Post};
    for (methods, most) in [
        ([Get, Get, Get], 2),
        ([Patch, Post, Delete], 1),
        ([Post, Get, Patch], 1),
        ([Get, Post, Delete], 1),
        ([Get, Get, Post], 2),
    ] {
        let (crowd, lock) = (Crowd::default(), RequestLock::default());
        let client = Throttled::new(&crowd, &lock);
        let send =
            |method| client.send(HttpRequest { method, url: String::new(), bearer: None, body: Body::Empty });
        let [first, second, third] = methods.map(send);
        let (first, second, third) = join3(first, second, third).await;
        for answer in [first, second, third] {
            assert_eq!(answer.map(|response| response.status), Ok(200), "{methods:?}");
        }
        assert_eq!((crowd.most.get(), crowd.now.get()), (most, 0), "{methods:?}");
    }
}

#[tokio::test]
async fn a_cancelled_request_releases_the_lock() {
    for method in [Method::Get, Method::Post] {
        let (crowd, lock) = (Crowd::default(), RequestLock::default());
        let client = Throttled::new(&crowd, &lock);
        let request = |method| HttpRequest { method, url: String::new(), bearer: None, body: Body::Empty };
        let mut given_up = Box::pin(client.send(request(method)));
        assert!((&mut given_up).now_or_never().is_none());
        drop(given_up);
        assert!(client.send(request(Method::Delete)).await.is_ok());
    }
}
