//! A thief at an open page.

use auth0_spa::linking::LinkRefusal;

use super::*;
use crate::tenant::BOB;

/// The thief's own login.
const THIEF: As = BOBS;

/// Cases: SU-16.
#[tokio::test]
async fn at_a_page_of_sixteen_or_twenty_minutes_a_thief_cannot_link_his_own_login_in_either_direction() {
    for (age, swaps, scopes) in [
        (960, false, Scopes::AtLogin),
        (960, true, Scopes::AtLogin),
        (OLD, false, Scopes::WhenNeeded),
        (OLD, true, Scopes::WhenNeeded),
        (OLD, false, Scopes::AtLogin),
        (OLD, true, Scopes::AtLogin),
    ] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, mut confirmation) = browser.confirming(age, THIEF).await;
        if swaps {
            confirmation.swap(browser.page.now()).unwrap();
        }
        // Without the login there is nothing to send.
        let refused = confirmation.clone().confirm(Some(&session), browser.page.now());
        assert_eq!(refused, Err(LinkRefusal::LoginNeeded), "{age} {swaps}");
        // He can only log in as himself.
        let startup = browser.log_in_once_more(&confirmation, &session, THIEF).await;
        assert!(!startup.go_on, "{age} {swaps}");
        assert_eq!(
            shown(&startup).next_login().map(|next| next.party),
            confirmation.next_login().map(|n| n.party)
        );
        assert_eq!(
            (browser.identities(ALICE), browser.identities(BOB)),
            (vec![ALICE.into()], vec![BOB.into()])
        );
        assert!(browser.nothing_sent().await);
    }
}

/// A thief logs in anew in the victim's browser: the tenant knows her, but not since when he sits there.
///
/// Cases: SU-16.
#[tokio::test]
async fn a_silent_login_does_not_make_an_old_login_new() {
    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    browser.wait(OLD);
    let url = browser.leave(Intent::LogIn);
    let address = crate::browser::callback_url(browser.user_agent.open(&url).await);
    let startup = browser.load(&address).await;
    let session = startup.session.session().cloned().unwrap();
    let second = browser.second_login(&session, None, THIEF).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    assert!(confirmation.next_login().is_some());
}

/// What no app can see: the provider has a session of its own, and tells the tenant that the user logged in just now.
///
/// Cases: SU-18.
#[tokio::test]
async fn a_provider_that_logs_in_silently_passes_for_a_fresh_login() {
    let mut browser = Browser::new();
    let session = browser.log_in(GOOGLE).await;
    browser.wait(OLD);
    let second = browser.second_login(&session, None, THIEF).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    let url = browser.press(&confirmation, &session);
    browser.emulator.faults().silent_provider = true;
    browser.user_agent.open(&url).await;
    let address = crate::browser::callback_url(browser.user_agent.choose_provider("google-oauth2").await);
    assert!(browser.load(&address).await.go_on);
}

/// The page was offline when Alice came back from her login, so the dialog stays open, and she goes away.
///
/// Cases: SU-16, SU-07.
#[tokio::test]
async fn a_dialog_that_was_left_open_after_the_login_asks_for_another_one() {
    for scopes in [Scopes::AtLogin, Scopes::WhenNeeded] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let session = browser.log_in(As::Password("carol@example.com")).await;
        browser.wait(OLD);
        let user = browser.read(&session.access_token, session.subject()).await.unwrap();
        let url = browser.press_unlink(&user.identities[1], &session);
        let address = browser.prove(&url, As::Password("carol@example.com")).await;
        let startup = browser.load(&address).await;
        let (question, elevated) = (startup.unlinking.unwrap(), startup.session.session().cloned().unwrap());
        browser.wait(OLD);
        for session in [session, elevated] {
            let answer = question.clone().confirm(&session, browser.page.now());
            let UnlinkAnswer::Outdated(asked) = answer else { panic!("{answer:?}") };
            assert!(matches!(asked.confirm(&session, browser.page.now()), UnlinkAnswer::LogIn(_)));
        }
    }
}
