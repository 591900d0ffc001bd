//! The program: takes the address before anything can change it, and mounts the app. Nothing else.

use account_linking::app;
use account_linking::browser::{self, location};

fn main() {
    browser::panic::install();
    app::run(location::take());
}
