//! Faults on command: responses that fail, and switches that make the tenant misbehave. All off by default.

use serde::{Deserialize, Serialize};

/// Spoils the next answers of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only requests with this method; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path of the route; `*` stands for one segment, as in `/api/v2/users/*/identities`.
    pub path: String,
    /// How many answers are spoilt.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens to them.
    pub effect: Effect,
}

/// What happens to a spoilt answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// The request is not carried out; this is answered instead.
    Answer {
        /// Status of the answer.
        status: u16,
        /// Body of the answer.
        #[serde(default)]
        body: String,
        /// Its type; JSON if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
    },
    /// The request is carried out, and answered after so many milliseconds.
    Delay(u64),
    /// The request is carried out, and the connection closed without an answer.
    Drop,
    /// 504 is answered, and the request carried out so many milliseconds later: a gateway gave up on a slow server. The
    /// connection is not closed, because Chromium then sends the request again by itself, whatever its method.
    CarriedOutLate(u64),
    /// The request is not carried out, and the connection closed without an answer.
    Refuse,
    /// The request is carried out, and the answer breaks off in its middle.
    Truncate,
    /// The request is carried out, and HTML is answered in place of JSON.
    NotJson,
}

/// Everything that is wrong at the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Answers to spoil; the first that fits is used.
    pub answers: Vec<Fault>,
    /// No CORS headers at all.
    pub cors_off: bool,
    /// What is wrong with ID tokens.
    pub id_token: Option<IdTokenFault>,
    /// Providers let their first account in without a page.
    pub silent_provider: bool,
    /// Whoever logs in is this user's primary identity instead, by user id.
    pub login_as: Option<String>,
    /// Everybody who logs in is refused, as by an Action of the tenant.
    pub refuse_login: Option<LoginRefusal>,
}

/// What the callback is told in place of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginRefusal {
    /// `error`: `access_denied` after `api.access.deny` and for a client that may not use the API, `unauthorized` for a
    /// rule's `UnauthorizedError`.
    #[serde(default = "access_denied")]
    pub error: String,
    /// `error_description`: for a denial, what the Action says.
    pub error_description: String,
}

/// What is wrong with ID tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenFault {
    /// Signed by a key that is in no JWKS, under the `kid` of the right one.
    ForeignKey,
    /// Signed by HS256 with the client's secret.
    Hs256,
    /// Not signed: `alg` is `none`.
    Unsigned,
    /// Over since an hour.
    Expired,
    /// Another issuer.
    WrongIssuer,
    /// Another client's.
    WrongAudience,
    /// Another nonce.
    WrongNonce,
    /// A login of the day before.
    OldAuthTime,
    /// No `sub`.
    NoSubject,
    /// Another `sub` before the right one: two members of one name.
    TwoSubjects,
    /// An access token by its own `typ`.
    AccessToken,
    /// Issued a week before, and still good.
    WeekOld,
}

fn once() -> u32 {
    1
}

fn access_denied() -> String {
    "access_denied".to_owned()
}

impl Faults {
    /// The effect for a request, counted down.
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
    fn a_fault_fits_its_route_and_is_used_up() {
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
