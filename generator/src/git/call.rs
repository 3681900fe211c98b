//! Git as a program that is not trusted with anything but data: where it is started, what it sees, how long it may take.

use std::env;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a call may take. A large checkout on a cold disk takes some ten seconds; what waits for a pipe waits for ever.
const LONGEST: Duration = Duration::from_secs(120);

/// What git may print at most: the names of some 500,000 files.
const LARGEST: u64 = 64 << 20;

/// What git may say on standard error at most.
const MOST_WORDS: u64 = 1 << 16;

/// Settings that count above those of the repository, which is our own and has others beside these only if there is a mistake.
const SETTINGS: [&str; 7] = [
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "protocol.allow=never",
    // A large object is not unpacked in memory.
    "core.bigFileThreshold=4m",
];

/// What git finds in its environment beside what every program does.
const SURROUNDINGS: [(&str, &str); 11] = [
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    // A link to a device in place of a name or an object is read until memory ends, but for this.
    ("GIT_ALLOC_LIMIT", "256m"),
    ("LC_ALL", "C"),
];

/// A call of git in a folder, on the repository that `store` is: the only place where git is started. The caller made the repository,
/// and git looks for none. No variable of the environment that git reads is handed on.
pub(super) fn command(store: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    let ours = |name: &std::ffi::OsStr| name.to_string_lossy().to_ascii_uppercase().starts_with("GIT_");
    env::vars_os().filter(|(name, _)| ours(name)).for_each(|(name, _)| {
        command.env_remove(name);
    });
    command.envs(SURROUNDINGS).env("GIT_DIR", store).arg("--no-pager");
    SETTINGS.iter().for_each(|setting| {
        command.args(["-c", setting]);
    });
    command.arg("-C").arg(folder).args(arguments);
    command
}

/// What a call gave.
pub(super) struct Answer<T> {
    /// What was made of its output.
    pub(super) output: T,
    /// Whether it went well.
    pub(super) success: bool,
    /// What it said, one line.
    pub(super) said: String,
}

/// All that a call prints.
pub(super) fn run(command: Command) -> io::Result<Answer<Vec<u8>>> {
    talk(command, LONGEST, drop, |output| {
        let mut bytes = Vec::new();
        output.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST { Err(io::Error::other("git prints too much")) } else { Ok(bytes) }
    })
}

/// Starts a call, asks it something, and reads the answer.
pub(super) fn ask<T: Send>(
    command: Command,
    ask: impl FnOnce(ChildStdin) + Send,
    read: impl FnOnce(ChildStdout) -> io::Result<T> + Send,
) -> io::Result<Answer<T>> {
    talk(command, LONGEST, ask, read)
}

fn talk<T: Send>(
    mut command: Command,
    longest: Duration,
    ask: impl FnOnce(ChildStdin) + Send,
    read: impl FnOnce(ChildStdout) -> io::Result<T> + Send,
) -> io::Result<Answer<T>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
        unreachable!("the child was started with three pipes");
    };
    thread::scope(|scope| {
        scope.spawn(|| ask(stdin));
        let said = scope.spawn(|| words(stderr));
        let (done, is_done) = mpsc::channel();
        let output = scope.spawn(move || {
            let output = read(stdout);
            // Nobody listens any more when it took too long.
            let _ = done.send(output.is_ok());
            output
        });
        let in_time = is_done.recv_timeout(longest);
        if in_time != Ok(true) {
            stop(&mut child);
        }
        let success = child.wait()?.success();
        let output = output.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let said = said.join().unwrap_or_default();
        match in_time {
            Ok(_) => Ok(Answer { output: output?, success, said }),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "git took too long, and was stopped")),
        }
    })
}

/// Ends a call whose answer is not wanted. One that has ended already cannot be stopped.
fn stop(child: &mut Child) {
    let _ = child.kill();
}

/// The first line of what git says, which can hold names of files and whatever those hold.
fn words(stderr: impl Read) -> String {
    let mut bytes = Vec::new();
    // Whatever could be read is as good as can be had.
    let _ = stderr.take(MOST_WORDS).read_to_end(&mut bytes);
    let said = String::from_utf8_lossy(&bytes);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    said.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_call_that_does_not_end_is_stopped() {
        let read = |mut output: ChildStdout| output.read_to_end(&mut Vec::new());
        let stopped = talk(shell("exec sleep 1000"), Duration::from_millis(50), drop, read);
        assert_eq!(stopped.err().map(|error| error.kind()), Some(io::ErrorKind::TimedOut));
    }

    #[test]
    fn a_call_that_prints_without_end_is_stopped() {
        let stopped = run(shell("exec cat /dev/zero")).err().map(|error| error.to_string());
        assert_eq!(stopped.as_deref(), Some("git prints too much"));
        let words = run(shell("cat /dev/zero >&2")).map(|answer| answer.said.len());
        assert!(words.is_ok_and(|words| words <= 1 << 16));
    }

    #[test]
    fn what_is_asked_and_what_is_answered() {
        let write = |mut stdin: ChildStdin| io::Write::write_all(&mut stdin, b"x\ny").expect("it listens");
        let read = |mut output: ChildStdout| {
            let mut text = String::new();
            output.read_to_string(&mut text).map(|_| text)
        };
        let answer = ask(shell("sort -r; echo fatal: no >&2; exit 3"), write, read).expect("it runs");
        assert_eq!((answer.output.as_str(), answer.success, answer.said.as_str()), ("y\nx\n", false, "no"));
    }
}
