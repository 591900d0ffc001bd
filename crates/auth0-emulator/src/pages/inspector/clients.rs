//! The clients, with what an application needs to be configured.

use maud::{Markup, html};

use super::{copy, live};
use crate::snapshot::{Client, Snapshot};

/// The section.
pub(super) fn section(snapshot: &Snapshot) -> Markup {
    let content = html! {
        @if snapshot.clients.is_empty() { p.hint { "The tenant file has none." } }
        div.cards { @for client in &snapshot.clients { (card(client)) } }
    };
    live("clients", "Clients", Some(snapshot.clients.len()), &content)
}

fn card(client: &Client) -> Markup {
    let name = &client.name;
    html! {
        article {
            h3 { (name) }
            dl {
                dt { "Client id" }
                dd { code { (client.id) } " " (copy(&format!("the client id of {name}"), &client.id)) }
                @if let Some(secret) = &client.secret {
                    dt { "Client secret" }
                    dd { code { (secret) } " " (copy(&format!("the client secret of {name}"), secret)) }
                }
                (urls("Callbacks", name, &client.callbacks))
                (urls("Logout URLs", name, &client.allowed_logout_urls))
                dt { "Grant types" }
                dd { (client.grant_types.join(", ")) }
            }
        }
    }
}

fn urls(title: &str, client: &str, urls: &[String]) -> Markup {
    html! {
        @if !urls.is_empty() {
            dt { (title) }
            @for url in urls { dd { code { (url) } " " (copy(&format!("{url}, one of the {title} of {client}"), url)) } }
        }
    }
}
