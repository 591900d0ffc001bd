//! `/authorize` and the pages of a login.

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{DEMO_TENANT, Seed};

use crate::client::{
    ALICE, ALICE_AT_GOOGLE, APP, NOW, PASSWORD, authorize_url, callback, claims, parameter, tenant,
    tenant_of, tokens,
};

#[tokio::test]
async fn a_login_ends_at_the_callback_with_code_and_the_state_unchanged() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    assert_eq!(user_agent.open(&authorize_url(&tenant, &[])).await, Step::LoginPage);
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let names: Vec<String> = callback(&step).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["code", "state"]);
    assert_eq!(parameter(&step, "state").as_deref(), Some("s t&te"));
}

#[tokio::test]
async fn a_wrong_password_is_reported_on_the_page_and_can_be_corrected() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    for (email, password) in [("alice@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", "")] {
        let Step::LoginFailed(text) = user_agent.log_in(email, password).await else {
            panic!("let {email} in")
        };
        assert!(text.starts_with("Wrong email or password."), "{text}");
    }
    assert!(matches!(user_agent.log_in("Alice@Example.com", PASSWORD).await, Step::Callback(_)));
}

#[tokio::test]
async fn a_login_page_without_accounts_points_to_none() {
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, "users: []").unwrap());
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("nobody@example.com", PASSWORD).await;
    assert_eq!(step, Step::LoginFailed("Wrong email or password.".to_owned()));
}

#[tokio::test]
async fn a_demo_account_logs_in_with_one_click() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in_as("alice@example.com").await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE);
}

#[tokio::test]
async fn requests_whose_callback_cannot_be_trusted_end_on_the_tenants_own_page() {
    let tenant = tenant();
    let cases = [
        (vec![("client_id", "")], 400, "Missing required parameter: client_id"),
        (vec![("client_id", "nobody")], 400, "Unknown client: nobody"),
        (vec![("redirect_uri", "http://localhost:3001")], 403, "Callback URL mismatch."),
        (vec![("redirect_uri", "http://localhost:3000/x")], 403, "not in the list of allowed callback URLs"),
        (vec![("redirect_uri", "http://localhost:3000/x")], 403, "--app-origin"),
        (vec![("redirect_uri", "http://localhost:3000.evil.example")], 403, "Callback URL mismatch."),
    ];
    for (extra, expected, words) in cases {
        let step = UserAgent::new(&tenant).open(&authorize_url(&tenant, &extra)).await;
        let Step::ErrorPage { status, text } = step else { panic!("{extra:?} led to {step:?}") };
        assert_eq!(status, expected, "{extra:?}");
        assert!(text.contains(words), "{extra:?}: {text}");
    }
    let twice = format!("{}&redirect_uri=http://evil.example", authorize_url(&tenant, &[]));
    assert!(matches!(UserAgent::new(&tenant).open(&twice).await, Step::ErrorPage { status: 400, .. }));
}

#[tokio::test]
async fn other_mistakes_go_to_the_callback_with_the_state() {
    let tenant = tenant();
    let cases = [
        ("response_type", "", "invalid_request", "Missing required parameter: response_type"),
        ("response_type", "none", "unsupported_response_type", "Unsupported response type: none"),
        ("response_type", "code code", "unsupported_response_type", "Unsupported response type: code code"),
        (
            "audience",
            "https://nowhere.example/",
            "access_denied",
            "Service not found: https://nowhere.example/",
        ),
        ("connection", "myspace", "invalid_request", "the connection was not found"),
        ("prompt", "loud", "invalid_request", "Invalid value for parameter prompt"),
        ("max_age", "-1", "invalid_request", "Invalid value for parameter max_age"),
        ("max_age", "1h", "invalid_request", "Invalid value for parameter max_age"),
        (
            "code_challenge_method",
            "S512",
            "invalid_request",
            "Invalid value for parameter code_challenge_method",
        ),
        ("code_challenge", "short", "invalid_request", "Invalid value for parameter code_challenge"),
        ("prompt", "none", "login_required", "Login required"),
    ];
    for (name, value, error, description) in cases {
        let step = UserAgent::new(&tenant).open(&authorize_url(&tenant, &[(name, value)])).await;
        assert_eq!(parameter(&step, "error").as_deref(), Some(error), "{name}={value}");
        assert_eq!(parameter(&step, "error_description").as_deref(), Some(description), "{name}={value}");
        assert_eq!(parameter(&step, "state").as_deref(), Some("s t&te"), "{name}={value}");
    }
}

