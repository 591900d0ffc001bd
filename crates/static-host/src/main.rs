//! `static-host`: serves a release build locally, with the headers of production. `cargo xtask preview` runs it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use auth0_spa::config::ConfigError;
use clap::Parser;
use static_host::{Scheme, SecurityHeaders, TenantOrigin, serve};
use tokio::net::TcpListener;

/// Serves a release build with the headers of production
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the release build
    #[arg(long, default_value = "dist", value_name = "FOLDER")]
    dist: PathBuf,
    /// The port to listen on
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    port: u16,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { dist, port } = Arguments::parse();
    ensure!(
        dist.join("index.html").is_file(),
        "no release build in {}: run `cargo xtask build`",
        dist.display()
    );
    let tenant =
        tenant(&dist).inspect_err(|error| println!("warning: the app is not configured: {error}")).ok();
    let headers = SecurityHeaders::new(tenant.as_ref(), Scheme::Http).list();
    let site = serve::with_headers(serve::files(&dist), &headers);
    let listener = TcpListener::bind(("127.0.0.1", port)).await.context("cannot listen on the port")?;
    println!("listening at {}", listener.local_addr()?);
    Ok(serve::on(listener, site).await?)
}

/// The tenant of the build's configuration. Invalid UTF-8 is replaced, as a browser does.
fn tenant(dist: &Path) -> Result<TenantOrigin, ConfigError> {
    let bytes = fs::read(dist.join("auth_config.json")).map_err(|_| ConfigError::NotFound)?;
    TenantOrigin::from_auth_config(&String::from_utf8_lossy(&bytes))
}
