//! From statements as written to statements as understood.

use super::lower::Lower;
use super::statement::Statement;
use super::term::Message;
use crate::syntax::ast::{self, Template};

impl Lower<'_> {
    pub(super) fn statements(&mut self, statements: &[ast::Statement]) -> Vec<Statement> {
        statements
            .iter()
            .map(|statement| self.statement(statement))
            .collect()
    }

    fn statement(&mut self, statement: &ast::Statement) -> Statement {
        match statement {
            ast::Statement::Where(condition) => Statement::Where(self.expression(condition)),
            ast::Statement::Unless { condition, because } => Statement::Unless {
                condition: self.expression(condition),
                because: because.as_ref().map(|because| self.message(because)),
            },
            ast::Statement::Let { name, value } => {
                let value = self.expression(value);
                Statement::Let {
                    name: name.text.as_str().into(),
                    slot: self.bind(name),
                    value,
                }
            }
            ast::Statement::Require {
                condition,
                message,
                span,
            } => Statement::Assert {
                condition: Some(self.expression(condition)),
                deny: false,
                message: self.optional_message(message.as_ref()),
                span: *span,
            },
            ast::Statement::Deny {
                condition,
                message,
                span,
            } => Statement::Assert {
                condition: condition
                    .as_ref()
                    .map(|condition| self.expression(condition)),
                deny: true,
                message: self.optional_message(message.as_ref()),
                span: *span,
            },
            ast::Statement::Each {
                binders,
                list,
                body,
                span,
            } => {
                let list = self.expression(list);
                let (key, value, body) =
                    self.inside(binders, *span, |lower| lower.statements(body));
                Statement::Each {
                    key,
                    value,
                    list,
                    body,
                    span: *span,
                }
            }
        }
    }

    fn optional_message(&mut self, message: Option<&Template>) -> Message {
        message.map_or(Message(Vec::new()), |message| self.message(message))
    }
}
