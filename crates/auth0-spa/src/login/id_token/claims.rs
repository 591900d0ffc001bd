//! The claims of an ID token, checked by a pure function with the time as an argument.

use std::fmt;

use super::{IdTokenError, SignedIdToken};
use crate::clock::UnixTime;
use crate::config::Application;
use crate::display_text::DisplayText;
use crate::json::{Number, Value};
use crate::secret::Nonce;
use crate::user_id::UserId;

/// The expected claims. Strings are compared exactly.
#[derive(Debug, Clone)]
pub struct Expectations<'a> {
    /// `iss`.
    pub issuer: &'a str,
    /// The one audience.
    pub client_id: &'a str,
    /// `nonce`.
    pub nonce: &'a Nonce,
    /// When the login was begun, by the device's clock: its token cannot be older.
    pub begun_at: UnixTime,
    /// Whether a fresh login was required: then `auth_time` must not be earlier either.
    pub fresh: bool,
    /// Seconds that the clocks may differ.
    pub leeway: i64,
}

/// Valid claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `iss`.
    pub issuer: String,
    /// `aud`: the application's client id.
    pub client_id: String,
    /// `sub`: who logged in.
    pub subject: UserId,
    /// `exp`: until when the token may be used in `link_with`.
    pub expires_at: UnixTime,
    /// `auth_time`: when the user last gave a proof of who they are; `None` if the tenant did not say.
    pub authenticated_at: Option<UnixTime>,
    /// The profile of the user.
    pub profile: Profile,
}

/// What a tenant or a provider says about a user. Anything may be missing, and nothing is verified except
/// `email_verified`. The texts can only be read as [`DisplayText`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Full name.
    pub(crate) name: Option<String>,
    /// Short name.
    pub(crate) nickname: Option<String>,
    /// E-mail address.
    pub(crate) email: Option<String>,
    /// Whether the tenant has verified the address.
    pub email_verified: bool,
    /// URL of a picture, chosen by the user and not to be trusted.
    pub(crate) picture: Option<String>,
}

impl Claims {
    /// Whether the user logged in to this application.
    pub(crate) fn is_of(&self, application: &Application) -> bool {
        self.issuer == application.issuer() && self.client_id == application.client_id
    }

    /// As a part of a record.
    pub(crate) fn to_json(&self) -> Value {
        Value::object(vec![
            ("issuer", self.issuer.as_str().into()),
            ("client_id", self.client_id.as_str().into()),
            ("subject", self.subject.as_str().into()),
            ("expires_at", self.expires_at.to_json()),
            ("authenticated_at", self.authenticated_at.map_or(Value::Null, UnixTime::to_json)),
            ("profile", self.profile.to_json()),
        ])
    }

    /// Reads them out of a record that was written here.
    pub(crate) fn read(record: &Value) -> Option<Self> {
        Some(Self {
            issuer: record.owned_text("issuer")?,
            client_id: record.owned_text("client_id")?,
            subject: UserId::new(record.text("subject")?),
            expires_at: UnixTime::read(record, "expires_at")?,
            authenticated_at: UnixTime::read(record, "authenticated_at"),
            profile: Profile::read(record.get("profile")?)?,
        })
    }
}

impl Profile {
    /// With the names of the claims, so that [`read`](Self::read) reads it.
    pub(crate) fn to_json(&self) -> Value {
        Value::object(vec![
            ("name", self.name.as_deref().into()),
            ("nickname", self.nickname.as_deref().into()),
            ("email", self.email.as_deref().into()),
            ("email_verified", Value::Bool(self.email_verified)),
            ("picture", self.picture.as_deref().into()),
        ])
    }

    /// What the user is called: the name, else the nickname; `None` when neither shows anything.
    pub fn name(&self) -> Option<DisplayText> {
        first([&self.name, &self.nickname])
    }

    /// The e-mail address; `None` when there is none, or none that shows anything.
    pub fn email(&self) -> Option<DisplayText> {
        first([&self.email])
    }

    /// The user's label: e-mail, name or nickname; `None` when none is visible.
    pub fn label(&self) -> Option<DisplayText> {
        first([&self.email, &self.name, &self.nickname])
    }

    /// Reads the profile out of claims, a user or `profileData`: a field of the wrong type counts as missing. `None`
    /// for what is not an object.
    pub fn read(fields: &Value) -> Option<Self> {
        fields.as_object()?;
        let text = |name| fields.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self {
            name: text("name"),
            nickname: text("nickname"),
            email: text("email"),
            email_verified: fields.get("email_verified") == Some(&Value::Bool(true)),
            picture: text("picture"),
        })
    }
}

/// The first text that shows anything.
fn first<const N: usize>(texts: [&Option<String>; N]) -> Option<DisplayText> {
    texts.into_iter().flatten().find_map(|text| DisplayText::new(text))
}

/// A claim that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// `iss`.
    Issuer,
    /// `aud`.
    Audience,
    /// `azp`.
    AuthorizedParty,
    /// `sub`.
    Subject,
    /// `exp`.
    Expiry,
    /// `iat`.
    IssuedAt,
    /// `nbf`.
    NotBefore,
    /// `auth_time`.
    AuthTime,
    /// `nonce`.
    Nonce,
}

