//! Serves https with a self-signed certificate that is generated once and kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, DnType, KeyPair};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{self, ServerConfig};

use crate::emulator::Emulator;
use crate::routes::router;
use crate::serve::converse;

/// How long a client may take for the TLS handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// A certificate with its key, in files.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate in PEM form, for a browser's or a program's trust store.
    pub path: PathBuf,
    config: Arc<ServerConfig>,
}

/// Why a certificate cannot be used.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    File {
        /// The file or directory.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The files are not a certificate and its key.
    #[error("{} holds no usable certificate and key: {reason}", directory.display())]
    Unusable {
        /// Where they are.
        directory: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Certificate {
    /// Reads `certificate.pem` and `key.pem` of a directory. If neither exists, makes them first.
    ///
    /// # Errors
    ///
    /// [`CertificateError`]. Existing files are not changed.
    pub fn in_directory(directory: &Path) -> Result<Self, CertificateError> {
        let path = directory.join("certificate.pem");
        let key_path = directory.join("key.pem");
        let unusable =
            |reason: String| CertificateError::Unusable { directory: directory.to_owned(), reason };
        if !path.exists() && !key_path.exists() {
            let (certificate, key) = make().map_err(|error| unusable(error.to_string()))?;
            let failed = |source| CertificateError::File { path: directory.to_owned(), source };
            fs::create_dir_all(directory).map_err(failed)?;
            crate::data_file::write_private(&key_path, key.as_bytes()).map_err(failed)?;
            fs::write(&path, certificate).map_err(failed)?;
        }
        let certificate =
            CertificateDer::from_pem_file(&path).map_err(|error| unusable(error.to_string()))?;
        let key = PrivateKeyDer::from_pem_file(&key_path).map_err(|error| unusable(error.to_string()))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key))
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self { path, config: Arc::new(config) })
    }
}

/// A self-signed certificate for this machine's loopback names, and its key, both in PEM form.
fn make() -> Result<(String, String), rcgen::Error> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "auth0-emulator on this machine");
    // Browsers require these of a server certificate.
    params.key_usages =
        vec![rcgen::KeyUsagePurpose::DigitalSignature, rcgen::KeyUsagePurpose::KeyEncipherment];
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

/// Serves https connections until it is dropped.
pub async fn serve_tls(listener: TcpListener, emulator: Emulator, certificate: Certificate) {
    let router = router(&emulator);
    let acceptor = TlsAcceptor::from(certificate.config);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < crate::serve::MOST_CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    let (acceptor, router) = (acceptor.clone(), router.clone());
                    connections.spawn(async move {
                        // A failed handshake ends the connection.
                        if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
                            converse(stream, router).await;
                        }
                    });
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
