//! `/v2/logout`.

use auth0_emulator::user_agent::{Step, UserAgent};

use crate::client::{APP, PASSWORD, authorize_url, client_id, parameter, tenant, tokens};

#[tokio::test]
async fn a_logout_ends_the_session_and_goes_back_to_the_application() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let url = format!("/v2/logout?client_id={}&returnTo={APP}", client_id(&tenant));
    assert_eq!(user_agent.open(&url).await, Step::Callback(APP.to_owned()));
    assert_eq!(user_agent.cookie("auth0"), None);
    let silent = user_agent.open(&authorize_url(&tenant, &[("prompt", "none")])).await;
    assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_return_to_address_that_is_not_registered_is_refused() {
    let tenant = tenant();
    let id = client_id(&tenant);
    let bad = [
        format!("client_id={id}&returnTo=http://evil.example"),
        format!("client_id={id}&returnTo=http://localhost:3000/other"),
        "returnTo=http://localhost:3000".to_owned(),
        "client_id=nobody&returnTo=http://localhost:3000".to_owned(),
        format!("client_id={id}&returnTo=javascript:alert(1)"),
    ];
    for query in bad {
        let step = UserAgent::new(&tenant).open(&format!("/v2/logout?{query}")).await;
        assert!(matches!(step, Step::ErrorPage { status: 400, .. }), "{query}: {step:?}");
    }
    let first = UserAgent::new(&tenant).open(&format!("/v2/logout?client_id={id}")).await;
    assert_eq!(first, Step::Callback(APP.to_owned()));
    let with_query = format!("/v2/logout?client_id={id}&returnTo=http%3A%2F%2Flocalhost%3A3000%2F%3Fx%3D1");
    let step = UserAgent::new(&tenant).open(&with_query).await;
    assert_eq!(step, Step::Callback("http://localhost:3000/?x=1".to_owned()));
}

#[tokio::test]
async fn an_oidc_logout_that_names_the_session_happens_at_once_and_any_other_asks() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let primary = tokens(&tenant, &step).await.id;
    user_agent.open(&authorize_url(&tenant, &[("connection", "google-oauth2")])).await;
    let step = user_agent.choose_account("alice@gmail.example").await;
    let secondary = tokens(&tenant, &step).await.id;

    let url =
        |hint: &str| format!("/oidc/logout?id_token_hint={hint}&post_logout_redirect_uri={APP}&state=x");
    for query in [url(&primary), format!("/oidc/logout?client_id={}", client_id(&tenant))] {
        let Step::OtherPage { status, text, .. } = user_agent.open(&query).await else {
            panic!("did not ask")
        };
        assert_eq!(status, 200);
        assert!(text.contains("Log out?") && text.contains("alice@gmail.example"), "{text}");
        assert_eq!(tenant.session_count(), 1);
    }
    assert_eq!(user_agent.open(&url(&secondary)).await, Step::Callback(format!("{APP}/?state=x")));
    assert_eq!(tenant.session_count(), 0);
}

#[tokio::test]
async fn a_confirmed_oidc_logout_ends_the_session() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let client_id = client_id(&tenant);
    user_agent.open(&format!("/oidc/logout?client_id={client_id}&post_logout_redirect_uri={APP}")).await;
    assert_eq!(user_agent.accept().await, Step::Callback(APP.to_owned()));
    assert_eq!(tenant.session_count(), 0);
}

#[tokio::test]
async fn an_oidc_logout_with_contradictory_parameters_or_an_unregistered_target_is_refused() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let id = tokens(&tenant, &step).await.id;
    let client_id = client_id(&tenant);
    let bad = [
        "id_token_hint=junk".to_owned(),
        format!("id_token_hint={id}&client_id=other"),
        format!("id_token_hint={id}&logout_hint=other"),
        format!("client_id={client_id}&post_logout_redirect_uri=http://evil.example"),
        format!("client_id={client_id}&post_logout_redirect_uri={APP}/?x=1"),
        "client_id=nobody".to_owned(),
        format!("client_id={client_id}&client_id={client_id}"),
    ];
    for query in bad {
        let step = user_agent.open(&format!("/oidc/logout?{query}")).await;
        assert!(matches!(step, Step::ErrorPage { status: 400, .. }), "{query}: {step:?}");
    }
    assert_eq!(tenant.session_count(), 1);
}
