//! An old login has to be proven again before the account is changed, and rights are asked for when they are needed.

mod early;
mod late;
mod swapped;

use std::time::Duration;

use anyhow::{Result, ensure};
use auth0_emulator::Seed;
use auth0_emulator::tenant::settings::ConsentMode;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Home, Login, Provider, Settings, Side, Unlink};
use e2e::stage::Setting;
use e2e::{Name, Role, Stage, story};
use fantoccini::key::Key;
use serde_json::{Map, json};

const ALICE: &str = "alice@example.com";
const LINKED: &[&[&str]] = &[&["Primary", ALICE], &["Google", "alice@gmail.example"]];

/// What stands beside the button.
const ONCE_MORE: &str = "You will log in as alice@example.com once more to confirm.";

/// An app that asks for the scopes of a change when they are needed, at a tenant that asks for consent.
fn when_needed() -> Result<Setting> {
    let fields = Map::from_iter([("scopes".to_owned(), json!("when_needed"))]);
    let seed = Some(Seed::demo()?.with_consent(ConsentMode::Ask));
    Ok(Setting { fields, seed, ..Setting::default() })
}

/// Alice's page was left open for so long.
async fn left_open(stage: &Stage, minutes: u64) -> Result<()> {
    stage.log_in(ALICE).await?;
    stage.advance(Duration::from_mins(minutes)).await
}

/// The confirm page with Alice's Google account, reached from a page that was left open for twenty minutes.
async fn confirming(stage: &Stage) -> Result<Confirm<'_>> {
    left_open(stage, 20).await?;
    stage.choose_at_provider("Google", "alice@gmail.example").await?;
    Confirm::shown(&stage.browser).await
}

fn nothing_sent(stage: &Stage) -> Result<()> {
    for method in ["POST", "PATCH", "DELETE"] {
        let sent = stage
            .requests
            .all()
            .into_iter()
            .find(|request| request.method == method && request.url.path().starts_with("/api/v2/"));
        ensure!(sent.is_none(), "{sent:?}");
    }
    Ok(())
}

/// Somebody at Alice's open page links a login of his own, in both directions.
///
/// Cases: SU-16.
#[tokio::test]
async fn nobody_takes_an_account_over_at_a_page_that_was_left_open() -> Result<()> {
    for (minutes, swaps) in [(16, false), (20, true)] {
        story(async |stage| {
            let browser = &stage.browser;
            left_open(stage, minutes).await?;
            stage.choose_in_database("bob@example.com").await?;
            let confirm = Confirm::shown(browser).await?;
            if swaps {
                confirm.make_primary().click().await?;
                confirm.account(Side::Primary).saying(&["bob@example.com"]).await?;
            }
            browser.status(&[ONCE_MORE]).await?;
            confirm.link_accounts().click().await?;
            // He is asked for Alice's password, and has only his own.
            Login::shown(browser).await?.one_click("bob@example.com").await?;
            browser.alert(&["Nothing was changed. Another account logged in"]).await?;
            Confirm::shown(browser).await?.link_accounts().click().await?;
            Login::shown(browser).await?.cancel().await?;
            Confirm::shown(browser).await?.cancel().click().await?;
            Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
            nothing_sent(stage)?;
            for email in [ALICE, "bob@example.com"] {
                ensure!(stage.identities(email)?.len() == 1, "{email}");
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Cases: SU-16.
#[tokio::test]
async fn nobody_unlinks_at_a_page_that_was_left_open() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        stage.advance(Duration::from_mins(16)).await?;
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.dialog().saying(&[ONCE_MORE]).await?;
        dialog.confirm().click().await?;
        Login::shown(browser).await?.one_click("bob@example.com").await?;
        browser.alert(&["Nothing was changed. Another account logged in"]).await?;
        browser.button("Try again").click().await?;
        Unlink::shown(browser).await?.dialog().saying(&[ONCE_MORE]).await?;
        ensure!(stage.requests_to("DELETE", "").is_empty());
        ensure!(stage.identities(ALICE)?.len() == 2);
        Ok(())
    })
    .await
}

/// Cases: SU-01, SU-14.
#[tokio::test]
async fn after_one_more_login_the_accounts_are_linked_at_once() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = confirming(stage).await?;
        browser.status(&[ONCE_MORE]).await?;
        confirm.link_accounts().click().await?;
        let asked = stage.requests_to("GET", "/authorize");
        let hint = |pair: (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
            pair == ("login_hint".into(), ALICE.into())
        };
        Login::shown(browser).await?.password(ALICE, Login::PASSWORD).await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(LINKED).await?;
        browser.status(&["Done. You can now also log in with Google"]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        ensure!(asked.len() <= 3);
        ensure!(stage.requests_to("GET", "/authorize")[2].url.query_pairs().any(hint));
        // The tenant's own session is Alice's again, and the page's too.
        browser.reload().await?;
        Settings::shown(browser).await?.accounts(LINKED).await
    })
    .await
}

