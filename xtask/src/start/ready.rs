//! Waits until a server responds, then prints the ready message.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use crate::auth_config::Tenant;
use crate::process::{POLL, Running};
use crate::progress::Elapsed;

/// Waits until `GET path` at `port` succeeds. An error if one of the programs ends first.
pub(crate) fn wait(running: &mut [Running], port: u16, path: &str) -> Result<()> {
    while !answers(port, path) {
        poll(running)?;
    }
    Ok(())
}

/// Waits for one of the programs to end, which is an error. Ctrl-C ends this program too.
pub(crate) fn watch(running: &mut [Running]) -> Result<()> {
    loop {
        poll(running)?;
    }
}

fn poll(running: &mut [Running]) -> Result<()> {
    thread::sleep(POLL);
    running.iter_mut().try_for_each(Running::require_alive)
}

/// Whether `GET path` is answered with status 200.
fn answers(port: u16, path: &str) -> bool {
    status_line(port, path).is_some_and(|line| line.split_whitespace().nth(1) == Some("200"))
}

fn status_line(port: u16, path: &str) -> Option<String> {
    let timeout = Duration::from_secs(2);
    let address: SocketAddr = (Ipv4Addr::LOCALHOST, port).into();
    let mut stream = TcpStream::connect_timeout(&address, timeout).ok()?;
    stream.set_read_timeout(Some(timeout)).ok()?;
    // In one piece: a server that answers the first part and hangs up would reset the connection with the rest unread.
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    Some(line)
}

/// What is printed when everything runs. `note` says what happens with changes.
pub(crate) fn message(origin: &str, tenant: &Tenant, elapsed: Elapsed, note: &str) -> String {
    let who = match tenant {
        Tenant::Local { port } => format!(
            "  tenant: http://localhost:{port}, local and simulated\n  \
             log in: alice@example.com or bob@example.com, password Passw0rd!\n          \
             every other demo account, those of Google, Facebook and GitHub too, is one click away there\n"
        ),
        Tenant::Remote { domain } => format!(
            "  tenant: {domain}\n          its application needs {origin} in Allowed Callback URLs, \
             Allowed Logout URLs and Allowed Web Origins\n"
        ),
        Tenant::Unusable(error) => {
            format!("  nobody can log in: {error}\n          the page says how to mend it\n")
        }
    };
    format!("\nready: {origin}\n{who}  after {elapsed}; {note}; Ctrl-C ends everything\n\n")
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;

    use super::*;
    use crate::workspace::Workspace;

    fn answer_once(response: &'static str) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            assert!(stream.read(&mut request).unwrap() > 0);
            stream.write_all(response.as_bytes()).unwrap();
        });
        port
    }

    #[test]
    fn only_status_200_counts_as_an_answer() {
        assert!(answers(answer_once("HTTP/1.1 200 OK\r\n\r\n"), "/"));
        assert!(!answers(answer_once("HTTP/1.1 503 Service Unavailable\r\n\r\n"), "/"));
        assert!(!answers(answer_once("200\r\n"), "/"));
        assert!(!answers(answer_once(""), "/"));
    }

    #[test]
    fn the_message_names_the_origin_first() {
        let elapsed = Elapsed(Duration::from_secs(7));
        let local = message("http://localhost:3000", &Tenant::Local { port: 4400 }, elapsed, "");
        assert!(local.starts_with("\nready: http://localhost:3000\n"), "{local}");
        let remote =
            message("http://localhost:3001", &Tenant::Remote { domain: "a.auth0.com".into() }, elapsed, "");
        assert!(remote.contains("http://localhost:3001 in Allowed Callback URLs"), "{remote}");
    }

    #[test]
    fn the_demo_users_in_the_message_exist() {
        let seed = std::fs::read_to_string(Workspace::find().path("tenant/users.yaml")).unwrap();
        for text in ["alice@example.com", "bob@example.com", "Passw0rd!"] {
            assert!(seed.contains(text), "{text}");
        }
    }
}
