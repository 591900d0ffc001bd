//! The local tenant's own pages: the inspector, by which people prepare what they test, and a forgotten password.

use anyhow::{Result, ensure};
use auth0_emulator::IdTokenFault;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Settings};
use e2e::{Ability, Name, Role, Stage, story, story_with};

const EVE: &str = "auth0|65f2a1c0d3b07384d113ed03";

fn inspector(stage: &Stage) -> String {
    format!("{}_emulator", stage.tenant.issuer())
}

#[tokio::test]
async fn the_inspector_follows_the_tenant_and_keeps_what_the_user_types_and_the_focus() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.open(&inspector(stage)).await?;
        let page = browser.by_role(Role::Main, Name::Any);
        browser.by_role(Role::DisclosureTriangle, "New user").click().await?;
        browser.by_role(Role::DisclosureTriangle, "curl for Create user").click().await?;
        let email = browser.by_role(Role::TextBox, "Email address");
        email.fill("typed@example.com").await?;
        page.saying(&["curl -X POST 'http", "/_emulator/users' -d '{", "\"email\":\"typed@example.com\""])
            .await?;
        stage.tenant.faults().id_token = Some(IdTokenFault::Expired);
        page.saying(&["Faults are on", "expired"]).await?;
        email.has_focus().await?;
        let password = browser.by_role(Role::TextBox, "Password");
        password.fill("weak").await?;
        stage.expect(ExpectedFailure::status("/_emulator/form", 400));
        browser.button("Create user").click().await?;
        browser.status(&["Password is too weak"]).await?;
        password.fill("Str0ng-enough").await?;
        browser.button("Create user").click().await?;
        browser.status(&["Done."]).await?;
        ensure!(stage.tenant.users_by_email("typed@example.com").len() == 1, "what was typed is gone");

        browser.button("Block bob@example.com").click().await?;
        // The button of the same place, in the card that was drawn anew.
        browser.button("Unblock bob@example.com").has_focus().await?;
        page.saying(&["bob@example.com verified blocked"]).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_inspector_works_without_scripts() -> Result<()> {
    story_with(&[Ability::NoScripts], async |stage| {
        let browser = &stage.browser;
        browser.open_without_scripts(&inspector(stage)).await?;
        browser.button("Verify eve@example.com").click().await?;
        browser.button("Verify eve@example.com").gone().await?;
        let eve = stage.tenant.user(EVE).unwrap_or_default();
        ensure!(eve.get("email_verified") == Some(&true.into()), "{eve}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_inspector_is_accessible_and_fits_into_a_phone() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.open(&inspector(stage)).await?;
        browser.run("for (const closed of document.querySelectorAll('details')) closed.open = true").await?;
        browser.accessible("the inspector").await?;
        browser.set_viewport(320, 640).await?;
        browser.fits_sideways("the inspector").await
    })
    .await
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_link_in_the_inspector() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?;
        browser.button("Forgot password?").click().await?;
        browser.heading("Forgot your password?").await?;
        browser.by_role(Role::TextBox, "Email address").fill("bob@example.com").await?;
        browser.button("Continue").click().await?;
        browser.heading("Check your email").await?;
        browser.by_role(Role::Link, "inspector").click().await?;
        browser.by_role(Role::Link, "Reset your password").click().await?;
        browser.heading("Change your password").await?;
        browser.by_role(Role::TextBox, "New password").fill("N3w-password").await?;
        browser.by_role(Role::TextBox, "New password, again").fill("N3w-password").await?;
        browser.button("Reset password").click().await?;
        browser.heading("Password changed").await?;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.password("bob@example.com", "N3w-password").await?;
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}
