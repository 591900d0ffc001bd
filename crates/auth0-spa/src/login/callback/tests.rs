//! Cases CB: parsing the callback.

mod cleaning;
mod form;
mod property;
mod refused;

use super::*;

fn url(path: &str, search: &str, hash: &str) -> PageUrl {
    PageUrl { path: path.into(), search: search.into(), hash: hash.into() }
}

fn parse(search: &str) -> Result<Option<Callback>, CallbackError> {
    url("/", search, "").callback("/")
}

/// The code of a query that is a callback.
#[track_caller]
fn code(search: &str) -> String {
    match parse(search) {
        Ok(Some(Callback { outcome: Outcome::Code(code), .. })) => code.secret().to_owned(),
        other => panic!("{search}: {other:?}"),
    }
}
