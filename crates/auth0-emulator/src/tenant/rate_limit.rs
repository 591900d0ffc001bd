//! The Management API's rate limit: a bucket that fills by time and is emptied by requests.
//!
//! Auth0, "Rate Limit Configurations": the free plan allows two requests a second, with bursts of two.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenBucket {
    burst: i64,
    per_second: i64,
    /// Thousandths of a request that may be made now.
    level: i64,
    filled_at: Timestamp,
}

/// What a bucket says to a request; the fields are those of the `X-RateLimit-*` headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitState {
    /// Whether the request may pass.
    pub allowed: bool,
    /// Most requests at once.
    pub limit: i64,
    /// Requests that could follow now.
    pub remaining: i64,
    /// When the bucket is full again, in seconds since the epoch.
    pub reset: i64,
}

impl TokenBucket {
    /// The bucket of Auth0's free plan, full.
    pub fn free_plan() -> Self {
        Self { burst: 2, per_second: 2, level: 2000, filled_at: Timestamp::from_millis(0) }
    }

    /// Counts a request.
    pub fn take(&mut self, now: Timestamp) -> RateLimitState {
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
    fn two_pass_at_once_and_then_two_a_second() {
        let mut bucket = TokenBucket::free_plan();
        let mut at = |millis: i64| bucket.take(Timestamp::from_millis(1_000_000 + millis)).allowed;
        let passed: Vec<bool> =
            [0, 0, 0, 400, 500, 600, 1000, 10_000, 10_000, 10_000].into_iter().map(&mut at).collect();
        assert_eq!(passed, [true, true, false, false, true, false, true, true, true, false]);
    }
}
