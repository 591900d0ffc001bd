//! A user who does random things, and logs in again after a failure.

use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::Answer;
use crate::connection::Connection;
use crate::login::{FORM, Login, MANAGEMENT, OFFLINE, Session, client_id, tokens};
use crate::tally::Tally;

const EMAILS: [&str; 4] = ["alice@example.com", "bob@example.com", "carol@example.com", "eve@example.com"];
const ACCOUNTS: [(&str, &str); 4] = [
    ("google-oauth2", "108412345678901234501"),
    ("facebook", "10224000000000001"),
    ("github", "583231"),
    ("github", "583232"),
];

/// A user with their tokens.
#[derive(Debug)]
pub(crate) struct User {
    connection: Connection,
    /// A login with an access token for the Management API.
    session: Option<Session>,
    /// A login with a refresh token.
    offline: Option<Session>,
    random: u64,
}

impl User {
    /// A user who is not logged in. The seed decides what they do.
    pub(crate) fn new(seed: u64) -> Outcome<Self> {
        Ok(Self { connection: Connection::open()?, session: None, offline: None, random: seed })
    }

    /// Counts of the responses.
    pub(crate) fn into_tally(self) -> Tally {
        self.connection.tally
    }

    /// Does one thing. After a failure, which the tally counts, the next one begins with a login.
    pub(crate) fn act(&mut self) {
        let outcome = match self.pick(16) {
            0..6 => self.read().map(drop),
            6..8 => self.patch(),
            8..10 => self.link(),
            10..12 => self.unlink(),
            12..14 => self.refresh(),
            14 => self.look_around(),
            _ => Err("logs in again".into()),
        };
        if outcome.is_err() {
            self.session = None;
            self.offline = None;
        }
    }

    fn read(&mut self) -> Outcome<Value> {
        let session = self.session()?;
        let user = serde_json::from_str(&self.manage("GET", &session.path(), &session, "")?.body)?;
        self.connection.tally.did("reads");
        Ok(user)
    }

    fn patch(&mut self) -> Outcome<()> {
        let session = self.session()?;
        let body =
            json!({ "user_metadata": { "mood": self.pick(1000), "name": "\u{1f9ea} <b>" } }).to_string();
        self.manage("PATCH", &session.path(), &session, &body)?;
        self.connection.tally.did("patches");
        Ok(())
    }

    fn link(&mut self) -> Outcome<()> {
        let session = self.session()?;
        let second = self.log_in()?;
        let body = json!({ "link_with": second.id }).to_string();
        self.manage("POST", &format!("{}/identities", session.path()), &session, &body)?;
        self.connection.tally.did("links");
        Ok(())
    }

    fn unlink(&mut self) -> Outcome<()> {
        let user = self.read()?;
        let session = self.session()?;
        let identities = user.get("identities").and_then(Value::as_array).ok_or("no identities")?;
        let Some(last) = identities.get(1..).and_then(<[Value]>::last) else { return Ok(()) };
        let provider = last.get("provider").and_then(Value::as_str).ok_or("no provider")?;
        let id = match last.get("user_id") {
            Some(Value::String(id)) => id.clone(),
            Some(id) => id.to_string(),
            None => return Err("no user_id".into()),
        };
        let path = format!("{}/identities/{provider}/{id}", session.path());
        self.manage("DELETE", &path, &session, "")?;
        self.connection.tally.did("unlinks");
        Ok(())
    }

    fn refresh(&mut self) -> Outcome<()> {
        let offline = if let Some(offline) = self.offline.take() {
            offline
        } else {
            let login = Login::of(self.choose(EMAILS), OFFLINE);
            self.perform(&login)?
        };
        let token = offline.refresh.ok_or("no refresh token")?;
        let form = format!("grant_type=refresh_token&client_id={}&refresh_token={token}", client_id());
        self.offline = Some(tokens(&self.connection.ask("POST", "/oauth/token", &[FORM], &form)?)?);
        self.connection.tally.did("refreshes");
        Ok(())
    }

    /// Requests without a login, valid and invalid.
    fn look_around(&mut self) -> Outcome<()> {
        let access = self.offline.as_ref().map(|offline| offline.access.clone()).unwrap_or_default();
        let logout = format!("/v2/logout?client_id={}&returnTo=http://localhost:3000", client_id());
        self.connection.ask("GET", "/userinfo", &[&format!("authorization: Bearer {access}")], "")?;
        self.connection.ask("GET", "/.well-known/jwks.json", &[], "")?;
        self.connection.ask("GET", &logout, &[], "")?;
        self.connection.ask("GET", "/authorize?response_type=code&client_id=nobody", &[], "")?;
        self.connection.ask(
            "POST",
            "/oauth/token",
            &["content-type: application/json"],
            "{\"grant_type\":",
        )?;
        self.connection.ask("PATCH", "/api/v2/users/%00%ff", &["authorization: Bearer x.y.z"], "[]").map(drop)
    }

    /// The logged-in user, after a login if necessary.
    fn session(&mut self) -> Outcome<Session> {
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        let session = self.log_in()?;
        Ok(self.session.insert(session).clone())
    }

    /// Logs in as a random user.
    fn log_in(&mut self) -> Outcome<Session> {
        if self.pick(2) == 0 {
            let login = Login::of(self.choose(EMAILS), MANAGEMENT);
            return self.perform(&login);
        }
        let (connection, account) = self.choose(ACCOUNTS);
        self.perform(&Login::at(connection, account))
    }

    fn perform(&mut self, login: &Login) -> Outcome<Session> {
        let session = login.perform(&mut self.connection)?;
        self.connection.tally.did("logins");
        Ok(session)
    }

    /// Calls the Management API. Any status but success is an error.
    fn manage(&mut self, method: &str, path: &str, session: &Session, body: &str) -> Outcome<Answer> {
        let headers =
            [&*format!("authorization: Bearer {}", session.access), "content-type: application/json"];
        let answer = self.connection.ask(method, path, &headers, body)?;
        if answer.status < 300 { Ok(answer) } else { Err(format!("answered {}", answer.status).into()) }
    }

    fn choose<T: Copy + Default, const N: usize>(&mut self, all: [T; N]) -> T {
        let index = usize::try_from(self.pick(N as u64)).unwrap_or_default();
        all.get(index).copied().unwrap_or_default()
    }

    /// A random number below `limit` (xorshift).
    fn pick(&mut self, limit: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % limit
    }
}
