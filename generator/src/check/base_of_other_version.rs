//! Only the page of the other API version says what a type inherits from.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{TypeId, Types, Version};
use crate::resolve::settled::StatedBases;

/// Reports each type whose base no page of its own version names, and one of the other version does.
pub(super) fn check(stated: &[StatedBases], types: &BTreeMap<Version, Types<'_>>, problems: &mut Problems) {
    let name = |version: Version, ty: TypeId| types[&version].get(ty).name.as_str();
    let by_name: HashMap<(Version, String), &StatedBases> =
        stated.iter().map(|ty| ((ty.version, name(ty.version, ty.ty).to_lowercase()), ty)).collect();
    for ty in stated {
        let base = types[&ty.version].get(ty.ty).base();
        let (Some(base), Some(span)) = (base.map(|base| name(ty.version, base)), ty.span) else { continue };
        let names_base = |ty: &StatedBases| {
            ty.bases.iter().any(|&stated| name(ty.version, stated).eq_ignore_ascii_case(base))
        };
        let own = name(ty.version, ty.ty);
        let twin = by_name.get(&(ty.version.other(), own.to_lowercase()));
        if !names_base(ty) && twin.is_some_and(|twin| names_base(twin)) {
            let message =
                format!("only the page of the other version says that `{own}` inherits from `{base}`");
            problems.push(
                Diagnostic::new(Code::BaseOfOtherVersion, span, message)
                    .hint(format!("write `\"baseType\": \"{base}\"`")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, resource};
    use crate::diagnostic::Code;

    #[test]
    fn bases_that_one_version_leaves_out() {
        let derived = resource("part", "A part. Inherits from [piece](piece.md).", "");
        let (plain, piece) = (resource("part", "A part.", ""), resource("piece", "A piece.", ""));
        let found = |v1: &str, beta: &str, piece_of_beta: &[(&'static str, &str)]| {
            let pages = [("v1.0/resources/part.md", v1), ("v1.0/resources/piece.md", piece.as_str())];
            let beta = [("beta/resources/part.md", beta)];
            found(Code::BaseOfOtherVersion, &[&pages[..], &beta, piece_of_beta].concat())
        };
        let both = [("beta/resources/piece.md", piece.as_str())];
        let message = |version: &str| {
            format!(
                "{version}/resources/part.md:9: only the page of the other version says that `microsoft.graph.part` inherits \
                 from `microsoft.graph.piece`; write `\"baseType\": \"microsoft.graph.piece\"`"
            )
        };
        assert_eq!(found(&derived, &plain, &both), [message("beta")]);
        assert_eq!(found(&plain, &derived, &both), [message("v1.0")]);
        assert_eq!(found(&derived, &derived, &both), [""; 0]);
        assert_eq!(found(&derived, &plain, &[]), [""; 0]);
    }
}
