//! Strings and heredocs.

use pest::iterators::Pair;

use super::grammar::Rule;
use super::{Reader, inner};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Name, Part, Template};

impl Reader<'_> {
    /// A string or heredoc.
    pub(super) fn template(&mut self, pair: Pair<'_, Rule>) -> Template {
        let span = self.span(&pair);
        if pair.as_rule() == Rule::heredoc {
            if self.interpolations > 0 {
                self.error(
                    Diagnostic::error(
                        "P101",
                        "a heredoc cannot stand in `${…}`",
                        span,
                        "expected a string",
                    )
                    .help("give it a name with `let`, and write that name here"),
                );
            }
            return Template {
                parts: self.heredoc(pair),
                heredoc: true,
                span,
            };
        }
        let mut parts = Vec::new();
        for part in inner(pair) {
            match part.as_rule() {
                Rule::interpolation => parts.extend(self.interpolation(part)),
                Rule::escape => push_text(&mut parts, &unescape(part.as_str())),
                _ => push_text(&mut parts, part.as_str()),
            }
        }
        Template {
            parts,
            heredoc: false,
            span,
        }
    }

    /// The text behind `message`, `because` or `doc`.
    pub(super) fn text_in(&mut self, pair: Pair<'_, Rule>) -> Option<Template> {
        let text = inner(pair).find(|p| matches!(p.as_rule(), Rule::string | Rule::heredoc))?;
        Some(self.template(text))
    }

    /// The string in a part, which must be plain.
    pub(super) fn string_in(&mut self, pair: Pair<'_, Rule>) -> Option<Name> {
        let text = inner(pair).find(|part| part.as_rule() == Rule::string)?;
        Some(self.plain_string(text))
    }

    /// A string in which nothing may be interpolated.
    pub(super) fn plain_string(&mut self, pair: Pair<'_, Rule>) -> Name {
        let template = self.template(pair);
        let span = template.span;
        let text = template.literal().unwrap_or_else(|| {
            self.error(
                Diagnostic::error(
                    "P101",
                    "this text cannot hold `${…}`",
                    span,
                    "expected a plain string",
                )
                .help("write `$${` for the signs themselves"),
            );
            // What stands around it still tells what was meant.
            let texts = template.parts.iter().map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Interpolation(_) => "",
            });
            texts.collect()
        });
        Name { text, span }
    }

    pub(super) fn name_or_string(&mut self, pair: Pair<'_, Rule>) -> Name {
        if pair.as_rule() == Rule::string {
            self.plain_string(pair)
        } else {
            self.name(&pair)
        }
    }

    fn interpolation(&mut self, pair: Pair<'_, Rule>) -> Option<Part> {
        let expression = inner(pair).next()?;
        self.interpolations += 1;
        let expression = self.expression(expression);
        self.interpolations -= 1;
        Some(Part::Interpolation(expression))
    }

    fn heredoc(&mut self, pair: Pair<'_, Rule>) -> Vec<Part> {
        let mut dash = false;
        let mut lines: Vec<Vec<Part>> = Vec::new();
        for part in inner(pair) {
            match part.as_rule() {
                Rule::dash => dash = true,
                Rule::heredoc_line => lines.push(self.heredoc_line(part)),
                _ => {}
            }
        }
        if dash {
            unindent(&mut lines);
        }
        let mut parts = Vec::new();
        for part in lines.into_iter().flatten() {
            match part {
                Part::Literal(text) => push_text(&mut parts, &text),
                interpolation @ Part::Interpolation(_) => parts.push(interpolation),
            }
        }
        parts
    }

    fn heredoc_line(&mut self, pair: Pair<'_, Rule>) -> Vec<Part> {
        let mut parts = Vec::new();
        for part in inner(pair) {
            match part.as_rule() {
                Rule::interpolation => parts.extend(self.interpolation(part)),
                Rule::heredoc_escape => push_text(&mut parts, &unescape(part.as_str())),
                Rule::line_end => push_text(&mut parts, "\n"),
                _ => push_text(&mut parts, part.as_str()),
            }
        }
        parts
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Literal(last)) = parts.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        parts.push(Part::Literal(text.to_owned()));
    }
}

fn unescape(escape: &str) -> String {
    match escape {
        "\\n" => "\n".into(),
        "\\r" => "\r".into(),
        "\\t" => "\t".into(),
        "$${" => "${".into(),
        "%%{" => "%{".into(),
        _ => match escape
            .strip_prefix("\\u")
            .or_else(|| escape.strip_prefix("\\U"))
        {
            Some(digits) => {
                let code = u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32);
                code.unwrap_or(char::REPLACEMENT_CHARACTER).into()
            }
            None => escape
                .trim_start_matches('\\')
                .chars()
                .next()
                .unwrap_or('\\')
                .into(),
        },
    }
}

/// Takes away the indentation that all lines with text share, as HCL does.
fn unindent(lines: &mut [Vec<Part>]) {
    let indentation = |line: &Vec<Part>| match line.first() {
        Some(Part::Literal(text)) if text.trim().is_empty() && line.len() == 1 => None,
        Some(Part::Literal(text)) => Some(text.len() - text.trim_start_matches([' ', '\t']).len()),
        Some(Part::Interpolation(_)) => Some(0),
        None => None,
    };
    let shared = lines.iter().filter_map(indentation).min().unwrap_or(0);
    for line in lines {
        if let Some(Part::Literal(text)) = line.first_mut() {
            let own = text.len() - text.trim_start_matches([' ', '\t']).len();
            text.drain(..own.min(shared));
        }
    }
}
