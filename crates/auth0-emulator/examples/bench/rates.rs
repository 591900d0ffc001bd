//! Time to the first response, reads and logins per second, and memory.

use crate::connection::Connection;
use crate::login::{Login, MANAGEMENT};
use crate::program::Program;
use crate::{Outcome, now};

const WORKERS: usize = 2;

/// Measures and prints.
pub(crate) fn run() -> Outcome<()> {
    let started = now();
    let mut program = Program::start("quiet")?;
    let mut connection = Connection::open()?;
    connection.ask("GET", "/.well-known/openid-configuration", &[], "")?;
    println!("start to first answer     {:>8.1} ms", started.elapsed().as_secs_f64() * 1000.0);
    let login = Login::of("alice@example.com", MANAGEMENT);
    let session = login.perform(&mut connection)?;
    println!("memory when idle          {:>8.1} MiB", program.memory()?);

    let header = format!("authorization: Bearer {}", session.access);
    let reads = rate(4000, |connection| {
        let answer = connection.ask("GET", &session.path(), &[&header], "")?;
        if answer.status == 200 { Ok(()) } else { Err(format!("read answered {}", answer.status).into()) }
    })?;
    println!("user reads                {reads:>8.0} /s");
    let logins = rate(2000, |connection| login.perform(connection).map(drop))?;
    println!("code + PKCE logins        {logins:>8.0} /s");
    rate(8000, |connection| login.perform(connection).map(drop))?;
    println!("memory after 10,000 logins{:>8.1} MiB", program.memory()?);
    rate(10_000, |connection| login.perform(connection).map(drop))?;
    println!("memory after 20,000 logins{:>8.1} MiB", program.memory()?);
    program.end()
}

/// How many times per second the workers together do `action`.
fn rate(times: usize, action: impl Fn(&mut Connection) -> Outcome<()> + Sync) -> Outcome<f64> {
    let began = now();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let work = || -> Result<(), String> {
            let mut connection = Connection::open().map_err(|error| error.to_string())?;
            (0..times / WORKERS).try_for_each(|_| action(&mut connection).map_err(|error| error.to_string()))
        };
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().unwrap_or_else(|_| Err("panicked".into())).err())
            .collect()
    });
    if let Some(failure) = failures.first() {
        return Err(failure.clone().into());
    }
    Ok(f64::from(u32::try_from(times)?) / began.elapsed().as_secs_f64())
}
