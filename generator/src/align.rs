//! A path beside the template that it is an instance of.
//!
//! | template | paths |
//! |---|---|
//! | `/users/{id}/messages` | `/users/a@b.c/messages`, `/users('a@b.c')/Messages` |
//! | `/devices(deviceId='{x}')` | `/devices(deviceId='6f')`, `/devices/{id}` |
//! | `/x/range(address='{a}')` | `/x/range(address='A1:B2')`, `/x/range('A1:B2')`, `/x/range` |
//! | `/users/delta` | `/users/delta()`, `/users/microsoft.graph.delta` |
//! | `/drive/root:/{path}:/content` | `/drive/root:/a/b.txt:/content` |
//!
//! Which arguments a function is given is not compared: pages show calls with other ones than they list.

use crate::ir::Segment;

/// How many names a path shares with the template that it is an instance of.
pub(crate) fn fit(path: &[Segment], template: &[Segment]) -> Option<usize> {
    align(path, template, |_, _| Some(()))
}

/// The same. `visit` sees each segment of the template with the position of the one in the path that holds its values, and can refuse.
pub(crate) fn align(
    path: &[Segment],
    template: &[Segment],
    mut visit: impl FnMut(&Segment, usize) -> Option<()>,
) -> Option<usize> {
    let (mut names, mut at) = (0_usize, 0);
    for wanted in template {
        let found = path.get(at)?;
        match (wanted, found) {
            (
                Segment::Key(_),
                Segment::Key(_) | Segment::Literal(_) | Segment::NamedKey(_) | Segment::Cast(_),
            )
            | (Segment::NamedKey(_), Segment::NamedKey(_))
            | (Segment::DrivePath(_), Segment::DrivePath(_)) => {}
            // A key in parentheses can be written as a segment, but a template with a segment fits better.
            (Segment::NamedKey(_), Segment::Key(_)) => names = names.saturating_sub(1),
            _ if same_name(wanted, found) => names += 1,
            _ => return None,
        }
        // An argument without `=` looks like a key.
        let holds_arguments = matches!((wanted, found), (Segment::Function { .. }, Segment::Literal(_)));
        at += usize::from(holds_arguments && matches!(path.get(at + 1), Some(Segment::NamedKey(_))));
        visit(wanted, at)?;
        at += 1;
    }
    (at == path.len()).then_some(names)
}

/// Whether two segments have the same name, of whatever they are the names.
fn same_name(one: &Segment, other: &Segment) -> bool {
    match (name(one), name(other)) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

fn name(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(name) | Segment::Cast(name) | Segment::Function { name, .. } => {
            Some(unqualified(name))
        }
        _ => None,
    }
}

/// `microsoft.graph.user`, `graph.user` → `user`
fn unqualified(name: &str) -> &str {
    let without = |namespace: &str| {
        let (start, rest) = name.split_at_checked(namespace.len())?;
        start.eq_ignore_ascii_case(namespace).then_some(rest)
    };
    without("microsoft.graph.").or_else(|| without("graph.")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    #[track_caller]
    fn check(template: &str, path: &str, names: Option<usize>) {
        let [template, path] = [template, path].map(|text| page::parse_path(text).template);
        assert_eq!(fit(&path.segments, &template.segments), names, "{template} {path}");
    }

    #[test]
    fn instances_of_templates() {
        check("/users/{id}/messages", "/users/a@b.c/messages", Some(2));
        check("/users/{id}/messages", "/users('a@b.c')/Messages", Some(2));
        check("/users/{id}/messages", "/users/a/events", None);
        check("/users/{id}/messages", "/users/a", None);
        check("/users/{id}", "/users/a/messages", None);
        check("/users/{id}", "/users/$count", None);
        check("/devices(deviceId='{x}')", "/devices(deviceId='6f')", Some(1));
        check("/devices(deviceId='{x}')", "/devices/{id}", Some(0));
        check("/x/range(address='{a}')/clear", "/x/range('A1')/clear", Some(3));
        check("/x/f(a={a},b={b})", "/x/f(c=1)", Some(2));
        check("/users/delta", "/users/microsoft.graph.delta()", Some(2));
        check("/users/microsoft.graph.delta()", "/users/delta", Some(2));
        check("/members/graph.user", "/members/microsoft.graph.User", Some(2));
        check("/members/microsoft.graph.user", "/members/graph.group", None);
        check("/drive/root:/{path}:/content", "/drive/root:/a/b.txt:/content", Some(3));
        check("/users/{id}/$ref", "/users/a/$ref", Some(2));
        check("/users/{id}/$ref", "/users/a/$count", None);
    }
}
