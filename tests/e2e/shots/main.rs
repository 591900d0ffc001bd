//! Takes a picture of every page and state, in light and dark and in four widths, into `shots/ENGINE/`.
//!
//! `cargo xtask shots`. Pictures are for looking at: this program judges nothing but that each page came.

mod take;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use auth0_emulator::tenant::settings::ConsentMode;
use auth0_emulator::{Effect, LoginRefusal, Seed};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Home, Login, Provider, Settings};
use e2e::site::{Configuration, Mishap, Spoilt, workspace};
use e2e::stage::Setting;
use e2e::tenant::answer;
use e2e::{Ability, Engine, Role, Stage, story, story_with};
use serde_json::{Map, json};

use self::take::{take, take_otherwise};

/// Milliseconds in which eight pictures are taken, and the app does not give up yet.
const A_WHILE: u64 = 9_000;

/// A page that stays as it is before the app runs.
const NO_ANSWER: &str = "window.fetch = () => new Promise(() => {});";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = workspace().join("shots").join(Engine::chosen()?.name());
    // What an earlier run left would be taken for what is there now.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    logged_out(&folder).await?;
    another_account(&folder).await?;
    logged_in(&folder).await?;
    refused(&folder).await?;
    explained(&folder).await?;
    waiting(&folder).await?;
    linking(&folder).await?;
    once_more(&folder).await?;
    misconfigured(&folder).await?;
    last_resort(&folder).await?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}

async fn logged_out(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let home = Home::shown(browser).await?;
        take(stage, folder, "home").await?;
        take_otherwise(stage, folder, "home").await?;

        home.log_in().await?;
        take(stage, folder, "tenant-login").await?;
        Login::shown(browser).await?.cancel().await?;
        browser.news(&[""]).await?;
        take(stage, folder, "home-login-cancelled").await?;

        stage.open("/settings").await?;
        Home::shown(browser).await?;
        take(stage, folder, "home-login-needed").await?;

        stage.open("/?code=stolen&state=forged").await?;
        browser.news(&[""]).await?;
        take(stage, folder, "home-login-forged").await?;

        stage.open("/no/such/page").await?;
        browser.heading("Page not found").await?;
        take(stage, folder, "page-not-found").await
    })
    .await
}

async fn another_account(folder: &Path) -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        take(stage, folder, "home-another-account").await
    })
    .await
}

async fn logged_in(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.log_in("alice@example.com").await?;
        take(stage, folder, "settings-one-account").await?;

        settings.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?;
        take(stage, folder, "tenant-provider").await?;
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        let confirm = Confirm::shown(browser).await?;
        take(stage, folder, "confirm").await?;
        confirm.link_accounts().click().await?;
        browser.status(&["You can now also log in with"]).await?;
        take(stage, folder, "settings-linked").await?;
        take_otherwise(stage, folder, "settings-linked").await?;

        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(browser).await?;
        take(stage, folder, "confirm-metadata").await?;
        take_otherwise(stage, folder, "confirm-metadata").await?;
        confirm.make_primary().click().await?;
        take(stage, folder, "confirm-swapped").await?;
        confirm.cancel().click().await?;

        let settings = Settings::shown(browser).await?;
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        take(stage, folder, "unlink").await?;
        take_otherwise(stage, folder, "unlink").await?;
        dialog.confirm().click().await?;
        browser.status(&["unlinked"]).await?;
        take(stage, folder, "settings-unlinked").await?;

        stage.advance(Duration::from_hours(48)).await?;
        browser.reload().await?;
        browser.status(&["Your session has ended"]).await?;
        take(stage, folder, "session-ended").await
    })
    .await
}

async fn refused(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.log_in("alice@example.com").await?;
        settings.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.cancel().await?;
        Settings::shown(browser).await?;
        take(stage, folder, "settings-link-cancelled").await?;
        take_otherwise(stage, folder, "settings-link-cancelled").await?;
        stage.choose_in_database("alice@example.com").await?;
        browser.alert(&[""]).await?;
        take(stage, folder, "settings-same-account").await?;
        stage.choose_in_database("eve@example.com").await?;
        browser.alert(&[""]).await?;
        take(stage, folder, "settings-unverified").await
    })
    .await?;
    story(async |stage| {
        stage.log_in("carol@example.com").await?;
        take(stage, folder, "settings-many-accounts").await
    })
    .await
}

