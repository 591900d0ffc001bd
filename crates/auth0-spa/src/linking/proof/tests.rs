//! Cases SU: the decision, as a table.

use super::*;
use crate::config::AuthConfig;
use crate::test_support::samples::{NOW, config, login, session};

const LEEWAY_ENDS: i64 = 960;

fn rules(reauthenticate_after: i64, scopes: Scopes) -> Rules {
    Rules::of(&AuthConfig { reauthenticate_after, scopes, ..config() })
}

/// Whether a login of this age is fresh.
fn is_fresh(after: i64, age: Option<i64>) -> bool {
    let (mut claims, _) = login("auth0|alice");
    claims.authenticated_at = age.map(|age| NOW.plus(-age));
    rules(after, Scopes::AtLogin).is_fresh(&claims, NOW)
}

/// Cases: SU-01, SU-03.
#[test]
fn a_login_is_fresh_by_its_auth_time_and_with_zero_never() {
    for (age, fresh) in
        [(-61, false), (-60, true), (0, true), (900, true), (959, true), (960, false), (1_200, false)]
    {
        assert_eq!(is_fresh(900, Some(age)), fresh, "{age}");
        assert!(!is_fresh(0, Some(age)), "{age}");
    }
    assert!(!is_fresh(900, None), "a tenant that does not say when proves nothing");
    assert!(is_fresh(31_536_000, Some(LEEWAY_ENDS)));
}

/// The scopes of a token, by what it may do.
fn granted(set: Option<ScopeSet>) -> Option<Scope> {
    set.map(|set| Scope::new(set.parameter()))
}

/// Cases: SU-01, SU-02.
#[test]
fn what_is_missing_follows_from_the_change_the_roles_the_ages_and_the_scopes() {
    use Party::{Second, Session as First};
    use ScopeSet::{Identities, Metadata, Read};
    use Scopes::{AtLogin, WhenNeeded};
    const FRESH: bool = true;
    const OLD: bool = false;

    type Login = (bool, Option<ScopeSet>);
    type Link = Option<(Party, bool)>;
    type Row = (Scopes, Link, Login, Login, Option<(Party, ScopeSet)>);
    let full = (FRESH, Some(Metadata));
    let rows: [Row; 28] = [
        // Unlink: the session's account.
        (AtLogin, None, (FRESH, Some(Metadata)), full, None),
        (AtLogin, None, (OLD, Some(Metadata)), full, Some((First, Identities))),
        (AtLogin, None, (FRESH, Some(Read)), full, None),
        (WhenNeeded, None, (FRESH, Some(Read)), full, Some((First, Identities))),
        (WhenNeeded, None, (FRESH, Some(Identities)), full, None),
        (WhenNeeded, None, (OLD, Some(Metadata)), full, Some((First, Identities))),
        // Link: the session's account stays. The second login only has to be there.
        (AtLogin, Some((First, true)), (FRESH, Some(Metadata)), full, None),
        (AtLogin, Some((First, true)), (FRESH, Some(Metadata)), (OLD, None), None),
        (AtLogin, Some((First, false)), (OLD, Some(Metadata)), full, Some((First, Identities))),
        (AtLogin, Some((First, true)), (OLD, Some(Metadata)), full, Some((First, Metadata))),
        (AtLogin, Some((First, true)), (FRESH, Some(Identities)), full, None),
        (WhenNeeded, Some((First, false)), (FRESH, Some(Read)), full, Some((First, Identities))),
        (WhenNeeded, Some((First, true)), (FRESH, Some(Read)), full, Some((First, Metadata))),
        (WhenNeeded, Some((First, false)), (FRESH, Some(Identities)), (FRESH, Some(Read)), None),
        (WhenNeeded, Some((First, true)), (FRESH, Some(Identities)), full, Some((First, Metadata))),
        (WhenNeeded, Some((First, true)), (FRESH, Some(Metadata)), (OLD, None), None),
        (WhenNeeded, Some((First, true)), (OLD, Some(Metadata)), full, Some((First, Metadata))),
        // Link: the second account stays, and the session's joins. It is asked first, for nothing but a fresh login.
        (AtLogin, Some((Second, true)), (FRESH, Some(Metadata)), full, None),
        (AtLogin, Some((Second, true)), (OLD, Some(Metadata)), full, Some((First, Read))),
        (AtLogin, Some((Second, true)), (OLD, Some(Metadata)), (OLD, None), Some((First, Read))),
        (AtLogin, Some((Second, true)), (FRESH, Some(Metadata)), (FRESH, None), Some((Second, Metadata))),
        (
            AtLogin,
            Some((Second, false)),
            (FRESH, Some(Read)),
            (OLD, Some(Metadata)),
            Some((Second, Identities)),
        ),
        (WhenNeeded, Some((Second, true)), (OLD, Some(Read)), (FRESH, Some(Read)), Some((First, Read))),
        (
            WhenNeeded,
            Some((Second, true)),
            (FRESH, Some(Read)),
            (FRESH, Some(Read)),
            Some((Second, Metadata)),
        ),
        (WhenNeeded, Some((Second, false)), (FRESH, Some(Read)), (FRESH, None), Some((Second, Identities))),
        (WhenNeeded, Some((Second, false)), (FRESH, Some(Read)), (FRESH, Some(Identities)), None),
        (WhenNeeded, Some((Second, true)), (FRESH, Some(Read)), full, None),
        (
            WhenNeeded,
            Some((Second, true)),
            (FRESH, Some(Metadata)),
            (OLD, Some(Metadata)),
            Some((Second, Metadata)),
        ),
    ];
    for (scopes, link, session, second, expected) in rows {
        let (own, other) = (granted(session.1), granted(second.1));
        let session = Proof { fresh: session.0, scope: own.as_ref() };
        let second = Proof { fresh: second.0, scope: other.as_ref() };
        let change = match link {
            None => Change::Unlink,
            Some((stays, copies)) => Change::Link { second, stays, copies },
        };
        let next = rules(900, scopes).next_login(change, session);
        let expected = expected.map(|(party, scopes)| NextLogin { party, scopes });
        assert_eq!(next, expected, "{scopes:?} {change:?} {session:?}");
    }
}

#[test]
fn an_account_cannot_be_changed_only_if_its_login_asked_for_the_scope_and_did_not_get_it() {
    let may = |scopes, granted: ScopeSet| {
        let mut session = session("auth0|alice");
        session.scope = Scope::new(granted.parameter());
        can_change(&AuthConfig { scopes, ..config() }, &session)
    };
    assert!(may(Scopes::AtLogin, ScopeSet::Identities));
    assert!(!may(Scopes::AtLogin, ScopeSet::Read));
    assert!(may(Scopes::WhenNeeded, ScopeSet::Read));
}
