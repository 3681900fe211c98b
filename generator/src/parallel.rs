//! One loop over many items on all cores, in the order of the items.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Items that one thread takes at a time: few enough that a slow page does not hold the others up.
const CHUNK: usize = 32;

/// `items.iter().map(work).collect()` on all cores. The outcome does not depend on the number of threads.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || items.len() <= CHUNK {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            let Some(rest) = items.get(chunk * CHUNK..).filter(|rest| !rest.is_empty()) else {
                return done;
            };
            let results: Vec<R> = rest.iter().take(CHUNK).map(&work).collect();
            done.push((chunk, results));
        }
    };
    let mut chunks: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    chunks.sort_unstable_by_key(|&(chunk, _)| chunk);
    chunks.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn keeps_the_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&items, |n| n * 2), (0..1000).map(|n| n * 2).collect::<Vec<_>>());
    }
}
