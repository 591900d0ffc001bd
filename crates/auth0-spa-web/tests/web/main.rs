//! The ports in a real browser. Run by `cargo xtask test --only web`.

#![cfg(target_arch = "wasm32")]

mod ports;
mod signature;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
