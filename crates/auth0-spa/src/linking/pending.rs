//! A record of a request whose outcome is unknown, kept in storage so that a reload does not forget it.
//!
//! It holds no token and no value: accounts by their ids, copied metadata by its keys and hashes.

use sha2::{Digest as _, Sha256};

use crate::clock::UnixTime;
use crate::encoding::base64url;
use crate::json::{self, Map, Value};
use crate::management::Identity;
use crate::session::{Session, SessionRef};
use crate::storage::{Storage, set_checked};
use crate::tabs;
use crate::user_id::UserId;

const KEY: &str = "account-linking.under-way";
/// The version of the record. Records of other versions are removed.
const VERSION: &str = "1";

/// Which request was sent last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The PATCH that copies metadata. The link was not sent yet.
    Copying,
    /// The POST that links.
    Linking,
    /// The PATCH that removes the copies. The link was refused.
    RollingBack,
    /// The DELETE that unlinks.
    Unlinking,
}

const STEPS: [(&str, Step); 4] = [
    ("copying", Step::Copying),
    ("linking", Step::Linking),
    ("taking_back", Step::RollingBack),
    ("unlinking", Step::Unlinking),
];

/// A link or unlink whose outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRequest {
    /// The session that asked.
    session: SessionRef,
    /// The account that is changed. Not the session's own if the roles were swapped.
    pub(super) primary: UserId,
    /// The account that joins or leaves it.
    pub(super) other: UserId,
    pub(super) step: Step,
    /// A hash of each value that is copied, by its key.
    copied: Map<String, Value>,
    pub(super) sent_at: UnixTime,
}

impl PendingRequest {
    /// A link is about to be sent.
    pub(super) fn link(
        session: SessionRef,
        primary: UserId,
        other: UserId,
        copied: &Map<String, Value>,
    ) -> Self {
        let copied = hashes(copied);
        Self { session, primary, other, step: Step::Copying, copied, sent_at: UnixTime(0) }
    }

    /// An unlink is about to be sent.
    pub(super) fn unlink(session: &Session, identity: &Identity) -> Self {
        let other = UserId::new([&identity.provider, "|", &identity.user_id].concat());
        let step = Step::Unlinking;
        Self { step, ..Self::link(session.reference(), session.subject().clone(), other, &Map::new()) }
    }

    /// The record of this tab, if it is about the session's account. Any other is removed.
    pub fn restore(storage: &impl Storage, session: &Session) -> Option<Self> {
        let request = Self::read(&storage.get(KEY).ok()??);
        let ours = request.filter(|request| {
            request.session.issuer == session.claims.issuer
                && request.session.subject == session.subject().as_str()
        });
        if ours.is_none() {
            Self::forget(storage);
        }
        ours
    }

    /// The outcome is known. The record of another request that was sent meanwhile stays.
    pub fn done(&self, storage: &impl Storage) {
        let kept = storage.get(KEY).ok().flatten().and_then(|text| Self::read(&text));
        if kept.is_none_or(|kept| {
            (&kept.session, &kept.primary, &kept.other, kept.is_unlink())
                == (&self.session, &self.primary, &self.other, self.is_unlink())
        }) {
            Self::forget(storage);
        }
    }

    /// Removes the record after a logout.
    pub fn forget(storage: &impl Storage) {
        // A record that cannot be removed is compared with the tenant's data later, so it reports nothing wrong.
        let _removed = storage.remove(KEY);
    }

    /// Whether the session that asked has ended, here or in another tab.
    pub(super) fn is_overtaken(&self, shared: &impl Storage) -> bool {
        tabs::status(shared, &self.session.fingerprint()).check().is_err()
    }

    /// Whether it is about an unlink.
    pub fn is_unlink(&self) -> bool {
        self.step == Step::Unlinking
    }

    /// The account that joins or leaves.
    pub fn other(&self) -> &UserId {
        &self.other
    }

    /// Stores the record before `step` is sent.
    pub(super) fn keep(&mut self, storage: &impl Storage, step: Step, now: UnixTime) {
        self.step = step;
        self.sent_at = now;
        // Without the record a reload reports less, but the link can go on. A record of an earlier step would
        // make it report something wrong.
        if set_checked(storage, KEY, &json::write(&self.to_json())).is_err() {
            Self::forget(storage);
        }
    }

    /// The tenant stored other values than were sent.
    pub(super) fn copied_as(&mut self, copied: &Map<String, Value>) {
        self.copied = hashes(copied);
    }

    /// The keys of everything that is copied.
    pub(super) fn keys(&self) -> Vec<String> {
        self.copied.keys().cloned().collect()
    }

    /// The keys whose copied values the metadata still holds.
    pub(super) fn held_by(&self, metadata: &Map<String, Value>) -> Vec<String> {
        let held =
            |(key, mark): &(&String, &Value)| metadata.get(*key).is_some_and(|value| hash(value) == **mark);
        self.copied.iter().filter(held).map(|(key, _)| key.clone()).collect()
    }

    fn to_json(&self) -> Value {
        let step = STEPS.into_iter().find(|(_, step)| *step == self.step).map(|(name, _)| name);
        Value::object(vec![
            ("version", VERSION.into()),
            ("session", self.session.to_json()),
            ("primary", self.primary.as_str().into()),
            ("other", self.other.as_str().into()),
            ("step", step.into()),
            ("copied", Value::Object(self.copied.clone())),
            ("sent_at", self.sent_at.to_json()),
        ])
    }

    fn read(text: &str) -> Option<Self> {
        let record = &json::read(text).ok()?;
        if record.text("version") != Some(VERSION) {
            return None;
        }
        let id = |name| record.text(name).map(UserId::new);
        let name = record.text("step")?;
        let (_, step) = STEPS.into_iter().find(|(known, _)| *known == name)?;
        Some(Self {
            session: SessionRef::read(record.get("session")?)?,
            primary: id("primary")?,
            other: id("other")?,
            step,
            copied: record.get("copied")?.as_object()?.clone(),
            sent_at: UnixTime::read(record, "sent_at")?,
        })
    }
}

fn hashes(values: &Map<String, Value>) -> Map<String, Value> {
    json::members(values.iter().map(|(key, value)| (key.clone(), hash(value))))
}

fn hash(value: &Value) -> Value {
    Value::String(base64url(&Sha256::digest(json::write(value))))
}

#[cfg(test)]
mod tests;
