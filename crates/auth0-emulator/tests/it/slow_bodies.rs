//! Requests whose body does not arrive in time.

use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::http::Request;
use http_body_util::channel::Channel;
use tokio::time::Instant;

use crate::client::{ALICE, BOB, answer, log_in, tenant, user_path};

/// A whole body must have arrived within this time.
const DEADLINE: Duration = Duration::from_secs(30);

fn request(method: &str, path: &str, access: &str, body: Body, length: Option<usize>) -> Request<Body> {
    let request =
        Request::builder().method(method).uri(path).header("authorization", format!("Bearer {access}"));
    let request = request.header("content-type", "application/json").header("host", "localhost:4400");
    let request = match length {
        Some(length) => request.header("content-length", length),
        None => request,
    };
    request.body(body).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_answered_408_in_the_shape_of_its_endpoint() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let identities = format!("{}/identities", user_path(ALICE));
    let cases = [
        ("POST", "/oauth/token", Some("error_description")),
        ("POST", "/oauth/revoke", Some("error_description")),
        ("POST", identities.as_str(), Some("statusCode")),
        ("PATCH", &user_path(ALICE), Some("statusCode")),
        ("POST", "/_emulator/faults", Some("statusCode")),
        ("POST", "/authorize", None),
        ("POST", "/u/login", None),
    ];
    for (method, path, member) in cases {
        // With a content length, the recording layer reads the body. Without one, the handler does.
        for length in [Some(40), None] {
            let (mut sender, body) = Channel::<Bytes, BoxError>::new(1);
            sender.send_data(Bytes::from_static(b"{\"grant_type\":")).await.unwrap();
            let began = Instant::now();
            let answer = answer(&tenant, request(method, path, &access, Body::new(body), length)).await;
            assert_eq!(
                (answer.status, began.elapsed().as_secs()),
                (408, DEADLINE.as_secs()),
                "{path} {length:?}"
            );
            assert_eq!(answer.header("connection"), Some("close"), "{path}");
            match member {
                Some(member) => assert!(answer.json().get(member).is_some(), "{path}: {}", answer.text),
                None => assert!(answer.text.contains("request_timeout"), "{path}: {}", answer.text),
            }
            drop(sender);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_trickling_body_does_not_extend_the_deadline_and_changes_nothing() {
    let tenant = tenant();
    let access = log_in(&tenant, "bob@example.com").await.access;
    let before = tenant.user(BOB);
    let (mut sender, body) = Channel::<Bytes, BoxError>::new(1);
    let trickle = tokio::spawn(async move {
        let mut each_second = tokio::time::interval(Duration::from_secs(1));
        for byte in br#"{"user_metadata": {"a_long_name": "never arrives in full"}}"# {
            each_second.tick().await;
            if sender.send_data(Bytes::copy_from_slice(&[*byte])).await.is_err() {
                return;
            }
        }
    });
    let began = Instant::now();
    let answer = answer(&tenant, request("PATCH", &user_path(BOB), &access, Body::new(body), None)).await;
    assert_eq!((answer.status, began.elapsed().as_secs()), (408, DEADLINE.as_secs()));
    assert_eq!(tenant.user(BOB), before);
    trickle.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_within_the_deadline_is_accepted() {
    let tenant = tenant();
    let access = log_in(&tenant, "bob@example.com").await.access;
    let (mut sender, body) = Channel::<Bytes, BoxError>::new(1);
    let late = tokio::spawn(async move {
        tokio::time::advance(DEADLINE.saturating_sub(Duration::from_secs(1))).await;
        sender.send_data(Bytes::from_static(br#"{"user_metadata": {"theme": "dark"}}"#)).await.unwrap();
    });
    let answer = answer(&tenant, request("PATCH", &user_path(BOB), &access, Body::new(body), None)).await;
    assert_eq!((answer.status, answer.json()["user_metadata"]["theme"].as_str()), (200, Some("dark")));
    late.await.unwrap();
}
