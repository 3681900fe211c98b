//! OpenAPI 3.1 of one API version.
//!
//! Component names are the dotted type names. Permissions are security requirements: each alternative is one requirement whose
//! scopes are needed together, under the scheme it holds for (`delegatedWork`, `delegatedPersonal`, `application`). What OpenAPI has
//! no word for (which alternative is the least, conditions, roles) stands under `x-ms-permissions`.
//!
//! A request whose line had to be mended, without an example that shows it so, stands under the spelling of the docs as well, so that
//! who has only the line finds it; `x-ms-spelling-of` leads to the request as it is called. A request that no page lists and only
//! an example shows says so in `x-ms-only-shown`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::openapi_schemas::{schema_of, schemas};
use crate::ir::{
    ApiVersion, Body, Content, Operation, Parameter, ParameterLocation, Permissions, Primitive, Requirement,
    Response, Scheme, Type, Types,
};
use crate::sink;
use crate::sink::markdown::prose;

/// The document of one API version.
pub fn document(api: &ApiVersion) -> Value {
    let types = &Types::of(api);
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for operation in &api.operations {
        let method = operation.method.as_str().to_lowercase();
        for spelling in operation.spellings.iter().filter(|_| !is_shown_called(operation)) {
            let known = paths.entry(spelling).or_default().entry(&method);
            known.or_insert_with(|| as_spelled(operation, spelling, types));
        }
        paths.entry(&operation.path).or_default().insert(method, self::operation(operation, types));
    }
    let version = api.version.as_str();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Microsoft Graph", "version": version },
        "servers": [{ "url": format!("https://graph.microsoft.com/{version}") }],
        "paths": paths,
        "components": { "schemas": schemas(types), "securitySchemes": security_schemes(api) },
    })
}

fn operation(operation: &Operation, types: &Types<'_>) -> Value {
    let mut value = Map::new();
    value.insert("summary".into(), json!(sink::line(&operation.title)));
    if !operation.description.is_empty() {
        value.insert("description".into(), json!(prose(&operation.description)));
    }
    let id = format!("{} {}", operation.method, operation.path);
    value.insert("operationId".into(), json!(id));
    if operation.only_shown {
        value.insert("x-ms-only-shown".into(), json!(true));
    }
    if operation.deprecated {
        value.insert("deprecated".into(), json!(true));
    }
    let mut parameters: Vec<Value> =
        operation.parameters.iter().filter_map(|one| parameter(one, types)).collect();
    parameters.extend(
        operation
            .query_options
            .iter()
            .filter(|option| !named(operation, option))
            .map(|option| json!({ "name": option, "in": "query", "schema": { "type": "string" } })),
    );
    if !parameters.is_empty() {
        value.insert("parameters".into(), json!(parameters));
    }
    if let Some(body) = body(operation, types) {
        value.insert("requestBody".into(), body);
    }
    value.insert("responses".into(), responses(operation, types));
    let security = security(&operation.permissions);
    if !security.is_empty() {
        value.insert("security".into(), json!(security));
    }
    value.insert("x-ms-permissions".into(), json!(operation.permissions));
    Value::Object(value)
}

/// Whether an example of an operation gives arguments to the function that its path ends with.
fn is_shown_called(operation: &Operation) -> bool {
    let last = |url: &str| url.split('?').next().and_then(|path| path.rsplit('/').next().map(str::to_owned));
    let called = |url: &str| last(url).is_some_and(|segment| segment.contains('('));
    operation.examples.iter().any(|example| called(&example.request.url))
}

/// An operation under another spelling of its path. OData takes arguments that a path leaves out from the query.
fn as_spelled(operation: &Operation, spelling: &str, types: &Types<'_>) -> Value {
    let mut value = self::operation(operation, types);
    value["x-ms-spelling-of"] = value["operationId"].take();
    value["operationId"] = json!(format!("{} {spelling}", operation.method));
    for parameter in value["parameters"].as_array_mut().into_iter().flatten() {
        let placeholder = format!("{{{}}}", parameter["name"].as_str().unwrap_or_default());
        if parameter["in"] == "path" && !spelling.contains(&placeholder) {
            parameter["in"] = json!("query");
        }
    }
    value
}

