//! The ports of a page, with the emulator as its network.

use std::rc::Rc;
use std::time::Duration;

use auth0_emulator::Emulator;
use auth0_spa::management::rate_limit::Timer;
use auth0_spa::{
    Clock, HttpClient, HttpRequest, HttpResponse, Random, RandomError, RsaPublicKey, SharedStorage,
    SignatureError, SignatureVerifier, Storage, StorageError, TransportError, UnixTime,
};

use crate::memory::{CountingRandom, MemoryStorage};
use crate::network::Network;
use crate::verifier::NativeVerifier;

/// A page of the app in one tab. Its clock is the tenant's.
pub(crate) struct Page {
    clock: auth0_emulator::Clock,
    random: CountingRandom,
    pub(crate) storage: MemoryStorage,
    /// What other tabs see too.
    pub(crate) shared: Rc<MemoryStorage>,
    pub(crate) network: Network,
}

impl Page {
    /// A fresh tab of this origin.
    pub(crate) fn new(emulator: &Emulator, origin: &'static str) -> Self {
        Self {
            clock: emulator.clock().clone(),
            random: CountingRandom::default(),
            storage: MemoryStorage::default(),
            shared: Rc::default(),
            network: Network::new(emulator, origin),
        }
    }
}

impl Clock for Page {
    fn now(&self) -> UnixTime {
        UnixTime(self.clock.now().seconds())
    }
}

/// In a test with `start_paused`, time passes at once, for the tenant too.
impl Timer for Page {
    async fn sleep(&self, seconds: u32) {
        let time = Duration::from_secs(seconds.into());
        tokio::time::sleep(time).await;
        self.clock.advance(time);
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
        self.shared.as_ref()
    }
}

impl HttpClient for Page {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        self.network.send(request).await
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
