//! Text to a document, or to the reason why it is none.

use super::banner;
use super::document::Document;
use super::error::{InputError, InputErrorKind};
use super::json::Json;
use super::recognise::Keys;
use super::stream::{Ending, Reading};
use super::top::Top;

/// Reads a text that holds one JSON document, checking every byte of it in one pass.
///
/// Objects that are neither plans nor states are read only if `accept_documents` says so; what
/// would have been a plan or state and is not fit to be judged as one is refused even then.
pub fn read(text: &str, accept_documents: bool) -> Result<Document<'_>, InputError> {
    banner::before(text)?;
    match read_part(text, text)? {
        Read::Document(document) => Ok(*document),
        Read::Keys(keys, failure) => {
            if let Some(document) = unwrapped(text, &keys)? {
                return Ok(document);
            }
            if let Some(error) = keys.misplaced() {
                return Err(error);
            }
            match failure {
                Some(error) if keys.is_terraform() => Err(error),
                _ if accept_documents => Ok(Document::other(text, Json::starting(text.trim()))),
                _ => Err(keys.foreign()),
            }
        }
    }
}

/// What a text holds.
enum Read<'p> {
    /// A plan or state.
    Document(Box<Document<'p>>),
    /// Something else, or a plan or state of which a part is wrong.
    Keys(Keys<'p>, Option<InputError>),
}

/// Reads an object that is the text, or a part of it.
fn read_part<'p>(text: &'p str, part: &'p str) -> Result<Read<'p>, InputError> {
    let mut reading = Reading::new(text);
    let mut top = Top::default();
    let ending = reading.object(part, &mut top);
    let failure = match (ending, top.kind()) {
        (Ending::Whole, Some(kind)) => {
            return top
                .into_document(kind, &mut reading)
                .map(Box::new)
                .map(Read::Document);
        }
        (Ending::Failed(error), _) => Some(error),
        _ => None,
    };
    // The second look is for what people gave by mistake: it tells what that is.
    let mut keys = Keys::default();
    match Reading::new(text).object(part, &mut keys) {
        Ending::Whole => Ok(Read::Keys(keys, failure)),
        Ending::Followed(at) => Err(banner::after(text, &keys, at)),
        // A key that is there twice ends the look; what is no JSON behind it matters more.
        Ending::Failed(error) if error.kind == InputErrorKind::Malformed => Err(error),
        Ending::Failed(error) => Err(Reading::new(text).check(part).unwrap_or(error)),
    }
}

/// The plan or state that is the only thing in the object around it.
fn unwrapped<'p>(text: &'p str, keys: &Keys<'p>) -> Result<Option<Document<'p>>, InputError> {
    let Some((key, inner)) = keys.wrapped_alone() else {
        return Ok(None);
    };
    match read_part(text, inner.raw())? {
        Read::Document(mut document) => {
            document
                .parts
                .notes
                .push(format!("the plan lies in `{key}`, and was taken out of it"));
            Ok(Some(*document))
        }
        Read::Keys(_, Some(error)) => Err(error),
        Read::Keys(_, None) => Ok(None),
    }
}
