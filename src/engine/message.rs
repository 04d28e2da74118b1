//! Texts that leave the engine: nothing sensitive is in them.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::frame::Frame;
use super::operand::{Kind, Operand};
use super::partial::Element;
use super::secrets::Redaction;
use crate::program::{Message, Piece};
use crate::value::{self, Trouble, Value};

/// A message may have this many characters (language, 12).
const MESSAGE: usize = 8 * 1024;
/// A value inside a message may have this many characters.
const VALUE: usize = 512;
/// What stands for anything that must not be printed.
pub(crate) const SENSITIVE: &str = "(sensitive)";

impl<'e, 'p> Evaluator<'e, 'p> {
    /// A template as text, and whether anything in it is sensitive.
    pub(super) fn text(
        &self,
        pieces: &'e [Piece],
        frame: &Frame<'e, 'p>,
    ) -> Result<(Value, bool), Trouble> {
        let (mut text, mut sensitive) = (String::new(), false);
        for piece in pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Interpolation(term) => {
                    let operand = self.evaluate(term, frame)?;
                    self.read(&operand);
                    sensitive |= operand.is_sensitive();
                    match operand.value()? {
                        unknown @ Value::Unknown(_) => return Ok((unknown, sensitive)),
                        Value::Text(inner) => text.push_str(&inner),
                        other => text.push_str(&value::print::bare(&other, VALUE)),
                    }
                }
            }
        }
        Ok((Value::text(text), sensitive))
    }

    /// A message as people read it.
    pub(super) fn message(
        &self,
        message: &'e Message,
        frame: &Frame<'e, 'p>,
        redaction: &Redaction<'p>,
    ) -> String {
        let mut text = String::new();
        for piece in &message.0 {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Interpolation(term) => match self.evaluate(term, frame) {
                    Ok(operand) => text.push_str(&self.shown(&operand, redaction)),
                    Err(trouble) => text.extend(["(error: ", &trouble.message, ")"]),
                },
            }
            if text.len() > MESSAGE {
                let end = (0..=MESSAGE)
                    .rev()
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap_or(0);
                text.truncate(end);
                text.push('…');
                break;
            }
        }
        text
    }

    fn shown(&self, operand: &Operand<'p>, redaction: &Redaction<'p>) -> String {
        if operand.is_sensitive() {
            return SENSITIVE.to_owned();
        }
        match (&operand.kind, operand.value()) {
            (Kind::Node(node), Ok(unknown @ Value::Unknown(_))) => {
                // What nobody writes and nobody fills in is not set, though the plan says unknown.
                let set = self.plan.is_set(node).map(|answer| answer.truth);
                match set {
                    Ok(value::Ternary::False) => value::print::bare(&Value::NULL, VALUE),
                    _ => value::print::bare(&unknown, VALUE),
                }
            }
            (Kind::Partial(list), _) if !list.is_certain() => {
                let shown = |element: &Element<'p>| self.shown(&element.value, redaction);
                let mut words: Vec<String> = list.definite.iter().map(shown).collect();
                words.extend(
                    list.possible
                        .iter()
                        .map(|e| format!("perhaps {}", shown(e))),
                );
                if list.open.is_some() || list.hidden() > 0 {
                    words.push("(more after apply)".to_owned());
                }
                words.join(", ")
            }
            (Kind::Resource(..) | Kind::Thing(_), Ok(Value::Text(address))) => {
                value::print::bare(&Value::Text(Arc::clone(&address)), usize::MAX)
            }
            (_, Ok(value)) => redaction.scrub(&value, |value| value::print::bare(value, VALUE)),
            (_, Err(trouble)) => format!("(error: {})", trouble.message),
        }
    }
}
