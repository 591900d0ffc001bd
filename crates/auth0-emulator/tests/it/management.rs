//! The Management API for machine clients, and its rate limit.

use auth0_emulator::tenant::settings::RateLimitMode;
use auth0_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::client::{
    ALICE, ALICE_AT_GOOGLE, Answer, BOB, CAROL, PASSWORD, audience, log_in, log_in_at, send, tenant,
    tenant_of, user_path,
};

pub(crate) async fn admin(tenant: &Emulator) -> String {
    let body = json!({
        "grant_type": "client_credentials",
        "client_id": tenant.client_id("Local admin"),
        "client_secret": tenant.client_secret("Local admin"),
        "audience": audience(),
    });
    let json = send(tenant, "POST", "/oauth/token", None, Some(body)).await.json();
    json["access_token"].as_str().unwrap().to_owned()
}

fn emails(json: &Value) -> Vec<&str> {
    json.as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap_or("-")).collect()
}

#[tokio::test]
async fn fields_select_what_is_returned() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let read = async |query: &str| {
        send(&tenant, "GET", &format!("{}?{query}", user_path(ALICE)), Some(&access), None).await
    };
    assert_eq!(
        read("fields=email,name").await.json(),
        json!({"email": "alice@example.com", "name": "Alice Example"})
    );
    let without = read("fields=email&include_fields=false").await.json();
    assert_eq!((without.get("email"), without["name"].as_str()), (None, Some("Alice Example")));
    for bad in ["include_fields=maybe", "fields=a&fields=b", "feilds=email"] {
        let answer = read(bad).await;
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_str()),
            (400, Some("invalid_query_string")),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn users_are_listed_searched_sorted_and_paged() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let list =
        async |query: &str| send(&tenant, "GET", &format!("/api/v2/users?{query}"), Some(&token), None).await;
    assert_eq!(list("").await.json().as_array().unwrap().len(), 8);
    let sorted = list("q=email:*@example.com&sort=email:-1&per_page=2&page=1").await.json();
    assert_eq!(emails(&sorted), ["bob@example.com", "alice@example.com"]);
    let totals = list("include_totals=true&per_page=3&fields=email").await.json();
    assert_eq!((totals["total"].as_i64(), totals["length"].as_i64()), (Some(8), Some(3)));
    let linked = list("q=identities.connection:%22google-oauth2%22&sort=email:1").await.json();
    assert_eq!(emails(&linked), ["alice@gmail.example", "carol@example.com"]);
    for bad in
        ["per_page=101", "page=-1", "q=nonsense", "sort=email", "include_totals=1", "include_total=true"]
    {
        assert_eq!(list(bad).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn users_are_found_by_their_own_and_their_linked_addresses() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    for (email, expected) in [("carol@gmail.example", 1), ("bob@example.com", 1), ("BOB@example.com", 0)] {
        let answer =
            send(&tenant, "GET", &format!("/api/v2/users-by-email?email={email}"), Some(&token), None).await;
        assert_eq!(answer.json().as_array().unwrap().len(), expected, "{email}");
    }
    assert_eq!(send(&tenant, "GET", "/api/v2/users-by-email", Some(&token), None).await.status, 400);
}

#[tokio::test]
async fn a_user_token_cannot_use_these_endpoints() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    for (method, path) in [
        ("GET", "/api/v2/users".to_owned()),
        ("GET", "/api/v2/users-by-email?email=x".to_owned()),
        ("POST", "/api/v2/users".to_owned()),
        ("DELETE", user_path(ALICE)),
    ] {
        let answer = send(&tenant, method, &path, Some(&access), Some(json!({}))).await;
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_str()),
            (403, Some("insufficient_scope")),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_created_user_can_log_in_and_a_deleted_one_cannot() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let body = json!({"connection": "Username-Password-Authentication", "email": "Zoe@example.com", "password": PASSWORD,
        "user_id": "zoe", "user_metadata": {"a": 1}});
    let created = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body.clone())).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(created.json()["user_id"], "auth0|zoe");
    assert_eq!(created.json()["email"], "zoe@example.com");
    let twice = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body)).await;
    assert_eq!((twice.status, twice.json()["message"].as_str()), (409, Some("The user already exists.")));
    let access = log_in(&tenant, "zoe@example.com").await.access;
    assert_eq!(send(&tenant, "DELETE", "/api/v2/users/auth0%7Czoe", Some(&token), None).await.status, 204);
    assert_eq!(send(&tenant, "GET", "/api/v2/users/auth0%7Czoe", Some(&access), None).await.status, 404);
    assert_eq!(tenant.session_count(), 0, "its sessions are over");
}

#[tokio::test]
async fn a_new_user_has_the_names_and_the_phone_that_were_sent() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let sent = json!({
        "given_name": "Nora", "family_name": "New", "phone_number": "+4930123456", "phone_verified": true,
    });
    let mut body = sent.clone();
    body["connection"] = json!("Username-Password-Authentication");
    body["email"] = json!("nora@example.com");
    body["password"] = json!(PASSWORD);
    let created = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body)).await;
    assert_eq!(created.status, 201, "{}", created.text);
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(created.json()[name], *value, "{name}");
    }
}

