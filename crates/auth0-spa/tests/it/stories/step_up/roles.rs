//! The second account becomes the primary: both accounts have to prove their login.

use auth0_spa::linking::proof::{NextLogin, Party};
use auth0_spa::login::scopes::ScopeSet;

use super::*;

/// Presses *Make this the primary account*, at a page that was left alone for so long before.
async fn swapped(browser: &mut Browser, age: u64) -> (Session, Confirmation) {
    let (session, mut confirmation) = browser.confirming(age, GOOGLE).await;
    confirmation.swap(browser.page.now()).unwrap();
    (session, confirmation)
}

/// The same with the session as it was after its own login, with the ID token.
async fn swapped_with_id_token(browser: &mut Browser) -> (Session, Confirmation) {
    let session = browser.log_in(ALICES).await;
    browser.wait(60);
    let second = browser.second_login(&session, None, GOOGLE).await.unwrap();
    let mut confirmation = browser.confirmation(&session, second).await.unwrap();
    confirmation.swap(browser.page.now()).unwrap();
    (session, confirmation)
}

/// Cases: SU-02, SU-11.
#[tokio::test]
async fn first_the_account_that_joins_logs_in_and_then_the_one_that_stays() {
    for scopes in [Scopes::AtLogin, Scopes::WhenNeeded] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, confirmation) = swapped(&mut browser, OLD).await;
        let first = NextLogin { party: Party::Session, scopes: ScopeSet::Read };
        assert_eq!(confirmation.next_login(), Some(first));
        let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
        assert!(!startup.go_on, "never from one redirect into the next");
        let (confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
        assert_eq!(confirmation.next_login().map(|next| next.party), Some(Party::Second));
        assert_eq!(confirmation.primary().user.id.as_str(), ALICES_GOOGLE);

        let url = browser.press(&confirmation, &session);
        let waits = format!("{:?}", browser.page.storage.contents());
        if scopes == Scopes::WhenNeeded {
            assert!(!waits.contains("update:current_user_identities"), "no token with more scopes waits");
        }
        let address = browser.prove(&url, GOOGLE).await;
        let startup = browser.load(&address).await;
        let linked = browser.go_on(startup).await;
        assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
        let (claims, tokens) = linked.new_session.unwrap();
        assert!(tokens.in_memory, "its login was made for the link");
        let session = Session::new(&browser.page, claims, tokens).unwrap();
        auth0_spa::session::store(&browser.page, &session).unwrap();
        let stored = format!("{:?}", browser.page.storage.contents());
        assert!(!stored.contains(session.access_token.secret()), "{scopes:?}");
        let reloaded = browser.load(&format!("{ORIGIN}/settings")).await;
        assert_eq!(reloaded.session.session(), None, "nor is the account that is gone still there");
    }
}

/// Cases: SU-02, SU-17.
#[tokio::test]
async fn with_two_fresh_logins_nobody_is_asked_and_with_the_scopes_missing_only_the_one_that_stays() {
    let mut browser = Browser::new();
    let (session, confirmation) = swapped(&mut browser, 60).await;
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    let (_, tokens) = browser.execute(plan).await.unwrap().new_session.unwrap();
    assert!(!tokens.in_memory, "stored, as any login");

    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    let (session, confirmation) = swapped_with_id_token(&mut browser).await;
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    browser.go_on(startup).await;
    assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
}

