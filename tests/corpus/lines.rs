//! The lines of a JSON text as a formatter lays it out.

/// The lines as `python3 -m json.tool` writes them, without what they are indented by: one for each
/// member of an object or a list, and none for an empty one.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(character) = characters.next() {
        let line = lines.last_mut().unwrap();
        match character {
            '"' => {
                line.push('"');
                while let Some(inside) = characters.next() {
                    line.push(inside);
                    match inside {
                        '\\' => line.extend(characters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                line.push(character);
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                match characters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(closing) => line.push(closing),
                    None => lines.push(String::new()),
                }
            }
            '}' | ']' => lines.push(character.to_string()),
            ',' => {
                line.push(',');
                lines.push(String::new());
            }
            ':' => line.push_str(": "),
            other if other.is_whitespace() => {}
            other => line.push(other),
        }
    }
    lines
}
