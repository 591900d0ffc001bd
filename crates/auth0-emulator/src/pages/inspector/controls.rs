//! Faults, clock, keys and settings, and the way back to the seed.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::control::{Control, choice, input};
use super::live;
use crate::snapshot::Snapshot;

const BOOLEAN: [(&str, &str); 2] = [("false", "no"), ("true", "yes")];

/// The sections.
pub(super) fn sections(snapshot: &Snapshot) -> Markup {
    html! {
        (live("faults", "Faults", None, &faults(snapshot)))
        (live("clock", "Clock", None, &clock(snapshot)))
        (live("keys", "Signing keys", None, &keys(snapshot)))
        (live("settings", "Settings", None, &settings(snapshot)))
        (live("reset", "Back to the seed", None, &reset(snapshot)))
    }
}

fn control<'a>(
    snapshot: &'a Snapshot,
    id: &str,
    (method, path): (&'a str, &str),
    body: Option<&'a str>,
    label: &'a str,
) -> Control<'a> {
    Control {
        id: id.to_owned(),
        issuer: &snapshot.issuer,
        method,
        path: path.to_owned(),
        body,
        label,
        of: "",
    }
}

fn faults(snapshot: &Snapshot) -> Markup {
    const EFFECTS: [(&str, &str); 8] = [
        ("{\"answer\":{\"status\":500,\"body\":\"{}\"}}", "answer with 500"),
        ("{\"answer\":{\"status\":429,\"body\":\"{}\"}}", "answer with 429"),
        ("{\"delay\":3000}", "answer after 3 seconds"),
        ("\"drop\"", "carry out, and close the connection"),
        ("\"refuse\"", "close the connection"),
        ("\"truncate\"", "cut the answer off in the middle"),
        ("\"not_json\"", "answer with HTML"),
        ("{\"carried_out_late\":3000}", "answer 504, and carry out 3 seconds later"),
    ];
    const ID_TOKENS: [(&str, &str); 13] = [
        ("", "correct"),
        ("foreign_key", "signed by another key"),
        ("hs256", "signed by HS256"),
        ("unsigned", "not signed"),
        ("expired", "expired"),
        ("wrong_issuer", "of another issuer"),
        ("wrong_audience", "for another client"),
        ("wrong_nonce", "with another nonce"),
        ("old_auth_time", "of a login a day ago"),
        ("no_subject", "without a user"),
        ("two_subjects", "with two users"),
        ("access_token", "typed as access tokens"),
        ("week_old", "issued a week ago"),
    ];
    let faults = json!(snapshot.faults);
    let now = |name: &str| faults.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let flag = |name: &str| if faults.get(name) == Some(&Value::Bool(true)) { "true" } else { "false" };
    let refusal = snapshot.faults.refuse_login.as_ref().map_or("", |refusal| &refusal.error_description);
    let one = html! {
        (choice("fault-method", "method", "Method", &[("", "any"), ("GET", "GET"), ("POST", "POST"), ("PATCH", "PATCH"), ("DELETE", "DELETE")], ""))
        (input("fault-path", "path", "Path (* is one segment)", "text", "/oauth/token", true))
        (input("fault-times", "times:json", "How many requests", "number", "1", true))
        (choice("fault-effect", "effect:json", "Effect", &EFFECTS, ""))
    };
    let all = html! {
        (choice("fault-id-token", "id_token", "ID tokens are", &ID_TOKENS, &now("id_token")))
        (choice("fault-cors", "cors_off:json", "No CORS headers", &BOOLEAN, flag("cors_off")))
        (choice("fault-silent", "silent_provider:json", "Providers log in without a page", &BOOLEAN, flag("silent_provider")))
        (input("fault-login-as", "login_as", "Log everybody in as (user id)", "text", &now("login_as"), false))
        (input("fault-refuse", "refuse_login.error_description", "Refuse every login, saying", "text", refusal, false))
    };
    let path = "/_emulator/faults";
    html! {
        h3 { "The next responses of a route" }
        (control(snapshot, "add-fault", ("POST", path), None, "Add").form(
            &one,
            "{\"path\":\"/oauth/token\",\"times\":1,\"effect\":{\"answer\":{\"status\":500,\"body\":\"{}\"}}}",
        ))
        h3 { "All logins and tokens" }
        p.hint { "Replaces every fault, those of routes too." }
        (control(snapshot, "replace-faults", ("PUT", path), None, "Replace").form(&all, &faults.to_string()))
        h3 { "None" }
        (control(snapshot, "clear-faults", ("DELETE", path), None, "Remove all faults").button())
    }
}

