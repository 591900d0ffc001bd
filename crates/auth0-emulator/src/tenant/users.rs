//! All users of the tenant. Every identity belongs to exactly one user, and every user has an identity.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::identity::{IdentityKey, Profile};
use super::user::User;
use crate::clock::Timestamp;

/// The users, found by id and by identity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<User>", into = "Vec<User>")]
pub(crate) struct Users {
    by_id: BTreeMap<String, User>,
    owners: HashMap<IdentityKey, String>,
}

/// An identity that already belongs to a user.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the identity {0} already belongs to a user")]
pub(crate) struct IdentityTaken(pub String);

/// Why two users were not linked.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum LinkRefusal {
    /// Both are the same user.
    #[error("Main identity and the new one are the same.")]
    SameUser,
    /// There is no such primary user.
    #[error("The user does not exist.")]
    NoPrimary,
    /// There is no such secondary user.
    #[error("Provided secondary account not found.")]
    NoSecondary,
}

/// Why an identity was not unlinked.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum UnlinkRefusal {
    /// There is no such user.
    #[error("The user does not exist.")]
    NoUser,
    /// The primary identity cannot leave its user.
    #[error("Main identity cannot be removed.")]
    Primary,
    /// The user has no such identity.
    #[error("The user has no such identity.")]
    NotLinked,
}

impl Users {
    /// Adds a user, with the attributes that are derived: every user of the tenant comes in here.
    ///
    /// # Errors
    ///
    /// [`IdentityTaken`] when one of its identities belongs to another user; nothing changes then.
    pub(crate) fn insert(&mut self, mut user: User) -> Result<&User, IdentityTaken> {
        for identity in user.identities() {
            if self.owners.contains_key(&identity.key()) {
                return Err(IdentityTaken(identity.key().user_id()));
            }
        }
        let id = user.user_id();
        for identity in user.identities_mut() {
            identity.profile.derive_missing();
            self.owners.insert(identity.key(), id.clone());
        }
        Ok(self.by_id.entry(id).insert_entry(user).into_mut())
    }

    /// Replaces the profile of an identity by what its provider knows now. Returns whether there is such an identity.
    pub(crate) fn replace_profile(&mut self, key: &IdentityKey, mut profile: Profile) -> bool {
        profile.derive_missing();
        let own = self.owner_mut(key).and_then(|user| user.identities_mut().find(|own| own.key() == *key));
        own.map(|own| own.profile = profile).is_some()
    }

    /// The user with this id.
    pub(crate) fn get(&self, user_id: &str) -> Option<&User> {
        self.by_id.get(user_id)
    }

    /// The user with this id. Its set of identities must not be changed.
    pub(crate) fn get_mut(&mut self, user_id: &str) -> Option<&mut User> {
        self.by_id.get_mut(user_id)
    }

    /// The user that an identity belongs to, as primary or linked identity.
    pub(crate) fn owner(&self, key: &IdentityKey) -> Option<&User> {
        self.by_id.get(self.owners.get(key)?)
    }

    /// The user that an identity belongs to. Its set of identities must not be changed.
    pub(crate) fn owner_mut(&mut self, key: &IdentityKey) -> Option<&mut User> {
        self.by_id.get_mut(self.owners.get(key)?)
    }

    /// Every user, ordered by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.by_id.values()
    }

    /// Moves every identity of the secondary user to the primary one, and removes the secondary user with its metadata.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; nothing changes then.
    pub(crate) fn link(
        &mut self,
        primary: &str,
        secondary: &str,
        now: Timestamp,
    ) -> Result<&User, LinkRefusal> {
        if primary == secondary {
            return Err(LinkRefusal::SameUser);
        }
        if !self.by_id.contains_key(primary) {
            return Err(LinkRefusal::NoPrimary);
        }
        let secondary_user = self.by_id.remove(secondary).ok_or(LinkRefusal::NoSecondary)?;
        for identity in secondary_user.identities() {
            self.owners.insert(identity.key(), primary.to_owned());
        }
        let user = self.by_id.get_mut(primary).ok_or(LinkRefusal::NoPrimary)?;
        user.linked.push(secondary_user.primary);
        user.linked.extend(secondary_user.linked);
        user.updated_at = now;
        Ok(user)
    }

    /// Makes a linked identity a separate user again, without metadata and login history.
    ///
    /// # Errors
    ///
    /// [`UnlinkRefusal`]; nothing changes then.
    pub(crate) fn unlink(
        &mut self,
        user_id: &str,
        key: &IdentityKey,
        now: Timestamp,
    ) -> Result<&User, UnlinkRefusal> {
        let user = self.by_id.get_mut(user_id).ok_or(UnlinkRefusal::NoUser)?;
        if user.primary.key() == *key {
            return Err(UnlinkRefusal::Primary);
        }
        let place = user.linked.iter().position(|identity| identity.key() == *key);
        let identity = user.linked.remove(place.ok_or(UnlinkRefusal::NotLinked)?);
        user.updated_at = now;
        let freed = User::new(identity, now);
        self.owners.insert(key.clone(), freed.user_id());
        self.by_id.insert(freed.user_id(), freed);
        self.by_id.get(user_id).ok_or(UnlinkRefusal::NoUser)
    }

    /// Removes a user with all its identities.
    pub(crate) fn remove(&mut self, user_id: &str) -> Option<User> {
        let user = self.by_id.remove(user_id)?;
        for identity in user.identities() {
            self.owners.remove(&identity.key());
        }
        Some(user)
    }
}

impl From<Vec<User>> for Users {
    /// Collects users. Of two with the same identity the first is kept.
    fn from(list: Vec<User>) -> Self {
        let mut users = Self::default();
        for user in list {
            // A data file was written by `Into<Vec<User>>`, so no identity occurs twice.
            let _ = users.insert(user);
        }
        users
    }
}

impl From<Users> for Vec<User> {
    fn from(users: Users) -> Self {
        users.by_id.into_values().collect()
    }
}
