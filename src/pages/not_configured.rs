//! No usable `auth_config.json`: which field, what is wrong, how to mend it. For the developer who runs the app.

use auth0_spa::config::ConfigError;
use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::drawn::{Draw, Drawn};
use crate::words::{self, Piece, screens};

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
        <PageHeading text=screens::NOT_CONFIGURED />
        <div role="alert" class="outcome alert">
            <p>{problem.into_iter().map(piece).collect_view()}</p>
        </div>
        <p>{remedy}</p>
        <figure>
            <figcaption>{screens::COMPLETE_CONFIGURATION}</figcaption>
            <pre>
                <code>{EXAMPLE}</code>
            </pre>
        </figure>
        <p>
            {screens::WITHOUT_TENANT}
            " " <code>{"cargo xtask start"}</code>
        </p>
    }
    .drawn()
}

/// A name or a value of the file looks as in the file.
fn piece(piece: Piece) -> Drawn {
    match piece {
        Piece::Wording(text) => text.drawn(),
        Piece::Value(text) => view! { <code>{text}</code> }.drawn(),
    }
}
