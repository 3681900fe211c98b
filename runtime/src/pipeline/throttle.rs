//! What the clones of a client know about throttling.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use url::{Position, Url};

/// The parts of the API that asked to be left alone, and until when.
///
/// Graph throttles per service, application, tenant and mailbox, and doesn't say which it was. The
/// host and the first two segments after the version (`/users/{id}`, `/me/messages`) are a fair guess: one busy
/// mailbox doesn't stop the others, and what a foreign host asks for holds for that host alone.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<String, Instant>>);

impl Throttle {
    /// Waits until requests to this URL are welcome again.
    pub(crate) async fn wait(&self, url: &Url) {
        while let Some(time) = self.until(part(url)) {
            // Not all at once.
            sleep_until(time + Duration::from_millis(fastrand::u64(..100))).await;
        }
    }

    /// Remembers that requests to this URL are unwelcome for a while.
    pub(crate) fn hold(&self, url: &Url, time: Duration) {
        let until = Instant::now() + time;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Forgetting the past here keeps the map as small as the number of live holds.
        held.retain(|_, time| *time > Instant::now());
        let time = held.entry(part(url).to_owned()).or_insert(until);
        *time = (*time).max(until);
    }

    fn until(&self, part: &str) -> Option<Instant> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(part).copied().filter(|time| *time > Instant::now())
    }
}

/// `https://host/v1.0/users/a/messages?x` → `https://host/v1.0/users/a`
fn part(url: &Url) -> &str {
    let path = url.path();
    let end = path.match_indices('/').nth(3).map_or(path.len(), |(at, _)| at);
    &url.as_str()[..url[..Position::BeforePath].len() + end]
}
