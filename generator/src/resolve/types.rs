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
    use crate::ir::{Api, ApiVersion, TypeDefinition, TypeKind, Version};
    use crate::load::Docs;
    use crate::resolve::fixture::fields;

    const FRAME: &str = "api-reference/v1.0/resources/";

    /// The model of pages of resources in v1.0; each page is its file name and what follows its title.
    fn api(pages: &[(&str, &str)]) -> Api {
        let texts: Vec<(String, String)> = pages
            .iter()
            .map(|(name, text)| (format!("{FRAME}{}.md", name.to_lowercase()), page(name, text)))
            .collect();
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        crate::read_docs(docs).api
    }

    fn version(api: &Api) -> &ApiVersion {
        api.version(Version::V1).expect("there are pages of v1.0")
    }

    fn page(name: &str, text: &str) -> String {
        format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n{text}\n\n## JSON representation\n\n\
             <!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\" }} -->\n\
             ```json\n{{ \"@odata.type\": \"#microsoft.graph.{name}\" }}\n```\n"
        )
    }

    fn owned((name, ty): (&str, &str)) -> (String, String) {
        (name.to_owned(), ty.to_owned())
    }

    fn table(rows: &str) -> String {
        format!("## Properties\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n")
    }

    #[test]
    fn links_names_and_unknown_types() {
        let rows =
            "|a|[Words](other.md) collection|x|\n|b|microsoft.graph.gone|x|\n|c|Edm.Int64|x|\n|d|OTHER|x|";
        let api = api(&[("thing", &table(rows)), ("other", &table("|id|String|Key.|"))]);
        let other = "microsoft.graph.other".to_owned();
        let list = format!("Collection({other})");
        let expected = [("a", list.as_str()), ("b", "microsoft.graph.gone"), ("c", "Int64"), ("d", &other)];
        assert_eq!(fields(&api, "microsoft.graph.thing"), expected.map(owned));
        let gone = version(&api).type_named("microsoft.graph.gone").map(|ty| &ty.kind);
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
        let api = api(&[("base", &base), ("derived", &derived)]);
        assert_eq!(fields(&api, "microsoft.graph.derived"), [owned(("size", "Int32"))]);
        let base = version(&api).type_id("microsoft.graph.base");
        let kind = version(&api).type_named("microsoft.graph.derived").map(|ty| &ty.kind);
        assert!(matches!(kind, Some(TypeKind::Object { entity: true, base: of, .. }) if *of == base));
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
        let version = version(&outcome.api);
        let name = |ty: &TypeDefinition| ty.base().map(|base| version[base].name.as_str());
        let bases: Vec<(&str, Option<&str>)> =
            version.types.iter().map(|ty| (ty.name.as_str(), name(ty))).collect();
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
        let api = api(&[("thing", &table(rows))]);
        let expected = [
            ("state", "microsoft.graph.thingState"),
            ("mode", "microsoft.graph.thing/mode"),
            ("range", "Int32"),
        ];
        assert_eq!(fields(&api, "microsoft.graph.thing"), expected.map(owned));
        let names: Vec<&str> = version(&api).types.iter().map(|ty| ty.name.as_str()).collect();
        assert_eq!(
            names,
            ["microsoft.graph.thing", "microsoft.graph.thing/mode", "microsoft.graph.thingState"]
        );
    }
}
