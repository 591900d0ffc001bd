//! Links that must be refused, and that nothing has changed afterwards.

use auth0_emulator::LoginRefusal;
use auth0_emulator::user_agent::Step;
use auth0_spa::Clock as _;
use auth0_spa::diagnostics;
use auth0_spa::linking::{Expiry, LinkRefusal};
use auth0_spa::login::LoginFailure;
use auth0_spa::login::callback::RefusalReason;
use auth0_spa::login::id_token::IdTokenError;
use auth0_spa::login::transaction::Intent;
use auth0_spa::management::Verifier;
use auth0_spa::session::{self, Restored, Session};

use crate::browser::{As, Browser, callback_url};
use crate::tenant::{ALICE, seed_with_company};

const ALICES: As = As::Password("alice@example.com");

/// Alice's session, and the URL of her second login.
async fn link_started(connection: Option<&str>) -> (Browser, Session, String) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let intent = Intent::Link { primary: session.reference(), connection: connection.map(str::to_owned) };
    let url = browser.leave(intent);
    (browser, session, url)
}

#[track_caller]
fn reason(failure: &LoginFailure) -> RefusalReason {
    match failure {
        LoginFailure::Refused(refusal) => refusal.reason,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_untouched(browser: &Browser, session: Session) {
    assert_eq!(browser.identities(ALICE), [ALICE]);
    let restored = session::restore(&browser.page, &browser.config, browser.page.now());
    assert_eq!(restored, Ok(Restored::Active(Box::new(session))), "the session is intact");
}

/// Cases: LF-09.
#[tokio::test]
async fn the_same_account_is_refused() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let second = browser.second_login(&session, None, ALICES).await.unwrap();
    let refused = browser.confirmation(&session, second).await;
    assert_eq!(refused, Err(LinkRefusal::SameAccount));
    assert_untouched(&browser, session);
}

/// Cases: LF-23.
#[tokio::test]
async fn an_unverified_address_is_refused_on_either_side() {
    let eve = As::Password("eve@example.com");
    for (first, second, expected) in [
        (ALICES, eve, LinkRefusal::SecondaryUnverified(Verifier::User)),
        (eve, ALICES, LinkRefusal::PrimaryUnverified(Verifier::User)),
    ] {
        let mut browser = Browser::new();
        let session = browser.log_in(first).await;
        let second = browser.second_login(&session, None, second).await.unwrap();
        assert_eq!(browser.confirmation(&session, second).await, Err(expected));
    }
}

/// Eve signed up with somebody's address, and linked a login of the company's.
///
/// Cases: LF-36.
#[tokio::test]
async fn a_verified_connection_counts_only_for_the_address_of_its_own_users() {
    let employee = As::Account("acme-waad", "employee@acme.example");
    for (trusted, expected) in [(false, Some(Verifier::Company)), (true, None)] {
        let mut browser = Browser::at(seed_with_company());
        if trusted {
            browser.config.verified_connections = vec!["acme-waad".to_owned()];
        }
        let session = browser.log_in(employee).await;
        let user = browser.read(&session.access_token, session.subject()).await.unwrap();
        assert_eq!(user.unverified(), expected, "trusted: {trusted}");
        let second = browser.second_login(&session, None, ALICES).await.unwrap();
        let refused = browser.confirmation(&session, second).await.err();
        assert_eq!(refused, expected.map(LinkRefusal::PrimaryUnverified));
    }

    let mut browser = Browser::at(seed_with_company());
    browser.config.verified_connections =
        vec!["acme-waad".to_owned(), "Username-Password-Authentication".to_owned()];
    let session = browser.log_in(As::Password("mallory@example.com")).await;
    let second = browser.second_login(&session, None, ALICES).await.unwrap();
    let refused = browser.confirmation(&session, second).await;
    assert_eq!(refused, Err(LinkRefusal::PrimaryUnverified(Verifier::User)));
}

/// Cases: LF-16.
#[tokio::test]
async fn a_login_whose_max_age_was_removed_from_the_url_is_refused() {
    for stripped in [&["&prompt=login", "&max_age=0"][..], &["&prompt=login"], &["&max_age=0"]] {
        let (mut browser, session, mut url) = link_started(None).await;
        browser.wait(120);
        for parameter in stripped {
            assert!(url.contains(parameter), "{url}");
            url = url.replace(parameter, "");
        }
        match browser.user_agent.open(&url).await {
            // The tenant's own session answered: nobody typed anything.
            Step::Callback(address) => {
                let refused = browser.come_back(&address).await.unwrap_err();
                assert_eq!(refused.cause, LoginFailure::IdToken(IdTokenError::NotFresh), "{stripped:?}");
            }
            Step::LoginPage => {
                assert_eq!(stripped.len(), 1, "one of the two is enough for the tenant to ask");
            }
            other => panic!("{other:?}"),
        }
        assert_untouched(&browser, session);
    }
}

/// Cases: LF-14.
#[tokio::test]
async fn a_connection_removed_from_the_url_is_noticed() {
    let (mut browser, session, url) = link_started(Some("google-oauth2")).await;
    let url = url.replace("&connection=google-oauth2", "");
    let address = browser.prove(&url, As::Account("facebook", "alice@facebook.example")).await;
    let auth0_spa::login::LoginOutcome::SecondLogin(second) = browser.come_back(&address).await.unwrap()
    else {
        panic!("a link is a link")
    };
    assert_eq!(browser.confirmation(&session, second).await, Err(LinkRefusal::OtherConnection));
    assert_untouched(&browser, session);
}

/// Cases: LF-18.
#[tokio::test]
async fn a_second_login_cancelled_at_the_provider_changes_nothing() {
    let (mut browser, session, url) = link_started(Some("facebook")).await;
    assert_eq!(browser.user_agent.open(&url).await, Step::ProviderPage("facebook".to_owned()));
    let address = callback_url(browser.user_agent.cancel().await);
    let cancelled = browser.come_back(&address).await.unwrap_err();
    assert_eq!(reason(&cancelled.cause), RefusalReason::Cancelled);
    let (intent, return_to) = cancelled.started.unwrap();
    assert!(matches!(intent, Intent::Link { connection: Some(name), .. } if name == "facebook"));
    assert_eq!(return_to.as_str(), "/settings");
    assert_untouched(&browser, session);
}

/// Auth0 says `access_denied` to all of these.
///
/// Cases: CB-36, CB-41.
#[tokio::test]
async fn a_denial_a_wrong_audience_and_a_cancel_differ_at_either_login() {
    let denied = |error: &str, description: &str| {
        Some(LoginRefusal { error: error.to_owned(), error_description: description.to_owned() })
    };
    let client =
        "Client \"aB3\" is not authorized to access resource server \"https://acme.eu.auth0.com/api/v2/\".";
    for (refuse_login, expected) in [
        (denied("access_denied", "Only staff."), RefusalReason::Denied),
        (denied("access_denied", "User has canceled the interaction."), RefusalReason::Cancelled),
        (denied("access_denied", "Permissions error"), RefusalReason::CancelledOrDenied),
        (denied("unauthorized", "user is blocked"), RefusalReason::Denied),
        (denied("access_denied", client), RefusalReason::Misconfigured),
    ] {
        let (mut browser, session, url) = link_started(None).await;
        browser.emulator.faults().refuse_login = refuse_login;
        let address = browser.prove(&url, As::Password("bob@example.com")).await;
        assert_eq!(reason(&browser.come_back(&address).await.unwrap_err().cause), expected);
        assert_untouched(&browser, session);

        let url = browser.leave(Intent::SwitchAccount);
        let address = browser.prove(&url, ALICES).await;
        assert_eq!(reason(&browser.come_back(&address).await.unwrap_err().cause), expected);
    }

    let mut browser = Browser::new();
    "https://localhost/api/v2".clone_into(&mut browser.config.application.audience);
    let url = browser.leave(Intent::LogIn);
    let address = callback_url(browser.user_agent.open(&url).await);
    let refused = browser.come_back(&address).await.unwrap_err();
    assert_eq!(reason(&refused.cause), RefusalReason::UnknownAudience);
    let told = diagnostics::of_login(&refused.cause);
    assert!(told.ends_with("error_description: Service not found: https://localhost/api/v2"), "{told}");
}

/// Cases: LF-12.
#[tokio::test]
async fn a_session_that_changed_meanwhile_stops_the_link() {
    let mut browser = Browser::new();
    let alices = browser.log_in(ALICES).await;
    let second = browser
        .second_login(&alices, None, As::Account("google-oauth2", "alice@gmail.example"))
        .await
        .unwrap();
    browser.user_agent.clear_cookies();
    let bobs = browser.log_in(As::Password("bob@example.com")).await;
    assert_eq!(browser.confirmation(&bobs, second).await, Err(LinkRefusal::PrimaryChanged));
}

/// Cases: LF-08.
#[tokio::test]
async fn an_expired_confirmation_sends_nothing() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let second = browser.second_login(&session, None, As::Password("bob@example.com")).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    browser.wait(300);
    let late = confirmation.confirm(Some(&session), browser.page.now());
    assert_eq!(late, Err(LinkRefusal::ConfirmationExpired(Expiry::Waited)));
    assert_untouched(&browser, session);
}
