//! When a request is sent again, and after how long.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode, header};

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

    /// The longest `Retry-After` to wait for; a request that is told to wait longer fails. 3 minutes
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

/// A little more than was asked for, so that all who were told the same time don't come at once.
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

/// Whether sending a request twice comes to the same as sending it once. PATCH is not idempotent in
/// HTTP, but in Graph it sets properties to the values that it names.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    *method != Method::POST
}

/// Nothing waits for longer, and no sum of this and a moment is too late to be one.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// What the `Retry-After` headers ask for: the longest, when there are several.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    values.filter_map(read_retry_after).max()
}

/// Reads seconds, which Graph also sends as a decimal or with separators of thousands (`2,120`), or a date. A proxy that joins headers
/// makes a list of them (`30, 60`).
fn read_retry_after(text: &str) -> Option<Duration> {
    let text = text.trim().trim_matches('"');
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date.duration_since(SystemTime::now()).unwrap_or_default().min(LONGEST));
    }
    let seconds = text.split(", ").filter_map(seconds).reduce(f64::max)?;
    Some(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST).min(LONGEST))
}

fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let (first, groups) = text.split_once(',').unwrap_or((text, ""));
    let whole = groups.split('.').next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match groups {
        "" => text.parse().ok(),
        _ if digits(first)
            && !first.starts_with('0')
            && whole.split(',').all(|group| group.len() == 3 && digits(group)) =>
        {
            text.replace(',', "").parse().ok()
        }
        // Some write the fraction as their language does: `2,5`.
        _ => format!("{first}.{groups}").parse().ok(),
    }
}

/// How many retries the clones of a client may still make between them.
///
/// When a service is down, each request would be sent several times and make things worse. A retry
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

#[cfg(test)]
mod tests {
    use super::{LONGEST, read_retry_after};

    #[test]
    fn every_form_of_a_wait_is_read() {
        for (text, seconds) in [
            ("120", Some(120.0)),
            (" 1.5 ", Some(1.5)),
            ("2,120", Some(2120.0)),
            ("1,002,120.25", Some(1_002_120.25)),
            ("2,5", Some(2.5)),
            ("0,250", Some(0.25)),
            ("30, 60", Some(60.0)),
            ("\"7\"", Some(7.0)),
            ("-3", Some(0.0)),
            ("NaN", Some(0.0)),
            ("1e300", Some(LONGEST.as_secs_f64())),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(0.0)),
            ("Wednesday, 21-Oct-15 07:28:00 GMT", Some(0.0)),
            ("Wed Oct 21 07:28:00 2015", Some(0.0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(LONGEST.as_secs_f64())),
            ("soon", None),
            ("1,2,3", None),
            (",", None),
            ("", None),
        ] {
            assert_eq!(read_retry_after(text).map(|time| time.as_secs_f64()), seconds, "{text}");
        }
    }
}
