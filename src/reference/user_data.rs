//! What a plan says of user data of which it has only a digest.
//!
//! Some providers keep the SHA-1 of user data in plan and state, and not the text. A text that is
//! written and has that SHA-1 is the one that is meant, whatever else the configuration says.

use std::sync::Arc;

use super::node::{Node, State};
use super::plan::Plan;
use super::source::Sourced;
use super::written::Written;
use crate::hcl::{self, from_base64, sha1_of};
use crate::input::{Defect, Json, Shape};
use crate::value::{Basis, Missing, Reason, Value};

/// What is known of user data.
pub enum GivenUserData {
    /// What the plan says at this place, known or not.
    Planned,
    /// Nothing is written, and the plan knows of nothing.
    Nothing,
    /// This text.
    Written(Arc<str>, Basis),
    /// Only its digest is known.
    Missing(Missing),
}

impl<'p> Plan<'p> {
    /// What is known of the user data at a place.
    pub fn user_data(&self, node: &Node<'p>) -> Result<GivenUserData, Defect> {
        match node.state() {
            // The provider fills in what a launch template gives.
            State::Unknown if matches!(self.written(node)?, Written::Nothing) => {
                return Ok(GivenUserData::Nothing);
            }
            State::Known(_) => {}
            _ => return Ok(GivenUserData::Planned),
        }
        let Value::Text(digest) = node.value()? else {
            return Ok(GivenUserData::Planned);
        };
        if !is_digest(&digest) {
            return Ok(GivenUserData::Planned);
        }
        let is_meant = |text: &Arc<str>| has_digest(text, &digest);
        if let Some(text) = self.constants(node)?.into_iter().find(is_meant) {
            return Ok(GivenUserData::Written(text, Basis::KNOWN));
        }
        if let Some(text) = self.texts_of_source(node)?.into_iter().find(is_meant) {
            return Ok(GivenUserData::Written(text, Basis::SOURCE));
        }
        Ok(GivenUserData::Missing(Missing {
            reason: Reason::Reference,
            what: format!("the plan has only the SHA-1 of {}", node.subject()),
            decided_by: "the configuration's source (`--source DIR`), or a constant".to_owned(),
        }))
    }

    /// The constant at a place, and the texts of the root module's variables.
    fn constants(&self, node: &Node<'p>) -> Result<Vec<Arc<str>>, Defect> {
        let mut constants: Vec<Json<'p>> = Vec::new();
        if let Written::Expression { expression, .. } = self.written(node)?
            && let Shape::Object(expression) = expression.shape()?
        {
            constants.extend(expression.get("constant_value"));
        }
        constants.extend(self.document.variables().values());
        if let Some(configuration) = self.document.configuration() {
            let variables = configuration.root().variables();
            constants.extend(variables.filter_map(|(_, variable)| variable.default));
        }
        let mut texts = Vec::new();
        for constant in constants {
            if let Value::Text(text) = constant.to_value()? {
                texts.push(text);
            }
        }
        Ok(texts)
    }

    /// The text that the source writes at a place, if it is in use and can say.
    fn texts_of_source(&self, node: &Node<'p>) -> Result<Vec<Arc<str>>, Defect> {
        Ok(match self.sourced(node)? {
            Some(Sourced::Value(hcl::Value::Text(text))) => vec![text],
            _ => Vec::new(),
        })
    }
}

/// Whether a text is a SHA-1, as providers write it.
fn is_digest(text: &str) -> bool {
    text.len() == 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// Whether a text has this SHA-1; of base64 the provider takes what it encodes.
fn has_digest(text: &str, digest: &str) -> bool {
    sha1_of(text.as_bytes()) == digest
        || from_base64(text).is_some_and(|bytes| sha1_of(&bytes) == digest)
}
