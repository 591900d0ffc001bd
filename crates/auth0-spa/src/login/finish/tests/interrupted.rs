//! Pages that are left while a login is being completed.

use std::pin::pin;

use futures_util::FutureExt as _;

use super::*;
use crate::http::TransportError;
use crate::login::was_interrupted;

/// Cases: TE-30.
#[test]
fn an_interrupted_login_is_noted_once_and_leaves_no_session() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let search = format!("?code=C&state={}", left.value("state"));
    let url = PageUrl { path: "/".into(), search, hash: String::new() };
    let callback = url.callback("/").unwrap().unwrap();
    {
        let config = ready(Ok::<_, Infallible>(config()));
        page.silent.set(true);
        let mut login = pin!(finish(&page, config, ORIGIN, Snapshot::take(&page.shared), callback));
        assert!(login.as_mut().now_or_never().is_none(), "no answer, and then no page");
    }
    assert!(was_interrupted(&page));
    assert!(!was_interrupted(&page), "once");
    assert!(!page.storage.contents().contains_key(SESSION));
}

/// Cases: TE-30.
#[test]
fn a_finished_login_leaves_no_note() {
    let page = Page::new();
    for answers in [vec![Err(TransportError::TimedOut), keys()], Vec::new()] {
        let left = leave(&page, Intent::LogIn);
        let answers = if answers.is_empty() { vec![tokens(&alice(&left)), keys()] } else { answers };
        page.http.script(answers);
        let _outcome = come_back_with_code(&page, &left);
        assert!(!was_interrupted(&page));
    }
}
