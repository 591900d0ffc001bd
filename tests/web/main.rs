//! What only a browser can tell: the ports of `src/browser`, focus, and dialogs. Run by `cargo xtask test --only web`.

#![cfg(target_arch = "wasm32")]

mod components;
mod ports;
mod signature;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
