//! What happens: faults that are on, sessions, grants, e-mails, the last requests.

use maud::{Markup, html};

use super::{SHOWN, live, shortened};
use crate::exchange::Exchange;
use crate::snapshot::Snapshot;

/// Whether faults are on, which explains what else is odd.
pub(super) fn active_faults(snapshot: &Snapshot) -> Markup {
    html! {
        div data-live #active-faults {
            @if snapshot.faults != crate::fault::Faults::default() {
                p.warning { a href="#faults" { "Faults" } " are on: " code { (serde_json::json!(snapshot.faults)) } }
            }
        }
    }
}

/// The sections besides the requests.
pub(super) fn sections(snapshot: &Snapshot) -> Markup {
    html! {
        (sessions(snapshot))
        (grants(snapshot))
        (mails(snapshot))
    }
}

fn sessions(snapshot: &Snapshot) -> Markup {
    let content = html! {
        @if snapshot.sessions.is_empty() { p.hint { "Nobody is logged in." } }
        (if_cut(snapshot.sessions.len()))
        ul { @for session in snapshot.sessions.iter().take(SHOWN) {
            li { code { (session.user_id) } " by " (session.connection) ", since " (session.authenticated_at)
                " " span.hint { "sid " (session.sid) } }
        } }
    };
    live("sessions", "Browser sessions", Some(snapshot.sessions.len()), &content)
}

fn grants(snapshot: &Snapshot) -> Markup {
    let content = html! {
        @if snapshot.grants.is_empty() { p.hint { "No consents and no refresh tokens." } }
        (if_cut(snapshot.grants.len()))
        ul { @for grant in snapshot.grants.iter().take(SHOWN) {
            li { (grant.kind) ": " code { (grant.user_id) } " → " code { (grant.client_id) } " "
                span.hint { (grant.audience) " " (grant.scope) } }
        } }
    };
    live("grants", "Grants", Some(snapshot.grants.len()), &content)
}

/// Says that a list is not shown whole.
fn if_cut(all: usize) -> Markup {
    html! {
        @if all > SHOWN {
            p.hint { (SHOWN) " of " (all) " are shown; all are in " code { "/_emulator/state" } "." }
        }
    }
}

fn mails(snapshot: &Snapshot) -> Markup {
    let content = html! {
        @if snapshot.mails.is_empty() {
            p.hint { "None yet. The links that a real tenant would send appear here." }
        }
        ul { @for mail in &snapshot.mails {
            li { a href=(mail.link) { (mail.subject) } " to " (mail.to) " " span.hint { (mail.at) } }
        } }
    };
    live("mails", "E-mails", Some(snapshot.mails.len()), &content)
}

/// The last requests, the longest section.
pub(super) fn requests(snapshot: &Snapshot) -> Markup {
    let content = html! {
        @if snapshot.requests.is_empty() { p.hint { "None yet." } }
        @for exchange in &snapshot.requests { (request(exchange)) }
    };
    live("requests", "Last requests", None, &content)
}

fn request(exchange: &Exchange) -> Markup {
    html! {
        details id=(format!("{}{}{}", exchange.at, exchange.method, exchange.target)) {
            summary {
                span class=(class(exchange.status)) {
                    @match exchange.status { Some(status) => (status), None => "fault" }
                }
                " " strong { (exchange.method) } " " code { (shortened(&exchange.target)) }
            }
            p.hint { (exchange.at) }
            pre { (exchange.method) " " (exchange.target) }
            @if !exchange.request.is_empty() { pre { (exchange.request) } }
            @if !exchange.answer.is_empty() { pre { (exchange.answer) } }
        }
    }
}

fn class(status: Option<u16>) -> &'static str {
    match status {
        Some(status) if status < 400 => "good",
        _ => "bad",
    }
}
