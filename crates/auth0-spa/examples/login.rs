//! A whole login against a local tenant, in one process: the URL to leave for, the tenant's pages, the callback.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::future::ready;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Options, Seed};
use auth0_spa::config::AuthConfig;
use auth0_spa::http::{Body, Method};
use auth0_spa::login::callback::PageUrl;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::{self, transaction::Intent};
use auth0_spa::startup::{self, Addresses};
use auth0_spa::tabs::Snapshot;
use auth0_spa::{
    Clock, HttpClient, HttpRequest, HttpResponse, Random, RandomError, RsaPublicKey, SharedStorage,
    SignatureError, SignatureVerifier, Storage, StorageError, TransportError, UnixTime,
};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use axum::body::to_bytes;
use axum::http::{Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tower::ServiceExt as _;

const ORIGIN: &str = "http://localhost:3000";
const ADDRESSES: Addresses<'static> =
    Addresses { origin: ORIGIN, home: "/", account: "/settings", confirm: "/settings/confirm" };

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let tenant = Emulator::new(Seed::demo()?, Options::default());
    let client_id = tenant.client_id("Account Linking").ok_or("no such application")?;
    let config =
        AuthConfig::parse(&format!(r#"{{"domain": "{}", "client_id": "{client_id}"}}"#, tenant.domain()))?;
    let page = Page { tenant: tenant.clone(), own: Memory::default(), shared: Memory::default() };

    // The first page: the user presses *Log in*, and the page navigates to this URL.
    let url = login::begin(&page, &config, ORIGIN, ReturnTo::parse("/settings"), Intent::LogIn)?;
    println!("leaves for     {url}");

    // The user logs in on the tenant's page, which redirects to the callback.
    let mut user = UserAgent::new(&tenant);
    user.open(&url).await;
    let Step::Callback(callback) = user.log_in("alice@example.com", "Passw0rd!").await else {
        return Err("the tenant did not let Alice in".into());
    };
    println!("comes back to  {callback}");

    // The second page: it starts at the callback's address.
    let search = callback.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let url = PageUrl { path: "/".to_owned(), search, hash: String::new() };
    let config = ready(Ok::<_, Infallible>(config));
    let snapshot = Snapshot::take(page.shared());
    let Ok((_, startup)) = startup::start(&page, config, &ADDRESSES, &url, snapshot).await;
    let session = startup.session.session().ok_or("nobody is logged in")?;
    let name = session.profile().label().ok_or("a user without a name")?;
    println!("logged in      {} ({})", name.whole(), session.subject().as_str());
    println!("shows          {}", startup.landing.unwrap_or_default());
    Ok(())
}

/// The ports of a page: memory for storage, and a tenant in the same process for the network.
struct Page {
    tenant: Emulator,
    own: Memory,
    shared: Memory,
}

impl Clock for Page {
    fn now(&self) -> UnixTime {
        UnixTime(self.tenant.clock().now().seconds())
    }
}

impl Random for Page {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        aws_lc_rs::rand::fill(bytes).map_err(|_| RandomError)
    }
}

impl HttpClient for Page {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        };
        let mut builder = Request::builder().method(method).uri(&request.url).header(header::ORIGIN, ORIGIN);
        if let Some(token) = request.bearer {
            builder = builder.header(header::AUTHORIZATION, format!("Bearer {}", token.secret()));
        }
        let (kind, text) = match request.body {
            Body::Empty => (None, String::new()),
            Body::Form(text) => (Some("application/x-www-form-urlencoded"), text),
            Body::Json(text) => (Some("application/json"), text),
        };
        if let Some(kind) = kind {
            builder = builder.header(header::CONTENT_TYPE, kind);
        }
        let request = builder.body(axum::body::Body::from(text)).map_err(|_| TransportError::Failed)?;
        let Ok(response) = auth0_emulator::router(&self.tenant).oneshot(request).await;
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.map_err(|_| TransportError::Failed)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        Ok(HttpResponse { status, retry_after: None, body })
    }
}

impl SignatureVerifier for Page {
    async fn verify_rs256(
        &self,
        key: &RsaPublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureError> {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| SignatureError::UnusableKey);
        let key = RsaPublicKeyComponents { n: bytes(&key.n)?, e: bytes(&key.e)? };
        Ok(key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok())
    }
}

impl SharedStorage for Page {
    fn shared(&self) -> &impl Storage {
        &self.shared
    }
}

impl Storage for Page {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.own.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.own.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.own.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.own.keys()
    }
}

/// Storage in memory, as a test has it.
#[derive(Default)]
struct Memory(RefCell<BTreeMap<String, String>>);

impl Storage for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        Ok(self.0.borrow().keys().cloned().collect())
    }
}
