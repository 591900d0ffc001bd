//! The callback: parses the address of the page, once.
//!
//! A pure function of the URL. Nothing in it is trusted: [`super::transaction`] checks the `state`, and until then an
//! `error` is only text. Repeated parameters are refused, so that no two parsers can disagree (RFC 6749 section 3.1,
//! OWASP ASVS 5.0 15.3.7).

mod refusal;

use thiserror::Error;

pub use self::refusal::{Refusal, RefusalReason};
use crate::secret::{AuthorizationCode, State};

/// The longest parameter that is read, in bytes.
const MAX_PARAMETER: usize = 16 * 1024;

/// Parameters of an authorization response. Exactly these are removed from the address bar.
const RESPONSE_PARAMETERS: [&str; 12] = [
    "code",
    "state",
    "error",
    "error_description",
    "error_uri",
    "iss",
    "session_state",
    "response",
    "id_token",
    "access_token",
    "token_type",
    "expires_in",
];

/// The address of a page, before it was cleaned.
#[derive(Clone, PartialEq, Eq)]
pub struct PageUrl {
    /// `location.pathname`.
    pub path: String,
    /// `location.search`, with its question mark, or empty.
    pub search: String,
    /// `location.hash`, with its number sign, or empty.
    pub hash: String,
}

impl std::fmt::Debug for PageUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PageUrl").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A well-formed authorization response (RFC 6749 section 4.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// To be checked before anything else is trusted.
    pub state: State,
    /// The issuer that the response names, if it names one (RFC 9207).
    pub issuer: Option<String>,
    /// The tenant's answer.
    pub outcome: Outcome,
}

/// The two kinds of authorization response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A code to exchange.
    Code(AuthorizationCode),
    /// A refusal (RFC 6749 section 4.1.2.1).
    Error(Refusal),
}

impl PageUrl {
    /// Parses an authorization response. `None` when the page was opened for another reason.
    ///
    /// `callback_path` is the path of the registered redirect URI: a code at any other path is not for this app.
    ///
    /// ```
    /// use auth0_spa::login::callback::{CallbackError, Outcome, PageUrl};
    ///
    /// let page = |search: &str| PageUrl { path: "/".into(), search: search.into(), hash: String::new() };
    ///
    /// let callback = page("?code=C&state=S").callback("/")?.expect("a callback");
    /// assert!(matches!(callback.outcome, Outcome::Code(_)));
    /// assert_eq!(page("?tab=links").callback("/"), Ok(None));
    /// assert_eq!(page("?code=C").callback("/"), Err(CallbackError::MissingState));
    /// # Ok::<(), CallbackError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallbackError`] for a malformed response. No record may be touched then.
    pub fn callback(&self, callback_path: &str) -> Result<Option<Callback>, CallbackError> {
        if self.path != callback_path {
            return Ok(None);
        }
        let fragment = Parameters::parse(self.fragment());
        if fragment.has("access_token") || fragment.has("id_token") {
            return Err(CallbackError::TokenInUrl);
        }
        let query = Parameters::parse(self.query());
        if query.has("access_token") || query.has("id_token") || query.has("response") {
            return Err(CallbackError::TokenInUrl);
        }
        // Auth0's e-mail verification link returns with `code=success`, and with nothing else of a response.
        let verification_link =
            query.all("code").eq(["success"]) && !query.has("state") && !query.has("error");
        if verification_link || !["code", "error", "state"].iter().any(|name| query.has(name)) {
            return Ok(None);
        }

        let issuer = query.one("iss")?.map(str::to_owned);
        let state = query.one("state")?.ok_or(CallbackError::MissingState)?;
        let outcome = match (query.one("code")?, query.one("error")?) {
            (Some(_), Some(_)) => return Err(CallbackError::CodeAndError),
            (None, None) => return Err(CallbackError::Incomplete),
            (Some(code), None) => Outcome::Code(AuthorizationCode::new(code)),
            (None, Some(error)) => Outcome::Error(Refusal::parse(error, query.once("error_description")?)),
        };
        Ok(Some(Callback { state: State::new(state), issuer, outcome }))
    }

    /// The address without the parameters of an authorization response; `None` when it has none.
    ///
    /// Other parameters stay, in their order and spelling.
    pub fn cleaned(&self) -> Option<String> {
        let search = without_response_parameters(self.query());
        let hash = without_response_parameters(self.fragment());
        if search.is_none() && hash.is_none() {
            return None;
        }
        let mut cleaned = self.path.clone();
        for (mark, kept, before) in [('?', search, &self.search), ('#', hash, &self.hash)] {
            match kept {
                None => cleaned.push_str(before),
                Some(kept) if kept.is_empty() => {}
                Some(kept) => {
                    cleaned.push(mark);
                    cleaned.push_str(&kept);
                }
            }
        }
        Some(cleaned)
    }

    /// Without the leading question mark: a second one belongs to the first name, as in every URL parser.
    fn query(&self) -> &str {
        self.search.strip_prefix('?').unwrap_or(&self.search)
    }

    /// Without its one number sign.
    fn fragment(&self) -> &str {
        self.hash.strip_prefix('#').unwrap_or(&self.hash)
    }
}

/// A query without our parameters; `None` when it has none of them.
fn without_response_parameters(query: &str) -> Option<String> {
    let own = |pair: &str| {
        form_urlencoded::parse(pair.as_bytes())
            .next()
            .is_some_and(|(name, _)| RESPONSE_PARAMETERS.contains(&name.as_ref()))
    };
    query
        .split('&')
        .any(own)
        .then(|| query.split('&').filter(|pair| !own(pair)).collect::<Vec<_>>().join("&"))
}

struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The only value of a parameter, whatever it is; `None` when it is absent.
    fn once<'a>(&'a self, name: &'a str) -> Result<Option<&'a str>, CallbackError> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(CallbackError::Repeated),
            (value, None) => Ok(value),
        }
    }

    /// The only value of a parameter, which must be neither empty nor too long; `None` when it is absent.
    fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a str>, CallbackError> {
        match self.once(name)? {
            Some("") => Err(CallbackError::Incomplete),
            Some(value) if value.len() > MAX_PARAMETER => Err(CallbackError::TooLong),
            value => Ok(value),
        }
    }
}

/// A malformed authorization response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CallbackError {
    /// There is no `state`.
    #[error("the response has no state")]
    MissingState,
    /// A parameter is empty, or there is neither `code` nor `error`.
    #[error("the response is incomplete")]
    Incomplete,
    /// A parameter appears twice.
    #[error("the response repeats a parameter")]
    Repeated,
    /// There are both `code` and `error`.
    #[error("the response holds both a code and an error")]
    CodeAndError,
    /// A parameter is too long.
    #[error("the response is too long")]
    TooLong,
    /// A token or a signed response is in the URL; the app never requests that.
    #[error("the response carries a token in the address")]
    TokenInUrl,
}

#[cfg(test)]
mod tests;
