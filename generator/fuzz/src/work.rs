//! The process that runs the cases.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use graphdocs_fuzz::Targets;

use crate::Arguments;
use crate::watch::processor_time;

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The case that runs.
    pub(crate) number: u64,
    /// The slowest case so far, and how many milliseconds of a processor it took.
    pub(crate) slowest: u64,
    pub(crate) milliseconds: u64,
}

impl Progress {
    /// The progress that a file holds.
    pub(crate) fn read(file: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let mut numbers = text.split_whitespace().map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self { number: next()?, slowest: next()?, milliseconds: next()? })
    }

    /// Every progress is as long as any other, so that it takes the place of the one before.
    fn write(self, file: &mut File) -> Result<()> {
        file.rewind()?;
        Ok(write!(file, "{:020} {:020} {:020}", self.number, self.slowest, self.milliseconds)?)
    }
}

/// Runs cases from the first number on until the time is over.
pub(crate) fn run(arguments: &Arguments, progress: &Path) -> Result<()> {
    let seeds = arguments.seeds();
    let targets = Targets::new(&seeds)?;
    let mut file = File::create(progress)?;
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut here = Progress { number: arguments.from, ..Progress::default() };
    while Instant::now() < end {
        here.write(&mut file)?;
        let case = seeds.case(arguments.seed, here.number);
        let start = processor_time(std::process::id());
        targets.run(&case)?;
        let milliseconds = processor_time(std::process::id()) - start;
        if milliseconds > here.milliseconds {
            (here.slowest, here.milliseconds) = (here.number, milliseconds);
        }
        here.number += 1;
    }
    here.write(&mut file)
}
