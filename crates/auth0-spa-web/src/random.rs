//! Randomness by `crypto.getRandomValues()`. There is no weaker source to fall back to.

use auth0_spa::{Random, RandomError};

use crate::Browser;

impl Random for Browser {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(RandomError)?;
        crypto.get_random_values_with_u8_array(bytes).map(|_| ()).map_err(|_| RandomError)
    }
}
