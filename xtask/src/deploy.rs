//! `cargo xtask deploy`: what the usual hosts have to be told, written from `static-host` into `deploy/`.
//!
//! A host's file is a way to spell the same thing; what is said stands in `crates/static-host` alone.

mod caddy;
mod cloudflare_pages;
mod netlify;
mod nginx;
mod vercel;

use std::fs;
use std::io;
use std::path::PathBuf;

use auth0_spa::config::ConfigError;
use clap::Args;
use static_host::{Header, Scheme, SecurityHeaders, TenantOrigin};

use crate::auth_config::{AuthConfig, AuthConfigError, Tenant};
use crate::workspace::Workspace;

/// The tenant in files for nobody in particular: those in this repository.
const PLACEHOLDER: &str = "your-tenant.eu.auth0.com";

/// What every file says of itself.
const ORIGIN: &str =
    "Written by `cargo xtask deploy` from crates/static-host; deploy/README.md says how to use it.";

/// What can be chosen.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The tenant's domain, if not the one in `auth_config.json`
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
}

/// A file for a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// From the repository's root.
    pub(crate) path: &'static str,
    /// The whole file.
    pub(crate) text: String,
}

/// Writes every file.
///
/// # Errors
///
/// When there is no domain to write them for, or they cannot be written.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<(), DeployError> {
    let documents = match &options.domain {
        Some(domain) => documents(&TenantOrigin::from_domain(domain)?),
        None => expected(workspace)?,
    };
    for Document { path, text } in documents {
        let failed = |source| DeployError::Unwritable { path: path.into(), source };
        let file = workspace.path(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(file, text).map_err(failed)?;
        println!("wrote {path}");
    }
    Ok(())
}

/// The files as they should stand in this repository: for the tenant of `auth_config.json`, or for a made-up one where
/// that is a local one.
///
/// # Errors
///
/// When `auth_config.json` names no tenant.
pub(crate) fn expected(workspace: &Workspace) -> Result<Vec<Document>, DeployError> {
    let config = AuthConfig::read(workspace)?;
    let domain = match config.tenant() {
        Tenant::Local { .. } => PLACEHOLDER,
        Tenant::Remote { domain } => domain,
        Tenant::Unusable(error) => return Err(error.clone().into()),
    };
    Ok(documents(&TenantOrigin::from_domain(domain)?))
}

fn documents(tenant: &TenantOrigin) -> Vec<Document> {
    let headers: Vec<Header> = SecurityHeaders::new(Some(tenant), Scheme::Https).list();
    [
        ("deploy/Caddyfile", caddy::text as fn(&[Header]) -> String),
        ("deploy/cloudflare-pages/_headers", cloudflare_pages::headers),
        ("deploy/netlify/_headers", netlify::headers),
        ("deploy/netlify/_redirects", netlify::redirects),
        ("deploy/nginx.conf", nginx::text),
        ("deploy/vercel.json", vercel::text),
    ]
    .map(|(path, text)| Document { path, text: text(&headers) })
    .into()
}

/// Why there are no files.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    /// There is no configuration to take the domain from.
    #[error(transparent)]
    AuthConfig(#[from] AuthConfigError),
    /// It names no tenant.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file.
    #[error("{} cannot be written", path.display())]
    Unwritable {
        /// From the root.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_reaches_every_host() {
        let tenant = TenantOrigin::from_domain("acme.eu.auth0.com").unwrap();
        let headers = SecurityHeaders::new(Some(&tenant), Scheme::Https).list();
        for Document { path, text } in documents(&tenant) {
            if path.ends_with("_redirects") {
                continue;
            }
            for Header { name, value } in &headers {
                assert!(text.contains(name) && text.contains(value.as_str()), "{path}: {name}");
            }
            assert!(text.contains("max-age=31536000, immutable"), "{path}");
        }
    }
}