/// Cases: SU-06, SU-14.
#[tokio::test]
async fn a_cancelled_login_goes_back_to_everything_that_was_decided() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        left_open(stage, 20).await?;
        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.choice("theme").one().await?;
        let choice = confirm.choice("theme").by_role(Role::Radio, Name::Any);
        let other = choice.all().await?.into_iter().find(|option| !option.checked);
        let other = other.ok_or_else(|| anyhow::anyhow!("there is nothing to choose"))?;
        confirm.choice("theme").by_role(Role::Radio, other.name.as_str()).click().await?;
        confirm.link_accounts().click().await?;
        Login::shown(browser).await?.cancel().await?;
        browser.status(&["Nothing was changed. The login was cancelled."]).await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.account(Side::Secondary).saying(&["bob@example.com"]).await?;
        let kept = confirm.choice("theme").by_role(Role::Radio, other.name.as_str()).one().await?;
        ensure!(kept.checked, "the choice is kept: {kept:?}");
        confirm.link_accounts().click().await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", ALICE], &["bob@example.com"]]).await?;
        let bob = stage.user_metadata(ALICE)?;
        ensure!(bob.get("theme").is_some_and(|theme| other.name.contains(theme.as_str().unwrap_or("?"))));
        Ok(())
    })
    .await
}

/// Cases: SU-06, SU-19.
#[tokio::test]
async fn going_back_from_the_login_page_loses_nothing_and_cancelling_there_lasts() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        confirming(stage).await?.link_accounts().click().await?;
        Login::shown(browser).await?;
        browser.back().await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.account(Side::Secondary).saying(&["alice@gmail.example"]).await?;
        browser.status(&[ONCE_MORE]).await?;
        confirm.cancel().click().await?;
        Settings::shown(browser).await?;
        // The login page is still there. Its login no longer has anything to carry out.
        browser.forward().await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        browser.alert(&["handled already"]).await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
        nothing_sent(stage)
    })
    .await
}

/// Cases: SU-19.
#[tokio::test]
async fn what_was_cancelled_does_not_come_back_with_an_older_page() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        confirming(stage).await?.link_accounts().click().await?;
        Login::shown(browser).await?.cancel().await?;
        Confirm::shown(browser).await?.cancel().click().await?;
        Settings::shown(browser).await?;
        // The login page, whose login is over, and before it the first confirm page.
        stage.expect_perhaps(ExpectedFailure::status("/u/login", 400));
        browser.back().await?;
        browser.back().await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
        nothing_sent(stage)
    })
    .await
}

/// Cases: SU-08, SU-19.
#[tokio::test]
async fn going_back_over_a_link_that_was_carried_out_does_not_say_that_nothing_was_linked() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        confirming(stage).await?.link_accounts().click().await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        Settings::shown(browser).await?.accounts(LINKED).await?;
        // The login page, whose login is over, and before it the first confirm page.
        stage.expect_perhaps(ExpectedFailure::status("/u/login", 400));
        browser.back().await?;
        browser.back().await?;
        Settings::shown(browser).await?.accounts(LINKED).await?;
        let page = browser.html().await?;
        ensure!(!page.contains("Nothing was linked"), "{page}");
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: SU-06, SU-19.
#[tokio::test]
async fn going_back_from_the_login_page_of_an_unlink_asks_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        stage.advance(Duration::from_mins(20)).await?;
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        Login::shown(browser).await?;
        browser.back().await?;
        let dialog = Unlink::shown(browser).await?;
        dialog.dialog().saying(&[ONCE_MORE]).await?;
        dialog.cancel().click().await?;
        browser.forward().await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        browser.alert(&["handled already"]).await?;
        ensure!(stage.requests_to("DELETE", "").is_empty());
        Ok(())
    })
    .await
}

