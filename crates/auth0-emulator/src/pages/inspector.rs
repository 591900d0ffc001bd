//! The inspector: a live view of users, sessions, grants and the last requests.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Map, Value};

use super::{STYLE, respond, source_hash};
use crate::snapshot::Snapshot;

const OWN_STYLE: &str = include_str!("inspector.css");

/// Updates the page every second. Without JavaScript the page reloads.
const SCRIPT: &str = "\
setInterval(async () => {
  const answer = await fetch('/_emulator').catch(() => null);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#live');
  const shown = document.querySelector('#live');
  if (fresh.innerHTML === shown.dataset.seen) return;
  const open = new Set([...shown.querySelectorAll('details[open]')].map((d) => d.id));
  const seen = fresh.innerHTML;
  for (const d of fresh.querySelectorAll('details')) d.open = open.has(d.id);
  shown.replaceWith(fresh);
  fresh.dataset.seen = seen;
}, 1000);";

/// Renders the page.
pub(crate) fn inspector(snapshot: &Snapshot) -> Response {
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
                noscript { meta http-equiv="refresh" content="5"; }
            }
            body.inspector {
                main {
                    h1 { "Local tenant " code { (snapshot.issuer) } }
                    form method="post" action="/_emulator/reset" {
                        button type="submit" { "Reset to the seed" }
                    }
                    div #live { (live(snapshot)) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let (style, own, script) = (source_hash(STYLE), source_hash(OWN_STYLE), source_hash(SCRIPT));
    let policy = format!(
        "default-src 'none'; style-src '{style}' '{own}'; script-src '{script}'; connect-src 'self'; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    respond(StatusCode::OK, document.into_string(), &policy)
}

fn live(snapshot: &Snapshot) -> Markup {
    html! {
        @if snapshot.faults != crate::fault::Faults::default() {
            p role="status" { "Faults are on: " code { (serde_json::json!(snapshot.faults)) } }
        }
        section aria-labelledby="users" {
            h2 #users { "Users (" (snapshot.users.len()) ")" }
            div.cards { @for user in &snapshot.users { (card(user)) } }
        }
        section aria-labelledby="sessions" {
            h2 #sessions { "Browser sessions (" (snapshot.sessions.len()) ")" }
            @if snapshot.sessions.is_empty() { p.hint { "Nobody is logged in." } }
            ul { @for session in &snapshot.sessions {
                li { code { (session.user_id) } " by " (session.connection) ", since " (session.authenticated_at)
                    " " span.hint { "sid " (session.sid) } }
            } }
        }
        section aria-labelledby="grants" {
            h2 #grants { "Grants (" (snapshot.grants.len()) ")" }
            @if snapshot.grants.is_empty() { p.hint { "No consents and no refresh tokens." } }
            ul { @for grant in &snapshot.grants {
                li { (grant.kind) ": " code { (grant.user_id) } " → " code { (grant.client_id) } " "
                    span.hint { (grant.audience) " " (grant.scope) } }
            } }
        }
        section aria-labelledby="mails" {
            h2 #mails { "E-mails (" (snapshot.mails.len()) ")" }
            @if snapshot.mails.is_empty() { p.hint { "None yet." } }
            ul { @for mail in &snapshot.mails {
                li { a href=(mail.link) { (mail.subject) } " to " (mail.to) " " span.hint { (mail.at) } }
            } }
        }
        section aria-labelledby="requests" {
            h2 #requests { "Last requests" }
            @if snapshot.requests.is_empty() { p.hint { "None yet." } }
            @for exchange in &snapshot.requests {
                details id=(format!("{}{}{}", exchange.at, exchange.method, exchange.target)) {
                    summary {
                        span class=(class(exchange.status)) {
                            @match exchange.status { Some(status) => (status), None => "fault" }
                        }
                        " " strong { (exchange.method) } " " code { (exchange.target) }
                    }
                    p.hint { (exchange.at) }
                    @if !exchange.request.is_empty() { pre { (exchange.request) } }
                    @if !exchange.answer.is_empty() { pre { (exchange.answer) } }
                }
            }
        }
    }
}

fn card(user: &Map<String, Value>) -> Markup {
    let text = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let identities = user.get("identities").and_then(Value::as_array).cloned().unwrap_or_default();
    html! {
        article {
            h3 { (text("name")) }
            p { (text("email")) " "
                @if user.contains_key("email") {
                    span.hint { @if user.get("email_verified") == Some(&Value::Bool(true)) { "verified" } @else { "not verified" } }
                } @else { span.hint { "no e-mail" } } }
            p { code { (text("user_id")) } }
            ul { @for (place, identity) in identities.iter().enumerate() { (line(place, identity)) } }
            @for name in ["user_metadata", "app_metadata"] {
                @if let Some(value) = user.get(name) { p.hint { (name) } pre { (value) } }
            }
        }
    }
}

fn line(place: usize, identity: &Value) -> Markup {
    let text = |name: &str| match identity.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let profile = identity.get("profileData");
    let named = |name: &str| profile.and_then(|profile| profile.get(name)).and_then(Value::as_str);
    let who = named("email").or_else(|| named("name")).unwrap_or_default();
    html! {
        li { @if place == 0 { strong { "primary " } } (text("connection")) " " (who) " "
            span.hint { (text("provider")) "|" (text("user_id")) } }
    }
}

fn class(status: Option<u16>) -> &'static str {
    match status {
        Some(status) if status < 400 => "good",
        _ => "bad",
    }
}
