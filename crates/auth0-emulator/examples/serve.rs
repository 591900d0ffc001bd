//! A tenant on a free port of this machine, for an application at `http://localhost:5173`.
//!
//! ```sh
//! cargo run -p auth0-emulator --example serve
//! ```

use auth0_emulator::{Emulator, Seed};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tenant = Emulator::spawn(Seed::demo()?.allow_origin("http://localhost:5173")).await?;
    println!("domain: {}", tenant.domain());
    for client in tenant.clients() {
        println!("client_id of {}: {}", client.name, client.id);
    }
    println!("inspector: {}/_emulator", tenant.url());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
