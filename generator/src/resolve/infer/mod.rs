//! What the docs as a whole show of types beyond the pages about them. Each change is a [`Patch`] that is applied at once: the next
//! inference starts from what the earlier ones showed.
//!
//! | file | sees | changes |
//! |---|---|---|
//! | `navigation` | paths | relationships that tables forget, and lists among them |
//! | `updates` | tables of members of updates | properties |
//! | `located` | addresses in answers | bases |
//! | `needed` | sentences of pages about requests | permissions of properties |
//! | `contradicted` | examples | types that every example contradicts |

mod answered;
mod contradicted;
mod located;
mod navigation;
mod needed;
mod updates;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{
    Field, Operation, PropertyPermission, SourceLocation, Type, TypeDefinition, TypeId, TypeKind, TypeNames,
};
use crate::page::{Page, PageKind, Property};
use crate::source::Span;

pub(super) use navigation::singular;

/// Completes the types of one version, which are sorted by name, by its operations and its pages.
pub(super) fn complete(
    types: &mut [TypeDefinition],
    operations: &[Operation],
    pages: &[&Page],
    place: &dyn Fn(Span) -> SourceLocation,
    problems: &mut Problems,
) {
    let mut draft = Draft::of(types, pages, problems);
    navigation::infer(&mut draft, operations);
    updates::infer(&mut draft, operations);
    located::infer(&mut draft, operations);
    needed::infer(&mut draft, operations, place);
    contradicted::infer(&mut draft, operations);
}

/// The types of one version while they are completed.
struct Draft<'a> {
    types: &'a mut [TypeDefinition],
    names: TypeNames,
    /// Dotted name in lower case → type.
    lower: HashMap<String, TypeId>,
    pages: &'a [&'a Page],
    /// The rows of the pages, by type and name.
    rows: OnceCell<HashMap<(&'a str, &'a str), &'a Property>>,
    problems: &'a mut Problems,
}

/// A change of one type.
struct Patch {
    ty: TypeId,
    change: Change,
}

enum Change {
    /// A property or relationship that no page about the type lists.
    Add(Field),
    /// The field at this position has another type.
    Retype { field: usize, ty: Type, reported: bool },
    /// The field at this position needs a permission.
    Require { field: usize, permission: PropertyPermission },
    /// The type is derived from another, whose fields it repeats.
    Derive(TypeId),
}

impl<'a> Draft<'a> {
    fn of(types: &'a mut [TypeDefinition], pages: &'a [&'a Page], problems: &'a mut Problems) -> Self {
        let names = TypeNames::of(types);
        let lower = TypeNames::in_lower_case(types);
        Self { types, names, lower, pages, rows: OnceCell::new(), problems }
    }

    /// A property of a type or its bases, whatever its capitals: the type that has it, and its position there.
    fn field(&self, ty: TypeId, name: &str) -> Option<(TypeId, usize)> {
        self.names.property(self.types, ty, name)
    }

    /// Applies a patch; one to a type without fields changes nothing.
    fn apply(&mut self, Patch { ty, change }: Patch) {
        if let Change::Retype { field, ty: shown, reported: true } = &change {
            self.report_contradiction(ty, *field, shown);
        }
        let repeated = match &change {
            Change::Derive(from) => self.field_names(*from),
            _ => BTreeSet::new(),
        };
        let base_name = match &change {
            Change::Derive(from) => Some(self.types[*from].name.clone()),
            _ => None,
        };
        let TypeKind::Object { base, fields, .. } = &mut self.types[ty].kind else { return };
        match change {
            Change::Add(field) => fields.push(field),
            Change::Retype { field, ty, .. } => fields[field].ty = ty,
            Change::Require { field, permission } => fields[field].permissions.push(permission),
            Change::Derive(_) => {
                *base = base_name;
                fields.retain(|field| !repeated.contains(&field.name));
            }
        }
    }

    /// The names of the fields of a type and its bases.
    fn field_names(&self, ty: TypeId) -> BTreeSet<String> {
        let lineage = self.names.lineage(self.types, ty);
        lineage.flat_map(|ty| self.types[ty].fields()).map(|field| field.name.clone()).collect()
    }

    /// Reports, at its row, a property that every example shows with another type.
    fn report_contradiction(&mut self, ty: TypeId, field: usize, shown: &Type) {
        let owner = &self.types[ty];
        let Field { name, ty: told, .. } = &owner.fields()[field];
        let rows = self.rows.get_or_init(|| rows(self.pages));
        // What only paths show has no row, or one that they contradict.
        let Some(row) = rows.get(&(owner.name.as_str(), name.as_str())) else { return };
        if row.ty.words().list != matches!(told, Type::List(_)) {
            return;
        }
        let message = format!("`{name}` is `{told}` by its row, and `{shown}` in every example");
        self.problems.push(
            Diagnostic::new(Code::ExampleTypeDiffers, row.span, message).hint(format!("`{shown}` is taken")),
        );
    }
}

fn rows<'p>(pages: &[&'p Page]) -> HashMap<(&'p str, &'p str), &'p Property> {
    let resources = pages.iter().flat_map(|page| match &page.kind {
        PageKind::Types(types) => types.resources.as_slice(),
        _ => &[],
    });
    let mut rows = HashMap::new();
    for resource in resources {
        for property in &resource.properties {
            rows.entry((resource.name.as_str(), property.name.as_str())).or_insert(property);
        }
    }
    rows
}
