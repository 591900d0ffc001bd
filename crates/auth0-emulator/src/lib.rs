//! A local Auth0 tenant for development and tests: logins, tokens, the Management API and account linking.
//!
//! The library serves the tenant in the process of a test ([`Emulator::spawn`]) or without any socket
//! ([`router`], [`user_agent::UserAgent`]); the program `auth0-emulator` serves it on a port.
//! Its behaviour follows Auth0's public documentation. It is independent of any client library.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use auth0_emulator::{Emulator, Seed};
//!
//! let seed = Seed::demo()?.allow_origin("http://localhost:5173");
//! let tenant = Emulator::spawn(seed).await?;
//! println!("domain: {}", tenant.domain());
//! # Ok(())
//! # }
//! ```

// Each group knows the groups above it, never one below.
mod clock;
mod mail;
mod params;
mod random;
mod recent;

mod jws;
pub mod tenant;

mod seed;
mod token;

mod data_file;
mod exchange;
mod fault;
mod log;

mod emulator;
mod snapshot;

mod cookies;
mod pages;

mod error;

mod extract;
mod layers;

mod routes;

mod running;
mod serve;
mod tls;
pub mod user_agent;

pub use clock::{Clock, Timestamp};
pub use data_file::DataFileError;
pub use emulator::{ClientCredentials, Emulator, Options};
pub use fault::{Effect, Fault, Faults, IdTokenFault, LoginRefusal};
pub use log::LogFormat;
pub use mail::Mail;
pub use random::{Random, derived_client_id, derived_client_secret};
pub use routes::{AccessError, TokenError, TokenRequest, router};
pub use running::RunningEmulator;
pub use seed::{DEMO_TENANT, DEMO_USERS, Seed, SeedError, SeedFile, SeedWarning};
pub use serve::{ListenError, listen, serve};
pub use tls::{Certificate, CertificateError, serve_tls};

/// The crate's README, whose Rust examples run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
