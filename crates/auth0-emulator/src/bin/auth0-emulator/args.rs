//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;

/// A local Auth0 tenant: logins, tokens, the Management API and account linking, without the internet.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4400")]
    pub(crate) listen: SocketAddr,

    /// Deploy CLI file with clients and connections; the built-in demo tenant if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,

    /// File with the people of the tenant; those of the demo tenant if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) users: Option<PathBuf>,

    /// One more origin that every single-page app may be served from; may be repeated.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) app_origin: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  auth0-emulator
      the demo tenant on http://localhost:4400
  auth0-emulator --listen 127.0.0.1:4401 --app-origin http://localhost:5173
      another port, for an application on another port
  auth0-emulator --tenant tenant/tenant.yaml --users tenant/users.yaml
      your own tenant

Exit codes: 0 ended by Ctrl-C, 1 the port cannot be opened, 2 wrong command line, 3 a seed file cannot be used.";
