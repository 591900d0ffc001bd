//! Plain http over a socket, so that no client library is measured.

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::Outcome;
use crate::answer::Answer;
use crate::program::PORT;
use crate::tally::Tally;

/// A keep-alive connection with a minimal http client. After a failure, the next request reconnects.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: Option<BufReader<TcpStream>>,
    /// Counts of the responses so far.
    pub(crate) tally: Tally,
}

impl Connection {
    /// Connects.
    pub(crate) fn open() -> Outcome<Self> {
        Ok(Self { stream: Some(connect()?), tally: Tally::default() })
    }

    /// Sends a request and reads the response. `headers` are whole lines.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &[&str],
        body: &str,
    ) -> Outcome<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect()?,
        };
        let lines: String = headers.iter().flat_map(|line| [line, "\r\n"]).collect();
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n{lines}\r\n{body}"
        );
        let answer = stream
            .get_mut()
            .write_all(request.as_bytes())
            .map_err(Into::into)
            .and_then(|()| Answer::read(&mut stream));
        self.tally.count(method, target, answer.as_ref().ok());
        if answer.is_ok() {
            self.stream = Some(stream);
        }
        answer
    }
}

fn connect() -> Outcome<BufReader<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", PORT))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    Ok(BufReader::new(stream))
}
