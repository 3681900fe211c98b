//! What the title of a page about requests says.
//!
//! ```text
//! title  = [owner ": "] phrase                  user: sendMail, Range: Cell, servicePrincipal: Add owner
//! phrase = {word} name (" action" | " function")   rebootNow action, Device compliance script assign action
//!        | name                                 acquireAccessToken, Check member groups
//!        | verb {word}                          List members, Create a student
//! ```
//! A name can be written as words. Only the request tells a name from a verb with its object, so the reader is asked about a name.

use super::words::names::singular;

/// A title.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OperationTitle<'t> {
    text: &'t str,
    /// What stands behind the owner.
    phrase: &'t str,
}

impl<'t> OperationTitle<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let text = text.trim();
        Self { text, phrase: text.split_once(": ").map_or(text, |(_, phrase)| phrase.trim()) }
    }

    /// Whether the page is about the action or function of this name.
    pub(crate) fn calls(self, name: &str) -> bool {
        let phrase = self.phrase.to_lowercase();
        let called = phrase.strip_suffix(" action").or_else(|| phrase.strip_suffix(" function"));
        let last = called.and_then(|called| called.split_whitespace().next_back());
        let name = name.to_lowercase();
        last == Some(&name) || called.unwrap_or(&phrase).replace(' ', "") == name
    }

    /// Whether the page is about adding an object to others.
    pub(crate) fn creates(self) -> bool {
        const VERBS: [&str; 4] = ["create", "add", "post", "upload"];
        let mut words = self.phrase.split_whitespace();
        let verb = words.next().unwrap_or_default().to_lowercase();
        VERBS.contains(&verb.as_str()) && words.next().is_some_and(|word| word != "action")
    }

    /// Whether it names near its start what a path ends with, in the singular or the plural: `Create or update extension` names
    /// `extensions`.
    pub(crate) fn names(self, last: &str) -> bool {
        let title = self.text.to_lowercase().replace(' ', "");
        let last = last.to_lowercase();
        let before = [singular(&last), last].iter().filter_map(|name| title.find(name)).min();
        before.is_some_and(|before| before <= "createorupdate".len())
    }
}

#[cfg(test)]
mod tests {
    use super::OperationTitle;

    #[test]
    fn of_actions_and_functions() {
        #[track_caller]
        fn check(title: &str, name: &str, expected: bool) {
            assert_eq!(OperationTitle::of(title).calls(name), expected, "{title}: {name}");
        }
        check("user: sendMail", "sendMail", true);
        check("Range: Cell", "cell", true);
        check("Check member groups", "checkMemberGroups", true);
        check("acquireAccessToken", "acquireAccessToken", true);
        check("rebootNow action", "rebootNow", true);
        check("getAuditActivityTypes function", "getAuditActivityTypes", true);
        check("reportRoot: getYammerDeviceUsageUserDetail function", "getYammerDeviceUsageUserDetail", true);
        check("teamsAppInstallation in team: upgrade", "upgrade", true);
        check("Device management intent assign action", "assign", true);
        check("servicePrincipal: Add owner", "owners", false);
        check("Assign manager", "assign", false);
        check("List members", "members", false);
        check("", "members", false);
    }

    #[test]
    fn of_new_objects() {
        for title in
            ["Create a student", "Add attachment", "servicePrincipal: Add owner", "Upload large files"]
        {
            assert!(OperationTitle::of(title).creates(), "{title}");
        }
        for title in
            ["createToken action", "WorksheetCollection: add", "Additional owners", "Add", "Pen: fill"]
        {
            assert!(!OperationTitle::of(title).creates(), "{title}");
        }
    }

    #[test]
    fn of_what_a_path_ends_with() {
        for (title, last) in
            [("List members", "members"), ("Create category", "categories"), ("Get me", "ME")]
        {
            assert!(OperationTitle::of(title).names(last), "{title}");
        }
        assert!(!OperationTitle::of("List the newest messages of members").names("members"));
        assert!(!OperationTitle::of("Get user").names("groups"));
    }
}
