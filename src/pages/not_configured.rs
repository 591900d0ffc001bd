//! No usable `auth_config.json`: which field, what is wrong, how to fix it. For the developer who runs the app.

use auth0_spa::config::ConfigError;
use leptos::prelude::*;

use crate::built_view::{BuiltView, IntoBuilt};
use crate::components::heading::PageHeading;
use crate::i18n::{Piece, configuration};

const EXAMPLE: &str = r#"{
  "domain": "acme.eu.auth0.com",
  "client_id": "the client id of your single-page application"
}"#;

/// The problem, the remedy, and an example.
#[component]
pub fn NotConfiguredPage(
    /// What is wrong.
    error: ConfigError,
) -> impl IntoView {
    let (problem, remedy) = configuration::config_problem(&error);
    view! {
        <PageHeading text=configuration::NOT_CONFIGURED />
        <div role="alert" class="outcome alert">
            <p>{problem.into_iter().map(piece).collect_view()}</p>
        </div>
        <p>{remedy}</p>
        <figure>
            <figcaption>{configuration::COMPLETE_CONFIGURATION}</figcaption>
            <pre>
                <code>{EXAMPLE}</code>
            </pre>
        </figure>
        <p>{configuration::WITHOUT_TENANT} " " <code>{"cargo xtask start"}</code></p>
    }
    .into_built()
}

/// A piece of the sentence. Names and values of the file are set as code.
fn piece(piece: Piece) -> BuiltView {
    match piece {
        Piece::Wording(text) => text.into_built(),
        Piece::Value(text) => view! { <code>{text}</code> }.into_built(),
    }
}
