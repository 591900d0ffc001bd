//! A long run: users log in, refresh, read, patch, link and unlink, while every fault is injected.
//!
//! Refusals and broken responses are expected. An error of the program is not: a status of 500 or more that no fault
//! caused, or a line of the log that is not an exchange, such as a panic.

use std::io::{BufRead, BufReader};
use std::process::ChildStderr;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::connection::Connection;
use crate::login::{Login, MANAGEMENT};
use crate::program::Program;
use crate::tally::Tally;
use crate::{Outcome, now};

mod control;
mod user;

use user::User;

/// How many users act at once.
const USERS: u64 = 4;
/// How long to wait before the next fault.
const PACE: Duration = Duration::from_millis(100);

/// Runs for this long, and prints counts and memory.
///
/// # Errors
///
/// The errors of the program.
pub(crate) fn run(time: Duration) -> Outcome<()> {
    let mut program = Program::start("json")?;
    let log = program.log()?;
    let reader = std::thread::spawn(move || errors_in(log));
    let mut connection = Connection::open()?;
    Login::of("alice@example.com", MANAGEMENT).perform(&mut connection)?;
    let at_start = program.memory()?;
    let end = now() + time;
    let users: Vec<_> = (1..=USERS).map(|seed| std::thread::spawn(move || act(seed, end))).collect();
    let highest = inject_faults(&mut program, &mut connection, end)?;
    let mut tally = Tally::default();
    for user in users {
        tally.add(user.join().map_err(|_| "a client panicked")??);
    }
    control::reset(&mut connection)?;
    // After the reset, a login works as at the start.
    Login::of("alice@example.com", MANAGEMENT).perform(&mut connection)?;
    tally.add(std::mem::take(&mut connection.tally));
    let at_end = program.memory()?;
    program.end()?;
    let (lines, mut errors) = reader.join().map_err(|_| "the reader of the log panicked")?;

    println!("{tally}");
    println!("lines of its log   {lines:>10}, errors of its own {}", errors.len());
    println!(
        "memory             {at_start:>10.1} MiB at the start, {highest:.1} at most, {at_end:.1} at the end"
    );
    errors.extend(tally.errors);
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n").into()) }
}

fn act(seed: u64, end: Instant) -> Result<Tally, String> {
    let mut user = User::new(seed).map_err(|error| error.to_string())?;
    while now() < end {
        user.act();
    }
    Ok(user.into_tally())
}

/// Injects faults until `end`, and returns the most memory that was used meanwhile, in MiB.
fn inject_faults(program: &mut Program, connection: &mut Connection, end: Instant) -> Outcome<f64> {
    let mut highest = 0.0_f64;
    for command in control::all().iter().cycle() {
        if now() >= end {
            break;
        }
        if !program.is_running()? {
            return Err("the program ended by itself".into());
        }
        command.send(connection)?;
        highest = highest.max(program.memory()?);
        std::thread::sleep(PACE);
    }
    Ok(highest)
}

/// The number of lines, and those that are not an exchange with a status below 500.
fn errors_in(log: BufReader<ChildStderr>) -> (u64, Vec<String>) {
    let (mut count, mut errors) = (0, Vec::new());
    for line in log.lines().map_while(Result::ok) {
        count += 1;
        let exchange: Option<Value> = serde_json::from_str(&line).ok();
        let status = exchange.as_ref().and_then(|exchange| exchange.get("status")).and_then(Value::as_u64);
        if status.is_none_or(|status| status >= 500) {
            errors.push(line);
        }
    }
    (count, errors)
}
