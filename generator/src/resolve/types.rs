//! Type text and links → `ir::Type`; pages about types → definitions.
//!
//! First every name is declared (`declare`, `mentions`), so that order and circles do not matter; then texts are resolved (`lookup`) by a
//! table that nothing changes.
//!
//! Names that are used and never documented become opaque types. An enum that no page names is called by the place that lists
//! its values: `microsoft.graph.user/ageGroup`, as OData calls the property itself.

mod bases;
mod declare;
mod define;
mod links;
mod listed;
mod lookup;
mod mentions;
mod names;
mod table;

pub(super) use bases::stated as stated_bases;
pub(super) use declare::Declarations;
pub(super) use define::define;
pub(super) use listed::ParameterRow;
pub(super) use table::TypeTable;

#[cfg(test)]
mod tests {
    use crate::ir::{Field, TypeDefinition, TypeKind, Version};
    use crate::load::Docs;

    const FRAME: &str = "api-reference/v1.0/resources/";

    /// The types of v1.0 that pages of resources define; each page is its file name and what follows its title.
    fn types(pages: &[(&str, &str)]) -> Vec<TypeDefinition> {
        let texts: Vec<(String, String)> = pages
            .iter()
            .map(|(name, text)| (format!("{FRAME}{}.md", name.to_lowercase()), page(name, text)))
            .collect();
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let outcome = crate::read_docs(docs);
        outcome.api.version(Version::V1).map(|api| api.types.clone()).unwrap_or_default()
    }

    fn page(name: &str, text: &str) -> String {
        format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n{text}\n\n## JSON representation\n\n\
             <!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\" }} -->\n\
             ```json\n{{ \"@odata.type\": \"#microsoft.graph.{name}\" }}\n```\n"
        )
    }

    fn table(rows: &str) -> String {
        format!("## Properties\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n")
    }

    fn fields<'t>(types: &'t [TypeDefinition], name: &str) -> Vec<(&'t str, String)> {
        let ty = types.iter().find(|ty| ty.name == name).unwrap_or_else(|| panic!("no type `{name}`"));
        let TypeKind::Object { fields, .. } = &ty.kind else { panic!("`{name}` is no object") };
        fields.iter().map(|Field { name, ty, .. }| (name.as_str(), ty.to_string())).collect()
    }

    #[test]
    fn links_names_and_unknown_types() {
        let rows =
            "|a|[Words](other.md) collection|x|\n|b|microsoft.graph.gone|x|\n|c|Edm.Int64|x|\n|d|OTHER|x|";
        let types = types(&[("thing", &table(rows)), ("other", &table("|id|String|Key.|"))]);
        let other = "microsoft.graph.other".to_owned();
        let expected = vec![
            ("a", format!("Collection({other})")),
            ("b", "microsoft.graph.gone".to_owned()),
            ("c", "Int64".to_owned()),
            ("d", other),
        ];
        assert_eq!(fields(&types, "microsoft.graph.thing"), expected);
        let gone = types.iter().find(|ty| ty.name == "microsoft.graph.gone").map(|ty| &ty.kind);
        assert_eq!(gone, Some(&TypeKind::Opaque));
    }

    #[test]
    fn bases_hide_what_they_have() {
        let base = table("|id|String|Key.|\n|name|String|The name.|");
        let derived = format!(
            "Inherits from [base](base.md).\n\n{}",
            table(
                "|id|String|Key. Inherited from [base](base.md)|\n|name|String|The name.|\n|size|Int32|The size.|"
            )
        );
        let types = types(&[("base", &base), ("derived", &derived)]);
        assert_eq!(fields(&types, "microsoft.graph.derived"), [("size", "Int32".to_owned())]);
        let kind = types.iter().find(|ty| ty.name.ends_with("derived")).map(|ty| &ty.kind);
        assert!(
            matches!(kind, Some(TypeKind::Object { entity: true, base: Some(base), .. }) if base == "microsoft.graph.base")
        );
    }

    #[test]
    fn links_complete_the_name_of_a_page() {
        let flow = table("|id|String|Key.|").replace("## Properties", "A flow.\n\n## Properties");
        let pages = [
            ("Flow", flow.as_str()),
            ("blueFlow", "Inherits from [userFlow](userflow.md).\n"),
            ("redFlow", "Inherits from [userFlow](userflow.md).\n"),
        ];
        let texts = pages.map(|(name, text)| {
            let file = if name == "Flow" { "userflow".to_owned() } else { name.to_lowercase() };
            (format!("{FRAME}{file}.md"), page(name, text))
        });
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let outcome = crate::read_docs(docs);
        let types = outcome.api.version(Version::V1).map(|api| api.types.as_slice()).unwrap_or_default();
        let bases: Vec<(&str, Option<&str>)> = types
            .iter()
            .map(|ty| match &ty.kind {
                TypeKind::Object { base, .. } => (ty.name.as_str(), base.as_deref()),
                _ => (ty.name.as_str(), None),
            })
            .collect();
        let base = Some("microsoft.graph.userFlow");
        let expected = [
            ("microsoft.graph.blueFlow", base),
            ("microsoft.graph.redFlow", base),
            ("microsoft.graph.userFlow", None),
        ];
        assert_eq!(bases, expected);
    }

    #[test]
    fn pages_that_only_lead_elsewhere_define_nothing() {
        let see = "# thing resource type\n\nNamespace: microsoft.graph\n\nSee [user](user.md).\n".to_owned();
        let root = "# root resource type\n\nNamespace: microsoft.graph\n\nAn abstract type.\n";
        let texts = [(format!("{FRAME}thing.md"), see), (format!("{FRAME}root.md"), root.to_owned())];
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let outcome = crate::read_docs(docs);
        let types = outcome.api.version(Version::V1).map(|api| api.types.as_slice()).unwrap_or_default();
        let names: Vec<&str> = types.iter().map(|ty| ty.name.as_str()).collect();
        assert_eq!(names, ["microsoft.graph.root"]);
    }

    #[test]
    fn listed_values_are_enums() {
        let rows = "|state|thingState|Possible values are: `on`, `off`.|\n|mode|String|Possible values are: `a`, `b`.|\n\
                    |range|Int32|Valid values 0 to 100|";
        let types = types(&[("thing", &table(rows))]);
        let expected = vec![
            ("state", "microsoft.graph.thingState".to_owned()),
            ("mode", "microsoft.graph.thing/mode".to_owned()),
            ("range", "Int32".to_owned()),
        ];
        assert_eq!(fields(&types, "microsoft.graph.thing"), expected);
        let names: Vec<&str> = types.iter().map(|ty| ty.name.as_str()).collect();
        assert_eq!(
            names,
            ["microsoft.graph.thing", "microsoft.graph.thing/mode", "microsoft.graph.thingState"]
        );
    }
}
