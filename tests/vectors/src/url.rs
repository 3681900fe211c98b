//! Equality of URLs: paths without regard to how a key is written, queries without regard to order.

use percent_encoding::percent_decode_str;

/// How a path that was sent compares with the documented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Same,
    /// The same but for capitals, which mean nothing in names.
    OtherCase,
    Other,
}

/// Compares a path, version included, with the documented parts behind the version.
pub(crate) fn compare_paths(documented: &[String], sent: &str) -> Path {
    let sent: Vec<&str> = sent.split('/').skip(2).collect();
    let (a, b) = (plain(documented.iter().map(String::as_str)), plain(sent.into_iter()));
    match () {
        () if a == b => Path::Same,
        () if a.eq_ignore_ascii_case(&b) => Path::OtherCase,
        () => Path::Other,
    }
}

/// `users('a')` → `users/a`, `f( b=1, a='x')` → `f(a='x',b=1)`, `microsoft.graph.delta()` → `delta`, `root:/a:` → `root:/a`,
/// `roles/templateId=a` → `roles(templateId='a')`
fn plain<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut path = String::new();
    for part in parts.map(plain_part) {
        match part.split_once('=') {
            Some((property, value)) if is_property(property) && !value.trim_matches('=').is_empty() => {
                path.push_str(&format!("({property}='{value}')"));
            }
            _ => {
                path.push('/');
                path.push_str(&part);
            }
        }
    }
    path.trim_end_matches([':', '/']).to_owned()
}

fn is_property(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn plain_part(part: &str) -> String {
    let part = percent_decode_str(part.trim()).decode_utf8_lossy();
    let lower = part.to_ascii_lowercase();
    let prefix = ["microsoft.graph.", "graph."].into_iter().find(|prefix| lower.starts_with(prefix));
    let part = &part[prefix.map_or(0, str::len)..];
    let Some((word, inside)) = part.strip_suffix(')').and_then(|part| part.split_once('(')) else {
        return part.to_owned();
    };
    let mut arguments: Vec<&str> = split(inside);
    match arguments[..] {
        [] => word.to_owned(),
        [key] if !is_named(key) => format!("{word}/{}", unquoted(key)),
        _ => {
            arguments.sort_unstable();
            format!("{word}({})", arguments.join(","))
        }
    }
}

fn unquoted(value: &str) -> String {
    value.trim_matches('\'').replace("''", "'")
}

fn is_named(argument: &str) -> bool {
    argument.split_once('=').is_some_and(|(name, _)| !name.contains('\''))
}

/// The arguments between commas outside quotes.
fn split(inside: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = inside.split(|c| {
        quoted ^= c == '\'';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether two queries have the same parameters.
pub(crate) fn same_query(documented: &[(String, String)], sent: &str) -> bool {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut a: Vec<(String, String)> =
        documented.iter().map(|(name, value)| (decoded(name), decoded(value))).collect();
    let pairs = sent.split('&').filter(|pair| !pair.is_empty());
    let mut b: Vec<(String, String)> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    a.sort();
    b.sort();
    a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(documented: &str, sent: &str, expected: Path) {
        let parts: Vec<String> = documented.split('/').map(str::to_owned).collect();
        assert_eq!(compare_paths(&parts, sent), expected, "{documented} {sent}");
    }

    #[test]
    fn paths() {
        check("users/a@b.c/messages", "/v1.0/users/a%40b.c/messages", Path::Same);
        check("users('a')/Messages", "/v1.0/users/a/messages", Path::OtherCase);
        check("users/a", "/v1.0/users/b", Path::Other);
        check("users/a", "/v1.0/users/a/messages", Path::Other);
        check("f(b=1, a='x,y')", "/v1.0/f(a='x%2Cy',b=1)", Path::Same);
        check("f(a='1')", "/v1.0/f(a=1)", Path::Other);
        check("roles/templateId=7", "/v1.0/roles(templateId='7')", Path::Same);
        check("users/microsoft.graph.delta()", "/v1.0/users/delta", Path::Same);
        check("root:/a b:", "/v1.0/root:/a%20b:", Path::Same);
        check("root:/a b", "/v1.0/root:/a%20b:", Path::Same);
    }

    #[test]
    fn queries() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert!(same_query(
            &pairs(&[("$top", "1"), ("$filter", "a eq 'b'")]),
            "$filter=a%20eq%20%27b%27&$top=1"
        ));
        assert!(!same_query(&pairs(&[("$top", "1")]), "$top=2"));
        assert!(!same_query(&pairs(&[]), "$top=2"));
        assert!(same_query(&pairs(&[]), ""));
    }
}