/// What stands in the way, before or after, in both languages.
async fn explained(folder: &Path) -> Result<()> {
    for (language, log_in, linked_accounts, theme) in
        [("en", "Log in", "Linked accounts", "Theme"), ("de", "Anmelden", "Verknüpfte Konten", "Farben")]
    {
        story(async |stage| {
            let browser = &stage.browser;
            speak(stage, language).await?;
            stage.open("/").await?;
            browser.by_role(Role::Button, log_in).enabled().await?;
            // The app runs: the first screen has no switch.
            browser.by_role(Role::RadioGroup, theme).one().await?;
            stage.offline().await?;
            take(stage, folder, &format!("home-offline-{language}")).await?;
            stage.open("/").await?;
            stage.tenant.faults().refuse_login = Some(LoginRefusal {
                error: "access_denied".to_owned(),
                error_description: "Only the staff of Acme may log in here.".to_owned(),
            });
            browser.by_role(Role::Button, log_in).click().await?;
            Login::shown(browser).await?.one_click("eve@example.com").await?;
            browser.alert(&[""]).await?;
            browser.run("document.querySelector('details').open = true").await?;
            take(stage, folder, &format!("home-login-denied-{language}")).await?;
            stage.tenant.faults().refuse_login = None;
            browser.run("document.querySelector('.outcome .button').click()").await?;
            browser.url_that("the settings", |url| url.path() == "/settings").await?;
            browser.by_role(Role::List, linked_accounts).one().await?;
            take(stage, folder, &format!("settings-own-address-unverified-{language}")).await
        })
        .await?;
        story(async |stage| {
            let browser = &stage.browser;
            speak(stage, language).await?;
            stage.open("/").await?;
            browser.by_role(Role::Button, log_in).click().await?;
            Login::shown(browser).await?.one_click("alice@example.com").await?;
            browser.by_role(Role::List, linked_accounts).one().await?;
            stage.offline().await?;
            take(stage, folder, &format!("settings-offline-{language}")).await?;
            browser.run("document.querySelector('header .button').click()").await?;
            browser.alert(&[""]).await?;
            take(stage, folder, &format!("home-logged-out-offline-{language}")).await
        })
        .await?;
    }
    Ok(())
}

async fn waiting(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.logged_in_without_the_right_to_link().await?;
        take(stage, folder, "settings-missing-right").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(A_WHILE));
        browser.reload().await?;
        browser.status(&["Loading your linked accounts"]).await?;
        take(stage, folder, "settings-loading").await?;

        browser.before_each_document(NO_ANSWER).await?;
        stage.open("/settings").await?;
        browser
            .run("document.querySelector('#shell .waiting').getAnimations().map(each => each.finish())")
            .await?;
        take(stage, folder, "starting").await?;
        browser
            .run(
                "document.getAnimations().filter(({ effect }) => effect.getTiming().delay === 10_000)
                .map(each => each.finish())",
            )
            .await?;
        take(stage, folder, "starting-slow").await
    })
    .await
}

async fn linking(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(A_WHILE));
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        browser.status(&["Reading both accounts"]).await?;
        take(stage, folder, "confirm-reading").await?;
        Confirm::shown(browser).await?.cancel().click().await?;

        stage.spoil("GET", "/api/v2/users/*", answer(500, "{}"));
        stage.expect(ExpectedFailure::status("/api/v2/users/", 500));
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        browser.alert(&["could not be read"]).await?;
        take(stage, folder, "confirm-unread").await?;
        take_otherwise(stage, folder, "confirm-unread").await?;

        browser.button("Try again").click().await?;
        stage.spoil("POST", "/api/v2/users/*/identities", answer(504, "<html>"));
        stage.expect(ExpectedFailure::status("/identities", 504));
        Confirm::shown(browser).await?.link_accounts().click().await?;
        browser.status(&["Checking whether the accounts were linked"]).await?;
        browser.alert(&["It is not known whether"]).await?;
        take(stage, folder, "settings-link-unclear").await?;

        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.spoil("POST", "/api/v2/users/*/identities", Effect::Delay(A_WHILE));
        Confirm::shown(browser).await?.link_accounts().click().await?;
        browser.status(&["Linking the accounts"]).await?;
        take(stage, folder, "confirm-linking").await?;
        Settings::shown(browser).await?;

        stage.users_cannot_be_read(500, "{}");
        browser.reload().await?;
        browser.alert(&["could not be loaded"]).await?;
        take(stage, folder, "settings-not-loaded").await
    })
    .await
}

