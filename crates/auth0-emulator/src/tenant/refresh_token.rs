//! Refresh tokens with rotation, leeway and reuse detection.
//!
//! Auth0, "Refresh Token Rotation". A token consists of the name of its family and a secret. A token of an active family
//! that is neither the newest nor, within the leeway, the one before it has been used already. That indicates a stolen
//! copy, so the whole family is revoked.

use serde::{Deserialize, Serialize};

use super::client::RefreshTokenPolicy;
use super::expiring::Expiring;
use super::grant::Grant;
use super::identity::IdentityKey;
use super::password::secrets_equal;
use crate::clock::Timestamp;
use crate::random::Random;

/// Most families of one user with one client. The oldest is removed first.
const MOST_PER_USER_AND_CLIENT: usize = 200;
const FAMILY_LENGTH: usize = 22;
const SECRET_LENGTH: usize = 43;
/// Lifetime in seconds of a family that does not expire.
const FOR_EVER: i64 = 100 * 365 * 86_400;

/// All refresh tokens of the tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RefreshTokens {
    families: Expiring<Family>,
}

/// The tokens that were issued for one login, one after the other.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Family {
    /// The grant that they represent.
    pub(crate) grant: Grant,
    /// When the first one was issued.
    pub(crate) began_at: Timestamp,
    newest: String,
    before: Option<Replaced>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Replaced {
    secret: String,
    at: Timestamp,
}

/// A successful use of a refresh token.
#[derive(Debug)]
pub(crate) struct Refreshed {
    /// The grant that the token represents.
    pub(crate) grant: Grant,
    /// The token that replaces it, if the client's tokens rotate.
    pub(crate) replacement: Option<String>,
}

impl RefreshTokens {
    /// An empty collection for at most `capacity` families.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { families: Expiring::with_capacity(capacity) }
    }

    /// Starts a family and returns its first token.
    pub(crate) fn begin(
        &mut self,
        grant: Grant,
        policy: RefreshTokenPolicy,
        now: Timestamp,
        random: &Random,
    ) -> String {
        self.keep_within_limit(&grant);
        let (family, secret) = (random.token(FAMILY_LENGTH), random.token(SECRET_LENGTH));
        let token = format!("v1.{family}{secret}");
        let end = end(policy, now, now);
        self.families.insert(
            &family,
            Family { grant, began_at: now, newest: secret, before: None },
            now,
            end,
        );
        token
    }

    /// Uses a token of this client.
    ///
    /// Returns `None` for an unknown, expired or revoked token, for one of another client, and for one that was replaced
    /// longer ago than the leeway. The last case also ends the family.
    pub(crate) fn redeem(
        &mut self,
        token: &str,
        client_id: &str,
        policy: RefreshTokenPolicy,
        now: Timestamp,
        random: &Random,
    ) -> Option<Refreshed> {
        let (name, secret) = parts(token)?;
        let family = self.families.get_mut(name, now)?;
        if family.grant.client_id != client_id {
            return None;
        }
        let is_newest = secrets_equal(&family.newest, secret);
        let is_forgiven = family.before.as_ref().is_some_and(|before| {
            secrets_equal(&before.secret, secret) && now <= before.at.plus_seconds(policy.leeway)
        });
        if !is_newest && !is_forgiven {
            self.families.take(name, now);
            return None;
        }
        let grant = family.grant.clone();
        let end = end(policy, family.began_at, now);
        let replacement = policy.rotating.then(|| {
            let fresh = random.token(SECRET_LENGTH);
            let replaced = std::mem::replace(&mut family.newest, fresh.clone());
            if is_newest {
                family.before = Some(Replaced { secret: replaced, at: now });
            }
            format!("v1.{name}{fresh}")
        });
        self.families.expire_at(name, end);
        Some(Refreshed { grant, replacement })
    }

    /// Ends the family of a token, if it belongs to the client.
    pub(crate) fn revoke(&mut self, token: &str, client_id: &str, now: Timestamp) {
        let Some((name, _)) = parts(token) else { return };
        if self.families.get(name, now).is_some_and(|family| family.grant.client_id == client_id) {
            self.families.take(name, now);
        }
    }

    /// Ends the families of these identities.
    pub(crate) fn revoke_identities(&mut self, identities: &[IdentityKey]) {
        self.families.retain(|family| !identities.contains(&family.grant.identity));
    }

    /// The families that have not ended.
    pub(crate) fn live(&self, now: Timestamp) -> impl Iterator<Item = &Family> {
        self.families.live(now)
    }

    fn keep_within_limit(&mut self, grant: &Grant) {
        let same = |family: &Family| {
            family.grant.identity == grant.identity && family.grant.client_id == grant.client_id
        };
        let mut oldest: Option<Timestamp> = None;
        let mut count = 0;
        self.families.retain(|family| {
            if same(family) {
                count += 1;
                oldest = Some(oldest.map_or(family.began_at, |old| old.min(family.began_at)));
            }
            true
        });
        if count >= MOST_PER_USER_AND_CLIENT {
            let mut gone = false;
            self.families.retain(|family| {
                let goes = !gone && same(family) && Some(family.began_at) == oldest;
                gone |= goes;
                !goes
            });
        }
    }
}

impl std::fmt::Debug for Family {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Family").field("grant", &self.grant).finish_non_exhaustive()
    }
}

fn end(policy: RefreshTokenPolicy, began_at: Timestamp, now: Timestamp) -> Timestamp {
    let absolute = began_at.plus_seconds(policy.absolute_lifetime.unwrap_or(FOR_EVER));
    absolute.min(now.plus_seconds(policy.idle_lifetime.unwrap_or(FOR_EVER)))
}

fn parts(token: &str) -> Option<(&str, &str)> {
    let (family, secret) = token.strip_prefix("v1.")?.split_at_checked(FAMILY_LENGTH)?;
    (secret.len() == SECRET_LENGTH).then_some((family, secret))
}
