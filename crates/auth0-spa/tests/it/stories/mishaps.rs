//! Requests and answers that are lost, or carried out late: the outcome is read, nothing is sent twice, and nothing
//! is rolled back on a guess.

use auth0_emulator::{Effect, Fault};
use auth0_spa::Clock as _;
use auth0_spa::http::{Method, TransportError};
use auth0_spa::json::read;
use auth0_spa::linking::reconcile::{BACKOFF, ONCE};
use auth0_spa::linking::{
    Finding, LinkError, LinkFailure, LinkPlan, MetadataLeft, PendingRequest, UnlinkError, reconcile,
};
use auth0_spa::management::{Identity, Management, ManagementError};
use auth0_spa::session::Session;
use serde_json::{Value, json};

use crate::browser::{As, Browser};
use crate::network::Mishap;
use crate::tenant::{ALICE, ALICES_GOOGLE};

const ALICES: As = As::Password("alice@example.com");
const GOOGLE: As = As::Account("google-oauth2", "alice@gmail.example");

const USER: &str = "/api/v2/users/*";
const IDENTITIES: &str = "/api/v2/users/*/identities";
const IDENTITY: &str = "/api/v2/users/*/identities/*/*";

/// Alice's metadata before any link.
fn before() -> Value {
    json!({"theme": "dark", "language": "en"})
}

/// With that of her Google account added.
fn merged() -> Value {
    json!({"theme": "dark", "language": "en", "city": "Lisbon"})
}

/// The metadata of the Google account.
fn city() -> Vec<String> {
    vec!["city".to_owned()]
}

/// Alice is at the confirm page with her Google account.
async fn about_to_link() -> (Browser, Session, LinkPlan) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, GOOGLE).await;
    browser.page.network.take_log();
    (browser, session, plan)
}

fn spoil(browser: &Browser, method: &str, path: &str, effect: Effect) {
    let method = Some(method.to_owned());
    browser.emulator.add_fault(Fault { method, path: path.to_owned(), times: 1, effect });
}

/// What the page finds after a reload.
async fn after_reload(browser: &Browser, session: &Session, pauses: &[u32]) -> Finding {
    let note = PendingRequest::restore(&browser.page, session).expect("a note of what is under way");
    reconcile(&browser.page, &browser.page, &browser.config, session, &note, pauses).await.unwrap()
}

/// How many requests of a method there were.
fn count(browser: &Browser, method: &str) -> usize {
    browser.page.network.take_log().iter().filter(|line| line.starts_with(method)).count()
}

/// Cases: MA-25.
#[tokio::test]
async fn a_link_whose_answer_is_lost_is_a_success() {
    let (browser, _, plan) = about_to_link().await;
    browser.page.network.next(Mishap::AnswerLost(Method::Post));
    assert!(browser.execute(plan).await.is_ok());
    assert_eq!(count(&browser, "POST "), 1);
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

/// Cases: MA-25.
#[tokio::test(start_paused = true)]
async fn a_link_that_is_carried_out_late_is_a_success_with_its_metadata() {
    let (browser, _, plan) = about_to_link().await;
    spoil(&browser, "POST", IDENTITIES, Effect::CarriedOutLate(5_000));
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.user.identities.len(), 2);
    assert_eq!(count(&browser, "POST "), 1);
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
    assert_eq!(browser.metadata(ALICE), merged());
}

/// Cases: MA-25, LF-50.
#[tokio::test(start_paused = true)]
async fn a_link_that_is_carried_out_very_late_is_unclear_until_the_user_is_read_again() {
    let (browser, session, plan) = about_to_link().await;
    spoil(&browser, "POST", IDENTITIES, Effect::CarriedOutLate(20_000));
    let Err(LinkError::Unclear(failure)) = browser.execute(plan).await else { panic!() };
    assert_eq!(failure.metadata, MetadataLeft::Copied(city()));
    assert_eq!(browser.metadata(ALICE), merged(), "what may be needed is not taken back");

    let still = after_reload(&browser, &session, ONCE).await;
    assert_eq!(still, Finding::Unclear(MetadataLeft::Copied(city())));
    assert!(matches!(after_reload(&browser, &session, BACKOFF).await, Finding::Done(_)));
    assert_eq!(browser.metadata(ALICE), merged());
}

/// Cases: MA-25, LF-50.
#[tokio::test(start_paused = true)]
async fn a_link_that_never_arrived_is_first_unclear_and_later_reported_as_not_done() {
    let (browser, session, plan) = about_to_link().await;
    browser.page.network.next(Mishap::RequestLost(Method::Post));
    let metadata = MetadataLeft::Copied(city());
    let cause = TransportError::Failed.into();
    assert_eq!(
        browser.execute(plan).await,
        Err(LinkError::Unclear(LinkFailure { cause, metadata: metadata.clone() }))
    );
    assert_eq!(count(&browser, "POST "), 1);
    browser.wait(120);
    assert_eq!(after_reload(&browser, &session, BACKOFF).await, Finding::NotDone(metadata));
}

