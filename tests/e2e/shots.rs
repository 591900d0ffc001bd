//! Takes a picture of every page and state, in light and dark and in three widths, into `shots/`.
//!
//! `cargo xtask shots`. Pictures are for looking at: this program judges nothing but that each page came.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use e2e::browser::console::ExpectedFailure;
use e2e::browser::device::ColorScheme;
use e2e::pages::{Confirm, Home, Login, Provider, Settings};
use e2e::site::{Configuration, workspace};
use e2e::stage::Setting;
use e2e::{Stage, story};

/// A narrow phone, a tablet, a desk: width and height in CSS pixels.
const SIZES: [(u32, u32); 3] = [(320, 640), (768, 1024), (1280, 900)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = workspace().join("shots");
    // What an earlier run left would be taken for what is there now.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    logged_out(&folder).await?;
    another_account(&folder).await?;
    logged_in(&folder).await?;
    refused(&folder).await?;
    misconfigured(&folder).await?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}

async fn logged_out(folder: &Path) -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let home = Home::shown(browser).await?;
        take(stage, folder, "home").await?;

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
        browser.status(&["linked"]).await?;
        take(stage, folder, "settings-linked").await?;

        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(browser).await?;
        take(stage, folder, "confirm-metadata").await?;
        confirm.make_primary().click().await?;
        take(stage, folder, "confirm-swapped").await?;
        confirm.cancel().click().await?;

        let settings = Settings::shown(browser).await?;
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        take(stage, folder, "unlink").await?;
        dialog.confirm().click().await?;
        browser.status(&["unlinked"]).await?;
        take(stage, folder, "settings-unlinked").await?;

        stage.advance(std::time::Duration::from_hours(48)).await?;
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

async fn misconfigured(folder: &Path) -> Result<()> {
    let placeholders = r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#;
    let configurations =
        [("missing", Configuration::Missing), ("placeholders", Configuration::Text(placeholders.to_owned()))];
    for (name, configuration) in configurations {
        let missing = configuration == Configuration::Missing;
        let setting = Setting { configuration: Some(configuration), ..Setting::default() };
        setting
            .play(async |stage| {
                if missing {
                    stage.expect(ExpectedFailure::status("/auth_config.json", 404));
                }
                stage.open("/").await?;
                stage.browser.heading("This app is not configured yet").await?;
                take(stage, folder, &format!("not-configured-{name}")).await
            })
            .await?;
    }
    Ok(())
}

/// Takes the page as it stands in every size and both colour schemes.
async fn take(stage: &Stage, folder: &Path, name: &str) -> Result<()> {
    for (scheme, word) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
        stage.browser.set_color_scheme(scheme).await?;
        for (width, height) in SIZES {
            stage.browser.fit_viewport(width, height).await?;
            stage.browser.at_rest().await?;
            let file: PathBuf = folder.join(format!("{name}-{word}-{width}.png"));
            fs::write(file, stage.browser.screenshot().await?)?;
        }
    }
    stage.browser.set_color_scheme(ColorScheme::Light).await?;
    let [.., (width, height)] = SIZES;
    stage.browser.set_viewport(width, height).await
}
