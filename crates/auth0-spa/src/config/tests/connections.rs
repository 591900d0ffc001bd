//! `connections`.

use super::*;

#[test]
fn a_connection_that_is_named_twice_counts_once_with_its_first_label() {
    let text = r#"{"domain": "a.auth0.com", "client_id": "abc", "connections":
        [{"name": "github", "label": "Code"}, {"name": "apple"}, {"name": "github"}]}"#;
    let config = AuthConfig::parse(text).unwrap();
    let labels: Vec<_> = config.connections.iter().map(Connection::label).collect();
    assert_eq!(labels, [Label::Name("Code"), Label::Name("Apple")]);
}
