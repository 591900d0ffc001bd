//! Cases MA and LF: the requests of a link, in order and in number, and what every failure leaves behind.

mod changed;
mod failures;
mod success;
mod unclear;

use super::*;
use crate::http::HttpRequest;
use crate::json::Value;
use crate::linking::confirm::Confirmation;
use crate::test_support::accounts::{identities_json, second_login, user, user_json};
use crate::test_support::http::{Answer, json as answer, json_body};
use crate::test_support::json::json;
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{NOW, config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

const PATCH: &str = "PATCH /api/v2/users/auth0%7Calice";
const POST: &str = "POST /api/v2/users/auth0%7Calice/identities";
const GET: &str = "GET /api/v2/users/auth0%7Calice";
const GET_BOB: &str = "GET /api/v2/users/google-oauth2%7Cbob";

/// Two accounts whose metadata needs no request.
const NOTHING_TO_MERGE: [Value; 2] = [Value::Null, Value::Null];

/// Alice's `{"theme": "dark"}` and Bob's `{"theme": "light", "lang": "de"}`: `lang` joins.
fn to_merge() -> [Value; 2] {
    [json!({"theme": "dark"}), json!({"theme": "light", "lang": "de"})]
}

/// The plan that links Bob to Alice.
fn plan(metadata: [Value; 2]) -> LinkPlan {
    confirmation(metadata).confirm(Some(&session(ALICE)), NOW).unwrap()
}

fn confirmation([alices, bobs]: [Value; 2]) -> Confirmation {
    let second = second_login(session(ALICE).reference(), BOB);
    Confirmation::new(&session(ALICE), user(ALICE, alices), second, user(BOB, bobs), &config(), NOW).unwrap()
}

/// The answer to reading an unchanged account.
fn unchanged(account: &AuthenticatedAccount) -> Answer {
    let User { id, metadata, .. } = &account.user;
    answer(200, &user_json(&[id.as_str()], Value::Object(metadata.clone())))
}

/// A page that sent a plan, and how many requests only checked that the accounts are unchanged.
struct CarriedOut {
    page: Page,
    looks: usize,
}

impl CarriedOut {
    /// The requests from the first change on.
    fn sent(&self) -> Vec<HttpRequest> {
        self.page.http.sent().split_off(self.looks)
    }

    fn log(&self) -> Vec<String> {
        self.page.http.log().split_off(self.looks)
    }

    /// Whether a reload would find a pending request.
    fn has_pending_request(&self) -> bool {
        PendingRequest::restore(&self.page, &session(ALICE)).is_some()
    }
}

/// Sends a plan against these answers, after both accounts were found unchanged. Every answer must have been
/// requested.
fn carry_out(
    plan: LinkPlan,
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Linked, LinkError>, CarriedOut) {
    let mut looks = vec![unchanged(&plan.secondary)];
    if plan.keeps_metadata() {
        looks.push(unchanged(&plan.primary));
    }
    let (result, page) = run(plan, looks.clone().into_iter().chain(answers));
    (result, CarriedOut { page, looks: looks.len() })
}

/// Sends a plan against these answers, including those to the readings before the first change.
fn run(plan: LinkPlan, answers: impl IntoIterator<Item = Answer>) -> (Result<Linked, LinkError>, Page) {
    let page = Page::new();
    page.http.script(answers);
    let result = now(execute(&page, &page, &config(), plan, &|| {}));
    page.http.assert_finished();
    (result, page)
}

/// The answer to a successful link.
fn linked() -> Answer {
    answer(201, &identities_json(&[ALICE, BOB]))
}

/// The answer to a PATCH.
fn patched(metadata: Value) -> Answer {
    answer(200, &user_json(&[ALICE], metadata))
}

/// The answer to the PATCH that copies.
fn merged() -> Answer {
    patched(json!({"theme": "dark", "lang": "de"}))
}

/// The answer to the PATCH that rolls back.
fn taken_back() -> Answer {
    patched(json!({"theme": "dark"}))
}

/// The answer to reading Alice back: with Bob, or without.
fn read_back(with_bob: bool) -> Answer {
    let ids: &[&str] = if with_bob { &[ALICE, BOB] } else { &[ALICE] };
    answer(200, &user_json(ids, json!({"theme": "dark", "lang": "de"})))
}

fn not_linked(cause: impl Into<ManagementError>, metadata: MetadataLeft) -> LinkError {
    LinkError::NotLinked(LinkFailure { cause: cause.into(), metadata })
}

fn unclear(cause: impl Into<ManagementError>, metadata: MetadataLeft) -> LinkError {
    LinkError::Unclear(LinkFailure { cause: cause.into(), metadata })
}

/// `lang`, which joins in [`to_merge`].
fn lang() -> Vec<String> {
    vec!["lang".to_owned()]
}

fn identities(linked: &Linked) -> Vec<String> {
    linked.user.identities.iter().map(|one| format!("{}|{}", one.provider, one.user_id)).collect()
}
