//! What is printed while something takes long: what runs, how long it should take, how long it took.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Measures how long something takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a command that measures has to read the clock")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Elapsed {
        Elapsed(self.0.elapsed())
    }
}

/// Prints a duration as `0.4 s`, `37 s` or `2 min 05 s`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elapsed(pub(crate) Duration);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let text = match seconds {
            0..10 => format!("{:.1} s", self.0.as_secs_f32()),
            10..60 => format!("{seconds} s"),
            _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
        };
        f.pad(&text)
    }
}

/// Does one step of a longer job. Prints what it is and how long to expect, and afterwards how long it took.
pub(crate) fn step<T>(what: &str, expectation: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {what} ({expectation})");
    let stopwatch = Stopwatch::start();
    let result = work();
    let outcome = if result.is_ok() { "done in" } else { "failed after" };
    println!("  {outcome} {}", stopwatch.elapsed());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_to_what_matters() {
        let check = |millis, expected: &str| {
            assert_eq!(Elapsed(Duration::from_millis(millis)).to_string(), expected);
        };
        check(0, "0.0 s");
        check(420, "0.4 s");
        check(9_949, "9.9 s");
        check(10_000, "10 s");
        check(59_999, "59 s");
        check(60_000, "1 min 00 s");
        check(125_000, "2 min 05 s");
    }

    #[test]
    fn durations_line_up_in_tables() {
        assert_eq!(format!("{:>8}", Elapsed(Duration::from_secs(12))), "    12 s");
    }
}
