//! Answers that no service should give, mutated from ones that services do: nothing panics, nothing goes on for ever, no token goes
//! to another host, nothing that is shown breaks its line, and no upload is `Ok` without all of its bytes.
//!
//! ```sh
//! cargo test -p msgraph-core --test answers                              # a fixed number of cases, as in the tests
//! cargo test -p msgraph-core --test answers -- --seconds 60 --seed 1     # as long as that
//! cargo test -p msgraph-core --test answers -- --case FILE               # one case of the corpus again
//! ```
//!
//! The same seed gives the same cases. `corpus` holds cases that went wrong once; they come first, and are mutated like the others. A case
//! that fails is printed as such a file. Time is virtual, so that nobody waits for a `Retry-After`; a case that takes five seconds of a
//! processor fails, or two minutes in all, so that a busy machine is no failure.

mod cases;
mod client;
mod random;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cases::Case;
use random::Random;

/// How many cases there are unless the time is set.
const USUAL: u64 = 1500;
/// How long one case may keep a processor busy.
const LONGEST: Duration = Duration::from_secs(5);
/// How long one case may take in all, working or not.
const LONGEST_IN_ALL: Duration = Duration::from_secs(120);

struct Settings {
    seconds: Option<u64>,
    seed: u64,
    case: Option<String>,
}

impl Settings {
    /// Whatever else a test runner says is not for us.
    fn read() -> Self {
        let mut settings = Settings { seconds: None, seed: 1, case: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--seconds" => settings.seconds = words.next().and_then(|value| value.parse().ok()),
                "--seed" => settings.seed = words.next().and_then(|value| value.parse().ok()).unwrap_or(1),
                "--case" => settings.case = words.next(),
                _ => {}
            }
        }
        settings
    }
}

fn main() {
    let settings = Settings::read();
    std::panic::set_hook(Box::new(|_| {}));
    let watch = Watch::start();
    if let Some(file) = &settings.case {
        let text = std::fs::read_to_string(file).expect("a file");
        watch.run(&Case::read(&text));
        return;
    }
    let known = cases::known();
    known.iter().for_each(|case| watch.run(case));
    let mut random = Random::new(settings.seed);
    let start = Instant::now();
    let mut count = 0_u64;
    let goes_on = |count: u64| match settings.seconds {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
        None => count < USUAL,
    };
    while goes_on(count) {
        let case = random.pick(&known).mutated(&mut random);
        watch.run(&case);
        count += 1;
    }
    println!(
        "{count} mutated answers and {} known ones, seed {}, {:.1?}",
        known.len(),
        settings.seed,
        start.elapsed()
    );
}

/// The processor time of this program so far, where the system reports it.
fn worked() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.try_into().unwrap_or_default())
    }
    #[cfg(not(unix))]
    Duration::ZERO
}

/// A case under way.
struct Running {
    since: Instant,
    worked: Duration,
    case: String,
}

/// Sees to it that no case takes too long.
struct Watch(Arc<Mutex<Option<Running>>>);

impl Watch {
    fn start() -> Self {
        let running: Arc<Mutex<Option<Running>>> = Arc::default();
        let watched = running.clone();
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(LONGEST / 10);
                let running = watched.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(Running { since, worked: before, case }) = running.as_ref()
                    && (worked().saturating_sub(*before) > LONGEST || since.elapsed() > LONGEST_IN_ALL)
                {
                    fail("it takes too long", case);
                }
            }
        });
        Watch(running)
    }

    fn run(&self, case: &Case) {
        let running = Running { since: Instant::now(), worked: worked(), case: case.to_string() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(running);
        let outcome = catch_unwind(AssertUnwindSafe(|| client::run(case)));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(reason)) => fail(&reason, &case.to_string()),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
                fail(&format!("it panics: {text}"), &case.to_string());
            }
        }
    }
}

fn fail(reason: &str, case: &str) -> ! {
    eprintln!("{reason}\n{case}");
    exit(1)
}
