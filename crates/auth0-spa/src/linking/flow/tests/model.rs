//! LF-33: random events against the flow, and random responses to its requests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::config::Scopes;
use crate::http::{HttpClient, HttpRequest, HttpResponse, Method};
use crate::linking::execute::execute;
use crate::linking::proof::still_confirms;
use crate::linking::{LinkError, Returned, WaitingChange};
use crate::login::id_token::Claims;
use crate::login::scopes::{Scope, ScopeSet};
use crate::login::token::Tokens;
use crate::secret::AccessToken;
use crate::test_support::accounts::{identities_json, user_json};
use crate::test_support::http::json_body;
use crate::test_support::memory::CountingRandom;
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{config, login};

/// Events of users, tabs, clocks and tenants.
#[derive(Debug, Clone)]
enum Event {
    SecondLoginReturns {
        of: &'static str,
    },
    AccountsAreRead,
    ReadingFails,
    /// *Try again*, or a change of the account in another tab.
    ReadsAgain,
    SwapsRoles,
    ChoosesSecondary,
    Waits {
        seconds: i64,
    },
    SessionBecomes {
        of: Option<&'static str>,
    },
    Confirms {
        answers: Vec<u8>,
    },
    /// The account that was asked to log in once more does, or does not.
    ReturnsFromReauthentication {
        proven: bool,
    },
    Cancels,
    RequestsEnd,
}

fn event() -> impl Strategy<Value = Event> {
    let someone = || prop_oneof![4 => Just(BOB), 1 => Just(ALICE), 1 => Just("auth0|eve")];
    prop_oneof![
        4 => someone().prop_map(|of| Event::SecondLoginReturns { of }),
        4 => Just(Event::AccountsAreRead),
        1 => Just(Event::ReadingFails),
        1 => Just(Event::ReadsAgain),
        2 => Just(Event::SwapsRoles),
        1 => Just(Event::ChoosesSecondary),
        2 => prop_oneof![Just(1), Just(60), Just(200), Just(299), Just(300), Just(1_200), Just(90_000)].prop_map(|seconds| Event::Waits { seconds }),
        1 => proptest::option::of(prop_oneof![2 => Just(ALICE), 1 => Just("auth0|eve")])
            .prop_map(|of| Event::SessionBecomes { of }),
        4 => proptest::collection::vec(any::<u8>(), 9).prop_map(|answers| Event::Confirms { answers }),
        4 => prop_oneof![3 => Just(true), 1 => Just(false)]
            .prop_map(|proven| Event::ReturnsFromReauthentication { proven }),
        1 => Just(Event::Cancels),
        2 => Just(Event::RequestsEnd),
    ]
}

/// A tenant with random answers.
struct Moody {
    moods: Vec<u8>,
    sent: RefCell<Vec<HttpRequest>>,
}

impl HttpClient for Moody {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mood = self.moods[self.sent.borrow().len() % self.moods.len()];
        let of_alice = request.url.contains("alice");
        let primary = if of_alice { ALICE } else { BOB };
        let other = if primary == ALICE { BOB } else { ALICE };
        let method = request.method;
        self.sent.borrow_mut().push(request);
        let ok = |status, body: serde_json::Value| {
            Ok(HttpResponse { status, retry_after: None, body: body.to_string() })
        };
        match mood % 8 {
            0 => Err(TransportError::TimedOut),
            1 => Err(TransportError::Offline),
            2 => ok(409, serde_json::json!({})),
            3 => ok(500, serde_json::json!({})),
            4 => ok(401, serde_json::json!({})),
            5 if method == Method::Get => ok(200, user_json(&[primary, other], json!({}))),
            _ if method == Method::Post => ok(201, identities_json(&[primary, other])),
            6 => ok(200, user_json(&[primary], json!({}))),
            // As `AccountsAreRead` has them.
            _ if of_alice => ok(200, user_json(&[ALICE], json!({"theme": "dark"}))),
            _ => ok(200, user_json(&[BOB], json!({"theme": "light", "a": 1}))),
        }
    }
}

/// How often fresh logins are asked for, and when the scopes are.
fn rules() -> impl Strategy<Value = AuthConfig> {
    (prop_oneof![Just(900), Just(0)], prop_oneof![Just(Scopes::AtLogin), Just(Scopes::WhenNeeded)])
        .prop_map(|(reauthenticate_after, scopes)| AuthConfig { reauthenticate_after, scopes, ..config() })
}

/// The flow, its surroundings, and the invariants.
struct World {
    config: AuthConfig,
    flow: LinkFlow,
    session: Option<Session>,
    /// The session as a reload finds it.
    stored: Option<Session>,
    /// What waits in storage until an account has logged in once more, and who has by then.
    waiting: Option<(Box<Reauthentication>, BTreeSet<String>)>,
    /// When each account last logged in, by its id.
    logins: BTreeMap<String, UnixTime>,
    /// Who has logged in to confirm what is shown.
    confirmed: BTreeSet<String>,
    clock: UnixTime,
    /// When *Link accounts* was last pressed.
    pressed_at: UnixTime,
    /// When the second login came back.
    returned_at: UnixTime,
    confirmations: usize,
    plans: usize,
}

