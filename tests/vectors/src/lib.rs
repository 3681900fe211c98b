//! Holds documented examples against a generated client: what it sends, and what it makes of the answers.
//!
//! `graphdocs vectors` emits a program with one function for each documented request. The function makes the request with the
//! client's own methods, and this crate gives it the values of the example, looks at what reaches the transport, answers with the
//! documented response, and writes what the client read of it back.
//!
//! | question | answered by |
//! |---|---|
//! | Is the request the documented one? | `sent.rs`, `url.rs` |
//! | Is the response read and written back as it is? | `answer.rs`, `compare.rs` |
//! | Is every value of the type that is documented? | `fit.rs` |
//! | How many are right, and why are the others not? | `report.rs` |

mod answer;
mod case;
mod compare;
mod fit;
mod report;
mod run;
mod sent;
mod transport;
mod url;

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

pub use answer::{Optional, Sent, Typed};
pub use run::Run;

use case::Cases;
use report::Report;

/// Makes the request of one operation with the values of an example, and reads the answer.
pub type Call = fn(&Run<'_>);

/// Runs all examples and prints what came of them.
///
/// The program's arguments: `--floors FILE NAME` ends with 1 when a share is below the one that the file has under that name;
/// `--list FILE` writes every example that is not right, with its cause.
pub fn main(cases: &str, calls: &[&[(&str, Call)]]) -> ExitCode {
    let calls: HashMap<&str, Call> = calls.iter().copied().flatten().copied().collect();
    let cases: Cases = serde_json::from_str(cases).expect("the examples are what `graphdocs vectors` wrote");
    let mut report = Report::default();
    for case in &cases.cases {
        let call = case.call.as_deref().map(|name| calls[name]);
        report.add(case, run::run(case, call));
    }
    print!("{report}");
    finish(&report).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn finish(report: &Report) -> Result<ExitCode, String> {
    let mut arguments = std::env::args().skip(1);
    let mut code = ExitCode::SUCCESS;
    while let Some(flag) = arguments.next() {
        let mut next = || arguments.next().ok_or_else(|| format!("`{flag}` lacks a value"));
        match flag.as_str() {
            "--floors" => {
                let (file, name) = (PathBuf::from(next()?), next()?);
                for fall in report.below(&file, &name)? {
                    println!("{fall}");
                    code = ExitCode::from(1);
                }
            }
            "--list" => {
                let file = PathBuf::from(next()?);
                std::fs::write(&file, report.list())
                    .map_err(|error| format!("{}: {error}", file.display()))?;
            }
            other => return Err(format!("unknown flag `{other}`")),
        }
    }
    Ok(code)
}
