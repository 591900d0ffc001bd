//! The claims of the tenant's tokens, and their signatures.
//!
//! Auth0, "ID Token Structure", "Access Token Profiles" (the Auth0 profile) and "OpenID Connect Scopes".

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::jws;
use crate::random::{Random, sha256};
use crate::tenant::client::{Client, IdTokenAlg};
use crate::tenant::grant::Grant;
use crate::tenant::issuer::Issuer;
use crate::tenant::resource_server::ResourceServer;
use crate::tenant::scope::Scopes;
use crate::tenant::signing_key::{KeyError, RsaScheme, SigningKey};
use crate::tenant::user::User;

/// Lifetime of an opaque access token in seconds.
pub(crate) const OPAQUE_LIFETIME: i64 = 86_400;

/// The content of an ID token besides the user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdTokenContext<'a> {
    pub(crate) issuer: &'a Issuer,
    pub(crate) client: &'a Client,
    pub(crate) grant: &'a Grant,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) tell_auth_time: bool,
    pub(crate) now: Timestamp,
}

/// The claims of an ID token.
pub(crate) fn id_token_claims(user: &User, context: &IdTokenContext<'_>) -> Map<String, Value> {
    let mut claims = profile_claims(user, &context.grant.scopes);
    let now = context.now.seconds();
    claims.insert("iss".to_owned(), json!(context.issuer.as_str()));
    claims.insert("aud".to_owned(), json!(context.client.client_id));
    claims.insert("iat".to_owned(), json!(now));
    claims.insert("exp".to_owned(), json!(now + context.client.id_token_lifetime));
    claims.insert("sid".to_owned(), json!(context.grant.sid));
    if let Some(nonce) = context.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    if context.tell_auth_time {
        claims.insert("auth_time".to_owned(), json!(context.grant.authenticated_at.seconds()));
    }
    claims
}

/// The hash of a code or an access token in an ID token, `c_hash` or `at_hash`: the left half of its SHA-256 digest in
/// base64url (OpenID Connect Core §3.3.2.11).
pub(crate) fn half_hash(value: &str) -> String {
    let digest = sha256(value.as_bytes());
    let (half, _) = digest.split_at(digest.len() / 2);
    URL_SAFE_NO_PAD.encode(half)
}

/// The claims of an access token for an API.
///
/// `aud` is an array with the `/userinfo` address if `openid` was granted, and a string otherwise.
pub(crate) fn access_token_claims(
    user_id: &str,
    grant: &Grant,
    issuer: &Issuer,
    lifetime: i64,
    now: Timestamp,
) -> Map<String, Value> {
    let api = grant.audience.identifier().unwrap_or_default();
    let audience =
        if grant.scopes.contains("openid") { json!([api, issuer.endpoint("userinfo")]) } else { json!(api) };
    Map::from_iter([
        ("iss".to_owned(), json!(issuer.as_str())),
        ("sub".to_owned(), json!(user_id)),
        ("aud".to_owned(), audience),
        ("iat".to_owned(), json!(now.seconds())),
        ("exp".to_owned(), json!(now.seconds() + lifetime)),
        ("scope".to_owned(), json!(grant.scopes.to_string())),
        ("azp".to_owned(), json!(grant.client_id)),
    ])
}

/// The claims of an access token for a client without a user.
pub(crate) fn machine_token_claims(
    client_id: &str,
    api: &ResourceServer,
    scopes: &Scopes,
    issuer: &Issuer,
    now: Timestamp,
) -> Map<String, Value> {
    Map::from_iter([
        ("iss".to_owned(), json!(issuer.as_str())),
        ("sub".to_owned(), json!(format!("{client_id}@clients"))),
        ("aud".to_owned(), json!(api.identifier)),
        ("iat".to_owned(), json!(now.seconds())),
        ("exp".to_owned(), json!(now.seconds() + api.token_lifetime)),
        ("scope".to_owned(), json!(scopes.to_string())),
        ("gty".to_owned(), json!("client-credentials")),
        ("azp".to_owned(), json!(client_id)),
    ])
}

/// Signs an access token for an API, in the API's profile. `permissions` are those of the user; of a client without a user,
/// for which Auth0 documents none, the scopes of its grant.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(crate) fn sign_access_token(
    key: &SigningKey,
    api: &ResourceServer,
    permissions: &Scopes,
    mut claims: Map<String, Value>,
    random: &Random,
) -> Result<String, KeyError> {
    if api.tells_permissions() {
        claims.insert("permissions".to_owned(), json!(permissions));
    }
    if !api.follows_rfc9068() {
        return jws::sign_rsa(key, RsaScheme::Pkcs1, &Value::Object(claims));
    }
    claims.remove("gty");
    if let Some(client_id) = claims.remove("azp") {
        claims.insert("client_id".to_owned(), client_id);
    }
    claims.insert("jti".to_owned(), json!(random.token(22)));
    jws::sign_rsa_as("at+jwt", key, RsaScheme::Pkcs1, &Value::Object(claims))
}

/// `sub` and the claims that the scopes allow, for an ID token and for `/userinfo`.
pub(crate) fn profile_claims(user: &User, scopes: &Scopes) -> Map<String, Value> {
    let profile = user.profile();
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), json!(user.user_id()));
    let mut tell = |name: &str, value: Value| {
        if !value.is_null() {
            claims.insert(name.to_owned(), value);
        }
    };
    if scopes.contains("profile") {
        tell("name", json!(profile.name));
        tell("nickname", json!(profile.nickname));
        tell("given_name", json!(profile.given_name));
        tell("family_name", json!(profile.family_name));
        tell("picture", json!(profile.picture));
        tell("updated_at", json!(user.updated_at.iso()));
    }
    if scopes.contains("email") {
        tell("email", json!(profile.email));
        if profile.email.is_some() {
            tell("email_verified", json!(profile.email_verified.unwrap_or(false)));
        }
    }
    if scopes.contains("phone") {
        tell("phone_number", json!(profile.phone_number));
        tell("phone_number_verified", json!(profile.phone_verified));
    }
    claims
}

/// Signs an ID token with the algorithm of the client.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(crate) fn sign_id_token(client: &Client, key: &SigningKey, claims: &Value) -> Result<String, KeyError> {
    match client.alg {
        IdTokenAlg::RS256 => jws::sign_rsa(key, RsaScheme::Pkcs1, claims),
        IdTokenAlg::PS256 => jws::sign_rsa(key, RsaScheme::Pss, claims),
        IdTokenAlg::HS256 => Ok(jws::sign_hs256(&client.client_secret, claims)),
    }
}
