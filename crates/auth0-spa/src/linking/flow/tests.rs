//! Cases LF: the transitions of the flow; `model` takes them at random.

mod model;

use crate::test_support::json::json;

use super::*;
use crate::http::TransportError;
use crate::linking::{Expiry, Feedback, SwapRefusal};
use crate::management::metadata::Source;
use crate::test_support::accounts::{second_login, user};
use crate::test_support::samples::{NOW, config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

/// Bob has just come back from the second login that Alice asked for.
fn reading() -> LinkFlow {
    LinkFlow::begin(Some(&session(ALICE)), second_login(session(ALICE).reference(), BOB), NOW).unwrap()
}

fn accounts() -> (User, User) {
    (user(ALICE, json!({})), user(BOB, json!({})))
}

/// Both accounts are on the page.
fn confirming() -> LinkFlow {
    reading().read(Some(&session(ALICE)), Ok(accounts()), &config(), NOW).unwrap()
}

/// The user confirms what is shown.
fn confirm(flow: LinkFlow) -> Result<(LinkFlow, Option<Box<LinkPlan>>), LinkRefusal> {
    confirm_at(flow, NOW)
}

fn confirm_at(flow: LinkFlow, now: UnixTime) -> Result<(LinkFlow, Option<Box<LinkPlan>>), LinkRefusal> {
    let shown = shown(match &flow {
        LinkFlow::Confirming(_) => flow.clone(),
        _ => confirming(),
    });
    flow.confirm(&shown, Some(&session(ALICE)), now).map(|(flow, confirmed)| (flow, confirmed.map(plan)))
}

/// The plan, where no login is missing.
fn plan(confirmed: Confirmed) -> Box<LinkPlan> {
    let Confirmed::Send(plan) = confirmed else { panic!("{confirmed:?}") };
    plan
}

fn shown(flow: LinkFlow) -> Confirmation {
    let LinkFlow::Confirming(confirmation) = flow else { panic!("{flow:?}") };
    *confirmation
}

/// Cases: LF-04, LF-05.
#[test]
fn confirming_yields_one_plan() {
    assert!(matches!(confirming(), LinkFlow::Confirming(_)));
    let (flow, plan) = confirm(confirming()).unwrap();
    assert!(plan.is_some());
    assert_eq!(flow, LinkFlow::Linking);
    assert_eq!(confirm(flow), Ok((LinkFlow::Linking, None)), "a second word finds nothing to confirm");
}

/// Cases: LF-05.
#[test]
fn nothing_can_be_confirmed_before_it_is_shown() {
    for flow in [LinkFlow::Idle, reading()] {
        let (after, plan) = confirm(flow.clone()).unwrap();
        assert_eq!((after, plan), (flow, None));
    }
}

/// Cases: LF-06, LF-07.
#[test]
fn cancelling_forgets_the_second_login() {
    let unread =
        reading().read(Some(&session(ALICE)), Err(TransportError::TimedOut.into()), &config(), NOW).unwrap();
    for flow in [LinkFlow::Idle, reading(), unread, confirming()] {
        assert_eq!(flow.cancel(), LinkFlow::Idle);
    }
}

/// Cases: LF-06.
#[test]
fn a_link_that_is_being_sent_cannot_be_cancelled() {
    assert_eq!(LinkFlow::Linking.cancel(), LinkFlow::Linking);
    assert_eq!(LinkFlow::Linking.finish(), LinkFlow::Idle);
}

/// Cases: LF-09, LF-11, LF-12.
#[test]
fn a_second_login_that_does_not_belong_to_the_session_starts_no_flow() {
    let begin = |session: Option<&Session>, id| {
        LinkFlow::begin(
            session,
            second_login(crate::test_support::samples::session(ALICE).reference(), id),
            NOW,
        )
    };
    assert_eq!(begin(Some(&session(ALICE)), ALICE), Err(LinkRefusal::SameAccount));
    assert_eq!(begin(None, BOB), Err(LinkRefusal::NoSession));
    assert_eq!(begin(Some(&session("auth0|eve")), BOB), Err(LinkRefusal::PrimaryChanged));
}

/// Cases: LF-12.
#[test]
fn a_session_that_changes_while_the_accounts_are_read_ends_the_flow() {
    let read = |session: Option<&Session>| reading().read(session, Ok(accounts()), &config(), NOW);
    assert_eq!(read(None), Err(LinkRefusal::NoSession));
    assert_eq!(read(Some(&session("auth0|eve"))), Err(LinkRefusal::PrimaryChanged));
}

/// Cases: MA-06.
#[test]
fn accounts_that_could_not_be_read_can_be_read_again() {
    let cause = TransportError::TimedOut.into();
    let unread = reading().read(Some(&session(ALICE)), Err(cause), &config(), NOW).unwrap();
    assert!(matches!(&unread, LinkFlow::Unread { cause: said, .. } if *said == cause));
    assert_eq!(unread.read_again(), reading());
    assert_eq!(LinkFlow::Idle.read_again(), LinkFlow::Idle);
    assert_eq!(LinkFlow::Linking.read_again(), LinkFlow::Linking);
}

#[test]
fn accounts_other_than_those_that_logged_in_are_never_shown() {
    let eve = || user("auth0|eve", json!({}));
    for accounts in [(eve(), accounts().1), (accounts().0, eve()), (accounts().1, accounts().0)] {
        let flow = reading().read(Some(&session(ALICE)), Ok(accounts), &config(), NOW).unwrap();
        assert!(matches!(flow, LinkFlow::Unread { .. }), "{flow:?}");
    }
}

#[test]
fn a_late_answer_changes_nothing() {
    for flow in [LinkFlow::Idle, LinkFlow::Linking, confirming()] {
        let after = flow.clone().read(None, Ok(accounts()), &config(), NOW);
        assert_eq!(after, Ok(flow));
    }
}

/// Cases: LF-08.
#[test]
fn confirming_after_five_minutes_ends_the_flow() {
    let late = confirm_at(confirming(), NOW.plus(300));
    assert_eq!(late, Err(LinkRefusal::ConfirmationExpired(Expiry::Waited)));
}

/// Cases: LF-08.
#[test]
fn the_flow_expires_five_minutes_after_the_second_login() {
    let late = NOW.plus(300);
    let alice = session(ALICE);
    let begun = LinkFlow::begin(Some(&alice), second_login(alice.reference(), BOB), late);
    let over = LinkRefusal::ConfirmationExpired(Expiry::Waited);
    assert_eq!(begun, Err(over));
    let read_late = reading().read(Some(&alice), Ok(accounts()), &config(), late);
    assert_eq!(read_late, Err(over));

    let unread =
        || reading().read(Some(&alice), Err(TransportError::TimedOut.into()), &config(), NOW).unwrap();
    for waiting in [reading(), unread(), confirming(), confirming().read_again(), unread().read_again()] {
        assert_eq!(waiting.deadline(&alice), Some(Deadline { at: late, why: Expiry::Waited }), "{waiting:?}");
    }
    let last_second =
        unread().read_again().read(Some(&alice), Ok(accounts()), &config(), NOW.plus(299)).unwrap();
    assert_eq!(confirm_at(last_second, late), Err(over));
    assert_eq!((LinkFlow::Idle.deadline(&alice), LinkFlow::Linking.deadline(&alice)), (None, None));
}

/// Cases: LF-08.
#[test]
fn the_flow_expires_with_the_second_logins_id_token() {
    let alice = session(ALICE);
    let mut second = second_login(alice.reference(), BOB);
    second.claims.expires_at = NOW.plus(100);
    let flow = LinkFlow::begin(Some(&alice), second, NOW).unwrap();
    let ends = Deadline { at: NOW.plus(100), why: Expiry::SecondLogin };
    assert_eq!(flow.deadline(&alice), Some(ends));
    let late = flow.read(Some(&alice), Ok(accounts()), &config(), NOW.plus(100));
    assert_eq!(late, Err(LinkRefusal::ConfirmationExpired(ends.why)));
}

/// Cases: LF-08.
#[test]
fn the_flow_expires_with_the_session_whichever_account_is_the_primary() {
    let mut alice = session(ALICE);
    alice.expires_at = NOW.plus(90);
    let reading = || LinkFlow::begin(Some(&alice), second_login(alice.reference(), BOB), NOW).unwrap();
    let unread = reading().read(Some(&alice), Err(TransportError::TimedOut.into()), &config(), NOW).unwrap();
    let confirming = reading().read(Some(&alice), Ok(accounts()), &config(), NOW).unwrap();
    let mut swapped = shown(confirming.clone());
    swapped.swap(NOW).unwrap();
    let ends = Deadline { at: alice.expires_at, why: Expiry::FirstLogin };
    for waiting in [reading(), unread, confirming, LinkFlow::Confirming(Box::new(swapped))] {
        assert_eq!(waiting.deadline(&alice), Some(ends), "{waiting:?}");
    }
}

/// The user confirms what is no longer shown, because a script or another tab was faster than the page.
///
/// Cases: LF-38.
#[test]
fn confirming_something_outdated_sends_nothing_and_gives_feedback() {
    let before = shown(confirming());
    let mut swapped = before.clone();
    swapped.swap(NOW).unwrap();
    let flow = LinkFlow::Confirming(Box::new(swapped.clone()));
    let (flow, plan) = flow.confirm(&before, Some(&session(ALICE)), NOW).unwrap();
    assert_eq!(plan, None);
    let after = shown(flow);
    assert_eq!(after.feedback(), Some(&Feedback::Outdated));
    assert!(after.swapped, "nothing else changed");

    let (flow, plan) =
        LinkFlow::Confirming(Box::new(after.clone())).confirm(&after, Some(&session(ALICE)), NOW).unwrap();
    assert_eq!(
        (flow, super::tests::plan(plan.unwrap()).swapped),
        (LinkFlow::Linking, true),
        "a word on what is shown now"
    );
}

fn alice(metadata: crate::json::Value) -> User {
    user(ALICE, metadata)
}

fn bob(metadata: crate::json::Value) -> User {
    user(BOB, metadata)
}

/// Shows two accounts, decides, reads them again as they are `now`, and returns the decisions then.
fn read_again(decide: impl FnOnce(&mut Confirmation), alices: User, bobs: User) -> Confirmation {
    let before = (
        alice(json!({"theme": "dark", "font": "big", "size": 1})),
        bob(json!({"theme": "light", "font": "small", "size": 2})),
    );
    let session = session(ALICE);
    let mut confirmation = shown(reading().read(Some(&session), Ok(before), &config(), NOW).unwrap());
    decide(&mut confirmation);
    let again = LinkFlow::Confirming(Box::new(confirmation)).read_again();
    // The answer may need another try.
    let unread = again.read(Some(&session), Err(TransportError::TimedOut.into()), &config(), NOW).unwrap();
    shown(unread.read_again().read(Some(&session), Ok((alices, bobs)), &config(), NOW).unwrap())
}

/// Cases: TB-06.
#[test]
fn accounts_that_changed_elsewhere_are_read_again_and_decisions_are_kept() {
    for swapped in [false, true] {
        let decide = |confirmation: &mut Confirmation| {
            if swapped {
                confirmation.swap(NOW).unwrap();
            }
            for key in ["theme", "font", "size"] {
                confirmation.choose(key, Source::Secondary);
            }
        };
        // The font is another one, the size is what was chosen, and there is something new.
        let alices = alice(json!({"theme": "dark", "font": "huge", "size": 2, "new": true}));
        let bobs = bob(json!({"theme": "light", "font": "small", "size": if swapped { 1 } else { 2 }}));
        let confirmation = read_again(decide, alices, bobs);
        assert_eq!(confirmation.swapped, swapped);
        let said = Feedback::DecisionsLost { swap: None, choices: vec!["font".to_owned()] };
        assert_eq!(confirmation.feedback(), Some(&said), "swapped: {swapped}");
        let changes = confirmation.merged().unwrap().patch().changes;
        let theme = if swapped { "dark" } else { "light" };
        assert_eq!(changes.get("theme"), Some(&json!(theme)), "swapped: {swapped}");
        assert!(!changes.contains_key("font"));
    }
}

/// Cases: TB-06.
#[test]
fn a_swap_that_cannot_be_repeated_gives_feedback() {
    let session = session(ALICE);
    let mut second = second_login(session.reference(), BOB);
    second.tokens.expires_at = NOW.plus(10);
    let flow = LinkFlow::begin(Some(&session), second, NOW).unwrap();
    let mut confirmation = shown(flow.read(Some(&session), Ok(accounts()), &config(), NOW).unwrap());
    confirmation.swap(NOW).unwrap();
    let again = LinkFlow::Confirming(Box::new(confirmation)).read_again();
    let after = shown(again.read(Some(&session), Ok(accounts()), &config(), NOW.plus(10)).unwrap());
    assert!(!after.swapped);
    let said = Feedback::DecisionsLost { swap: Some(SwapRefusal::LoginTooOld), choices: vec![] };
    assert_eq!(after.feedback(), Some(&said));
}
