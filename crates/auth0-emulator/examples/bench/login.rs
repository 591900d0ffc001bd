//! A whole code + PKCE login: request, login page, code, tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::Outcome;
use crate::answer::Answer;
use crate::connection::Connection;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "http://localhost:3000";
/// The content type of forms, as a header line.
pub(crate) const FORM: &str = "content-type: application/x-www-form-urlencoded";
/// The parameters of a login that uses the Management API, on [`PORT`](crate::program::PORT).
pub(crate) const MANAGEMENT: &str = "audience=http://localhost:44199/api/v2/\
    &scope=openid+profile+email+read:current_user+update:current_user_metadata+update:current_user_identities";
/// The parameters of a login that gets a refresh token.
pub(crate) const OFFLINE: &str = "scope=openid+profile+email+offline_access";

/// A login.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    /// Additional parameters of the request.
    extra: String,
    /// The form of the page that it leads to.
    form: String,
}

/// The result of a login.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The access token.
    pub(crate) access: String,
    /// The ID token.
    pub(crate) id: String,
    /// The refresh token, if one was asked for.
    pub(crate) refresh: Option<String>,
    /// The `sub` of the ID token.
    pub(crate) subject: String,
}

impl Session {
    /// The user's path in the Management API.
    pub(crate) fn path(&self) -> String {
        format!("/api/v2/users/{}", self.subject.replace('|', "%7C"))
    }
}

impl Login {
    /// Of a database user, with these parameters: [`MANAGEMENT`] or [`OFFLINE`].
    pub(crate) fn of(email: &str, asked: &str) -> Self {
        let form = format!("action=password&username={email}&password=Passw0rd!");
        Self { extra: asked.to_owned(), form }
    }

    /// Of an account of a simulated provider, by its id.
    pub(crate) fn at(connection: &str, account: &str) -> Self {
        Self {
            extra: format!("{MANAGEMENT}&connection={connection}"),
            form: format!("action=account&account={account}"),
        }
    }

    /// Performs it, in a browser without cookies.
    pub(crate) fn perform(&self, connection: &mut Connection) -> Outcome<Session> {
        let client = client_id();
        let query = format!(
            "response_type=code&client_id={client}&redirect_uri={CALLBACK}&state=s&nonce=n&{}\
             &code_challenge={CHALLENGE}&code_challenge_method=S256",
            self.extra
        );
        let asked = connection.ask("GET", &format!("/authorize?{query}"), &[], "")?;
        let cookie = asked.header("set-cookie").and_then(|line| line.split(';').next()).ok_or("no cookie")?;
        let cookie = format!("cookie: {cookie}");
        let entered = connection.ask("POST", page(&asked)?, &[&cookie, FORM], &self.form)?;
        let code = code(&entered)?;
        let form = format!(
            "grant_type=authorization_code&client_id={client}&code={code}&code_verifier={VERIFIER}\
             &redirect_uri={CALLBACK}"
        );
        tokens(&connection.ask("POST", "/oauth/token", &[FORM], &form)?)
    }
}

/// The id of the demo tenant's single-page app.
pub(crate) fn client_id() -> String {
    auth0_emulator::derived_client_id("Account Linking")
}

fn page(asked: &Answer) -> Outcome<&str> {
    let location = asked.header("location").ok_or("no login page")?;
    let start = location.find("/u/").ok_or("no login page")?;
    Ok(location.get(start..).unwrap_or_default())
}

fn code(entered: &Answer) -> Outcome<&str> {
    let location = entered.header("location").ok_or("no callback")?;
    Ok(location.split_once("code=").and_then(|(_, rest)| rest.split('&').next()).ok_or("no code")?)
}

/// Parses a response of the token endpoint.
pub(crate) fn tokens(answer: &Answer) -> Outcome<Session> {
    let json: Value = serde_json::from_str(&answer.body)?;
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    let id = text("id_token").ok_or("no ID token")?;
    let claims = id.split('.').nth(1).ok_or("no claims")?;
    let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|error| error.to_string())?;
    let claims: Value = serde_json::from_slice(&claims)?;
    let subject = claims.get("sub").and_then(Value::as_str).ok_or("no sub")?.to_owned();
    Ok(Session {
        access: text("access_token").ok_or("no access token")?,
        id,
        refresh: text("refresh_token"),
        subject,
    })
}
