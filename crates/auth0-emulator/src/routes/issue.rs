//! Makes the tokens of a user's grant, for `/oauth/token` and for authorization responses.

use serde_json::{Map, Value, json};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::tenant::Tenant;
use crate::tenant::authorization::ResponseType;
use crate::tenant::client::Client;
use crate::tenant::custom_claims::{add_to_access_token, add_to_id_token};
use crate::tenant::grant::Grant;
use crate::tenant::resource_server::{Audience, ResourceServer};
use crate::tenant::scope::Scopes;
use crate::tenant::signing_key::KeyError;
use crate::tenant::signing_keys::SigningKeys;
use crate::token::{
    IdTokenContext, OPAQUE_LIFETIME, access_token_claims, half_hash, id_token_claims, sign_access_token,
    sign_id_token,
};

mod faulty;

/// What to issue tokens for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'a> {
    /// The client that receives them.
    pub(super) client: &'a Client,
    /// The grant that they represent.
    pub(super) grant: &'a Grant,
    /// The `nonce` of the ID token.
    pub(super) nonce: Option<&'a str>,
    /// Whether the ID token contains `auth_time`.
    pub(super) tell_auth_time: bool,
    /// Where they are sent.
    pub(super) channel: Channel<'a>,
}

/// Where tokens are sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Channel<'a> {
    /// In the answer to this grant type, which is the `gty` of the access token; a code has none.
    Token(Option<&'static str>),
    /// In an authorization response, together with this code.
    Front(ResponseType, Option<&'a str>),
}

/// Tokens to be signed. Signing is slow, so `/oauth/token` does not lock the state meanwhile.
#[derive(Debug)]
pub(super) struct Unsigned<'a> {
    order: Order<'a>,
    access: Option<Access>,
    id: Option<Map<String, Value>>,
    lifetime: i64,
    scopes: Scopes,
    keys: SigningKeys,
}

/// Signed tokens.
#[derive(Debug)]
pub(super) struct Tokens {
    /// The access token, if one was ordered.
    pub(super) access: Option<String>,
    /// The ID token, if one was ordered.
    pub(super) id: Option<String>,
    /// Lifetime of the access token in seconds.
    pub(super) lifetime: i64,
    /// The scopes of the access token.
    pub(super) scope: String,
}

#[derive(Debug)]
enum Access {
    Opaque(String),
    /// A JWT for an API, with the permissions of the user.
    Jwt {
        claims: Map<String, Value>,
        api: ResourceServer,
        permissions: Scopes,
    },
}

impl<'a> Order<'a> {
    /// The claims of the tokens. Opaque tokens are stored.
    ///
    /// # Errors
    ///
    /// [`OAuthError::InvalidCode`] when the user is gone.
    pub(super) fn prepare(
        self,
        emulator: &'a Emulator,
        tenant: &mut Tenant,
    ) -> Result<Unsigned<'a>, OAuthError> {
        let Self { client, grant, nonce, tell_auth_time, channel } = self;
        let (now, issuer) = (emulator.now(), emulator.address());
        let (wants_access, wants_id) = match channel {
            Channel::Token(_) => (true, grant.scopes.contains("openid")),
            Channel::Front(wanted, _) => (wanted.token, wanted.id_token),
        };
        // A user that was linked in the meantime logs in as the primary user.
        let user = tenant.users.owner(&grant.identity).ok_or(OAuthError::InvalidCode)?;
        let user_id = user.user_id();
        // As of now: permissions may have changed since the login.
        let scopes = tenant.permitted_scopes(&user_id, &grant.audience, &grant.scopes);
        let grant = &Grant { scopes: scopes.clone(), ..grant.clone() };
        let context = IdTokenContext { issuer, client, grant, nonce, tell_auth_time, now };
        let id = wants_id.then(|| {
            let mut claims = id_token_claims(user, &context);
            add_to_id_token(&mut claims, &tenant.claims, &user_id, client);
            claims
        });
        let api = tenant.resource_server(&grant.audience);
        let lifetime = api.as_ref().map_or(OPAQUE_LIFETIME, |api| match channel {
            Channel::Token(_) => api.token_lifetime,
            Channel::Front(..) => api.token_lifetime_for_web,
        });
        let access = match api {
            _ if !wants_access => None,
            None => {
                let token = emulator.random().token(32);
                let end = now.plus_seconds(OPAQUE_LIFETIME);
                tenant.opaque_tokens.insert(&token, grant.clone(), now, end);
                Some(Access::Opaque(token))
            }
            Some(api) => {
                let mut claims = access_token_claims(&user_id, grant, issuer, lifetime, now);
                let is_for_management = matches!(grant.audience, Audience::Management(_));
                let user = Some(user_id.as_str());
                add_to_access_token(&mut claims, &tenant.claims, user, client, is_for_management);
                if let Channel::Token(Some(grant_type)) = channel {
                    claims.insert("gty".to_owned(), json!(grant_type));
                }
                let permissions = tenant.permissions.of(&user_id, &api.identifier);
                Some(Access::Jwt { claims, api, permissions })
            }
        };
        Ok(Unsigned { order: self, access, id, lifetime, scopes, keys: tenant.keys.clone() })
    }
}

