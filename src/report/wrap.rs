//! Breaks text into lines of a width: at spaces, and inside of long addresses at their joints.

use tabled::grid::util::string::get_string_width;

/// The text in lines of at most `width` columns; nothing but spaces at breaks is lost.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Lines {
        // A single character may take two columns.
        width: width.max(2),
        done: Vec::new(),
        line: String::new(),
    };
    lines.place(text, BREAKS);
    lines.end();
    lines.done
}

/// The number of columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    get_string_width(text)
}

/// Characters after which a line may end, best first.
const BREAKS: &[&[char]] = &[&[' '], &['.', '/'], &['-', '_', ':', ',', ';', '=', ']']];

struct Lines {
    width: usize,
    done: Vec<String>,
    line: String,
}

impl Lines {
    /// Puts a piece of text where it fits; in parts, where it fits nowhere as a whole.
    fn place(&mut self, piece: &str, breaks: &[&[char]]) {
        if self.push(piece) {
            return;
        }
        if columns(piece.trim_end()) <= self.width {
            self.end();
            self.line.push_str(piece);
            return;
        }
        match breaks {
            [first, others @ ..] => {
                for part in piece.split_inclusive(*first) {
                    self.place(part, others);
                }
            }
            [] => self.characters(piece),
        }
    }

    fn characters(&mut self, piece: &str) {
        for (start, character) in piece.char_indices() {
            let text = &piece[start..start + character.len_utf8()];
            if !self.push(text) {
                self.end();
                self.line.push_str(text);
            }
        }
    }

    /// Adds to the line what still fits. The whole is measured, as joined characters may be
    /// wider or narrower than their parts.
    fn push(&mut self, text: &str) -> bool {
        let length = self.line.len();
        self.line.push_str(text);
        let fits = columns(self.line.trim_end()) <= self.width;
        if !fits {
            self.line.truncate(length);
        }
        fits
    }

    fn end(&mut self) {
        self.line.truncate(self.line.trim_end().len());
        self.done.push(std::mem::take(&mut self.line));
    }
}

#[cfg(test)]
mod tests;
