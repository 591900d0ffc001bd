//! The users: searched, created, verified, blocked, deleted.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::control::{Control, choice, input, user_path};
use super::{SHOWN, copy, live};
use crate::snapshot::Snapshot;

type Object = Map<String, Value>;

/// The section. The search and the form for a new user are not replaced by updates.
pub(super) fn section(snapshot: &Snapshot, query: &str) -> Markup {
    let wanted = query.trim().to_lowercase();
    let found: Vec<&Object> = snapshot.users.iter().filter(|user| contains(user, &wanted)).collect();
    let shown = found.len().min(SHOWN);
    let list = html! {
        @if found.len() < snapshot.users.len() || shown < found.len() {
            p.hint { (shown) " of " (found.len()) " found are shown." }
        }
        div.cards { @for user in found.iter().take(SHOWN) { (card(snapshot, user)) } }
    };
    html! {
        div.tools {
            form.control #search method="get" action="/_emulator" role="search" {
                (input("q", "q", "Search users", "search", query, false))
                button type="submit" { "Search" }
            }
            details #new-user {
                summary { "New user" }
                (create(snapshot))
            }
        }
        (live("users", "Users", Some(snapshot.users.len()), &list))
    }
}

fn create(snapshot: &Snapshot) -> Markup {
    let first = snapshot.databases.first().map_or("", String::as_str);
    let databases: Vec<(&str, &str)> =
        snapshot.databases.iter().map(|name| (name.as_str(), name.as_str())).collect();
    let fields = html! {
        (choice("new-connection", "connection", "Database", &databases, first))
        (input("new-email", "email", "Email address", "email", "", true))
        (input("new-password", "password", "Password", "text", "New-passw0rd", true))
        (input("new-name", "name", "Name (optional)", "text", "", false))
        (choice("new-verified", "email_verified:json", "The address is", &[("true", "verified"), ("false", "not verified")], "true"))
    };
    let example = format!(
        "{{\"connection\":\"{first}\",\"email\":\"new@example.com\",\"password\":\"New-passw0rd\",\"email_verified\":true}}"
    );
    let control = Control {
        id: "create".to_owned(),
        issuer: &snapshot.issuer,
        method: "POST",
        path: "/_emulator/users".to_owned(),
        body: None,
        label: "Create user",
        of: "",
    };
    control.form(&fields, &example)
}

/// Whether a text that the user has is among those that people search by.
fn contains(user: &Object, wanted: &str) -> bool {
    let searched = ["name", "nickname", "email", "username", "user_id", "connection", "provider"];
    let fits = |object: &Object| {
        searched
            .iter()
            .filter_map(|name| object.get(*name)?.as_str())
            .any(|text| text.to_lowercase().contains(wanted))
    };
    let identities = user.get("identities").and_then(Value::as_array).into_iter().flatten();
    let mut linked = identities.filter_map(Value::as_object);
    fits(user)
        || linked.any(|one| fits(one) || one.get("profileData").and_then(Value::as_object).is_some_and(fits))
}

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn card(snapshot: &Snapshot, user: &Object) -> Markup {
    let id = text(user, "user_id");
    let names = ["email", "name", "nickname"].map(|name| text(user, name));
    let who = names.into_iter().find(|text| !text.is_empty()).unwrap_or(id);
    let picture = Some(text(user, "picture")).filter(|picture| picture.starts_with("data:"));
    let is_verified = user.get("email_verified") == Some(&Value::Bool(true));
    let is_blocked = user.get("blocked") == Some(&Value::Bool(true));
    let is_database = id.starts_with("auth0|");
    let identities = user.get("identities").and_then(Value::as_array).into_iter().flatten();
    let button = |action: &str, method, body, label| {
        let id = format!("{action}-{id}");
        Control {
            id,
            issuer: &snapshot.issuer,
            method,
            path: user_path(text(user, "user_id")),
            body,
            label,
            of: who,
        }
        .button()
    };
    html! {
        article {
            div.person {
                @if let Some(picture) = picture { img src=(picture) alt="" width="40" height="40"; }
                div {
                    h3 { (if text(user, "name").is_empty() { who } else { text(user, "name") }) }
                    p { @if user.contains_key("email") {
                        (text(user, "email")) " "
                        @if is_verified { span.badge { "verified" } } @else { span.badge.bad { "not verified" } }
                    } @else { span.hint { "no e-mail" } }
                    @if is_blocked { " " span.badge.bad { "blocked" } } }
                }
            }
            p { code { (id) } " " (copy("the user id", id)) }
            ul { @for (place, identity) in identities.enumerate() { (line(place, identity)) } }
            div.actions {
                @if is_database && !is_verified && user.contains_key("email") {
                    (button("verify", "PATCH", Some("{\"email_verified\":true}"), "Verify"))
                    (button("link", "PATCH", Some("{\"verify_email\":true}"), "Send a link"))
                }
                @if is_blocked { (button("unblock", "PATCH", Some("{\"blocked\":false}"), "Unblock")) }
                @else { (button("block", "PATCH", Some("{\"blocked\":true}"), "Block")) }
                details id={ "delete-" (id) } {
                    summary { "Delete…" span.unseen { " " (who) } }
                    (button("remove", "DELETE", None, "Delete for good"))
                }
            }
            @for name in ["user_metadata", "app_metadata"] {
                @if let Some(value) = user.get(name) {
                    details id={ (name) "-" (id) } { summary { (name) } pre { (pretty(value)) } }
                }
            }
        }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
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
            @if place > 0 { span.hint { (text("provider")) "|" (text("user_id")) } } }
    }
}
