//! Faults: failing responses, faulty ID tokens, other accounts than requested.

use std::time::Duration;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Effect, Emulator, Fault, Faults, IdTokenFault, Seed};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::client::{
    ALICE, ALICE_AT_GOOGLE, APP, BOB, CAROL, PASSWORD, authorize_url, claims, client_id, exchange, log_in,
    parameter, send, tenant, tenant_of, tokens, user_path,
};

fn fault(path: &str, times: u32, effect: Effect) -> Fault {
    Fault { method: None, path: path.to_owned(), times, effect }
}

#[tokio::test]
async fn the_next_responses_of_a_route_are_replaced() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let effect = Effect::Answer { status: 503, body: "{\"x\":1}".to_owned(), content_type: None };
    tenant.add_fault(fault("/api/v2/users/*", 2, effect));
    let read = async || send(&tenant, "GET", &user_path(ALICE), Some(&access), None).await;
    let faulty = read().await;
    assert_eq!((faulty.status, faulty.text.as_str()), (503, "{\"x\":1}"));
    assert_eq!(read().await.status, 503);
    assert_eq!(read().await.status, 200);
}

#[tokio::test]
async fn a_refused_request_is_not_carried_out_and_a_dropped_one_is() {
    for (effect, carried_out) in [(Effect::Refuse, false), (Effect::Drop, true), (Effect::NotJson, true)] {
        let tenant = tenant();
        let carol = log_in(&tenant, "carol@example.com").await;
        tenant.add_fault(fault("/api/v2/users/*/identities/*/*", 1, effect.clone()));
        let path = format!("{}/identities/github/7700003", user_path(CAROL));
        let answer = send(&tenant, "DELETE", &path, Some(&carol.access), None).await;
        assert!(serde_json::from_str::<serde_json::Value>(&answer.text).is_err(), "{effect:?}");
        assert_eq!(tenant.user("github|7700003").is_some(), carried_out, "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_carried_out_late_is_answered_504_and_takes_effect_later() {
    let tenant = tenant();
    let carol = log_in(&tenant, "carol@example.com").await;
    tenant.add_fault(fault("/api/v2/users/*", 1, Effect::CarriedOutLate(3_000)));
    let body = json!({"user_metadata": {"late": true}});
    let answer = send(&tenant, "PATCH", &user_path(CAROL), Some(&carol.access), Some(body)).await;
    assert_eq!(answer.status, 504);
    let late = || tenant.user(CAROL).unwrap()["user_metadata"]["late"].clone();
    assert!(late().is_null());
    // Time is paused: the shorter sleep ends first.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(late(), true);
}

#[tokio::test(start_paused = true)]
async fn after_a_reset_nothing_is_carried_out_late() {
    let tenant = tenant();
    let carol = log_in(&tenant, "carol@example.com").await;
    tenant.add_fault(fault("/api/v2/users/*", 1, Effect::CarriedOutLate(3_000)));
    let body = json!({"user_metadata": {"late": true}});
    send(&tenant, "PATCH", &user_path(CAROL), Some(&carol.access), Some(body)).await;
    tenant.reset();
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(tenant.user(CAROL).unwrap()["user_metadata"]["late"].is_null());
}

#[tokio::test]
async fn over_a_socket_a_dropped_connection_has_no_answer_and_a_truncated_body_half_of_one() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let tenant = Emulator::spawn(Seed::demo().unwrap()).await.unwrap();
    let ask = async || {
        let mut stream = tokio::net::TcpStream::connect(tenant.domain()).await.unwrap();
        let request =
            b"GET /.well-known/openid-configuration HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok();
        String::from_utf8(answer).unwrap()
    };
    let path = "/.well-known/openid-configuration";
    let whole = ask().await;
    assert!(whole.ends_with('}'), "{whole}");
    tenant.add_fault(fault(path, 1, Effect::Drop));
    assert_eq!(ask().await, "");
    tenant.add_fault(fault(path, 1, Effect::Truncate));
    let half = ask().await;
    assert!(half.starts_with("HTTP/1.1 200") && !half.ends_with('}') && half.len() < whole.len(), "{half}");
}

#[tokio::test]
async fn without_cors_no_origin_may_read_anything() {
    let tenant = tenant();
    tenant.faults().cors_off = true;
    let request = axum::http::Request::builder().uri("/.well-known/jwks.json").header("origin", APP);
    let answer = crate::client::answer(&tenant, request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, None));
}