fn named(operation: &Operation, option: &str) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == ParameterLocation::Query && parameter.name == option)
}

fn parameter(parameter: &Parameter, types: &Types<'_>) -> Option<Value> {
    let location = match parameter.location {
        ParameterLocation::Path | ParameterLocation::Function => "path",
        ParameterLocation::Query => "query",
        // OpenAPI has its own places for these three headers.
        ParameterLocation::Header if is_reserved(&parameter.name) => return None,
        ParameterLocation::Header => "header",
        ParameterLocation::Body => return None,
    };
    let mut schema = schema_of(&parameter.ty, types);
    if let (Value::Object(schema), false) = (&mut schema, parameter.allowed.is_empty())
        && schema.get("type").is_some_and(|ty| ty == "string")
    {
        schema.insert("examples".into(), json!(parameter.allowed));
    }
    let required = parameter.required || location == "path";
    let mut value = json!({ "name": parameter.name, "in": location, "required": required, "schema": schema });
    if !parameter.description.is_empty() {
        value["description"] = json!(prose(&parameter.description));
    }
    Some(value)
}

fn is_reserved(header: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|reserved| header.eq_ignore_ascii_case(reserved))
}

fn body(operation: &Operation, types: &Types<'_>) -> Option<Value> {
    let json_body =
        |schema: Value| json!({ "content": { "application/json": { "schema": schema } }, "required": true });
    Some(match &operation.body {
        Body::None => return None,
        Body::Parameters { parameters, of } => {
            let properties: Map<String, Value> = parameters
                .iter()
                .map(|parameter| (parameter.name.clone(), member(parameter, types)))
                .collect();
            let required: Vec<&str> = parameters
                .iter()
                .filter(|parameter| parameter.required)
                .map(|parameter| parameter.name.as_str())
                .collect();
            let mut schema = json!({ "type": "object", "properties": properties });
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            if let Some(of) = of {
                schema["x-ms-resource"] = json!(types.spelled(of).to_string());
            }
            json_body(schema)
        }
        Body::Resource { ty } => json_body(schema_of(ty, types)),
        Body::Reference => json_body(json!({
            "type": "object",
            "properties": { "@odata.id": { "type": "string", "format": "uri" } },
            "required": ["@odata.id"],
        })),
        Body::Bytes { media_types } => json!({ "content": media(media_types), "required": true }),
        Body::Multipart => {
            json!({ "content": { "multipart/form-data": { "schema": { "type": "object" } } }, "required": true })
        }
        Body::Undocumented => json!({ "content": { "application/json": { "schema": {} } } }),
    })
}

fn member(parameter: &Parameter, types: &Types<'_>) -> Value {
    let mut schema = schema_of(&parameter.ty, types);
    if let Value::Object(map) = &mut schema
        && !map.contains_key("$ref")
        && !parameter.description.is_empty()
    {
        map.insert("description".into(), json!(prose(&parameter.description)));
    }
    schema
}

fn media(media_types: &[String]) -> Value {
    let types: Vec<&str> = media_types
        .iter()
        .filter_map(|media| media.split(';').next())
        .map(str::trim)
        .filter(|media| media.contains('/') && !media.contains(' '))
        .collect();
    let types = if types.is_empty() { vec!["application/octet-stream"] } else { types };
    Value::Object(types.into_iter().map(|media| (media.to_owned(), json!({}))).collect())
}

fn responses(operation: &Operation, types: &Types<'_>) -> Value {
    let mut responses: Map<String, Value> = operation
        .responses
        .iter()
        .map(|response| (response.status.to_string(), self::response(response, types)))
        .collect();
    if responses.is_empty() {
        responses.insert("2XX".into(), json!({ "description": "Success" }));
    }
    Value::Object(responses)
}

