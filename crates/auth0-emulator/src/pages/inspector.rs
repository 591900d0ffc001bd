//! The inspector: users, clients, sessions, e-mails and requests of the tenant, live, and its controls.
//!
//! Everything works with plain forms. The script updates the sections in place, and leaves alone what the user edits.

use axum::http::header::REFERRER_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{STYLE, respond, source_hash};
use crate::snapshot::Snapshot;

mod clients;
mod control;
mod controls;
mod requests;
mod users;

/// Most users, sessions or grants that are shown at once.
const SHOWN: usize = 50;
const OWN_STYLE: &str = include_str!("inspector/inspector.css");
const SCRIPT: &str = include_str!("inspector/inspector.js");

/// Renders the page, with the users in whom `query` occurs.
pub(crate) fn inspector(snapshot: &Snapshot, query: &str) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Inspector of " (snapshot.issuer) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
                style { (PreEscaped(OWN_STYLE)) }
            }
            body.inspector {
                header {
                    p.brand { "Inspector" }
                    h1 { (snapshot.name) }
                    p { code { (snapshot.issuer) } " " (copy("the address of the tenant", &snapshot.issuer)) }
                    nav aria-label="Sections" { ul {
                        @for (id, title) in [("users", "Users"), ("clients", "Clients"), ("sessions", "Sessions"),
                            ("mails", "E-mails"), ("faults", "Faults"), ("clock", "Clock"),
                            ("keys", "Keys"), ("settings", "Settings"), ("requests", "Requests")] {
                            li { a href={ "#" (id) } { (title) } }
                        }
                    } }
                    noscript { p { a href="/_emulator" { "Refresh" } " to see what has changed since." } }
                }
                main {
                    (requests::active_faults(snapshot))
                    (users::section(snapshot, query))
                    (clients::section(snapshot))
                    (requests::sections(snapshot))
                    (controls::sections(snapshot))
                    (requests::requests(snapshot))
                }
                p #said role="status" {}
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let (style, own, script) = (source_hash(STYLE), source_hash(OWN_STYLE), source_hash(SCRIPT));
    let policy = format!(
        "default-src 'none'; style-src '{style}' '{own}'; script-src '{script}'; connect-src 'self'; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = respond(StatusCode::OK, document.into_string(), &policy);
    // With `no-referrer`, browsers send `Origin: null` with a form, which the control API refuses.
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// A section that the script replaces when it changes.
fn live(id: &str, title: &str, count: Option<usize>, content: &Markup) -> Markup {
    html! {
        section data-live id={ (id) "-section" } aria-labelledby=(id) {
            h2 id=(id) { (title) @if let Some(count) = count { " (" (count) ")" } }
            (content)
        }
    }
}

/// A button that copies a text. It needs the script, and is hidden without.
fn copy(what: &str, text: &str) -> Markup {
    html! { button.copy type="button" data-copy=(text) aria-label={ "Copy " (what) } { "Copy" } }
}

/// A text with its middle left out if it is long.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 64;
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= LONGEST {
        return text.to_owned();
    }
    let (start, end) =
        (characters.iter().take(LONGEST * 5 / 8), characters.iter().rev().take(LONGEST * 3 / 8 - 1));
    let end: Vec<&char> = end.collect();
    start.chain(std::iter::once(&'…')).chain(end.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_in_the_middle_between_characters() {
        assert_eq!(shortened("/u/login?state=short"), "/u/login?state=short");
        let long = format!("/authorize?{}&state=énd", "x=y&".repeat(40));
        let short = shortened(&long);
        assert_eq!(short.chars().count(), 64);
        assert!(
            short.starts_with("/authorize?x=y") && short.ends_with("&state=énd") && short.contains('…'),
            "{short}"
        );
    }
}
