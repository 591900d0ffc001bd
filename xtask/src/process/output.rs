//! What becomes of the text that a started program prints.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// How many of a program's last lines an error repeats.
const TAIL_LINES: usize = 15;

/// Takes one line, without its line break.
pub(crate) type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// Where a program's output goes.
#[derive(Clone)]
pub(crate) enum Output {
    /// To the terminal, as it is.
    Inherited,
    /// Line by line to a function; the last ones are kept for the error.
    Lines(Sink),
}

impl Output {
    /// To the terminal, each line after the program's name, so that several can speak at once.
    pub(crate) fn labelled(label: &'static str) -> Self {
        Self::labelled_without(label, &[])
    }

    /// The same, but for lines that contain one of `unwanted`.
    pub(crate) fn labelled_without(label: &'static str, unwanted: &'static [&'static str]) -> Self {
        Self::Lines(Arc::new(move |line| {
            if !unwanted.iter().any(|text| line.contains(text)) {
                println!("{label:>7} │ {line}");
            }
        }))
    }
}

/// Hands each line of both streams to `sink` and keeps the last ones in `tail`.
pub(crate) fn read_lines(child: &mut Child, sink: &Sink, tail: &Tail) -> Vec<JoinHandle<()>> {
    let stdout = child.stdout.take().map(|stream| read(stream, sink, tail));
    let stderr = child.stderr.take().map(|stream| read(stream, sink, tail));
    stdout.into_iter().chain(stderr).collect()
}

fn read(stream: impl Read + Send + 'static, sink: &Sink, tail: &Tail) -> JoinHandle<()> {
    let (sink, tail) = (Arc::clone(sink), tail.clone());
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches('\r');
            tail.push(line);
            sink(line);
        }
    })
}

/// The last lines that a program printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tail(Arc<Mutex<VecDeque<String>>>);

impl Tail {
    /// The lines, indented, each after a line break; empty when there are none.
    pub(crate) fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.is_empty() {
            return String::new();
        }
        lines.iter().fold("; its last lines:".to_owned(), |text, line| text + "\n    " + line)
    }

    fn push(&self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == TAIL_LINES {
            lines.pop_front();
        }
        lines.push_back(line.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_keeps_the_last_lines_and_skips_empty_ones() {
        let tail = Tail::default();
        for number in 0..TAIL_LINES + 2 {
            tail.push(&number.to_string());
            tail.push("  ");
        }
        let text = tail.text();
        assert!(text.starts_with("; its last lines:\n    2\n    3\n"), "{text}");
        assert!(text.ends_with(&format!("\n    {}", TAIL_LINES + 1)), "{text}");
    }

    #[test]
    fn without_lines_there_is_nothing_to_say() {
        assert_eq!(Tail::default().text(), "");
    }
}
