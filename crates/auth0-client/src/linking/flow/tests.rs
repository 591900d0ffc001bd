//! Cases LF: the flow as a state, one step at a time; `model` walks it at random.

mod model;

use crate::test_support::json::json;

use super::*;
use crate::http::TransportError;
use crate::test_support::accounts::{second_login, user};
use crate::test_support::samples::{NOW, session};

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
    reading().read(Some(&session(ALICE)), Ok(accounts()), true, NOW).unwrap()
}

fn confirm(flow: LinkFlow) -> Result<(LinkFlow, Option<Box<LinkPlan>>), LinkRefusal> {
    flow.confirm(Some(&session(ALICE)), NOW)
}

#[test]
fn lf_04_05_the_word_turns_a_confirmation_into_one_plan() {
    assert!(matches!(confirming(), LinkFlow::Confirming(_)));
    let (flow, plan) = confirm(confirming()).unwrap();
    assert!(plan.is_some());
    assert_eq!(flow, LinkFlow::Linking);
    assert_eq!(confirm(flow), Ok((LinkFlow::Linking, None)), "a second word finds nothing to confirm");
}

#[test]
fn lf_05_no_word_counts_before_the_page_is_shown() {
    for flow in [LinkFlow::Idle, reading()] {
        let (after, plan) = confirm(flow.clone()).unwrap();
        assert_eq!((after, plan), (flow, None));
    }
}

#[test]
fn lf_06_07_cancelling_forgets_the_second_login() {
    let unread =
        reading().read(Some(&session(ALICE)), Err(TransportError::TimedOut.into()), true, NOW).unwrap();
    for flow in [LinkFlow::Idle, reading(), unread, confirming()] {
        assert_eq!(flow.cancel(), LinkFlow::Idle);
    }
}

#[test]
fn lf_06_requests_that_are_on_their_way_cannot_be_called_back() {
    assert_eq!(LinkFlow::Linking.cancel(), LinkFlow::Linking);
    assert_eq!(LinkFlow::Linking.settle(), LinkFlow::Idle);
}

#[test]
fn lf_09_11_12_a_second_login_that_does_not_fit_never_enters_the_flow() {
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

#[test]
fn lf_12_a_session_that_changes_while_the_accounts_are_read_ends_the_flow() {
    let read = |session: Option<&Session>| reading().read(session, Ok(accounts()), true, NOW);
    assert_eq!(read(None), Err(LinkRefusal::NoSession));
    assert_eq!(read(Some(&session("auth0|eve"))), Err(LinkRefusal::PrimaryChanged));
}

#[test]
fn ma_06_accounts_that_could_not_be_read_can_be_read_again() {
    let cause = TransportError::TimedOut.into();
    let unread = reading().read(Some(&session(ALICE)), Err(cause), true, NOW).unwrap();
    assert!(matches!(&unread, LinkFlow::Unread { cause: said, .. } if *said == cause));
    assert_eq!(unread.read_again(), reading());
    assert_eq!(LinkFlow::Idle.read_again(), LinkFlow::Idle);
    assert_eq!(LinkFlow::Linking.read_again(), LinkFlow::Linking);
}

#[test]
fn accounts_of_other_people_than_logged_in_are_never_shown() {
    let eve = || user("auth0|eve", json!({}));
    for accounts in [(eve(), accounts().1), (accounts().0, eve()), (accounts().1, accounts().0)] {
        let flow = reading().read(Some(&session(ALICE)), Ok(accounts), true, NOW).unwrap();
        assert!(matches!(flow, LinkFlow::Unread { .. }), "{flow:?}");
    }
}

#[test]
fn an_answer_that_comes_too_late_changes_nothing() {
    for flow in [LinkFlow::Idle, LinkFlow::Linking, confirming()] {
        let after = flow.clone().read(None, Ok(accounts()), true, NOW);
        assert_eq!(after, Ok(flow));
    }
}

#[test]
fn lf_08_the_word_after_five_minutes_ends_the_flow() {
    let late = confirming().confirm(Some(&session(ALICE)), NOW.plus(300));
    assert_eq!(late, Err(LinkRefusal::ConfirmationExpired));
}

#[test]
fn lf_08_the_flow_ends_five_minutes_after_the_second_login_however_often_the_accounts_are_read() {
    let late = NOW.plus(300);
    let alice = session(ALICE);
    let begun = LinkFlow::begin(Some(&alice), second_login(alice.reference(), BOB), late);
    assert_eq!(begun, Err(LinkRefusal::ConfirmationExpired));
    let read_late = reading().read(Some(&alice), Ok(accounts()), true, late);
    assert_eq!(read_late, Err(LinkRefusal::ConfirmationExpired));

    let unread = || reading().read(Some(&alice), Err(TransportError::TimedOut.into()), true, NOW).unwrap();
    for waiting in [reading(), unread(), confirming(), confirming().read_again(), unread().read_again()] {
        assert_eq!(waiting.expires_at(), Some(late), "{waiting:?}");
    }
    let last_second = unread().read_again().read(Some(&alice), Ok(accounts()), true, NOW.plus(299)).unwrap();
    assert_eq!(last_second.confirm(Some(&alice), late), Err(LinkRefusal::ConfirmationExpired));
    assert_eq!((LinkFlow::Idle.expires_at(), LinkFlow::Linking.expires_at()), (None, None));
}

#[test]
fn lf_08_the_flow_ends_with_the_id_token_of_the_second_login() {
    let alice = session(ALICE);
    let mut second = second_login(alice.reference(), BOB);
    second.claims.expires_at = NOW.plus(100);
    let flow = LinkFlow::begin(Some(&alice), second, NOW).unwrap();
    assert_eq!(flow.expires_at(), Some(NOW.plus(100)));
    let late = flow.read(Some(&alice), Ok(accounts()), true, NOW.plus(100));
    assert_eq!(late, Err(LinkRefusal::ConfirmationExpired));
}

#[test]
fn tb_06_accounts_that_changed_elsewhere_are_read_again_and_shown_anew() {
    assert_eq!(confirming().read_again(), reading());
    let LinkFlow::Confirming(mut confirmation) = confirming() else { panic!() };
    confirmation.swap(NOW).unwrap();
    let swapped = LinkFlow::Confirming(confirmation);
    assert_eq!(swapped.read_again(), reading(), "also after the roles were swapped");
}
