//! A scripted HTTP client that records its requests.

use std::cell::RefCell;
use std::collections::VecDeque;

use serde_json::Value;

use crate::http::{Body, HttpClient, HttpRequest, HttpResponse, Method, TransportError};

/// One scripted response.
pub(crate) type Answer = Result<HttpResponse, TransportError>;

/// Gives one response per request. A request beyond the script fails the test.
#[derive(Default)]
pub(crate) struct ScriptedHttp {
    answers: RefCell<VecDeque<Answer>>,
    sent: RefCell<Vec<HttpRequest>>,
}

impl ScriptedHttp {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let http = Self::default();
        http.script(answers);
        http
    }

    /// Adds responses to the script.
    pub(crate) fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.borrow_mut().extend(answers);
    }

    pub(crate) fn sent(&self) -> Vec<HttpRequest> {
        self.sent.borrow().clone()
    }

    /// Fails the test when a response was not used.
    #[track_caller]
    pub(crate) fn assert_finished(&self) {
        assert_eq!(self.answers.borrow().len(), 0, "answers that nobody asked for, after {:?}", self.log());
    }

    /// Method and path of every request, in order, for comparing whole conversations.
    pub(crate) fn log(&self) -> Vec<String> {
        let line = |request: &HttpRequest| {
            let method = match request.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
            };
            let path = request.url.strip_prefix("https://acme.eu.auth0.com").expect("our tenant only");
            format!("{method} {path}")
        };
        self.sent().iter().map(line).collect()
    }
}

impl HttpClient for ScriptedHttp {
    async fn send(&self, request: HttpRequest) -> Answer {
        let answer = self.answers.borrow_mut().pop_front();
        let answer = answer.unwrap_or_else(|| panic!("nobody expected {request:?}"));
        self.sent.borrow_mut().push(request);
        answer
    }
}

/// An answer with any text as its body.
#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers and failures")]
pub(crate) fn text(status: u16, body: &str) -> Answer {
    Ok(HttpResponse { status, retry_after: None, body: body.to_owned() })
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &impl ToString) -> Answer {
    text(status, &body.to_string())
}

/// The JSON that a request carries.
pub(crate) fn json_body(request: &HttpRequest) -> Value {
    match &request.body {
        Body::Json(text) => serde_json::from_str(text).expect("we send JSON"),
        other => panic!("no JSON: {other:?}"),
    }
}

/// The form that a request carries.
pub(crate) fn form_body(request: &HttpRequest) -> Vec<(String, String)> {
    match &request.body {
        Body::Form(text) => form_urlencoded::parse(text.as_bytes()).into_owned().collect(),
        other => panic!("no form: {other:?}"),
    }
}
