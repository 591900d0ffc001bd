//! Cases LF: both accounts side by side, the choice of the primary, the metadata, and the deadline.

use crate::test_support::json::json;

use super::*;
use crate::login::token::Scope as Granted;
use crate::management::Verifier;
use crate::management::metadata::KeyOutcome;
use crate::test_support::accounts::{second_login, user};
use crate::test_support::samples::{NOW, SCOPE, config, session};

/// Bob, as Alice's second login.
fn bob() -> SecondLogin {
    second_login(session("auth0|alice").reference(), "google-oauth2|bob")
}

fn confirmation_of(second: SecondLogin, merge_metadata: bool) -> Result<Confirmation, LinkRefusal> {
    let alice = user("auth0|alice", json!({"theme": "dark", "plan": "free"}));
    let bob = user("google-oauth2|bob", json!({"theme": "light", "lang": "de"}));
    let config = AuthConfig { merge_metadata, ..config() };
    Confirmation::new(&session("auth0|alice"), alice, second, bob, &config, NOW)
}

fn confirmation() -> Confirmation {
    confirmation_of(bob(), true).unwrap()
}

fn ids(confirmation: &Confirmation) -> (&str, &str) {
    (confirmation.primary().user.id.as_str(), confirmation.secondary().user.id.as_str())
}

/// Confirms `seconds` after the page was shown.
fn confirm_after(confirmation: Confirmation, seconds: i64) -> Result<LinkPlan, LinkRefusal> {
    confirmation.confirm(Some(&session("auth0|alice")), NOW.plus(seconds))
}

/// Cases: LF-04.
#[test]
fn the_account_of_the_session_is_the_primary_at_first() {
    assert_eq!(ids(&confirmation()), ("auth0|alice", "google-oauth2|bob"));
    assert!(!confirmation().swapped);
}

/// Cases: LF-05.
#[test]
fn the_plan_uses_the_primarys_access_token_and_sends_the_secondarys_id_token() {
    let plan = confirm_after(confirmation(), 0).unwrap();
    assert_eq!(plan.primary.access_token().unwrap().secret(), "access auth0|alice");
    assert_eq!(plan.link_with.secret(), "id google-oauth2|bob");
    assert_eq!(plan.patch.changes, *json!({"lang": "de"}).as_object().unwrap());
    assert!(!plan.swapped);
}

/// Cases: LF-08.
#[test]
fn a_confirmation_expires_after_five_minutes() {
    assert_eq!(confirmation().deadline().at, NOW.plus(300));
    assert!(confirm_after(confirmation(), 299).is_ok());
    let over = Err(LinkRefusal::ConfirmationExpired(Expiry::Waited));
    assert_eq!(confirm_after(confirmation(), 300), over);
    assert_eq!(confirm_after(confirmation(), 3_000), over);
}

/// Cases: LF-08.
#[test]
fn a_confirmation_expires_with_the_second_id_token() {
    let mut second = bob();
    second.claims.expires_at = NOW.plus(120);
    let confirmation = confirmation_of(second, true).unwrap();
    assert_eq!(confirmation.deadline().at, NOW.plus(120));
    assert!(confirm_after(confirmation.clone(), 119).is_ok());
    assert_eq!(confirm_after(confirmation, 120), Err(LinkRefusal::ConfirmationExpired(Expiry::SecondLogin)));
}

/// Cases: LF-08.
#[test]
fn after_a_swap_the_deadline_follows_the_tokens_that_are_needed_then() {
    let end_of = |alter: fn(&mut Session, &mut SecondLogin)| {
        let (mut alice, mut second) = (session("auth0|alice"), bob());
        alter(&mut alice, &mut second);
        let (user, other) = (user("auth0|alice", json!({})), user("google-oauth2|bob", json!({})));
        let mut confirmation = Confirmation::new(&alice, user, second, other, &config(), NOW).unwrap();
        confirmation.swap(NOW).unwrap();
        let Deadline { at, why } = confirmation.deadline();
        let plan = confirmation.clone().confirm(Some(&alice), at);
        assert_eq!(plan, Err(LinkRefusal::ConfirmationExpired(why)));
        assert!(confirmation.clone().confirm(Some(&alice), at.plus(-1)).is_ok());
        confirmation.swap(NOW).unwrap();
        (at.since(NOW), why, confirmation.deadline().at.since(NOW))
    };
    assert_eq!(end_of(|_, _| ()), (300, Expiry::Waited, 300));
    assert_eq!(
        end_of(|alice, _| alice.claims.expires_at = NOW.plus(100)),
        (100, Expiry::FirstLogin, 300),
        "the ID token to be sent"
    );
    assert_eq!(
        end_of(|_, bob| bob.tokens.expires_at = NOW.plus(90)),
        (90, Expiry::SecondLogin, 300),
        "the access token that calls"
    );
}