#[tokio::test]
async fn a_connection_leads_straight_to_its_provider_and_a_database_shows_no_others() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    let step = user_agent.open(&authorize_url(&tenant, &[("connection", "google-oauth2")])).await;
    assert_eq!(step, Step::ProviderPage("google-oauth2".to_owned()));
    let step = user_agent.choose_account("alice@gmail.example").await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE_AT_GOOGLE);

    let mut user_agent = UserAgent::new(&tenant);
    let database = authorize_url(&tenant, &[("connection", "Username-Password-Authentication")]);
    assert_eq!(user_agent.open(&database).await, Step::LoginPage);
    let Step::LoginFailed(_) = user_agent.choose_provider("facebook").await else {
        panic!("offered Facebook")
    };
}

#[tokio::test]
async fn cancelling_at_the_login_page_or_at_the_provider_is_access_denied() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert_eq!(parameter(&user_agent.cancel().await, "error").as_deref(), Some("access_denied"));
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.choose_provider("github").await;
    assert_eq!(parameter(&user_agent.cancel().await, "error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_session_is_reused_unless_the_request_says_otherwise() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    tenant.clock().advance(std::time::Duration::from_secs(100));
    let cases: [(&[(&str, &str)], bool); 10] = [
        (&[], true),
        (&[("prompt", "none")], true),
        (&[("screen_hint", "signup")], true),
        (&[("max_age", "100")], true),
        (&[("connection", "Username-Password-Authentication")], true),
        (&[("max_age", "99")], false),
        (&[("max_age", "0")], false),
        (&[("prompt", "login")], false),
        (&[("prompt", "select_account")], false),
        (&[("connection", "google-oauth2")], false),
    ];
    for (extra, reused) in cases {
        let step = user_agent.open(&authorize_url(&tenant, extra)).await;
        assert_eq!(matches!(step, Step::Callback(_)), reused, "{extra:?} led to {step:?}");
    }
    let step =
        user_agent.open(&authorize_url(&tenant, &[("prompt", "login"), ("screen_hint", "signup")])).await;
    assert_eq!(step, Step::SignupPage);
}

#[tokio::test]
async fn auth_time_is_sent_for_max_age_and_prompt_login_only() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id).get("auth_time"), None);

    tenant.clock().advance(std::time::Duration::from_secs(50));
    let step = user_agent.open(&authorize_url(&tenant, &[("max_age", "60")])).await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["auth_time"], NOW);

    user_agent.open(&authorize_url(&tenant, &[("prompt", "login")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["auth_time"], NOW + 50);
}

#[tokio::test]
async fn the_second_login_replaces_the_session_of_the_first() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let google = [("connection", "google-oauth2"), ("prompt", "login"), ("max_age", "0")];
    user_agent.open(&authorize_url(&tenant, &google)).await;
    user_agent.choose_account("alice@gmail.example").await;
    let step = user_agent.open(&authorize_url(&tenant, &[("prompt", "none")])).await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE_AT_GOOGLE);
    assert_eq!(tenant.session_count(), 1);
}

#[tokio::test]
async fn a_login_page_belongs_to_the_browser_that_began_it_and_works_once() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let mut stranger = user_agent.clone();
    stranger.clear_cookies();
    assert!(matches!(
        stranger.log_in("bob@example.com", PASSWORD).await,
        Step::ErrorPage { status: 400, .. }
    ));
    let mut again = user_agent.clone();
    assert!(matches!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::Callback(_)));
    assert!(matches!(again.log_in("alice@example.com", PASSWORD).await, Step::ErrorPage { status: 400, .. }));
}

#[tokio::test]
async fn signing_up_makes_an_unverified_user_who_is_logged_in() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("screen_hint", "signup")])).await;
    let step = user_agent.sign_up("new@example.com", "longEnough1").await;
    let claims = claims(&tokens(&tenant, &step).await.id);
    assert_eq!(claims["email"], "new@example.com");
    assert_eq!(claims["email_verified"], false);
    let mut second = UserAgent::new(&tenant);
    second.open(&authorize_url(&tenant, &[("screen_hint", "signup")])).await;
    let step = second.sign_up("NEW@example.com", "longEnough1").await;
    assert!(matches!(step, Step::ErrorPage { status: 400, .. }), "{step:?}");
}

#[tokio::test]
async fn without_redirect_uri_the_first_callback_is_used() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("redirect_uri", "")])).await;
    let Step::Callback(url) = user_agent.log_in("alice@example.com", PASSWORD).await else {
        panic!("no callback")
    };
    assert!(url.starts_with(APP), "{url}");
}
