//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use auth0_emulator::LogFormat;
use auth0_emulator::tenant::settings::ConsentMode;
use clap::{Parser, ValueEnum};

/// A local Auth0 tenant: logins, tokens, the Management API and account linking, without the internet.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Address and port for http [default: 127.0.0.1:4400, unless only --tls is given].
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,

    /// Serve https, with a certificate of its own [default address: 127.0.0.1:4443].
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:4443")]
    pub(crate) tls: Option<SocketAddr>,

    /// Directory of certificate.pem and key.pem; they are created if missing.
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) tls_dir: Option<PathBuf>,

    /// Public URL of the tenant, if it differs from the address that it listens on.
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,

    /// Deploy CLI file with clients and connections; the built-in demo tenant if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) tenant: Option<PathBuf>,

    /// File with the users of the tenant; without --tenant those of the demo tenant, with it nobody, if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) users: Option<PathBuf>,

    /// Keep the state in this file over restarts.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,

    /// One more origin that every single-page app may be served from; may be repeated.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) app_origin: Vec<String>,

    /// Ask for consent to the Management API as a real tenant does, or never [default: as the users file says].
    #[arg(long, value_enum)]
    pub(crate) consent: Option<Consent>,

    /// What to write about requests to the standard error stream.
    #[arg(long, value_enum, default_value_t = Log::Text)]
    pub(crate) log: Log,

    /// Write nothing but errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Check the two seed files and exit, with 3 if something in them looks like a mistake.
    #[arg(long)]
    pub(crate) check: bool,

    /// Print the configuration of a client as JSON and exit [default client: the first single-page app].
    #[arg(long, value_name = "CLIENT", num_args = 0..=1, default_missing_value = "")]
    pub(crate) print_config: Option<String>,
}

/// `--consent`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Consent {
    /// Once per user, client, API and scope set.
    Ask,
    /// Never.
    Skip,
}

/// `--log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Time, status, method and path.
    Text,
    /// One JSON object per line, secrets shortened.
    Json,
    /// Nothing.
    Quiet,
}

impl From<Consent> for ConsentMode {
    fn from(consent: Consent) -> Self {
        match consent {
            Consent::Ask => Self::Ask,
            Consent::Skip => Self::Skip,
        }
    }
}

impl From<Log> for LogFormat {
    fn from(log: Log) -> Self {
        match log {
            Log::Text => Self::Text,
            Log::Json => Self::Json,
            Log::Quiet => Self::Quiet,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  auth0-emulator
      the demo tenant on http://localhost:4400; look at it on http://localhost:4400/_emulator
  auth0-emulator --listen 127.0.0.1:4401 --app-origin http://localhost:5173
      another port, for an application on another port
  auth0-emulator --tenant tenant/tenant.yaml --users tenant/users.yaml --data tenant.state
      your own tenant, kept over restarts
  auth0-emulator --tls
      https://localhost:4443, for clients that insist on https
  auth0-emulator --print-config > auth_config.json
      domain and client id for the application

Keywords of the tenant file (##KEY##, @@KEY@@) are taken from the environment variable
AUTH0_KEYWORD_REPLACE_MAPPINGS, a JSON object, as the Deploy CLI does.

Exit codes: 0 ended by Ctrl-C, 1 an address or certificate cannot be used, 2 wrong command line,
3 a seed or data file cannot be used.";
