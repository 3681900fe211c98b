//! Whether the work for a page grows with the page: each page is read in two sizes, the second twice the first, and the instructions of
//! both are counted by callgrind. Time would tell of the machine's other work, and hide what grows too fast in what is measured badly.
//!
//! `cargo bench -p graphdocs-generator --bench growth [PART OF A NAME]`. Prints what grows faster than the page, and ends with 1 when
//! something does, or when nothing could be measured.

mod callgrind;
mod shapes;
mod units;

use std::process::ExitCode;

/// A page, or several, in sizes.
pub(crate) struct Case {
    /// What it is full of.
    name: String,
    /// The files of the docs at so many times the size: path and text.
    docs: Box<dyn Fn(usize) -> Vec<(String, String)>>,
    /// Whether the crate and the exports are made as well. What is the same in every crate hides what grows on small pages.
    emitted: bool,
}

/// Twice the input may take so many times the instructions. What is linear takes 2.0; a table that is grown and a tree that gets deeper
/// add a little.
const MOST: f64 = 2.2;
/// Fewer instructions than this are the same for every page.
const FEW: u64 = 400_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, turn, of, dumps, wanted] = arguments.as_slice()
        && flag == callgrind::WORKER
    {
        let (turn, of) = (turn.parse().expect("a number"), of.parse().expect("a number"));
        callgrind::work(cases(wanted).skip(turn).step_by(of), dumps);
        return ExitCode::SUCCESS;
    }
    let wanted = arguments.into_iter().find(|argument| !argument.starts_with('-')).unwrap_or_default();
    match callgrind::measure(&wanted) {
        Ok(measured) => judge(&measured, cases(&wanted).count()),
        Err(why) => {
            println!("NOT RUN: {why}");
            ExitCode::FAILURE
        }
    }
}

fn cases(wanted: &str) -> impl Iterator<Item = Case> {
    shapes::cases().chain(units::cases()).filter(move |case| case.name.contains(wanted))
}

/// Prints what grows too fast. A case that was not measured is a failure as well.
fn judge(measured: &[(String, [u64; 2])], cases: usize) -> ExitCode {
    let mut failed = 0;
    let mut worst = 0.0_f64;
    for (name, [small, large]) in measured {
        let growth = *large as f64 / *small as f64;
        if *large > FEW {
            worst = worst.max(growth);
        }
        if *large > FEW && growth > MOST {
            println!("{growth:.2} times the instructions for twice the input: {name} ({small}, {large})");
            failed += 1;
        }
    }
    println!(
        "{} of {cases} cases measured, {failed} grow faster than the page; the most is {worst:.2}",
        measured.len()
    );
    ExitCode::from(u8::from(failed > 0 || measured.len() != cases || cases == 0))
}