/// Cases: MA-25.
#[tokio::test(start_paused = true)]
async fn a_lost_patch_answer_reads_the_user_and_the_link_follows() {
    for late in [0, 5_000] {
        let (browser, _, plan) = about_to_link().await;
        spoil(&browser, "PATCH", USER, Effect::CarriedOutLate(late));
        assert!(browser.execute(plan).await.is_ok());
        assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
        assert_eq!(browser.metadata(ALICE), merged());
        assert_eq!(count(&browser, "PATCH "), 1);
    }
}

/// Cases: MA-25, LF-50.
#[tokio::test(start_paused = true)]
async fn metadata_that_never_arrived_links_nothing_and_is_reported_as_unknown() {
    let (browser, session, plan) = about_to_link().await;
    browser.page.network.next(Mishap::RequestLost(Method::Patch));
    let failure =
        LinkFailure { cause: TransportError::Failed.into(), metadata: MetadataLeft::Unknown(city()) };
    assert_eq!(browser.execute(plan).await, Err(LinkError::NotLinked(failure)));
    assert_eq!(count(&browser, "POST "), 0);
    assert_eq!(browser.metadata(ALICES_GOOGLE)["city"], "Lisbon", "the second account is as it was");
    browser.wait(120);
    assert_eq!(after_reload(&browser, &session, ONCE).await, Finding::NotDone(MetadataLeft::Nothing));
}

/// Cases: LF-50.
#[tokio::test]
async fn a_reload_during_the_request_finds_its_outcome() {
    for (method, path, linked) in [("PATCH", USER, false), ("POST", IDENTITIES, true)] {
        let (browser, session, plan) = about_to_link().await;
        spoil(&browser, method, path, Effect::Delay(60_000));
        let reloaded = async {
            // The page is gone once the tenant has done its work.
            while browser.metadata(ALICE) == before() || linked && browser.identities(ALICE).len() == 1 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = browser.execute(plan) => panic!("the answer takes a minute"),
            () = reloaded => {}
        }
        match after_reload(&browser, &session, ONCE).await {
            Finding::Done(user) => assert!(linked && user.identities.len() == 2),
            other => assert_eq!((linked, other), (false, Finding::NotDone(MetadataLeft::Copied(city())))),
        }
    }
}

/// Cases: LF-50.
#[tokio::test]
async fn after_a_swapped_link_a_reload_finds_the_sessions_account_absorbed() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.swapped_plan(&session, GOOGLE).await;
    spoil(&browser, "POST", IDENTITIES, Effect::Delay(60_000));
    let reloaded = async {
        while browser.emulator.user(ALICE).is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = browser.execute(plan) => panic!("the answer takes a minute"),
        () = reloaded => {}
    }
    assert_eq!(after_reload(&browser, &session, ONCE).await, Finding::Absorbed);
}

/// Cases: LF-51.
#[tokio::test]
async fn a_value_written_while_the_page_was_shown_is_asked_about_and_not_overwritten() {
    let (browser, session, plan) = about_to_link().await;
    let api = Management::new(&browser.page, &browser.config, &session.access_token);
    let changes = read(r#"{"city": "Porto"}"#).unwrap().as_object().unwrap().clone();
    api.patch_user_metadata(session.subject(), &changes).await.unwrap();
    let Err(LinkError::Changed(again)) = browser.execute(plan).await else { panic!() };
    assert_eq!(browser.metadata(ALICE)["city"], "Porto");
    assert_eq!(browser.identities(ALICE), [ALICE]);

    let plan = again.confirm(Some(&session), browser.page.now()).unwrap();
    assert!(browser.execute(plan).await.is_ok());
    assert_eq!(browser.metadata(ALICE)["city"], "Porto", "the primary wins");
}

/// Alice, with her Google account linked.
async fn linked() -> (Browser, Session, Identity) {
    let (browser, session, plan) = about_to_link().await;
    let linked = browser.execute(plan).await.unwrap();
    browser.page.network.take_log();
    (browser, session, linked.user.identities[1].clone())
}

/// Cases: MA-30, MA-34.
#[tokio::test(start_paused = true)]
async fn an_unlink_whose_answer_is_lost_is_reported_by_its_outcome() {
    let (browser, session, google) = linked().await;
    browser.page.network.next(Mishap::AnswerLost(Method::Delete));
    assert!(browser.unlink(&session, &google).await.is_ok());
    assert_eq!(browser.page.network.take_log().len(), 2, "one DELETE, one look");

    let (browser, session, google) = linked().await;
    browser.page.network.next(Mishap::RequestLost(Method::Delete));
    let cause = ManagementError::Transport(TransportError::Failed);
    assert_eq!(browser.unlink(&session, &google).await, Err(UnlinkError::Unclear(cause)));
    assert_eq!(browser.identities(ALICE).len(), 2);
    assert_eq!(count(&browser, "DELETE "), 1);
    browser.wait(120);
    assert_eq!(after_reload(&browser, &session, ONCE).await, Finding::NotDone(MetadataLeft::Nothing));
}

/// Cases: MA-34.
#[tokio::test(start_paused = true)]
async fn an_unlink_that_is_carried_out_late_is_a_success() {
    let (browser, session, google) = linked().await;
    spoil(&browser, "DELETE", IDENTITY, Effect::CarriedOutLate(5_000));
    assert!(browser.unlink(&session, &google).await.is_ok());
    assert_eq!(browser.identities(ALICE), [ALICE]);
    assert_eq!(count(&browser, "DELETE "), 1);
}
