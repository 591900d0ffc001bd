//! The login comes back long after the press: whoever logged in is asked once more.

use auth0_spa::startup::Event;

use super::*;

const CAROL: As = As::Password("carol@example.com");

/// Cases: SU-20.
#[tokio::test]
async fn a_link_is_carried_out_at_once_only_soon_after_the_press_and_later_by_one_more() {
    for (scopes, after) in [(Scopes::AtLogin, 900), (Scopes::WhenNeeded, 900), (Scopes::WhenNeeded, 0)] {
        for (seconds, at_once) in [(0, true), (60, true), (90, true), (91, false), (180, false), (290, false)]
        {
            let mut browser = Browser::new();
            (browser.config.scopes, browser.config.reauthenticate_after) = (scopes, after);
            let (session, before) = browser.confirming(OLD, GOOGLE).await;
            let url = browser.press(&before, &session);
            browser.wait(seconds);
            let address = browser.prove(&url, ALICES).await;
            let startup = browser.load(&address).await;
            assert_eq!(startup.go_on, at_once, "{scopes:?} {after} {seconds}");
            assert_eq!(startup.landing.as_deref(), Some("/settings/confirm"));
            let asks = (!at_once).then_some(Event::ConfirmAgain);
            assert_eq!(startup.event, asks, "{scopes:?} {after} {seconds}");
            assert!(browser.nothing_sent().await);
            let again = shown(&startup);
            assert_eq!(
                (&again.primary().user, &again.secondary().user, again.merged(), again.next_login()),
                (&before.primary().user, &before.secondary().user, before.merged(), None),
                "everything is shown, and no further login is missing"
            );
            // The press, now or before, is what `go_on` does by itself. The page's session has the token no longer.
            let startup =
                Startup { go_on: true, session: SessionState::SignedIn(Box::new(session)), ..startup };
            browser.go_on(startup).await;
            assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE], "{scopes:?} {after} {seconds}");
        }
    }
}

/// Cases: SU-20.
#[tokio::test]
async fn an_unlink_is_carried_out_at_once_only_soon_after_the_press_and_later_by_one_more() {
    for (scopes, after) in [(Scopes::AtLogin, 900), (Scopes::WhenNeeded, 900), (Scopes::WhenNeeded, 0)] {
        for (seconds, at_once) in [(0, true), (90, true), (91, false), (590, false)] {
            let mut browser = Browser::new();
            (browser.config.scopes, browser.config.reauthenticate_after) = (scopes, after);
            let session = browser.log_in(CAROL).await;
            browser.wait(OLD);
            let user = browser.read(&session.access_token, session.subject()).await.unwrap();
            let url = browser.press_unlink(&user.identities[1], &session);
            browser.wait(seconds);
            let address = browser.prove(&url, CAROL).await;
            let startup = browser.load(&address).await;
            assert_eq!(startup.go_on, at_once, "{scopes:?} {after} {seconds}");
            assert!(browser.nothing_sent().await);
            let question = startup.unlinking.unwrap();
            assert_eq!((&question.identity, question.next_login()), (&user.identities[1], None));
            let session = startup.session.session().unwrap();
            let UnlinkAnswer::Send(plan) = question.confirm(session, browser.page.now()) else {
                panic!("another login: {scopes:?} {after} {seconds}")
            };
            let (page, config) = (&browser.page, &browser.config);
            auth0_spa::linking::unlink(page, page, config, &plan, &|| {}).await.unwrap();
            let left = browser.identities(user.id.as_str());
            assert_eq!(left.len(), user.identities.len() - 1, "{scopes:?} {after} {seconds}: {left:?}");
        }
    }
}

/// What a thief left on the screen shows the victim, who logs in there, both accounts. The page can be left without a trace.
///
/// Cases: SU-16, SU-20.
#[tokio::test]
async fn a_login_page_that_a_thief_left_open_links_nothing() {
    let mut browser = Browser::new();
    let (session, confirmation) = browser.confirming(OLD, BOBS).await;
    let url = browser.press(&confirmation, &session);
    browser.wait(120);
    let address = browser.prove(&url, ALICES).await;
    let startup = browser.load(&address).await;
    assert!(!startup.go_on);
    assert_eq!(shown(&startup).secondary().user.id.as_str(), crate::tenant::BOB, "she sees whose it is");
    assert_eq!(startup.flow.cancel(), LinkFlow::Idle);
    for address in [address, format!("{ORIGIN}/settings/confirm")] {
        let again = browser.load(&address).await;
        assert!(!again.go_on && again.flow == LinkFlow::Idle);
    }
    assert!(browser.nothing_sent().await);
}
