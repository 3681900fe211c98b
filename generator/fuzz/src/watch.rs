//! The process that watches the one that runs the cases.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use graphdocs_fuzz::Seeds;

use crate::Arguments;
use crate::work::Progress;

/// A case that takes so much of a processor has failed. Elapsed time would tell of the machine's other work.
const MOST_MILLISECONDS: u64 = 5_000;
/// A case that waits for so long waits for something that does not come.
const LONGEST: Duration = Duration::from_secs(120);
/// A process that needs more has failed. Small pages need a few megabytes.
const MOST_MEGABYTES: u64 = 500;
/// So many failures are enough to work on.
const MOST_FAILURES: usize = 20;
/// How often the process is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Runs cases in processes, a new one after each failure, until the time is over; reports how many there were.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    fs::create_dir_all(&arguments.out)?;
    let seeds = arguments.seeds();
    ensure!(seeds.pages() > 0, "there are no pages to mutate");
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut total = Total { from: arguments.from, next: arguments.from, ..Total::default() };
    while Instant::now() < end && total.failures < MOST_FAILURES {
        let left = end.saturating_duration_since(Instant::now()).as_secs().max(1);
        let arguments = Arguments { from: total.next, seconds: left, ..arguments.clone() };
        watch_one(&arguments, &seeds, &mut total)?;
    }
    total.print(&seeds);
    Ok(ExitCode::from(u8::from(total.failures > 0)))
}

#[derive(Default)]
struct Total {
    from: u64,
    next: u64,
    slowest: u64,
    milliseconds: u64,
    megabytes: u64,
    failures: usize,
}

impl Total {
    fn take(&mut self, progress: Progress) {
        self.next = progress.number;
        if progress.milliseconds > self.milliseconds {
            (self.slowest, self.milliseconds) = (progress.slowest, progress.milliseconds);
        }
    }

    fn print(&self, seeds: &Seeds) {
        println!(
            "{} cases from {} pages: {} failed; the slowest, {}, took {} ms; at most {} MB",
            self.next - self.from,
            seeds.pages(),
            self.failures,
            self.slowest,
            self.milliseconds,
            self.megabytes
        );
    }
}

/// Runs one process to its end, or to that of its patience.
fn watch_one(arguments: &Arguments, seeds: &Seeds, total: &mut Total) -> Result<()> {
    let progress = arguments.out.join("progress");
    let said = arguments.out.join("stderr");
    let _ = fs::remove_file(&progress);
    let mut child = start(arguments, &progress, &said)?;
    let ended = wait(&mut child, &progress, &mut total.megabytes)?;
    let at = Progress::read(&progress).context("the process ended before its first case")?;
    total.take(at);
    if let Err(why) = ended {
        total.failures += 1;
        total.next += 1;
        let file = save(arguments, seeds, at.number)?;
        let panic = fs::read_to_string(&said)?;
        let panic: Vec<&str> = panic.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
        println!(
            "case {} of seed {}: {why}: {}\n  {}",
            at.number,
            arguments.seed,
            file.display(),
            panic.join("\n  ")
        );
    }
    Ok(())
}

fn start(arguments: &Arguments, progress: &Path, said: &Path) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--progress").arg(progress);
    for (flag, number) in
        [("--seed", arguments.seed), ("--from", arguments.from), ("--seconds", arguments.seconds)]
    {
        command.arg(flag).arg(number.to_string());
    }
    for pages in &arguments.pages {
        command.arg("--pages").arg(pages);
    }
    Ok(command.stderr(File::create(said)?).spawn()?)
}

/// Waits for the end. Says why when it is not a good one.
fn wait(child: &mut Child, progress: &Path, megabytes: &mut u64) -> Result<Result<(), String>> {
    let (mut case, mut since, mut used) = (None, Instant::now(), 0);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Ok(()) } else { Err(format!("ended with {status}")) });
        }
        let here = Progress::read(progress).map(|progress| progress.number);
        if here != case {
            (case, since, used) = (here, Instant::now(), processor_time(child.id()));
        }
        let memory = resident(child.id());
        *megabytes = memory.max(*megabytes);
        let took = processor_time(child.id()) - used;
        let why = match () {
            () if case.is_some() && took > MOST_MILLISECONDS => {
                format!("took more than {MOST_MILLISECONDS} ms")
            }
            () if since.elapsed() > LONGEST => format!("did not end within {} s", LONGEST.as_secs()),
            () if memory > MOST_MEGABYTES => format!("needed more than {MOST_MEGABYTES} MB"),
            () => {
                thread::sleep(PAUSE);
                continue;
            }
        };
        child.kill()?;
        child.wait()?;
        return Ok(Err(why));
    }
}

/// The milliseconds of processors that a process has used, with those of its threads; none where the system does not say.
pub(crate) fn processor_time(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Behind the name, which can hold anything: state, ten numbers, and the hundredths of a second in user and system mode.
    let numbers = status.rsplit_once(')').map_or("", |(_, numbers)| numbers).split_whitespace();
    numbers.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

/// The megabytes that a process has in memory; none where the system does not say.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn save(arguments: &Arguments, seeds: &Seeds, number: u64) -> Result<PathBuf> {
    let case = seeds.case(arguments.seed, number);
    let file = arguments.out.join(format!("{}-{number}.{}", arguments.seed, case.target.name()));
    fs::write(&file, case.input)?;
    Ok(file)
}
