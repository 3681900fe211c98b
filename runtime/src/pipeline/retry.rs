//! When a request is sent again, and after how long.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::{Error, Reached};

/// When and how often requests are sent again.
///
/// Sent again are: requests that were throttled (429) or not served (503); those that never reached
/// the service; and, unless the method is POST, those with an unknown fate: 504, a broken connection
/// or no answer in time. A POST may create something twice, so there the caller must say that it may
/// be repeated: [`Request::repeatable`](crate::Request::repeatable). A request whose body is a stream
/// is never sent again.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    retries: u32,
    base: Duration,
    ceiling: Duration,
    patience: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            retries: 4,
            base: Duration::from_millis(500),
            ceiling: Duration::from_secs(30),
            patience: Duration::from_secs(180),
        }
    }
}

impl RetryPolicy {
    /// Sends every request once.
    pub fn never() -> Self {
        RetryPolicy::default().retries(0)
    }

    /// How often a request is sent again at most; 4 unless set.
    pub fn retries(mut self, count: u32) -> Self {
        self.retries = count;
        self
    }

    /// How long to wait where the service doesn't say: `base` at first, twice as long each time, up
    /// to `ceiling`. Half a second and 30 seconds unless set. The time is shortened by up to half at
    /// random, so that clients that failed together don't return together.
    pub fn backoff(mut self, base: Duration, ceiling: Duration) -> Self {
        (self.base, self.ceiling) = (base, ceiling);
        self
    }

    /// The longest `Retry-After` to wait for; a request that would have to wait longer fails. 3 minutes
    /// unless set.
    pub fn patience(mut self, time: Duration) -> Self {
        self.patience = time;
        self
    }

    /// Whether a request would wait for as long as the service asks.
    pub(crate) fn accepts(&self, asked: Duration) -> bool {
        asked <= self.patience
    }

    pub(crate) fn allows(&self, retries: u32) -> bool {
        retries < self.retries
    }

    /// How long to wait before retry number `retries`, or `None` when the service asks for more than
    /// the caller's patience.
    pub(crate) fn delay(&self, retries: u32, asked: Option<Duration>) -> Option<Duration> {
        match asked {
            Some(asked) => self.accepts(asked).then(|| asked + spread(asked)),
            None => {
                let longest = self.base.saturating_mul(2_u32.saturating_pow(retries)).min(self.ceiling);
                Some(longest.mul_f64(0.5 + fastrand::f64() / 2.0))
            }
        }
    }
}

/// A little more than was asked for, so that all who wait for the same time don't come at once.
fn spread(asked: Duration) -> Duration {
    asked.mul_f64(fastrand::f64() / 20.0).min(Duration::from_secs(2))
}

/// What an attempt came to, as far as repeating it is concerned.
pub(crate) fn worth_repeating(status: Result<StatusCode, &Error>, repeatable: bool) -> bool {
    match status {
        Ok(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) => true,
        Ok(StatusCode::GATEWAY_TIMEOUT) | Err(Error::Timeout { .. }) => repeatable,
        Err(Error::Transport(error)) => error.reached == Reached::Nobody || repeatable,
        _ => false,
    }
}

/// Whether sending a request twice has the effect of sending it once. PATCH is not idempotent in
/// HTTP, but in Graph it sets properties to the values that it names.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    *method != Method::POST
}

/// How many retries the clones of a client may still make between them.
///
/// When a service is down, each request would be sent several times and add to the load. A retry
/// costs more than a success gives back, so retries stop soon when hardly anything succeeds.
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const RETRY: u32 = 5;
    const SUCCESS: u32 = 1;

    /// Takes the cost of a retry, if it is there.
    pub(crate) fn spend(&self) -> bool {
        let less = |left: u32| left.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Gives a little back for a success.
    pub(crate) fn earn(&self) {
        let more = |left: u32| (left < Self::FULL).then_some(left + Self::SUCCESS);
        // Full is fine.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Budget(AtomicU32::new(Self::FULL))
    }
}
