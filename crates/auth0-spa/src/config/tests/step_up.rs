//! How old a login may be that changes its account, and when the scopes are asked for.

use super::*;

/// Cases: CF-10.
#[test]
fn the_age_of_a_login_and_the_time_of_the_scopes_can_be_chosen() {
    let parse = |fields: &str| {
        let text = format!(r#"{{"domain": "a.auth0.com", "client_id": "abc"{fields}}}"#);
        AuthConfig::parse(&text).map(|config| (config.reauthenticate_after, config.scopes))
    };
    assert_eq!(parse(""), Ok((900, Scopes::AtLogin)));
    assert_eq!(parse(r#", "reauthenticate_after": 0"#), Ok((0, Scopes::AtLogin)));
    assert_eq!(
        parse(r#", "reauthenticate_after": 60, "scopes": "when_needed""#),
        Ok((60, Scopes::WhenNeeded))
    );
    assert_eq!(parse(r#", "scopes": "at_login""#), Ok((900, Scopes::AtLogin)));
    for (value, field) in [
        (r#""reauthenticate_after": -1"#, "reauthenticate_after"),
        (r#""reauthenticate_after": "900""#, "reauthenticate_after"),
        (r#""reauthenticate_after": 1.5"#, "reauthenticate_after"),
        (r#""reauthenticate_after": 1e9"#, "reauthenticate_after"),
        (r#""reauthenticate_after": 31536001"#, "reauthenticate_after"),
        (r#""reauthenticate_after": null"#, "reauthenticate_after"),
        (r#""scopes": "never""#, "scopes"),
        (r#""scopes": ["read:current_user"]"#, "scopes"),
        (r#""reauthenticateAfter": 60"#, "reauthenticateAfter"),
    ] {
        let text = format!(r#"{{"domain": "a.auth0.com", "client_id": "abc", {value}}}"#);
        assert_eq!(problem_of(&text).0, field, "{value}");
    }
}
