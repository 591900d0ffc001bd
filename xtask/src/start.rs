//! `cargo xtask start`: from a fresh clone to a running app in one command.
//!
//! Everything that can be refused is refused before any long work begins. What is started ends with this
//! program, however this program ends.

mod app;
mod config_override;
pub(crate) mod local_tenant;
pub(crate) mod ready;

use std::process::Command;
use std::thread;

use auth0_spa::config::ConfigError;
use clap::Args;

use crate::auth_config::{AuthConfig, AuthConfigError, Tenant};
use crate::interrupt;
use crate::port::{self, PortError};
use crate::process::{POLL, ProcessError, Running};
use crate::progress::Stopwatch;
use crate::tools::{self, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// What can be chosen.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Port of the app; a real tenant must know it as a callback URL
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    port: u16,
    /// Port of the local tenant, if not the one in `auth_config.json`
    #[arg(long, value_name = "PORT")]
    emulator_port: Option<u16>,
    /// Build the app as it is shipped: small, and slow to build
    #[arg(long)]
    release: bool,
    /// Open the app in the browser when it is ready
    #[arg(long)]
    open: bool,
}

/// Runs until Ctrl-C, or until one of the programs ends by itself.
///
/// # Errors
///
/// When something is in the way, with what to do about it.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<(), StartError> {
    let stopwatch = Stopwatch::start();
    let Ground { config, tenant, toolbox, origin } = prepare(workspace, options.port, options.emulator_port)?;

    // The app comes first: it finds its configuration only when it is asked for.
    let mut running = Vec::new();
    let override_at = match tenant {
        Tenant::Local { port } => {
            running.push(local_tenant::start(workspace, &toolbox, port, &origin)?);
            (*config.tenant() != tenant)
                .then(|| config_override::serve(config.with_local_port(port)))
                .transpose()
                .map_err(StartError::ConfigOverride)?
        }
        Tenant::Remote { .. } | Tenant::Unusable(_) => None,
    };
    let app = app::Settings { port: options.port, release: options.release, config_at: override_at };
    let app = app::start(workspace, &toolbox, &app, &mut running)?;
    running.push(app);

    let note = "a change to the source rebuilds the app";
    print!("{}", ready::message(&origin, &tenant, stopwatch.elapsed(), note));
    if options.open {
        open_in_browser(&origin);
    }
    Ok(watch(&mut running)?)
}

/// What the app runs on, whoever serves it.
pub(crate) struct Ground {
    /// The person's configuration.
    pub(crate) config: AuthConfig,
    /// The tenant, at the port that was asked for.
    pub(crate) tenant: Tenant,
    /// Every tool that a build needs.
    pub(crate) toolbox: Toolbox,
    /// Where the app will be served.
    pub(crate) origin: String,
}

/// Reads the configuration, sees that the ports are free and gets the tools, before anything is started.
///
/// # Errors
///
/// When something is in the way, with what to do about it.
pub(crate) fn prepare(
    workspace: &Workspace,
    port: u16,
    emulator_port: Option<u16>,
) -> Result<Ground, StartError> {
    let config = AuthConfig::read(workspace)?;
    let tenant = chosen_tenant(&config, emulator_port)?;
    port::require_free(port, "the app", "--port")?;
    if let Tenant::Local { port } = tenant {
        port::require_free(port, "the local tenant", "--emulator-port")?;
    }
    let toolbox = Toolbox::prepare(workspace, &[tools::wasm_bindgen(workspace)?, tools::trunk()?])?;
    Ok(Ground { config, tenant, toolbox, origin: format!("http://localhost:{port}") })
}

/// The tenant of `auth_config.json`, at the port that was asked for.
///
/// # Errors
///
/// When a port was asked for and there is no local tenant.
fn chosen_tenant(config: &AuthConfig, port: Option<u16>) -> Result<Tenant, StartError> {
    match (config.tenant().clone(), port) {
        (Tenant::Local { .. }, Some(port)) => Ok(Tenant::Local { port }),
        (Tenant::Remote { domain }, Some(_)) => Err(StartError::NoLocalTenant { domain }),
        (Tenant::Unusable(error), Some(_)) => Err(StartError::Unusable(error)),
        (tenant, None) => Ok(tenant),
    }
}

/// Waits for Ctrl-C, then ends every program.
///
/// # Errors
///
/// When one of them ends by itself.
pub(crate) fn watch(running: &mut [Running]) -> Result<(), ProcessError> {
    while !interrupt::requested() {
        for program in running.iter_mut() {
            program.require_alive()?;
        }
        thread::sleep(POLL);
    }
    println!("\nstopping");
    for program in running.iter_mut().rev() {
        program.stop();
    }
    println!("stopped; nothing is left running");
    Ok(())
}

fn open_in_browser(url: &str) {
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => Command::new("explorer"),
        _ => Command::new("xdg-open"),
    };
    if command.arg(url).spawn().is_err() {
        println!("no browser could be opened from here; open {url} yourself");
    }
}

/// Why the app does not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// There is no configuration to serve.
    #[error(transparent)]
    AuthConfig(#[from] AuthConfigError),
    /// `--emulator-port` with a configuration that names no tenant.
    #[error("`--emulator-port` is for the local tenant, and the configuration names none")]
    Unusable(#[source] ConfigError),
    /// `--emulator-port` without an emulator.
    #[error(
        "`--emulator-port` is for the local tenant, but `domain` in auth_config.json is `{domain}`; \
         leave the option out, or set `domain` to `localhost:4400`"
    )]
    NoLocalTenant {
        /// `domain` as written.
        domain: String,
    },
    /// A port cannot be used.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A tool is missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// The configuration for the other port cannot be served.
    #[error("the configuration for `--emulator-port` cannot be served")]
    ConfigOverride(#[source] std::io::Error),
    /// A program ended, or would not start.
    #[error(transparent)]
    Process(#[from] ProcessError),
}