#[tokio::test]
async fn formats_and_the_password_policy_hold_for_new_and_for_changed_users() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let new = json!({"connection": "Username-Password-Authentication", "email": "x@example.com", "password": PASSWORD,
        "verify_email": false});
    let cases = [
        ("email", "x@example", "format email"),
        ("phone_number", "0151", "format phone"),
        ("picture", "javascript:alert(1)", "format strict-uri"),
        ("password", "password", "PasswordStrengthError"),
    ];
    for (name, value, expected) in cases {
        let mut body = new.clone();
        body[name] = json!(value);
        let created = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body)).await;
        let changed =
            send(&tenant, "PATCH", &user_path(BOB), Some(&token), Some(json!({ name: value }))).await;
        for answer in [created, changed] {
            assert_eq!(answer.status, 400, "{name}: {}", answer.text);
            assert!(answer.text.contains(expected), "{name}: {}", answer.text);
        }
    }
    assert_eq!(send(&tenant, "POST", "/api/v2/users", Some(&token), Some(new)).await.status, 201);
}

#[tokio::test]
async fn invalid_new_users_are_refused() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let cases = [
        json!({}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z"}),
        json!({"connection": "nowhere", "email": "x@y.z", "password": PASSWORD}),
        json!({"connection": "github", "email": "x@y.z", "password": PASSWORD}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "identities": []}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "name": 7}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "user_metadata": 7}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "blocked": "yes"}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "verify_email": 1}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "user_id": 5}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "user_id": ""}),
        json!({"connection": "Username-Password-Authentication", "email": "x@y.z", "password": PASSWORD, "name": ""}),
    ];
    for body in cases {
        let answer = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body.clone())).await;
        assert_eq!(answer.status, 400, "{body}");
    }
    assert_eq!(send(&tenant, "POST", "/api/v2/users", Some(&token), Some(json!([]))).await.status, 400);
}

async fn patch(tenant: &Emulator, token: &str, user: &str, body: &Value) -> Answer {
    send(tenant, "PATCH", &user_path(user), Some(token), Some(body.clone())).await
}

#[tokio::test]
async fn an_administrator_may_change_what_auth0_allows() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let body = json!({"name": "Al", "blocked": true, "app_metadata": {"roles": null, "plan": "pro"}});
    let answer = patch(&tenant, &token, ALICE, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let json = answer.json();
    assert_eq!((json["name"].as_str(), json["blocked"].as_bool()), (Some("Al"), Some(true)));
    assert_eq!(json["app_metadata"], json!({"plan": "pro"}));
    let emptied =
        patch(&tenant, &token, ALICE, &json!({"app_metadata": {}, "user_metadata": {}})).await.json();
    assert_eq!((emptied.get("app_metadata"), emptied["user_metadata"].clone()), (None, json!({})));
    let email = patch(&tenant, &token, BOB, &json!({"email": "robert@example.com"})).await.json();
    assert_eq!(
        (email["email"].as_str(), email["email_verified"].as_bool()),
        (Some("robert@example.com"), Some(false))
    );
    patch(&tenant, &token, BOB, &json!({"password": "an0ther one"})).await;
    let mut user_agent = auth0_emulator::user_agent::UserAgent::new(&tenant);
    user_agent.open(&crate::client::authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("robert@example.com", "an0ther one").await;
    assert!(matches!(step, auth0_emulator::user_agent::Step::Callback(_)), "{step:?}");
}

#[tokio::test]
async fn changes_that_auth0_refuses_are_refused_with_its_message_and_change_nothing() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let cases = [
        (
            ALICE,
            json!({"password": "x", "email": "a@b.c"}),
            400,
            "Cannot update password and email simultaneously.",
        ),
        (
            ALICE,
            json!({"username": "x", "password": "y"}),
            400,
            "Cannot update username and password simultaneously.",
        ),
        (ALICE, json!({"connection": "nowhere", "name": "x"}), 400, "Connection does not exist."),
        (
            ALICE,
            json!({"connection": "github", "name": "x"}),
            400,
            "Connection is not supported for this operation.",
        ),
        (ALICE_AT_GOOGLE, json!({"email": "a@b.c"}), 400, "Cannot update email for non-database user."),
        (
            ALICE_AT_GOOGLE,
            json!({"name": "x"}),
            400,
            "The following user attributes cannot be updated: name. The",
        ),
        (
            ALICE,
            json!({"identities": []}),
            400,
            "Payload validation error: 'Additional properties not allowed: identities'.",
        ),
        (
            ALICE,
            json!({"user_metadata": {"x": 1}, "name": 7}),
            400,
            "Payload validation error: 'Expected type string but found type number' on property name.",
        ),
        (
            ALICE,
            json!({"app_metadata": {"email": 1}}),
            400,
            "Payload validation error: 'app_metadata' must not have the property 'email'.",
        ),
        ("auth0|nobody", json!({"name": "x"}), 404, "The user does not exist."),
    ];
    let before = tenant.user(ALICE);
    for (user, body, status, message) in cases {
        let answer = patch(&tenant, &token, user, &body).await;
        assert_eq!(answer.status, status, "{body}");
        let text = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(text.starts_with(message), "{body}: {text}");
    }
    assert_eq!(tenant.user(ALICE), before);
}

