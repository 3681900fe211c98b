//! What a type is referred to by.

/// A type of one API version: its position among the types, which are sorted by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(at: usize) -> Self {
        Self(u32::try_from(at).expect("a model has less than four billion types"))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// In JSON it is the name of the type.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for TypeId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}
