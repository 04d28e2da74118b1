//! Statements of a rule's body.

use super::Printer;
use super::pair::Pair;
use crate::source::Span;
use crate::syntax::ast::{Binders, Expression, Statement, Template};

impl Printer<'_> {
    /// Statements that follow each other in a block which ends at a place.
    pub(super) fn statements(&mut self, statements: &[Statement], end: u32) {
        let pairs: Vec<Option<Pair<'_>>> = statements
            .iter()
            .map(|statement| match statement {
                Statement::Let { name, value } => Some(Pair { name, value }),
                _ => None,
            })
            .collect();
        let columns = self.columns(&pairs, "let ".len());
        for (at, statement) in statements.iter().enumerate() {
            let next = statements.get(at + 1);
            let limit = next.map_or(end, |next| self.start_of(next));
            self.begin(self.start_of(statement));
            match pairs[at] {
                Some(pair) => {
                    self.push("let ");
                    self.pair(pair, columns[at]);
                }
                None => self.statement(statement),
            }
            self.end(statement.span().end, limit);
        }
    }

    /// Where the word stands that a statement begins with.
    pub(super) fn start_of(&self, statement: &Statement) -> u32 {
        let place = statement.span().start;
        match statement {
            Statement::Where(_) => self.word_before("where", place),
            Statement::Unless { .. } => self.word_before("unless", place),
            Statement::Let { .. } => self.word_before("let", place),
            _ => place,
        }
    }

    /// Where a word stands before a place.
    pub(super) fn word_before(&self, word: &str, place: u32) -> u32 {
        let start = self.until(place).rfind(word);
        start
            .and_then(|start| u32::try_from(start).ok())
            .unwrap_or(place)
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Where(condition) => self.condition("where", Some(condition)),
            Statement::Unless { condition, because } => {
                self.assertion("unless", Some(condition), ("because", because.as_ref()));
            }
            Statement::Let { name, value } => self.pair(Pair { name, value }, 0),
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
                span,
            } => self.each(binders, list, body, *span),
        }
    }

    fn condition(&mut self, word: &str, condition: Option<&Expression>) {
        self.push(word);
        if let Some(condition) = condition {
            self.push(" ");
            self.value(condition);
        }
    }

    /// A statement with a text behind it: on the same line if it fits there.
    fn assertion(
        &mut self,
        word: &str,
        condition: Option<&Expression>,
        (text_word, text): (&str, Option<&Template>),
    ) {
        let spans = condition.map(|it| it.span).into_iter();
        let whole = spans.chain(text.map(|it| it.span)).reduce(Span::to);
        let is_split = whole.is_some_and(|whole| self.has_comments(whole))
            || condition.is_some_and(|condition| self.is_split(condition));
        if !is_split {
            let flat = self.flat(|printer| {
                printer.condition(word, condition);
                if let Some(text) = text {
                    printer.push(&format!(" {text_word} "));
                    printer.template(text);
                }
            });
            // Alone, the text would gain no room on a line of its own.
            if self.fits(&flat) || condition.is_none() {
                return self.push(&flat);
            }
        }
        self.condition(word, condition);
        if let Some(text) = text {
            self.inside(1, |printer| printer.text_line(text_word, text));
        }
    }

    /// `message "…"` on a line of its own.
    pub(super) fn text_line(&mut self, word: &str, text: &Template) {
        let is_first = std::mem::replace(&mut self.is_first, true);
        self.gap(text.span.start);
        self.line();
        self.is_first = is_first;
        self.push(&format!("{word} "));
        self.template(text);
    }

    fn each(&mut self, binders: &Binders, list: &Expression, body: &[Statement], span: Span) {
        self.push("each ");
        self.binders(binders);
        self.before(2, |printer| printer.value(list));
        self.push(" ");
        let first = body.first().map(|first| self.start_of(first));
        self.braces(first, span.end, |printer| {
            printer.statements(body, span.end.saturating_sub(1));
        });
    }
}
