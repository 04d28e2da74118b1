//! Test blocks.

use super::Printer;
use super::item::action_word;
use crate::syntax::ast::{
    Body, BodyEntry, Expect, Expression, Given, GivenKind, GivenObject, Name, Test,
};

impl Printer<'_> {
    pub(super) fn test(&mut self, test: &Test) {
        self.comments_before(test.span.start);
        self.push("test ");
        self.quoted(&test.sentence);
        self.push(" ");
        self.braces(|printer| {
            for given in &test.givens {
                printer.given(given);
            }
            for expect in &test.expects {
                printer.expect(expect);
            }
            printer.comments_before(test.span.end);
        });
        self.push("\n");
    }

    fn given(&mut self, given: &Given) {
        if let Given::Object(object) = given {
            self.comments_before(object.span.start);
        }
        self.line();
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
            Given::Var(name, value) => self.value("var", name, value),
            Given::Param(name, value) => self.value("param", name, value),
            Given::Object(object) => self.object(object),
        }
        self.push("\n");
    }

    fn value(&mut self, word: &str, name: &Name, value: &Expression) {
        self.push(&format!("{word} {} = ", name.text));
        self.loosest(value);
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
        if body.entries.is_empty() {
            return self.push("{}");
        }
        self.braces(|printer| {
            for entry in &body.entries {
                printer.body_entry(entry);
            }
        });
    }

    fn body_entry(&mut self, entry: &BodyEntry) {
        match entry {
            BodyEntry::Pair(name, value) => {
                self.comments_before(name.span.start);
                self.line();
                self.key(name);
                self.push(" = ");
                self.loosest(value);
            }
            BodyEntry::Block { name, labels, body } => {
                self.comments_before(name.span.start);
                self.line();
                self.push(&name.text);
                for label in labels {
                    self.push(" ");
                    self.quoted(label);
                }
                self.push(" ");
                self.body(body);
            }
        }
        self.push("\n");
    }

    fn expect(&mut self, expect: &Expect) {
        self.comments_before(expect.span.start);
        self.line();
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
        self.push("\n");
    }
}
