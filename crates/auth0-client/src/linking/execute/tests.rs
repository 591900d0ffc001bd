//! Cases MA and LF: the requests of a link, in order and in number, and what every failure leaves behind.

mod failures;
mod success;

use super::*;
use crate::json::Value;
use crate::linking::confirm::Confirmation;
use crate::test_support::accounts::{identities_json, second_login, user, user_json};
use crate::test_support::http::{Answer, ScriptedHttp, json as answer, json_body};
use crate::test_support::json::json;
use crate::test_support::now;
use crate::test_support::samples::{NOW, config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

const PATCH: &str = "PATCH /api/v2/users/auth0%7Calice";
const POST: &str = "POST /api/v2/users/auth0%7Calice/identities";
const GET: &str = "GET /api/v2/users/auth0%7Calice";

/// Two accounts whose metadata needs no request.
const NOTHING_TO_MERGE: [Value; 2] = [Value::Null, Value::Null];

/// Alice's `{"theme": "dark"}` and Bob's `{"theme": "light", "lang": "de"}`: `lang` joins.
fn to_merge() -> [Value; 2] {
    [json!({"theme": "dark"}), json!({"theme": "light", "lang": "de"})]
}

/// What Bob linked to Alice will do.
fn plan(metadata: [Value; 2]) -> LinkPlan {
    confirmation(metadata).confirm(Some(&session(ALICE)), NOW).unwrap()
}

fn confirmation([alices, bobs]: [Value; 2]) -> Confirmation {
    let second = second_login(session(ALICE).reference(), BOB);
    Confirmation::new(&session(ALICE), user(ALICE, alices), second, user(BOB, bobs), true, NOW).unwrap()
}

/// Carries a plan out against these answers; every one of them must have been asked for.
fn carry_out(
    plan: LinkPlan,
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Linked, LinkError>, ScriptedHttp) {
    let http = ScriptedHttp::new(answers);
    let result = now(execute(&http, &config(), plan));
    http.assert_finished();
    (result, http)
}

/// The answer to a link that went well.
fn linked() -> Answer {
    answer(201, &identities_json(&[ALICE, BOB]))
}

/// The answer to a PATCH.
fn patched(metadata: Value) -> Answer {
    answer(200, &user_json(&[ALICE], metadata))
}

/// The answer to the PATCH of what joins.
fn merged() -> Answer {
    patched(json!({"theme": "dark", "lang": "de"}))
}

/// The answer to the PATCH that takes it back.
fn taken_back() -> Answer {
    patched(json!({"theme": "dark"}))
}

/// The answer to reading Alice back: with Bob, or without.
fn read_back(with_bob: bool) -> Answer {
    let ids: &[&str] = if with_bob { &[ALICE, BOB] } else { &[ALICE] };
    answer(200, &user_json(ids, json!({"theme": "dark", "lang": "de"})))
}

fn identities(linked: &Linked) -> Vec<String> {
    linked.user.identities.iter().map(|one| format!("{}|{}", one.provider, one.user_id)).collect()
}
