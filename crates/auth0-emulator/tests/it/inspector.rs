//! The inspector's page, its forms, and the users of the control API.

use auth0_emulator::{DEMO_TENANT, Emulator, Seed};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::client::{ALICE, Answer, BOB, answer, client_id, log_in, send, tenant, tenant_of};

const FORM: &str = "application/x-www-form-urlencoded";

async fn page(tenant: &Emulator, query: &str) -> Answer {
    send(tenant, "GET", &format!("/_emulator{query}"), None, None).await
}

async fn post(tenant: &Emulator, path: &str, origin: &str, body: String) -> Answer {
    let request = Request::post(path).header("content-type", FORM).header("host", "localhost:4400");
    answer(tenant, request.header("origin", origin).body(Body::from(body)).unwrap()).await
}

/// Submits a form of the page, as a browser does.
async fn submit(tenant: &Emulator, fields: &[(&str, &str)]) -> Answer {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    post(tenant, "/_emulator/form", "http://localhost:4400", body).await
}

async fn assert_done(tenant: &Emulator, fields: &[(&str, &str)]) {
    let answer = submit(tenant, fields).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/_emulator")), "{}", answer.text);
}

fn control_path(user: &str) -> String {
    format!("/_emulator/users/{}", user.replace('|', "%7C"))
}

#[tokio::test]
async fn clients_have_ids_secrets_and_callbacks_to_copy() {
    let tenant = tenant();
    let text = page(&tenant, "").await.text;
    let secret = tenant.client_secret("Local admin").unwrap();
    for copied in [client_id(&tenant), secret, "http://localhost:3000/".to_owned(), ALICE.to_owned()] {
        assert!(text.contains(&format!("data-copy=\"{copied}\"")), "{copied} cannot be copied");
    }
    let spa_secret = tenant.client_secret("Account Linking").unwrap();
    assert!(!text.contains(&spa_secret), "a public client has no secret");
    let state = send(&tenant, "GET", "/_emulator/state", None, None).await.json();
    let client = &state["clients"][0];
    assert_eq!(
        (&client["client_id"], &client["callbacks"][1]),
        (&json!(client_id(&tenant)), &json!("http://localhost:3000/"))
    );
    assert_eq!(client.get("client_secret"), None);
}

#[tokio::test]
async fn users_are_searched_by_name_address_and_id_of_each_identity() {
    let tenant = tenant();
    for (query, found) in [
        ("BOB", vec!["Bob Example"]),
        ("carol@github", vec!["Carol Example"]),
        ("583232", vec!["Dave No-Mail"]),
        ("octo", vec!["Octo Alice"]),
        ("svg", vec![]),
    ] {
        let text = page(&tenant, &format!("?q={query}")).await.text;
        let names: Vec<&str> =
            ["Alice Example", "Bob Example", "Carol Example", "Dave No-Mail", "Eve Example", "Octo Alice"]
                .into_iter()
                .filter(|name| text.contains(&format!("<h3>{name}</h3>")))
                .collect();
        assert_eq!(names, found, "{query}");
        assert!(text.contains("Users (8)") && text.contains(&format!("value=\"{query}\"")));
    }
}

#[tokio::test]
async fn of_many_users_the_first_are_shown() {
    let users: Vec<String> =
        (100..160).map(|id| format!("  - {{provider: github, id: {id}, name: Coder {id}}}\n")).collect();
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, &format!("users:\n{}", users.concat())).unwrap());
    let text = page(&tenant, "").await.text;
    assert_eq!(text.matches("<article>").count() - 1, 50, "and one client");
    assert!(text.contains("50 of 60 found are shown."));
}

#[tokio::test]
async fn of_many_refresh_tokens_the_first_are_shown() {
    let tenant = tenant();
    let body = json!({"client_id": client_id(&tenant), "user_id": ALICE, "scope": "offline_access"});
    for _ in 0..60 {
        send(&tenant, "POST", "/_emulator/token", None, Some(body.clone())).await;
    }
    let text = page(&tenant, "").await.text;
    assert_eq!(text.matches("<li>refresh token: ").count(), 50);
    assert!(text.contains("Grants (60)") && text.contains("50 of 60 are shown; all are in"));
}