fn clock(snapshot: &Snapshot) -> Markup {
    let clock = ("POST", "/_emulator/clock");
    html! {
        p { "The tenant's time is " time datetime=(snapshot.now) { (snapshot.now) } "." }
        (control(snapshot, "advance", clock, None, "Advance").form(
            &input("advance-by", "advance:json", "Seconds", "number", "3600", true), "{\"advance\":3600}"))
        (control(snapshot, "set-clock", clock, None, "Set").form(
            &input("set-to", "set:json", "Seconds since 1970", "number", "1800000000", true), "{\"set\":1800000000}"))
        (control(snapshot, "reset-clock", clock, Some("\"reset\""), "Back to the machine's time").button())
    }
}

fn keys(snapshot: &Snapshot) -> Markup {
    let keys = ("POST", "/_emulator/keys");
    html! {
        p { "Published keys: " (snapshot.keys) ". One of them signs." }
        div.actions {
            (control(snapshot, "rotate-keys", keys, Some("\"rotate\""), "Sign with a new key").button())
            (control(snapshot, "publish-key", keys, Some("\"publish\""), "Publish another key").button())
            (control(snapshot, "revoke-keys", keys, Some("\"revoke_older\""), "Revoke the older keys").button())
        }
    }
}

fn settings(snapshot: &Snapshot) -> Markup {
    let settings = json!(snapshot.settings);
    let now = |pointer: &str| match settings.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let fields = html! {
        (choice("consent", "consent", "Consent page", &[("ask", "shown"), ("skip", "skipped")], &now("/consent")))
        (choice("unsupported", "unsupported", "What the emulator does not have",
            &[("refuse", "is refused"), ("warn", "passes with a warning")], &now("/unsupported")))
        (choice("confirmation", "skip_callback_confirmation:json", "Skip the confirmation of loopback callbacks", &BOOLEAN,
            &now("/skip_callback_confirmation")))
        (choice("rate-limit", "rate_limit", "Rate limit of the Management API", &[("off", "off"), ("free", "free plan")],
            &now("/rate_limit")))
        (choice("expose", "expose_rate_limit_headers:json", "Scripts may read its headers", &BOOLEAN,
            &now("/expose_rate_limit_headers")))
        (choice("not-linked", "unlink_not_linked:json", "Unlinking what is not linked", &[("400", "400"), ("404", "404")],
            &now("/unlink_not_linked")))
        (choice("after-session", "after_link.session", "After linking, the session of the second login",
            &[("primary", "becomes the primary's"), ("ended", "ends")], &now("/after_link/session")))
        (choice("after-tokens", "after_link.refresh_tokens", "After linking, refresh tokens of the second user",
            &[("revoked", "are revoked"), ("kept", "are kept")], &now("/after_link/refresh_tokens")))
    };
    let mut example = settings.clone();
    if let Value::Object(example) = &mut example {
        // Comes from the tenant file.
        example.remove("session");
    }
    control(snapshot, "change-settings", ("PATCH", "/_emulator/settings"), None, "Change settings")
        .form(&fields, &example.to_string())
}

fn reset(snapshot: &Snapshot) -> Markup {
    html! {
        p { "Users, sessions, keys, clock and faults as they were at the start." }
        details #reset-switch {
            summary { "Reset…" }
            (control(snapshot, "reset-all", ("POST", "/_emulator/reset"), None, "Reset to the seed").button())
        }
    }
}
