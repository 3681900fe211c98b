//! The files that changed since a git revision.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// The paths below `folder` that differ from a revision, seen from it: committed, staged or not, and files that git does not know yet.
///
/// # Errors
/// When git is not installed, the folder is in no repository, or the revision is not known.
pub(crate) fn since(folder: &Path, revision: &str) -> anyhow::Result<BTreeSet<String>> {
    let commit = format!("{revision}^{{commit}}");
    let commit = git(folder, &["rev-parse", "--verify", "--end-of-options", &commit])
        .with_context(|| format!("cannot tell what changed since `{revision}`"))?;
    let changed =
        git(folder, &["diff", "--name-only", "-z", "--relative", "--no-ext-diff", commit.trim(), "--"])?;
    let new = git(folder, &["ls-files", "-z", "--others", "--exclude-standard"])?;
    Ok(changed
        .split('\0')
        .chain(new.split('\0'))
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect())
}

fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    let output = command.arg("-C").arg(folder).args(arguments).output().context("cannot run `git`")?;
    if !output.status.success() {
        bail!("git: {}", String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
