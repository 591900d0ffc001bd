//! A refused login: why, and what the tenant says about it (RFC 6749 section 4.1.2.1).
//!
//! Anybody can craft such an address, so nothing of it is trusted or shown before its `state` is known.

use crate::display_text::DisplayText;

/// The longest `error` that is shown, in characters.
const LONGEST_CODE: usize = 60;

/// The longest `error_description` that is shown, in characters.
const LONGEST_DESCRIPTION: usize = 300;

/// A refused login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, as far as the error code tells.
    pub reason: RefusalReason,
    /// `error`, shortened.
    pub code: DisplayText,
    /// `error_description`, shortened; `None` when it shows nothing.
    pub description: Option<DisplayText>,
}

/// Why the tenant refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// The user cancelled, or declined what was asked for.
    Cancelled,
    /// The tenant does not let this user log in.
    Denied,
    /// Either of the two above: Auth0 has one code for both, and the description does not tell.
    CancelledOrDenied,
    /// The tenant has no API with the identifier that was asked for: `audience` is wrong.
    UnknownAudience,
    /// `login_required`, `consent_required`, `interaction_required`.
    InteractionRequired,
    /// `temporarily_unavailable`, `server_error`: the tenant failed; a later attempt may succeed.
    Unavailable,
    /// `invalid_scope`, `invalid_request`, `unauthorized_client`, `unsupported_response_type`: the app or the tenant is
    /// not set up for this login, so trying again does not help.
    Misconfigured,
    /// Any other code.
    Other,
}

impl Refusal {
    pub(crate) fn parse(code: &str, description: Option<&str>) -> Self {
        Self {
            reason: RefusalReason::of(code, description.unwrap_or_default()),
            code: DisplayText::always(&short(code, LONGEST_CODE)),
            description: DisplayText::new(&short(description.unwrap_or_default(), LONGEST_DESCRIPTION)),
        }
    }
}

impl RefusalReason {
    fn of(code: &str, description: &str) -> Self {
        match code {
            "access_denied" => Self::of_denial(description),
            // From a rule, or for a blocked user.
            "unauthorized" => Self::Denied,
            "login_required" | "consent_required" | "interaction_required" => Self::InteractionRequired,
            "temporarily_unavailable" | "server_error" => Self::Unavailable,
            "invalid_scope" | "invalid_request" | "unauthorized_client" | "unsupported_response_type" => {
                Self::Misconfigured
            }
            _ => Self::Other,
        }
    }

    /// What `access_denied` means: the description is one of Auth0's own, or a provider's that Auth0 passes on, or the
    /// reason that an Action gives (Auth0 Support, "Troubleshooting the `access_denied` Error").
    fn of_denial(description: &str) -> Self {
        const CANCELLED: [&str; 3] = [
            "User has canceled the interaction",
            "User did not authorize the request",
            // GitHub's.
            "The user has denied your application access",
        ];
        // For a cancelled login. An Action may well say the same.
        const FACEBOOKS: &str = "Permissions error";
        let said = description.trim().trim_end_matches('.');
        if CANCELLED.iter().any(|known| known.eq_ignore_ascii_case(said)) {
            Self::Cancelled
        } else if said.starts_with("Service not found") {
            Self::UnknownAudience
        } else if said.starts_with("Client ") && said.contains(" not authorized to access ") {
            Self::Misconfigured
        } else if said.is_empty() || said.eq_ignore_ascii_case(FACEBOOKS) {
            Self::CancelledOrDenied
        } else {
            Self::Denied
        }
    }
}

/// The beginning of a text.
fn short(text: &str, longest: usize) -> String {
    let mut rest = text.chars();
    let mut short: String = rest.by_ref().take(longest).collect();
    if rest.next().is_some() {
        short.push('…');
    }
    short
}
