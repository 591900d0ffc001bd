//! Reads the address before anything can change it, and runs the app.

use std::panic;

use account_linking::app;
use account_linking::dom::{self, shared};
use auth0_spa_web::location;

fn main() {
    // A panic ends the wasm. The console says where, and index.html has a message for the user.
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dom::show_message(shared::CRASHED);
    }));
    app::run(location::take_page_url());
}
