//! Test blocks.

use super::Printer;
use super::item::action_word;
use super::pair::Pair;
use crate::source::Span;
use crate::syntax::ast::{
    Body, BodyEntry, Expect, Expression, Given, GivenKind, GivenObject, Name, Test,
};

impl Printer<'_> {
    pub(super) fn test(&mut self, test: &Test) {
        self.push("test ");
        self.quoted(&test.sentence);
        self.push(" ");
        let givens = test.givens.iter().map(|given| self.span_of(given));
        let expects = test.expects.iter().map(|expect| expect.span);
        let spans: Vec<Span> = givens.chain(expects).collect();
        let first = spans.iter().map(|span| span.start).min();
        self.braces(first, test.span.end, |printer| {
            printer.arranged(&spans, |printer, at| {
                printer.begin(spans[at].start);
                match test.givens.get(at) {
                    Some(given) => printer.given(given),
                    None => printer.expect(&test.expects[at - test.givens.len()]),
                }
                printer.end(spans[at].end, u32::MAX);
            });
        });
    }

    /// Where a given stands, with its word.
    fn span_of(&self, given: &Given) -> Span {
        let span = match given {
            Given::Object(object) => return object.span,
            Given::Workspace(name) | Given::Plan(name) => name.span,
            Given::Var(name, value) | Given::Param(name, value) => name.span.to(value.span),
        };
        Span {
            start: self.word_before("given", span.start),
            ..span
        }
    }

    fn given(&mut self, given: &Given) {
        self.push("given ");
        match given {
            Given::Workspace(name) => {
                self.push("workspace ");
                self.quoted(name);
            }
            Given::Plan(name) => {
                self.push("plan ");
                self.quoted(name);
            }
            Given::Var(name, value) => self.given_value("var", name, value),
            Given::Param(name, value) => self.given_value("param", name, value),
            Given::Object(object) => self.object(object),
        }
    }

    fn given_value(&mut self, word: &str, name: &Name, value: &Expression) {
        self.push(&format!("{word} {} = ", name.text));
        self.value(value);
    }

    fn object(&mut self, object: &GivenObject) {
        if let Some(action) = object.action {
            self.push(&format!("{} ", action_word(action)));
        }
        self.push(match object.kind {
            GivenKind::Resource => "resource",
            GivenKind::Data => "data",
            GivenKind::Module => "module",
            GivenKind::Output => "output",
            GivenKind::Provider => "provider",
        });
        for label in &object.labels {
            self.push(" ");
            self.quoted(label);
        }
        if let Some(pattern) = &object.in_module {
            self.in_module(pattern);
        }
        self.push(" ");
        self.body(&object.body);
        if let Some(was) = &object.was {
            self.push(" was ");
            self.body(was);
        }
    }

    fn body(&mut self, body: &Body) {
        if body.entries.is_empty() && !self.has_comments(body.span) {
            return self.push("{}");
        }
        if let [BodyEntry::Pair(name, value)] = body.entries.as_slice()
            && self.stays_closed(body, name, value)
        {
            self.push("{ ");
            self.pair(Pair { name, value }, 0);
            return self.push(" }");
        }
        let start = |entry: &BodyEntry| match entry {
            BodyEntry::Pair(name, _) | BodyEntry::Block { name, .. } => name.span.start,
        };
        let pairs: Vec<Option<Pair<'_>>> = body
            .entries
            .iter()
            .map(|entry| match entry {
                BodyEntry::Pair(name, value) => Some(Pair { name, value }),
                BodyEntry::Block { .. } => None,
            })
            .collect();
        let end = body.span.end;
        self.braces(body.entries.first().map(start), end, |printer| {
            let columns = printer.columns(&pairs, 0);
            for (at, entry) in body.entries.iter().enumerate() {
                let next = body.entries.get(at + 1);
                printer.begin(start(entry));
                let own_end = match entry {
                    BodyEntry::Pair(name, value) => {
                        printer.pair(Pair { name, value }, columns[at]);
                        value.span.end
                    }
                    BodyEntry::Block { name, labels, body } => {
                        printer.block(name, labels, body);
                        body.span.end
                    }
                };
                printer.end(own_end, next.map_or(end.saturating_sub(1), start));
            }
        });
    }

    /// Whether a body with a single pair stays on one line, as its author wrote it.
    fn stays_closed(&self, body: &Body, name: &Name, value: &Expression) -> bool {
        let flat = self.flat(|printer| printer.pair(Pair { name, value }, 0));
        self.on_one_line(body.span.start, body.span.end)
            && !self.has_comments(body.span)
            && self.fits(&format!("{{ {flat} }}"))
    }

    fn block(&mut self, name: &Name, labels: &[Name], body: &Body) {
        self.push(&name.text);
        for label in labels {
            self.push(" ");
            self.quoted(label);
        }
        self.push(" ");
        self.body(body);
    }

    fn expect(&mut self, expect: &Expect) {
        self.push(&format!("expect {}", expect.outcome.text));
        if let Some(rule) = &expect.rule {
            self.push(" ");
            self.quoted(rule);
        }
        if let Some(address) = &expect.address {
            self.push(&format!(" on {}", address.text));
        }
        if let Some(message) = &expect.message {
            self.push(" message like ");
            self.quoted(message);
        }
    }
}
