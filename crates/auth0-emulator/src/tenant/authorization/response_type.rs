//! `response_type`, and the `response_mode` that it allows (OAuth 2.0 Multiple Response Type Encoding Practices §3 and §5).

use serde::{Deserialize, Serialize};

use super::{AuthorizeError, ResponseMode};
use crate::tenant::client::Client;

/// What an authorization response consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResponseType {
    /// A code.
    pub(crate) code: bool,
    /// An ID token.
    pub(crate) id_token: bool,
    /// An access token.
    pub(crate) token: bool,
}

impl Default for ResponseType {
    /// A code alone.
    fn default() -> Self {
        Self { code: true, id_token: false, token: false }
    }
}

impl ResponseType {
    /// Every response type, as discovery lists them.
    pub(crate) const ALL: [&str; 7] =
        ["code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token"];

    /// Parses the parameter: names in any order.
    ///
    /// # Errors
    ///
    /// [`AuthorizeError`]: no parameter, or a type that the tenant does not support.
    pub(crate) fn parse(sent: Option<&str>) -> Result<Self, AuthorizeError> {
        let sent = sent.ok_or(AuthorizeError::Missing("response_type"))?;
        let names: Vec<&str> = sent.split_ascii_whitespace().collect();
        let has = |name| names.contains(&name);
        let parsed = Self { code: has("code"), id_token: has("id_token"), token: has("token") };
        let known = usize::from(parsed.code) + usize::from(parsed.id_token) + usize::from(parsed.token);
        if known == 0 || known != names.len() {
            return Err(AuthorizeError::ResponseType(sent.to_owned()));
        }
        Ok(parsed)
    }

    /// Checks that the client has the grant types that the response type needs (Auth0, "Application Grant Types").
    ///
    /// # Errors
    ///
    /// [`AuthorizeError::GrantType`] with the missing one.
    pub(super) fn check_grants(self, client: &Client) -> Result<(), AuthorizeError> {
        let needed = [(self.code, "authorization_code"), (self.has_tokens(), "implicit")];
        let missing = needed.into_iter().find(|(needed, grant)| *needed && !client.may_use(grant));
        missing.map_or(Ok(()), |(_, grant)| Err(AuthorizeError::GrantType(grant)))
    }

    /// How a response is sent if the request does not say. Tokens never go into a query.
    pub(super) fn default_mode(self) -> ResponseMode {
        if self.has_tokens() { ResponseMode::Fragment } else { ResponseMode::Query }
    }

    /// Whether the response contains tokens.
    pub(crate) fn has_tokens(self) -> bool {
        self.id_token || self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_any_order_and_once() {
        let hybrid = ResponseType { code: true, id_token: true, token: false };
        assert_eq!(ResponseType::parse(Some("id_token code")), Ok(hybrid));
        for known in ResponseType::ALL {
            assert!(ResponseType::parse(Some(known)).is_ok(), "{known}");
        }
        for unknown in ["none", "code none", "code code", "Code", "id_token,code", " "] {
            let refused = Err(AuthorizeError::ResponseType(unknown.to_owned()));
            assert_eq!(ResponseType::parse(Some(unknown)), refused, "{unknown}");
        }
    }
}