fn response(response: &Response, types: &Types<'_>) -> Value {
    let with = |schema: Value| json!({ "description": "Success", "content": { "application/json": { "schema": schema } } });
    match &response.content {
        Content::Nothing => json!({ "description": "No content" }),
        Content::One { ty, wrapped } => {
            let schema = schema_of(ty, types);
            let primitive = matches!(ty, Type::Primitive(primitive) if *primitive != Primitive::Stream);
            with(if *wrapped || primitive {
                json!({ "type": "object", "properties": { "value": schema } })
            } else {
                schema
            })
        }
        Content::Collection { ty } => with(json!({
            "type": "object",
            "properties": {
                "value": { "type": "array", "items": schema_of(ty, types) },
                "@odata.nextLink": { "type": "string", "format": "uri" },
            },
        })),
        Content::Bytes { media_types } => json!({ "description": "Bytes", "content": media(media_types) }),
        Content::Redirect | Content::LongRunning => json!({
            "description": "See the address in `Location`",
            "headers": { "Location": { "schema": { "type": "string", "format": "uri" } } },
        }),
        Content::Undocumented => with(json!({})),
    }
}

fn scheme_name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "delegatedWork",
        Scheme::DelegatedPersonal => "delegatedPersonal",
        Scheme::Application => "application",
    }
}

/// One requirement per alternative. A cell that can be read in two ways asks for all its permissions, which is enough in both.
fn security(permissions: &Permissions) -> Vec<Value> {
    let mut security = Vec::new();
    for scheme in Scheme::ALL {
        match permissions.of(scheme) {
            Requirement::NotNeeded => security.push(json!({ scheme_name(scheme): [] })),
            Requirement::AnyOf { alternatives } => {
                security.extend(
                    alternatives.iter().map(|alternative| json!({ scheme_name(scheme): alternative.all_of })),
                );
            }
            ambiguous @ Requirement::Ambiguous { .. } => {
                security.push(json!({ scheme_name(scheme): ambiguous.names() }))
            }
            Requirement::Undocumented | Requirement::Unsupported => {}
        }
    }
    security
}

fn security_schemes(api: &ApiVersion) -> Value {
    let mut schemes = Map::new();
    for scheme in Scheme::ALL {
        let scopes: BTreeMap<&str, &str> = api
            .operations
            .iter()
            .flat_map(|operation| operation.permissions.of(scheme).names())
            .map(|name| (name, ""))
            .collect();
        let tenant = if scheme == Scheme::DelegatedPersonal { "consumers" } else { "organizations" };
        let base = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0");
        let flow = match scheme {
            Scheme::Application => {
                json!({ "clientCredentials": { "tokenUrl": format!("{base}/token"), "scopes": scopes } })
            }
            Scheme::DelegatedWork | Scheme::DelegatedPersonal => json!({ "authorizationCode": {
                "authorizationUrl": format!("{base}/authorize"), "tokenUrl": format!("{base}/token"), "scopes": scopes,
            } }),
        };
        schemes.insert(scheme_name(scheme).into(), json!({ "type": "oauth2", "flows": flow }));
    }
    Value::Object(schemes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::Version;
    use crate::load::Docs;

    #[test]
    fn the_address_of_a_job_is_in_the_header_location() {
        let copy = "# item: copy\n\n## HTTP request\n```http\nPOST /items/{id}/copy\n```\n\n## Response\n\
                    Returns `202 Accepted` and a `Location` header, where the job can be followed.\n";
        let api = crate::read_docs(Docs::from_texts([("api-reference/v1.0/api/item-copy.md", copy)])).api;
        let document = super::document(api.version(Version::V1).expect("a page of v1.0"));
        let headers = &document["paths"]["/items/{id}/copy"]["post"]["responses"]["202"]["headers"];
        assert_eq!(*headers, json!({ "Location": { "schema": { "type": "string", "format": "uri" } } }));
    }
}