#[tokio::test]
async fn id_tokens_have_the_requested_fault() {
    let tenant = tenant();
    let login = async |fault| {
        tenant.faults().id_token = Some(fault);
        let mut user_agent = UserAgent::new(&tenant);
        user_agent.open(&authorize_url(&tenant, &[("prompt", "login")])).await;
        let step = user_agent.log_in("alice@example.com", PASSWORD).await;
        tokens(&tenant, &step).await.id
    };
    let now = crate::client::NOW;
    assert_eq!(claims(&login(IdTokenFault::Expired).await)["exp"], now - 3600);
    assert_eq!(claims(&login(IdTokenFault::WrongIssuer).await)["iss"], "https://other.example/");
    assert_eq!(claims(&login(IdTokenFault::WrongAudience).await)["aud"], "another-client");
    assert_eq!(claims(&login(IdTokenFault::WrongNonce).await)["nonce"], "another-nonce");
    assert_eq!(claims(&login(IdTokenFault::OldAuthTime).await)["auth_time"], now - 86_400);
    assert_eq!(claims(&login(IdTokenFault::NoSubject).await).get("sub"), None);
    assert_eq!(claims(&login(IdTokenFault::WeekOld).await)["iat"], now - 7 * 86_400);
    let part = |token: &str, index: usize| {
        String::from_utf8(URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap()).unwrap()
    };
    assert_eq!(part(&login(IdTokenFault::TwoSubjects).await, 1).matches(r#""sub":"#).count(), 2);
    assert!(part(&login(IdTokenFault::AccessToken).await, 0).contains(r#""typ":"at+jwt""#));
    assert!(login(IdTokenFault::Unsigned).await.ends_with('.'));
}

#[tokio::test]
async fn linking_refuses_each_invalid_id_token_with_auth0s_message() {
    let cases = [
        (IdTokenFault::ForeignKey, "Invalid token (link_with)."),
        (IdTokenFault::Expired, "Invalid token (link_with)."),
        (IdTokenFault::Hs256, "JWT (link_with) must have an alg of RS256."),
        (IdTokenFault::Unsigned, "JWT (link_with) must have an alg of RS256."),
        (IdTokenFault::WrongIssuer, "JWT (link_with) must have the same issuer as the calling user."),
        (
            IdTokenFault::WrongAudience,
            "JWT (link_with) must have an aud claim that matches that of the calling token's azp.",
        ),
        (IdTokenFault::NoSubject, "JWT (link_with) must contains sub claim."),
    ];
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    for (fault, message) in cases {
        tenant.faults().id_token = Some(fault);
        let bob = log_in(&tenant, "bob@example.com").await;
        let path = format!("{}/identities", user_path(ALICE));
        let answer =
            send(&tenant, "POST", &path, Some(&alice.access), Some(json!({"link_with": bob.id}))).await;
        assert_eq!((answer.status, answer.json()["message"].as_str()), (400, Some(message)), "{fault:?}");
    }
    assert!(tenant.user(BOB).is_some());
}

#[tokio::test]
async fn a_silent_provider_lets_its_first_account_in_without_a_page() {
    let tenant = tenant();
    tenant.faults().silent_provider = true;
    let extra = [("connection", "google-oauth2"), ("prompt", "login")];
    let step = UserAgent::new(&tenant).open(&authorize_url(&tenant, &extra)).await;
    let json = exchange(&tenant, &step).await.json();
    let claims = claims(json["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], ALICE_AT_GOOGLE);
    assert_eq!(claims["auth_time"], crate::client::NOW, "auth_time is renewed all the same");
}

/// Cases: SU-18.
#[tokio::test]
async fn a_silent_provider_also_answers_from_the_login_page_and_lets_the_hinted_account_in() {
    let tenant = tenant();
    tenant.faults().silent_provider = true;
    tenant.clock().advance(Duration::from_mins(20));
    let extra = [("prompt", "login"), ("max_age", "0"), ("login_hint", "carol@gmail.example")];
    let mut user_agent = UserAgent::new(&tenant);
    assert_eq!(user_agent.open(&authorize_url(&tenant, &extra)).await, Step::LoginPage);
    let json = exchange(&tenant, &user_agent.choose_provider("google-oauth2").await).await.json();
    let claims = claims(json["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], CAROL);
    assert_eq!(claims["auth_time"], crate::client::NOW + 1200, "fresh, and nobody gave a password");
}

#[tokio::test]
async fn a_second_login_may_return_another_account_than_was_asked_for() {
    let tenant = tenant();
    tenant.faults().login_as = Some(ALICE_AT_GOOGLE.to_owned());
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("connection", "github")])).await;
    let step = user_agent.choose_account("Dave No-Mail").await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE_AT_GOOGLE);
}

#[tokio::test]
async fn an_action_denies_every_login_also_one_without_a_page() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let denied: Faults =
        serde_json::from_value(json!({ "refuse_login": { "error_description": "Only staff." } })).unwrap();
    *tenant.faults() = denied;
    let Step::Callback(url) = user_agent.open(&authorize_url(&tenant, &[])).await else {
        panic!("no callback")
    };
    assert!(url.contains("error=access_denied&error_description=Only+staff."), "{url}");
    assert!(!url.contains("code="), "{url}");
}

/// Auth0 says `access_denied` to all of them (Auth0 Support, "Troubleshooting the `access_denied` Error").
#[tokio::test]
async fn a_cancel_a_declined_consent_and_an_actions_denial_differ_by_their_description() {
    let cancelled = "User has canceled the interaction.";
    for (who, expected) in [
        ("login page", cancelled),
        ("provider", cancelled),
        ("consent page", "User did not authorize the request"),
        ("action", "Only staff."),
    ] {
        let tenant = tenant();
        let consent = if who == "consent page" { [("prompt", "consent")].as_slice() } else { &[] };
        let mut user_agent = UserAgent::new(&tenant);
        user_agent.open(&authorize_url(&tenant, consent)).await;
        let step = match who {
            "login page" => user_agent.cancel().await,
            "provider" => {
                user_agent.choose_provider("github").await;
                user_agent.cancel().await
            }
            "consent page" => {
                user_agent.log_in("alice@example.com", PASSWORD).await;
                user_agent.decline().await
            }
            _ => {
                let denied = json!({ "refuse_login": { "error_description": expected } });
                *tenant.faults() = serde_json::from_value(denied).unwrap();
                user_agent.log_in("alice@example.com", PASSWORD).await
            }
        };
        assert_eq!(parameter(&step, "error").as_deref(), Some("access_denied"), "{who}");
        assert_eq!(parameter(&step, "error_description").as_deref(), Some(expected), "{who}");
    }
}

#[tokio::test]
async fn an_action_denies_logins_without_a_page_and_refreshes_too() {
    let seed = Seed::demo().unwrap();
    let tenant = tenant_of(seed.with_client("Account Linking", |client| {
        client.grant_types.push("password".to_owned());
    }));
    let ask = async |grant: &str, proof: (&str, &str), path: &str| {
        let mut body = json!({"client_id": client_id(&tenant), "scope": "openid offline_access"});
        if path == "/oauth/token" {
            body["grant_type"] = json!(grant);
            body["password"] = json!(PASSWORD);
        }
        body[proof.0] = json!(proof.1);
        send(&tenant, "POST", path, None, Some(body)).await
    };
    let by_password = async || ask("password", ("username", "alice@example.com"), "/oauth/token").await;
    let tokens = by_password().await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
    let refresh_token = tokens.json()["refresh_token"].as_str().unwrap().to_owned();
    let refresh = async || ask("refresh_token", ("refresh_token", &refresh_token), "/oauth/token").await;
    let denied = json!({"error": "access_denied", "error_description": "Only staff."});

    tenant.faults().refuse_login =
        serde_json::from_value(json!({"error_description": "Only staff."})).unwrap();
    for answer in [by_password().await, refresh().await] {
        assert_eq!((answer.status, answer.json()), (403, denied.clone()));
    }
    let direct = ask("", ("email", "alice@example.com"), "/_emulator/token").await;
    assert_eq!((direct.status, direct.json()), (400, json!({"error": "Only staff."})));
    assert_eq!(tenant.user(ALICE).unwrap()["logins_count"], 1, "a denied login does not count");

    tenant.faults().refuse_login = None;
    assert_eq!(refresh().await.status, 200, "the denied refresh used nothing up");
}

#[tokio::test]
async fn a_reset_goes_back_to_the_seed() {
    let tenant = tenant();
    tenant.faults().cors_off = true;
    tenant.clock().advance(Duration::from_mins(1));
    let carol = log_in(&tenant, "carol@example.com").await;
    let path = format!("{}/identities/github/7700003", user_path(CAROL));
    assert_eq!(send(&tenant, "DELETE", &path, Some(&carol.access), None).await.status, 200);
    tenant.reset();
    assert_eq!(tenant.user("github|7700003"), None);
    assert_eq!(tenant.user(CAROL).unwrap()["identities"].as_array().unwrap().len(), 3);
    assert_eq!((tenant.session_count(), tenant.faults().cors_off), (0, false));
    assert!(matches!(UserAgent::new(&tenant).open(&authorize_url(&tenant, &[])).await, Step::LoginPage));
}
