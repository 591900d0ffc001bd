//! `cargo xtask deploy`: the configuration of the usual hosts, written from `static-host` into `deploy/`.

mod caddy;
mod netlify;
mod nginx;
mod vercel;

use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use static_host::{Header, Scheme, SecurityHeaders, TenantOrigin};

use crate::auth_config::{AuthConfig, Tenant};
use crate::workspace::Workspace;

/// The tenant in the files of this repository.
const PLACEHOLDER: &str = "your-tenant.eu.auth0.com";

/// The first line of every file.
const ORIGIN: &str =
    "Written by `cargo xtask deploy` from crates/static-host; deploy/README.md says how to use it.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The tenant's domain, if not the one in `auth_config.json`
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
}

/// A file for a host: its path from the root, and its text.
type Document = (&'static str, String);

/// Writes every file.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<()> {
    let documents = match &options.domain {
        Some(domain) => documents(&TenantOrigin::from_domain(domain)?),
        None => configured(workspace)?,
    };
    for (path, text) in documents {
        let file = workspace.path(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text).with_context(|| format!("{path} cannot be written"))?;
        println!("wrote {path}");
    }
    Ok(())
}

/// The files for the tenant of `auth_config.json`, or for a placeholder if that is a local one.
fn configured(workspace: &Workspace) -> Result<Vec<Document>> {
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
    vec![
        ("deploy/Caddyfile", caddy::text(&headers)),
        ("deploy/cloudflare-pages/_headers", netlify::headers(&headers)),
        ("deploy/netlify/_headers", netlify::headers(&headers)),
        ("deploy/netlify/_redirects", netlify::redirects()),
        ("deploy/nginx.conf", nginx::text(&headers)),
        ("deploy/vercel.json", vercel::text(&headers)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_gets_every_header() {
        let tenant = TenantOrigin::from_domain("acme.eu.auth0.com").unwrap();
        let headers = SecurityHeaders::new(Some(&tenant), Scheme::Https).list();
        for (path, text) in documents(&tenant) {
            if path.ends_with("_redirects") {
                continue;
            }
            for Header { name, value } in &headers {
                assert!(text.contains(name) && text.contains(value.as_str()), "{path}: {name}");
            }
            assert!(text.contains("max-age=31536000, immutable"), "{path}");
        }
    }

    #[test]
    fn the_committed_files_are_those_that_would_be_written() {
        let workspace = Workspace::find();
        for (path, text) in configured(&workspace).unwrap() {
            let committed = fs::read_to_string(workspace.path(path)).unwrap();
            assert_eq!(committed, text, "{path}: run `cargo xtask deploy`");
        }
    }
}
