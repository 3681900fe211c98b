//! Types → JSON Schema as OpenAPI 3.1 writes it.
//!
//! | type | schema |
//! |---|---|
//! | primitive | `type` with `format`, binary with `contentEncoding` |
//! | named | `$ref` to the component of its dotted name |
//! | enum without a name of its own | the `enum` itself, in place |
//! | list | `array` |
//! | object with a base | `allOf` the base and its own properties |
//! | opaque, JSON | any value |

use serde_json::{Map, Value, json};

use crate::ir::{EnumMember, Field, Primitive, Type, TypeDefinition, TypeId, TypeKind, Types};
use crate::sink::markdown::prose;

/// The schemas of all types with a name that a component can have.
pub(crate) fn schemas(types: &Types<'_>) -> Map<String, Value> {
    let components = types.iter().filter(|(_, ty)| is_component(&ty.name));
    components.map(|(id, ty)| (ty.name.clone(), definition(id, types))).collect()
}

/// The schema of a value outside a type: an enum without a name of its own is a string there.
pub(crate) fn schema_of(ty: &Type, types: &Types<'_>) -> Value {
    schema_by(ty, &|ty| match &types.get(ty).name {
        name if is_component(name) => reference(name),
        _ => json!({ "type": "string" }),
    })
}

/// The schema of a property's value.
fn schema_in(ty: &Type, types: &Types<'_>) -> Value {
    schema_by(ty, &|ty| match types.get(ty) {
        ty if is_component(&ty.name) => reference(&ty.name),
        TypeDefinition { kind: TypeKind::Enum { members, .. }, .. } => enum_schema(members),
        _ => json!({ "type": "string" }),
    })
}

fn schema_by(ty: &Type, named: &dyn Fn(TypeId) -> Value) -> Value {
    match ty {
        Type::Primitive(primitive) => primitive_schema(*primitive),
        Type::Named(ty) => named(*ty),
        Type::List(item) => json!({ "type": "array", "items": schema_by(item, named) }),
        Type::Json => json!({}),
    }
}

/// Enums called by the property that lists their values have a slash in their name, which components must not have.
fn is_component(name: &str) -> bool {
    !name.contains('/')
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn definition(id: TypeId, types: &Types<'_>) -> Value {
    let ty = types.get(id);
    let mut schema = match &ty.kind {
        TypeKind::Object { base, open, fields, .. } => {
            let mut own = object_schema(fields, *open, types);
            let derived: Vec<&str> =
                types.derived(id).iter().map(|&ty| types.get(ty).name.as_str()).collect();
            if !derived.is_empty() {
                discriminate(&mut own, &derived);
            }
            match base {
                Some(base) => {
                    Map::from_iter([("allOf".to_owned(), json!([reference(&types.get(*base).name), own]))])
                }
                None => own,
            }
        }
        TypeKind::Enum { members, .. } => match enum_schema(members) {
            Value::Object(schema) => schema,
            _ => Map::new(),
        },
        TypeKind::Opaque => Map::new(),
    };
    if !ty.description.is_empty() {
        schema.insert("description".to_owned(), json!(prose(&ty.description)));
    }
    if ty.deprecated {
        schema.insert("deprecated".to_owned(), json!(true));
    }
    Value::Object(schema)
}

fn object_schema(fields: &[Field], open: bool, types: &Types<'_>) -> Map<String, Value> {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.clone(), property(field, types))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if open {
        schema.insert("additionalProperties".to_owned(), json!(true));
    }
    schema
}

/// Names the derived types by their `@odata.type`.
fn discriminate(schema: &mut Map<String, Value>, derived: &[&str]) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("@odata.type".to_owned(), json!({ "type": "string" }));
    }
    let mapping: Map<String, Value> = derived
        .iter()
        .map(|name| (format!("#{name}"), json!(format!("#/components/schemas/{name}"))))
        .collect();
    schema.insert("discriminator".to_owned(), json!({ "propertyName": "@odata.type", "mapping": mapping }));
}

fn property(field: &Field, types: &Types<'_>) -> Value {
    let plain = schema_in(&field.ty, types);
    let mut schema = match if field.nullable { or_null(plain) } else { plain } {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    if field.read_only {
        schema.insert("readOnly".to_owned(), json!(true));
    }
    if field.deprecated {
        schema.insert("deprecated".to_owned(), json!(true));
    }
    if let Some(default) = field.default.as_deref().and_then(|default| default_value(default, &field.ty)) {
        schema.insert("default".to_owned(), default);
    }
    if !field.description.is_empty() {
        schema.insert("description".to_owned(), json!(prose(&field.description)));
    }
    Value::Object(schema)
}

/// The same schema with null allowed.
fn or_null(schema: Value) -> Value {
    let Value::Object(mut map) = schema else {
        return schema;
    };
    if let Some(members) = map.get_mut("enum").and_then(Value::as_array_mut) {
        members.push(Value::Null);
    }
    if let Some(Value::String(ty)) = map.get("type") {
        let ty = json!([ty, "null"]);
        map.insert("type".to_owned(), ty);
        return Value::Object(map);
    }
    if map.contains_key("$ref") {
        return json!({ "anyOf": [map, { "type": "null" }] });
    }
    Value::Object(map)
}

/// A default as JSON, when it fits the type.
fn default_value(default: &str, ty: &Type) -> Option<Value> {
    match ty {
        Type::Primitive(Primitive::Boolean) => default.to_lowercase().parse::<bool>().ok().map(Value::from),
        Type::Primitive(
            Primitive::Int16 | Primitive::Int32 | Primitive::Int64 | Primitive::Byte | Primitive::SByte,
        ) => default.parse::<i64>().ok().map(Value::from),
        Type::Primitive(Primitive::String) => Some(json!(default)),
        Type::Primitive(_) | Type::List(_) | Type::Named(_) | Type::Json => None,
    }
}

fn enum_schema(members: &[EnumMember]) -> Value {
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    if names.is_empty() { json!({ "type": "string" }) } else { json!({ "type": "string", "enum": names }) }
}

fn primitive_schema(primitive: Primitive) -> Value {
    let (ty, format) = match primitive {
        Primitive::String => return json!({ "type": "string" }),
        Primitive::Boolean => return json!({ "type": "boolean" }),
        Primitive::Binary => return json!({ "type": "string", "contentEncoding": "base64" }),
        Primitive::Byte => ("integer", "uint8"),
        Primitive::SByte => ("integer", "int8"),
        Primitive::Int16 => ("integer", "int16"),
        Primitive::Int32 => ("integer", "int32"),
        Primitive::Int64 => ("integer", "int64"),
        Primitive::Single => ("number", "float"),
        Primitive::Double => ("number", "double"),
        Primitive::Decimal => ("number", "decimal"),
        Primitive::Guid => ("string", "uuid"),
        Primitive::DateTimeOffset => ("string", "date-time"),
        Primitive::Date => ("string", "date"),
        Primitive::TimeOfDay => ("string", "time"),
        Primitive::Duration => ("string", "duration"),
        Primitive::Stream => ("string", "binary"),
    };
    json!({ "type": ty, "format": format })
}
