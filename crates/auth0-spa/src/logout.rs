//! Leaving: the tenant's session ends at `/v2/logout` (Auth0 Authentication API, "Logout").

use crate::config::AuthConfig;
use crate::encoding::form;

/// The URL that ends the tenant's session and comes back to `return_to`, an Allowed Logout URL of the client.
pub fn logout_url(config: &AuthConfig, return_to: &str) -> String {
    let query = form(&[("client_id", config.client_id.as_str()), ("returnTo", return_to)]);
    config.domain.url(&format!("/v2/logout?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases: LO-02, LO-04.
    #[test]
    fn the_logout_url_names_the_client_and_where_to_return() {
        let config = AuthConfig::parse(r#"{"domain": "a.auth0.com", "client_id": "abc"}"#).unwrap();
        let config = AuthConfig { client_id: "c&d".into(), ..config };
        assert_eq!(
            logout_url(&config, "http://localhost:3000"),
            "https://a.auth0.com/v2/logout?client_id=c%26d&returnTo=http%3A%2F%2Flocalhost%3A3000"
        );
    }
}
