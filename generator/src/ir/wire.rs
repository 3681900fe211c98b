//! The JSON form of the model: names of types outside, identities inside.
//!
//! `Api<String>` is what JSON holds. Reading settles every name, and a name that is no type's is refused; writing spells every identity.

use std::collections::HashMap;
use std::convert::Infallible;

use serde::de::Error as _;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Api, ApiVersion, Body, Content, Field, Operation, Parameter, Response, Type, TypeDefinition, TypeId,
    TypeKind,
};

impl<'de> Deserialize<'de> for Api {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Api::<String>::deserialize(deserializer)?.settled().map_err(D::Error::custom)
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { version, operations, types } = self;
        let mut fields = serializer.serialize_struct("ApiVersion", 3)?;
        fields.serialize_field("version", version)?;
        fields
            .serialize_field("operations", &Seq(operations, |one: &Operation| one.clone().spelled(types)))?;
        fields.serialize_field("types", &Seq(types, |one: &TypeDefinition| one.clone().spelled(types)))?;
        fields.end()
    }
}

/// Items that are made one after another while they are written.
struct Seq<'a, T, F>(&'a [T], F);

impl<T, M: Serialize, F: Fn(&T) -> M> Serialize for Seq<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

impl Api<String> {
    /// The model with every name settled; what is wrong with it in words when it does not hold together.
    pub(crate) fn settled(self) -> Result<Api, String> {
        let versions = self.versions.into_iter().map(ApiVersion::settled).collect::<Result<_, _>>()?;
        let Self { format, files, digests, permissions, .. } = self;
        let api = Api { format, files, digests, versions, permissions };
        match api.flaw() {
            Some(flaw) => Err(flaw),
            None => Ok(api),
        }
    }
}

impl ApiVersion {
    /// An operation with names in the place of identities, as JSON has it.
    pub fn named(&self, operation: &Operation) -> Operation<&str> {
        operation.clone().spelled(&self.types)
    }
}

impl ApiVersion<String> {
    fn settled(self) -> Result<ApiVersion, String> {
        let Self { version, operations, types } = self;
        let ids: HashMap<String, TypeId> =
            types.iter().enumerate().map(|(at, ty)| (ty.name.clone(), TypeId::new(at))).collect();
        let settle = |name: String, owner: &str| match ids.get(&name) {
            Some(&id) => Ok(id),
            None => Err(format!("`{owner}` of {version} names the type `{name}`, which is not there")),
        };
        let operation = |one: Operation<String>| {
            let owner = one.name();
            one.map(&mut |name| settle(name, &owner))
        };
        let definition = |one: TypeDefinition<String>| {
            let owner = one.name.clone();
            one.map(&mut |name| settle(name, &owner))
        };
        Ok(ApiVersion {
            version,
            operations: operations.into_iter().map(operation).collect::<Result<_, _>>()?,
            types: types.into_iter().map(definition).collect::<Result<_, _>>()?,
        })
    }
}

impl Operation {
    fn spelled(self, types: &[TypeDefinition]) -> Operation<&str> {
        always(self.map(&mut |id| Ok(types[id].name.as_str())))
    }
}

impl TypeDefinition {
    fn spelled(self, types: &[TypeDefinition]) -> TypeDefinition<&str> {
        always(self.map(&mut |id| Ok(types[id].name.as_str())))
    }
}

fn always<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// Each `map` below gives the same part with other references to types, or the first error.
impl<N> Type<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Type<M>, E> {
        Ok(match self {
            Self::Primitive(primitive) => Type::Primitive(primitive),
            Self::Named(name) => Type::Named(f(name)?),
            Self::List(item) => item.map(f)?.list(),
            Self::Json => Type::Json,
        })
    }
}

impl<N> Operation<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Operation<M>, E> {
        let response = |one: Response<N>, f: &mut _| -> Result<Response<M>, E> {
            Ok(Response { status: one.status, content: one.content.map(f)?, place: one.place })
        };
        Ok(Operation {
            parameters: map_all(self.parameters, |one| one.map(f))?,
            body: self.body.map(f)?,
            responses: map_all(self.responses, |one| response(one, f))?,
            method: self.method,
            path: self.path,
            spellings: self.spellings,
            segments: self.segments,
            kind: self.kind,
            title: self.title,
            description: self.description,
            pages: self.pages,
            permissions: self.permissions,
            query_options: self.query_options,
            examples: self.examples,
            deprecated: self.deprecated,
            partial: self.partial,
            only_shown: self.only_shown,
        })
    }
}

impl<N> Parameter<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Parameter<M>, E> {
        Ok(Parameter {
            ty: self.ty.map(f)?,
            name: self.name,
            location: self.location,
            type_text: self.type_text,
            required: self.required,
            description: self.description,
            allowed: self.allowed,
            sample: self.sample,
            place: self.place,
        })
    }
}

