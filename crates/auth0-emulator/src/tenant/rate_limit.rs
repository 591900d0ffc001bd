//! The Management API's rate limit: a token bucket.
//!
//! Auth0, "Rate Limit Configurations": the free plan allows two requests a second, with bursts of two.

use crate::clock::Timestamp;

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenBucket {
    burst: i64,
    per_second: i64,
    /// Available requests, in thousandths.
    level: i64,
    filled_at: Timestamp,
}

/// The result of counting a request. The fields are those of the `X-RateLimit-*` headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimitState {
    /// Whether the request may pass.
    pub(crate) allowed: bool,
    /// Most requests at once.
    pub(crate) limit: i64,
    /// Further requests that would pass now.
    pub(crate) remaining: i64,
    /// When the bucket is full again, in seconds since the epoch.
    pub(crate) reset: i64,
}

impl TokenBucket {
    /// The bucket of Auth0's free plan, full.
    pub(crate) fn free_plan() -> Self {
        Self { burst: 2, per_second: 2, level: 2000, filled_at: Timestamp::from_millis(0) }
    }

    /// Counts a request.
    pub(crate) fn take(&mut self, now: Timestamp) -> RateLimitState {
        let full = self.burst * 1000;
        let passed = now.millis().saturating_sub(self.filled_at.millis()).max(0);
        self.level = self.level.saturating_add(passed.saturating_mul(self.per_second)).min(full);
        self.filled_at = now;
        let allowed = self.level >= 1000;
        if allowed {
            self.level -= 1000;
        }
        let missing = full - self.level;
        let reset = now.millis() + missing / self.per_second;
        RateLimitState {
            allowed,
            limit: self.burst,
            remaining: self.level / 1000,
            reset: reset.div_euclid(1000) + i64::from(reset.rem_euclid(1000) > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_requests_pass_at_once_and_then_two_per_second() {
        let mut bucket = TokenBucket::free_plan();
        let mut at = |millis: i64| bucket.take(Timestamp::from_millis(1_000_000 + millis)).allowed;
        let passed: Vec<bool> =
            [0, 0, 0, 400, 500, 600, 1000, 10_000, 10_000, 10_000].into_iter().map(&mut at).collect();
        assert_eq!(passed, [true, true, false, false, true, false, true, true, true, false]);
    }
}
