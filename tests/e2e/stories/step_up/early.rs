//! *Log in* before the app has arrived.

use super::*;

/// The app never arrives at a page that was opened without a record of a login.
const ONLY_EARLY: &str = "const load = window.fetch;
    if (!sessionStorage.length) window.fetch = (url, ...options) => /account-linking-.*wasm/.test(url)
        ? new Promise(() => {})
        : load(url, ...options);";

/// Cases: SU-10.
#[tokio::test]
async fn a_login_before_the_app_asks_for_no_more_and_stores_nothing_that_changes_an_account() -> Result<()> {
    let fields = Map::from_iter([("scopes".to_owned(), json!("when_needed"))]);
    Setting { fields, ..Setting::default() }
        .play(async |stage| {
            let browser = &stage.browser;
            browser.before_each_document(ONLY_EARLY).await?;
            stage.open("/").await?;
            browser.button("Log in").click().await?;
            Login::shown(browser).await?.one_click(ALICE).await?;
            Settings::shown(browser).await?;
            let asked = stage.requests_to("GET", "/authorize");
            let scopes: Vec<_> = asked
                .iter()
                .flat_map(|request| request.url.query_pairs())
                .filter(|(name, _)| name == "scope")
                .map(|(_, scope)| scope.into_owned())
                .collect();
            ensure!(scopes == ["openid profile email read:current_user"], "{scopes:?}");
            let record = "return JSON.parse(sessionStorage['account-linking.session'])";
            let record = browser.run(record).await?;
            ensure!(record["access_token"].is_string() && record["id_token"].is_null(), "{record}");
            let stored = browser.run("return JSON.stringify(sessionStorage)").await?.to_string();
            ensure!(!stored.contains("update:"), "{stored}");
            ensure!(stored.matches("eyJ").count() <= 2, "one signed token, of two readable parts: {stored}");
            Ok(())
        })
        .await
}