/// A page that was left open, where a change needs one more login.
async fn once_more(folder: &Path) -> Result<()> {
    let fields = Map::from_iter([("scopes".to_owned(), json!("when_needed"))]);
    let seed = Some(Seed::demo()?.with_consent(ConsentMode::Ask));
    let setting = Setting { fields, seed, ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.open("/").await?;
            Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
            browser.button("Accept").click().await?;
            let settings = Settings::shown(browser).await?;
            stage.advance(Duration::from_mins(20)).await?;
            settings.link_with("Google").click().await?;
            Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
            browser.button("Accept").click().await?;
            let confirm = Confirm::shown(browser).await?;
            take(stage, folder, "confirm-old-login").await?;
            take_otherwise(stage, folder, "confirm-old-login").await?;
            confirm.link_accounts().click().await?;
            Login::shown(browser).await?.cancel().await?;
            let confirm = Confirm::shown(browser).await?;
            take(stage, folder, "confirm-login-cancelled").await?;
            take_otherwise(stage, folder, "confirm-login-cancelled").await?;
            confirm.link_accounts().click().await?;
            Login::shown(browser).await?.one_click("alice@example.com").await?;
            browser.button("Accept").one().await?;
            take(stage, folder, "tenant-consent").await?;
            browser.button("Accept").click().await?;
            let settings = Settings::shown(browser).await?;
            stage.advance(Duration::from_mins(20)).await?;
            settings.unlink("Google", "alice@gmail.example").await?;
            take(stage, folder, "unlink-old-login").await?;
            take_otherwise(stage, folder, "unlink-old-login").await
        })
        .await
}

async fn last_resort(folder: &Path) -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.crash().await?;
        take(stage, folder, "crashed").await
    })
    .await?;
    story(async |stage| {
        stage.expect_unused_preloads();
        stage.browser.before_each_document("delete window.WebAssembly").await?;
        stage.open("/").await?;
        stage.browser.alert(&["needs WebAssembly"]).await?;
        take(stage, folder, "without-webassembly").await
    })
    .await?;
    for language in ["en", "de"] {
        let file = |path: &str| path.contains("/start-");
        let spoilt = Some(Spoilt { file, mishap: Mishap::Missing });
        Setting { spoilt, ..Setting::default() }
            .play(async |stage| {
                stage.expect_unused_preloads();
                stage.expect(ExpectedFailure::status("/assets/start-", 404));
                speak(stage, language).await?;
                stage.open("/").await?;
                stage.browser.alert(&[""]).await?;
                take(stage, folder, &format!("not-arrived-{language}")).await
            })
            .await?;
    }
    story_with(&[Ability::NoScripts], async |stage| {
        stage.expect_unused_preloads();
        stage.browser.open_without_scripts(&stage.site.url("/")).await?;
        take(stage, folder, "without-scripts").await
    })
    .await
}

async fn misconfigured(folder: &Path) -> Result<()> {
    let text = |text: &str| Configuration::Text(text.to_owned());
    let configurations = [
        ("missing", "en", Configuration::Missing),
        ("placeholder", "en", text(r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#)),
        ("misspelt", "de", text(r#"{ "domain": "acme.eu.auth0.com", "clientID": "abc" }"#)),
        (
            "audience",
            "de",
            text(r#"{ "domain": "a.auth0.com", "client_id": "abc", "audience": "https://api.acme.com" }"#),
        ),
    ];
    for (name, language, configuration) in configurations {
        let missing = configuration == Configuration::Missing;
        let setting = Setting { configuration: Some(configuration), ..Setting::default() };
        setting
            .play(async |stage| {
                if missing {
                    stage.expect(ExpectedFailure::status("/auth_config.json", 404));
                }
                speak(stage, language).await?;
                stage.open("/").await?;
                stage.browser.alert(&["."]).await?;
                take(stage, folder, &format!("not-configured-{name}")).await
            })
            .await?;
    }
    Ok(())
}

/// Every page speaks this language from now on.
async fn speak(stage: &Stage, language: &str) -> Result<()> {
    stage.browser.before_each_document(&format!("localStorage.setItem('language', '{language}')")).await
}
