//! The rights of a change, at a tenant that asks the user for them.

use auth0_emulator::tenant::settings::ConsentMode;
use auth0_emulator::user_agent::Step;

use super::*;
use crate::browser::callback_url;
use crate::tenant::{PASSWORD, seed};

/// Goes from there to the consent page of this account, and accepts or declines.
async fn answer(browser: &mut Browser, url: &str, email: &str, accepts: bool) -> (Vec<String>, String) {
    if browser.user_agent.open(url).await == Step::LoginPage {
        assert_eq!(browser.user_agent.log_in(email, PASSWORD).await, Step::ConsentPage);
    }
    let items = browser.user_agent.html().split("<li>").skip(1);
    let listed = items.map(|item| item.split('<').next().unwrap_or_default().to_owned()).collect();
    let step = if accepts { browser.user_agent.accept().await } else { browser.user_agent.decline().await };
    (listed, callback_url(step))
}

/// Cases: SU-06, SU-15.
#[tokio::test]
async fn declined_rights_lose_nothing_and_the_next_page_lists_them_again_and_no_more() {
    let mut browser = Browser::at(seed().with_consent(ConsentMode::Ask));
    browser.config.scopes = Scopes::WhenNeeded;
    let url = browser.leave(Intent::LogIn);
    let (_, address) = answer(&mut browser, &url, "alice@example.com", true).await;
    let session = browser.load(&address).await.session.session().cloned().unwrap();
    browser.wait(OLD);
    let url = browser.leave(Intent::Link { primary: session.reference(), connection: None });
    let (_, address) = answer(&mut browser, &url, "bob@example.com", true).await;
    let Ok(auth0_spa::login::LoginOutcome::SecondLogin(second)) = browser.come_back(&address).await else {
        panic!("no second login")
    };
    let session = browser.restored(&session);
    let mut confirmation = browser.confirmation(&session, second).await.unwrap();
    for accepts in [false, false, true] {
        let url = browser.press(&confirmation, &session);
        let (listed, address) = answer(&mut browser, &url, "alice@example.com", accepts).await;
        assert_eq!(listed, ["update:current_user_identities", "update:current_user_metadata"]);
        let startup = browser.load(&address).await;
        assert_eq!(startup.go_on, accepts);
        if accepts {
            browser.go_on(startup).await;
        } else {
            confirmation = shown(&startup);
            assert!(confirmation.next_login().is_some() && browser.nothing_sent().await);
        }
    }
    assert_eq!(browser.identities(ALICE), [ALICE, crate::tenant::BOB]);
}