impl World {
    /// A login of this user now.
    fn login(&mut self, id: &str, scopes: ScopeSet, for_link: bool) -> (Claims, Tokens) {
        let (mut claims, mut tokens) = login(id);
        claims.authenticated_at = Some(self.clock);
        tokens.scope = Scope::new(scopes.parameter());
        if for_link {
            self.confirmed.insert(id.to_owned());
            tokens.access_token = AccessToken::new(format!("access {id} again"));
        }
        self.logins.insert(id.to_owned(), self.clock);
        (claims, tokens)
    }

    /// The session of this user, who has just logged in.
    fn log_in(&mut self, id: &str) -> Session {
        let (claims, tokens) = self.login(id, ScopeSet::of_login(&self.config.clone()), false);
        Session::new(&CountingRandom::default(), claims, tokens).unwrap()
    }

    /// Whether the account has proven a login that is new enough, by the rules as the documents have them.
    fn is_proven(&self, id: &str) -> bool {
        let after = self.config.reauthenticate_after;
        self.confirmed.contains(id) || after > 0 && self.clock.since(self.logins[id]) < after + 60
    }

    /// The page is loaded again after a login that was made for the link, or that was not made.
    fn come_back(&mut self, proven: bool) {
        self.session.clone_from(&self.stored);
        let (Some((waiting, confirmed)), Some(mut session)) = (self.waiting.take(), self.session.clone())
        else {
            return;
        };
        if !session.is(&waiting.session) || self.clock >= waiting.expires_at {
            return;
        }
        self.confirmed = confirmed;
        let own = waiting.subject == *session.subject();
        let returned = match proven.then(|| self.login(waiting.subject.as_str(), waiting.scopes, true)) {
            None => Returned::Nobody,
            Some((claims, tokens)) if own => {
                session = session.elevated(claims, tokens);
                Returned::Session
            }
            Some(login) => Returned::Second(Box::new(login)),
        };
        let Some(WaitingChange::Link(link)) = WaitingChange::read(&waiting) else { panic!("no link") };
        let Ok(confirmation) = link.resume(&session, returned, &self.config, self.clock) else { return };
        self.session = Some(session);
        self.confirmations += 1;
        let is_complete = confirmation.next_login().is_none();
        self.flow = LinkFlow::Confirming(Box::new(confirmation));
        if proven && is_complete && still_confirms(self.pressed_at, self.clock) {
            self.confirm(vec![7]);
        }
    }

    fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Takes the flow; a refusal ends it.
    fn step(&mut self, step: impl FnOnce(LinkFlow, &Self) -> Result<LinkFlow, LinkRefusal>) {
        let flow = std::mem::take(&mut self.flow);
        self.flow = step(flow, self).unwrap_or_default();
    }

    fn meet(&mut self, event: Event) {
        match event {
            Event::SecondLoginReturns { of } => {
                if matches!(self.flow, LinkFlow::Linking | LinkFlow::Checking) {
                    return;
                }
                self.returned_at = self.clock;
                self.session.clone_from(&self.stored);
                self.confirmed.clear();
                let mut second = second_login(session(ALICE).reference(), of);
                let scopes = ScopeSet::of_login(&self.config);
                (second.claims, second.tokens) = self.login(of, scopes, false);
                second.returned_at = self.clock;
                self.step(|_, world| LinkFlow::begin(world.session(), second, world.clock));
            }
            Event::AccountsAreRead => {
                let was_reading = matches!(self.flow, LinkFlow::Reading { .. });
                let of = match &self.flow {
                    LinkFlow::Reading { second, .. } => second.claims.subject.as_str().to_owned(),
                    _ => BOB.to_owned(),
                };
                let read =
                    (user(ALICE, json!({"theme": "dark"})), user(&of, json!({"theme": "light", "a": 1})));
                self.step(|flow, world| flow.read(world.session(), Ok(read), &world.config, world.clock));
                if was_reading && matches!(self.flow, LinkFlow::Confirming(_)) {
                    self.confirmations += 1;
                }
            }
            Event::ReadingFails => self.step(|flow, world| {
                flow.read(world.session(), Err(TransportError::Failed.into()), &world.config, world.clock)
            }),
            Event::ReadsAgain => self.step(|flow, _| Ok(flow.read_again())),
            Event::SwapsRoles => {
                if let LinkFlow::Confirming(confirmation) = &mut self.flow
                    && confirmation.swap(self.clock).is_ok()
                {
                    // What was made for the one direction counts for the other by its time alone.
                    self.confirmed.clear();
                }
            }
            Event::ChoosesSecondary => {
                if let LinkFlow::Confirming(confirmation) = &mut self.flow {
                    confirmation.choose("theme", Source::Secondary);
                }
            }
            Event::Waits { seconds } => self.clock = self.clock.plus(seconds),
            Event::SessionBecomes { of } => {
                self.session = of.map(|of| self.log_in(of));
                self.stored.clone_from(&self.session);
                if let Some(stored) =
                    self.stored.as_mut().filter(|_| self.config.scopes == Scopes::WhenNeeded)
                {
                    stored.id_token = None;
                }
            }
            Event::ReturnsFromReauthentication { proven } => {
                if !matches!(self.flow, LinkFlow::Linking | LinkFlow::Checking) {
                    self.come_back(proven);
                }
            }
            Event::Confirms { answers } => {
                self.pressed_at = self.clock;
                self.confirm(answers);
            }
            Event::Cancels => self.step(|flow, _| Ok(flow.cancel())),
            Event::RequestsEnd => self.step(|flow, _| match flow {
                LinkFlow::Linking | LinkFlow::Checking => Ok(flow.finish()),
                other => Ok(other),
            }),
        }
    }

