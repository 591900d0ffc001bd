//! RS256 by `WebCrypto`: the browser has the code, so verification adds nothing to the bundle.

use auth0_spa::{RsaPublicKey, SignatureError, SignatureVerifier};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::Browser;

const ALGORITHM: &str = "RSASSA-PKCS1-v1_5";

impl SignatureVerifier for Browser {
    async fn verify_rs256(
        &self,
        key: &RsaPublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureError> {
        let subtle = subtle().ok_or(SignatureError::Unavailable)?;
        let key = import(&subtle, key).await.map_err(|_| SignatureError::UnusableKey)?;
        let verified = subtle
            .verify_with_str_and_u8_array_and_u8_array(ALGORITHM, &key, signature, message)
            .map_err(|_| SignatureError::Unavailable)?;
        let verified = JsFuture::from(verified).await.map_err(|_| SignatureError::Unavailable)?;
        Ok(verified.is_truthy())
    }
}

/// `crypto.subtle`, which is undefined (not an error) outside of secure contexts.
fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!JsValue::from(&subtle).is_undefined()).then_some(subtle)
}

async fn import(subtle: &SubtleCrypto, key: &RsaPublicKey) -> Result<CryptoKey, JsValue> {
    let jwk = object(&[("kty", "RSA"), ("alg", "RS256"), ("n", &key.n), ("e", &key.e)])?;
    let algorithm = object(&[("name", ALGORITHM), ("hash", "SHA-256")])?;
    let uses = Array::of1(&JsValue::from_str("verify"));
    let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &uses)?;
    JsFuture::from(key).await?.dyn_into()
}

fn object(members: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(object)
}
