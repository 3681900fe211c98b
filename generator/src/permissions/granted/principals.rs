//! Service principals: an application in a tenant, and so is an API. Logs name applications by `appId`, assignments and grants by the
//! object id of the service principal.

use std::collections::BTreeMap;

use serde_json::Value;

use super::grant::GRAPH;
use super::value::text_of;

/// Names under which tenants have Microsoft Graph.
const NAMES: [&str; 2] = ["Microsoft Graph", "GraphAggregatorService"];

/// The service principals that are known.
#[derive(Clone, Debug, Default)]
pub struct Principals {
    /// By object id, and by the id of the application.
    known: BTreeMap<String, Principal>,
}

/// One of them.
#[derive(Clone, Debug, Default)]
struct Principal {
    app: Option<String>,
    name: Option<String>,
}

impl Principals {
    /// Adds those that a text in JSON names; another text has none.
    pub fn add(&mut self, text: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
            self.add_value(&value);
        }
    }

    /// Adds an application that has a service principal with this object id; what a file says stays.
    pub fn add_pair(&mut self, object: &str, app: &str) {
        self.entry(object).app.get_or_insert_with(|| app.to_lowercase());
    }

    /// The id of the application that an object id stands for; the same id when it is not known, or is that of an application.
    pub fn app(&self, id: &str) -> String {
        let id = id.to_lowercase();
        self.known.get(&id).and_then(|known| known.app.clone()).unwrap_or(id)
    }

    /// The name of an application.
    pub fn name(&self, app: &str) -> Option<&str> {
        let own = self.known.get(app).and_then(|known| known.name.as_deref());
        let of_object = || {
            let mut objects = self.known.values().filter(|known| known.app.as_deref() == Some(app));
            objects.find_map(|known| known.name.as_deref())
        };
        own.or_else(of_object)
    }

    /// The API that an assignment or a grant is for, when it is another than Microsoft Graph.
    pub(super) fn other_api<'p>(&'p self, grant: &'p Value) -> Option<&'p str> {
        let id = text_of(grant, "resourceId");
        let known = id.and_then(|id| self.known.get(&id.to_lowercase()));
        let name = text_of(grant, "resourceDisplayName").or(known.and_then(|known| known.name.as_deref()));
        let is_graph = match known.and_then(|known| known.app.as_deref()) {
            Some(app) => app == GRAPH,
            None => name.is_none_or(|name| NAMES.contains(&name)),
        };
        if is_graph { None } else { name.or(id) }
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add_value(item)),
            Value::Object(members) => {
                self.add_object(value);
                members.values().for_each(|value| self.add_value(value));
            }
            _ => {}
        }
    }

    fn add_object(&mut self, value: &Value) {
        if let Some(app) = text_of(value, "appId") {
            for id in [Some(app), text_of(value, "id")].into_iter().flatten() {
                self.entry(id).app = Some(app.to_lowercase());
                self.add_name(Some(id), text_of(value, "displayName"));
            }
        }
        self.add_name(text_of(value, "principalId"), text_of(value, "principalDisplayName"));
        self.add_name(text_of(value, "resourceId"), text_of(value, "resourceDisplayName"));
    }

    fn add_name(&mut self, id: Option<&str>, name: Option<&str>) {
        if let (Some(id), Some(name)) = (id, name) {
            self.entry(id).name.get_or_insert_with(|| name.to_owned());
        }
    }

    fn entry(&mut self, id: &str) -> &mut Principal {
        self.known.entry(id.to_lowercase()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names() {
        let mut principals = Principals::default();
        principals.add("Mail.Read");
        principals.add(r#"{"value": [{"appId": "A1", "id": "O1", "displayName": "One"}]}"#);
        principals.add(r#"[{"principalId": "o2", "principalDisplayName": "Two"}]"#);
        principals.add_pair("O2", "A2");
        principals.add_pair("o1", "other");
        let shown = |id: &str| (principals.app(id), principals.name(&principals.app(id)).unwrap_or_default());
        assert_eq!(shown("O1"), ("a1".to_owned(), "One"));
        assert_eq!(shown("A1"), ("a1".to_owned(), "One"));
        assert_eq!(shown("o2"), ("a2".to_owned(), "Two"));
        assert_eq!(shown("O3"), ("o3".to_owned(), ""));
    }
}
