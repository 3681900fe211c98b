//! What can be asked whether it holds a permission.

/// Granted permissions: a list of names, a [`Granted`](crate::Granted), or a function that knows a
/// name when it sees it. Lists are compared without regard to case, as the service does.
///
/// ```
/// use msgraph_core::Grants;
///
/// assert!(["Mail.Read", "User.Read"].holds("mail.read"));
/// assert!((|name: &str| name.starts_with("Mail.")).holds("Mail.Send"));
/// ```
pub trait Grants {
    /// Whether the permission is among them.
    fn holds(&self, permission: &str) -> bool;
}

impl<F: Fn(&str) -> bool> Grants for F {
    fn holds(&self, permission: &str) -> bool {
        self(permission)
    }
}

impl<S: AsRef<str>> Grants for [S] {
    fn holds(&self, permission: &str) -> bool {
        self.iter().any(|held| held.as_ref().eq_ignore_ascii_case(permission))
    }
}

impl<S: AsRef<str>, const N: usize> Grants for [S; N] {
    fn holds(&self, permission: &str) -> bool {
        self.as_slice().holds(permission)
    }
}
