//! The confirm page: what is visible at once, what a choice changes, how it expires, how it is left.

use std::time::Duration;

use anyhow::{Result, ensure};
use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed};
use e2e::pages::{Confirm, Login, Settings, Side};
use e2e::stage::Setting;
use e2e::{Name, Role, Stage, story};
use fantoccini::key::Key;

/// Longer than half of what metadata may weigh.
const LARGE: usize = 6_000;

/// A tenant in which Alice and Bob have this metadata.
fn with_metadata(alices: &str, bobs: &str) -> Result<Setting> {
    let users = DEMO_USERS
        .replacen(
            "user_metadata:\n      theme: dark\n      language: en\n",
            &format!("user_metadata: {alices}\n"),
            1,
        )
        .replacen(
            "user_metadata:\n      theme: light\n      newsletter: true\n",
            &format!("user_metadata: {bobs}\n"),
            1,
        );
    Ok(Setting { seed: Some(Seed::parse(DEMO_TENANT, &users)?), ..Setting::default() })
}

/// Alice stands before the confirm page, with Bob's account as the secondary.
async fn about_to_link_bob(stage: &Stage) -> Result<Confirm<'_>> {
    stage.log_in("alice@example.com").await?;
    stage.choose_in_database("bob@example.com").await?;
    Confirm::shown(&stage.browser).await
}

#[tokio::test]
async fn the_page_begins_with_what_linking_does_and_sums_up_the_saved_settings() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let open = "return document.querySelector('main details').open";
        let confirm = stage.about_to_link_google().await?;
        confirm.choice("theme").one().await?;
        let page = browser.by_role(Role::Main, Name::Any);
        page.saying(&["After this, Password and Google both open Alice Example's account."]).await?;
        page.saying(&["3 saved settings: 1 added, 1 to choose", "Google itself is unaffected"]).await?;
        ensure!(browser.run(open).await? == true);
        confirm.cancel().click().await?;

        Settings::shown(browser).await?.link().click().await?;
        let github = Login::shown(browser).await?.continue_with("GitHub").await?;
        github.continue_as("octo-alice@github.example").await?;
        Confirm::shown(browser).await?.link_accounts().one().await?;
        page.saying(&["Password and GitHub both open Alice Example's account", "2 saved settings"]).await?;
        ensure!(browser.run(open).await? == false, "there is nothing to choose");
        Ok(())
    })
    .await
}

/// Cases: LF-37.
#[tokio::test]
async fn a_choice_shows_which_value_it_displaces_and_what_is_shown_is_sent() -> Result<()> {
    let large = "x".repeat(LARGE);
    let setting = with_metadata("{bio: short}", &format!("{{bio: b{large}, notes: n{large}}}"))?;
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let confirm = about_to_link_bob(stage).await?;
            confirm.metadata().saying(&["copied"]).await?;
            ensure!(!confirm.metadata().text().await?.contains("cannot be copied"));
            let radios = confirm.choice("bio").by_role(Role::Radio, Name::Any);
            let options = radios.all().await?;
            let other = confirm.choice("bio").by_role(Role::Radio, options[1].name.as_str());
            other.click().await?;
            browser.status(&["no room left", "notes"]).await?;
            confirm.metadata().saying(&["cannot be copied: there is no room"]).await?;
            other.has_focus().await?;
            let options = radios.all().await?;
            ensure!(!options[0].checked && options[1].checked, "{options:?}");

            confirm.link_accounts().click().await?;
            Settings::shown(browser).await?.accounts(&[&["alice@example.com"], &["bob@example.com"]]).await?;
            let merged = stage.user_metadata("alice@example.com")?;
            ensure!(merged.keys().eq(["bio"]), "what was said to be lost is lost: {:?}", merged.keys());
            ensure!(merged["bio"].as_str().is_some_and(|bio| bio.len() == LARGE + 1), "the choice is kept");
            Ok(())
        })
        .await
}

