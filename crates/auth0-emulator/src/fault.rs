//! Faults on command: responses that fail, and switches that make the tenant misbehave. All off by default.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A fault for the next requests of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only requests with this method. All if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path of the route. `*` matches one segment, as in `/api/v2/users/*/identities`.
    #[serde(deserialize_with = "path")]
    pub path: String,
    /// How many requests it applies to.
    #[serde(default = "once", deserialize_with = "times")]
    pub times: u32,
    /// What happens to these requests.
    pub effect: Effect,
}

/// What happens to a request that a fault applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// It is not carried out. This is the response.
    Answer {
        /// Status of the response, from 200 to 599.
        #[serde(deserialize_with = "status")]
        status: u16,
        /// Body of the response.
        #[serde(default)]
        body: String,
        /// Its content type. JSON if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
    },
    /// It is carried out, and answered after this many milliseconds.
    Delay(u64),
    /// It is carried out, and the connection is closed without a response.
    Drop,
    /// It is answered with 504 and carried out this many milliseconds later, as behind a gateway that gave up on a slow
    /// server. The connection is not closed, because Chromium would then repeat the request, whatever its method.
    CarriedOutLate(u64),
    /// It is not carried out, and the connection is closed without a response.
    Refuse,
    /// It is carried out, and the response breaks off in the middle.
    Truncate,
    /// It is carried out, and the response is HTML in place of JSON.
    NotJson,
}

/// The current faults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Faults of routes. The first that matches a request applies.
    pub answers: Vec<Fault>,
    /// No CORS headers at all.
    pub cors_off: bool,
    /// A fault of all ID tokens.
    pub id_token: Option<IdTokenFault>,
    /// Providers log in without showing a page, because they still have a session: the account that `login_hint` names,
    /// else their first. `auth_time` is then fresh although nobody gave a password.
    pub silent_provider: bool,
    /// Every login is a login of this user instead, by user id.
    pub login_as: Option<String>,
    /// Every login is refused, as by an Action of the tenant, and every refresh.
    pub refuse_login: Option<LoginRefusal>,
}

/// The error that the application receives in place of a code or tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginRefusal {
    /// `error`: `access_denied` for `api.access.deny` and for a client that may not use the API, `unauthorized` for a
    /// rule's `UnauthorizedError`.
    #[serde(default = "access_denied")]
    pub error: String,
    /// `error_description`: for a denial, the reason that the Action gives.
    pub error_description: String,
}

/// A fault of all ID tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenFault {
    /// Signed by an unpublished key, with the `kid` of the right one.
    ForeignKey,
    /// Signed by HS256 with the client's secret.
    Hs256,
    /// Not signed: `alg` is `none`.
    Unsigned,
    /// Expired an hour ago.
    Expired,
    /// Another issuer.
    WrongIssuer,
    /// The audience is another client.
    WrongAudience,
    /// Another nonce.
    WrongNonce,
    /// The login was a day earlier.
    OldAuthTime,
    /// No `sub`.
    NoSubject,
    /// Two `sub` members, a wrong one before the right one.
    TwoSubjects,
    /// The `typ` of an access token.
    AccessToken,
    /// Issued a week ago, and not expired.
    WeekOld,
}

fn once() -> u32 {
    1
}

// A fault that can never apply would make a test pass that tests nothing, so it is refused.

fn path<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let path = String::deserialize(from)?;
    if !path.starts_with('/') || path.contains(['?', '#']) {
        return Err(D::Error::custom(format!("the path `{path}` must begin with `/` and have no query")));
    }
    if path.starts_with("/_emulator") {
        return Err(D::Error::custom("the control API has no faults"));
    }
    Ok(path)
}

fn times<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(D::Error::custom("`times` must be 1 or more")),
        times => Ok(times),
    }
}

fn status<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    match u16::deserialize(from)? {
        status @ 200..=599 => Ok(status),
        other => Err(D::Error::custom(format!("the status {other} is not from 200 to 599"))),
    }
}

fn access_denied() -> String {
    "access_denied".to_owned()
}

impl Faults {
    /// The effect for a request. Counts the fault down.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Effect> {
        let fault = self.answers.iter_mut().find(|fault| fault.times > 0 && fault.fits(method, path))?;
        fault.times -= 1;
        let effect = fault.effect.clone();
        self.answers.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

impl Fault {
    fn fits(&self, method: &str, path: &str) -> bool {
        let same_method = self.method.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(method));
        let mut segments = path.split('/');
        let mut pattern = self.path.split('/');
        let same_path = loop {
            match (pattern.next(), segments.next()) {
                (None, None) => break true,
                (Some("*"), Some(_)) => {}
                (Some(own), Some(segment)) if own == segment => {}
                _ => break false,
            }
        };
        same_method && same_path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_applies_to_its_route_as_often_as_it_says() {
        let fault = Fault {
            method: Some("post".to_owned()),
            path: "/api/v2/users/*/identities".to_owned(),
            times: 2,
            effect: Effect::Drop,
        };
        let mut faults = Faults { answers: vec![fault], ..Faults::default() };
        let path = "/api/v2/users/auth0%7C1/identities";
        assert_eq!(faults.take("GET", path), None);
        assert_eq!(faults.take("POST", "/api/v2/users/auth0%7C1"), None);
        assert_eq!(faults.take("POST", path), Some(Effect::Drop));
        assert_eq!(faults.take("POST", path), Some(Effect::Drop));
        assert_eq!(faults.take("POST", path), None);
        assert!(faults.answers.is_empty());
    }
}