/// Cases: SU-06, SU-01.
#[tokio::test]
async fn a_cancelled_unlink_is_asked_again_by_one_button_and_then_goes_through() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        stage.advance(Duration::from_mins(20)).await?;
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        Login::shown(browser).await?.cancel().await?;
        browser.status(&["Nothing was changed. The login was cancelled."]).await?;
        browser.button("Try again").click().await?;
        let dialog = Unlink::shown(browser).await?;
        dialog.dialog().saying(&[ONCE_MORE]).await?;
        dialog.cancel().has_focus().await?;
        dialog.confirm().click().await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
        ensure!(stage.requests_to("DELETE", "").len() == 1);
        ensure!(stage.identities(ALICE)?.len() == 1);
        Ok(())
    })
    .await
}

/// Cases: SU-14.
#[tokio::test]
async fn a_login_that_becomes_too_old_on_the_page_is_said_before_the_press() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        left_open(stage, 14).await?;
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.link_accounts().one().await?;
        let line = "return document.getElementById('next-login').textContent";
        ensure!(browser.run(line).await? == "");
        stage.advance(Duration::from_mins(2)).await?;
        browser.status(&[ONCE_MORE]).await?;
        confirm.link_accounts().click().await?;
        Login::shown(browser).await?;
        nothing_sent(stage)
    })
    .await
}

/// Cases: SU-10, SU-11, SU-15.
#[tokio::test]
async fn rights_are_asked_for_when_they_are_needed_and_only_what_is_new() -> Result<()> {
    when_needed()?
        .play(async |stage| {
            let browser = &stage.browser;
            stage.open("/").await?;
            Home::shown(browser).await?.log_in().await?.one_click(ALICE).await?;
            let consent = async |has: &str, lacks: &str| -> Result<()> {
                browser.heading("Authorize App").await?;
                let page = browser.html().await?;
                ensure!(page.contains(has) && !page.contains(lacks), "{page}");
                browser.button("Accept").click().await
            };
            consent("read:current_user", "update:").await?;
            Settings::shown(browser).await?.link_with("Google").click().await?;
            e2e::pages::Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
            consent("read:current_user", "update:").await?;
            let confirm = Confirm::shown(browser).await?;
            browser.status(&[ONCE_MORE]).await?;
            confirm.link_accounts().click().await?;
            Login::shown(browser).await?.one_click(ALICE).await?;
            consent("update:current_user_identities", "read:current_user").await?;
            Settings::shown(browser).await?.accounts(LINKED).await?;
            let stored = browser.run("return JSON.stringify(sessionStorage)").await?.to_string();
            ensure!(stored.contains("read:current_user") && !stored.contains("update:"), "{stored}");
            // The rights are still there for a while, without a page load.
            let settings = Settings::shown(browser).await?;
            settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
            settings.accounts(&[&["Primary", ALICE]]).await?;
            browser.reload().await?;
            Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await
        })
        .await
}

/// Cases: SU-14.
#[tokio::test]
async fn the_login_that_comes_next_is_told_to_the_keyboard_and_to_screen_readers() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        confirming(stage).await?;
        let described = |name: &str| {
            format!(
                "const button = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('button')]
                    .find(button => button.textContent.trim() === '{name}');
                 return button.getAttribute('aria-describedby').split(' ')
                    .map(id => document.getElementById(id).textContent).join('')"
            )
        };
        browser.status(&[ONCE_MORE]).await?;
        ensure!(browser.run(&described("Link accounts")).await? == ONCE_MORE);
        browser.accessible("confirm, with a login to come").await?;
        for _ in 0..30 {
            browser.press(Key::Tab).await?;
            if browser.focused().await?.is_some_and(|focused| focused.name == "Link accounts") {
                break;
            }
        }
        browser.press(Key::Enter).await?;
        Login::shown(browser).await?.one_click(ALICE).await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(LINKED).await?;
        browser.status(&["Done."]).await?;
        stage.advance(Duration::from_mins(20)).await?;
        settings.unlink("Google", "alice@gmail.example").await?.dialog().saying(&[ONCE_MORE]).await?;
        ensure!(browser.run(&described("Unlink")).await? == ONCE_MORE);
        browser.accessible("the unlink dialog, with a login to come").await
    })
    .await
}
