//! Serving until Ctrl-C.

use auth0_emulator::{Emulator, Options, listen, serve};

use crate::args::Args;
use crate::failure::Failure;
use crate::seed_files;

/// Does what the command line says.
///
/// # Errors
///
/// [`Failure`] with its remedy.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let seed = seed_files::seed(args)?;
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::Runtime)?;
    runtime.block_on(async {
        let (listener, port) = listen(args.listen).await?;
        let issuer = format!("http://localhost:{port}/");
        let options = Options { issuer, ..Options::default() };
        let emulator = Emulator::new(seed, options);
        println!("auth0-emulator: domain {}", emulator.domain());
        for (name, client_id) in emulator.clients() {
            println!("auth0-emulator: client {client_id} ({name})");
        }
        println!("auth0-emulator: ready at {}", emulator.issuer());
        tokio::select! {
            () = serve(listener, emulator) => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(())
    })
}
