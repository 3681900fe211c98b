//! Which types some operations need.

use std::collections::HashSet;

use super::{ApiVersion, Operation, Type, Types};

/// The dotted names of the types that the operations and the wanted types lead to: bodies, results, parameters, and from there
/// the types of all properties and relationships, of base types as well. Types that are derived from these are not needed.
pub(crate) fn reachable(api: &ApiVersion, is_wanted: &dyn Fn(&str) -> bool) -> HashSet<String> {
    let types = Types::of(api);
    let mut found: HashSet<String> = HashSet::new();
    let mut open: Vec<&str> = api.operations.iter().flat_map(Operation::types).filter_map(named).collect();
    open.extend(api.types.iter().map(|ty| ty.name.as_str()).filter(|name| is_wanted(name)));
    while let Some(name) = open.pop() {
        let Some(ty) = types.id(name).filter(|_| !found.contains(name)) else {
            continue;
        };
        found.insert(name.to_owned());
        open.extend(types.ancestors(ty).map(|base| base.name.as_str()));
        open.extend(types.get(ty).fields().iter().filter_map(|field| named(&field.ty)));
    }
    found
}

fn named(ty: &Type) -> Option<&str> {
    match ty.item() {
        Type::Named(name) => Some(name),
        _ => None,
    }
}
