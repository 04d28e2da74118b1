//! Rule text in one line.

/// What the scan is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    /// A text: it is kept letter by letter.
    Text,
    /// A `${…}` or `{…}`.
    Brace,
}

/// A piece of a rule file in one line: comments are left out, and white space around line ends is
/// one space. What stands in texts stays as it is.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside: Vec<In> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let in_text = inside.last() == Some(&In::Text);
        if in_text {
            let kept = kept(rest, letter, &mut inside);
            out.push_str(&rest[..kept]);
            rest = &rest[kept..];
            continue;
        }
        let skipped = skipped(rest);
        if skipped > 0 {
            let gone = &rest[..skipped];
            rest = &rest[skipped..];
            let same_line = gone.chars().all(|letter| letter == ' ');
            if same_line {
                out.push_str(gone);
                continue;
            }
            let closes = rest.starts_with([')', ']', '}']);
            if closes && out.ends_with(',') {
                out.pop();
            }
            let is_edge = closes || out.ends_with(['(', '[', '{']) || rest.is_empty();
            if !(is_edge || out.is_empty() || out.ends_with(' ')) {
                out.push(' ');
            }
            continue;
        }
        if let Some(heredoc) = heredoc(rest) {
            out.push_str(&rest[..heredoc]);
            rest = &rest[heredoc..];
            continue;
        }
        match letter {
            '"' => inside.push(In::Text),
            '{' => inside.push(In::Brace),
            '}' => {
                inside.pop();
            }
            _ => {}
        }
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    out.truncate(out.trim_end().len());
    out
}

/// How many bytes of a text go together: an escape, the beginning of `${…}`, or a letter.
fn kept(rest: &str, letter: char, inside: &mut Vec<In>) -> usize {
    if rest.starts_with("$${") {
        return 3;
    }
    if rest.starts_with("${") {
        inside.push(In::Brace);
        return 2;
    }
    if letter == '\\' {
        return 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
    }
    if letter == '"' {
        inside.pop();
    }
    letter.len_utf8()
}

/// How many bytes of white space and comments a text begins with.
fn skipped(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let comment = if rest[space..].starts_with('#') || rest[space..].starts_with("//") {
            rest[space..].find('\n').unwrap_or(rest.len() - space)
        } else if rest[space..].starts_with("/*") {
            let end = rest[space..].find("*/").map(|end| end + 2);
            end.unwrap_or(rest.len() - space)
        } else {
            0
        };
        if space + comment == 0 {
            return at;
        }
        at += space + comment;
    }
}

/// How many bytes of heredoc a text begins with, its end mark included.
fn heredoc(text: &str) -> Option<usize> {
    let marked = text.strip_prefix("<<")?;
    let (mark, _) = marked
        .strip_prefix('-')
        .unwrap_or(marked)
        .split_once('\n')?;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim() == mark.trim() {
            return Some(at - (line.len() - line.trim_end().len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn lines_are_joined_and_comments_left_out() {
        assert_eq!(one_line("a\n      or b"), "a or b");
        assert_eq!(one_line("a # not b\n  and c // d\n"), "a and c");
        assert_eq!(one_line("a /* b */ or c"), "a or c");
        assert_eq!(
            one_line("any(x in xs :\n    x == 1)"),
            "any(x in xs : x == 1)"
        );
        assert_eq!(one_line("a  ==  b"), "a  ==  b");
        assert_eq!(one_line("f([\n  a,\n  b,\n])"), "f([a, b])");
        assert_eq!(one_line("x and (\n  y\n)"), "x and (y)");
    }

    #[test]
    fn texts_stay_as_they_are() {
        for text in [
            r#"x == "a  # b  // c""#,
            r#"x like "a ${f("b # c")}  d # e""#,
            r#"x == "\" # \\""#,
            r#"x == "$${y # z""#,
            r#"{ a = "b" }["a"] == "c # d""#,
        ] {
            assert_eq!(one_line(text), text);
        }
        let heredoc = "x == <<-EOT\n    # no remark\n  EOT";
        assert_eq!(one_line(heredoc), heredoc);
        assert_eq!(
            one_line(&format!("{heredoc}\n  or y")),
            format!("{heredoc} or y")
        );
        assert_eq!(
            one_line("x == \"${y # why\n + 1} # z\""),
            "x == \"${y + 1} # z\""
        );
    }
}
