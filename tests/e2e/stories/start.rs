//! The start of the page, as its requests show it.

use anyhow::{Result, ensure};
use e2e::pages::Home;
use e2e::story;

#[tokio::test]
async fn what_the_app_needs_is_asked_for_once_and_before_it_runs() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        for path in ["/auth_config.json", "/words/en.json"] {
            let asked = stage.browser.requests_to("GET", path).await?;
            ensure!(asked.len() == 1, "{asked:?}");
        }
        let early = "const asked = name => performance.getEntriesByType('resource')
                .find(entry => entry.name.includes(name));
            return ['auth_config.json', 'words/en.json', '_bg.wasm'].every(file => asked(file).initiatorType === 'link');";
        ensure!(
            stage.browser.run(early).await? == true,
            "the page itself asks for all that the app needs, not the app once it runs"
        );
        Ok(())
    })
    .await
}
