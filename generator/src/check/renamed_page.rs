//! The links of other pages call the type of a page by a longer name than the page does.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Api, SourceLocation, TypeDefinition, Version};
use crate::load::Docs;
use crate::names::short;
use crate::page::{Page, PageKind, Resource};

/// Reports each page whose type the model has under another name.
pub(super) fn check(docs: &Docs, pages: &[Page], api: &Api, problems: &mut Problems) {
    let types = || api.versions.iter().flat_map(|api| api.types.iter().map(|ty| (api.version, ty)));
    let names: HashSet<(Version, String)> =
        types().map(|(version, ty)| (version, ty.name.to_lowercase())).collect();
    let by_place: HashMap<&SourceLocation, &TypeDefinition> =
        types().flat_map(|(_, ty)| ty.places.iter().map(move |place| (place, ty))).collect();
    for page in pages {
        let PageKind::Types(found) = &page.kind else { continue };
        let version = page.version_or_released();
        for resource in &found.resources {
            if names.contains(&(version, resource.name.to_lowercase())) {
                continue;
            }
            let at = docs.sources.line_column(resource.span);
            let place = SourceLocation { file: resource.span.file.0, line: at.line, column: at.column };
            if let Some(ty) = by_place.get(&place) {
                report(resource, ty, problems);
            }
        }
    }
}

fn report(resource: &Resource, ty: &TypeDefinition, problems: &mut Problems) {
    let message = format!("every link calls `{}` `{}`", resource.name, short(&ty.name));
    problems.push(
        Diagnostic::new(Code::LinkTextDiffers, resource.span, message).hint(format!("write `{}`", ty.name)),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, resource};
    use crate::diagnostic::Code;

    #[test]
    fn pages_that_leave_the_beginning_out() {
        let blue = resource("blueFlow", "Inherits from [userFlow](userflow.md).", "");
        let found = |name: &str| {
            let flow = resource(name, "A flow.", "");
            let pages =
                [("v1.0/resources/userflow.md", flow.as_str()), ("v1.0/resources/blueflow.md", &blue)];
            found(Code::LinkTextDiffers, &pages)
        };
        let message = "v1.0/resources/userflow.md:9: every link calls `microsoft.graph.Flow` `userFlow`; write `microsoft.graph.userFlow`";
        assert_eq!(found("Flow"), [message]);
        assert_eq!(found("userFlow"), [""; 0]);
    }
}
