//! The last resort: a panic ends the wasm, so the page itself says it.

use std::panic;

use super::dom;

/// Makes a panic readable in the console and uncovers the sentence that `index.html` keeps for it.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dom::uncover("crashed");
    }));
}
