//! Cases SU: a change goes into a record and comes out as it was, or not at all.

use super::*;
use crate::json;
use crate::linking::proof::NextLogin;
use crate::login::scopes::ScopeSet;
use crate::test_support::accounts::{identity, second_login, user};
use crate::test_support::json::json;
use crate::test_support::samples::{NOW, config, login, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

/// Alice's session, twenty minutes old.
fn old_session() -> Session {
    let mut session = session(ALICE);
    session.claims.authenticated_at = Some(NOW.plus(-1_200));
    session
}

/// Bob's account on the confirm page of that session, with a decision about the metadata.
fn confirmation(swapped: bool) -> Confirmation {
    let session = old_session();
    let second = second_login(session.reference(), BOB);
    let (alice, bob) = (
        user(ALICE, json!({"theme": "dark", "n": 1.50, "deep": {"a": [null, true]}})),
        user(BOB, json!({"theme": "light", "only": "here"})),
    );
    let mut confirmation = Confirmation::new(&session, alice, second, bob, &config(), NOW).unwrap();
    if swapped {
        confirmation.swap(NOW).unwrap();
    }
    confirmation.choose("theme", Source::Secondary);
    confirmation
}

/// The waiting change after a page load.
fn reloaded(waiting: &Reauthentication) -> Reauthentication {
    let change = Waiting(json::read(&json::write(&waiting.change.0)).unwrap());
    Reauthentication { change, ..waiting.clone() }
}

fn link(waiting: &Reauthentication) -> WaitingLink {
    let Some(WaitingChange::Link(link)) = WaitingChange::read(&reloaded(waiting)) else { panic!("no link") };
    *link
}

/// Cases: SU-06.
#[test]
fn everything_that_was_shown_is_still_there_but_the_access_token() {
    for swapped in [false, true] {
        let shown = confirmation(swapped);
        let waiting = shown.reauthentication().unwrap();
        let again = link(&waiting).resume(&old_session(), Returned::Nobody, &config(), NOW).unwrap();
        assert_eq!(again.primary().user, shown.primary().user);
        assert_eq!(again.secondary().user, shown.secondary().user);
        assert_eq!((again.merged(), again.swapped), (shown.merged(), swapped));
        assert_eq!(again.deadline().at, shown.deadline().at);
        assert_eq!(again.next_login(), shown.next_login(), "the same login is missing");
        assert_eq!(again.account(Party::Second).access_token(), None);
        assert_eq!(again.reauthentication(), Some(waiting), "and it can be asked for again");
    }
}

/// Cases: SU-11.
#[test]
fn what_waits_holds_the_id_tokens_and_no_access_token_and_debug_shows_neither() {
    let waiting = confirmation(false).reauthentication().unwrap();
    let stored = json::write(&waiting.change.0);
    assert!(stored.contains("id google-oauth2|bob"), "link_with needs it");
    assert!(!stored.contains("access "), "{stored}");
    let printed = format!("{waiting:?}");
    assert!(printed.contains("redacted") && !printed.contains("id google") && !printed.contains("theme"));
}

/// Cases: SU-01.
#[test]
fn the_account_that_stays_is_asked_with_the_scopes_of_the_change() {
    let waiting = confirmation(false).reauthentication().unwrap();
    assert_eq!(waiting.subject.as_str(), ALICE);
    assert_eq!(waiting.login_hint.as_deref(), Some("alice@example.com"));
    assert_eq!(waiting.scopes, ScopeSet::Metadata);
    assert_eq!(waiting.expires_at, NOW.plus(300), "the second login's own deadline");
    let (mut claims, tokens) = login(ALICE);
    claims.authenticated_at = Some(NOW.plus(30));
    let elevated = old_session().elevated(claims, tokens);
    let back = link(&waiting).resume(&elevated, Returned::Session, &config(), NOW.plus(30)).unwrap();
    assert_eq!(back.next_login(), None);
}

/// Cases: SU-02.
#[test]
fn with_swapped_roles_the_sessions_account_is_asked_first_and_then_the_one_that_stays() {
    let first = confirmation(true).reauthentication().unwrap();
    assert_eq!((first.subject.as_str(), first.scopes), (ALICE, ScopeSet::Read));
    let (claims, tokens) = login(ALICE);
    let elevated = old_session().elevated(claims, tokens);
    let back = link(&first).resume(&elevated, Returned::Session, &config(), NOW.plus(60)).unwrap();
    assert_eq!(
        back.next_login(),
        Some(NextLogin { party: Party::Second, scopes: ScopeSet::Metadata }),
        "its token was not kept"
    );
    let second = back.reauthentication().unwrap();
    assert_eq!((second.subject.as_str(), second.expires_at), (BOB, NOW.plus(300)));
    // The page was loaded anew, with the old record of the session: the proof of the first login is in what waits.
    let bobs = Box::new(login(BOB));
    let done = link(&second).resume(&old_session(), Returned::Second(bobs), &config(), NOW.plus(90));
    assert_eq!(done.unwrap().next_login(), None);
    let cancelled = link(&second).resume(&old_session(), Returned::Nobody, &config(), NOW.plus(90)).unwrap();
    assert_eq!(
        cancelled.next_login(),
        back.next_login(),
        "the first proof is not lost with the second login"
    );
}

/// Cases: SU-07.
#[test]
fn a_link_that_waited_too_long_is_refused() {
    let waiting = confirmation(false).reauthentication().unwrap();
    for returned in [Returned::Nobody, Returned::Session] {
        let late = link(&waiting).resume(&old_session(), returned, &config(), NOW.plus(300));
        assert!(matches!(late, Err(LinkRefusal::ConfirmationExpired(_))), "{late:?}");
    }
}

/// Cases: SU-09.
#[test]
fn a_record_that_lacks_anything_is_refused() {
    let whole = confirmation(false).reauthentication().unwrap();
    let members = whole.change.0.get("link").unwrap().as_object().unwrap().clone();
    let with = |change| Reauthentication { change: Waiting(change), ..whole.clone() };
    for name in members.keys().filter(|name| !["connection", "swapped"].contains(&name.as_str())) {
        let mut fewer = members.clone();
        fewer.remove(name);
        let waiting = with(Value::object(vec![("link", Value::Object(fewer))]));
        assert!(WaitingChange::read(&waiting).is_none(), "{name}");
    }
    for text in ["null", "{}", r#"{"link": {}}"#, r#"{"unlink": {}}"#, r#"{"unlink": {"provider": "x"}}"#] {
        assert!(WaitingChange::read(&with(json::read(text).unwrap())).is_none(), "{text}");
    }
}

/// Cases: SU-01, SU-14.
#[test]
fn an_unlink_by_an_old_session_waits_for_a_login_and_keeps_its_identity() {
    let question = UnlinkQuestion::new(identity(BOB), &old_session(), &config(), NOW);
    let crate::linking::UnlinkAnswer::LogIn(waiting) = question.confirm(&old_session(), NOW) else {
        panic!("no login")
    };
    assert_eq!((waiting.subject.as_str(), waiting.scopes), (ALICE, ScopeSet::Identities));
    let Some(WaitingChange::Unlink(kept)) = WaitingChange::read(&reloaded(&waiting)) else {
        panic!("no unlink")
    };
    assert_eq!(kept, identity(BOB));
    // It was asked while the login was fresh, and answered when it no longer was.
    let fresh = UnlinkQuestion::new(identity(BOB), &session(ALICE), &config(), NOW);
    let answer = fresh.confirm(&session(ALICE), NOW.plus(960));
    assert!(matches!(&answer, crate::linking::UnlinkAnswer::Outdated(now) if now.next_login().is_some()));
}
