//! The table and the JSON representation give a property different types.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Types, Version};
use crate::resolve::settled::SampleType;

/// Reports a property whose JSON names another type than its row, when neither inherits from the other.
pub(super) fn check(samples: &[SampleType], types: &BTreeMap<Version, Types<'_>>, problems: &mut Problems) {
    for property in samples {
        let &SampleType { taken, shown, .. } = property;
        let Some(types) = types.get(&property.version) else { continue };
        if types.inherits(shown, taken) || types.inherits(taken, shown) {
            continue;
        }
        let (taken, shown) = (&types.get(taken).name, &types.get(shown).name);
        let message = format!("`{}` is `{taken}` in the table, `{shown}` in the JSON", property.property);
        problems.push(
            Diagnostic::new(Code::SampleTypeDiffers, property.row, message)
                .other(property.sample, format!("`{shown}` here"))
                .hint(format!("`{taken}` is taken")),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, resource};
    use crate::diagnostic::Code;

    #[test]
    fn the_json_may_name_a_base() {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|part|[piece](piece.md)|x|\n\n## JSON representation\n\n\
                     <!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
                     ```json\n{ \"part\": { \"@odata.type\": \"microsoft.graph.stuff\" } }\n```\n";
        let (plain, stuff) = (resource("piece", "A piece.", ""), resource("stuff", "Stuff.", ""));
        let derived = resource("piece", "A piece. Inherits from [stuff](stuff.md).", "");
        let found = |piece: &str, piece_of_beta: &str| {
            let pages = [
                ("v1.0/resources/thing.md", thing),
                ("v1.0/resources/piece.md", piece),
                ("v1.0/resources/stuff.md", stuff.as_str()),
                ("beta/resources/piece.md", piece_of_beta),
                ("beta/resources/stuff.md", stuff.as_str()),
            ];
            found(Code::SampleTypeDiffers, &pages)
        };
        let message = "v1.0/resources/thing.md:8: `part` is `microsoft.graph.piece` in the table, `microsoft.graph.stuff` in the JSON; \
                       `microsoft.graph.piece` is taken";
        assert_eq!(found(&plain, &plain), [message]);
        assert_eq!(found(&derived, &plain), [""; 0]);
        assert_eq!(found(&plain, &derived), [""; 0]);
    }
}
