//! The layout of every page: in each width, language, size of letters and theme, in narrow and in wide letters, nothing sticks
//! out, overlaps or breaks inside of a word, dialogs are as tall as their content, and controls can be seen and pressed.

use anyhow::Result;
use auth0_emulator::{DEMO_TENANT, DEMO_USERS, LoginRefusal, Seed};
use e2e::pages::{Confirm, Home, Settings};
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::{Role, story};

const AS_IT_IS: &str = "";

#[tokio::test]
async fn home_and_what_there_is_not() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        browser.laid_out("home", AS_IT_IS).await?;
        stage.open("/no/such/page").await?;
        browser.heading("Page not found").await?;
        browser.laid_out("page not found", AS_IT_IS).await
    })
    .await
}

#[tokio::test]
async fn an_error_with_its_details() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.tenant.faults().refuse_login = Some(LoginRefusal {
            error: "access_denied".to_owned(),
            error_description: "Only the staff of Acme may log in here.".to_owned(),
        });
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        browser.alert(&["The service refused this login"]).await?;
        browser.laid_out("a denied login", "document.querySelector('details').open = true").await
    })
    .await
}

#[tokio::test]
async fn the_question_about_another_account() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        stage.browser.laid_out("home with another account", AS_IT_IS).await
    })
    .await
}

#[tokio::test]
async fn the_app_without_a_configuration() -> Result<()> {
    let text = r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#.to_owned();
    let setting = Setting { configuration: Some(Configuration::Text(text)), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            stage.browser.laid_out("not configured", AS_IT_IS).await
        })
        .await
}

/// Carol with seven logins, one of them with a long address, and a login at Google that is not linked, with settings that
/// disagree with hers.
fn crowded() -> Result<Setting> {
    let identity = |provider: &str, id: u32, email: &str| {
        format!(
            "      - provider: {provider}\n        id: '{id}'\n        email: {email}\n        name: Carol Example\n"
        )
    };
    let more = [
        identity("facebook", 71, "carolina.example-montgomery@facebook.example"),
        identity("google-oauth2", 72, "carol.second@gmail.example"),
        identity("facebook", 73, "carol@facebook.example"),
        identity("google-oauth2", 74, "carol.third@gmail.example"),
    ];
    let anchor = "    identities:\n";
    let users = DEMO_USERS.replacen(anchor, &format!("{anchor}{}", more.concat()), 1);
    let other = "\n  - provider: google-oauth2\n    id: '75'\n    email_verified: true
    email: maximiliane.mustermann-montgomery@beispielgesellschaft.example\n    name: Maximiliane Mustermann-Montgomery
    user_metadata: {theme: dark, city: Lisbon, motto: Donaudampfschifffahrtsgesellschaftskapitaen}\n";
    Ok(Setting { seed: Some(Seed::parse(DEMO_TENANT, &format!("{users}{other}"))?), ..Setting::default() })
}

#[tokio::test]
async fn settings_with_many_accounts_and_the_question_before_unlinking() -> Result<()> {
    crowded()?
        .play(async |stage| {
            let settings = stage.log_in("carol@example.com").await?;
            stage.browser.laid_out("settings", AS_IT_IS).await?;
            let who = "carolina.example-montgomery@facebook.example";
            settings.unlink("Facebook", who).await?.cancel().has_focus().await?;
            stage.browser.laid_out("the question before unlinking", AS_IT_IS).await
        })
        .await
}

#[tokio::test]
async fn confirm_with_a_choice_and_the_question_before_it_is_left() -> Result<()> {
    crowded()?
        .play(async |stage| {
            let browser = &stage.browser;
            stage.log_in("carol@example.com").await?;
            let who = "maximiliane.mustermann-montgomery@beispielgesellschaft.example";
            stage.choose_at_provider("Google", who).await?;
            let confirm = Confirm::shown(browser).await?;
            confirm.choice("theme").one().await?;
            browser.laid_out("confirm", AS_IT_IS).await?;
            let escape = "document.querySelector('h1[tabindex]').dispatchEvent(
                new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))";
            browser.run(escape).await?;
            browser.by_role(Role::Dialog, "Stop linking?").one().await?;
            browser.laid_out("the question before linking stops", escape).await
        })
        .await
}

#[tokio::test]
async fn settings_after_a_link() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?;
        stage.browser.laid_out("settings after a link", AS_IT_IS).await
    })
    .await
}
