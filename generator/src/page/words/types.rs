//! What sentences say about a type: bases, derived types, whether it is open or abstract.

use super::patterns;

patterns! {
    /// `Inherits from [entity]`, `is derived from`: words before the type that the page's own type inherits from.
    INHERITS_FROM = "inherit(?:s|ed) from|inherits (?:all |the |its )?properties from|deriv(?:ed|es) from\
        |subclass (?:of|from)|derivative of|sub-?type of|derived type of|extends(?: the)?";

    /// `Inherited from [entity]`, of a property.
    INHERITED_FROM = "inherited from";

    /// `The base type for [room]`, `Its derived types are`: words before the types that inherit from the page's own type.
    BASE_OF = "base (?:type|class) (?:of|for)|derived types are";

    /// `… which can be a [customer] or a [staffMember]`: words before the derived types that a base stands for.
    CHOICE = "which can be";

    /// `The derived types are:` above a list.
    DERIVED_LIST = r"(?s)(?:derived types|base type).*:\s*$";

    /// `This is an open type`.
    OPEN = "is an open type";

    /// `An abstract type`, `This resource is abstract`.
    ABSTRACT = "abstract (?:type|base|class|entity|resource|complex)|is abstract";

    /// `Inherits from the abstract type …`: another type is abstract.
    DERIVES = "inherit|derive|subclass|extends";
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms() {
        super::super::check(
            super::ALL,
            &[
                ("INHERITS_FROM", "It inherits all properties from x", Some("inherits all properties from")),
                ("INHERITS_FROM", "A subtype of x", Some("subtype of")),
                ("INHERITS_FROM", "It inherits from", Some("inherits from")),
                ("INHERITS_FROM", "The data comes from x", None),
                ("INHERITED_FROM", "Inherited from entity", Some("Inherited from")),
                ("INHERITED_FROM", "Inherits from entity", None),
                ("BASE_OF", "The base type for x", Some("base type for")),
                ("BASE_OF", "The base of x", None),
                ("CHOICE", "a person, which can be a customer", Some("which can be")),
                ("CHOICE", "a person who can be a customer", None),
                ("DERIVED_LIST", "The derived types are:", Some("derived types are:")),
                ("DERIVED_LIST", "The derived types are few.", None),
                ("OPEN", "This is an open type.", Some("is an open type")),
                ("OPEN", "The type of an open door", None),
                ("ABSTRACT", "An abstract base type", Some("abstract base")),
                ("ABSTRACT", "An abstract of the text", None),
                ("DERIVES", "It derives from x", Some("derive")),
                ("DERIVES", "It is abstract", None),
            ],
        );
    }
}
