//! `auth_config.json`, good and bad.

use super::*;

fn field_of(text: &str) -> String {
    match AuthConfig::parse(text) {
        Err(ConfigError::Field { field, .. }) => field,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn two_fields_are_enough() {
    let config = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com", "client_id": "abc"}"#).unwrap();
    assert_eq!(config.issuer(), "https://acme.eu.auth0.com/");
    assert_eq!(config.audience, "https://acme.eu.auth0.com/api/v2/");
    assert_eq!(
        config.connections.iter().map(Connection::label).collect::<Vec<_>>(),
        ["Facebook", "Google"].map(Label::Name)
    );
    assert!(config.merge_metadata);
}

#[test]
fn the_camel_case_client_id_of_auth0s_own_samples_is_read() {
    assert_eq!(
        AuthConfig::parse(r#"{"domain": "a.auth0.com", "clientId": "abc"}"#).unwrap().client_id,
        "abc"
    );
}

#[test]
fn loopback_means_http_and_everything_else_https() {
    for (domain, origin) in [
        ("localhost", "http://localhost"),
        ("localhost:4400", "http://localhost:4400"),
        ("127.0.0.1:4400", "http://127.0.0.1:4400"),
        ("[::1]:4400", "http://[::1]:4400"),
        ("Login.Acme.com", "https://login.acme.com"),
        ("192.168.0.7:8080", "https://192.168.0.7:8080"),
        ("localhost.acme.com", "https://localhost.acme.com"),
    ] {
        assert_eq!(Domain::parse(domain).unwrap().origin(), origin);
    }
}

#[test]
fn a_domain_is_a_bare_host() {
    for domain in [
        "https://acme.auth0.com",
        "acme.auth0.com/",
        "a@acme.com",
        "acme .com",
        "-a.com",
        "a..b",
        "acme.com:99999",
        "::1",
    ] {
        assert_eq!(
            field_of(&format!(r#"{{"domain": "{domain}", "client_id": "abc"}}"#)),
            "domain",
            "{domain}"
        );
    }
}

#[test]
fn a_wrong_field_is_named() {
    for (text, field) in [
        (r"{}", "domain"),
        (r#"{"domain": ""}"#, "domain"),
        (r#"{"domain": 7}"#, "domain"),
        (r#"{"domain": "YOUR_DOMAIN"}"#, "domain"),
        (r#"{"domain": "{yourDomain}"}"#, "domain"),
        (r#"{"domain": "a.auth0.com"}"#, "client_id"),
        (r#"{"domain": "a.auth0.com", "client_id": "  "}"#, "client_id"),
        (r#"{"domain": "a.auth0.com", "clientId": "YOUR_CLIENT_ID"}"#, "clientId"),
        (r#"{"domain": "a.auth0.com", "client_id": "abc", "audience": ""}"#, "audience"),
        (r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": "github"}"#, "connections"),
        (r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": ["github"]}"#, "connections"),
        (
            r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": [{"label": "X"}]}"#,
            "connections.name",
        ),
        (r#"{"domain": "a.auth0.com", "client_id": "abc", "merge_metadata": "no"}"#, "merge_metadata"),
    ] {
        assert_eq!(field_of(text), field, "{text}");
    }
}

#[test]
fn what_is_not_a_configuration_is_told_apart() {
    assert_eq!(AuthConfig::parse("<!doctype html>"), Err(ConfigError::NotFound));
    assert_eq!(AuthConfig::parse("{\n  \"domain\": }"), Err(ConfigError::NotJson { line: 2, column: 13 }));
    assert_eq!(AuthConfig::parse("[]"), Err(ConfigError::NotAnObject));
}

#[test]
fn ma_10_connections_are_configurable_and_known_names_need_no_label() {
    let config = AuthConfig::parse(
        r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": [{"name": "github"}, {"name": "corp", "label": "Work"}]}"#,
    )
    .unwrap();
    assert_eq!(config.label("github"), Label::Name("GitHub"));
    assert_eq!(config.label("corp"), Label::Name("Work"));
    assert_eq!(config.label("google-oauth2"), Label::Name("Google"));
    assert_eq!(config.label("unknown"), Label::Name("unknown"));
    assert_eq!(config.label("email"), Label::Email);
}

#[test]
fn a_label_that_a_person_wrote_is_a_name_and_never_translated() {
    let config = AuthConfig::parse(
        r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": [
            {"name": "Username-Password-Authentication", "label": "Password"}, {"name": "sms"}]}"#,
    )
    .unwrap();
    assert_eq!(config.label("Username-Password-Authentication"), Label::Name("Password"));
    assert_eq!(config.label("auth0"), Label::Password);
    let labels: Vec<_> = config.connections.iter().map(Connection::label).collect();
    assert_eq!(labels, [Label::Name("Password"), Label::Phone]);
}

#[test]
fn js_03_a_field_that_is_named_twice_is_told_with_its_place() {
    let twice = "{\n  \"domain\": \"a.auth0.com\",\n  \"client_id\": \"é\", \"domain\": \"b.auth0.com\"}";
    assert_eq!(AuthConfig::parse(twice), Err(ConfigError::Repeated { line: 3, column: 21 }));
}