/// Cases: LF-37.
#[tokio::test]
async fn a_value_without_room_cannot_be_chosen_and_says_why() -> Result<()> {
    let large = "x".repeat(LARGE);
    let setting = with_metadata("{bio: a, notes: a}", &format!("{{bio: b{large}, notes: n{large}}}"))?;
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let confirm = about_to_link_bob(stage).await?;
            let choose = async |key: &str, which: usize| -> Result<()> {
                confirm.choice(key).one().await?;
                let options = confirm.choice(key).by_role(Role::Radio, Name::Any).all().await?;
                confirm.choice(key).by_role(Role::Radio, options[which].name.as_str()).click().await
            };
            choose("bio", 1).await?;
            browser.status(&["no room left", "notes"]).await?;
            let blocked = confirm.choice("notes").by_role(Role::Radio, Name::Any).all().await?;
            ensure!(blocked[1].disabled && blocked[0].checked, "{blocked:?}");
            ensure!(blocked[1].name.contains("no room beside the other values"), "{}", blocked[1].name);
            browser.accessible("confirm, with a choice that has no room").await?;

            choose("bio", 0).await?;
            browser.status(&["room again", "notes"]).await?;
            choose("notes", 1).await?;
            browser.status(&["no room left", "bio"]).await?;
            confirm.link_accounts().click().await?;
            Settings::shown(browser).await?;
            let merged = stage.user_metadata("alice@example.com")?;
            ensure!(merged["bio"] == "a" && merged["notes"] != "a", "the last choice is what was sent");
            Ok(())
        })
        .await
}

/// Cases: LF-38.
#[tokio::test]
async fn confirming_before_the_page_shows_the_choice_sends_nothing_and_says_so() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = about_to_link_bob(stage).await?;
        confirm.choice("theme").one().await?;
        // Both clicks in one task of the page: between two clicks of a driver's script, WebKit runs the page's microtasks,
        // and the page shows the choice before the second click.
        let at_once = "return new Promise(done => setTimeout(() => {
                document.querySelectorAll('[role=radiogroup] input')[1].click();
                [...document.querySelectorAll('button')].find(button => button.textContent.trim() === 'Link accounts').click();
                done();
            }));";
        browser.run(at_once).await?;
        browser.status(&["Nothing was sent", "Look at it once more"]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        ensure!(stage.requests_to("PATCH", "").is_empty());

        confirm.link_accounts().click().await?;
        Settings::shown(browser).await?;
        ensure!(stage.user_metadata("alice@example.com")?["theme"] == "light");
        Ok(())
    })
    .await
}

