//! The revision of docs that are a checkout.

use std::path::Path;
use std::process::Command;

/// The revision that holds exactly these docs. None when they are no checkout of their own, have changes, or git is missing.
pub(crate) fn of(docs: &Path) -> Option<String> {
    if !docs.join(".git").exists() || !git(docs, &["status", "--porcelain"])?.is_empty() {
        return None;
    }
    git(docs, &["rev-parse", "HEAD"])
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    // Settings of a checkout can name programs to run; this is the one that these commands would start.
    let output =
        Command::new("git").args(["-c", "core.fsmonitor=false", "-C"]).arg(folder).args(arguments).output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
