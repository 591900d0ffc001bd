//! Secret strings: each is a type of its own, prints as `[redacted]` and has no `Display`.

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Wraps a string.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself. It belongs in the one request that needs it, never into a log, a URL or a page.
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )+};
}

secrets! {
    /// A bearer token for the Management API (RFC 6750). Opaque to this app: never parsed.
    AccessToken;
    /// A signed statement of who logged in (OpenID Connect Core section 2). For the link body only, never a header.
    IdToken;
    /// The one-time code of a callback (RFC 6749 section 4.1.2).
    AuthorizationCode;
    /// The secret half of PKCE (RFC 7636 section 4.1).
    CodeVerifier;
    /// Binds a callback to the request that asked for it (RFC 6749 section 10.12).
    State;
    /// Binds an ID token to the request that asked for it (OpenID Connect Core section 3.1.2.1).
    Nonce;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_prints_a_secret() {
        assert_eq!(format!("{:?}", AccessToken::new("eyJhbGciOi")), "AccessToken([redacted])");
        assert_eq!(format!("{:?}", Some(CodeVerifier::new("v"))), "Some(CodeVerifier([redacted]))");
    }
}