/// The record of a session that can only read has no ID token, so the account that joins logs in for one.
///
/// Cases: SU-02, SU-10.
#[tokio::test]
async fn with_when_needed_the_account_that_joins_logs_in_even_if_its_session_is_fresh() {
    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    let (session, confirmation) = swapped(&mut browser, 60).await;
    let first = NextLogin { party: Party::Session, scopes: ScopeSet::Read };
    assert_eq!(confirmation.next_login(), Some(first));
    let refused = confirmation.clone().confirm(Some(&session), browser.page.now());
    assert_eq!(refused, Err(auth0_spa::linking::LinkRefusal::LoginNeeded));
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let (confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
    assert_eq!(confirmation.next_login().map(|next| next.party), Some(Party::Second));
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    browser.go_on(startup).await;
    assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
}

/// Cases: SU-03.
#[tokio::test]
async fn with_zero_both_logins_are_newer_than_the_click() {
    let mut browser = Browser::new();
    browser.config.reauthenticate_after = 0;
    let (session, confirmation) = swapped(&mut browser, 0).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let (confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    browser.go_on(startup).await;
    assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
}

/// Cases: SU-06.
#[tokio::test]
async fn cancelling_the_second_of_the_two_keeps_the_first() {
    let mut browser = Browser::new();
    let (session, confirmation) = swapped(&mut browser, OLD).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let (confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
    let url = browser.press(&confirmation, &session);
    browser.user_agent.open(&url).await;
    let address = crate::browser::callback_url(browser.user_agent.cancel().await);
    let startup = browser.load(&address).await;
    assert!(!startup.go_on && startup.event.is_some());
    assert_eq!(shown(&startup).next_login().map(|next| next.party), Some(Party::Second));
}

/// Cases: SU-11.
#[tokio::test]
async fn after_the_accounts_were_read_again_the_token_of_the_second_of_the_two_logins_is_still_not_stored() {
    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    let (session, confirmation) = swapped_with_id_token(&mut browser).await;
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    assert!(startup.go_on);
    // The page is offline, so nothing is sent, and then another tab changes one of the accounts.
    let flow = startup.flow.read_again();
    let LinkFlow::Reading { second, .. } = &flow else { panic!("{flow:?}") };
    let first = browser.read(&session.access_token, session.subject()).await.unwrap();
    let other = browser.read(&second.tokens.access_token, &second.claims.subject).await.unwrap();
    let now = browser.page.now();
    let flow = flow.read(Some(&session), Ok((first, other)), &browser.config, now).unwrap();
    let shown = flow.confirmation().unwrap().clone();
    let (_, confirmed) = flow.confirm(&shown, Some(&session), now).unwrap();
    let Some(Confirmed::Send(plan)) = confirmed else { panic!("{confirmed:?}") };
    let (claims, tokens) = browser.execute(*plan).await.unwrap().new_session.unwrap();
    let session = Session::new(&browser.page, claims, tokens).unwrap();
    auth0_spa::session::store(&browser.page, &session).unwrap();
    let stored = format!("{:?}", browser.page.storage.contents());
    assert!(!stored.contains(session.access_token.secret()));
}

/// Cases: SU-03.
#[tokio::test]
async fn with_zero_a_login_for_one_direction_is_not_one_for_the_other() {
    let mut browser = Browser::new();
    browser.config.reauthenticate_after = 0;
    let (session, confirmation) = swapped(&mut browser, 0).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let mut confirmation = shown(&startup);
    browser.wait(120);
    confirmation.swap(browser.page.now()).unwrap();
    assert_eq!(confirmation.next_login().map(|next| next.party), Some(Party::Session));
}

/// Cases: SU-06.
#[tokio::test]
async fn a_login_for_one_direction_still_counts_by_its_time_after_another_redirect() {
    let mut browser = Browser::new();
    let (session, confirmation) = swapped(&mut browser, OLD).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let (mut confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
    for _ in 0..2 {
        confirmation.swap(browser.page.now()).unwrap();
    }
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    browser.go_on(startup).await;
    assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
}

/// The session of the account that became the primary is in memory only, so it does not survive another login.
///
/// Cases: SU-07.
#[tokio::test]
async fn a_change_whose_session_was_in_memory_only_says_that_the_session_has_ended() {
    let mut browser = Browser::new();
    let (session, confirmation) = swapped(&mut browser, OLD).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let (confirmation, session) = (shown(&startup), startup.session.session().cloned().unwrap());
    let startup = browser.log_in_once_more(&confirmation, &session, GOOGLE).await;
    let linked = browser.go_on(startup).await;
    let (claims, tokens) = linked.new_session.unwrap();
    let session = Session::new(&browser.page, claims, tokens).unwrap();
    auth0_spa::session::store(&browser.page, &session).unwrap();
    browser.wait(OLD);
    let url = browser.press_unlink(&linked.user.identities[1], &session);
    let address = browser.prove(&url, GOOGLE).await;
    let startup = browser.load(&address).await;
    assert_eq!(startup.session, SessionState::SignedOut(SignedOut::Ended));
    assert!(!startup.go_on && startup.unlinking.is_none() && startup.landing.as_deref() == Some("/"));
    assert_eq!(browser.identities(ALICES_GOOGLE).len(), 2);
}
