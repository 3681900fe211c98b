//! Which types some operations need.

use std::collections::HashSet;

use super::{ApiVersion, Operation, TypeDefinition, TypeId, Types};

/// The types that the operations and the wanted types lead to: bodies, results, parameters, and from there the types of all properties and
/// relationships, of base types as well. Types that are derived from these are not needed.
pub(crate) fn reachable(api: &ApiVersion, is_wanted: &dyn Fn(&TypeDefinition) -> bool) -> HashSet<TypeId> {
    let types = Types::of(api);
    let mut found: HashSet<TypeId> = HashSet::new();
    let mut open: Vec<TypeId> =
        api.operations.iter().flat_map(Operation::types).filter_map(|ty| ty.named()).collect();
    open.extend(types.iter().filter(|(_, ty)| is_wanted(ty)).map(|(id, _)| id));
    while let Some(ty) = open.pop() {
        if found.insert(ty) {
            open.extend(types.get(ty).base());
            open.extend(types.get(ty).fields().iter().filter_map(|field| field.ty.named()));
        }
    }
    found
}
