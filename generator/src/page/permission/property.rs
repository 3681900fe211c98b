//! Sentences that say that a property needs a permission besides those of the request.
//!
//! ```text
//! sentence = {words} name {words}                   a name of a permission, a word of need, and a word about the property:
//! need     = "require" | "must be assigned" | "must be granted" | "must have" | "needs" | "needed" | "necessary"
//! about    = "this property" | "the **name** property" | "**a** and **b** properties" | "To read this property" | …
//! access   = write when it speaks of updating, setting, writing or changing; read when it speaks of reading, or of neither
//! ```
//! e.g. "Details for this property require a licence and the **AuditLog.Read.All** permission." In the description of a property,
//! a sentence may leave the property out: "Requires the Thing.Read.All permission."
//!
//! What a permission lets an app do without the others is no need of a property: "The least privileged permission to update branding
//! is …", "apps that were granted User.Read can read only **id**".

use super::notes::Notes;
use super::sentence::{self, sentences};
use super::words::names;
use crate::diagnostic::Problems;
use crate::ir::{Access, Requirement};
use crate::markdown::{BlockKind, MarkKind, Text};
use crate::page::Outline;
use crate::page::words::needs;
use crate::source::Span;

/// What a page says that a property needs.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyGrant {
    /// The property.
    pub name: String,
    /// What for.
    pub access: Access,
    /// What is needed besides the permissions of the request.
    pub requirement: Requirement,
    /// Where the sentence stands.
    pub span: Span,
}

/// What the description of a property says that it needs.
pub(in crate::page) fn in_description(
    property: &str,
    description: &str,
    span: Span,
    problems: &mut Problems,
) -> Vec<PropertyGrant> {
    let about = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let subject = lower.contains("property") || lower.contains(&property.to_lowercase());
        subject || needs::BARE_NEED.is_match(sentence)
    };
    sentences(description)
        .filter(|sentence| about(sentence))
        .flat_map(|sentence| grants(&[property], sentence, span, problems))
        .collect()
}

/// What the paragraphs of a page about requests say that properties need.
pub(in crate::page) fn in_paragraphs(outline: &Outline<'_>, problems: &mut Problems) -> Vec<PropertyGrant> {
    let mut found = Vec::new();
    for block in outline.blocks() {
        if let BlockKind::Paragraph(text, _) = &block.kind {
            for sentence in sentences(&text.plain) {
                let properties = properties(text, sentence);
                found.extend(grants(&properties, sentence, block.span, problems));
            }
        }
    }
    found
}

/// The marked names of a sentence that stand before "property" or "properties".
fn properties<'t>(text: &'t Text, sentence: &str) -> Vec<&'t str> {
    let start = sentence.as_ptr() as usize - text.plain.as_ptr() as usize;
    let Some(at) = sentence.find(" propert") else {
        return Vec::new();
    };
    let marks = text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Emphasis | MarkKind::Code));
    marks
        .filter(|mark| mark.start >= start && mark.end <= start + at)
        .map(|mark| text.part(mark).trim())
        .filter(|name| is_property(name))
        .collect()
}

/// Whether words can be the name of a property: permissions have a dot.
fn is_property(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn grants(properties: &[&str], sentence: &str, span: Span, problems: &mut Problems) -> Vec<PropertyGrant> {
    if properties.is_empty() || !is_need(sentence) {
        return Vec::new();
    }
    let Some(requirement) = sentence::requirement(sentence, &Notes::default(), span, problems) else {
        return Vec::new();
    };
    let grant = |name: &str, access| PropertyGrant {
        name: name.to_owned(),
        access,
        requirement: requirement.clone(),
        span,
    };
    let accesses = accesses(sentence);
    properties.iter().flat_map(|name| accesses.iter().map(|&access| grant(name, access))).collect()
}

/// Whether a sentence says that something needs a permission that it names.
fn is_need(sentence: &str) -> bool {
    needs::PERMISSION.is_match(sentence)
        && needs::NEEDS_PERMISSION.is_match(sentence)
        && !needs::NEEDS_NONE.is_match(sentence)
        && !names(sentence).is_empty()
}

/// What a sentence speaks of doing with a property: reading, when it does not say.
fn accesses(sentence: &str) -> Vec<Access> {
    match (needs::READS.is_match(sentence), needs::WRITES.is_match(sentence)) {
        (true, true) => vec![Access::Read, Access::Write],
        (false, true) => vec![Access::Write],
        _ => vec![Access::Read],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[track_caller]
    fn check(description: &str, expected: &[&str]) {
        let span = Span::start_of(FileId(0));
        let found = in_description("shade", description, span, &mut Problems::default());
        let shown: Vec<String> = found
            .iter()
            .map(|grant| format!("{} {}: {}", grant.access.as_str(), grant.name, grant.requirement))
            .collect();
        assert_eq!(shown, expected, "{description}");
    }

    #[test]
    fn what_reading_or_writing_needs() {
        check(
            "The shade. Details for this property require a P1/P2 license and the Lamp.Read.All permission.",
            &["read shade: Lamp.Read.All"],
        );
        check("The shade. Requires the Lamp.Read.All permission. Read-only.", &["read shade: Lamp.Read.All"]);
        check(
            "To read this property, the app must be granted the Lamp.Read.All permission. To write this property, the calling app \
             must be assigned the Lamp.Read.All and Shade.ReadWrite.All permissions.",
            &["read shade: Lamp.Read.All", "write shade: Lamp.Read.All and Shade.ReadWrite.All"],
        );
        check(
            "Only set on creation. The caller must also be assigned the Lamp.Own.All permission to set this property.",
            &["write shade: Lamp.Own.All"],
        );
        check(
            "To read or update this property, the app needs Lamp.Read.All or Lamp.ReadWrite.All as a permission.",
            &[
                "read shade: Lamp.Read.All, Lamp.ReadWrite.All",
                "write shade: Lamp.Read.All, Lamp.ReadWrite.All",
            ],
        );
    }

    #[test]
    fn what_is_no_need() {
        check("The least privileged permission to update this property is Lamp.Write.All.", &[]);
        check("Apps with the Lamp.Read permission get the shade only.", &[]);
        check("Reading this property doesn't require the Lamp.Read.All permission.", &[]);
        check("Required when the lamp is created. See also Lamp.Read.All.", &[]);
        check("The scopes of the app. For example, Lamp.Read.All.", &[]);
    }
}
