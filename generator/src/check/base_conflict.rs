//! Pages name bases of a type of which none inherits from the other.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{TypeId, Types, Version};
use crate::names::short;
use crate::resolve::settled::StatedBases;

/// Reports each base that is neither the one that was taken nor above it.
pub(super) fn check(stated: &[StatedBases], types: &BTreeMap<Version, Types<'_>>, problems: &mut Problems) {
    for ty in stated.iter().filter(|ty| ty.bases.len() > 1) {
        let (Some(types), Some(span)) = (types.get(&ty.version), ty.span) else { continue };
        let Some(taken) = types.get(ty.ty).base() else { continue };
        let name = |ty: TypeId| types.get(ty).name.as_str();
        // Pages call a type an entity whatever else it inherits from.
        let rejected = ty.bases.iter().filter(|&&base| {
            !is_entity(name(base))
                && base != taken
                && !types.inherits(taken, base)
                && !types.inherits(base, ty.ty)
        });
        for &base in rejected {
            let (own, taken, base) = (name(ty.ty), name(taken), name(base));
            let message = format!("`{own}` is said to inherit from `{taken}` and from `{base}`");
            problems
                .push(Diagnostic::new(Code::BaseConflict, span, message).hint(format!("`{taken}` is taken")));
        }
    }
}

fn is_entity(name: &str) -> bool {
    short(name).eq_ignore_ascii_case("entity")
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, resource};
    use crate::diagnostic::Code;

    #[test]
    fn the_base_of_the_model_is_named() {
        let part = resource(
            "part",
            "A part. Inherits from [stuff](stuff.md).",
            ", \"baseType\": \"microsoft.graph.piece\"",
        );
        let plain = |name: &str| resource(name, "Something.", "");
        let found = |stuff: &str, piece: &str, more: &str| {
            let pages = [("part", part.as_str()), ("stuff", stuff), ("piece", piece), ("shard", more)];
            let paths = pages.map(|(name, text)| (format!("v1.0/resources/{name}.md"), text));
            let texts: Vec<(&str, &str)> = paths.iter().map(|(path, text)| (path.as_str(), *text)).collect();
            found(Code::BaseConflict, &texts)
        };
        let conflict = |taken: &str, other: &str| {
            format!(
                "v1.0/resources/part.md:9: `microsoft.graph.part` is said to inherit from `microsoft.graph.{taken}` and from \
                 `microsoft.graph.{other}`; `microsoft.graph.{taken}` is taken"
            )
        };
        let derived = |name: &str, base: &str| {
            resource(name, &format!("Something. Inherits from [{base}]({base}.md)."), "")
        };
        let apart = found(&plain("stuff"), &plain("piece"), &plain("shard"));
        assert_eq!(apart, [conflict("piece", "stuff")]);
        assert_eq!(found(&plain("stuff"), &derived("piece", "stuff"), &plain("shard")), [""; 0]);
        assert_eq!(found(&derived("stuff", "piece"), &plain("piece"), &plain("shard")), [""; 0]);
        // A third base that inherits from the first is the one that the model has, and so the one that is told.
        let shard = resource(
            "shard",
            "Something. Inherits from [piece](piece.md). Base type of [part](part.md).",
            "",
        );
        assert_eq!(found(&plain("stuff"), &plain("piece"), &shard), [conflict("shard", "stuff")]);
    }
}