/// Cases: LF-09, LF-14, LF-23.
#[test]
fn refused_accounts_never_reach_the_page() {
    let refused = |second, second_user| {
        let alice = user("auth0|alice", json!({}));
        Confirmation::new(&session("auth0|alice"), alice, second, second_user, &config(), NOW)
    };
    let alice = second_login(session("auth0|alice").reference(), "auth0|alice");
    assert_eq!(refused(alice, user("auth0|alice", json!({}))), Err(LinkRefusal::SameAccount));

    let mut unverified = user("google-oauth2|bob", json!({}));
    unverified.profile.email_verified = false;
    assert_eq!(refused(bob(), unverified), Err(LinkRefusal::SecondaryUnverified(Verifier::User)));

    let asked = SecondLogin { connection: Some("facebook".into()), ..bob() };
    assert_eq!(refused(asked, user("google-oauth2|bob", json!({}))), Err(LinkRefusal::OtherConnection));
}

/// Cases: SH-06.
#[test]
fn an_invisible_address_still_counts_as_unverified() {
    let mut hidden = user("google-oauth2|bob", json!({}));
    (hidden.profile.email, hidden.profile.email_verified) = (Some("\u{200b}".to_owned()), false);
    assert_eq!(hidden.profile.email(), None);
    let alice = user("auth0|alice", json!({}));
    let answer = Confirmation::new(&session("auth0|alice"), alice, bob(), hidden, &config(), NOW);
    assert_eq!(answer, Err(LinkRefusal::SecondaryUnverified(Verifier::User)));
}

/// Cases: LF-11, LF-12, LF-13, LF-22.
#[test]
fn the_session_is_checked_again_when_the_user_confirms() {
    let confirm = |session: Option<&Session>, after| confirmation().confirm(session, NOW.plus(after));
    let mut renewed = session("auth0|alice");
    renewed.claims.issuer.push('x');
    assert_eq!(confirm(None, 0), Err(LinkRefusal::NoSession));
    assert_eq!(confirm(Some(&session("auth0|eve")), 0), Err(LinkRefusal::PrimaryChanged));
    assert_eq!(confirm(Some(&renewed), 0), Err(LinkRefusal::PrimaryChanged));
    assert_eq!(confirm(Some(&session("auth0|alice")), 86_400), Err(LinkRefusal::NoSession));
}

/// Cases: LF-25.
#[test]
fn lost_metadata_is_known_before_linking() {
    assert!(!confirmation().loses_metadata());
    let unmerged = confirmation_of(bob(), false).unwrap();
    assert!(unmerged.merged().is_none());
    assert!(unmerged.loses_metadata());
    assert!(confirm_after(unmerged, 0).unwrap().patch.is_empty());
}

#[test]
fn swapping_exchanges_every_role() {
    let mut confirmation = confirmation();
    confirmation.swap(NOW).unwrap();
    assert_eq!(ids(&confirmation), ("google-oauth2|bob", "auth0|alice"));
    assert!(confirmation.swapped);
    let plan = confirm_after(confirmation, 0).unwrap();
    assert_eq!(plan.primary.access_token().unwrap().secret(), "access google-oauth2|bob");
    assert_eq!(plan.link_with.secret(), "id auth0|alice");
    assert_eq!(plan.patch.changes, *json!({"plan": "free"}).as_object().unwrap());
    assert!(plan.swapped);
}

#[test]
fn swapping_twice_changes_nothing_but_the_choices() {
    let mut confirmation = confirmation();
    confirmation.choose("theme", Source::Secondary);
    confirmation.swap(NOW).unwrap();
    assert_eq!(confirmation.feedback(), Some(&Feedback::Swapped { choices_lost: true }));
    confirmation.swap(NOW).unwrap();
    assert_eq!(confirmation.feedback(), Some(&Feedback::Swapped { choices_lost: false }));
    assert_eq!(Confirmation { feedback: None, ..confirmation }, self::confirmation());
}

#[test]
fn a_choice_decides_a_conflict() {
    let kept = |choice| {
        let mut confirmation = confirmation();
        confirmation.choose("theme", choice);
        confirm_after(confirmation, 0).unwrap().patch.changes.get("theme").cloned()
    };
    assert_eq!(kept(Source::Primary), None);
    assert_eq!(kept(Source::Secondary), Some(json!("light")));
}

