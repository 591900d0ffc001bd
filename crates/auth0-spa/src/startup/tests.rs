//! The initial state of a page: every session, with every kind of callback and every path.

mod callback;
mod no_callback;

use std::convert::Infallible;
use std::future::ready;

use serde_json::json;

use super::*;
use crate::login::begin;
use crate::login::return_to::ReturnTo;
use crate::login::transaction::Intent;
use crate::test_support::http::json as answer;
use crate::test_support::keys::SigningKey;
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{NOW, ORIGIN, config, session};
use crate::test_support::storage::Fault;
use crate::test_support::tokens::{KID, claims, token};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

const HOME: &str = "/";
const ACCOUNT: &str = "/account";
const CONFIRM: &str = "/account/confirm";
/// Another path that a user may have opened before the login.
const OTHER_PATH: &str = "/reports?month=7#total";

const ADDRESSES: Addresses<'static> =
    Addresses { origin: ORIGIN, home: HOME, account: ACCOUNT, confirm: CONFIRM };

/// What is stored when the page is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stored {
    Nothing,
    Active,
    Expired,
    Damaged,
    LoggedOutElsewhere,
    OtherAccountElsewhere,
    Blocked,
}

use Stored::{Active, Blocked, Damaged, Expired, LoggedOutElsewhere, Nothing, OtherAccountElsewhere};

/// A page with this in its storage; whoever is logged in is Alice.
fn page(stored: Stored) -> Page {
    let page = Page::new();
    let mut alice = session(ALICE);
    if stored == Expired {
        alice.expires_at = NOW;
    }
    if stored != Nothing {
        session::store(&page, &alice).unwrap();
        tabs::announce_login(&page.shared, &page, alice.fingerprint()).unwrap();
    }
    happen(&page, stored);
    page
}

/// What happens to the storage after the login was begun.
fn happen(page: &Page, stored: Stored) {
    match stored {
        Damaged => page.storage.put("account-linking.session", "{}"),
        LoggedOutElsewhere => tabs::announce_logout(&page.shared, page).unwrap(),
        OtherAccountElsewhere => {
            tabs::announce_login(&page.shared, page, session("auth0|eve").fingerprint()).unwrap();
        }
        Blocked => page.storage.fail(Fault::Blocked),
        Nothing | Active | Expired => {}
    }
}

fn open(page: &Page, url: &PageUrl) -> Startup {
    let config = ready(Ok::<_, Infallible>(config()));
    let Ok((_, startup)) = now(start(page, config, &ADDRESSES, url, Snapshot::take(&page.shared)));
    startup
}

fn open_at(page: &Page, path: &str) -> Startup {
    open(page, &PageUrl { path: path.to_owned(), search: String::new(), hash: String::new() })
}

fn open_with(page: &Page, search: &str) -> Startup {
    open(page, &PageUrl { path: HOME.to_owned(), search: search.to_owned(), hash: String::new() })
}

/// Begins a login at `return_to`, and returns the `state` and the `nonce` that were sent.
fn leave(page: &Page, return_to: &str, intent: Intent) -> [String; 2] {
    let url = begin(page, &config(), ORIGIN, ReturnTo::parse(return_to), intent).unwrap();
    ["state", "nonce"].map(|name| {
        let query = url.split_once('?').unwrap().1.as_bytes();
        form_urlencoded::parse(query).find(|(other, _)| other == name).unwrap().1.into_owned()
    })
}

/// Lets the tenant log this user in.
fn grant(page: &Page, id: &str, nonce: &str) {
    let mut claims = claims();
    claims["sub"] = json!(id);
    claims["nonce"] = json!(nonce);
    let tokens = json!({
        "access_token": "A", "id_token": token(&claims).secret(), "token_type": "Bearer", "expires_in": 86_400,
    });
    page.http.script([answer(200, &tokens), answer(200, &json!({"keys": [SigningKey::tenants().jwk(KID)]}))]);
}

/// Who is logged in, as a short text.
fn who(startup: &Startup) -> String {
    match &startup.session {
        SessionState::SignedIn(session) => session.subject().as_str().to_owned(),
        SessionState::SignedOut(reason) => format!("{reason:?}"),
        SessionState::Undecided(_) => "Undecided".to_owned(),
    }
}
