//! Work on all cores whose outcome does not depend on how many there are.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Items that one thread takes at a time, at most: few enough that a slow page does not hold the others up.
const CHUNK: usize = 32;
/// How often each thread takes some, at least.
const TURNS: usize = 8;

/// `items.iter().map(work).collect()` on all cores. The outcome does not depend on the number of threads.
pub(crate) fn map<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&'i T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || items.len() <= 1 {
        return items.iter().map(work).collect();
    }
    let size = (items.len() / (threads * TURNS)).clamp(1, CHUNK);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            let Some(rest) = items.get(chunk * size..).filter(|rest| !rest.is_empty()) else {
                return done;
            };
            let results: Vec<R> = rest.iter().take(size).map(&work).collect();
            done.push((chunk, results));
        }
    };
    let mut chunks: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    chunks.sort_unstable_by_key(|&(chunk, _)| chunk);
    chunks.into_iter().flat_map(|(_, results)| results).collect()
}

/// `(one(), other())` on two cores.
pub(crate) fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn keeps_the_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&items, |n| n * 2), (0..1000).map(|n| n * 2).collect::<Vec<_>>());
    }
}
