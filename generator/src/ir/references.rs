//! The types that the parts of a model refer to.

use super::{ApiVersion, Body, Content, Operation, Type, TypeDefinition, TypeId, TypeKind};

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

    fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let (members, whole) = match &mut self.body {
            Body::Parameters { parameters, of } => (parameters.as_mut_slice(), of.as_mut()),
            Body::Resource { ty } => (&mut [][..], Some(ty)),
            _ => (&mut [][..], None),
        };
        let parameters = self.parameters.iter_mut().chain(members).map(|parameter| &mut parameter.ty);
        let given = self.responses.iter_mut().filter_map(|response| match &mut response.content {
            Content::One { ty, .. } | Content::Collection { ty } => Some(ty),
            _ => None,
        });
        parameters.chain(whole).chain(given)
    }
}

impl ApiVersion {
    /// Removes the types that are not wanted. What had one of them may be any JSON, and what was derived from one is derived from nothing.
    pub(crate) fn retain_types(&mut self, is_wanted: impl Fn(TypeId, &TypeDefinition) -> bool) {
        let mut free = (0..).map(TypeId::new);
        let new_ids: Vec<Option<TypeId>> = (0..)
            .map(TypeId::new)
            .zip(&self.types)
            .map(|(id, ty)| if is_wanted(id, ty) { free.next() } else { None })
            .collect();
        let mut numbers = new_ids.iter();
        self.types.retain(|_| numbers.next().is_some_and(Option::is_some));
        let renumber = |ty: &mut Type| *ty = renumbered(std::mem::take(ty), &new_ids);
        self.operations.iter_mut().flat_map(Operation::types_mut).for_each(renumber);
        for ty in &mut self.types {
            if let TypeKind::Object { base, fields, .. } = &mut ty.kind {
                *base = base.and_then(|base| new_ids[base.index()]);
                fields.iter_mut().map(|field| &mut field.ty).for_each(renumber);
            }
        }
    }
}

fn renumbered(ty: Type, new_ids: &[Option<TypeId>]) -> Type {
    match ty {
        Type::Named(id) => new_ids[id.index()].map_or(Type::Json, Type::Named),
        Type::List(item) => renumbered(*item, new_ids).list(),
        ty => ty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::fixture::object;
    use crate::ir::{Primitive, Version};

    #[test]
    fn what_had_a_type_that_is_removed_is_any_json() {
        let named = |at: usize| Type::Named(TypeId::new(at));
        let text = Type::Primitive(Primitive::String);
        let types = vec![
            object("a", None, &[("one", text.clone())]),
            object("b", Some(0), &[("one", named(2))]),
            object("c", Some(1), &[("one", named(0).list())]),
            object("d", Some(2), &[("one", named(1).list())]),
        ];
        let mut version = ApiVersion { version: Version::V1, operations: Vec::new(), types };
        version.retain_types(|_, ty| ty.name != "b");
        let expected = [
            object("a", None, &[("one", text)]),
            object("c", None, &[("one", named(0).list())]),
            object("d", Some(1), &[("one", Type::Json.list())]),
        ];
        assert_eq!(version.types, expected);
    }
}
