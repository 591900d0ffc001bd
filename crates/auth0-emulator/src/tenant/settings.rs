//! Settings of the tenant, among them one for each behaviour that Auth0 does not document.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// Settings of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether the consent page is shown.
    pub consent: ConsentMode,
    /// What happens to a request that asks for what the emulator does not have.
    pub unsupported: UnsupportedMode,
    /// Whether to skip the page that confirms a loopback callback, for every client.
    pub skip_callback_confirmation: bool,
    /// How long browser sessions last.
    pub session: SessionLifetime,
    /// What linking does to the sessions and tokens of the secondary user.
    pub after_link: AfterLink,
    /// The status for unlinking an identity that the user does not have; Auth0 documents none.
    pub unlink_not_linked: NotLinkedStatus,
    /// The Management API's rate limit.
    pub rate_limit: RateLimitMode,
    /// Whether scripts may read the rate limit's headers; Auth0 does not document it.
    pub expose_rate_limit_headers: bool,
}

/// How long a browser session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLifetime {
    /// Seconds from the login.
    pub absolute: i64,
    /// Seconds without use.
    pub idle: i64,
}

/// A change of settings. Absent ones stay as they are.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SettingsPatch {
    consent: Option<ConsentMode>,
    unsupported: Option<UnsupportedMode>,
    skip_callback_confirmation: Option<bool>,
    after_link: Option<AfterLink>,
    unlink_not_linked: Option<NotLinkedStatus>,
    rate_limit: Option<RateLimitMode>,
    expose_rate_limit_headers: Option<bool>,
}

impl SettingsPatch {
    /// Changes the settings.
    pub(crate) fn apply(self, settings: &mut Settings) {
        set(&mut settings.consent, self.consent);
        set(&mut settings.unsupported, self.unsupported);
        set(&mut settings.skip_callback_confirmation, self.skip_callback_confirmation);
        set(&mut settings.after_link, self.after_link);
        set(&mut settings.unlink_not_linked, self.unlink_not_linked);
        set(&mut settings.rate_limit, self.rate_limit);
        set(&mut settings.expose_rate_limit_headers, self.expose_rate_limit_headers);
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// Whether the consent page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsentMode {
    /// As a real tenant does: once per user, client, API and scope set.
    #[default]
    Ask,
    /// Never, except for `prompt=consent`.
    Skip,
}

/// What happens to a request that asks for what the emulator does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnsupportedMode {
    /// It is refused, so that no test passes that would fail on a real tenant.
    #[default]
    Refuse,
    /// It passes, and what is missing is logged.
    Warn,
}

/// What linking does to the sessions and tokens of the secondary user. Auth0 does not document it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AfterLink {
    /// The browser session of the second login.
    pub session: SecondarySession,
    /// The refresh tokens of the secondary user.
    pub refresh_tokens: SecondaryTokens,
}

/// What happens to the session of the second login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondarySession {
    /// It continues as a session of the primary user.
    #[default]
    Primary,
    /// It ends.
    Ended,
}

/// What happens to the refresh tokens of the secondary user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondaryTokens {
    /// They are refused.
    #[default]
    Revoked,
    /// They continue to work, for the primary user.
    Kept,
}

/// The status for unlinking an identity that is not linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum NotLinkedStatus {
    /// 400, the default.
    #[default]
    BadRequest,
    /// 404.
    NotFound,
}

/// The Management API's rate limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RateLimitMode {
    /// No limit.
    #[default]
    Off,
    /// That of Auth0's free plan: two requests a second, bursts of two.
    Free,
}

impl SessionLifetime {
    /// When a session that started at `authenticated_at` expires if this is its last use.
    pub(crate) fn end(self, authenticated_at: Timestamp, now: Timestamp) -> Timestamp {
        authenticated_at.plus_seconds(self.absolute).min(now.plus_seconds(self.idle))
    }
}

impl ConsentMode {
    /// Whether the page is skipped.
    pub(crate) fn is_skipped(self) -> bool {
        self == Self::Skip
    }
}

impl TryFrom<u16> for NotLinkedStatus {
    type Error = String;

    fn try_from(status: u16) -> Result<Self, String> {
        match status {
            400 => Ok(Self::BadRequest),
            404 => Ok(Self::NotFound),
            other => Err(format!("unlink_not_linked must be 400 or 404, not {other}")),
        }
    }
}

impl From<NotLinkedStatus> for u16 {
    fn from(status: NotLinkedStatus) -> Self {
        match status {
            NotLinkedStatus::BadRequest => 400,
            NotLinkedStatus::NotFound => 404,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_at_the_nearer_limit() {
        let lifetime = SessionLifetime { absolute: 1000, idle: 100 };
        let start = Timestamp::from_millis(0);
        assert_eq!(lifetime.end(start, start.plus_seconds(10)).seconds(), 110);
        assert_eq!(lifetime.end(start, start.plus_seconds(950)).seconds(), 1000);
    }
}
