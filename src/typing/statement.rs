//! Rules and their statements.

use super::Checker;
use super::fact::of_block;
use super::kind::{Fields, Object, Shape, Type};
use super::scope::Scope;
use crate::program::{Define, Message, Piece, Rule, Selector, Statement, TypeMatcher};
use crate::source::Span;
use std::rc::Rc;
use std::sync::Arc;

impl<'a, 's> Checker<'a, 's> {
    pub(super) fn rule(&mut self, rule: &'a Rule) {
        let mut subject: Option<Type<'s>> = None;
        for (selector, span) in rule.selectors.iter().zip(&rule.selector_spans) {
            let of = self.selected(selector, *span);
            subject = Some(match subject {
                Some(before) => before.or(of),
                None => of,
            });
        }
        if rule.when.only_leaving() {
            subject = subject.map(Type::earlier);
        }
        let mut scope = Scope::new(subject, rule.slots);
        self.statements(&rule.body, &mut scope);
    }

    /// A define for itself: its arguments may be anything, or what stands behind them.
    pub(super) fn define_alone(&mut self, define: &'a Define) {
        let mut scope = Scope::new(None, define.slots);
        for (slot, kind) in define.kinds.iter().enumerate() {
            if let Some(kind) = kind {
                let of = self.target(kind);
                scope.bind(slot, of);
            }
        }
        self.infer(&define.body, &mut scope);
    }

    fn selected(&mut self, selector: &Selector, span: Span) -> Type<'s> {
        match selector {
            Selector::Resource(kinds) => self.matched(false, kinds, span),
            Selector::Data(kinds) => self.matched(true, kinds, span),
            Selector::Module(_) => thing("a module call", MODULE_CALL, true),
            Selector::Plan => thing("the plan", &[], false),
            Selector::Document => Type::any().plain(),
            Selector::Output => thing("an output", OUTPUT, false),
            Selector::Provider => self.providers(),
        }
    }

    fn matched(&mut self, data: bool, kinds: &TypeMatcher, span: Span) -> Type<'s> {
        match kinds {
            TypeMatcher::Exact(name) => self.types(data, name, false, span),
            TypeMatcher::Glob(glob) => {
                let text = glob.glob().glob().to_owned();
                let wild = Self::is_wild(&text);
                self.types(data, &text, wild, span)
            }
        }
    }

    fn providers(&mut self) -> Type<'s> {
        let mut arguments = Vec::new();
        for provider in self.schemas.providers() {
            arguments.extend(provider.attributes().map(|one| (one.name, Value::Any)));
            arguments.extend(provider.blocks().map(|one| (one.name, Value::Any)));
        }
        // One of which nothing is known may have others.
        let open = |name, fields| Object {
            unlike: true,
            ..of_thing(name, fields, true)
        };
        let defaults = open("what a provider has as defaults", listed(&arguments));
        arguments.extend(PROVIDER);
        let mut fields = listed(&arguments);
        if let Fields::Listed(fields) = &mut fields {
            let defaults = Type::of(Shape::Object(Rc::new(defaults))).plain();
            fields.retain(|(name, _)| **name != *"defaults");
            fields.push((Arc::from("defaults"), defaults));
        }
        let object = open("a provider", fields);
        Type::of(Shape::Object(Rc::new(object))).plain()
    }

    fn statements(&mut self, body: &'a [Statement], scope: &mut Scope<'a, 's>) {
        for statement in body {
            if let Statement::Let { slot, value, .. } = statement {
                scope.name(*slot, value, self.program);
            }
        }
        let facts = of_block(&scope.reader(self.program), body);
        let mark = scope.facts.assume(facts);
        for statement in body {
            self.statement(statement, scope);
        }
        self.wheres(body, scope);
        scope.facts.forget(mark);
    }

    fn statement(&mut self, statement: &'a Statement, scope: &mut Scope<'a, 's>) {
        match statement {
            Statement::Where(condition) => {
                self.condition(condition, scope);
                self.literal(condition, true);
                self.literal(condition, false);
            }
            Statement::Unless { condition, because } => {
                self.condition(condition, scope);
                self.literal(condition, true);
                self.literal(condition, false);
                if let Some(because) = because {
                    self.message(because, scope);
                }
            }
            Statement::Let { slot, value, .. } => {
                let of = self.infer(value, scope);
                scope.bind(*slot, of);
            }
            Statement::Assert {
                condition,
                deny,
                message,
                ..
            } => {
                // The message is read where the assertion does not hold.
                let facts = condition.as_ref().map_or_else(Vec::new, |condition| {
                    self.condition(condition, scope);
                    // One that always fails is written so on purpose.
                    self.literal(condition, !*deny);
                    scope.reader(self.program).facts(condition, *deny)
                });
                let mark = scope.facts.assume(facts);
                self.message(message, scope);
                scope.facts.forget(mark);
            }
            Statement::Each {
                key,
                value,
                list,
                body,
                ..
            } => {
                let (index, member) = self.members(list, scope);
                if let Some(key) = key {
                    scope.bind(*key, index);
                }
                scope.bind(*value, member);
                self.statements(body, scope);
            }
        }
    }

    fn message(&mut self, message: &'a Message, scope: &mut Scope<'a, 's>) {
        for piece in &message.0 {
            if let Piece::Interpolation(term) = piece {
                let of = self.infer(term, scope);
                self.printed(&of, term.span);
            }
        }
    }
}

/// Something that is no resource and that rules can be about.
fn thing<'s>(name: &str, fields: &[(&str, Value)], open: bool) -> Type<'s> {
    let object = of_thing(name, listed(fields), open);
    Type::of(Shape::Object(Rc::new(object))).plain()
}

fn of_thing<'s>(name: &str, fields: Fields<'s>, open: bool) -> Object<'s> {
    Object {
        name: name.to_owned(),
        fields,
        open,
        unlike: false,
    }
}

fn listed<'s>(fields: &[(&str, Value)]) -> Fields<'s> {
    let fields = fields.iter().map(|(name, value)| {
        let of = match value {
            Value::Any => Type::any(),
            Value::Text => Type::of(Shape::Text).or_null(),
            Value::Texts => Type::list(Type::of(Shape::Text).plain()),
            Value::Bool => Type::of(Shape::Bool),
        };
        (Arc::from(*name), of.plain())
    });
    Fields::Listed(fields.collect())
}

#[derive(Clone, Copy)]
enum Value {
    Any,
    Text,
    Texts,
    Bool,
}

const MODULE_CALL: &[(&str, Value)] = &[("source", Value::Text), ("version", Value::Text)];
const OUTPUT: &[(&str, Value)] = &[("value", Value::Any), ("sensitive", Value::Bool)];
const PROVIDER: &[(&str, Value)] = &[
    ("alias", Value::Text),
    ("constants", Value::Texts),
    ("defaults", Value::Any),
    ("full_name", Value::Text),
    ("version_constraint", Value::Text),
];
