//! The links that a real tenant would send by e-mail: verifying an address, choosing a new password.

use std::time::Duration;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Mail};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::client::{ALICE, Answer, PASSWORD, answer, authorize_url, client_id, send, tenant, user_path};
use crate::management::admin;

const EVE: &str = "auth0|65f2a1c0d3b07384d113ed03";
const DATABASE: &str = "Username-Password-Authentication";

fn only_mail(tenant: &Emulator) -> Mail {
    let mails = tenant.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.into_iter().next().unwrap()
}

async fn open(tenant: &Emulator, mail: &Mail) -> Answer {
    send(tenant, "GET", &path(mail), None, None).await
}

async fn post_form(tenant: &Emulator, path: &str, form: &str) -> Answer {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    answer(tenant, request.body(Body::from(form.to_owned())).unwrap()).await
}

fn path(mail: &Mail) -> String {
    mail.link.replace("http://localhost:4400", "")
}

async fn patch(tenant: &Emulator, user: &str, body: Value) -> Answer {
    let token = admin(tenant).await;
    send(tenant, "PATCH", &user_path(user), Some(&token), Some(body)).await
}

/// Sends Eve a link by which she verifies her address.
async fn verification(tenant: &Emulator) -> Mail {
    assert_eq!(patch(tenant, EVE, json!({"verify_email": true})).await.status, 200);
    only_mail(tenant)
}

/// A browser that asks for a new password for this address.
async fn forgot_password(tenant: &Emulator, email: &str) -> Step {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &[])).await;
    user_agent.submit(&[("action", "forgot")]).await;
    user_agent.submit(&[("email", email)]).await
}

fn text(step: &Step) -> String {
    let (Step::OtherPage { text, .. } | Step::ErrorPage { text, .. }) = step else { panic!("{step:?}") };
    text.clone()
}

async fn can_log_in(tenant: &Emulator, email: &str, password: &str) -> bool {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &[])).await;
    matches!(user_agent.log_in(email, password).await, Step::Callback(_))
}

#[tokio::test]
async fn signing_up_sends_a_link_that_verifies_the_address_once() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert_eq!(user_agent.submit(&[("action", "signup")]).await, Step::SignupPage);
    user_agent.sign_up("New@example.com", PASSWORD).await;
    let mail = only_mail(&tenant);
    assert_eq!((mail.to.as_str(), mail.subject), ("new@example.com", "Verify your email"));
    assert!(mail.link.starts_with("http://localhost:4400/u/email-verification?ticket="), "{}", mail.link);
    assert_eq!(tenant.users_by_email("new@example.com")[0]["email_verified"], false);
    let first = open(&tenant, &mail).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert!(first.text.contains("Your email was verified. You can continue using the application."));
    assert_eq!(tenant.users_by_email("new@example.com")[0]["email_verified"], true);
    let second = open(&tenant, &mail).await;
    assert!(
        second.status == 400 && second.text.contains("This URL can be used only once"),
        "{}",
        second.text
    );
}