/// Cases: LF-39.
#[tokio::test]
async fn the_page_opens_at_its_top_with_both_accounts_and_the_buttons_visible() -> Result<()> {
    for (width, height) in [(1280, 577), (1366, 650), (390, 664), (360, 640), (320, 568)] {
        story(async |stage| {
            let browser = &stage.browser;
            browser.set_viewport(width, height).await?;
            let confirm = about_to_link_bob(stage).await?;
            confirm.choice("theme").one().await?;
            browser.by_role(Role::Heading, "Link these accounts?").has_focus().await?;
            let seen = browser
                .run(
                    "const inside = element => { const { top, bottom, height } = element.getBoundingClientRect();
                       return height > 0 && top >= 0 && bottom <= innerHeight; };
                     const labels = [...document.querySelectorAll('.at-hand bdi')];
                     const buttons = [...document.querySelectorAll('.at-hand button')];
                     return { top: scrollY === 0,
                       buttons: buttons.filter(inside).map(button => button.textContent),
                       labels: labels.filter(inside).map(label => label.textContent) };",
                )
                .await?;
            ensure!(seen["top"] == true, "{width}×{height} starts further down");
            ensure!(seen["buttons"] == serde_json::json!(["Cancel", "Link accounts"]), "{width}×{height}: {seen}");
            let both = serde_json::json!(["alice@example.com", "bob@example.com"]);
            ensure!(seen["labels"] == both, "{width}×{height}: {seen}");
            browser.fits_sideways("confirm").await?;

            // What has the focus is never behind the decision.
            let hidden = "const { top, bottom } = document.activeElement.getBoundingClientRect();
                const bar = document.querySelector('.at-hand');
                const over = bar.getBoundingClientRect();
                return document.activeElement !== document.body && !bar.contains(document.activeElement)
                  && bottom > over.top && top < over.bottom;";
            for _ in 0..12 {
                browser.press(Key::Tab).await?;
                ensure!(browser.run(hidden).await? == false, "{width}×{height}: {:?}", browser.focused().await?);
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Cases: LF-08.
#[tokio::test]
async fn the_last_minute_is_announced_and_the_end_names_its_cause() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        confirm.link_accounts().one().await?;
        let said = browser.by_role(Role::Status, Name::Any).texts().await?;
        ensure!(said.iter().all(String::is_empty), "nothing is said before: {said:?}");
        stage.advance(Duration::from_mins(4)).await?;
        browser.status(&["Less than a minute left", "kept for five minutes"]).await?;
        browser.accessible("confirm, in its last minute").await?;
        stage.advance(Duration::from_mins(1)).await?;
        browser.alert(&["Nothing was linked", "more than five minutes"]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        Ok(())
    })
    .await
}

/// Cases: LF-08.
#[tokio::test]
async fn the_page_ends_with_the_id_token_that_expires_first() -> Result<()> {
    let seed = Seed::demo()?.with_client("Account Linking", |client| client.id_token_lifetime = 90);
    let setting = Setting { seed: Some(seed), ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let confirm = stage.about_to_link_google().await?;
            confirm.link_accounts().one().await?;
            stage.advance(Duration::from_secs(45)).await?;
            browser.status(&["Less than a minute left", "the second login ends"]).await?;
            stage.advance(Duration::from_mins(1)).await?;
            browser.alert(&["Nothing was linked", "the second login has ended"]).await?;
            Ok(())
        })
        .await
}

/// Cases: LF-07.
#[tokio::test]
async fn escape_asks_before_the_second_login_is_lost() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.about_to_link_google().await?.link_accounts().one().await?;
        let question = browser.by_role(Role::Dialog, "Stop linking?");
        let heading = browser.by_role(Role::Heading, "Link these accounts?");
        browser.press(Key::Escape).await?;
        question.one().await?;
        browser.button("Stay on this page").has_focus().await?;
        browser.accessible("the question before linking stops").await?;
        browser.press(Key::Escape).await?;
        question.gone().await?;
        heading.has_focus().await?;

        browser.press(Key::Escape).await?;
        browser.button("Stay on this page").click().await?;
        question.gone().await?;
        heading.has_focus().await?;

        browser.press(Key::Escape).await?;
        browser.button("Stop linking").click().await?;
        Settings::shown(browser).await?.accounts(&[&["alice@example.com"]]).await?;
        browser.status(&["Nothing was linked"]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_swap_says_who_stays_and_keeps_the_focus() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = about_to_link_bob(stage).await?;
        confirm.choice("theme").one().await?;
        let options = confirm.choice("theme").by_role(Role::Radio, Name::Any).all().await?;
        confirm.choice("theme").by_role(Role::Radio, options[1].name.as_str()).click().await?;
        confirm.make_primary().click().await?;
        browser.status(&["bob@example.com is now the primary account", "choices start anew"]).await?;
        confirm.make_primary().has_focus().await?;
        confirm.make_primary().click().await?;
        browser.status(&["alice@example.com is now the primary account."]).await?;
        confirm.account(Side::Primary).saying(&["alice@example.com"]).await?;
        confirm.make_primary().has_focus().await
    })
    .await
}

