//! `auth_config.json`, good and bad.

mod application;
mod connections;
mod step_up;

use super::*;

fn field_of(text: &str) -> String {
    match AuthConfig::parse(text) {
        Err(ConfigError::Field { field, .. }) => field,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn domain_and_client_id_are_enough() {
    let config = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com", "client_id": "abc"}"#).unwrap();
    assert_eq!(config.application.issuer(), "https://acme.eu.auth0.com/");
    assert_eq!(config.application.audience, "https://acme.eu.auth0.com/api/v2/");
    assert_eq!(
        config.connections.iter().map(Connection::label).collect::<Vec<_>>(),
        ["Facebook", "Google"].map(Label::Name)
    );
    assert!(config.merge_metadata);
}

#[test]
fn the_camel_case_client_id_of_auth0s_own_samples_is_read() {
    assert_eq!(
        AuthConfig::parse(r#"{"domain": "a.auth0.com", "clientId": "abc"}"#).unwrap().application.client_id,
        "abc"
    );
}

#[test]
fn a_loopback_domain_uses_http_and_any_other_https() {
    for (domain, origin) in [
        ("localhost", "http://localhost"),
        ("localhost:4400", "http://localhost:4400"),
        ("127.0.0.1:4400", "http://127.0.0.1:4400"),
        ("[::1]:4400", "http://[::1]:4400"),
        ("Login.Acme.com", "https://login.acme.com"),
        ("https://localhost:4443", "https://localhost:4443"),
        ("https://127.0.0.1:4443", "https://127.0.0.1:4443"),
        ("http://auth0.test:4400", "http://auth0.test:4400"),
        ("192.168.0.7:8080", "https://192.168.0.7:8080"),
        ("localhost.acme.com", "https://localhost.acme.com"),
    ] {
        assert_eq!(Domain::parse(domain).unwrap().origin(), origin);
    }
}

#[test]
fn a_domain_that_is_not_a_bare_host_is_refused() {
    for domain in [
        "https://acme.auth0.com",
        "acme.auth0.com/",
        "a@acme.com",
        "acme .com",
        "-a.com",
        "a..b",
        "acme.com:99999",
        "acme.com:+80",
        "acme.com:",
        "-a.example",
        "*.auth0.com",
        "a;script-src *",
        "[::1]x",
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
fn an_error_names_the_wrong_field() {
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
        (
            r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": [{"name": "YOUR_CONNECTION"}]}"#,
            "connections.name",
        ),
        (r#"{"domain": "a.auth0.com", "client_id": "abc", "merge_metadata": "no"}"#, "merge_metadata"),
        (
            r#"{"domain": "a.auth0.com", "client_id": "abc", "verified_connections": "acme-waad"}"#,
            "verified_connections",
        ),
        (
            r#"{"domain": "a.auth0.com", "client_id": "abc", "verified_connections": ["acme-waad", ""]}"#,
            "verified_connections",
        ),
    ] {
        assert_eq!(field_of(text), field, "{text}");
    }
}

/// Cases: CF-01.
#[test]
fn an_audience_that_is_not_a_management_api_is_refused_with_a_remedy() {
    for (audience, valid) in [
        ("https://acme.eu.auth0.com/api/v2/", true),
        ("http://localhost:4400/api/v2/", true),
        ("https://acme.eu.auth0.com/api/v2", false),
        ("https://acme.eu.auth0.com/", false),
        ("https://api.acme.com", false),
        ("acme.eu.auth0.com/api/v2/", false),
    ] {
        let text = format!(r#"{{"domain": "login.acme.com", "client_id": "abc", "audience": "{audience}"}}"#);
        match AuthConfig::parse(&text) {
            Ok(config) => assert!(valid && config.application.audience == audience, "{audience}"),
            Err(error) => assert!(
                !valid && error.to_string().contains("like https://acme.eu.auth0.com/api/v2/"),
                "{audience}: {error}"
            ),
        }
    }
}

/// Cases: CF-02.
#[test]
fn connections_whose_addresses_count_as_verified_can_be_named() {
    let parse = |text| AuthConfig::parse(text).unwrap().verified_connections;
    assert!(parse(r#"{"domain": "a.auth0.com", "client_id": "abc"}"#).is_empty());
    let text = r#"{"domain": "a.auth0.com", "client_id": "abc", "verified_connections": ["acme-waad"]}"#;
    assert_eq!(parse(text), ["acme-waad"]);
}

fn problem_of(text: &str) -> (String, ConfigProblem) {
    match AuthConfig::parse(text) {
        Err(ConfigError::Field { field, problem }) => (field, problem),
        other => panic!("{text}: {other:?}"),
    }
}

/// Cases: CF-03.
#[test]
fn a_misspelt_field_is_reported_with_its_right_name() {
    for (written, known) in [
        ("clientID", "client_id"),
        ("client-id", "client_id"),
        ("ClientId", "client_id"),
        ("clientid", "client_id"),
        ("AUTH0_CLIENT_ID", "client_id"),
        ("clinet_id", "client_id"),
        ("clientId", "client_id"),
        ("DOMAIN", "domain"),
        ("auth0Domain", "domain"),
        ("audiance", "audience"),
        ("conections", "connections"),
        ("mergeMetadata", "merge_metadata"),
        ("verifiedConnections", "verified_connections"),
    ] {
        let text = format!(r#"{{"domain": "a.auth0.com", "client_id": "abc", "{written}": "x"}}"#);
        assert_eq!(problem_of(&text), (written.to_owned(), ConfigProblem::Misspelt { known }), "{written}");
    }
    let text =
        r#"{"domain": "a.auth0.com", "client_id": "abc", "connections": [{"name": "x", "Label": "X"}]}"#;
    assert_eq!(
        problem_of(text),
        ("connections.Label".to_owned(), ConfigProblem::Misspelt { known: "label" })
    );
}

#[test]
fn an_unrelated_field_and_a_comment_are_ignored() {
    for field in [
        "$schema",
        "_comment",
        "_audience",
        "//domain",
        "#client_id",
        "scope",
        "redirect_uri",
        "main",
        "auth0",
    ] {
        let text = format!(r#"{{"domain": "a.auth0.com", "client_id": "abc", "{field}": "x"}}"#);
        assert!(AuthConfig::parse(&text).is_ok(), "{field}");
    }
}

/// Cases: CF-04.
#[test]
fn a_placeholder_is_refused() {
    for value in [
        "YOUR_CLIENT_ID",
        "yourClientId",
        "{yourClientId}",
        "<client id>",
        "##CLIENT_ID##",
        "TODO",
        "todo",
        "CLIENT_ID",
        "client_id",
        "AUTH0_CLIENT_ID",
        "REACT_APP_CLIENT_ID",
        "$AUTH0_CLIENT_ID",
        "${AUTH0_CLIENT_ID}",
        "%AUTH0_CLIENT_ID%",
        "undefined",
        "null",
        "changeme",
        "change-me",
        "xxx",
        "XX",
        "***",
        "...",
        "abc…",
        "the client id of your application",
    ] {
        let text = format!(r#"{{"domain": "a.auth0.com", "client_id": "{value}"}}"#);
        let expected = ConfigProblem::Placeholder { value: value.to_owned() };
        assert_eq!(problem_of(&text), ("client_id".to_owned(), expected), "{value}");
    }
    for domain in
        ["example.com", "acme.example", "example.eu.auth0.com", "your-tenant.eu.auth0.com", "AUTH0_DOMAIN"]
    {
        let text = format!(r#"{{"domain": "{domain}", "client_id": "abc"}}"#);
        let expected = ConfigProblem::Placeholder { value: domain.to_owned() };
        assert_eq!(problem_of(&text), ("domain".to_owned(), expected), "{domain}");
    }
}

#[test]
fn an_unusual_value_is_not_mistaken_for_a_placeholder() {
    for client_id in ["ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y", "iMb_9-xK", "x", "0", "todolist", "AB1"] {
        let text = format!(r#"{{"domain": "yours.eu.auth0.com", "client_id": "{client_id}"}}"#);
        assert_eq!(AuthConfig::parse(&text).unwrap().application.client_id, client_id);
    }
    let text = r#"{"domain": "examples.auth0.com", "client_id": "abc",
        "connections": [{"name": "corp", "label": "Your <work> account, 100 %"}]}"#;
    let config = AuthConfig::parse(text).unwrap();
    assert_eq!(config.label("corp"), Label::Name("Your <work> account, 100 %"));
}

/// The bytes as `fetch` decodes them.
fn fetched(bytes: &[u8]) -> Result<AuthConfig, ConfigError> {
    AuthConfig::parse(&String::from_utf8_lossy(bytes))
}

/// Cases: CF-05.
#[test]
fn a_file_that_is_not_utf_8_is_reported() {
    let text = "{\"domain\": \"a.auth0.com\", \"client_id\": \"abc\", \"comment\": \"Größe\"}";
    let marked = format!("\u{feff}{text}");
    assert!(fetched(marked.as_bytes()).is_ok(), "a byte order mark is fine in UTF-8");
    for text in [text, &marked] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(fetched(&little), Err(ConfigError::Utf16));
        assert_eq!(fetched(&big), Err(ConfigError::Utf16));
    }
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    assert_eq!(fetched(&latin), Err(ConfigError::NotUtf8));
}

#[test]
fn white_space_around_a_value_is_ignored() {
    let config = AuthConfig::parse(r#"{"domain": " acme.eu.auth0.com ", "client_id": " abc "}"#).unwrap();
    assert_eq!(
        (config.application.domain.as_str(), config.application.client_id.as_str()),
        ("acme.eu.auth0.com", "abc")
    );
    assert_eq!(Domain::parse(" acme.eu.auth0.com ").unwrap(), config.application.domain);
}

#[test]
fn a_local_tenant_has_a_port_and_a_remote_one_has_none() {
    for (domain, port) in [
        ("localhost:4400", Some(4400)),
        ("LocalHost:4400", Some(4400)),
        ("localhost", Some(80)),
        ("127.8.0.1", Some(80)),
        ("[::1]:4400", Some(4400)),
        ("[::1]", Some(80)),
        ("acme.eu.auth0.com", None),
        ("localhost.acme.com", None),
        ("10.0.0.1:4400", None),
        ("[::2]:4400", None),
    ] {
        assert_eq!(Domain::parse(domain).unwrap().local_port(), port, "{domain}");
    }
}

#[test]
fn different_faults_of_the_file_are_different_errors() {
    assert_eq!(AuthConfig::parse("<!doctype html>"), Err(ConfigError::NotFound));
    assert_eq!(AuthConfig::parse("{\n  \"domain\": }"), Err(ConfigError::NotJson { line: 2, column: 13 }));
    assert_eq!(AuthConfig::parse("[]"), Err(ConfigError::NotAnObject));
}

/// Cases: MA-10.
#[test]
fn connections_are_configurable_and_known_names_need_no_label() {
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
fn a_configured_label_is_never_translated() {
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

/// Cases: JS-03.
#[test]
fn a_repeated_field_is_reported_with_its_position() {
    let twice = "{\n  \"domain\": \"a.auth0.com\",\n  \"client_id\": \"é\", \"domain\": \"b.auth0.com\"}";
    assert_eq!(AuthConfig::parse(twice), Err(ConfigError::Repeated { line: 3, column: 21 }));
}

/// Cases: CF-08.
#[test]
fn a_client_id_with_other_characters_than_letters_and_digits_is_refused() {
    for value in [
        "acme.eu.auth0.com",
        "https://acme.eu.auth0.com/",
        "process.env.REACT_APP_AUTH0_CLIENT_ID",
        "import.meta.env.VITE_AUTH0_CLIENT_ID",
        "My App",
        "\u{200b}",
        "ROAb9GWH\u{200b}huNJ",
        "‘ROAb9GWH’",
    ] {
        let text = format!(r#"{{"domain": "acme.eu.auth0.com", "client_id": "{value}"}}"#);
        let expected = ConfigProblem::NotAClientId { value: value.to_owned() };
        assert_eq!(problem_of(&text), ("client_id".to_owned(), expected), "{value}");
    }
}

/// Cases: CF-09.
#[test]
fn a_url_or_a_host_without_tenants_is_refused_as_domain_with_a_remedy() {
    for (domain, fault) in [
        ("https://acme.eu.auth0.com", DomainFault::Url),
        ("http://acme.eu.auth0.com", DomainFault::Url),
        ("http://localhost:4400", DomainFault::Url),
        ("https://localhost:4443/", DomainFault::Url),
        ("http://evil.example/.test", DomainFault::Url),
        ("http://a@auth0.test", DomainFault::Host),
        ("ftp://auth0.test", DomainFault::Url),
        ("https://acme.eu.auth0.com/", DomainFault::Url),
        ("https://manage.auth0.com/dashboard/eu/acme/applications/abc/settings", DomainFault::Url),
        ("http://localhost:4400", DomainFault::Url),
        ("https:/acme.eu.auth0.com", DomainFault::Url),
        ("https:acme.eu.auth0.com", DomainFault::Url),
        ("https//acme.eu.auth0.com", DomainFault::Url),
        ("//acme.eu.auth0.com", DomainFault::Url),
        ("acme.eu.auth0.com/", DomainFault::Url),
        ("acme.eu.auth0.com:abc", DomainFault::Port),
        ("manage.auth0.com", DomainFault::Host),
        ("ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y", DomainFault::Host),
        ("acme", DomainFault::Host),
    ] {
        let expected = ConfigProblem::NotADomain { value: domain.to_owned(), fault }.of("domain");
        assert_eq!(Domain::parse(domain), Err(expected), "{domain}");
    }
}

/// Cases: CF-02.
#[test]
fn a_placeholder_is_refused_as_verified_connection() {
    let text =
        r#"{"domain": "a.auth0.com", "client_id": "abc", "verified_connections": ["YOUR_CONNECTION"]}"#;
    let expected = ConfigProblem::Placeholder { value: "YOUR_CONNECTION".to_owned() };
    assert_eq!(problem_of(text), ("verified_connections".to_owned(), expected));
}