#[tokio::test]
async fn forms_create_verify_block_and_delete_users() {
    let tenant = tenant();
    assert_done(
        &tenant,
        &[
            ("request", "POST /_emulator/users"),
            ("connection", "Username-Password-Authentication"),
            ("email", "new@example.com"),
            ("password", "New-passw0rd"),
            ("name", ""),
            ("email_verified:json", "false"),
        ],
    )
    .await;
    let user = tenant.users_by_email("new@example.com").pop().unwrap();
    assert_eq!((&user["email_verified"], &user["name"]), (&json!(false), &json!("new@example.com")));
    let path = control_path(user["user_id"].as_str().unwrap());
    let id = user["user_id"].as_str().unwrap();
    for (body, member, value) in [
        ("{\"email_verified\":true}", "email_verified", json!(true)),
        ("{\"blocked\":true}", "blocked", json!(true)),
    ] {
        assert_done(&tenant, &[("request", &format!("PATCH {path}")), ("body", body)]).await;
        assert_eq!(tenant.user(id).unwrap()[member], value);
    }
    let shown = page(&tenant, "?q=new@example.com").await.text;
    assert!(shown.contains(">blocked</span>") && shown.contains(&format!("value=\"DELETE {path}\"")));
    assert_done(&tenant, &[("request", &format!("DELETE {path}"))]).await;
    assert_eq!(tenant.user(id), None);
}

#[tokio::test]
async fn every_control_of_the_page_does_what_its_curl_line_does() {
    let tenant = tenant();
    let text = page(&tenant, "?q=nobody").await.text;
    // Buttons without fields: the form describes the whole request.
    for control in text.split("<form class=\"control\"").skip(1) {
        let value = |name: &str| {
            let (_, rest) = control.split_once(&format!("name=\"{name}\" value=\""))?;
            Some(rest.split('"').next()?.replace("&quot;", "\""))
        };
        let Some(request) = value("request") else { continue };
        let (method, path) = request.split_once(' ').unwrap();
        assert!(control.contains(&format!("curl -X {method} 'http://localhost:4400{path}'")), "{request}");
        if let Some(body) = value("body") {
            assert!(control.contains(&format!("-d '{}'", body.replace('"', "&quot;"))), "{request}");
            assert_done(&tenant, &[("request", &request), ("body", &body)]).await;
        }
    }
    assert!(text.matches("curl -X").count() >= 20, "each curl line is there to read and to copy");
}

#[tokio::test]
async fn what_cannot_be_undone_takes_two_steps() {
    let tenant = tenant();
    let text = page(&tenant, "").await.text;
    for (step, count) in [("value=\"DELETE /_emulator/users/", 8), ("value=\"POST /_emulator/reset\"", 1)] {
        let before: Vec<&str> = text.split(step).collect();
        assert_eq!(before.len() - 1, count, "{step}");
        for part in before.iter().take(count) {
            let opened = part.rfind("<details").unwrap();
            assert!(part[opened..].contains("…") && !part[opened..].contains("</details>"), "{step}");
        }
    }
}

#[tokio::test]
async fn fields_change_faults_clock_and_settings() {
    let tenant = tenant();
    assert_done(
        &tenant,
        &[
            ("request", "POST /_emulator/faults"),
            ("method", ""),
            ("path", "/oauth/token"),
            ("times:json", "2"),
            ("effect:json", "{\"answer\":{\"status\":500,\"body\":\"{}\"}}"),
        ],
    )
    .await;
    assert_eq!(tenant.faults().answers[0].times, 2);
    assert!(page(&tenant, "").await.text.contains("are on: <code>"));
    assert_done(
        &tenant,
        &[
            ("request", "PUT /_emulator/faults"),
            ("id_token", "expired"),
            ("cors_off:json", "true"),
            ("login_as", ""),
            ("refuse_login.error_description", "Only staff."),
        ],
    )
    .await;
    {
        let faults = tenant.faults();
        assert!(faults.cors_off && faults.answers.is_empty() && faults.login_as.is_none());
        assert_eq!(faults.refuse_login.as_ref().unwrap().error_description, "Only staff.");
    }
    assert_done(&tenant, &[("request", "POST /_emulator/clock"), ("set:json", "1900000000")]).await;
    assert_eq!(tenant.clock().now().seconds(), 1_900_000_000);
    assert_done(
        &tenant,
        &[
            ("request", "PATCH /_emulator/settings"),
            ("rate_limit", "free"),
            ("unlink_not_linked:json", "404"),
            ("after_link.session", "ended"),
        ],
    )
    .await;
    let settings = send(&tenant, "GET", "/_emulator/state", None, None).await.json()["settings"].clone();
    assert_eq!(settings["after_link"], json!({"session": "ended", "refresh_tokens": "revoked"}));
    assert_eq!((&settings["rate_limit"], &settings["unlink_not_linked"]), (&json!("free"), &json!(404)));
    let text = page(&tenant, "").await.text;
    assert!(text.contains("<option value=\"free\" selected>"), "the page shows what holds now");
}

