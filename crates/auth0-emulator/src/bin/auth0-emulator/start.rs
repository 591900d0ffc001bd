//! Serves until Ctrl-C, or checks or prints and exits.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use auth0_emulator::tenant::issuer::Issuer;
use auth0_emulator::{
    Certificate, Emulator, LogFormat, Options, Seed, SeedWarning, listen, serve, serve_tls,
};
use tokio::task::JoinSet;

use crate::args::Args;
use crate::failure::Failure;
use crate::{config, seed_files};

const DEFAULT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 4400);

/// Runs the program.
///
/// # Errors
///
/// [`Failure`] with its remedy.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let seed = seed_files::seed(args)?;
    // Mistakes are what --check is for.
    let is_told = |warning: &&SeedWarning| match warning {
        SeedWarning::Mistake(..) => args.check || !args.quiet,
        SeedWarning::Ignored(..) => !args.quiet,
    };
    for warning in seed.warnings().iter().filter(is_told) {
        eprintln!("auth0-emulator: warning: {warning}");
    }
    let http = args.listen.or(args.tls.is_none().then_some(DEFAULT));
    if args.check {
        let mistakes =
            seed.warnings().iter().filter(|warning| matches!(warning, SeedWarning::Mistake(..))).count();
        if mistakes > 0 {
            return Err(Failure::Mistakes(mistakes));
        }
        println!("auth0-emulator: both seed files can be used ({})", seed.summary());
        return Ok(());
    }
    if let Some(client) = &args.print_config {
        let port = args.tls.or(http).map_or(DEFAULT.port(), |address| address.port());
        let issuer = issuer(args, port)?;
        println!("{}", config::json(&seed, &issuer, client)?);
        return Ok(());
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::Runtime)?;
    runtime.block_on(serve_all(args, seed, http))
}

async fn serve_all(args: &Args, seed: Seed, http: Option<SocketAddr>) -> Result<(), Failure> {
    // Before anybody can see that it listens.
    let ended = ended();
    let certificate = match args.tls {
        Some(_) => Some(Certificate::in_directory(&certificate_directory(args)?)?),
        None => None,
    };
    let plain = match http {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let secure = match args.tls {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let port = secure.as_ref().or(plain.as_ref()).map_or(DEFAULT.port(), |(_, port)| *port);
    let log = if args.quiet { LogFormat::Quiet } else { args.log.into() };
    let options = Options { issuer: issuer(args, port)?.as_str().to_owned(), log, ..Options::default() };
    let emulator = match &args.data {
        Some(path) => {
            let emulator = Emulator::with_data_file(seed, options, path)?;
            if emulator.has_other_seed() && !args.quiet {
                eprintln!(
                    "auth0-emulator: warning: {} was written with other users in the seed files; its users are used. \
                     Remove it to begin with those of the seed files.",
                    path.display()
                );
            }
            emulator
        }
        None => Emulator::new(seed, options),
    };
    let mut servers = JoinSet::new();
    if let Some((listener, port)) = plain {
        servers.spawn(serve(listener, emulator.clone()));
        // Browsers may try `localhost` over IPv6 first. Without IPv6, IPv4 is enough.
        if http.is_some_and(|address| address.ip().is_loopback() && address.is_ipv4())
            && let Ok((listener, _)) = listen((Ipv6Addr::LOCALHOST, port).into()).await
        {
            servers.spawn(serve(listener, emulator.clone()));
        }
    }
    if let (Some((listener, _)), Some(certificate)) = (secure, certificate.clone()) {
        servers.spawn(serve_tls(listener, emulator.clone(), certificate));
    }
    if !args.quiet {
        introduce(args, &emulator, certificate.as_ref(), http);
    }
    if !args.quiet {
        println!("auth0-emulator: ready at {}", emulator.issuer());
    }
    tokio::select! {
        _ = servers.join_next() => {}
        () = ended => {}
    }
    Ok(())
}

/// Ends with Ctrl-C, and with SIGTERM, by which containers and CI end a program. Both are awaited from this call on.
#[cfg(unix)]
fn ended() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| {
        let signal = signal(kind);
        async move {
            match signal {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        }
    });
    async move {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

#[cfg(not(unix))]
async fn ended() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Prints what a developer needs to know before the first request.
fn introduce(args: &Args, emulator: &Emulator, certificate: Option<&Certificate>, http: Option<SocketAddr>) {
    println!("auth0-emulator: domain {}", emulator.domain());
    for client in emulator.clients() {
        let secret = client.secret.map_or_else(String::new, |secret| format!(", secret {secret}"));
        println!("auth0-emulator: client {} ({}){secret}", client.id, client.name);
    }
    println!("auth0-emulator: inspector at {}_emulator", emulator.issuer());
    if let Some(certificate) = certificate {
        println!("auth0-emulator: certificate {}; trust it in your browser", certificate.path.display());
        println!(
            "auth0-emulator: an application on plain http cannot log in silently with a tenant on https, because \
             browsers take the two for different sites; serve both by https or both by http"
        );
    }
    let open = [http, args.tls].into_iter().flatten().find(|address| !address.ip().is_loopback());
    if let Some(address) = open {
        println!(
            "auth0-emulator: {address} can be reached from other machines; everybody there can log in as anybody"
        );
    }
}

fn issuer(args: &Args, port: u16) -> Result<Issuer, Failure> {
    match (&args.issuer, args.tls) {
        (Some(url), _) => Ok(Issuer::parse(url)?),
        (None, Some(_)) => Ok(Issuer::as_given(&format!("https://localhost:{port}"))),
        (None, None) => Ok(Issuer::localhost(port)),
    }
}

fn certificate_directory(args: &Args) -> Result<PathBuf, Failure> {
    if let Some(directory) = &args.tls_dir {
        return Ok(directory.clone());
    }
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let data = data.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")));
    data.map(|data| data.join("auth0-emulator")).ok_or(Failure::NoHome)
}
