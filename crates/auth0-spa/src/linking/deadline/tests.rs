//! Case LF-08: the deadline of a confirmation, and the warning before it.

use super::*;

const NOON: UnixTime = UnixTime(43_200);

fn deadline(seconds: i64, why: Expiry) -> Deadline {
    Deadline { at: NOON.plus(seconds), why }
}

/// Cases: LF-08.
#[test]
fn the_user_is_warned_in_the_last_minute_before_the_deadline() {
    let end = deadline(0, Expiry::Waited);
    for (before, expected) in [
        (300, TimeLeft::Enough),
        (61, TimeLeft::Enough),
        (60, TimeLeft::LastMinute(Expiry::Waited)),
        (1, TimeLeft::LastMinute(Expiry::Waited)),
        (0, TimeLeft::Over(Expiry::Waited)),
        (-7_200, TimeLeft::Over(Expiry::Waited)),
    ] {
        assert_eq!(end.left(NOON.plus(-before)), expected, "{before} s before");
        assert_eq!(end.is_over(NOON.plus(-before)), matches!(expected, TimeLeft::Over(_)));
    }
}

/// Cases: LF-08.
#[test]
fn the_earliest_deadline_counts_with_its_reason() {
    let (waited, token) = (deadline(300, Expiry::Waited), deadline(299, Expiry::SecondLogin));
    assert_eq!(waited.or(token), token);
    assert_eq!(token.or(waited), token);
    let both = deadline(300, Expiry::FirstLogin);
    assert_eq!(waited.or(both), waited);
}
