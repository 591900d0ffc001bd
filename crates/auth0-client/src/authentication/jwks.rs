//! The tenant's signing keys (RFC 7517), and which of them may verify a token.

use jsonwebtoken::Algorithm;
use thiserror::Error;

use crate::config::AuthConfig;
use crate::http::{Body, HttpClient, HttpRequest, Method, TransportError};
use crate::json::{self, Value};
use crate::record;
use crate::signature::RsaPublicKey;

/// The keys that may verify an RS256 signature; all others of the set are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwks(Vec<(Option<String>, RsaPublicKey)>);

/// Fetches the tenant's key set.
///
/// # Errors
///
/// [`JwksError`] when there is no usable set.
pub async fn fetch(http: &impl HttpClient, config: &AuthConfig) -> Result<Jwks, JwksError> {
    let url = config.domain.url("/.well-known/jwks.json");
    let response =
        http.send(HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty }).await?;
    match response.status {
        200 => Jwks::parse(&response.body),
        status => Err(JwksError::Status { status }),
    }
}

impl Jwks {
    /// Reads a key set. Keys of unknown kinds are passed over.
    ///
    /// # Errors
    ///
    /// [`JwksError::NotAKeySet`] when the text is no key set, or holds no key for RS256.
    pub fn parse(text: &str) -> Result<Self, JwksError> {
        let set = json::read(text).map_err(|_| JwksError::NotAKeySet)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(JwksError::NotAKeySet)?;
        let keys: Vec<_> = keys.iter().filter_map(usable).collect();
        if keys.is_empty() { Err(JwksError::NotAKeySet) } else { Ok(Self(keys)) }
    }

    /// The key of a token's header: the one with its `kid`, or the only one when the header names none.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when none or more than one would do.
    pub fn select(&self, kid: Option<&str>) -> Result<&RsaPublicKey, KeyError> {
        let mut candidates =
            self.0.iter().filter(|(id, _)| kid.is_none() || id.as_deref() == kid).map(|(_, key)| key);
        match (candidates.next(), candidates.next()) {
            (Some(key), None) => Ok(key),
            (None, _) => Err(KeyError::Unknown),
            (Some(_), Some(_)) => Err(KeyError::Ambiguous),
        }
    }
}

/// A key with its name, if it is an RSA key for RS256 signatures (RFC 7517 section 4, RFC 7518 section 6.3.1). Every type
/// that is read through `serde` would be kilobytes of the bundle, for members that are passed over here.
fn usable(key: &Value) -> Option<(Option<String>, RsaPublicKey)> {
    let text = |name| match key.get(name) {
        None => Some(None),
        Some(value) => value.as_str().map(Some),
    };
    let signs = matches!(text("use")?, None | Some("sig"));
    let rs256 = match text("alg")? {
        None => true,
        Some(name) => name.parse() == Ok(Algorithm::RS256),
    };
    let usable = text("kty")? == Some("RSA") && signs && rs256;
    let key = RsaPublicKey { n: record::text(key, "n")?, e: record::text(key, "e")? };
    usable.then_some((text("kid")?.map(str::to_owned), key))
}

/// Why there are no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JwksError {
    /// No complete answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An answer that is not 200.
    #[error("the tenant's keys are not available (status {status})")]
    Status {
        /// Status code.
        status: u16,
    },
    /// An answer that is not a key set for RS256.
    #[error("the tenant's keys are not readable")]
    NotAKeySet,
}

/// Why no key fits a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// No key has this `kid`; the tenant may have changed its keys.
    #[error("the signing key is unknown")]
    Unknown,
    /// The token names no key, or several have the same name.
    #[error("the signing key is ambiguous")]
    Ambiguous,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(keys: &str) -> Result<Jwks, JwksError> {
        Jwks::parse(&format!(r#"{{"keys": [{keys}]}}"#))
    }

    const ONE: &str = r#"{"kty":"RSA","kid":"a","alg":"RS256","use":"sig","n":"n1","e":"AQAB","x5c":["x"]}"#;
    const TWO: &str = r#"{"kty":"RSA","kid":"b","n":"n2","e":"AQAB"}"#;

    #[test]
    fn id_20_22_a_key_is_found_by_its_kid() {
        let jwks = set(&format!("{ONE},{TWO}")).unwrap();
        assert_eq!(jwks.select(Some("b")).unwrap().n, "n2");
        assert_eq!(jwks.select(Some("c")), Err(KeyError::Unknown));
    }

    #[test]
    fn id_23_24_without_kid_the_only_key_is_taken_and_never_a_guess() {
        assert_eq!(set(ONE).unwrap().select(None).unwrap().n, "n1");
        assert_eq!(set(&format!("{ONE},{TWO}")).unwrap().select(None), Err(KeyError::Ambiguous));
    }

    #[test]
    fn two_keys_of_one_name_are_refused() {
        assert_eq!(set(&format!("{ONE},{ONE}")).unwrap().select(Some("a")), Err(KeyError::Ambiguous));
    }

    #[test]
    fn id_27_28_30_keys_for_other_purposes_are_not_used() {
        for other in [
            r#"{"kty":"RSA","kid":"a","alg":"RS512","n":"n","e":"AQAB"}"#,
            r#"{"kty":"RSA","kid":"a","use":"enc","n":"n","e":"AQAB"}"#,
            r#"{"kty":"oct","kid":"a","k":"c2VjcmV0"}"#,
            r#"{"kty":"EC","kid":"a","crv":"P-256","x":"x","y":"y"}"#,
            r#"{"kty":"quantum","kid":"a"}"#,
            r#"{"kid":"a"}"#,
            "7",
        ] {
            assert_eq!(set(other), Err(JwksError::NotAKeySet), "{other}");
            assert_eq!(set(&format!("{other},{TWO}")).unwrap().select(Some("b")).unwrap().n, "n2", "{other}");
        }
    }

    #[test]
    fn id_31_what_is_no_key_set_is_refused() {
        for text in ["", "<html>", "[]", r#"{"keys": {}}"#, r#"{"keys": []}"#] {
            assert_eq!(Jwks::parse(text), Err(JwksError::NotAKeySet), "{text}");
        }
    }
}
