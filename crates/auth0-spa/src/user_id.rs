//! The id of a user at Auth0: `provider|id`, where the id may hold further bars.

/// An Auth0 `user_id`, the `sub` of its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserId(String);

impl UserId {
    /// Takes an id as the tenant wrote it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The provider before the first bar, `google-oauth2` in `google-oauth2|10…`; the whole id when it has none.
    pub fn provider(&self) -> &str {
        self.0.split_once('|').map_or(self.as_str(), |(provider, _)| provider)
    }

    /// Whether this is the user that an identity stands for on its own: `provider|user_id`.
    pub fn is_identity(&self, provider: &str, user_id: &str) -> bool {
        self.0.strip_prefix(provider).and_then(|rest| rest.strip_prefix('|')) == Some(user_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_with_several_bars_belongs_to_the_first_provider() {
        let id = UserId::new("oauth2|discord|42");
        assert_eq!(id.provider(), "oauth2");
        assert!(id.is_identity("oauth2", "discord|42"));
        assert!(!id.is_identity("oauth2", "42"));
        assert!(!id.is_identity("oauth2|discord", "4"));
    }
}