#[tokio::test]
async fn a_form_that_cannot_be_carried_out_says_why() {
    let tenant = tenant();
    for (fields, reason) in [
        (vec![("request", "POST /_emulator/users"), ("connection", "x")], "The connection does not exist."),
        (vec![("request", "POST /_emulator/clock"), ("faster:json", "1")], "unknown variant `faster`"),
        (vec![("request", "DELETE /_emulator/users/auth0%7Cx")], "The user does not exist."),
        (vec![("request", "POST /_emulator/form")], "describes no request"),
        (vec![("request", "GET /api/v2/users")], "describes no request"),
        (vec![("request", "no path")], "describes no request"),
        (vec![], "describes no request"),
    ] {
        let answer = submit(&tenant, &fields).await;
        assert_eq!(answer.status, 400, "{fields:?}");
        assert!(
            answer.text.contains(reason) && answer.text.contains("Back to the inspector"),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn pages_of_other_origins_cannot_send_the_forms() {
    let tenant = tenant();
    for origin in ["http://localhost:3000", "https://evil.example", "null"] {
        let form = format!("request=DELETE+{}", control_path(ALICE).replace('%', "%25"));
        assert_eq!(post(&tenant, "/_emulator/form", origin, form).await.status, 403, "{origin}");
        assert_eq!(post(&tenant, "/_emulator/users", origin, "{}".to_owned()).await.status, 403, "{origin}");
    }
    assert!(tenant.user(ALICE).is_some());
    let page = page(&tenant, "").await;
    assert_eq!(
        page.header("referrer-policy"),
        Some("same-origin"),
        "with no-referrer, its own forms have no origin"
    );
    let policy = page.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "form-action 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn users_are_created_changed_and_deleted_without_a_token() {
    let tenant = tenant();
    // As curl sends it: without a content type of JSON.
    let body = json!({"connection": "Username-Password-Authentication", "email": "x@example.com", "password": "New-passw0rd"});
    let created = post(&tenant, "/_emulator/users", "http://localhost:4400", body.to_string()).await;
    assert_eq!((created.status, &created.json()["nickname"]), (201, &json!("x")), "{}", created.text);
    let again = post(&tenant, "/_emulator/users", "http://localhost:4400", body.to_string()).await;
    assert_eq!((again.status, &again.json()["message"]), (409, &json!("The user already exists.")));
    let change =
        async |user: &str, body: Value| send(&tenant, "PATCH", &control_path(user), None, Some(body)).await;
    let changed = change(BOB, json!({"app_metadata": {"plan": "pro"}, "verify_email": true})).await;
    assert_eq!((changed.status, &changed.json()["app_metadata"]["plan"]), (200, &json!("pro")));
    assert_eq!(tenant.mails()[0].to, "bob@example.com");
    assert_eq!(change(BOB, json!({"emails": 1})).await.status, 400);
    assert_eq!(change("auth0|x", json!({})).await.status, 404);
    for status in [204, 404] {
        assert_eq!(send(&tenant, "DELETE", &control_path(BOB), None, None).await.status, status);
    }
    assert_eq!(tenant.user(BOB), None);
}

#[tokio::test]
async fn long_addresses_are_cut_in_the_list_and_whole_in_the_details() {
    let tenant = tenant();
    log_in(&tenant, "alice@example.com").await;
    let text = page(&tenant, "").await.text;
    let (summary, details) = text
        .split("<summary>")
        .find(|part| part.contains("<code>/authorize?response_type=code"))
        .and_then(|part| part.split_once("</summary>"))
        .unwrap();
    assert!(summary.contains('…') && summary.contains("_challenge_method=S256"), "{summary}");
    assert!(!summary.contains("nonce") && details.contains("&amp;nonce=n0nce&amp;"), "{details}");
}
