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
        let early = "const started = name => performance.getEntriesByType('resource')
                .find(entry => entry.name.includes(name));
            return [started('auth_config.json'), started('words/en.json')]
                .every(file => file.initiatorType === 'link' && file.startTime < started('_bg.wasm').responseEnd);";
        ensure!(
            stage.browser.run(early).await? == true,
            "configuration and sentences are on their way before the wasm is there"
        );
        Ok(())
    })
    .await
}
