//! What is wrong with the docs: data only. `render.rs` lays it out.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kind of a finding. Names are stable: suppressions and baselines are written with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

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

            /// What the finding means, with a small bad page and the cure.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n"),+)),+ }
            }
        }
    };
}

codes! {
    /// A file is not valid UTF-8. It is read with the bad bytes replaced by U+FFFD.
    /// Cure: save the file as UTF-8.
    NotUtf8 = "not-utf-8", Error;
    /// A file is larger than the limit and was not read: no reference page is that large.
    /// Cure: split the page, or move what is not reference material out of the docs tree.
    FileTooLarge = "file-too-large", Error;
    /// An HTML comment is opened and never closed: the rest of the page is part of it.
    /// Bad: `<!-- { "blockType": "ignored" }` with no `-->`. Cure: close the comment.
    UnterminatedComment = "unterminated-comment", Warning;
    /// A code fence is not closed before the next one opens, or before the page ends. It is taken to end before the next heading,
    /// comment or fence. Bad: three backticks and `http`, a request, then `### Response`. Cure: close the fence.
    UnterminatedFence = "unterminated-fence", Warning;
    /// Rows that start with a pipe are not a table, because no delimiter row stands under the first.
    /// Bad: `|Name|Type|` followed by `|id|String|`. Cure: put `|:---|:---|` under the header row.
    TableWithoutDelimiter = "table-without-delimiter", Warning;
    /// A row of a table has more cells than its header: a pipe in a text was not escaped. The surplus is joined to the last cell.
    /// Bad: `|path|String|*.xml | *.cer|`. Cure: write `\|`.
    SurplusCells = "surplus-cells", Note;
    /// An included file does not exist below the docs root. What it would have said is missing.
    /// Bad: `[!INCLUDE [table](../includes/gone.md)]`. Cure: add the file or correct the path, which is relative to the including file.
    MissingInclude = "missing-include", Error;
    /// The path of an include leaves the docs root. It is not read.
    /// Bad: `[!INCLUDE [x](../../../../secret.md)]`. Cure: include files of the docs only.
    IncludeOutsideDocs = "include-outside-docs", Error;
    /// A file includes itself, directly or through others, or includes nest too deeply. The inner include is not read.
    /// Cure: break the circle.
    IncludeLoop = "include-loop", Error;
    /// A page of the `api` folder has no request that could be read, so no operation comes from it.
    /// Cure: add a fence with `METHOD /path` lines under `## HTTP request`, or move the page to `resources`.
    NoRequest = "no-request", Error;
    /// A line of a request fence is not a request and not a header that belongs to one. It is skipped.
    /// Bad: `or` between two requests. Cure: remove the line.
    NotARequestLine = "not-a-request-line", Note;
    /// A request has no path: the page says that the URI was not found. No operation comes from it.
    /// Bad: `GET ** Entity URI for device not found **`. Cure: write the path.
    RequestWithoutPath = "request-without-path", Error;
    /// A request line needed a repair before its path could be read: a missing blank or slash, an unbalanced parenthesis, a stray mark.
    /// Bad: `DELETE/identity/x`. Cure: write the line as the hint shows.
    RequestRepaired = "request-repaired", Warning;
    /// An identifier stands literally in a path where a key belongs. It became a key.
    /// Bad: `/education/classes/11023/members`. Cure: write a placeholder such as `{id}`.
    LiteralKey = "literal-key", Warning;
    /// A request line names another API version than the page's folder.
    /// Bad: `GET https://graph.microsoft.com/beta/me` below `v1.0`. Cure: correct the version.
    WrongVersion = "wrong-version", Warning;
    /// The same request stands twice on one page. Once is kept.
    /// Cure: remove one of the two lines.
    RepeatedRequest = "repeated-request", Note;
    /// A page of requests has no permission table, list or sentence that could be read.
    /// Cure: add a table with the columns `Permission type` and `Permissions (from least to most privileged)`.
    NoPermissions = "no-permissions", Warning;
    /// The first cell of a permission row is not one of the known labels. The row was bound by its position.
    /// Bad: `|oauth2PermissionGrant|Directory.Read.All|` as third row. Cure: write the label `Application`.
    UnknownPermissionLabel = "unknown-permission-label", Warning;
    /// A permission cell says something that is not a list of names and none of the fixed phrases.
    /// Bad: `**TODO: Determine scopes**`. Cure: list the permissions, or write `Not supported.`
    UnreadPermissionCell = "unread-permission-cell", Warning;
    /// A permission cell can be read in two ways. Both readings are kept and none is chosen.
    /// Bad: `A, B and C`. Cure: write `A and B and C`, or `A, B, C`.
    AmbiguousPermissions = "ambiguous-permissions", Warning;
    /// A name in a permission cell has a blank where a dot belongs.
    /// Bad: `Directory AccessAsUser.All`. Cure: write `Directory.AccessAsUser.All`.
    BrokenPermissionName = "broken-permission-name", Warning;
    /// The order that a table declares contradicts its rows: a name that writes stands where a name that only reads belongs.
    /// Bad: `Permissions (from least to most privileged)` over `X.ReadWrite.All, X.Read.All`. Cure: sort the row or correct the header.
    OrderConflict = "order-conflict", Warning;
    /// A least privileged permission is listed as a higher one as well.
    /// Cure: remove it from the column of the higher ones.
    LeastAlsoHigher = "least-also-higher", Warning;
    /// Rows of the permission table stand in the table of the request headers.
    /// Cure: move them to the permission table.
    PermissionRowMisplaced = "permission-row-misplaced", Warning;
    /// A permission table speaks of some of the page's requests only, and the page does not say of which. It was bound to all of them.
    /// Cure: put the request's path in the label or the heading.
    UnboundPermissions = "unbound-permissions", Note;
    /// Two pages say different things about the permissions of the same request. The page that is about the request counts.
    /// Bad: `Mail.Read` for `GET /me/messages` on the page of messages, `Mail.ReadWrite` on the page of extended properties.
    /// Cure: correct one of the two.
    PermissionConflict = "permission-conflict", Warning;
    /// A permission is named that the permissions reference does not list.
    /// Bad: `Group.Read.WriteAll`. Cure: correct the spelling, or add the permission to the reference.
    UnknownPermission = "unknown-permission", Warning;
    /// A table of parameters has columns that are not known. It was not read.
    /// Cure: use `Name`, `Type` and `Description` as column headings.
    UnreadTable = "unread-table", Note;
    /// A function is called bare in the request line, and the page documents its parameters. The path got the arguments.
    /// Bad: `GET /auditEvents/getAuditActivityTypes` with a parameter `category`. Cure: write `getAuditActivityTypes(category='{category}')`.
    BareFunction = "bare-function", Note;
    /// An annotation in a comment is not valid JSON, even with trailing commas allowed.
    /// Cure: correct the JSON.
    BadAnnotation = "bad-annotation", Note;
    /// An example request does not match any request of its page.
    /// Cure: use one of the page's paths in the example, or document the path.
    ExampleMismatch = "example-mismatch", Warning;
    /// An example has a body that should be JSON and is not.
    /// Cure: correct the JSON.
    ExampleNotJson = "example-not-json", Warning;
    /// The response is said to have no content, and an object is described for it as well.
    /// Bad: `204 No Content` and "returns a user object". Cure: keep one of the two.
    StatusConflict = "status-conflict", Warning;
    /// No success status could be read from the response section.
    /// Cure: name the status as `200 OK`.
    NoStatus = "no-status", Note;
    /// A page was read from rendered text, so parts of it are missing.
    /// Cure: point the tool at the Markdown source of the page.
    RenderedText = "rendered-text", Warning;
    /// A type is named that no page documents. It stands as an opaque type.
    /// Cure: add the resource page, or correct the link.
    UnknownType = "unknown-type", Note;
    /// The cell of a type could not be understood. The value is taken as untyped JSON.
    /// Cure: link to the resource page or name a primitive type.
    UnreadType = "unread-type", Warning;
    /// A type is written in another case than on its own page. The spelling of the page is taken.
    /// Bad: `Recipient` for `microsoft.graph.recipient`. Cure: write the name as its page does.
    TypeCase = "type-case", Note;
    /// The words of a link name another type than the page that it leads to. The page is taken.
    /// Bad: `[identity](identityset.md)`. Cure: correct the words or the target.
    LinkTextDiffers = "link-text-differs", Warning;
    /// A dotted type name is not documented, but the page's own namespace has a type of that short name. That one is taken.
    /// Bad: `microsoft.graph.session` on a page of `microsoft.graph.callRecords`. Cure: write the name as the hint shows.
    WrongNamespace = "wrong-namespace", Warning;
    /// A row of a table of properties does not start with the name of a property. It was not read.
    /// Bad: `|files/fileName|String|`. Cure: write the name alone in the first cell.
    UnreadProperty = "unread-property", Warning;
    /// The table and the JSON representation write a property in different cases. The JSON is taken: it shows what travels.
    /// Bad: `cloudPcIDs` in the table, `cloudPcIds` in the JSON. Cure: correct the table.
    PropertyCase = "property-case", Warning;
    /// The table and the JSON representation give a property different types. The table is taken.
    /// Bad: `[identity](identity.md)` in the table, `"microsoft.graph.identitySet"` in the JSON. Cure: correct the one that is wrong.
    SampleTypeDiffers = "sample-type-differs", Note;
    /// Annotation, sentences and rows of a type name bases of which none inherits from the other. The first is taken.
    /// Bad: `"baseType": "microsoft.graph.entity"` on a page that says "inherits from identity". Cure: name the nearest base everywhere.
    BaseConflict = "base-conflict", Warning;
    /// A page does not say what its type inherits from, and the page of the same type in the other API version does. That base is taken.
    /// Cure: name the base in the annotation and in the first paragraph.
    BaseOfOtherVersion = "base-of-other-version", Note;
    /// A page is neither an API page nor a page about a type, so nothing comes from it.
    /// Cure: none is needed when the page is an overview.
    ConceptPage = "concept-page", Note;
    /// Two requests of the service end up with the same method of the client. The later one got another name.
    /// Cure: none is needed.
    NameClash = "name-clash", Note;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

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
