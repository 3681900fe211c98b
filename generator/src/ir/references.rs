//! The types that the parts of a model refer to by name.

use super::{ApiVersion, Body, Content, Operation, Type, TypeDefinition, TypeKind};

impl ApiVersion {
    /// A name that no type of the version has, or that stands for a base and is the name of an enum, in words.
    pub(super) fn dangling(&self) -> Option<String> {
        let version = self.version;
        let of_operation = |operation: &Operation| {
            let missing = self.missing(operation.types())?;
            Some(format!(
                "`{}` of {version} names the type `{missing}`, which is not there",
                operation.name()
            ))
        };
        let of_type = |ty: &TypeDefinition| {
            let missing = self.missing(ty.types())?;
            Some(format!("`{}` of {version} names the type `{missing}`, which is not there", ty.name))
        };
        let of_base = |ty: &TypeDefinition| {
            let base = ty.base()?;
            let kind = self.type_named(base).map(|ty| &ty.kind);
            let is_object = matches!(kind, Some(TypeKind::Object { .. } | TypeKind::Opaque));
            (!is_object).then(|| {
                format!("`{}` of {version} inherits from `{base}`, which is no object of the model", ty.name)
            })
        };
        let operations = self.operations.iter().find_map(of_operation);
        operations.or_else(|| self.types.iter().find_map(|ty| of_base(ty).or_else(|| of_type(ty))))
    }

    fn missing<'t>(&self, mut types: impl Iterator<Item = &'t Type>) -> Option<&'t str> {
        types.find_map(|ty| match ty.item() {
            Type::Named(name) if self.type_named(name).is_none() => Some(name.as_str()),
            _ => None,
        })
    }
}

impl Operation {
    /// The types of what it takes and gives.
    pub(super) fn types(&self) -> impl Iterator<Item = &Type> {
        let (members, whole) = match &self.body {
            Body::Parameters { parameters, of } => (parameters.as_slice(), of.as_ref()),
            Body::Resource { ty } => (&[][..], Some(ty)),
            _ => (&[][..], None),
        };
        let parameters = self.parameters.iter().chain(members).map(|parameter| &parameter.ty);
        let given = self.responses.iter().filter_map(|response| match &response.content {
            Content::One { ty, .. } | Content::Collection { ty } => Some(ty),
            _ => None,
        });
        parameters.chain(whole).chain(given)
    }
}

impl TypeDefinition {
    /// The types of its properties.
    fn types(&self) -> impl Iterator<Item = &Type> {
        self.fields().iter().map(|field| &field.ty)
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Api, Body, Content, Type, TypeKind};
    use crate::load::Docs;

    const DOCS: [(&str, &str); 4] = [
        (
            "api-reference/v1.0/resources/tool.md",
            "# tool resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The key.|\n",
        ),
        (
            "api-reference/v1.0/resources/pen.md",
            "# pen resource type\n\nInherits from [tool](tool.md).\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|parts|[part](part.md) collection|The parts.|\n|maker|[maker](../resources/maker.md)|Nobody documents it.|\n\n### hue values\n|Member|\n|:--|\n|red|\n",
        ),
        (
            "api-reference/v1.0/resources/part.md",
            "# part resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|The name.|\n",
        ),
        (
            "api-reference/v1.0/api/pen-post.md",
            "# Create pen\n\n## HTTP request\n```http\nPOST /pens\n```\n\n## Request body\n|Parameter|Type|Description|\n|:--|:--|:--|\n|part|[part](../resources/part.md)|The part.|\n\n## Response\nIf successful, it gives `201 Created` and a [pen](../resources/pen.md) object.\n",
        ),
    ];

    fn flaw(change: impl Fn(&mut Api)) -> Option<String> {
        let mut api = crate::read_docs(Docs::from_texts(DOCS)).api;
        change(&mut api);
        api.flaw()
    }

    fn without(api: &mut Api, name: &str) {
        let types = &mut api.versions[0].types;
        let known = types.len();
        types.retain(|ty| ty.name != name);
        assert_eq!(types.len(), known - 1, "{name}");
    }

    #[test]
    fn every_name_is_that_of_a_type() {
        assert_eq!(flaw(|_| {}), None);
        let missing = |name: &str| flaw(|api| without(api, name)).expect("it has a flaw");
        assert_eq!(
            missing("microsoft.graph.pen"),
            "`POST /pens` of v1.0 names the type `microsoft.graph.pen`, which is not there"
        );
        assert_eq!(
            missing("microsoft.graph.part"),
            "`POST /pens` of v1.0 names the type `microsoft.graph.part`, which is not there"
        );
        assert_eq!(
            missing("microsoft.graph.maker"),
            "`microsoft.graph.pen` of v1.0 names the type `microsoft.graph.maker`, which is not there"
        );
        assert_eq!(
            missing("microsoft.graph.tool"),
            "`microsoft.graph.pen` of v1.0 inherits from `microsoft.graph.tool`, which is no object of the model"
        );
    }

    #[test]
    fn names_stand_in_bodies_and_lists_too() {
        let none = || Type::Named("microsoft.graph.none".to_owned());
        for body in [
            Body::Resource { ty: none().list() },
            Body::Parameters { parameters: Vec::new(), of: Some(none()) },
        ] {
            let flaw = flaw(|api| api.versions[0].operations[0].body = body.clone());
            assert!(flaw.is_some_and(|flaw| flaw.contains("`microsoft.graph.none`")));
        }
        let collection = Content::Collection { ty: none() };
        let flaw = flaw(|api| api.versions[0].operations[0].responses[0].content = collection.clone());
        assert!(flaw.is_some_and(|flaw| flaw.contains("`microsoft.graph.none`")));
    }

    #[test]
    fn an_enum_is_no_base() {
        let flaw = flaw(|api| {
            let tool = api.versions[0].types.iter_mut().find(|ty| ty.name.ends_with(".tool"));
            tool.expect("it is there").kind = TypeKind::Enum { flags: false, members: Vec::new() };
        });
        assert!(flaw.is_some_and(|flaw| flaw.contains("inherits from `microsoft.graph.tool`")));
    }
}
