//! Statements of a rule's body.

use super::Printer;
use crate::syntax::ast::{Binders, Expression, Statement, Template};

impl Printer<'_> {
    pub(super) fn statement(&mut self, statement: &Statement) {
        self.comments_before(statement.span().start);
        self.line();
        match statement {
            Statement::Where(condition) => self.condition("where", Some(condition)),
            Statement::Unless { condition, because } => {
                self.assertion("unless", Some(condition), ("because", because.as_ref()));
            }
            Statement::Let { name, value } => {
                self.push(&format!("let {} = ", name.text));
                self.loosest(value);
            }
            Statement::Require {
                condition, message, ..
            } => {
                self.assertion("require", Some(condition), ("message", message.as_ref()));
            }
            Statement::Deny {
                condition, message, ..
            } => {
                self.assertion("deny", condition.as_ref(), ("message", message.as_ref()));
            }
            Statement::Each {
                binders,
                list,
                body,
                ..
            } => self.each(binders, list, body),
        }
        self.push("\n");
    }

    fn condition(&mut self, word: &str, condition: Option<&Expression>) {
        self.push(word);
        if let Some(condition) = condition {
            self.push(" ");
            self.loosest(condition);
        }
    }

    /// A statement with a text behind it: on the same line if it fits there.
    fn assertion(
        &mut self,
        word: &str,
        condition: Option<&Expression>,
        (text_word, text): (&str, Option<&Template>),
    ) {
        let flat = self.flat(|printer| {
            printer.condition(word, condition);
            if let Some(text) = text {
                printer.push(&format!(" {text_word} "));
                printer.template(text);
            }
        });
        if self.fits(&flat) {
            return self.push(&flat);
        }
        self.condition(word, condition);
        if let Some(text) = text {
            self.push("\n");
            self.inside(|printer| {
                printer.line();
                printer.push(&format!("{text_word} "));
                printer.template(text);
            });
        }
    }

    fn each(&mut self, binders: &Binders, list: &Expression, body: &[Statement]) {
        self.push("each ");
        self.binders(binders);
        self.loosest(list);
        self.push(" ");
        self.braces(|printer| {
            for statement in body {
                printer.statement(statement);
            }
        });
    }
}
