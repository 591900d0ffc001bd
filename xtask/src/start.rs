//! `cargo xtask start`: from a fresh clone to a running app in one command.
//!
//! Every check that can fail runs before any long work starts.

mod app;
mod config_override;
pub(crate) mod local_tenant;
pub(crate) mod ready;

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::auth_config::{AuthConfig, Tenant};
use crate::port;
use crate::progress::Stopwatch;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    ports: Ports,
    /// Build the app as it is shipped: small, and slow to build
    #[arg(long)]
    release: bool,
    /// Open the app in the browser when it is ready
    #[arg(long)]
    open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ports {
    /// Port of the app; a real tenant must know it as a callback URL
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    pub(crate) port: u16,
    /// Port of the local tenant, if not the one in `auth_config.json`
    #[arg(long, value_name = "PORT")]
    emulator_port: Option<u16>,
}

/// Runs until Ctrl-C, or until one of the programs ends by itself.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<()> {
    let stopwatch = Stopwatch::start();
    let prepared = prepare(workspace, &options.ports)?;
    let Prepared { tenant, toolbox, origin, .. } = &prepared;

    let mut running = local_tenant::start(toolbox, tenant, origin)?;
    let config_at = prepared.config_to_serve().map(config_override::serve).transpose();
    let config_at = config_at.context("the configuration for `--emulator-port` cannot be served")?;
    app::start(workspace, toolbox, options, config_at, &mut running)?;

    let note = "a change to the source rebuilds the app";
    print!("{}", ready::message(origin, tenant, stopwatch.elapsed(), note));
    if options.open {
        open_in_browser(origin);
    }
    ready::watch(&mut running)
}

/// What `start` and `preview` have in common before anything runs.
pub(crate) struct Prepared {
    config: AuthConfig,
    /// The tenant, at the port that was asked for.
    pub(crate) tenant: Tenant,
    pub(crate) toolbox: Toolbox,
    /// Where the app will be served.
    pub(crate) origin: String,
}

impl Prepared {
    /// `auth_config.json` as it has to be served, if not as it is.
    pub(crate) fn config_to_serve(&self) -> Option<String> {
        match self.tenant {
            Tenant::Local { port } if *self.config.tenant() != self.tenant => {
                Some(self.config.with_local_port(port))
            }
            _ => None,
        }
    }
}

/// Reads the configuration, checks that the ports are free and installs the tools.
pub(crate) fn prepare(workspace: &Workspace, ports: &Ports) -> Result<Prepared> {
    let config = AuthConfig::read(workspace)?;
    let tenant = tenant_at(&config, ports.emulator_port)?;
    port::require_free(ports.port, "the app", "--port")?;
    if let Tenant::Local { port } = tenant {
        port::require_free(port, "the local tenant", "--emulator-port")?;
    }
    let toolbox = Toolbox::for_builds(workspace)?;
    Ok(Prepared { config, tenant, toolbox, origin: format!("http://localhost:{}", ports.port) })
}

/// The tenant of `auth_config.json`, at the port that was asked for.
fn tenant_at(config: &AuthConfig, port: Option<u16>) -> Result<Tenant> {
    match (config.tenant().clone(), port) {
        (tenant, None) => Ok(tenant),
        (Tenant::Local { .. }, Some(port)) => Ok(Tenant::Local { port }),
        (Tenant::Remote { domain }, Some(_)) => bail!(
            "`--emulator-port` is for the local tenant, but `domain` in auth_config.json is `{domain}`; leave the \
             option out, or set `domain` to `localhost:4400`"
        ),
        (Tenant::Unusable(error), Some(_)) => {
            Err(error).context("`--emulator-port` is for the local tenant, and auth_config.json names none")
        }
    }
}

fn open_in_browser(url: &str) {
    let mut command = Command::new(match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    });
    if command.arg(url).spawn().is_err() {
        println!("no browser could be opened from here; open {url} yourself");
    }
}
