//! The consent page and the page that confirms a loopback callback.

use auth0_emulator::tenant::settings::ConsentMode;
use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Seed};

use crate::client::{ALICE, PASSWORD, authorize_url, claims, exchange, parameter, tenant_of, tokens};

fn asking() -> Emulator {
    tenant_of(Seed::demo().unwrap().with_consent(ConsentMode::Ask))
}

#[tokio::test]
async fn consent_is_asked_once_per_user_client_and_scope_set() {
    let tenant = asking();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert_eq!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::ConsentPage);
    let step = user_agent.accept().await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE);
    assert!(matches!(user_agent.open(&authorize_url(&tenant, &[])).await, Step::Callback(_)));
    let narrower = authorize_url(&tenant, &[("scope", "openid read:current_user")]);
    assert!(matches!(user_agent.open(&narrower).await, Step::Callback(_)));
    let wider = format!("{} create:current_user_metadata", crate::client::SCOPE);
    assert_eq!(user_agent.open(&authorize_url(&tenant, &[("scope", &wider)])).await, Step::ConsentPage);
    let forced = authorize_url(&tenant, &[("prompt", "consent")]);
    assert_eq!(user_agent.open(&forced).await, Step::ConsentPage);
    assert!(matches!(user_agent.accept().await, Step::Callback(_)));
    let mut bob = UserAgent::new(&tenant);
    bob.open(&authorize_url(&tenant, &[])).await;
    assert_eq!(bob.log_in("bob@example.com", PASSWORD).await, Step::ConsentPage);
}

/// The scopes that the consent page lists.
fn listed(user_agent: &UserAgent) -> Vec<String> {
    let items = user_agent.html().split("<li>").skip(1);
    items.map(|item| item.split('<').next().unwrap_or_default().to_owned()).collect()
}

/// Cases: SU-15.
#[tokio::test]
async fn the_consent_page_lists_only_what_is_new() {
    let tenant = asking();
    let mut user_agent = UserAgent::new(&tenant);
    let narrow = "openid email read:current_user";
    user_agent.open(&authorize_url(&tenant, &[("scope", narrow)])).await;
    assert_eq!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::ConsentPage);
    assert_eq!(listed(&user_agent), ["openid", "email", "read:current_user"]);
    user_agent.accept().await;
    let wider = format!("{narrow} update:current_user_identities");
    let url = authorize_url(&tenant, &[("scope", &wider)]);
    assert_eq!(user_agent.open(&url).await, Step::ConsentPage);
    assert_eq!(listed(&user_agent), ["update:current_user_identities"]);
    assert_eq!(parameter(&user_agent.decline().await, "error").as_deref(), Some("access_denied"));
    assert_eq!(user_agent.open(&url).await, Step::ConsentPage, "declining gave nothing");
    let step = user_agent.accept().await;
    let granted = exchange(&tenant, &step).await.json();
    assert_eq!(granted["scope"], wider, "the token has the old and the new");
    let forced = authorize_url(&tenant, &[("scope", &wider), ("prompt", "consent")]);
    assert_eq!(user_agent.open(&forced).await, Step::ConsentPage);
    assert_eq!(listed(&user_agent).len(), 4, "`prompt=consent` lists everything");
}

#[tokio::test]
async fn a_silent_login_before_consent_is_consent_required_and_declining_is_access_denied() {
    let tenant = asking();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let silent = user_agent.clone().open(&authorize_url(&tenant, &[("prompt", "none")])).await;
    assert_eq!(parameter(&silent, "error").as_deref(), Some("consent_required"));
    assert_eq!(parameter(&user_agent.decline().await, "error").as_deref(), Some("access_denied"));
    assert_eq!(
        user_agent.open(&authorize_url(&tenant, &[])).await,
        Step::ConsentPage,
        "nothing was remembered"
    );
}

#[tokio::test]
async fn a_login_without_api_asks_for_no_consent() {
    let tenant = asking();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("audience", "")])).await;
    assert!(matches!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::Callback(_)));
}

