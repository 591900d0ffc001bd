//! Measures the emulator from outside, over real connections:
//!
//! ```sh
//! cargo build -p auth0-emulator --profile native
//! cargo run -p auth0-emulator --profile native --example bench              # start, memory, reads and logins per second
//! cargo run -p auth0-emulator --profile native --example bench -- soak 10   # ten minutes under faults
//! ```
//!
//! Starts the program of the same build. This process runs only the clients.

use std::time::{Duration, Instant};

mod answer;
mod connection;
mod login;
mod program;
mod rates;
mod soak;
mod tally;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => rates::run(),
        ["soak"] => soak::run(Duration::from_mins(10)),
        ["soak", minutes] => soak::run(Duration::from_secs_f64(minutes.parse::<f64>()? * 60.0)),
        _ => Err("usage: bench [soak [MINUTES]]".into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "this program measures real time")]
fn now() -> Instant {
    Instant::now()
}
