//! The application in the record of a login.

use super::*;

#[test]
fn an_application_is_read_as_it_was_written() {
    for domain in ["acme.eu.auth0.com", "localhost:4400", "https://localhost:4443", "http://auth0.test:4400"]
    {
        let text = format!(r#"{{"domain": "{domain}", "client_id": "abc"}}"#);
        let application = AuthConfig::parse(&text).unwrap().application;
        assert_eq!(Application::read(&application.to_json()), Some(application), "{domain}");
    }
}