impl Claim {
    /// Its name in the token.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issuer => "iss",
            Self::Audience => "aud",
            Self::AuthorizedParty => "azp",
            Self::Subject => "sub",
            Self::Expiry => "exp",
            Self::IssuedAt => "iat",
            Self::NotBefore => "nbf",
            Self::AuthTime => "auth_time",
            Self::Nonce => "nonce",
        }
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl SignedIdToken {
    /// Checks the claims (OpenID Connect Core section 3.1.3.7, in Auth0's order).
    ///
    /// # Errors
    ///
    /// [`IdTokenError::Claim`] or one of the errors about time.
    pub fn claims(&self, expected: &Expectations<'_>, now: UnixTime) -> Result<Claims, IdTokenError> {
        let fields = &self.0;
        let wrong = |claim| Err(IdTokenError::Claim(claim));

        if fields.text("iss") != Some(expected.issuer) {
            return wrong(Claim::Issuer);
        }
        let subject = match fields.text("sub") {
            Some(subject) if (1..=255).contains(&subject.len()) => UserId::new(subject),
            _ => return wrong(Claim::Subject),
        };
        // No other audience is trusted, so a token for several is refused.
        let only_us = match fields.get("aud") {
            Some(Value::String(audience)) => audience == expected.client_id,
            Some(Value::Array(audiences)) => {
                matches!(audiences.as_slice(), [Value::String(only)] if only == expected.client_id)
            }
            _ => false,
        };
        if !only_us {
            return wrong(Claim::Audience);
        }
        if fields.get("azp").is_some() && fields.text("azp") != Some(expected.client_id) {
            return wrong(Claim::AuthorizedParty);
        }
        if fields.text("nonce") != Some(expected.nonce.secret()) {
            return wrong(Claim::Nonce);
        }

        let expires_at = time(fields, Claim::Expiry)?.ok_or(IdTokenError::Claim(Claim::Expiry))?;
        judge_times(fields, expires_at, expected, now)?;
        Ok(Claims {
            issuer: expected.issuer.to_owned(),
            client_id: expected.client_id.to_owned(),
            subject,
            expires_at,
            authenticated_at: time(fields, Claim::AuthTime)?,
            profile: Profile::read(fields).unwrap_or_default(),
        })
    }
}

/// Checks the times. A token comes straight from the tenant, so its `iat` is the tenant's current time. If that does
/// not fit the device's clock, the clock is wrong, or the token does not belong to this login.
fn judge_times(
    fields: &Value,
    expires_at: UnixTime,
    expected: &Expectations<'_>,
    now: UnixTime,
) -> Result<(), IdTokenError> {
    let Expectations { begun_at, leeway, .. } = *expected;
    let issued_at = time(fields, Claim::IssuedAt)?.ok_or(IdTokenError::Claim(Claim::IssuedAt))?;
    let not_before = time(fields, Claim::NotBefore)?;
    let login = time(fields, Claim::AuthTime)?;

    // By the tenant's clock alone.
    if expires_at <= issued_at {
        return Err(IdTokenError::Claim(Claim::Expiry));
    }
    if login.is_some_and(|login| login > issued_at.plus(leeway)) {
        return Err(IdTokenError::Claim(Claim::AuthTime));
    }
    if expected.fresh {
        let age = issued_at.since(login.ok_or(IdTokenError::NotFresh)?);
        if age > now.since(begun_at).saturating_add(leeway) {
            return Err(IdTokenError::NotFresh);
        }
    }

    // By the device's clock.
    let (earliest, latest) = (now.plus(-leeway), now.plus(leeway));
    let clock = IdTokenError::Clock { ahead: now.since(issued_at) };
    let clock_or = |error| if issued_at < earliest { clock } else { error };
    if issued_at > latest || issued_at < begun_at.plus(-leeway) {
        return Err(clock);
    }
    // A token has expired "on or after" its expiration time (RFC 7519 section 4.1.4), which is later than its issue.
    if expires_at <= earliest {
        return Err(clock);
    }
    if not_before.is_some_and(|begins| begins > latest) {
        return Err(IdTokenError::NotYetValid);
    }
    if expected.fresh && login.is_some_and(|login| login < begun_at.plus(-leeway)) {
        return Err(clock_or(IdTokenError::NotFresh));
    }
    Ok(())
}

/// A `NumericDate` (RFC 7519 section 2) in plain digits, if the claim is there; a fraction is cut off. Anything else is
/// wrong: a sign, an exponent, a text, a time after the year 9999.
fn time(fields: &Value, claim: Claim) -> Result<Option<UnixTime>, IdTokenError> {
    let Some(value) = fields.get(claim.name()) else { return Ok(None) };
    let number = value.as_number().map(Number::as_str).filter(|number| !number.contains(['e', 'E']));
    let seconds = number.and_then(|number| number.split('.').next());
    seconds.and_then(UnixTime::parse).map(Some).ok_or(IdTokenError::Claim(claim))
}
