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

/// Words as code in a cell or paragraph.
pub fn code(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    format!("`{}`", clean.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::{code, words};

    #[test]
    fn nothing_leaves_its_cell() {
        assert_eq!(words("a|b\n<img src=x> [x](y) `c`"), "a\\|b &lt;img src=x&gt; \\[x\\](y) \\`c\\`");
        assert_eq!(code("GET /a|b`c\n"), "`GET /a\\|b c `");
    }
}
