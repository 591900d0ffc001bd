//! The emulator's self-signed certificate.

use auth0_emulator::{Certificate, CertificateError};

#[test]
fn a_certificate_is_made_once_and_kept() {
    let directory = std::env::temp_dir().join(format!("auth0-emulator-{}-tls", std::process::id()));
    let first = Certificate::in_directory(&directory).unwrap();
    let made = std::fs::read_to_string(&first.path).unwrap();
    assert!(made.starts_with("-----BEGIN CERTIFICATE-----"), "{made}");
    Certificate::in_directory(&directory).unwrap();
    assert_eq!(std::fs::read_to_string(&first.path).unwrap(), made);
    std::fs::write(&first.path, "not a certificate").unwrap();
    let refused = Certificate::in_directory(&directory).unwrap_err();
    assert!(matches!(refused, CertificateError::Unusable { .. }), "{refused}");
    assert_eq!(std::fs::read_to_string(&first.path).unwrap(), "not a certificate", "it is left alone");
    std::fs::remove_dir_all(&directory).unwrap();
}
