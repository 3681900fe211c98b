//! Rows of RFC 4180 that spreadsheets take for text.

use super::line;

/// A row with its end.
pub fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| field(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A field. What a spreadsheet would take for a formula, blanks in front or not, gets a quote in front.
fn field(text: &str) -> String {
    let text = line(text);
    // Some spreadsheets read the wide forms of the signs as the signs.
    let formula = ['=', '+', '-', '@', '|', '%', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let guard = if text.trim_start().starts_with(formula) { "'" } else { "" };
    if text.contains([',', '"', ';']) || !guard.is_empty() {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (text, shown) in [
            ("plain", "plain"),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("|1", "\"'|1\""),
            ("%1", "\"'%1\""),
            ("\u{ff1d}1", "\"'\u{ff1d}1\""),
            ("\u{ff0b}1", "\"'\u{ff0b}1\""),
            ("\u{ff0d}1", "\"'\u{ff0d}1\""),
            ("\u{ff20}1", "\"'\u{ff20}1\""),
            ("a;b", "\"a;b\""),
            (" \u{a0}=1", "\"' \u{a0}=1\""),
            ("\t=1", "\\t=1"),
            ("a\r\n=1", "a\\r\\n=1"),
            ("\u{202e}x", "\\u{202e}x"),
        ] {
            assert_eq!(field(text), shown, "{text:?}");
        }
        assert_eq!(row(&["a", "b,c"]), "a,\"b,c\"\r\n");
    }
}