#[test]
fn after_a_swap_the_new_primary_wins_conflicts() {
    let mut confirmation = confirmation();
    confirmation.swap(NOW).unwrap();
    let rows = confirmation.merged().unwrap().rows;
    let theme = rows.iter().find(|row| row.key == "theme").unwrap();
    let expected =
        KeyOutcome::Conflict { primary: json!("light"), secondary: json!("dark"), choice: Source::Primary };
    assert_eq!(theme.outcome, expected);
}

#[test]
fn a_second_login_without_the_scopes_cannot_become_the_primary() {
    for (missing, merge, expected) in [
        ("update:current_user_identities", true, Err(SwapRefusal::NotGranted)),
        ("update:current_user_identities", false, Err(SwapRefusal::NotGranted)),
        ("update:current_user_metadata", true, Err(SwapRefusal::NotGranted)),
        ("update:current_user_metadata", false, Ok(())),
    ] {
        let mut second = bob();
        second.tokens.scope = Granted::new(SCOPE.replace(missing, ""));
        let mut confirmation = confirmation_of(second, merge).unwrap();
        let before = confirmation.clone();
        assert_eq!(confirmation.can_swap(NOW), expected, "{missing} {merge}");
        assert_eq!(confirmation.swap(NOW), expected);
        let said = match expected {
            Ok(()) => Feedback::Swapped { choices_lost: false },
            Err(refusal) => Feedback::NotSwapped(refusal),
        };
        assert_eq!(confirmation.feedback(), Some(&said));
        let same = Confirmation { feedback: None, ..confirmation } == before;
        assert_eq!(same, expected.is_err(), "a refused swap changes nothing else");
    }
}

#[test]
fn an_expired_first_login_cannot_become_the_secondary() {
    assert_eq!(confirmation().can_swap(NOW.plus(35_999)), Ok(()));
    assert_eq!(confirmation().can_swap(NOW.plus(36_000)), Err(SwapRefusal::LoginTooOld), "Alice's ID token");
    let mut second = bob();
    second.tokens.expires_at = NOW.plus(10);
    let confirmation = confirmation_of(second, true).unwrap();
    assert_eq!(confirmation.can_swap(NOW.plus(9)), Ok(()));
    assert_eq!(confirmation.can_swap(NOW.plus(10)), Err(SwapRefusal::LoginTooOld), "Bob's access token");
}

/// Cases: LF-37.
#[test]
fn a_choice_that_takes_the_room_of_another_key_gives_feedback() {
    let confirmed = |primary, secondary| {
        let (alice, bob_) = (user("auth0|alice", primary), user("google-oauth2|bob", secondary));
        Confirmation::new(&session("auth0|alice"), alice, bob(), bob_, &config(), NOW).unwrap()
    };
    let big = "x".repeat(6_000);
    let notes = || vec!["notes".to_owned()];
    let mut confirmation = confirmed(json!({"bio": "short"}), json!({"bio": big, "notes": big}));
    let all = confirmation.merged().unwrap().patch();
    assert!(all.changes.contains_key("notes"));

    confirmation.choose("bio", Source::Secondary);
    assert_eq!(
        confirmation.feedback(),
        Some(&Feedback::RoomChanged { no_room: notes(), room_again: vec![] })
    );
    assert_eq!(confirmation.merged().unwrap().lost(), notes(), "what is shown");
    let plan = confirm_after(confirmation.clone(), 0).unwrap();
    assert!(plan.patch.changes.keys().eq(["bio"]), "is what is sent");

    confirmation.choose("bio", Source::Primary);
    assert_eq!(
        confirmation.feedback(),
        Some(&Feedback::RoomChanged { no_room: vec![], room_again: notes() })
    );
    assert_eq!(confirmation.merged().unwrap().patch(), all);

    let mut two = confirmed(json!({"bio": 1, "notes": 1}), json!({"bio": big, "notes": big}));
    two.choose("bio", Source::Secondary);
    two.choose("notes", Source::Secondary);
    assert_eq!(
        two.feedback(),
        Some(&Feedback::RoomChanged { no_room: notes(), room_again: vec![] }),
        "never ignored"
    );
    assert!(confirm_after(two, 0).unwrap().patch.changes.keys().eq(["bio"]));
}

/// Cases: LF-37.
#[test]
fn a_choice_that_changes_no_other_key_gives_no_feedback() {
    let mut confirmation = confirmation();
    confirmation.swap(NOW).unwrap();
    confirmation.choose("theme", Source::Secondary);
    assert_eq!(confirmation.feedback(), None);
}

/// Cases: TX-29.
#[test]
fn debug_shows_no_token_of_a_confirmation() {
    let shown = format!("{:?} {:?}", confirmation(), confirm_after(confirmation(), 0));
    assert!(!shown.contains("access auth0") && !shown.contains("id google"), "{shown}");
}
