//! Why granted permissions open a request, or do not.

use core::fmt;

use super::grants::Grants;
use super::{Alternative, Requirement};

/// Whether granted permissions open a request, as far as the documentation can be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opens {
    /// They do not.
    No,
    /// The documentation is silent, or opens it in some of its readings only.
    Perhaps,
    /// They do, however the documentation is read.
    Yes,
}

/// A requirement beside what was granted. It is printed as a sentence and allocates nothing.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'g, G: ?Sized> {
    requirement: Requirement,
    granted: &'g G,
}

impl Requirement {
    /// Why the granted permissions open the request, or do not.
    ///
    /// ```
    /// use msgraph_core::{Alternative, Requirement};
    ///
    /// const BOTH: Requirement = Requirement::AnyOf(&[
    ///     Alternative { all_of: &["User.Read", "Mail.Send"], least: true, conditions: &[] },
    ///     Alternative { all_of: &["Sites.Selected"], least: false, conditions: &["for chosen sites"] },
    /// ]);
    /// assert_eq!(
    ///     BOTH.explain(&["User.Read"]).to_string(),
    ///     "closed: (User.Read and Mail.Send) lacks Mail.Send; Sites.Selected [for chosen sites] is not granted"
    /// );
    /// assert_eq!(BOTH.explain(&["Sites.Selected"]).to_string(), "open by Sites.Selected [for chosen sites]");
    /// ```
    pub fn explain<'g, G: Grants + ?Sized>(&self, granted: &'g G) -> Explanation<'g, G> {
        Explanation { requirement: *self, granted }
    }
}

impl<G: Grants + ?Sized> Explanation<'_, G> {
    /// Whether the request is open.
    pub fn opens(&self) -> Opens {
        if self.requirement.satisfied_by(self.granted) {
            Opens::Yes
        } else if self.requirement.may_be_satisfied_by(self.granted) {
            Opens::Perhaps
        } else {
            Opens::No
        }
    }

    /// The alternatives that are granted, of all readings, in the order of the documentation.
    pub fn by(&self) -> impl Iterator<Item = &'static Alternative> {
        self.requirement.alternatives().filter(|alternative| alternative.satisfied_by(self.granted))
    }

    /// The first alternative that is granted, one without conditions before one with.
    fn best(&self) -> Option<&'static Alternative> {
        self.by().find(|alternative| alternative.conditions.is_empty()).or_else(|| self.by().next())
    }

    /// What an alternative lacks: `Mail.Send is not granted`, `(User.Read and Mail.Send) lacks Mail.Send`.
    fn lack(&self, alternative: &Alternative, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lacking = || alternative.all_of.iter().filter(|name| !self.granted.holds(name));
        if lacking().count() == alternative.all_of.len() {
            return write!(f, "{alternative} is not granted");
        }
        write!(f, "{alternative} lacks")?;
        for (i, name) in lacking().enumerate() {
            write!(f, "{} {name}", if i == 0 { "" } else { " and" })?;
        }
        Ok(())
    }
}

impl<G: Grants + ?Sized> fmt::Display for Explanation<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.opens(), &self.requirement) {
            (_, Requirement::NotNeeded) => f.write_str("open: no permission is needed"),
            (_, Requirement::Unsupported) => f.write_str("closed: not supported"),
            (_, Requirement::Undocumented) => f.write_str("perhaps open: the documentation does not say"),
            (Opens::Yes, _) => match self.best() {
                Some(alternative) => write!(f, "open by {alternative}"),
                None => f.write_str("open"),
            },
            (Opens::Perhaps, requirement) => {
                write!(f, "perhaps open: {requirement}, which can be read in several ways")
            }
            (Opens::No, requirement) => {
                f.write_str("closed")?;
                for (i, alternative) in requirement.alternatives().enumerate() {
                    f.write_str(if i == 0 { ": " } else { "; " })?;
                    self.lack(alternative, f)?;
                }
                Ok(())
            }
        }
    }
}
