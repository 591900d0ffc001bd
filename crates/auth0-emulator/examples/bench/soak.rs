//! A long run: people log in, refresh, read, patch, link and unlink while everything goes wrong that can be asked for.
//!
//! Refusals and broken answers are as they should be then. What must not be is an error of the program's own: a status of
//! 500 or more that no fault made up, or a line of its log that is no exchange, as a panic writes.

use std::io::{BufRead, BufReader};
use std::process::ChildStderr;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::connection::Connection;
use crate::login::{Login, MANAGEMENT};
use crate::program::Program;
use crate::tally::Tally;
use crate::{Outcome, now};

mod person;
mod trouble;

use person::Soaked;

/// How many people act at once.
const PEOPLE: u64 = 4;
/// How long each trouble lasts before the next one is added.
const PACE: Duration = Duration::from_millis(100);

/// Soaks for that long, prints what was answered and how memory went.
///
/// # Errors
///
/// Every error of the program's own.
pub(crate) fn run(time: Duration) -> Outcome<()> {
    let mut program = Program::start("json")?;
    let log = program.log()?;
    let reader = std::thread::spawn(move || errors_in(log));
    let mut connection = Connection::open()?;
    Login::of("alice@example.com", MANAGEMENT).perform(&mut connection)?;
    let at_start = program.memory()?;
    let end = now() + time;
    let people: Vec<_> = (1..=PEOPLE).map(|seed| std::thread::spawn(move || act(seed, end))).collect();
    let highest = make_trouble(&mut program, &mut connection, end)?;
    let mut tally = Tally::default();
    for person in people {
        tally.add(person.join().map_err(|_| "a client panicked")??);
    }
    trouble::end(&mut connection)?;
    // After all that, a login works as on the first day.
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
    let mut person = Soaked::new(seed).map_err(|error| error.to_string())?;
    while now() < end {
        person.act();
    }
    Ok(person.into_tally())
}

/// Adds trouble until the end, and answers the most memory that was seen meanwhile, in MiB.
fn make_trouble(program: &mut Program, connection: &mut Connection, end: Instant) -> Outcome<f64> {
    let mut highest = 0.0_f64;
    for trouble in trouble::all().iter().cycle() {
        if now() >= end {
            break;
        }
        if !program.is_running()? {
            return Err("the program ended by itself".into());
        }
        trouble.make(connection)?;
        highest = highest.max(program.memory()?);
        std::thread::sleep(PACE);
    }
    Ok(highest)
}

/// How many lines there are, and those that are not an exchange with a status below 500.
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