impl<N> Body<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Body<M>, E> {
        Ok(match self {
            Self::Parameters { parameters, of } => Body::Parameters {
                parameters: map_all(parameters, |one| one.map(f))?,
                of: of.map(|ty| ty.map(f)).transpose()?,
            },
            Self::Resource { ty } => Body::Resource { ty: ty.map(f)? },
            Self::None => Body::None,
            Self::Reference => Body::Reference,
            Self::Bytes { media_types } => Body::Bytes { media_types },
            Self::Multipart => Body::Multipart,
            Self::Undocumented => Body::Undocumented,
        })
    }
}

impl<N> Content<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Content<M>, E> {
        Ok(match self {
            Self::One { ty, wrapped } => Content::One { ty: ty.map(f)?, wrapped },
            Self::Collection { ty } => Content::Collection { ty: ty.map(f)? },
            Self::Nothing => Content::Nothing,
            Self::Bytes { media_types } => Content::Bytes { media_types },
            Self::Redirect => Content::Redirect,
            Self::LongRunning => Content::LongRunning,
            Self::Undocumented => Content::Undocumented,
        })
    }
}

impl<N> TypeDefinition<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<TypeDefinition<M>, E> {
        let kind = match self.kind {
            TypeKind::Object { entity, base, is_abstract, open, fields } => TypeKind::Object {
                base: base.map(&mut *f).transpose()?,
                fields: map_all(fields, |one| one.map(f))?,
                entity,
                is_abstract,
                open,
            },
            TypeKind::Enum { flags, members } => TypeKind::Enum { flags, members },
            TypeKind::Opaque => TypeKind::Opaque,
        };
        Ok(TypeDefinition {
            kind,
            name: self.name,
            description: self.description,
            places: self.places,
            deprecated: self.deprecated,
        })
    }
}

impl<N> Field<N> {
    fn map<M, E>(self, f: &mut impl FnMut(N) -> Result<M, E>) -> Result<Field<M>, E> {
        Ok(Field {
            ty: self.ty.map(f)?,
            name: self.name,
            relationship: self.relationship,
            nullable: self.nullable,
            read_only: self.read_only,
            required: self.required,
            select_only: self.select_only,
            default: self.default,
            filter: self.filter,
            orderby: self.orderby,
            search: self.search,
            deprecated: self.deprecated,
            description: self.description,
            permissions: self.permissions,
            place: self.place,
        })
    }
}

fn map_all<T, M, E>(all: Vec<T>, f: impl FnMut(T) -> Result<M, E>) -> Result<Vec<M>, E> {
    all.into_iter().map(f).collect()
}

#[cfg(test)]
mod tests {
    use crate::ir::{Api, ApiVersion, Body, Content, Operation, Type, TypeDefinition};
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

    /// The JSON form of the model of the pages, changed.
    fn settled(change: impl Fn(&mut ApiVersion<String>)) -> Result<Api, String> {
        let text = serde_json::to_string(&crate::read_docs(Docs::from_texts(DOCS)).api).expect("plain data");
        let mut named: Api<String> = serde_json::from_str(&text).expect("what was written");
        change(&mut named.versions[0]);
        named.settled()
    }

    fn flaw(change: impl Fn(&mut ApiVersion<String>)) -> String {
        settled(change).expect_err("it has a flaw")
    }

    #[test]
    fn there_and_back() {
        let read = crate::read_docs(Docs::from_texts(DOCS)).api;
        assert_eq!(settled(|_| {}), Ok(read));
    }

    #[test]
    fn every_name_is_that_of_a_type() {
        let missing =
            |name: &str| flaw(|version| version.types.retain(|ty: &TypeDefinition<String>| ty.name != name));
        let of = |owner: &str, name: &str| {
            format!("`{owner}` of v1.0 names the type `{name}`, which is not there")
        };
        assert_eq!(missing("microsoft.graph.pen"), of("POST /pens", "microsoft.graph.pen"));
        assert_eq!(missing("microsoft.graph.part"), of("POST /pens", "microsoft.graph.part"));
        assert_eq!(missing("microsoft.graph.maker"), of("microsoft.graph.pen", "microsoft.graph.maker"));
        assert_eq!(missing("microsoft.graph.tool"), of("microsoft.graph.pen", "microsoft.graph.tool"));
    }

    fn none() -> Type<String> {
        Type::Named("microsoft.graph.none".to_owned())
    }

    #[test]
    fn names_stand_in_bodies_and_lists_too() {
        let flaw = |change: fn(&mut Operation<String>)| flaw(|version| change(&mut version.operations[0]));
        let named = [
            flaw(|one| one.body = Body::Resource { ty: none().list() }),
            flaw(|one| one.body = Body::Parameters { parameters: Vec::new(), of: Some(none()) }),
            flaw(|one| one.responses[0].content = Content::Collection { ty: none() }),
        ];
        assert!(named.iter().all(|flaw| flaw.contains("`microsoft.graph.none`")), "{named:?}");
    }
}
