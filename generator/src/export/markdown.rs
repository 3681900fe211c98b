//! Words → Markdown that shows them as they are. Names, conditions and texts come from docs and files that nobody vouches for.

/// Words in a cell or paragraph: nothing in them is Markdown, HTML or a mention of somebody.
pub fn words(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '!' | '@' => {
                safe.push('\\');
                safe.push(c);
            }
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Words as code in a paragraph or list: no back-quote, line end or tag of theirs gets out.
pub fn code(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || line.is_empty() { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

/// Words as code in a cell, which ends at a bar even in code.
pub fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::{cell_code, code, words};

    #[test]
    fn nothing_leaves_its_cell() {
        assert_eq!(words("a|b\n<img src=x> [x](y) `c`"), "a\\|b &lt;img src=x&gt; \\[x\\](y) \\`c\\`");
        assert_eq!(cell_code("GET /a|b\n"), "`GET /a\\|b `");
        assert_eq!(code("GET /a|b"), "`GET /a|b`");
        assert_eq!(code("a `` b"), "``` a `` b ```");
        assert_eq!(code(""), "`  `");
    }
}
