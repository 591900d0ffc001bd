//! Taking an identity off again: one request, and the truth when its answer is missing.

use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::management::{Identity, LinkRejection, Management, ManagementError};
use crate::session::Session;

/// Unlinks one of the session user's secondary identities and returns those that are left, the primary first.
///
/// An identity that is gone already counts as unlinked: another tab may have been faster.
///
/// # Errors
///
/// [`ManagementError`] when the identity is still there, or when nobody knows.
pub async fn unlink(
    http: &impl HttpClient,
    config: &AuthConfig,
    session: &Session,
    identity: &Identity,
) -> Result<Vec<Identity>, ManagementError> {
    let api = Management::new(http, config, &session.access_token);
    let is_gone = |left: &[Identity]| !left.iter().any(|other| other.is_same(identity));
    let cause = match api.unlink(session.subject(), identity).await {
        Ok(left) if is_gone(&left) => return Ok(left),
        Ok(_) => ManagementError::UnexpectedAnswer { status: 200 },
        Err(cause) => cause,
    };
    // Auth0 does not document what it answers for an identity that is not linked: 400 and 404 both may mean it.
    let perhaps_gone = matches!(
        cause,
        ManagementError::UserNotFound
            | ManagementError::Refused(LinkRejection::Other | LinkRejection::SecondaryNotFound)
    );
    if !cause.outcome_unknown() && !perhaps_gone {
        return Err(cause);
    }
    match api.user(session.subject()).await {
        Ok(user) if is_gone(&user.identities) => Ok(user.identities),
        _ => Err(cause),
    }
}

#[cfg(test)]
mod tests;
