//! Which permissions a request needs, as a formula that can be evaluated without allocating.

pub(crate) mod explanation;
pub(crate) mod grants;

use core::fmt;

use self::grants::Grants;

/// What each kind of caller must have been granted for one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// On behalf of a user with a work or school account.
    pub delegated_work: Requirement,
    /// On behalf of a user with a personal Microsoft account.
    pub delegated_personal: Requirement,
    /// As the application itself, without a user.
    pub application: Requirement,
    /// The directory roles, one of which a signed-in user needs besides the permission.
    pub roles: &'static [&'static str],
}

impl Permissions {
    /// The requirement for one kind of caller.
    pub const fn of(&self, scheme: Scheme) -> &Requirement {
        match scheme {
            Scheme::DelegatedWork => &self.delegated_work,
            Scheme::DelegatedPersonal => &self.delegated_personal,
            Scheme::Application => &self.application,
        }
    }
}

/// `delegated (work or school): Mail.Read; application: not supported`, one part per kind of caller
/// that the documentation speaks of.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = false;
        for scheme in Scheme::ALL {
            let requirement = self.of(scheme);
            if *requirement == Requirement::Undocumented {
                continue;
            }
            let separator = if written { "; " } else { "" };
            write!(f, "{separator}{scheme}: {requirement}")?;
            written = true;
        }
        if !written {
            f.write_str("not documented")?;
        }
        if !self.roles.is_empty() {
            write!(f, "; one of the roles: {}", Joined(self.roles, ", "))?;
        }
        Ok(())
    }
}

/// The kinds of caller that Microsoft Graph distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal Microsoft account.
    DelegatedPersonal,
    /// As the application itself, without a user.
    Application,
}

impl Scheme {
    /// All schemes, in the order of the documentation.
    pub const ALL: [Scheme; 3] = [Scheme::DelegatedWork, Scheme::DelegatedPersonal, Scheme::Application];
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scheme::DelegatedWork => "delegated (work or school)",
            Scheme::DelegatedPersonal => "delegated (personal)",
            Scheme::Application => "application",
        })
    }
}

/// What one kind of caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The documentation doesn't say.
    Undocumented,
    /// This kind of caller can't make the request.
    Unsupported,
    /// The request needs no permission.
    NotNeeded,
    /// One of the alternatives, ordered from least to most privileged.
    AnyOf(&'static [Alternative]),
    /// The documentation can be read in several ways.
    Ambiguous {
        /// The words of the documentation.
        text: &'static str,
        /// What they can mean; each reading is a list as in [`Requirement::AnyOf`].
        readings: &'static [&'static [Alternative]],
    },
}

impl Requirement {
    /// Whether the granted permissions surely open the request: in every reading of the
    /// documentation, and not where it is silent. Conditions play no part;
    /// [`explain`](Requirement::explain) lists them.
    ///
    /// ```
    /// use msgraph_core::{Alternative, Requirement};
    ///
    /// const MAIL: Requirement = Requirement::AnyOf(&[Alternative { all_of: &["Mail.Read"], least: true, conditions: &[] }]);
    /// let granted = ["mail.read", "User.Read"];
    /// assert!(MAIL.satisfied_by(&granted));
    /// assert_eq!(MAIL.explain(&granted).to_string(), "open by Mail.Read");
    /// ```
    pub fn satisfied_by(&self, granted: &(impl Grants + ?Sized)) -> bool {
        match self {
            Requirement::Undocumented | Requirement::Unsupported => false,
            Requirement::NotNeeded => true,
            Requirement::AnyOf(alternatives) => any(alternatives, granted),
            Requirement::Ambiguous { readings, .. } => {
                !readings.is_empty() && readings.iter().all(|reading| any(reading, granted))
            }
        }
    }

    /// Whether the granted permissions may open the request: in some reading of the documentation,
    /// or because it is silent.
    pub fn may_be_satisfied_by(&self, granted: &(impl Grants + ?Sized)) -> bool {
        match self {
            Requirement::Undocumented => true,
            Requirement::Ambiguous { readings, .. } => {
                readings.is_empty() || readings.iter().any(|reading| any(reading, granted))
            }
            settled => settled.satisfied_by(granted),
        }
    }

    /// All alternatives in the order of the documentation, of all readings one after the other.
    pub fn alternatives(&self) -> impl Iterator<Item = &'static Alternative> + use<> {
        let (settled, readings): (&'static [Alternative], &'static [&'static [Alternative]]) = match *self {
            Requirement::AnyOf(alternatives) => (alternatives, &[]),
            Requirement::Ambiguous { readings, .. } => (&[], readings),
            Requirement::Undocumented | Requirement::Unsupported | Requirement::NotNeeded => (&[], &[]),
        };
        settled.iter().chain(readings.iter().copied().flatten())
    }

    /// The alternatives that the documentation calls least privileged.
    pub fn least(&self) -> impl Iterator<Item = &'static Alternative> + use<> {
        self.alternatives().filter(|alternative| alternative.least)
    }
}

fn any(alternatives: &[Alternative], granted: &(impl Grants + ?Sized)) -> bool {
    alternatives.iter().any(|alternative| alternative.satisfied_by(granted))
}

/// `Mail.ReadBasic or Mail.Read or (User.Read and Mail.Send)`
impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Requirement::Undocumented => f.write_str("not documented"),
            Requirement::Unsupported => f.write_str("not supported"),
            Requirement::NotNeeded => f.write_str("no permission needed"),
            Requirement::AnyOf(alternatives) => {
                for (i, alternative) in alternatives.iter().enumerate() {
                    let separator = if i == 0 { "" } else { " or " };
                    write!(f, "{separator}{alternative}")?;
                }
                Ok(())
            }
            Requirement::Ambiguous { text, .. } => write!(f, "as the documentation words it, \"{text}\""),
        }
    }
}

/// Permissions that open a request when all of them are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The permissions, all of which are needed.
    pub all_of: &'static [&'static str],
    /// Whether the documentation calls this the least privileged alternative.
    pub least: bool,
    /// When the alternative holds, in the words of the documentation; empty when it always does.
    pub conditions: &'static [&'static str],
}

impl Alternative {
    /// Whether all the permissions are granted. The conditions are words for a reader and play no
    /// part.
    pub fn satisfied_by(&self, granted: &(impl Grants + ?Sized)) -> bool {
        self.all_of.iter().all(|name| granted.holds(name))
    }
}

/// `Mail.Read`, `(User.Read and Mail.Send)`, each followed by its conditions.
impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.all_of {
            [one] => f.write_str(one)?,
            several => write!(f, "({})", Joined(several, " and "))?,
        }
        if !self.conditions.is_empty() {
            write!(f, " [{}]", Joined(self.conditions, "; "))?;
        }
        Ok(())
    }
}

/// Texts with something between them, written without allocating.
struct Joined<'a>(&'a [&'a str], &'a str);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, text) in self.0.iter().enumerate() {
            write!(f, "{}{text}", if i == 0 { "" } else { self.1 })?;
        }
        Ok(())
    }
}