#[tokio::test]
async fn a_loopback_callback_is_confirmed_when_no_other_page_was_shown() {
    let seed = Seed::demo()
        .unwrap()
        .with_client("Account Linking", |client| client.skip_callback_confirmation = false);
    let tenant = tenant_of(seed);
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert!(
        matches!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::Callback(_)),
        "a page was shown"
    );
    let silent = user_agent.open(&authorize_url(&tenant, &[("prompt", "none")])).await;
    assert_eq!(parameter(&silent, "error").as_deref(), Some("interaction_required"));
    for _ in 0..2 {
        let step = user_agent.open(&authorize_url(&tenant, &[])).await;
        assert_eq!(step, Step::ConfirmPage, "on each transaction");
        assert!(matches!(user_agent.accept().await, Step::Callback(_)));
    }
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert_eq!(parameter(&user_agent.decline().await, "error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_setting_skips_the_confirmation_for_every_client() {
    let seed = Seed::demo()
        .unwrap()
        .with_client("Account Linking", |client| client.skip_callback_confirmation = false)
        .with_settings(|settings| settings.skip_callback_confirmation = true);
    let tenant = tenant_of(seed);
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    let silent = user_agent.open(&authorize_url(&tenant, &[("prompt", "none")])).await;
    assert!(parameter(&silent, "code").is_some());
}

#[tokio::test]
async fn a_blocked_user_is_refused_and_gets_no_session() {
    let users = "consent: skip\nusers:\n  - {provider: auth0, id: b, email: b@example.com, password: Passw0rd!, blocked: true}\n";
    let tenant = tenant_of(Seed::parse(auth0_emulator::DEMO_TENANT, users).unwrap());
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    let step = user_agent.log_in("b@example.com", PASSWORD).await;
    assert_eq!(parameter(&step, "error").as_deref(), Some("unauthorized"));
    assert_eq!(parameter(&step, "error_description").as_deref(), Some("user is blocked"));
    assert_eq!(tenant.session_count(), 0);
}

#[tokio::test]
async fn a_third_party_client_needs_consent_for_every_api_and_for_the_profile_and_uses_domain_connections() {
    let file = "clients:
  - {name: Account Linking, app_type: spa, is_first_party: false, callbacks: ['https://app.example']}
databases: [{name: users, is_domain_connection: true, enabled_clients: [Account Linking]}]
connections: [{name: github, strategy: github, enabled_clients: [Account Linking]}]
resourceServers:
  - {name: api, identifier: 'urn:api', scopes: [{value: a}], skip_consent_for_verifiable_first_party_clients: true}";
    let users = "users: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]";
    let seed = |is_first_party: bool| {
        let seed = Seed::parse(file, users).unwrap();
        tenant_of(seed.with_client("Account Linking", |client| client.is_first_party |= is_first_party))
    };
    for (audience, scope) in [("", "openid email"), ("urn:api", "openid a")] {
        let url = |tenant: &Emulator, prompt: &str| {
            let callback = ("redirect_uri", "https://app.example");
            authorize_url(tenant, &[("audience", audience), ("scope", scope), ("prompt", prompt), callback])
        };
        let first = seed(true);
        let mut user_agent = UserAgent::new(&first);
        user_agent.open(&url(&first, "")).await;
        assert!(user_agent.html().contains("GitHub"));
        assert!(matches!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::Callback(_)));

        let third = seed(false);
        let mut user_agent = UserAgent::new(&third);
        user_agent.open(&url(&third, "")).await;
        assert!(!user_agent.html().contains("GitHub"));
        assert_eq!(user_agent.log_in("alice@example.com", PASSWORD).await, Step::ConsentPage, "{scope}");
        let silent = user_agent.clone().open(&url(&third, "none")).await;
        assert_eq!(parameter(&silent, "error").as_deref(), Some("consent_required"), "{scope}");
        assert!(parameter(&user_agent.accept().await, "code").is_some(), "{scope}");
        let silent = user_agent.open(&url(&third, "none")).await;
        assert!(parameter(&silent, "code").is_some(), "consent is remembered: {silent:?}");
    }
}
