//! What is wrong with a model that a file holds. A model that this library makes has none of these flaws; the stages behind rely on it.

use std::collections::HashSet;

use super::{Api, ApiVersion, MOST_BASES, Method, Operation, SourceLocation, TypeDefinition, TypeKind};

/// No name of a model is longer: the name of an enum that has none of its own is made of two others.
const LONGEST_NAME: usize = 512;

impl Api {
    /// The first flaw, in words.
    pub(crate) fn flaw(&self) -> Option<String> {
        if self.files.len() != self.digests.len() {
            return Some("it has not as many digests as files".to_owned());
        }
        if !self.versions.is_sorted_by(|one, next| one.version < next.version) {
            return Some("its versions are not in order, each once".to_owned());
        }
        self.versions.iter().find_map(|version| version.flaw(self.files.len()))
    }
}

impl ApiVersion {
    fn flaw(&self, files: usize) -> Option<String> {
        let version = self.version;
        let unsorted = |pair: &&[TypeDefinition]| pair[0].name >= pair[1].name;
        if let Some([_, ty]) = self.types.windows(2).find(unsorted) {
            return Some(format!("the types of {version} are not in order, each once: `{}` is not", ty.name));
        }
        let unsorted = |pair: &&[Operation]| order(&pair[0]) > order(&pair[1]);
        if let Some([_, operation]) = self.operations.windows(2).find(unsorted) {
            return Some(format!(
                "the operations of {version} are not in order: `{}` is not",
                operation.name()
            ));
        }
        let mut requests = HashSet::new();
        if let Some(twice) =
            self.operations.iter().find(|operation| !requests.insert((operation.method, &operation.path)))
        {
            return Some(format!("`{}` stands twice in {version}", twice.name()));
        }
        let names = self.types.iter().map(|ty| ty.name.as_str());
        let parts = self.operations.iter().flat_map(|operation| &operation.segments.segments);
        let mut names = names.chain(parts.flat_map(|segment| segment.names()));
        if let Some(long) = names.find(|name| name.len() > LONGEST_NAME) {
            let start: String = long.chars().take(40).collect();
            return Some(format!("the name `{start}…` has more than {LONGEST_NAME} letters"));
        }
        let sources = self.operations.iter().flat_map(|operation| operation.sources());
        let mut sources = sources.chain(self.types.iter().flat_map(TypeDefinition::sources));
        if let Some(file) =
            sources.find(|&file| file as usize >= files && file != SourceLocation::default().file)
        {
            return Some(format!("a place is in file {file}, and there are {files}"));
        }
        self.bad_base().or_else(|| self.circle())
    }

    /// A type that is derived from an enum.
    fn bad_base(&self) -> Option<String> {
        let version = self.version;
        self.types.iter().find_map(|ty| {
            let base = &self[ty.base()?];
            matches!(base.kind, TypeKind::Enum { .. }).then(|| {
                format!("`{}` of {version} inherits from `{}`, which is an enum", ty.name, base.name)
            })
        })
    }

    /// A type that is its own base, or that has more bases above it than any.
    fn circle(&self) -> Option<String> {
        let deep = |ty: &&TypeDefinition| {
            let mut above = std::iter::successors(ty.base(), |&base| self[base].base());
            above.nth(MOST_BASES).is_some()
        };
        let found = &self.types.iter().find(deep)?.name;
        Some(format!("`{found}` is its own base, or has more than {MOST_BASES} bases"))
    }
}

/// What operations are in the order of.
fn order(operation: &Operation) -> (String, Method) {
    (operation.segments.identity(), operation.method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TypeId;
    use crate::load::Docs;

    const DOCS: [(&str, &str); 3] = [
        (
            "api-reference/v1.0/resources/tool.md",
            "# tool resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The key.|\n",
        ),
        (
            "api-reference/v1.0/resources/pen.md",
            "# pen resource type\n\nInherits from [tool](tool.md).\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The key.|\n",
        ),
        (
            "api-reference/v1.0/api/pen-get.md",
            "# Get pen\n\n## HTTP request\n```http\nGET /pens/{id}\nDELETE /pens/{id}\n```\n",
        ),
    ];

    fn changed(change: impl Fn(&mut Api)) -> Option<String> {
        let mut api = crate::read_docs(Docs::from_texts(DOCS)).api;
        change(&mut api);
        api.flaw()
    }

    #[test]
    fn models_of_pages_have_none() {
        assert_eq!(changed(|_| {}), None);
    }

    #[test]
    fn flaws_are_found() {
        let flaw = |change: fn(&mut Api)| changed(change).expect("it has a flaw");
        assert!(flaw(|api| api.digests.clear()).contains("digests"));
        assert!(flaw(|api| api.versions.push(api.versions[0].clone())).contains("versions"));
        assert!(flaw(|api| api.versions[0].types.reverse()).contains("`microsoft.graph.pen` is not"));
        assert!(flaw(|api| api.versions[0].operations.reverse()).contains("`GET /pens/{id}` is not"));
        assert!(flaw(|api| api.versions[0].types[0].name = "a".repeat(600)).contains("letters"));
        assert!(
            flaw(|api| api.versions[0].types[0].places = vec![SourceLocation { file: 9, line: 1, column: 1 }])
                .contains("file 9")
        );
        let twice = |api: &mut Api| {
            let first = api.versions[0].operations[0].clone();
            api.versions[0].operations.insert(0, first);
        };
        assert!(changed(twice).expect("it has a flaw").contains("twice"));
        let circular = |api: &mut Api| {
            let pen =
                api.versions[0].types.iter_mut().find(|ty| ty.name.ends_with(".pen")).expect("it is there");
            if let TypeKind::Object { base, .. } = &mut pen.kind {
                *base = Some(TypeId::new(0));
            }
        };
        assert!(changed(circular).expect("it has a flaw").contains("its own base"));
    }

    #[test]
    fn an_enum_is_no_base() {
        let flaw = changed(|api| {
            let tool = api.versions[0].types.iter_mut().find(|ty| ty.name.ends_with(".tool"));
            tool.expect("it is there").kind = TypeKind::Enum { flags: false, members: Vec::new() };
        });
        let expected = "`microsoft.graph.pen` of v1.0 inherits from `microsoft.graph.tool`, which is an enum";
        assert_eq!(flaw.as_deref(), Some(expected));
    }
}
