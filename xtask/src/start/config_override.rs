//! `auth_config.json` for a local tenant at another port than the file names.
//!
//! The file is not touched, and the app needs no second way to be configured: trunk forwards requests for
//! `/auth_config.json` to this small server.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// Answers every request with `json`, for as long as this program runs.
pub(super) fn serve(json: String) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that hangs up gets nothing; the next one is served.
            let _ = answer(stream, &json);
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, json: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    for line in BufReader::new(stream.try_clone()?).lines() {
        if line?.is_empty() {
            break;
        }
    }
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{json}",
        json.len()
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn every_request_gets_the_configuration() {
        let address = serve(r#"{"domain":"localhost:4500"}"#.to_owned()).unwrap();
        for _ in 0..2 {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET /auth_config.json HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
            let mut response = String::new();
            stream.read_to_string(&mut response).unwrap();
            assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
            assert!(response.ends_with("\r\n\r\n{\"domain\":\"localhost:4500\"}"), "{response}");
        }
    }
}
