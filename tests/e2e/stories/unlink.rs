//! Unlinking an account, after a confirmation.

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::pages::Provider;
use e2e::{Name, Role, story};
use fantoccini::key::Key;

/// Cases: MA-27, LF-31, LF-32.
#[tokio::test]
async fn unlinking_warns_removes_the_account_and_is_announced() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.cancel().has_focus().await?;
        dialog.dialog().saying(&["alice@gmail.example", "even if you logged in with it"]).await?;
        stage.browser.by_role(Role::Dialog, "Unlink Google (alice@gmail.example)?").one().await?;
        let described = "const dialog = document.querySelector('dialog[open]');
            return document.getElementById(dialog.getAttribute('aria-describedby')).textContent";
        let described = stage.browser.run(described).await?.to_string();
        ensure!(described.contains("no longer be able to log in here with it"), "{described}");
        dialog.confirm().click().await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await?;
        dialog.dialog().gone().await?;
        stage.browser.status(&["unlinked"]).await?;
        stage.browser.by_role(Role::Heading, "Settings").has_focus().await?;
        ensure!(stage.requests_to("DELETE", "").len() == 1);
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        stage.browser.reload().await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await
    })
    .await
}

/// Cases: LF-29.
#[tokio::test]
async fn escape_and_cancel_close_the_dialog_and_the_focus_returns() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        let button = settings.unlink_button("Google", "alice@gmail.example");

        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.cancel().has_focus().await?;
        stage.browser.press(Key::Escape).await?;
        dialog.dialog().gone().await?;
        button.has_focus().await?;

        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.cancel().click().await?;
        dialog.dialog().gone().await?;
        button.has_focus().await?;

        ensure!(stage.requests_to("DELETE", "").is_empty(), "nothing was sent");
        ensure!(stage.identities("alice@example.com")?.len() == 2);
        Ok(())
    })
    .await
}

/// Cases: LF-29, LF-30.
#[tokio::test]
async fn the_primary_has_no_unlink_button_and_so_a_single_account_has_none() -> Result<()> {
    story(async |stage| {
        let settings = stage.log_in("carol@example.com").await?;
        let items = settings.list().by_role(Role::ListItem, Name::Any).all().await?.len();
        let buttons =
            settings.list().by_role(Role::Button, Name::Contains("Unlink ".to_owned())).all().await?.len();
        ensure!(items > 1 && buttons == items - 1, "{items} accounts, {buttons} buttons");

        settings.log_out().await?;
        stage.browser.status(&["You are logged out"]).await?;
        let settings = stage.log_in("alice@example.com").await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await?;
        let buttons =
            settings.list().by_role(Role::Button, Name::Contains("Unlink ".to_owned())).all().await?;
        ensure!(buttons.is_empty(), "{buttons:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_unlinked_account_can_be_linked_again() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await?;
        stage.browser.button("Link again").click().await?;
        Provider::shown(&stage.browser, "Google").await?.continue_as("alice@gmail.example").await?;
        e2e::pages::Confirm::shown(&stage.browser).await?.link_accounts().click().await?;
        settings.accounts(&[&["Primary", "alice@example.com"], &["Google", "alice@gmail.example"]]).await
    })
    .await
}

/// Cases: LF-31.
#[tokio::test]
async fn while_it_is_unlinked_one_ring_turns() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", "/api/v2/users/*/identities/*/*", Effect::Delay(8000));
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.confirm().click().await?;
        stage.browser.status(&["Unlinking the account"]).await?;
        ensure!(dialog.confirm().is_busy().await?);
        let rings = "return document.getAnimations().filter(({ animationName }) => animationName === 'turn')
                .map(({ effect }) => effect.target.outerHTML + effect.pseudoElement)";
        let rings = stage.browser.run(rings).await?;
        ensure!(rings.as_array().is_some_and(|rings| rings.len() == 1), "{rings}");
        settings.accounts(&[&["Primary", "alice@example.com"]]).await
    })
    .await
}
