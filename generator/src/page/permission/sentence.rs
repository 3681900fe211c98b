//! Permissions in bullets or in a sentence: `- Photo of a **group** - Group.ReadWrite.All`. Two pages list them so, in place of a table.

use super::formula;
use super::grant::{Grant, Origin, Scope, resource};
use super::notes::Notes;
use super::privilege::{Order, ordered};
use super::words::{Token, tokens};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Requirement, Scheme};
use crate::markdown::{Block, BlockKind, Container};
use crate::page::Coverage;
use crate::source::Span;

/// What the words of a sentence need; none when they name no permission.
pub(in crate::page) fn requirement(
    words: &str,
    notes: &Notes,
    span: Span,
    problems: &mut Problems,
) -> Option<Requirement> {
    let requirement = formula::read(words, &tokens(words), notes, span, problems)?;
    Some(ordered(requirement, Order::Unstated, None))
}

/// The sentences of a text: each ends at a line end, or at a dot before a blank.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.split_inclusive(". ")).map(str::trim)
}

/// The grants of bullets and sentences.
///
/// The page does not say for which accounts, so they stand for work accounts and for apps, with a finding.
pub(super) fn read(
    blocks: &[Block<'_>],
    notes: &Notes,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Vec<Grant> {
    let mut grants = Vec::new();
    for block in blocks {
        let BlockKind::Paragraph(text, container) = &block.kind else {
            continue;
        };
        if *container == Container::Quote {
            continue;
        }
        let Some(start) = first_name(&text.plain) else {
            continue;
        };
        let Some(requirement) = requirement(&text.plain[start..], notes, block.span, problems) else {
            continue;
        };
        let label = text.plain[..start].trim_matches([' ', '-', ':']);
        let labelled = *container == Container::Item && !label.is_empty();
        let scopes: Vec<Scope> = labelled.then(|| resource(label, Origin::Row)).into_iter().collect();
        coverage.add(1);
        let message = "the page does not say for which accounts this holds";
        problems.push(
            Diagnostic::new(Code::UnboundPermissions, block.span, message)
                .hint("use a table with a row per permission type"),
        );
        grants.extend([Scheme::DelegatedWork, Scheme::Application].map(|scheme| Grant {
            scheme,
            requirement: requirement.clone(),
            scopes: scopes.clone(),
            span: block.span,
        }));
    }
    grants
}

/// Where the first name of a text starts.
fn first_name(text: &str) -> Option<usize> {
    tokens(text).into_iter().find_map(|token| match token {
        Token::Name { name, .. } => text.find(&*name),
        _ => None,
    })
}