#[tokio::test]
async fn null_removes_an_attribute_and_derived_ones_come_back() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let own = json!({"nickname": "bobby", "picture": "https://pictures.example/bob.png", "phone_number": "+4930123456"});
    assert_eq!(patch(&tenant, &token, BOB, &own).await.status, 200);
    let nothing =
        json!({"nickname": null, "picture": null, "phone_number": null, "given_name": null, "name": null});
    let answer = patch(&tenant, &token, BOB, &nothing).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let bob = tenant.user(BOB).unwrap();
    for name in ["phone_number", "given_name", "name"] {
        assert_eq!(bob.get(name), None, "{name}");
    }
    assert_eq!(bob["nickname"], "bob");
    assert!(bob["picture"].as_str().unwrap().starts_with("data:"));
    let refused = patch(&tenant, &token, BOB, &json!({"blocked": null})).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
}

#[tokio::test]
async fn an_address_of_another_user_of_the_database_cannot_be_taken() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let refused = patch(&tenant, &token, BOB, &json!({"email": "ALICE@example.com"})).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    let json = refused.json();
    assert_eq!(json["message"], "The specified new email already exists");
    assert_eq!(json["errorCode"], "auth0_idp_error");
    assert_eq!(tenant.user(BOB).unwrap()["email"], "bob@example.com");
    // The address of an account at a provider is free, and so is the own one.
    for email in ["alice@gmail.example", "Bob@example.com", "BOB@example.com"] {
        let answer = patch(&tenant, &token, BOB, &json!({ "email": email })).await;
        assert_eq!((answer.status, answer.json()["email"].as_str()), (200, Some(&*email.to_lowercase())));
    }
}

#[tokio::test]
async fn an_administrator_links_by_id_token_or_by_name() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let link = async |user: &str, body: Value| {
        send(&tenant, "POST", &format!("{}/identities", user_path(user)), Some(&token), Some(body)).await
    };
    let cases = [
        (
            ALICE,
            json!({"provider": "google-oauth2"}),
            400,
            "Payload validation error: 'Missing required property: user_id'.",
        ),
        (
            ALICE,
            json!({"user_id": "1"}),
            400,
            "Payload validation error: 'Missing required property: provider'.",
        ),
        (
            ALICE,
            json!({"provider": "myspace", "user_id": "1"}),
            400,
            "Payload validation error: 'No enum match for: myspace' on property provider.",
        ),
        (
            ALICE,
            json!({"provider": "github", "user_id": "nobody"}),
            400,
            "Linking to an inexistent identity is not allowed.",
        ),
        (
            ALICE,
            json!({"provider": "github", "user_id": 7_700_003}),
            409,
            "Specified identity already exists.",
        ),
        (
            ALICE,
            json!({"provider": "auth0", "user_id": ALICE}),
            400,
            "Main identity and the new one are the same.",
        ),
        ("auth0|nobody", json!({"provider": "github", "user_id": 583_231}), 404, "The user does not exist."),
    ];
    for (user, body, status, message) in cases {
        let answer = link(user, body.clone()).await;
        assert_eq!((answer.status, answer.json()["message"].as_str()), (status, Some(message)), "{body}");
    }
    let linked = link(ALICE, json!({"provider": "github", "user_id": 583_231})).await;
    assert_eq!((linked.status, linked.json()[1]["user_id"].as_i64()), (201, Some(583_231)));
    let prefixed = json!({"provider": "auth0", "user_id": BOB, "connection_id": "con_0123456789abcdef"});
    assert_eq!(link(ALICE, prefixed).await.status, 201);
    // The ID token must have been issued to the calling client, which a machine client cannot achieve.
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    assert_eq!(link(ALICE, json!({"link_with": google.id})).await.status, 400);
}

#[tokio::test]
async fn the_free_plan_allows_two_requests_a_second_and_says_when_to_retry() {
    let tenant =
        tenant_of(Seed::demo().unwrap().with_settings(|settings| settings.rate_limit = RateLimitMode::Free));
    let access = log_in(&tenant, "carol@example.com").await.access;
    let read = async || send(&tenant, "GET", &user_path(CAROL), Some(&access), None).await;
    let first = read().await;
    assert_eq!((first.status, first.header("x-ratelimit-remaining")), (200, Some("1")));
    assert_eq!(read().await.status, 200);
    let third = read().await;
    assert_eq!((third.status, third.header("x-ratelimit-limit")), (429, Some("2")));
    assert_eq!(third.header("x-ratelimit-reset"), Some((crate::client::NOW + 1).to_string().as_str()));
    let message = "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.";
    assert_eq!(third.json()["message"], message);
    tenant.clock().advance(std::time::Duration::from_millis(500));
    assert_eq!(read().await.status, 200);
}