impl Unsigned<'_> {
    /// Signs the tokens. An ID token in an authorization response has the hashes of what it comes with (OpenID Connect
    /// Core §3.3.2.11).
    ///
    /// # Errors
    ///
    /// [`OAuthError::Internal`] when the cryptography library fails.
    pub(super) fn sign(self, emulator: &Emulator) -> Result<Tokens, OAuthError> {
        let Self { order, access, id, lifetime, scopes, keys } = self;
        let internal = |error: KeyError| OAuthError::Internal(error.to_string());
        let key = keys.current().map_err(internal)?;
        let access = match access {
            None => None,
            Some(Access::Opaque(token)) => Some(token),
            Some(Access::Jwt { claims, api, permissions }) => {
                let signed = sign_access_token(&key, &api, &permissions, claims, emulator.random());
                Some(signed.map_err(internal)?)
            }
        };
        let id = id.map(|mut claims| {
            if let Channel::Front(_, code) = order.channel {
                let hashes = [("c_hash", code), ("at_hash", access.as_deref())];
                claims.extend(
                    hashes
                        .into_iter()
                        .filter_map(|(name, value)| Some((name.to_owned(), json!(half_hash(value?))))),
                );
            }
            let claims = Value::Object(claims);
            let fault = emulator.faults().id_token;
            match fault {
                None => sign_id_token(order.client, &key, &claims),
                Some(fault) => faulty::id_token(order.client, &key, claims, fault),
            }
        });
        let id = id.transpose().map_err(internal)?;
        Ok(Tokens { access, id, lifetime, scope: scopes.to_string() })
    }
}

/// The answer of `/oauth/token` to a grant: an access token, and an ID token if `openid` was granted.
///
/// # Errors
///
/// [`OAuthError::InvalidCode`] when the user is gone, [`OAuthError::Internal`] when signing fails.
pub(super) fn answer(
    emulator: &Emulator,
    order: Order<'_>,
    refresh_token: Option<String>,
) -> Result<Value, OAuthError> {
    let unsigned = order.prepare(emulator, &mut emulator.tenant())?;
    let tokens = unsigned.sign(emulator)?;
    let mut answer = Map::new();
    let optional =
        [("access_token", tokens.access), ("refresh_token", refresh_token), ("id_token", tokens.id)];
    answer.extend(optional.into_iter().filter_map(|(name, token)| Some((name.to_owned(), json!(token?)))));
    answer.insert("scope".to_owned(), json!(tokens.scope));
    answer.insert("expires_in".to_owned(), json!(tokens.lifetime));
    answer.insert("token_type".to_owned(), json!("Bearer"));
    Ok(Value::Object(answer))
}
