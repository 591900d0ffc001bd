//! `POST /api/v2/users/{id}/identities` and `DELETE …/identities/{provider}/{user_id}`: linking and unlinking.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::extract::{Caller, JsonObject, Reach, check_properties};
use crate::jws::Jws;
use crate::tenant::identity::{IdentityKey, PROVIDERS};
use crate::tenant::users::{LinkRefusal, UnlinkRefusal};

const ANYONES: [&str; 1] = ["update:users"];
const OWN: [&str; 1] = ["update:current_user_identities"];

/// The user to link.
#[derive(Debug)]
enum Secondary {
    /// The user that an ID token was issued for.
    IdToken(String),
    /// A user by the parts of its id. Only administrators may use it.
    Named(IdentityKey),
}

/// Links another user to this one.
pub(super) async fn link(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    caller: Caller,
    body: Result<JsonObject, ManagementError>,
) -> Result<Response, ManagementError> {
    let reach = caller.may_act_on(&user_id, &ANYONES, &OWN)?;
    let JsonObject(body) = body?;
    let secondary = secondary(&body, reach)?;
    let secondary_id = match &secondary {
        Secondary::IdToken(token) => subject_of(&emulator, &caller, token)?,
        Secondary::Named(key) => key.user_id(),
    };
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let owner = IdentityKey::from_user_id(&secondary_id).and_then(|key| tenant.users.owner(&key));
    if owner.is_some_and(|owner| owner.user_id() != secondary_id) {
        // The identity is already linked, to this user or to another.
        return Err(ManagementError::IdentityExists);
    }
    match tenant.link(&user_id, &secondary_id, now) {
        Ok(user) => Ok((StatusCode::CREATED, Json(user.identities_with_profiles_json())).into_response()),
        Err(LinkRefusal::NoPrimary) => Err(ManagementError::NoSuchUser),
        Err(LinkRefusal::NoSecondary) if matches!(secondary, Secondary::Named(_)) => {
            Err(ManagementError::Refused("Linking to an inexistent identity is not allowed.".to_owned()))
        }
        Err(refusal) => Err(ManagementError::Refused(refusal.to_string())),
    }
}

/// Unlinks an identity, which becomes a separate user again.
pub(super) async fn unlink(
    State(emulator): State<Emulator>,
    Path((user_id, provider, id)): Path<(String, String, String)>,
    caller: Caller,
) -> Result<Response, ManagementError> {
    caller.may_act_on(&user_id, &ANYONES, &OWN)?;
    if !PROVIDERS.contains(&provider.as_str()) {
        return Err(ManagementError::InvalidUri(format!(
            "'No enum match for: \"{provider}\"' on property provider."
        )));
    }
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let not_linked = tenant.settings.unlink_not_linked;
    match tenant.unlink(&user_id, &IdentityKey { provider, id }, now) {
        Ok(user) => Ok(Json(user.identities_with_profiles_json()).into_response()),
        Err(UnlinkRefusal::NoUser) => Err(ManagementError::NoSuchUser),
        Err(UnlinkRefusal::NotLinked) => Err(ManagementError::NotLinked(not_linked)),
        Err(UnlinkRefusal::Primary) => Err(ManagementError::Refused(UnlinkRefusal::Primary.to_string())),
    }
}

/// Parses the body: `{link_with}`, or `{provider, user_id[, connection_id]}` for administrators.
fn secondary(body: &Map<String, Value>, reach: Reach) -> Result<Secondary, ManagementError> {
    let invalid = |message: &str| ManagementError::InvalidBody(message.to_owned());
    check_properties(body, &["link_with", "provider", "user_id", "connection_id"])?;
    if let Some(token) = body.get("link_with") {
        if body.len() > 1 {
            return Err(invalid("'link_with' cannot be combined with other properties."));
        }
        let token = token.as_str().ok_or_else(|| invalid("'Expected type string' on property link_with."))?;
        return Ok(Secondary::IdToken(token.to_owned()));
    }
    if reach == Reach::Itself {
        return Err(invalid("'Missing required property: link_with'."));
    }
    let provider = body.get("provider").and_then(Value::as_str);
    let provider = provider.ok_or_else(|| invalid("'Missing required property: provider'."))?;
    if !PROVIDERS.contains(&provider) {
        return Err(ManagementError::InvalidBody(format!(
            "'No enum match for: {provider}' on property provider."
        )));
    }
    let id = match body.get("user_id") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(invalid("'Missing required property: user_id'.")),
    };
    // The id may begin with the provider, as Auth0's SDKs send it.
    let prefix = format!("{provider}|");
    let id = id.strip_prefix(&prefix).map_or(id.as_str(), |bare| bare).to_owned();
    Ok(Secondary::Named(IdentityKey { provider: provider.to_owned(), id }))
}

/// The user that an ID token of a second login was issued for, after the checks that Auth0 makes.
fn subject_of(emulator: &Emulator, caller: &Caller, token: &str) -> Result<String, ManagementError> {
    let refuse = |message: &str| ManagementError::Refused(message.to_owned());
    let jws = Jws::parse(token).ok_or_else(|| refuse("Invalid token (link_with)."))?;
    if jws.alg() != Some("RS256") {
        return Err(refuse("JWT (link_with) must have an alg of RS256."));
    }
    let keys = emulator.tenant().keys.clone();
    let published = keys.published().map_err(|error| ManagementError::Internal(error.to_string()))?;
    let signed = jws.is_signed_by(published.iter().map(AsRef::as_ref));
    let current = jws.number("exp").is_some_and(|end| end > emulator.now().seconds());
    if jws.text("iss") != Some(emulator.issuer()) {
        return Err(refuse("JWT (link_with) must have the same issuer as the calling user."));
    }
    if !signed || !current {
        return Err(refuse("Invalid token (link_with)."));
    }
    let audiences = jws.audiences();
    if audiences.is_empty() {
        return Err(refuse("JWT (link_with) contains an invalid aud claim."));
    }
    if !audiences.contains(&caller.client_id.as_str()) {
        return Err(refuse(
            "JWT (link_with) must have an aud claim that matches that of the calling token's azp.",
        ));
    }
    let subject = match jws.claims.get("sub") {
        None => return Err(refuse("JWT (link_with) must contains sub claim.")),
        Some(Value::String(subject)) if IdentityKey::from_user_id(subject).is_some() => subject,
        Some(_) => return Err(refuse("JWT (link_with) contains an invalid sub claim.")),
    };
    Ok(subject.clone())
}
