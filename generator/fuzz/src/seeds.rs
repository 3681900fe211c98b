//! What is mutated.

use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;

use crate::mutate::mutate;
use crate::{Case, FILE, Target};

/// Inputs of every kind that are well-formed.
#[derive(Debug)]
pub struct Seeds {
    /// Pages: path below the docs root → text.
    pages: Vec<(String, String)>,
    models: Vec<String>,
    /// What else is read, by [`Target`].
    texts: Vec<(Target, &'static str)>,
}

/// A page of at most so many bytes is a seed: the larger ones say the same more often.
const LARGEST_SEED: u64 = 60_000;
/// Pages that make the model of a case.
const PAGES_OF_A_MODEL: usize = 6;
/// Models that are mutated.
const MODELS: usize = 12;

/// Well-formed inputs of the targets that read no docs.
const TEXTS: &[(Target, &str)] = &[
    (
        Target::Uses,
        "# calls\nGET /v1.0/me/messages?$top=5\nPOST https://graph.microsoft.com/v1.0/users/a@b.c/sendMail\nDELETE /users/{id}\n",
    ),
    (
        Target::Uses,
        r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://graph.microsoft.com/v1.0/me"}},{"request":{"method":"POST","url":"https://graph.microsoft.com/v1.0/$batch","postData":{"text":"{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/me\"}]}"}}}]}}"#,
    ),
    (
        Target::Uses,
        "{\"requestMethod\":\"GET\",\"requestUri\":\"https://graph.microsoft.com/v1.0/users?$select=id\",\"appId\":\"1\",\"roles\":\"User.Read.All\"}\n{\"properties\":{\"requestMethod\":\"PATCH\",\"requestUri\":\"https://graph.microsoft.com/beta/users/1\"}}\n",
    ),
    (
        Target::Uses,
        "TimeGenerated,RequestMethod,RequestUri\n2027-01-01,GET,\"https://graph.microsoft.com/v1.0/me?$select=a,b\"\n",
    ),
    (
        Target::Uses,
        r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"RequestMethod","type":"string"},{"name":"RequestUri","type":"string"}],"rows":[["GET","https://graph.microsoft.com/v1.0/me"]]}]}"#,
    ),
    (Target::Grants, "User.Read\nMail.ReadWrite, Mail.Send\napplication: Directory.Read.All\n"),
    (
        Target::Grants,
        r#"{"requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"}]}]}"#,
    ),
    (
        Target::Grants,
        r#"{"aud":"00000003-0000-0000-c000-000000000000","scp":"User.Read Mail.Send","roles":["Directory.Read.All"],"exp":1}"#,
    ),
    (Target::Grants, "eyJhbGciOiJub25lIn0.eyJzY3AiOiJVc2VyLlJlYWQgTWFpbC5TZW5kIn0.c2ln"),
    (
        Target::Grants,
        r#"{"value":[{"clientId":"1","consentType":"AllPrincipals","resourceId":"2","scope":"User.Read openid"},{"appRoleId":"3","principalId":"4","resourceId":"2"}]}"#,
    ),
    (
        Target::Config,
        "docs = \"docs-input\"\n[lint]\ndeny = \"warning\"\nbaseline = \"lint.jsonl\"\n[lint.severity]\nunknown-type = \"off\"\n[[lint.ignore]]\ncode = \"no-permissions\"\npath = \"api-reference/beta/**\"\nreason = \"not decided yet\"\n",
    ),
    (
        Target::Baseline,
        r#"{"version":1,"findings":[{"code":"unknown-type","file":"api-reference/v1.0/api/user-get.md","text":"|a|b|","count":2}]}"#,
    ),
    (
        Target::Accepted,
        "# accepted\nunused Mail.Send until 2027-01-31 # a job needs it\nmissing GET /me # not in use yet\n",
    ),
    (
        Target::Program,
        "\u{7f}ELF graphdocs:v1.0 GET /me\u{0}graphdocs:beta POST /users/{id}/sendMail\u{0}graphdocs:",
    ),
];

impl Seeds {
    /// The pages and fixtures of this repository.
    pub fn own() -> Self {
        Self::with(&[])
    }

