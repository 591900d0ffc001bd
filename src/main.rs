//! The program: takes the address before anything can change it, and mounts the app. Nothing else.

use account_linking::app::App;
use account_linking::browser::{self, location};
use leptos::prelude::*;

fn main() {
    browser::panic::install();
    let page_url = location::take();
    mount_to_body(move || view! { <App page_url=page_url.clone() /> });
}
