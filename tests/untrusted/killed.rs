//! A run that ends in the middle leaves the old bytes or the new ones. `regenerate` kills runs that write a whole crate.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::support::{World, names, page, place, text};

/// How many runs are killed for each kind of file.
const KILLS: u32 = 20;

/// How many requests the docs have, so that what is written has more than one block.
const PAGES: usize = 30;

/// Two docs, and a file that is made of them.
struct Written {
    world: World,
    arguments: &'static [&'static str],
    file: &'static str,
    bytes: [String; 2],
}

impl Written {
    /// `arguments` write `file` in the folder `out` from `docs`.
    fn new(arguments: &'static [&'static str], file: &'static str) -> Self {
        let world = World::new();
        for n in 0..PAGES {
            let name = format!("page{n}");
            world.write(&place(&name), &page(&name, "TODO"));
            world.write(&place(&name).replacen("docs", "other", 1), &page(&format!("{name}/more"), "TBD"));
        }
        world.write("out/other file", "mine");
        let mut written = Self { world, arguments, file, bytes: Default::default() };
        written.bytes = ["docs", "other"].map(|docs| {
            let output = written.command(docs).output().expect("the command runs");
            assert!(output.status.code().is_some_and(|code| code < 2), "{}", text(&output.stderr));
            written.now()
        });
        assert_ne!(written.bytes[0], written.bytes[1]);
        written
    }

    fn command(&self, docs: &str) -> Command {
        self.world.command(&[self.arguments, &["--docs", docs]].concat())
    }

    fn now(&self) -> String {
        self.world.read(&format!("out/{}", self.file))
    }

    /// The docs that the file is not made of, and the file that those make.
    fn next(&self) -> &'static str {
        if self.now() == self.bytes[0] { "other" } else { "docs" }
    }

    #[track_caller]
    fn is_whole(&self, when: &str) {
        assert!(self.bytes.contains(&self.now()), "{when}: `{}` is a mixture", self.file);
        let staged = format!(".{}.", self.file);
        let left: Vec<String> = names(&self.world.path("out"));
        let others: Vec<&String> = left.iter().filter(|name| !name.starts_with(&staged)).collect();
        let mut expected = [self.file, "other file"];
        expected.sort_unstable();
        assert_eq!(others, expected, "{when}");
    }

    fn is_writing(&self) -> bool {
        names(&self.world.path("out")).len() > 2
    }

    /// Kills runs at all times, every second one soon after it began to write.
    fn survives_kills(&self) {
        let start = Instant::now();
        self.command(self.next()).output().expect("the command runs");
        let whole_run = start.elapsed();
        for round in 0..KILLS {
            for staged in names(&self.world.path("out"))
                .iter()
                .filter(|name| name.starts_with(&format!(".{}.", self.file)))
            {
                std::fs::remove_file(self.world.path("out").join(staged)).expect("it is there");
            }
            let mut command = self.command(self.next());
            let mut run =
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs");
            if round % 2 == 0 {
                std::thread::sleep(whole_run * round / (KILLS * 2 / 3));
            } else {
                while !self.is_writing() && run.try_wait().expect("it is our child").is_none() {}
                let begun = Instant::now();
                while begun.elapsed() < Duration::from_micros(u64::from(round) * 20) {}
            }
            run.kill().expect("it is our child");
            run.wait().expect("it is our child");
            self.is_whole(&format!("kill {round}"));
        }
    }

    /// Lets the system end runs that wrote so many blocks of a file: wherever that is, it is in the middle.
    fn survives_limits(&self) {
        let blocks = self.bytes[0].len().min(self.bytes[1].len()) / 1024;
        assert!(blocks > 3, "the file is too small to be cut");
        for limit in (0..blocks).step_by(blocks.div_ceil(KILLS as usize)) {
            let before = self.now();
            let run = self.command(self.next());
            let mut limited = Command::new("bash");
            limited
                .args(["-c", "ulimit -c 0; ulimit -f \"$0\"; exec \"$@\"", &limit.to_string()])
                .arg(run.get_program());
            limited.args(run.get_args()).current_dir(self.world.path(""));
            let output = limited.output().expect("the shell runs");
            assert_eq!(
                output.status.code(),
                None,
                "a limit of {limit} ends no run: {}",
                text(&output.stderr)
            );
            assert_eq!(self.now(), before, "after {limit} blocks");
            self.is_whole(&format!("{limit} blocks"));
        }
    }
}

#[test]
fn a_baseline_is_the_old_one_or_the_new_one() {
    let baseline = Written::new(&["lint", "--write-baseline", "--baseline", "out/known.json"], "known.json");
    baseline.survives_kills();
    baseline.survives_limits();
}

#[test]
fn an_output_file_is_the_old_one_or_the_new_one() {
    for (arguments, file) in [
        (&["ir", "--output", "out/model.json"][..], "model.json"),
        (&["export", "openapi", "--api-version", "v1.0", "--output", "out/api.json"], "api.json"),
    ] {
        let written = Written::new(arguments, file);
        written.survives_limits();
        if file == "api.json" {
            written.survives_kills();
        }
    }
}
