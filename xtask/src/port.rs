//! Is a TCP port of this machine free? Asked before any long work begins.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// Confirms that nothing listens at `port` on the loopback addresses.
///
/// Both address families count: browsers try `::1` first for `localhost`, and would find somebody else there.
///
/// # Errors
///
/// When the port is taken, or needs rights that this program does not have.
pub(crate) fn require_free(port: u16, purpose: &'static str, option: &'static str) -> Result<(), PortError> {
    if !is_free(port) {
        let suggestion = next_free(port).unwrap_or_default();
        return Err(PortError::InUse { port, purpose, option, suggestion });
    }
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(PortError::NotPermitted { port, purpose, option })
        }
        _ => Ok(()),
    }
}

/// Whether nothing listens at `port`.
pub(crate) fn is_free(port: u16) -> bool {
    let addresses: [SocketAddr; 2] = [(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()];
    !addresses.into_iter().any(is_taken)
}

fn is_taken(address: SocketAddr) -> bool {
    // Some systems allow a second listener beside one on all addresses: only a connection finds that one.
    TcpListener::bind(address).is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse)
        || TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}

fn next_free(port: u16) -> Option<u16> {
    (port.saturating_add(1)..=u16::MAX).take(100).find(|&candidate| is_free(candidate))
}

/// Why a port cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PortError {
    /// Something listens there already.
    #[error(
        "port {port}, wanted for {purpose}, is in use; end the program that has it, or choose another: `{option} {suggestion}`"
    )]
    InUse {
        /// The port asked for.
        port: u16,
        /// Who wanted it.
        purpose: &'static str,
        /// The option that chooses another.
        option: &'static str,
        /// A port that is free now.
        suggestion: u16,
    },
    /// Ports below 1024 are the administrator's on many systems.
    #[error(
        "port {port}, wanted for {purpose}, needs administrator rights; choose one from 1024 up with `{option}`"
    )]
    NotPermitted {
        /// The port asked for.
        port: u16,
        /// Who wanted it.
        purpose: &'static str,
        /// The option that chooses another.
        option: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named_with_a_free_one() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let error = require_free(port, "the app", "--port").unwrap_err();
        let PortError::InUse { suggestion, .. } = error else { panic!("{error}") };
        assert!(suggestion > port, "{suggestion}");
        assert!(
            error.to_string().starts_with(&format!("port {port}, wanted for the app, is in use")),
            "{error}"
        );
    }

    #[test]
    fn a_port_taken_on_ipv6_alone_counts_as_in_use() {
        // A machine without IPv6 cannot show the case.
        let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
