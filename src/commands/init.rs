//! `graphdocs init`: the files that an app starts with. Files that exist are never touched.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use graphdocs_generator::sink;

use super::verdict::Verdict;
use super::words;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The folder of the app
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Where the docs are, seen from the app's folder
    #[arg(long, value_name = "DIR", default_value = "docs")]
    docs: String,
}

/// The files: path below the app's folder, and text.
const FILES: [(&str, &str); 3] = [
    ("build.rs", include_str!("init/build.rs.txt")),
    ("graphdocs.toml", include_str!("init/graphdocs.toml")),
    (".github/workflows/graphdocs.yml", include_str!("init/graphdocs.yml")),
];

/// What the files cannot say.
const NEXT: &str = include_str!("init/next.txt");

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let plain = !flags.docs.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | '\'' | '$' | '`'));
    ensure!(plain, "the folder of the docs, `{}`, has characters that cannot stand in a file", flags.docs);
    let mut all_new = true;
    for (path, text) in FILES {
        let file = flags.folder.join(path);
        let new = create(&file, &text.replace("DOCS", &flags.docs))
            .with_context(|| format!("cannot write `{}`", sink::path(&file)))?;
        let what = if new { "written" } else { "exists, left alone" };
        words::say(format_args!("{}: {what}", sink::path(&file)));
        all_new &= new;
    }
    words::say(NEXT.replace("VERSION", env!("CARGO_PKG_VERSION")).trim_end());
    Ok(if all_new { Verdict::Fine } else { Verdict::Findings })
}

/// Writes a file unless there is one.
fn create(file: &Path, text: &str) -> io::Result<bool> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    match File::create_new(file) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
