//! Statements of a rule's body.

use pest::iterators::Pair;

use super::grammar::Rule;
use super::{Reader, inner};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Binders, Expression, Line, Statement, Template};

/// What `require` and `deny` are made of.
struct Assertion {
    condition: Option<Expression>,
    message: Option<Template>,
    span: Span,
}

impl Reader<'_> {
    pub(super) fn statement(&mut self, pair: Pair<'_, Rule>) -> Option<Statement> {
        match pair.as_rule() {
            Rule::where_ => self.only_expression(pair).map(Statement::Where),
            Rule::unless => self.unless(pair),
            Rule::let_ => self.let_(pair),
            Rule::require => {
                let Assertion {
                    condition,
                    message,
                    span,
                } = self.assertion(pair, "require");
                Some(Statement::Require {
                    condition: condition?,
                    message,
                    span,
                })
            }
            Rule::deny => {
                let Assertion {
                    condition,
                    message,
                    span,
                } = self.assertion(pair, "deny");
                Some(Statement::Deny {
                    condition,
                    message,
                    span,
                })
            }
            Rule::each => self.each(pair),
            _ => {
                self.mismatch(&pair);
                None
            }
        }
    }

    /// What somebody typed; `None` where something in it could not be read.
    pub(super) fn line(&mut self, pair: Pair<'_, Rule>) -> Option<Line> {
        let before = self.problems.len();
        let line = match pair.as_rule() {
            Rule::let_ => match self.let_(pair)? {
                Statement::Let { name, value } => Line {
                    name: Some(name),
                    value,
                },
                _ => return None,
            },
            _ => Line {
                name: None,
                value: self.expression(pair),
            },
        };
        (self.problems.len() == before).then_some(line)
    }

    fn only_expression(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let part = inner(pair).find(|part| part.as_rule() == Rule::expression)?;
        Some(self.expression(part))
    }

    fn unless(&mut self, pair: Pair<'_, Rule>) -> Option<Statement> {
        let (mut condition, mut because) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::expression => condition = Some(self.expression(part)),
                Rule::string | Rule::heredoc => because = Some(self.template(part)),
                _ => {}
            }
        }
        Some(Statement::Unless {
            condition: condition?,
            because,
        })
    }

    fn let_(&mut self, pair: Pair<'_, Rule>) -> Option<Statement> {
        let (mut name, mut value) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::ident => name = Some(self.name(&part)),
                Rule::expression => value = Some(self.expression(part)),
                _ => {}
            }
        }
        Some(Statement::Let {
            name: name?,
            value: value?,
        })
    }

    fn assertion(&mut self, pair: Pair<'_, Rule>, word: &str) -> Assertion {
        let span = self.span(&pair);
        let (mut condition, mut message) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::expression => condition = Some(self.expression(part)),
                Rule::message => message = self.text_in(part),
                Rule::else_ => {
                    let place = self.span(&part);
                    self.error(
                        Diagnostic::error(
                            "P125",
                            format!("`{word}` takes a `message`, not an `else`"),
                            Span {
                                end: place.start + 4,
                                ..place
                            },
                            "expected `message`",
                        )
                        .help("did you mean `message`?"),
                    );
                    message = self.text_in(part);
                }
                _ => {}
            }
        }
        if message.is_none() {
            self.error(
                Diagnostic::error(
                    "P123",
                    format!("this `{word}` has no message"),
                    Span {
                        start: span.end,
                        ..span
                    },
                    "expected `message \"…\"` here",
                )
                .help("say what is wrong where it does not hold: that text is what people read"),
            );
        }
        Assertion {
            condition,
            message,
            span,
        }
    }

    fn each(&mut self, pair: Pair<'_, Rule>) -> Option<Statement> {
        let span = self.span(&pair);
        if !self.enter(span) {
            self.leave();
            return None;
        }
        let (mut binders, mut list, mut body) = (None, None, Vec::new());
        for part in inner(pair) {
            match part.as_rule() {
                Rule::kw_each | Rule::kw_in => {}
                Rule::binders => binders = self.binders(part),
                Rule::expression => list = Some(self.expression(part)),
                _ => body.extend(self.statement(part)),
            }
        }
        self.leave();
        Some(Statement::Each {
            binders: binders?,
            list: list?,
            body,
            span,
        })
    }

    pub(super) fn binders(&mut self, pair: Pair<'_, Rule>) -> Option<Binders> {
        let mut names: Vec<_> = inner(pair).map(|part| self.name(&part)).collect();
        let value = names.pop()?;
        Some(Binders {
            key: names.pop(),
            value,
        })
    }
}
