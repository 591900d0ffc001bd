//! JSON Web Signatures in the compact form (RFC 7515 §3.1).
//!
//! Not taken from a JWT library, because the tenant also makes tokens that such a library refuses to make (wrongly signed,
//! or with another algorithm), and because keys are parsed once, not for every signature.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::tenant::signing_key::{KeyError, RsaScheme, SigningKey};

/// The longest token that is parsed, in bytes.
const LONGEST: usize = 1024 * 1024;

/// A parsed token. Neither signature nor claims have been checked.
#[derive(Clone, Debug)]
pub(crate) struct Jws {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
    signing_input: String,
    signature: Vec<u8>,
}

impl Jws {
    /// Parses a token: three base64url parts, of which the first two are JSON objects.
    pub(crate) fn parse(token: &str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signing_input, signature) = token.rsplit_once('.')?;
        let (header, claims) = signing_input.split_once('.')?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            signing_input: signing_input.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// The `alg` of the header.
    pub(crate) fn alg(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    /// A string claim.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// An integer claim.
    pub(crate) fn number(&self, claim: &str) -> Option<i64> {
        self.claims.get(claim)?.as_i64()
    }

    /// The audiences in `aud`, which is a string or an array.
    pub(crate) fn audiences(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it has an RS256 signature of one of the keys. The token's `alg` is ignored.
    pub(crate) fn is_signed_by<'a>(&self, keys: impl IntoIterator<Item = &'a SigningKey>) -> bool {
        let kid = self.header.get("kid").and_then(Value::as_str);
        keys.into_iter()
            .filter(|key| kid == Some(key.kid()))
            .any(|key| key.verifies(self.signing_input.as_bytes(), &self.signature))
    }
}

/// Signs claims with an RSA key.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(crate) fn sign_rsa(key: &SigningKey, scheme: RsaScheme, claims: &Value) -> Result<String, KeyError> {
    sign_rsa_as("JWT", key, scheme, claims)
}

/// Signs claims with an RSA key. `typ` is the type in the header.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(crate) fn sign_rsa_as(
    typ: &str,
    key: &SigningKey,
    scheme: RsaScheme,
    claims: &Value,
) -> Result<String, KeyError> {
    let alg = match scheme {
        RsaScheme::Pkcs1 => "RS256",
        RsaScheme::Pss => "PS256",
    };
    let input = signing_input(&json!({ "alg": alg, "typ": typ, "kid": key.kid() }), claims);
    let signature = key.sign(scheme, input.as_bytes())?;
    Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Signs claims with a secret (HS256).
pub(crate) fn sign_hs256(secret: &str, claims: &Value) -> String {
    let input = signing_input(&json!({ "alg": "HS256", "typ": "JWT" }), claims);
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = aws_lc_rs::hmac::sign(&key, input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
}

/// An unsigned token, which no client may accept.
pub(crate) fn unsigned(claims: &Value) -> String {
    format!("{}.", signing_input(&json!({ "alg": "none", "typ": "JWT" }), claims))
}

/// Signs header and claims as they are (RS256), including ones that no client may accept.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(crate) fn sign_texts(key: &SigningKey, header: &str, claims: &str) -> Result<String, KeyError> {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = key.sign(RsaScheme::Pkcs1, input.as_bytes())?;
    Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn signing_input(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

fn object(part: &str) -> Option<Map<String, Value>> {
    match serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_token_is_recognised_and_a_changed_one_is_not() {
        let key = SigningKey::shared(0).unwrap();
        let token = sign_rsa(&key, RsaScheme::Pkcs1, &json!({"sub": "auth0|1", "exp": 5})).unwrap();
        let jws = Jws::parse(&token).unwrap();
        assert_eq!(
            (jws.alg(), jws.text("sub"), jws.number("exp")),
            (Some("RS256"), Some("auth0|1"), Some(5))
        );
        assert!(jws.is_signed_by([key.as_ref()]));
        assert!(!jws.is_signed_by([SigningKey::shared(1).unwrap().as_ref()]));
        let other = sign_rsa(&key, RsaScheme::Pkcs1, &json!({"sub": "auth0|2"})).unwrap();
        let (input, _) = other.rsplit_once('.').unwrap();
        let (_, signature) = token.rsplit_once('.').unwrap();
        assert!(!Jws::parse(&format!("{input}.{signature}")).unwrap().is_signed_by([key.as_ref()]));
    }

    #[test]
    fn a_malformed_token_is_not_parsed() {
        for bad in ["", "a.b", "a.b.c", "e30.e30", "e30.e30.!", "W10.e30.AA", "e30.W10.AA", "e30=.e30.AA"] {
            assert!(Jws::parse(bad).is_none(), "{bad}");
        }
        assert!(Jws::parse(&format!("e30.e30.{}", "A".repeat(LONGEST))).is_none());
    }
}
