//! Waiting until something answers, and saying what a person can do now.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use crate::auth_config::Tenant;
use crate::interrupt;
use crate::process::{POLL, ProcessError, Running};
use crate::progress::Elapsed;

/// Waits until `GET path` at `port` succeeds.
///
/// # Errors
///
/// When the program ends first, or somebody asks this one to stop.
pub(crate) fn wait_for_answer(program: &mut Running, port: u16, path: &str) -> Result<(), ProcessError> {
    wait(program, &mut [], || answers(port, path))
}

/// Waits until the app's page is served at `port`.
///
/// # Errors
///
/// When the program or one `beside` it ends first, or somebody asks this one to stop.
pub(super) fn wait_for_page(
    program: &mut Running,
    beside: &mut [Running],
    port: u16,
) -> Result<(), ProcessError> {
    wait(program, beside, || answers(port, "/"))
}

fn wait(
    program: &mut Running,
    beside: &mut [Running],
    is_ready: impl Fn() -> bool,
) -> Result<(), ProcessError> {
    while !is_ready() {
        if interrupt::requested() {
            return Err(ProcessError::Interrupted);
        }
        program.require_alive()?;
        for other in beside.iter_mut() {
            other.require_alive()?;
        }
        thread::sleep(POLL);
    }
    Ok(())
}

/// Whether `GET path` is answered with status 200.
fn answers(port: u16, path: &str) -> bool {
    status_line(port, path).is_some_and(|line| line.split_whitespace().nth(1) == Some("200"))
}

fn status_line(port: u16, path: &str) -> Option<String> {
    let patience = Duration::from_secs(2);
    let address: SocketAddr = (Ipv4Addr::LOCALHOST, port).into();
    let mut stream = TcpStream::connect_timeout(&address, patience).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    // In one piece: who answers the first and hangs up would take the answer back with the rest unread.
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    Some(line)
}

/// What a person reads when everything runs. `note` says what becomes of changes.
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
    fn the_demo_users_in_the_message_are_in_the_seed() {
        let seed = std::fs::read_to_string(Workspace::find().path("tenant/users.yaml")).unwrap();
        for text in ["alice@example.com", "bob@example.com", "Passw0rd!"] {
            assert!(seed.contains(text), "{text}");
        }
    }
}
