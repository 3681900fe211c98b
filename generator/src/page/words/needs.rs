//! Sentences about permissions and roles. What a formula in a cell means is read by the grammar in `permission/`.

use super::patterns;

patterns! {
    /// `Not supported.`, `Not applicable`: no permission opens it.
    UNSUPPORTED = r"^[\s*.]*(?:not supported|(?:unsupported|not applicable|no supported)[\s*.]*$)";

    /// `None`, `No permissions required`: no permission is needed.
    NOT_NEEDED = r"^[\s*.]*(?:none|no permissions? required)[\s*.]*$";

    /// `Not available`: there are no higher privileged ones.
    NO_MORE = r"^[\s*.]*not available[\s*.]*$";

    /// `n/a`, `-` and nothing: the cell does not say.
    UNSAID = r"^[\s*.]*(?:n/a|-)?[\s*.]*$";

    /// `Requires …`, `must have …`: a sentence about what a property needs.
    NEEDS_PERMISSION = "require|must (?:also )?be assigned|must be granted|must have|needs|needed|necessary";

    /// `Does not require …`, `… without …`.
    NEEDS_NONE = "not require|n't require|without";

    /// The subject of such a sentence.
    PERMISSION = "permission|scope";

    /// `To update, …`, `… when setting it`.
    WRITES = "to update|updating|to set|setting|to write|writing|to change|changing|or update";

    /// `To read it, …`, `Details for this property …`.
    READS = "to read|reading|to get|to retrieve|details for";

    /// `Requires x`, `To read, …`: a sentence in the description of a property that leaves its subject out.
    BARE_NEED = r"^\s*(?:requires |to read|to update|to write|to set)";

    /// `The user must have the role …`: a sentence about what a user needs.
    NEEDS_ROLE = "must|need|require|only global|least privileged role|role required|has to|have to";

    /// `… in app-only calls`, `… isn't enough`: the roles in such a sentence are not those that a user needs.
    OTHER_ROLES = "app-only|without|isn't enough|less privileged than|app registration";

    /// `The following roles`, `The least privileged roles are:`: roles follow.
    ROLES_FOLLOW = r"following|these roles|supported|least privileged|:\s*$";

    /// `Least privileged`, `least-privilege`.
    LEAST = "least[ -]privilege";

    /// `Global Reader`, `Billing administrator`: words that end with what somebody is.
    OFFICE = "(?:administrator|admin|reader|developer|operator|approver|owner|manager)$";

    /// `… role`, `… option`: words that end with what no role is called.
    NO_ROLE = "(?:roles?|option|permissions?)$|^(?:note|important|tip|caution|warning|known issue)$";

    /// `Permissions for the photo of a user`: a word of such a heading, column or row that names no resource.
    FILLER = "^(?:for|the|an?|of|resources?|permissions?|and|on|in|to|photo|provider|all|or)$";

    /// `Acting on self`, `Signed-in user`: a table about requests that act on the user.
    ON_SELF = "on self|their own|signed-in user";

    /// `Acting on others`.
    ON_OTHERS = "on other|other users";
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms() {
        super::super::check(
            super::ALL,
            &[
                ("UNSUPPORTED", "**Not supported.**", Some("**Not supported")),
                ("UNSUPPORTED", "Not applicable.", Some("Not applicable.")),
                ("UNSUPPORTED", "Unsupported by `User.Read`", None),
                ("NOT_NEEDED", "None.", Some("None.")),
                ("NOT_NEEDED", "None of these", None),
                ("NO_MORE", "Not available.", Some("Not available.")),
                ("NO_MORE", "Not available to guests", None),
                ("UNSAID", "N/A", Some("N/A")),
                ("UNSAID", "User.Read", None),
                ("NEEDS_PERMISSION", "The app must also be assigned it", Some("must also be assigned")),
                ("NEEDS_PERMISSION", "The app may have it", None),
                ("NEEDS_NONE", "It doesn't require it", Some("n't require")),
                ("NEEDS_NONE", "It requires it", None),
                ("PERMISSION", "this scope", Some("scope")),
                ("PERMISSION", "this role", None),
                ("WRITES", "To update it", Some("To update")),
                ("WRITES", "To read it", None),
                ("READS", "To read it", Some("To read")),
                ("READS", "To update it", None),
                ("BARE_NEED", " Requires it", Some(" Requires ")),
                ("BARE_NEED", "It requires it", None),
                ("NEEDS_ROLE", "A user has to be one", Some("has to")),
                ("NEEDS_ROLE", "A user can be one", None),
                ("OTHER_ROLES", "The role isn't enough", Some("isn't enough")),
                ("OTHER_ROLES", "The role is enough", None),
                ("ROLES_FOLLOW", "One of the following roles", Some("following")),
                ("ROLES_FOLLOW", "A role is enough.", None),
                ("LEAST", "Least-privileged", Some("Least-privilege")),
                ("LEAST", "Higher privileged", None),
                ("OFFICE", "Global Reader", Some("Reader")),
                ("OFFICE", "Readers of it", None),
                ("NO_ROLE", "This role", Some("role")),
                ("NO_ROLE", "Global Reader", None),
                ("FILLER", "Permissions", Some("Permissions")),
                ("FILLER", "permissionGrant", None),
                ("ON_SELF", "Acting on self", Some("on self")),
                ("ON_SELF", "Acting on others", None),
                ("ON_OTHERS", "Acting on others", Some("on other")),
                ("ON_OTHERS", "Acting on self", None),
            ],
        );
    }
}
