//! How an authorization response reaches the application.

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Seed};

use crate::client::{APP, PASSWORD, authorize_url, tenant, tenant_of};

async fn respond(tenant: &Emulator, extra: &[(&str, &str)]) -> Step {
    let mut user_agent = UserAgent::new(tenant);
    match user_agent.open(&authorize_url(tenant, extra)).await {
        Step::LoginPage => user_agent.log_in("alice@example.com", PASSWORD).await,
        other => other,
    }
}

#[tokio::test]
async fn a_fragment_response_leaves_the_query_alone() {
    let Step::Callback(url) = respond(&tenant(), &[("response_mode", "fragment")]).await else {
        panic!("no callback")
    };
    assert!(url.starts_with(&format!("{APP}#code=")), "{url}");
    assert!(url.ends_with("&state=s+t%26te"), "{url}");
}

#[tokio::test]
async fn a_form_post_response_is_a_page_that_posts_itself() {
    let Step::Delivery(text) = respond(&tenant(), &[("response_mode", "form_post")]).await else {
        panic!("no page")
    };
    assert!(text.contains(&format!("<form method=\"post\" action=\"{APP}\">")), "{text}");
    assert!(text.contains("name=\"state\" value=\"s t&amp;te\""), "{text}");
    assert!(text.contains("name=\"code\""), "{text}");
}

#[tokio::test]
async fn a_web_message_goes_to_the_callbacks_origin_alone() {
    let tenant = tenant();
    let silent = [("response_mode", "web_message"), ("prompt", "none")];
    let Step::Delivery(text) = respond(&tenant, &silent).await else { panic!("no page") };
    assert!(text.contains("\"type\":\"authorization_response\""), "{text}");
    assert!(text.contains("\"error\":\"login_required\""), "{text}");
    assert!(text.contains("postMessage({") && text.contains(&format!("\"{APP}\")")), "{text}");
}

#[tokio::test]
async fn a_web_message_to_an_unregistered_origin_is_refused() {
    let seed = Seed::demo().unwrap().with_client("Account Linking", |client| client.web_origins.clear());
    let step = respond(&tenant_of(seed), &[("response_mode", "web_message"), ("prompt", "none")]).await;
    assert!(matches!(step, Step::ErrorPage { status: 403, .. }), "{step:?}");
}

#[tokio::test]
async fn a_hostile_state_is_escaped() {
    let hostile = "</script><script>alert(1)</script>\"'\r\nSet-Cookie: x=1";
    for mode in ["query", "fragment", "form_post", "web_message"] {
        let step = respond(&tenant(), &[("response_mode", mode), ("state", hostile)]).await;
        match step {
            Step::Callback(url) => assert!(!url.contains(['<', '"', '\r', '\n']), "{mode}: {url}"),
            Step::Delivery(text) => assert!(!text.contains("<script>alert"), "{mode}: {text}"),
            other => panic!("{mode} led to {other:?}"),
        }
    }
}
