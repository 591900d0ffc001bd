//! A person who does whatever comes to mind, and begins anew when it fails.

use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::Answer;
use crate::connection::Connection;
use crate::login::{FORM, Login, MANAGEMENT, OFFLINE, Person, client_id, tokens};
use crate::tally::Tally;

const EMAILS: [&str; 4] = ["alice@example.com", "bob@example.com", "carol@example.com", "eve@example.com"];
const ACCOUNTS: [(&str, &str); 4] = [
    ("google-oauth2", "108412345678901234501"),
    ("facebook", "10224000000000001"),
    ("github", "583231"),
    ("github", "583232"),
];

/// A person with what they are logged in as at the moment.
#[derive(Debug)]
pub(crate) struct Soaked {
    connection: Connection,
    /// With an access token for the Management API.
    person: Option<Person>,
    /// With a refresh token.
    lasting: Option<Person>,
    random: u64,
}

impl Soaked {
    /// Somebody who is not logged in; the seed decides what comes to their mind.
    pub(crate) fn new(seed: u64) -> Outcome<Self> {
        Ok(Self { connection: Connection::open()?, person: None, lasting: None, random: seed })
    }

    /// What they were answered.
    pub(crate) fn into_tally(self) -> Tally {
        self.connection.tally
    }

    /// Does one thing. What fails by a fault is in the tally; they log in again then.
    pub(crate) fn act(&mut self) {
        let outcome = match self.pick(16) {
            0..6 => self.read().map(drop),
            6..8 => self.patch(),
            8..10 => self.link(),
            10..12 => self.unlink(),
            12..14 => self.refresh(),
            14 => self.look_around(),
            _ => Err("enough for today".into()),
        };
        if outcome.is_err() {
            self.person = None;
            self.lasting = None;
        }
    }

    fn read(&mut self) -> Outcome<Value> {
        let person = self.person()?;
        let user = serde_json::from_str(&self.manage("GET", &person.path(), &person, "")?.body)?;
        self.connection.tally.did("reads");
        Ok(user)
    }

    fn patch(&mut self) -> Outcome<()> {
        let person = self.person()?;
        let body =
            json!({ "user_metadata": { "mood": self.pick(1000), "name": "\u{1f9ea} <b>" } }).to_string();
        self.manage("PATCH", &person.path(), &person, &body)?;
        self.connection.tally.did("patches");
        Ok(())
    }

    fn link(&mut self) -> Outcome<()> {
        let person = self.person()?;
        let second = self.log_in()?;
        let body = json!({ "link_with": second.id }).to_string();
        self.manage("POST", &format!("{}/identities", person.path()), &person, &body)?;
        self.connection.tally.did("links");
        Ok(())
    }

    fn unlink(&mut self) -> Outcome<()> {
        let user = self.read()?;
        let person = self.person()?;
        let identities = user.get("identities").and_then(Value::as_array).ok_or("no identities")?;
        let Some(last) = identities.get(1..).and_then(<[Value]>::last) else { return Ok(()) };
        let provider = last.get("provider").and_then(Value::as_str).ok_or("no provider")?;
        let id = match last.get("user_id") {
            Some(Value::String(id)) => id.clone(),
            Some(id) => id.to_string(),
            None => return Err("no user_id".into()),
        };
        let path = format!("{}/identities/{provider}/{id}", person.path());
        self.manage("DELETE", &path, &person, "")?;
        self.connection.tally.did("unlinks");
        Ok(())
    }

    fn refresh(&mut self) -> Outcome<()> {
        let lasting = if let Some(lasting) = self.lasting.take() {
            lasting
        } else {
            let login = Login::of(self.choose(EMAILS), OFFLINE);
            self.perform(&login)?
        };
        let token = lasting.refresh.ok_or("no refresh token")?;
        let form = format!("grant_type=refresh_token&client_id={}&refresh_token={token}", client_id());
        self.lasting = Some(tokens(&self.connection.ask("POST", "/oauth/token", &[FORM], &form)?)?);
        self.connection.tally.did("refreshes");
        Ok(())
    }

    /// What needs no login, good and bad.
    fn look_around(&mut self) -> Outcome<()> {
        let access = self.lasting.as_ref().map(|lasting| lasting.access.clone()).unwrap_or_default();
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

    /// Who they are, after a login if need be.
    fn person(&mut self) -> Outcome<Person> {
        if let Some(person) = &self.person {
            return Ok(person.clone());
        }
        let person = self.log_in()?;
        Ok(self.person.insert(person).clone())
    }

    /// Logs in as anybody.
    fn log_in(&mut self) -> Outcome<Person> {
        if self.pick(2) == 0 {
            let login = Login::of(self.choose(EMAILS), MANAGEMENT);
            return self.perform(&login);
        }
        let (connection, account) = self.choose(ACCOUNTS);
        self.perform(&Login::at(connection, account))
    }

    fn perform(&mut self, login: &Login) -> Outcome<Person> {
        let person = login.perform(&mut self.connection)?;
        self.connection.tally.did("logins");
        Ok(person)
    }

    /// A call of the Management API that is to succeed.
    fn manage(&mut self, method: &str, path: &str, person: &Person, body: &str) -> Outcome<Answer> {
        let headers =
            [&*format!("authorization: Bearer {}", person.access), "content-type: application/json"];
        let answer = self.connection.ask(method, path, &headers, body)?;
        if answer.status < 300 { Ok(answer) } else { Err(format!("answered {}", answer.status).into()) }
    }

    fn choose<T: Copy + Default, const N: usize>(&mut self, all: [T; N]) -> T {
        let index = usize::try_from(self.pick(N as u64)).unwrap_or_default();
        all.get(index).copied().unwrap_or_default()
    }

    /// A number below `limit`, by xorshift: as repeatable as the order of the answers allows.
    fn pick(&mut self, limit: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % limit
    }
}
