//! All ports together, as a page has them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::pending;

use super::clock::ManualClock;
use super::http::{Answer, ScriptedHttp};
use super::memory::CountingRandom;
use super::samples::NOW;
use super::storage::FaultyStorage;
use super::verifier::NativeVerifier;
use crate::clock::{Clock, UnixTime};
use crate::http::{HttpClient, HttpRequest};
use crate::management::rate_limit::Timer;
use crate::random::{Random, RandomError};
use crate::signature::{RsaPublicKey, SignatureError, SignatureVerifier};
use crate::storage::{Storage, StorageError};
use crate::tabs::SharedStorage;

/// A page without a browser.
pub(crate) struct Page {
    pub(crate) clock: ManualClock,
    pub(crate) random: CountingRandom,
    pub(crate) storage: FaultyStorage,
    /// What other tabs see too.
    pub(crate) shared: FaultyStorage,
    pub(crate) http: ScriptedHttp,
    /// Requests are no longer answered.
    pub(crate) silent: Cell<bool>,
    /// What happens in another tab while the next request is in flight.
    pub(crate) meanwhile: Cell<Option<fn(&Page)>>,
    /// The pauses, in seconds.
    pub(crate) slept: RefCell<Vec<u32>>,
    /// What was stored when each request was sent.
    pub(crate) stored_at_send: RefCell<Vec<BTreeMap<String, String>>>,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self {
            clock: ManualClock::at(NOW),
            random: CountingRandom::default(),
            storage: FaultyStorage::default(),
            shared: FaultyStorage::default(),
            http: ScriptedHttp::default(),
            silent: Cell::default(),
            meanwhile: Cell::default(),
            slept: RefCell::default(),
            stored_at_send: RefCell::default(),
        }
    }
}

impl Clock for Page {
    fn now(&self) -> UnixTime {
        self.clock.now()
    }
}

impl Timer for Page {
    async fn sleep(&self, seconds: u32) {
        self.clock.advance(seconds.into());
        self.slept.borrow_mut().push(seconds);
    }
}

impl Random for Page {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        self.random.fill(bytes)
    }
}

impl Storage for Page {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.storage.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.storage.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.storage.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.storage.keys()
    }
}

impl SharedStorage for Page {
    fn shared(&self) -> &impl Storage {
        &self.shared
    }
}

impl HttpClient for Page {
    async fn send(&self, request: HttpRequest) -> Answer {
        self.stored_at_send.borrow_mut().push(self.storage.contents());
        if let Some(step) = self.meanwhile.take() {
            step(self);
        }
        if self.silent.get() {
            return pending().await;
        }
        self.http.send(request).await
    }
}

impl SignatureVerifier for Page {
    async fn verify_rs256(
        &self,
        key: &RsaPublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureError> {
        NativeVerifier.verify_rs256(key, message, signature).await
    }
}
