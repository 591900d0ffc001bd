//! RS256 by `WebCrypto`, with a key and a signature made by OpenSSL.

use auth0_spa::{RsaPublicKey, SignatureError, SignatureVerifier};
use auth0_spa_web::Browser;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wasm_bindgen_test::wasm_bindgen_test;

const MESSAGE: &[u8] = b"header.claims";
const MODULUS: &str = "rlEsfafVumZqov-bAXpq9c0AP6uqTbT-ehLExeEorAS4DzmaZ3ROdEbq1wk5XHxlqXKQgyHzuV829FYF5-EUMKMOWBoF4frbN7ZZkIsj1VPuFYfwiKv0_OIrD5ygCRf-DS_83tySdKjp94pkpLkzFTxVzilf-Uv8tyB5anbidRrHHea3TrqfDKAeoFjNJv1OBxHzW8eMTXFETER3pEn94O8mLp7mpzA054WSLLAsRcBagQC9htXMqrITjse-C3tcaTF-RNCgW1KOfus9cVRkI5jhohl3kt76l6lTYYjDf4-qM-aTKZtwlFlB0Cejyv8_RrdaKAy0XCnqNPZiIxJ_7Q";
const SIGNATURE: &str = "qJr60pdgv0O1vyA1rSNWZPSZEVruDRRmyqfYCJVE2LQifrlbAY9RWQt-cTjoazf1XtMew-m4by-6PTWzigdPx8hw5D3jvEveX1rUdC2M79RUat4z01a3WLwPm5SqpkEpBfn8gHuiS1bgjFFpHsiW-sDrGaFFD4IrTQHQvqGAIGj4UIsb5H4T5vedqeFZHh_Zu21cApUBFU4aIzQGzKlSh5DwKJiWR6cXYBMfhiaFt1SIkKKCOetQhzmQlqcw2WXAwmCcrmPkD4j2pWj4F0Bt-sjMII3gVsw-NfLqtcAy16K9lnEVsHylqIY4KXx49qGvVIobwY5DyQSoYJtNU2Z7bg";

fn key() -> RsaPublicKey {
    RsaPublicKey { n: MODULUS.to_owned(), e: "AQAB".to_owned() }
}

fn signature() -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(SIGNATURE).unwrap()
}

#[wasm_bindgen_test]
async fn a_valid_signature_is_accepted() {
    assert_eq!(Browser.verify_rs256(&key(), MESSAGE, &signature()).await, Ok(true));
}

/// Cases: ID-12.
#[wasm_bindgen_test]
async fn one_flipped_bit_is_refused() {
    let mut flipped = signature();
    flipped[0] ^= 1;
    assert_eq!(Browser.verify_rs256(&key(), MESSAGE, &flipped).await, Ok(false));
    assert_eq!(Browser.verify_rs256(&key(), b"header.claimt", &signature()).await, Ok(false));
}

#[wasm_bindgen_test]
async fn an_unusable_key_is_an_error_and_not_a_verdict() {
    let key = RsaPublicKey { n: "not base64!".to_owned(), e: "AQAB".to_owned() };
    assert_eq!(Browser.verify_rs256(&key, MESSAGE, &signature()).await, Err(SignatureError::UnusableKey));
}
