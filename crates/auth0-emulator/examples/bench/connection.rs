//! Plain http over a socket, so that nothing of a client library is measured with the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::Outcome;
use crate::program::PORT;
use crate::tally::Tally;

/// A kept-alive connection that speaks just enough http. One that broke is opened again by the next request.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: Option<BufReader<TcpStream>>,
    /// What was answered so far.
    pub(crate) tally: Tally,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    /// A fresh one.
    pub(crate) fn open() -> Outcome<Self> {
        Ok(Self { stream: Some(connect()?), tally: Tally::default() })
    }

    /// Sends a request and reads its answer. `headers` are whole lines.
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
            .and_then(|()| read(&mut stream));
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

fn read(stream: &mut BufReader<TcpStream>) -> Outcome<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let mut answer = Answer { status, headers, body: String::new() };
    let length = answer.header("content-length").map_or(Ok(0), str::parse)?;
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    answer.body = String::from_utf8(bytes)?;
    Ok(answer)
}