    /// The same with the pages below other folders. Those of a folder that does not exist are none.
    pub fn with(folders: &[PathBuf]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files: Vec<PathBuf> = Vec::new();
        collect(&root.join("docs-input"), &mut files);
        collect(&root.join("tests/fixtures"), &mut files);
        folders.iter().for_each(|folder| collect(folder, &mut files));
        files.sort();
        let pages: Vec<(String, String)> = files
            .iter()
            .filter_map(|file| Some((path_below_docs(file), fs::read_to_string(file).ok()?)))
            .collect();
        let models = models(&pages);
        Self { pages, models, texts: TEXTS.to_vec() }
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The pages.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The case of a number. Most are docs, every eighth a model; the rest read so little that few are enough.
    pub fn case(&self, seed: u64, number: u64) -> Case {
        let mut rng = Rng::with_seed(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03),
        );
        match rng.u8(0..16) {
            0..10 => Case { target: Target::Docs, input: self.docs(&mut rng).into_bytes() },
            10 | 11 if !self.models.is_empty() => {
                let pick = |rng: &mut Rng| &self.models[rng.usize(0..self.models.len())];
                let (model, other) = (pick(&mut rng), pick(&mut rng));
                Case { target: Target::Model, input: changed_model(model, other, &mut rng).into_bytes() }
            }
            _ => {
                let (target, text) = self.texts[rng.usize(0..self.texts.len())];
                let (_, other) = self.texts[rng.usize(0..self.texts.len())];
                Case { target, input: mutate(text, other, &mut rng).into_bytes() }
            }
        }
    }

    /// A few pages, the first of them changed.
    fn docs(&self, rng: &mut Rng) -> String {
        let pick = |rng: &mut Rng| &self.pages[rng.usize(0..self.pages.len())];
        let ((path, text), (_, other)) = (pick(rng), pick(rng));
        let mut input = format!("{FILE}{path}\n{}\n", mutate(text, other, rng));
        for _ in 0..rng.usize(0..3) {
            let (path, text) = pick(rng);
            input.push_str(&format!("{FILE}{path}\n{text}\n"));
        }
        input
    }
}

/// A model of which a value is another, or whose text is changed.
fn changed_model(model: &str, other: &str, rng: &mut Rng) -> String {
    if rng.u8(0..4) == 0 {
        return mutate(model, other, rng);
    }
    let mut model = model.to_owned();
    for _ in 0..rng.usize(1..=3) {
        let strings: Vec<(usize, usize)> = strings(&model);
        if strings.is_empty() {
            break;
        }
        let (start, end) = strings[rng.usize(0..strings.len())];
        let (from, to) = strings[rng.usize(0..strings.len())];
        let value = match rng.u8(0..4) {
            0 => mutate(&model[start..end], other, rng)
                .replace(['"', '\\', '\n', '\r', '\t', '\0', '\u{1b}'], ""),
            1 => "a".repeat(1 << rng.u32(0..14)),
            2 => String::new(),
            _ => model[from..to].to_owned(),
        };
        model.replace_range(start..end, &value);
    }
    model
}

/// The strings of a JSON text, keys among them, without their quotes.
fn strings(json: &str) -> Vec<(usize, usize)> {
    let mut strings = Vec::new();
    let (mut open, mut escaped) = (None, false);
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => match open.take() {
                Some(start) => strings.push((start, at)),
                None => open = Some(at + 1),
            },
            _ => {}
        }
    }
    strings
}

fn models(pages: &[(String, String)]) -> Vec<String> {
    let mut rng = Rng::with_seed(1);
    let mut model = || {
        let texts = (0..PAGES_OF_A_MODEL).map(|_| {
            let (path, text) = &pages[rng.usize(0..pages.len())];
            (path.as_str(), text.as_str())
        });
        let api = crate::targets::read(texts.collect()).api;
        crate::targets::json(&api)
    };
    if pages.is_empty() { Vec::new() } else { (0..MODELS).map(|_| model()).collect() }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_page = path.extension().is_some_and(|ending| ending == "md" || ending == "txt");
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => collect(&path, files),
            Ok(metadata) if is_page && metadata.len() <= LARGEST_SEED => files.push(path),
            _ => {}
        }
    }
}

/// The part of a path that says what a page is: from `api-reference` or `concepts` on, else the name.
fn path_below_docs(file: &Path) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    let start = ["/api-reference/", "/concepts/"].iter().find_map(|folder| path.rfind(folder));
    start.or_else(|| path.rfind('/')).map_or(path.clone(), |at| path[at + 1..].to_owned())
}
