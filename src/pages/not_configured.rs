//! No usable `auth_config.json`: which field, what is wrong, how to mend it. For the developer who runs the app.

use auth0_client::config::ConfigError;
use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::words;

const EXAMPLE: &str = r#"{
  "domain": "acme.eu.auth0.com",
  "client_id": "the client id of your single-page application"
}"#;

/// The problem, the remedy, and a file to start from.
#[component]
pub fn NotConfiguredPage(
    /// What is wrong.
    error: ConfigError,
) -> impl IntoView {
    let (problem, remedy) = words::config_problem(&error);
    view! {
        <PageHeading text="This app is not configured yet" />
        <div role="alert" class="outcome alert">
            <p>{problem}</p>
        </div>
        <p>{remedy}</p>
        <figure>
            <figcaption>{"A complete auth_config.json"}</figcaption>
            <pre>
                <code>{EXAMPLE}</code>
            </pre>
        </figure>
        <p>
            "To try the app without a tenant of your own, restore the file that came with it and run "
            <code>{"cargo xtask start"}</code> "."
        </p>
    }
}