#[tokio::test]
async fn the_sign_up_page_says_where_the_link_is() {
    let tenant = tenant();
    let first = send(&tenant, "GET", &authorize_url(&tenant, &[("screen_hint", "signup")]), None, None).await;
    let cookie = first.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let path = first.header("location").unwrap().replace("http://localhost:4400", "");
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap();
    let page = answer(&tenant, request).await;
    assert!(
        page.text.contains("the link is in the <a href=\"/_emulator#mails\">inspector</a>"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn a_link_ends_after_five_days_and_with_the_user_and_the_address() {
    let tenant_of_eve = tenant();
    let mail = verification(&tenant_of_eve).await;
    tenant_of_eve.clock().advance(Duration::from_hours(5 * 24));
    let late = open(&tenant_of_eve, &mail).await;
    assert!(late.status == 400 && late.text.contains("Access expired."), "{}", late.text);

    let moved = tenant();
    let mail = verification(&moved).await;
    patch(&moved, EVE, json!({"email": "eve2@example.com"})).await;
    let refused = open(&moved, &mail).await;
    assert!(refused.text.contains("User account does not exist or verification code is invalid."));
    assert_eq!(moved.user(EVE).unwrap()["email_verified"], false);

    let gone = tenant();
    let mail = verification(&gone).await;
    let token = admin(&gone).await;
    send(&gone, "DELETE", &user_path(EVE), Some(&token), None).await;
    let refused = open(&gone, &mail).await;
    assert!(refused.text.contains("User account does not exist or verification code is invalid."));

    let verified = tenant();
    let mail = verification(&verified).await;
    patch(&verified, EVE, json!({"email_verified": true})).await;
    let refused = open(&verified, &mail).await;
    assert!(refused.status == 400 && refused.text.contains("This account is already verified."));
}

#[tokio::test]
async fn verify_email_decides_whether_a_created_user_gets_a_link() {
    for (verified, verify, mails) in [
        (false, None, 1),
        (true, None, 0),
        (false, Some(false), 0),
        (true, Some(true), 1),
        (false, Some(true), 1),
    ] {
        let tenant = tenant();
        let token = admin(&tenant).await;
        let mut body = json!({"connection": DATABASE, "email": "x@example.com", "password": PASSWORD,
            "email_verified": verified});
        if let Some(verify) = verify {
            body["verify_email"] = json!(verify);
        }
        let created = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body.clone())).await;
        assert_eq!((created.status, tenant.mails().len()), (201, mails), "{body}");
    }
    let tenant = tenant();
    patch(&tenant, EVE, json!({"verify_email": false})).await;
    assert_eq!(tenant.mails(), []);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_under_the_policy_of_the_database() {
    let tenant = tenant();
    let page = text(&forgot_password(&tenant, "Alice@example.com").await);
    assert!(page.contains("We've sent an e-mail to <strong>Alice@example.com</strong>"), "{page}");
    let mail = only_mail(&tenant);
    assert_eq!((mail.to.as_str(), mail.subject), ("alice@example.com", "Reset your password"));
    let shown = open(&tenant, &mail).await;
    assert!(shown.status == 200 && shown.text.contains("<h1>Change your password</h1>"), "{}", shown.text);
    assert!(shown.text.contains("The password needs at least 8 characters of three kinds"));
    for (form, error) in [
        ("password=short&again=short", "The password needs at least 8 characters"),
        ("password=N3w-password&again=Other-p4ss", "The two passwords differ."),
    ] {
        let refused = post_form(&tenant, &path(&mail), form).await;
        assert!(refused.status == 400 && refused.text.contains(error), "{}", refused.text);
    }
    assert!(can_log_in(&tenant, "alice@example.com", PASSWORD).await, "nothing was changed");
    let changed = post_form(&tenant, &path(&mail), "password=N3w-password&again=N3w-password").await;
    assert!(changed.status == 200 && changed.text.contains("<h1>Password changed</h1>"), "{}", changed.text);
    assert!(can_log_in(&tenant, "alice@example.com", "N3w-password").await);
    assert!(!can_log_in(&tenant, "alice@example.com", PASSWORD).await);
    let again = post_form(&tenant, &path(&mail), "password=An0ther-one&again=An0ther-one").await;
    assert!(again.status == 400 && again.text.contains("This URL can be used only once"), "{}", again.text);
    assert!(can_log_in(&tenant, "alice@example.com", "N3w-password").await);
}

#[tokio::test]
async fn of_several_links_for_a_password_the_last_one_counts() {
    let tenant = tenant();
    for email in ["alice@example.com", "bob@example.com", "Alice@example.com"] {
        forgot_password(&tenant, email).await;
    }
    let [last, of_bob, first] = <[Mail; 3]>::try_from(tenant.mails()).unwrap();
    assert!(open(&tenant, &first).await.text.contains("Access expired."));
    let form = "password=N3w-password&again=N3w-password";
    assert_eq!(post_form(&tenant, &path(&first), form).await.status, 400);
    assert!(can_log_in(&tenant, "alice@example.com", PASSWORD).await);
    for link in [&last, &of_bob] {
        assert_eq!(post_form(&tenant, &path(link), form).await.status, 200);
    }
    forgot_password(&tenant, "alice@example.com").await;
    let used = open(&tenant, &last).await;
    assert!(used.text.contains("This URL can be used only once"), "{}", used.text);
}

#[tokio::test]
async fn a_link_of_one_kind_is_none_of_the_other() {
    let tenant = tenant();
    let verification = verification(&tenant).await;
    let ticket = verification.link.split_once("ticket=").unwrap().1;
    let form = "password=N3w-password&again=N3w-password";
    let refused = post_form(&tenant, &format!("/u/reset-verify?ticket={ticket}"), form).await;
    assert!(refused.status == 400 && refused.text.contains("Access expired."), "{}", refused.text);
    assert!(can_log_in(&tenant, "eve@example.com", PASSWORD).await);
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_page_and_no_link() {
    let tenant = tenant();
    let known = text(&forgot_password(&tenant, "alice@example.com").await);
    let unknown = text(&forgot_password(&tenant, "nobody@example.com").await);
    assert_eq!(known.replace("alice@", "nobody@"), unknown);
    // Of a provider, not of the database.
    forgot_password(&tenant, "alice@gmail.example").await;
    assert_eq!(only_mail(&tenant).to, "alice@example.com");
    let none = text(&forgot_password(&tenant, "alice").await);
    assert!(none.contains("<p role=\"alert\">Enter an e-mail address.</p>"), "{none}");
}

#[tokio::test]
async fn the_login_goes_on_after_a_forgotten_password() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.submit(&[("action", "forgot")]).await;
    user_agent.submit(&[("email", "alice@example.com")]).await;
    assert_eq!(user_agent.submit(&[("action", "login")]).await, Step::LoginPage);
    assert!(matches!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::Callback(_)));
}

#[tokio::test]
async fn applications_ask_for_a_new_password_too() {
    let tenant = tenant();
    let ask =
        async |body: Value| send(&tenant, "POST", "/dbconnections/change_password", None, Some(body)).await;
    for email in ["alice@example.com", "nobody@example.com"] {
        let body = json!({"client_id": client_id(&tenant), "connection": DATABASE, "email": email});
        let answer = ask(body).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (200, "We've just sent you an email to reset your password.")
        );
    }
    assert_eq!(only_mail(&tenant).subject, "Reset your password");
    for (body, status, error) in [
        (json!({"connection": DATABASE, "email": "a@example.com"}), 400, "invalid_request"),
        (json!({"client_id": client_id(&tenant), "email": "a@example.com"}), 400, "invalid_request"),
        (json!({"client_id": client_id(&tenant), "connection": DATABASE}), 400, "invalid_request"),
        (
            json!({"client_id": client_id(&tenant), "connection": "github", "email": "a@example.com"}),
            400,
            "invalid_request",
        ),
        (json!({"client_id": "x", "connection": DATABASE, "email": "a@example.com"}), 401, "invalid_client"),
    ] {
        let answer = ask(body.clone()).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)), "{body}");
    }
}

#[tokio::test]
async fn links_are_in_the_inspector_and_its_json_and_gone_after_a_reset() {
    let tenant = tenant();
    let mail = verification(&tenant).await;
    let state = send(&tenant, "GET", "/_emulator/state", None, None).await.json();
    assert_eq!(state["mails"][0]["link"], mail.link);
    let inspector = send(&tenant, "GET", "/_emulator", None, None).await.text;
    assert!(inspector.contains(&format!("<a href=\"{}\">Verify your email</a>", mail.link)));
    open(&tenant, &mail).await;
    let requests = send(&tenant, "GET", "/_emulator/state", None, None).await.json()["requests"].to_string();
    assert!(
        !requests.contains(mail.link.split_once("ticket=").unwrap().1),
        "the log has no tickets of links"
    );
    tenant.reset();
    assert_eq!(tenant.mails(), []);
    assert_eq!(open(&tenant, &mail).await.status, 400);
    assert!(tenant.user(ALICE).is_some());
}
