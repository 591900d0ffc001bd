//! The command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use auth0_emulator::LogFormat;
use auth0_emulator::tenant::settings::{ConsentMode, UnsupportedMode};
use clap::{Parser, ValueEnum};
use url::Url;

/// A local Auth0 tenant: logins, tokens, the Management API and account linking, without the internet.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Address and port for http, or a port of this machine [default: 127.0.0.1:4400, unless only --tls is given].
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) listen: Option<SocketAddr>,

    /// Serve https, with a certificate of its own [default address: 127.0.0.1:4443].
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:4443", value_parser = address)]
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
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    pub(crate) app_origin: Vec<String>,

    /// Ask for consent to the Management API as a real tenant does, or never [default: as the users file says].
    #[arg(long, value_enum)]
    pub(crate) consent: Option<Consent>,

    /// What to do with a request that asks for what the emulator does not have [default: as the users file says].
    #[arg(long, value_enum)]
    pub(crate) unsupported: Option<Unsupported>,

    /// What to write about requests to the standard error stream.
    #[arg(long, value_enum, default_value_t = Log::Text)]
    pub(crate) log: Log,

    /// Write nothing but errors, not even that the tenant is ready.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Check the two seed files and exit, with 3 if something in them looks like a mistake.
    #[arg(long)]
    pub(crate) check: bool,

    /// Print the configuration of a client as JSON and exit [default client: the first single-page app].
    #[arg(long, value_name = "CLIENT", num_args = 0..=1, default_missing_value = "")]
    pub(crate) print_config: Option<String>,
}

/// An address with its port, `localhost:4400`, or a port of this machine alone.
fn address(text: &str) -> Result<SocketAddr, String> {
    let on_this_machine = |port: &str| Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)));
    let parsed =
        text.parse().ok().or_else(|| on_this_machine(text.strip_prefix("localhost:").unwrap_or(text)));
    parsed.ok_or_else(|| "expected a port, or an address such as 127.0.0.1:4400 or [::1]:4400".to_owned())
}

/// Scheme, host and port, as a browser names the origin of a page.
fn origin(text: &str) -> Result<String, String> {
    let bare = text.trim_end_matches('/');
    let is_origin = Url::parse(bare).is_ok_and(|url| url.origin().ascii_serialization() == bare);
    let wrong = "expected an origin such as http://localhost:5173: scheme, host and port, without a path";
    if is_origin { Ok(bare.to_owned()) } else { Err(wrong.to_owned()) }
}

/// `--consent`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Consent {
    /// Once per user, client, API and scope set.
    Ask,
    /// Never.
    Skip,
}

/// `--unsupported`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Unsupported {
    /// Refuse it.
    Refuse,
    /// Ignore what is missing, with a warning.
    Warn,
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

impl From<Unsupported> for UnsupportedMode {
    fn from(unsupported: Unsupported) -> Self {
        match unsupported {
            Unsupported::Refuse => Self::Refuse,
            Unsupported::Warn => Self::Warn,
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
  auth0-emulator --listen 4401 --app-origin http://localhost:5173
      another port, for an application on another port
  auth0-emulator --tenant tenant/tenant.yaml --users tenant/users.yaml --data tenant.state
      your own tenant, kept over restarts
  auth0-emulator --tls
      https://localhost:4443, for clients that insist on https
  auth0-emulator --print-config > auth_config.json
      domain and client id for the application

Keywords of the tenant file (##KEY##, @@KEY@@) are taken from the environment variable
AUTH0_KEYWORD_REPLACE_MAPPINGS, a JSON object, as the Deploy CLI does.

Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 an address or certificate cannot be used, 2 wrong command line,
3 a seed or data file cannot be used.";
