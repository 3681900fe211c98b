//! The permissions that a client has been granted.

use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::permission::Scheme;
use crate::permission::grants::Grants;

/// The permissions that an application has been granted, for
/// [`ClientBuilder::granted`](crate::ClientBuilder::granted).
#[derive(Clone, Debug)]
pub struct Granted {
    scheme: Scheme,
    names: Vec<String>,
}

impl Granted {
    /// The names of the permissions, such as `Mail.Read`, and the kind of caller that they are
    /// granted to.
    pub fn new<S: Into<String>>(scheme: Scheme, names: impl IntoIterator<Item = S>) -> Self {
        Granted { scheme, names: names.into_iter().map(Into::into).collect() }
    }

    /// Whether the permissions may open the operation. An operation whose documentation is silent
    /// passes: the service knows better.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::NotGranted`] when no permission opens it.
    pub fn check(&self, operation: &'static Operation) -> Result<()> {
        if operation.effective_permissions().of(self.scheme).may_be_satisfied_by(self) {
            Ok(())
        } else {
            Err(Error::NotGranted { operation, scheme: self.scheme })
        }
    }
}

impl Grants for Granted {
    fn holds(&self, permission: &str) -> bool {
        self.names.holds(permission)
    }
}
