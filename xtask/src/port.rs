//! Whether a TCP port of this machine is free. Asked before any long work begins.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Result, bail};

/// An error unless `port` is free and this program may listen on it. `option` is the option that chooses another port.
pub(crate) fn require_free(port: u16, purpose: &str, option: &str) -> Result<()> {
    if !is_free(port) {
        let next =
            (port.saturating_add(1)..=u16::MAX).take(100).find(|port| is_free(*port)).unwrap_or_default();
        bail!(
            "port {port}, wanted for {purpose}, is in use; end the program that has it, or choose another: \
             `{option} {next}`"
        );
    }
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => bail!(
            "port {port}, wanted for {purpose}, needs administrator rights; choose one from 1024 up with `{option}`"
        ),
        _ => Ok(()),
    }
}

/// Whether nothing listens at `port` on the loopback addresses. Both address families count: browsers try `::1` first
/// for `localhost`.
pub(crate) fn is_free(port: u16) -> bool {
    let addresses: [SocketAddr; 2] = [(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()];
    !addresses.into_iter().any(is_taken)
}

fn is_taken(address: SocketAddr) -> bool {
    // Some systems allow a second listener beside one on all addresses. Only a connection finds that one.
    TcpListener::bind(address).is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse)
        || TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_reported_with_a_free_one() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let error = require_free(port, "the app", "--port").unwrap_err().to_string();
        assert!(error.starts_with(&format!("port {port}, wanted for the app, is in use")), "{error}");
        let suggestion = error.split("`--port ").nth(1).unwrap().trim_end_matches('`');
        assert!(suggestion.parse::<u16>().unwrap() > port, "{error}");
    }

    #[test]
    fn a_port_taken_on_ipv6_alone_counts_as_in_use() {
        // Cannot be tested without IPv6.
        let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
