//! The last resort: a panic ends the wasm, so the page itself says it.

use std::panic;

/// Makes a panic readable in the console and uncovers the sentence that `index.html` keeps for it.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        tell();
    }));
}

/// Says that the page has stopped.
pub fn tell() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(sentence) = document.and_then(|document| document.get_element_by_id("crashed")) {
        // There is nobody left to tell if this fails.
        let _refused = sentence.remove_attribute("hidden");
    }
}