#[tokio::test]
async fn a_choice_keeps_open_disclosures_open() -> Result<()> {
    let (alices, bobs) = ("alice ".repeat(50), "bob ".repeat(50));
    let setting = with_metadata(&format!("{{bio: {alices}}}"), &format!("{{bio: {bobs}}}"))?;
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let confirm = about_to_link_bob(stage).await?;
            confirm.choice("bio").one().await?;
            let radios = confirm.choice("bio").by_role(Role::Radio, Name::Any);
            let options = radios.all().await?;
            for value in 0..2 {
                let summary = format!("document.querySelectorAll('table summary')[{value}].focus()");
                browser.run(&summary).await?;
                browser.press(Key::Enter).await?;
            }
            let open = "return document.querySelectorAll('table details[open]').length";
            ensure!(browser.run(open).await? == 2, "opened with the keyboard");
            browser.run("document.querySelector('[role=radiogroup] input').focus()").await?;
            browser.press(Key::Down).await?;
            confirm.choice("bio").by_role(Role::Radio, options[1].name.as_str()).has_focus().await?;
            ensure!(radios.all().await?[1].checked, "chosen with the keyboard");
            ensure!(browser.run(open).await? == 2, "both values are still there to compare");
            Ok(())
        })
        .await
}

/// A tenant in which somebody at Google has this address.
fn with_google(email: &str) -> Result<Setting> {
    let person =
        format!("\n  - provider: google-oauth2\n    id: '7'\n    email_verified: true\n    email: {email}\n");
    Ok(Setting {
        seed: Some(Seed::parse(DEMO_TENANT, &format!("{DEMO_USERS}{person}"))?),
        ..Setting::default()
    })
}

/// Cases: LF-39.
#[tokio::test]
async fn a_long_address_can_be_read_in_full_beside_the_buttons() -> Result<()> {
    let email = format!("maximiliane.{}@beispielgesellschaft.example", "mustermann-".repeat(3));
    let setting = with_google(&email)?;
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.log_in("alice@example.com").await?;
            stage.choose_at_provider("Google", &email).await?;
            Confirm::shown(browser).await?.link_accounts().one().await?;
            for (width, height) in [(1280, 577), (390, 664), (360, 640), (320, 568)] {
                browser.set_viewport(width, height).await?;
                let seen = browser
                    .run(
                        "return [...document.querySelectorAll('.at-hand bdi')].map(label => {
                           const range = document.createRange();
                           const texts = [...label.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
                           const drawn = texts.every(text => [...text.data].every((_, place) => {
                             range.setStart(text, place);
                             range.setEnd(text, place + 1);
                             const { left, top, width, height } = range.getBoundingClientRect();
                             return label.contains(document.elementFromPoint(left + width / 2, top + height / 2));
                           }));
                           return [label.textContent, drawn];
                         });",
                    )
                    .await?;
                let both = serde_json::json!([["alice@example.com", true], [email, true]]);
                ensure!(seen == both, "{width}×{height}: {seen}");
                browser.fits_sideways("confirm, with a long address").await?;
            }
            Ok(())
        })
        .await
}

#[tokio::test]
async fn accounts_with_one_address_are_distinguished_by_their_logins() -> Result<()> {
    with_google("alice@example.com")?
        .play(async |stage| {
            let browser = &stage.browser;
            stage.log_in("alice@example.com").await?;
            stage.choose_at_provider("Google", "alice@example.com").await?;
            let confirm = Confirm::shown(browser).await?;
            confirm.make_primary().click().await?;
            browser.status(&["alice@example.com (Google) is now the primary account"]).await?;
            let beside = browser.run("return document.querySelector('.whom').innerText").await?;
            let beside = beside.as_str().unwrap_or_default();
            ensure!(beside.contains("Stays alice@example.com (Google)"), "{beside}");
            ensure!(beside.contains("Joins alice@example.com (Password)"), "{beside}");
            confirm.make_primary().click().await?;
            browser.status(&["alice@example.com (Password) is now the primary account"]).await?;
            Ok(())
        })
        .await
}
