//! The tenant's signing keys (RFC 7517), and which of them may verify a token.

use jsonwebtoken::Algorithm;
use thiserror::Error;

use crate::config::Domain;
use crate::encoding::from_base64url;
use crate::http::{Body, HttpClient, HttpRequest, Method, TransportError};
use crate::json::{self, Value};
use crate::signature::RsaPublicKey;

/// The set's keys for RS256 signatures, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwks(Vec<(Option<String>, Result<RsaPublicKey, KeyError>)>);

/// The minimum size of a modulus in bits (RFC 7518 section 3.3).
const MIN_MODULUS: usize = 2048;

/// Fetches the tenant's key set.
///
/// # Errors
///
/// [`JwksError`] when there is no usable set.
pub async fn fetch(http: &impl HttpClient, domain: &Domain) -> Result<Jwks, JwksError> {
    let url = domain.url("/.well-known/jwks.json");
    let response =
        http.send(HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty }).await?;
    match response.status {
        200 => Jwks::parse(&response.body),
        status => Err(JwksError::Status { status }),
    }
}

impl Jwks {
    /// Parses a key set. Keys of unknown kinds are ignored.
    ///
    /// # Errors
    ///
    /// [`JwksError::NotAKeySet`] when the text is not a key set, [`JwksError::NoKey`] when it holds no key for RS256.
    pub fn parse(text: &str) -> Result<Self, JwksError> {
        let set = json::read(text).map_err(|_| JwksError::NotAKeySet)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(JwksError::NotAKeySet)?;
        let keys: Vec<_> = keys.iter().filter_map(usable).collect();
        if keys.is_empty() { Err(JwksError::NoKey) } else { Ok(Self(keys)) }
    }

    /// The key of a token's header: the one with its `kid`, or the only one when the header names none.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when no key or more than one matches, or the key is too weak.
    pub fn select(&self, kid: Option<&str>) -> Result<&RsaPublicKey, KeyError> {
        let mut candidates =
            self.0.iter().filter(|(id, _)| kid.is_none() || id.as_deref() == kid).map(|(_, key)| key);
        match (candidates.next(), candidates.next()) {
            (Some(key), None) => key.as_ref().map_err(|error| *error),
            (None, _) => Err(KeyError::Unknown),
            (Some(_), Some(_)) => Err(KeyError::Ambiguous),
        }
    }
}

/// A key with its id, if it is an RSA key for RS256 signatures (RFC 7517 section 4, RFC 7518 section 6.3.1). The
/// types of `jsonwebtoken` would add kilobytes to the bundle, for members that are ignored here.
fn usable(key: &Value) -> Option<(Option<String>, Result<RsaPublicKey, KeyError>)> {
    let text = |name| match key.get(name) {
        None => Some(None),
        Some(value) => value.as_str().map(Some),
    };
    let signs = matches!(text("use")?, None | Some("sig")) && key.get("key_ops").is_none_or(verifies);
    let rs256 = match text("alg")? {
        None => true,
        Some(name) => name.parse() == Ok(Algorithm::RS256),
    };
    let usable = text("kty")? == Some("RSA") && signs && rs256;
    if !usable {
        return None;
    }
    let kid = text("kid")?.map(str::to_owned);
    let key = RsaPublicKey { n: key.owned_text("n")?, e: key.owned_text("e")? };
    let judged = match is_strong(&key) {
        None => Err(KeyError::Unusable),
        Some(false) => Err(KeyError::Weak),
        Some(true) => Ok(key),
    };
    Some((kid, judged))
}

/// Whether `key_ops` allows verification: a list without repetitions (RFC 7517 section 4.3).
fn verifies(operations: &Value) -> bool {
    let operations = operations.as_array().unwrap_or_default();
    let once = |name: &Value| operations.iter().filter(|other| *other == name).count() == 1;
    operations.iter().all(|name| name.as_str().is_some() && once(name))
        && operations.contains(&"verify".into())
}

/// Whether the modulus is long enough and the exponent is usable. `None` if they are not numbers.
fn is_strong(key: &RsaPublicKey) -> Option<bool> {
    let (n, e) = (from_base64url(&key.n)?, from_base64url(&key.e)?);
    let bits = |number: &[u8]| {
        let number = number.iter().skip_while(|byte| **byte == 0);
        let unused = number.clone().next().map_or(0, |first| first.leading_zeros() as usize);
        number.count() * 8 - unused
    };
    let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
    Some(is_odd(&n) && is_odd(&e) && bits(&e) > 1 && bits(&n) >= MIN_MODULUS)
}

/// Why the key set could not be fetched or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JwksError {
    /// No complete response.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// A status other than 200.
    #[error("the tenant's keys are not available (status {status})")]
    Status {
        /// Status code.
        status: u16,
    },
    /// The body is not a key set, or names a member twice.
    #[error("the tenant's keys are not readable")]
    NotAKeySet,
    /// A key set without a key for RS256 signatures.
    #[error("the tenant has no key for RS256")]
    NoKey,
}

/// Why no key fits a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// No key has this `kid`; the tenant may have changed its keys.
    #[error("the signing key is unknown")]
    Unknown,
    /// The token names no key, or several keys have the same id.
    #[error("the signing key is ambiguous")]
    Ambiguous,
    /// The modulus is shorter than 2048 bits or even, or the exponent is 1 or even: anybody could sign.
    #[error("the signing key is too weak")]
    Weak,
    /// The modulus or the exponent is not a number.
    #[error("the signing key is unusable")]
    Unusable,
}

#[cfg(test)]
mod tests;
