//! Conditions: what a statement asks of a request before it applies.
//!
//! A request is not in a plan, so a condition is open, but for what the one who asks decides by
//! being what they are: `aws:PrincipalIsAWSService` is in every signed request, and true of
//! services alone.

use super::answer::Answer;
use super::grant::{self, Question};
use super::model::{Condition, Statement, Text};
use super::principal;

/// Whether the conditions of a statement hold, of which all must, for someone who asks; `None`
/// for anybody.
pub(super) fn holds(statement: &Statement, asked: Option<Question<'_>>) -> Answer {
    let answers = statement.conditions.known.iter().map(|condition| {
        decided(condition, asked).unwrap_or_else(|| {
            let variable = grant::quoted(&condition.variable);
            let statement = statement.words();
            let what = format!("{statement} applies under a condition on {variable}");
            Answer::Maybe(grant::depends(what))
        })
    });
    let more = !Answer::open(statement.conditions.more.as_ref());
    Answer::all(answers).and(more)
}

/// Whether a condition holds, where who asks decides that.
fn decided(condition: &Condition, asked: Option<Question<'_>>) -> Option<Answer> {
    let asked = asked?.ok()?;
    let is_service = principal::is_service(asked);
    let is_known = is_service || principal::is_in_account(asked);
    let variable = "aws:PrincipalIsAWSService";
    if !is_known || !condition.variable.eq_ignore_ascii_case(variable) {
        return None;
    }
    let wanted = match condition.test.as_ref() {
        "Bool" | "BoolIfExists" => is_service,
        // The key is there for both.
        "Null" => false,
        _ => return None,
    };
    let mut values = Vec::with_capacity(condition.values.known.len());
    for value in &condition.values.known {
        values.push(match value {
            Text::Known(text) if matches!(text.as_ref(), "true" | "false") => {
                (text.as_ref() == wanted.to_string()).into()
            }
            Text::Unknown(missing) | Text::Name(missing) => Answer::Maybe(missing.clone()),
            Text::Known(_) => return None,
        });
    }
    let more = Answer::open(condition.values.more.as_ref());
    Some(Answer::any(values).or(more))
}