    fn confirm(&mut self, moods: Vec<u8>) {
        let was_confirming = matches!(self.flow, LinkFlow::Confirming(_));
        let flow = std::mem::take(&mut self.flow);
        let shown = match &flow {
            LinkFlow::Confirming(confirmation) => confirmation.as_ref().clone(),
            _ => shown(confirming()),
        };
        let Ok((flow, confirmed)) = flow.confirm(&shown, self.session.as_ref(), self.clock) else { return };
        self.flow = flow;
        let plan = match confirmed {
            None => return,
            Some(Confirmed::Send(plan)) => plan,
            Some(Confirmed::LogIn(waiting)) => {
                assert!(was_confirming, "no login but from the confirm page");
                assert!(!format!("{waiting:?}").contains("id google"), "no secret is printed");
                self.waiting = Some((waiting, std::mem::take(&mut self.confirmed)));
                // The page is left.
                self.flow = LinkFlow::Idle;
                return;
            }
        };

        assert!(was_confirming, "no plan but from the confirm page");
        assert_eq!(self.session.as_ref().map(Session::reference), Some(session(ALICE).reference()));
        assert!(self.clock.since(self.returned_at) < 300, "no plan after five minutes");
        assert!(self.clock.since(self.pressed_at) <= 90, "no plan without a press a short time ago");
        self.plans += 1;

        let (caller, joiner) = (plan.primary.user.id.clone(), plan.secondary.user.id.clone());
        let (caller, joiner) = (caller.as_str(), joiner.as_str());
        assert_eq!(plan.swapped, joiner == ALICE, "what was shown is what is done");
        assert!(self.is_proven(caller), "the account that stays has just proven its login");
        assert!(!plan.swapped || self.is_proven(ALICE), "so has the session's account, if it joins");
        let elevated = plan.primary.access_token().unwrap().secret().ends_with(" again");
        assert!(elevated || self.config.scopes == Scopes::AtLogin, "only a token with the scopes is used");
        let http = Moody { moods, sent: RefCell::default() };
        let missing = Cell::new(false);
        let result = now(execute(&http, &Page::new(), &self.config, *plan, &|| missing.set(true)));
        if missing.get() {
            self.flow = std::mem::take(&mut self.flow).check();
        }
        if let Err(LinkError::Changed(confirmation)) = result {
            self.confirmations += 1;
            self.step(|flow, world| flow.ask_again(world.session(), confirmation, world.clock));
        }
        let sent = http.sent.into_inner();
        let posts: Vec<_> = sent.iter().filter(|request| request.method == Method::Post).collect();
        assert!(posts.len() <= 1, "never two POSTs for one word");
        for post in posts {
            assert_eq!(json_body(post), json!({"link_with": format!("id {joiner}")}));
        }
        for request in sent.into_iter().filter(|request| request.method != Method::Get) {
            let token = request.bearer.unwrap().secret().to_owned();
            let expected = format!("access {caller}");
            assert_eq!(token.strip_suffix(" again").unwrap_or(&token), expected, "one caller only");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cases: LF-33, LF-35, SU-04.
    #[test]
    fn no_sequence_of_events_links_twice_or_unasked(
        config in rules(),
        events in proptest::collection::vec(event(), 0..40),
    ) {
        let mut world = World {
            config,
            flow: LinkFlow::Idle,
            session: None,
            stored: None,
            waiting: None,
            logins: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            clock: NOW,
            pressed_at: NOW,
            returned_at: NOW,
            confirmations: 0,
            plans: 0,
        };
        world.meet(Event::SessionBecomes { of: Some(ALICE) });
        for event in events {
            world.meet(event);
            prop_assert!(world.plans <= world.confirmations, "one plan a confirmation");
        }
        // From every state the user can cancel, and then nothing of the second login is left.
        let rest = world.flow.cancel();
        let at_work = matches!(rest, LinkFlow::Linking | LinkFlow::Checking);
        prop_assert_eq!(if at_work { rest.finish() } else { rest }, LinkFlow::Idle);
    }
}
