//! The callback parser: any address, and what a believed one must look like to somebody who reads it for himself.

use auth0_spa::login::callback::{Outcome, PageUrl};
use percent_encoding::percent_decode_str;

/// Reads `query#fragment` as the address of the callback's page.
///
/// # Panics
///
/// When an address is believed that RFC 6749 section 4.1.2 and RFC 9207 do not allow, or a cleaned one is not clean.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (search, hash) = text.split_once('#').unwrap_or((text, ""));
    let page = page(search, hash);
    let query = pairs(search);
    let values =
        |name: &str| query.iter().filter(|pair| pair.0 == name).map(|pair| &pair.1).collect::<Vec<_>>();
    match page.callback("/") {
        Ok(Some(callback)) => {
            let (code, error) = (values("code"), values("error"));
            assert!(values("state") == [callback.state.secret()], "the one state");
            match &callback.outcome {
                Outcome::Code(said) => assert!(code == [said.secret()] && error.is_empty(), "the one code"),
                Outcome::Error(_) => assert!(error.len() == 1 && code.is_empty(), "the one error"),
            }
            assert!(values("iss").into_iter().eq(&callback.issuer), "the one issuer, if any");
            let forbidden = ["access_token", "id_token", "response"];
            assert!(forbidden.iter().all(|name| values(name).is_empty()), "no token in the address");
            assert!(
                query
                    .iter()
                    .filter(|pair| ["state", "code", "error"].contains(&pair.0.as_str()))
                    .all(|pair| (1..=16 * 1024).contains(&pair.1.len()))
            );
        }
        Ok(None) => {
            let nothing = ["state", "error"].iter().all(|name| values(name).is_empty());
            assert!(
                nothing && values("code").iter().all(|code| *code == "success"),
                "nothing is passed over"
            );
        }
        Err(_) => {}
    }
    if let Some(cleaned) = page.cleaned() {
        let (rest, hash) = cleaned.split_once('#').unwrap_or((&cleaned, ""));
        let (path, search) = rest.split_once('?').unwrap_or((rest, ""));
        let again = self::page(search, hash);
        assert_eq!(path, "/");
        assert!(again.cleaned().is_none(), "clean: {cleaned}");
        assert_eq!(again.callback("/"), Ok(None), "no callback any more: {cleaned}");
    }
}

fn page(search: &str, hash: &str) -> PageUrl {
    PageUrl { path: "/".to_owned(), search: format!("?{search}"), hash: format!("#{hash}") }
}

/// The parameters, read a second way: `application/x-www-form-urlencoded` by hand.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}
