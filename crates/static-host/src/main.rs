//! `static-host`: serves a release build on this machine, as production would. `cargo xtask preview` runs it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use auth0_spa::config::ConfigError;
use clap::Parser;
use static_host::{Scheme, SecurityHeaders, TenantOrigin, serve};
use tokio::net::TcpListener;

/// Serves a release build, as production would
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the release build
    #[arg(long, default_value = "dist", value_name = "FOLDER")]
    dist: PathBuf,
    /// The port on this machine
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    port: u16,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { dist, port } = Arguments::parse();
    ensure!(
        dist.join("index.html").is_file(),
        "no release build in {}: `cargo xtask build` makes one",
        dist.display()
    );
    let tenant = tenant(&dist)
        .inspect_err(|error| println!("the app will say that it is not configured: {error}"))
        .ok();
    let headers = SecurityHeaders::new(tenant.as_ref(), Scheme::Http).list();
    let site = serve::with_headers(serve::files(&dist), &headers);
    let listener = TcpListener::bind(("127.0.0.1", port)).await.context("the port cannot be used")?;
    println!("listening at {}", listener.local_addr()?);
    Ok(serve::on(listener, site).await?)
}

/// What the configuration of the build names, read from the bytes as a browser reads them.
fn tenant(dist: &Path) -> Result<TenantOrigin, ConfigError> {
    let bytes = fs::read(dist.join("auth_config.json")).map_err(|_| ConfigError::NotFound)?;
    TenantOrigin::from_auth_config(&String::from_utf8_lossy(&bytes))
}
