//! What is wrong with the docs: data only. `render.rs` lays it out.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::source::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A habit of the docs that was understood all the same.
    Note,
    /// Understood, but a person should look: a repair was made or a doubt is left.
    Warning,
    /// Something on the page could not be understood and is missing from the outcome.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($(#[doc = $doc:literal] $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kind of a finding. Names are stable: suppressions and baselines are written with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $variant,)+ }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The stable name, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            /// How much a finding of this kind matters unless a configuration says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }

            /// What the finding means, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $doc.trim_ascii()),+ }
            }

            /// What the finding means, with a small bad page and the cure, as Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $name, ".md"))),+ }
            }
        }
    };
}

codes! {
    /// A file is not valid UTF-8; it is read with the bad bytes replaced.
    NotUtf8 = "not-utf-8", Error;
    /// A file is larger than any reference page, and was not read.
    FileTooLarge = "file-too-large", Error;
    /// The name of a page belongs to a link, a device, a pipe or a socket, and was not read.
    NotAFile = "not-a-file", Error;
    /// A page lists more requests or permissions than any reference page; those beyond were not read.
    TooMany = "too-many", Error;
    /// An HTML comment is opened and never closed.
    UnterminatedComment = "unterminated-comment", Warning;
    /// A code fence is not closed before the next one opens, or before the page ends.
    UnterminatedFence = "unterminated-fence", Warning;
    /// Rows that start with a pipe have no delimiter row under the first, so they are no table.
    TableWithoutDelimiter = "table-without-delimiter", Warning;
    /// A row of a table has more cells than its header.
    SurplusCells = "surplus-cells", Note;
    /// A cell of a table says that somebody still has to write it.
    TodoCell = "todo-cell", Warning;
    /// A group of tabs is not closed, or shows the same tab twice.
    BrokenTabGroup = "broken-tab-group", Warning;
    /// An included file does not exist below the docs root.
    MissingInclude = "missing-include", Error;
    /// The path of an include leaves the docs root.
    IncludeOutsideDocs = "include-outside-docs", Error;
    /// A file includes itself, directly or through others, or includes nest too deeply.
    IncludeLoop = "include-loop", Error;
    /// A page of the `api` folder has no request that could be read.
    NoRequest = "no-request", Error;
    /// A line of a request fence is neither a request nor a header of one.
    NotARequestLine = "not-a-request-line", Note;
    /// A request has no path.
    RequestWithoutPath = "request-without-path", Error;
    /// A request line needed a repair before its path could be read.
    RequestRepaired = "request-repaired", Warning;
    /// An identifier stands literally in a path where a key belongs.
    LiteralKey = "literal-key", Warning;
    /// A request or an example names another API version than the page's folder.
    WrongVersion = "wrong-version", Warning;
    /// The same request stands twice on one page.
    RepeatedRequest = "repeated-request", Note;
    /// A request differs from another of its page in the query alone.
    QueryVariant = "query-variant", Note;
    /// Several pages document the same request.
    DuplicateOperation = "duplicate-operation", Note;
    /// A page of requests has no permission table, list or sentence that could be read.
    NoPermissions = "no-permissions", Warning;
    /// The first cell of a permission row is none of the known labels.
    UnknownPermissionLabel = "unknown-permission-label", Warning;
    /// A permission cell holds neither names nor one of the fixed phrases.
    UnreadPermissionCell = "unread-permission-cell", Warning;
    /// A permission cell can be read in two ways.
    AmbiguousPermissions = "ambiguous-permissions", Warning;
    /// A name in a permission cell has a blank where a dot belongs.
    BrokenPermissionName = "broken-permission-name", Warning;
    /// The order that a permission table declares contradicts its rows.
    OrderConflict = "order-conflict", Warning;
    /// A page offers application permissions although all its requests are below `/me`.
    ApplicationBelowMe = "application-below-me", Note;
    /// A least privileged permission is listed as a higher one as well.
    LeastAlsoHigher = "least-also-higher", Warning;
    /// A permission carries a star, and no note below the table says what it means.
    FootnoteWithoutNote = "footnote-without-note", Warning;
    /// Rows of the permission table stand in another table.
    PermissionRowMisplaced = "permission-row-misplaced", Warning;
    /// A page has more permission tables than requests.
    TableCount = "table-count", Warning;
    /// Permissions are listed without the accounts that they hold for.
    UnboundPermissions = "unbound-permissions", Note;
    /// Two pages say different things about the permissions of the same request.
    PermissionConflict = "permission-conflict", Warning;
    /// A permission is named that the permissions reference does not list.
    UnknownPermission = "unknown-permission", Warning;
    /// A table in a section about parameters has columns that are not those of parameters.
    UnreadTable = "unread-table", Note;
    /// A function is called bare in the request line, and the page documents its parameters.
    BareFunction = "bare-function", Note;
    /// An annotation in a comment is not JSON, even with trailing commas allowed.
    BadAnnotation = "bad-annotation", Note;
    /// An example matches no request of its page.
    ExampleMismatch = "example-mismatch", Warning;
    /// An example calls another host than the service.
    ForeignExample = "foreign-example", Note;
    /// No example of the page shows a request that it declares.
    RequestWithoutExample = "request-without-example", Note;
    /// The body of an example starts like JSON and is not.
    ExampleNotJson = "example-not-json", Warning;
    /// An example answers `204`, and shows a body.
    NoContentBody = "no-content-body", Warning;
    /// The response is said to have no content, and an object is described for it.
    StatusConflict = "status-conflict", Warning;
    /// No success status could be read from the response section.
    NoStatus = "no-status", Note;
    /// A page was read from rendered text, so parts of it are missing.
    RenderedText = "rendered-text", Warning;
    /// A type is named that no page documents.
    UnknownType = "unknown-type", Note;
    /// The cell of a type could not be understood.
    UnreadType = "unread-type", Warning;
    /// A type is written in another case than on its own page.
    TypeCase = "type-case", Note;
    /// The words of a link name another type than the page that it leads to.
    LinkTextDiffers = "link-text-differs", Warning;
    /// A dotted type name is not documented, and the page's own namespace has a type of that short name.
    WrongNamespace = "wrong-namespace", Warning;
    /// A row of a table of properties does not start with the name of a property.
    UnreadProperty = "unread-property", Warning;
    /// The table and the JSON representation write a property in different cases.
    PropertyCase = "property-case", Warning;
    /// The table and the JSON representation give a property different types.
    SampleTypeDiffers = "sample-type-differs", Note;
    /// Every example shows a property with another type than its row in the table.
    ExampleTypeDiffers = "example-type-differs", Warning;
    /// The JSON representation shows a property that no table lists.
    UndocumentedProperty = "undocumented-property", Warning;
    /// The JSON representation lacks a property that the table lists.
    PropertyNotInJson = "property-not-in-json", Note;
    /// A page names bases of its type of which none inherits from the other.
    BaseConflict = "base-conflict", Warning;
    /// Only the page of the other API version says what a type inherits from.
    BaseOfOtherVersion = "base-of-other-version", Note;
    /// A page is neither about requests nor about a type, so nothing comes from it.
    ConceptPage = "concept-page", Note;
    /// A comment that asks to ignore findings could not be read.
    UnreadSuppression = "unread-suppression", Warning;
    /// A suppression fits no finding.
    UnusedSuppression = "unused-suppression", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        let found = Self::ALL.iter().find(|code| code.name() == name);
        found.copied().ok_or_else(|| UnknownCode(name.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A name that no code has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode(String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no code `{}`; `graphdocs explain` lists them", self.0)
    }
}

impl std::error::Error for UnknownCode {}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of the finding.
    pub code: Code,
    /// What is wrong, in one sentence without a final dot.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that matter, each with a word about it.
    pub others: Vec<(Span, String)>,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A finding at one place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span, others: Vec::new(), hint: None }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.others.push((span, label.into()));
        self
    }
}

/// The findings of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Diagnostic>,
}

impl Problems {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a finding made of its parts.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.push(Diagnostic::new(code, span, message));
    }

    /// Adds all findings of another list.
    pub fn append(&mut self, mut other: Problems) {
        self.list.append(&mut other.list);
    }

    /// Sorts by place, then by code, and drops findings that are the same in every part.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.list.dedup();
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many findings have at least a severity.
    pub fn count(&self, at_least: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.code.severity() >= at_least).count()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
