//! Components in a real browser: focus, dialogs, language. Run by `cargo xtask test --only web`.

#![cfg(target_arch = "wasm32")]

mod components;
mod shared_names;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
