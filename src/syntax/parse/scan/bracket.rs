//! Brackets: which closes which, and which nobody closes.

use super::Scanner;
use crate::diagnostic::Diagnostic;

/// A bracket that waits for its closing one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Where it stands.
    pub(super) at: usize,
    /// `{`, `(`, `[`, or `$` for `${` in a string.
    pub(super) sign: u8,
    /// For `${`: where its string begins.
    pub(super) string: usize,
    /// The chains that were open around it.
    chains: [usize; 3],
}

impl Scanner<'_> {
    pub(super) fn opens(&mut self, sign: u8) {
        self.push_open(sign, 0);
        self.at += 1;
    }

    pub(super) fn push_open(&mut self, sign: u8, string: usize) {
        let chains = std::mem::take(&mut self.chains);
        self.open.push(Open {
            at: self.at,
            sign,
            string,
            chains,
        });
        self.deeper(self.at);
    }

    /// Takes away the innermost bracket and the chains in it.
    fn pop_open(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.end_chains();
        self.chains = open.chains;
        self.depth -= 1;
        Some(open)
    }

    pub(super) fn closes(&mut self, byte: u8, line_start: bool) {
        let at = self.at;
        let Some(position) = self
            .open
            .iter()
            .rposition(|open| closing(open.sign) == byte)
        else {
            return self.closes_nothing(byte);
        };
        // A `}` ends what was opened inside its braces; another bracket has no such weight.
        if position + 1 < self.open.len() {
            let inner = self.open[position + 1..]
                .iter()
                .any(|open| matches!(open.sign, b'{' | b'$'));
            if byte != b'}' && inner {
                return self.closes_nothing(byte);
            }
            self.never_closed(position + 1, Some((at, "before this one")));
        }
        let Some(open) = self.pop_open() else { return };
        self.at += 1;
        if open.sign == b'$' {
            return self.string(open.string);
        }
        if open.sign == b'{' && line_start && self.indentation(at) < self.indentation(open.at) {
            self.doubtful = self.doubtful.or(Some((open.at, at)));
        }
        if self.open.is_empty()
            && let Some(last) = self.items.last_mut()
        {
            last.parts_end_at(at);
        }
    }

    fn closes_nothing(&mut self, byte: u8) {
        let problem = Diagnostic::error(
            "P101",
            format!("`{}` closes nothing", char::from(byte)),
            self.span(self.at, self.at + 1),
            "no bracket of its kind is open here",
        );
        let problem = match self.open.last().filter(|open| open.sign != b'{') {
            Some(open) => {
                let width = if open.sign == b'$' { 2 } else { 1 };
                problem.also(self.span(open.at, open.at + width), "this one is open")
            }
            None => problem.help("delete it, or open one before it"),
        };
        self.mistake(self.at, problem);
        self.at += 1;
    }

    /// Reports the brackets that nobody closed before the end of the item.
    pub(super) fn unclosed(&mut self, next: Option<usize>) {
        let doubtful = self.doubtful.take();
        if !self.open.is_empty() {
            match (doubtful, next) {
                (Some((at, by)), _) => {
                    let problem = self.is_never_closed(at, b'{');
                    let by = self.span(by, by + 1);
                    let problem =
                        problem.also(by, "this one stands further left, so it closes another");
                    self.mistake(at, problem);
                    self.close_down_to(0);
                }
                (None, Some(next)) => {
                    self.never_closed(0, Some((next, "the next item begins here")));
                }
                (None, None) => self.never_closed(0, None),
            }
        }
    }

    /// A statement begins: brackets of expressions before it were never closed.
    pub(super) fn unclosed_before_statement(&mut self, start: usize) {
        let inside = self
            .open
            .iter()
            .rposition(|open| open.sign == b'{')
            .map_or(0, |at| at + 1);
        if inside > 0 && inside < self.open.len() {
            self.never_closed(inside, Some((start, "the next statement begins here")));
        }
    }

    /// Reports the bracket at a position of the stack; it and those in it are closed then.
    fn never_closed(&mut self, position: usize, by: Option<(usize, &str)>) {
        let Some(open) = self.open.get(position).copied() else {
            return;
        };
        let problem = self.is_never_closed(open.at, open.sign);
        let problem = match by {
            Some((at, why)) => problem.also(self.span(at, at + 1), why),
            None => problem,
        };
        self.mistake(open.at, problem);
        self.close_down_to(position);
    }

    pub(super) fn close_down_to(&mut self, position: usize) {
        while self.open.len() > position {
            self.pop_open();
        }
    }

    fn is_never_closed(&self, at: usize, sign: u8) -> Diagnostic {
        Diagnostic::error(
            "P101",
            format!("this `{}` is never closed", char::from(sign)),
            self.span(at, at + 1),
            format!("expected a `{}` for it", char::from(closing(sign))),
        )
    }

    /// White space at the beginning of the line of a place.
    fn indentation(&self, at: usize) -> usize {
        let line = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t');
        self.bytes[line..].iter().take_while(is_space).count()
    }
}

fn closing(sign: u8) -> u8 {
    match sign {
        b'{' | b'$' => b'}',
        b'(' => b')',
        _ => b']',
    }
}
