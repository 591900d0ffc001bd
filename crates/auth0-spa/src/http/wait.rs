//! How long to wait after a 429, from the response headers.

use crate::clock::UnixTime;

/// The furthest `X-RateLimit-Reset` that is accepted, in seconds. Auth0's buckets fill within seconds; a later reset
/// means that the device's clock is wrong.
const FURTHEST_RESET: i64 = 60;

/// Seconds to wait after a 429.
///
/// `retry_after` is `Retry-After` as a number of seconds (RFC 9110 section 10.2.3; Auth0 sends no date, and a date is
/// not read). `reset` is `X-RateLimit-Reset`, the UTC epoch second at which more may be sent (Auth0, "Rate Limit
/// Policy"). `Retry-After` takes precedence: it does not depend on the device's clock.
pub fn seconds_to_wait(retry_after: Option<&str>, reset: Option<&str>, now: UnixTime) -> Option<u32> {
    let said = retry_after.and_then(|seconds| seconds.trim().parse().ok());
    said.or_else(|| {
        let reset = UnixTime(reset?.trim().parse().ok()?);
        let seconds = reset.since(now);
        (1..=FURTHEST_RESET).contains(&seconds).then(|| u32::try_from(seconds).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::samples::NOW;

    #[track_caller]
    fn check(retry_after: Option<&str>, reset: Option<i64>, expected: Option<u32>) {
        let reset = reset.map(|offset| NOW.plus(offset).0.to_string());
        assert_eq!(
            seconds_to_wait(retry_after, reset.as_deref(), NOW),
            expected,
            "{retry_after:?} {reset:?}"
        );
    }

    /// Cases: MA-05, TE-12.
    #[test]
    fn retry_after_takes_precedence_over_the_reset_of_the_bucket() {
        check(Some("3"), None, Some(3));
        check(Some(" 0 "), Some(5), Some(0));
        check(None, Some(2), Some(2));
        check(None, None, None);
    }

    /// Cases: TE-12.
    #[test]
    fn an_invalid_number_of_seconds_is_ignored() {
        for odd in ["Wed, 21 Oct 2026 07:28:00 GMT", "", "-1", "1.5", "99999999999"] {
            check(Some(odd), None, None);
            check(Some(odd), Some(4), Some(4));
        }
        assert_eq!(seconds_to_wait(None, Some("soon"), NOW), None);
    }

    #[test]
    fn a_reset_far_in_the_future_is_ignored() {
        for offset in [0, -1, -600, 61, 3600, i64::MAX - NOW.0] {
            check(None, Some(offset), None);
        }
        check(None, Some(60), Some(60));
    }
}
