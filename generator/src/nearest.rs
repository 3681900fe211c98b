//! The requests most like one that does not exist: what `generate --include` and the answers about permissions suggest.

/// How many requests are named in place of a missing one.
const NEAREST: usize = 3;

/// A request in the form in which it is compared: in lower case, with one blank, and placeholders without their names.
pub(crate) fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            c if c.is_whitespace() && out.ends_with(' ') => continue,
            _ => {}
        }
        out.push(c.to_ascii_lowercase());
    }
    out.trim().trim_end_matches('/').to_owned()
}

/// The path of a URL with `{}` for what looks like the value of a key or an argument, so that paths of one form are the same text.
pub(crate) fn form_of(path: &str) -> String {
    let segment = |segment: &str| match segment.split_once('(') {
        Some((name, arguments)) => format!("{name}({})", form_of_arguments(arguments.trim_end_matches(')'))),
        None if is_value(segment) => "{}".to_owned(),
        None => segment.to_owned(),
    };
    // A key in parentheses is a segment of its own.
    path.split('/').map(segment).collect::<Vec<_>>().join("/").replace("({})", "/{}")
}

fn form_of_arguments(arguments: &str) -> String {
    let argument = |argument: &str| match argument.split_once('=') {
        Some((name, value)) if value.starts_with(['\'', '"']) => format!("{name}='{{}}'"),
        Some((name, _)) => format!("{name}={{}}"),
        None if argument.is_empty() => String::new(),
        None => "{}".to_owned(),
    };
    arguments.split(',').map(argument).collect::<Vec<_>>().join(",")
}

/// Whether a segment is a value, not a name: names in paths are words, with `$` in front or dots between.
fn is_value(segment: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'$' | b'.' | b':');
    let is_word = segment.bytes().all(is_name) && segment.len() <= 40;
    !segment.is_empty() && (!is_word || (segment.contains('.') && !segment.contains("graph.")))
}

/// The nearest of some requests, each with its name, to a text in the [`comparable`] form: with a method or without. When none is near,
/// those of the path above.
pub(crate) fn nearest<T>(wanted: &str, requests: impl Iterator<Item = (String, T)>) -> Vec<(String, T)> {
    let (method, path) = wanted.split_once(' ').map_or((None, wanted), |(method, path)| (Some(method), path));
    let farthest = path.len() / 3 + 1;
    let mut near = Vec::new();
    let mut above = Vec::new();
    for (name, request) in requests {
        let text = comparable(&name);
        let (other, text) = text.split_once(' ').unwrap_or(("", &text));
        // The same path with another method is nearer than another path.
        let other_method = usize::from(method.is_some_and(|method| method != other));
        if let Some(distance) = distance(path, text, farthest) {
            near.push((2 * distance + other_method, name, request));
        } else if is_above(text, path) {
            above.push((other_method, name, request));
        }
    }
    let mut found = if near.is_empty() { above } else { near };
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().take(NEAREST).map(|(_, name, request)| (name, request)).collect()
}

/// Whether a path is another without its last segment.
fn is_above(path: &str, below: &str) -> bool {
    below.strip_prefix(path).and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| !rest.contains('/'))
}

/// How many letters differ, unless more than `farthest` do.
fn distance(a: &str, b: &str, farthest: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > farthest {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, y) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
        if row.iter().min()? > &farthest {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= farthest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("/me/mesages", "/me/messages", 3), Some(1));
        assert_eq!(distance("/me", "/users/{}/messages", 3), None);
        assert_eq!(distance("abcdef", "uvwxyz", 3), None);
    }

    #[test]
    fn forms() {
        let cases = [
            ("/users/a@b.c/mesages", "/users/{}/mesages"),
            ("/users('a@b.c')/photo/$value", "/users/{}/photo/$value"),
            ("/users/{user-id}", "/users/{}"),
            ("/reports/getX(period='D7',n=1)", "/reports/getX(period='{}',n={})"),
            ("/groups/6f1a-22/members/microsoft.graph.user", "/groups/{}/members/microsoft.graph.user"),
            ("/groups/x/delta()", "/groups/x/delta()"),
            ("/sites/contoso.sharepoint.com/lists", "/sites/{}/lists"),
        ];
        for (path, form) in cases {
            assert_eq!(form_of(path), form);
        }
    }

    #[test]
    fn near_requests() {
        let names = [
            "GET /me/messages",
            "POST /me/messages",
            "GET /me",
            "GET /users/{id}",
            "GET /users/{id}/messages",
        ];
        let near = |wanted: &str| {
            let all = nearest(wanted, names.into_iter().map(|name| (name.to_owned(), ())));
            all.into_iter().map(|(name, ())| name).collect::<Vec<_>>()
        };
        assert_eq!(near("post /me/mesages"), ["POST /me/messages", "GET /me/messages"]);
        assert_eq!(near("/me/messages"), ["GET /me/messages", "POST /me/messages"]);
        assert_eq!(near("patch /users/{}/nothinglikeit"), ["GET /users/{id}"]);
        assert_eq!(near("get /nothing/like/it"), [""; 0]);
    }
}
