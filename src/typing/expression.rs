//! What terms may come to.

use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::fact::What;
use super::kind::{Kinds, Object, Shape, Type};
use super::lookup::Asked;
use super::scope::Scope;
use crate::diagnostic::Diagnostic;
use crate::program::{Comprehension, Piece, Quantified, Root, Term, TermKind};
use crate::source::Span;
use crate::syntax::ast::{ParamType, Quantifier};
use crate::value::Value;

impl<'a, 's> Checker<'a, 's> {
    /// What a term may come to; says what is wrong with it.
    pub(super) fn infer(&mut self, term: &'a Term, scope: &mut Scope<'a, 's>) -> Type<'s> {
        match &term.kind {
            TermKind::Constant(_) if !self.is_written(term) => Type::any(),
            TermKind::Constant(value) => Type::of_value(value),
            TermKind::Template(pieces) => self.template(pieces, scope),
            TermKind::List(items) => self.list(items, scope),
            TermKind::Map(entries) => self.map(entries, scope),
            TermKind::Local(slot) => {
                let of = scope.slots.get(*slot).cloned().unwrap_or_else(Type::any);
                self.narrowed(of, term, scope)
            }
            TermKind::Param(param) => self.param(*param),
            TermKind::Define(define, arguments) => self.define(*define, arguments, term, scope),
            TermKind::SelfValue => {
                let of = scope.subject.clone().unwrap_or_else(Type::any);
                self.narrowed(of, term, scope)
            }
            TermKind::Root(root) => root_type(root),
            TermKind::Attribute(of, name) => {
                let base = self.infer(of, scope);
                let span = self.name_span(term.span, name);
                let found = self.member(&base, of, (name, span), scope);
                self.narrowed(found, term, scope)
            }
            TermKind::Index(of, index) => self.index(of, index, term, scope),
            TermKind::Forward(of, target) => {
                let from = self.infer(of, scope);
                Type::list(self.forward(&from, of, target))
            }
            TermKind::Back(of, reference) => {
                let from = self.infer(of, scope);
                Type::list(self.back(&from, of, reference))
            }
            TermKind::Conditional(parts) => self.conditional(parts, scope),
            TermKind::Coalesce(of, otherwise) => self.coalesce(of, otherwise, scope),
            TermKind::Quantifier(quantified) => self.quantifier(quantified, scope),
            TermKind::For(comprehension) => self.comprehension(comprehension, scope),
            TermKind::Resources(target) => Type::list(self.target(target)),
            TermKind::Call(function, arguments) => self.call(function, arguments, term, scope),
            TermKind::Not(_)
            | TermKind::And(_)
            | TermKind::Or(_)
            | TermKind::Compare(..)
            | TermKind::Match { .. }
            | TermKind::Is { .. } => {
                self.condition(term, scope);
                Type::of(Shape::Bool).plain()
            }
        }
    }

    fn list(&mut self, items: &'a [Term], scope: &mut Scope<'a, 's>) -> Type<'s> {
        let mut of = Type::nothing();
        for item in items {
            of = of.or(self.infer(item, scope));
        }
        Type::list(of)
    }

    fn map(&mut self, entries: &'a [(Arc<str>, Term)], scope: &mut Scope<'a, 's>) -> Type<'s> {
        let mut fields = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            fields.push((Arc::clone(key), self.infer(value, scope)));
        }
        Type::of(Shape::Object(Rc::new(Object::written(fields)))).plain()
    }

    fn conditional(&mut self, parts: &'a [Term; 3], scope: &mut Scope<'a, 's>) -> Type<'s> {
        let [condition, yes, no] = parts;
        self.condition(condition, scope);
        let yes = self.under(condition, true, yes, scope);
        let no = self.under(condition, false, no, scope);
        yes.or(no)
    }

    fn coalesce(
        &mut self,
        of: &'a Term,
        otherwise: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let left = self.infer(of, scope);
        let right = self.infer(otherwise, scope);
        Type {
            unset: false,
            origins: Vec::new(),
            ..left
        }
        .or(right)
    }

    fn quantifier(&mut self, asked: &'a Quantified, scope: &mut Scope<'a, 's>) -> Type<'s> {
        let (key, member) = self.members(&asked.list, scope);
        if let Some(slot) = asked.key {
            scope.bind(slot, key);
        }
        scope.bind(asked.value, member);
        self.condition(&asked.condition, scope);
        let shape = match asked.quantifier {
            Quantifier::Count => Shape::Number,
            _ => Shape::Bool,
        };
        Type::of(shape).plain()
    }

    fn comprehension(
        &mut self,
        comprehension: &'a Comprehension,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let (key, member) = self.members(&comprehension.list, scope);
        if let Some(slot) = comprehension.key {
            scope.bind(slot, key);
        }
        scope.bind(comprehension.value, member);
        let Some(condition) = &comprehension.condition else {
            return Type::list(self.infer(&comprehension.element, scope));
        };
        self.condition(condition, scope);
        Type::list(self.under(condition, true, &comprehension.element, scope))
    }

    /// A term where a condition is wanted.
    pub(super) fn condition(&mut self, term: &'a Term, scope: &mut Scope<'a, 's>) {
        match &term.kind {
            TermKind::Not(of) => self.condition(of, scope),
            TermKind::And(parts) | TermKind::Or(parts) => {
                let holds = matches!(term.kind, TermKind::And(_));
                let facts = scope.reader(self.program).facts(term, holds);
                let mark = scope.facts.assume(facts);
                for part in parts {
                    self.condition(part, scope);
                }
                scope.facts.forget(mark);
                self.together(term, scope);
            }
            TermKind::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right, scope);
                self.constant(*comparison, [left, right], term.span, scope);
            }
            TermKind::Match { text, pattern, .. } => self.matches(text, pattern, scope),
            TermKind::Is { of, .. } => {
                self.infer(of, scope);
            }
            _ => {
                let of = self.infer(term, scope);
                self.must_be_bool(&of, term.span);
            }
        }
    }

    /// What a term comes to where a condition is true, or is false.
    fn under(
        &mut self,
        condition: &'a Term,
        holds: bool,
        term: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let facts = scope.reader(self.program).facts(condition, holds);
        let mark = scope.facts.assume(facts);
        let of = self.infer(term, scope);
        scope.facts.forget(mark);
        of
    }

    /// A place, with what guards say of it.
    pub(super) fn narrowed(
        &self,
        mut of: Type<'s>,
        term: &Term,
        scope: &Scope<'a, 's>,
    ) -> Type<'s> {
        let Some(path) = scope.reader(self.program).path(term) else {
            return of;
        };
        if scope.facts.is_set(&path) {
            of.unset = false;
        }
        let facts = scope.facts.of(&path);
        let about_type = |what: &What<'_>| matches!(what, What::OneOf(..) | What::Like(..));
        if !facts.iter().any(about_type) {
            return of;
        }
        for shape in &mut of.shapes {
            if let Shape::Resource(kinds) = shape
                && !kinds.list.is_empty()
            {
                let mut list = kinds.list.clone();
                list.retain(|kind| facts.iter().all(|what| what.allows(kind)));
                let named = facts
                    .iter()
                    .any(|what| matches!(what, What::OneOf(_, true)));
                let glob = kinds.glob.clone().filter(|_| !named);
                *shape = if list.is_empty() {
                    // Nothing is left: this is never asked.
                    Shape::Any
                } else {
                    let before = kinds.before;
                    Shape::Resource(Rc::new(Kinds { list, glob, before }))
                };
            }
        }
        of
    }

    /// `x.a`, under what guards say of both.
    fn member(
        &mut self,
        base: &Type<'s>,
        of: &'a Term,
        (name, span): (&Arc<str>, Span),
        scope: &Scope<'a, 's>,
    ) -> Type<'s> {
        let path = scope.reader(self.program).path(of);
        let guards = path.map_or(&[][..], |path| scope.facts.of(&path));
        let asked = Asked { name, span, guards };
        self.attribute(base, &asked)
    }

    fn index(
        &mut self,
        of: &'a Term,
        index: &'a Term,
        term: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let base = self.infer(of, scope);
        if let TermKind::Constant(Value::Text(name)) = &index.kind {
            let found = self.member(&base, of, (name, index.span), scope);
            return self.narrowed(found, term, scope);
        }
        let at = self.infer(index, scope);
        let numbered = matches!(at.shapes.as_slice(), [Shape::Number]);
        let mut found = Type::nothing();
        for shape in &base.shapes {
            found = found.or(match shape {
                Shape::List(of) if numbered => (**of).clone().or_null(),
                Shape::Map(of) if !numbered => (**of).clone().or_null(),
                Shape::Resource(_) if numbered => Type::of(shape.clone()),
                // A block that there is once may be asked for by its place as well.
                Shape::Object(object) if numbered && !object.is_written() => {
                    Type::of(shape.clone())
                }
                _ => Type::any(),
            });
        }
        found.data = base.data;
        found.unset |= base.unset;
        self.narrowed(found, term, scope)
    }

    fn template(&mut self, pieces: &'a [Piece], scope: &mut Scope<'a, 's>) -> Type<'s> {
        for piece in pieces {
            if let Piece::Interpolation(term) = piece {
                let of = self.infer(term, scope);
                self.printed(&of, term.span);
            }
        }
        Type::of(Shape::Text).plain()
    }

    fn param(&self, param: usize) -> Type<'s> {
        let kind = self.program.params.get(param);
        let kind = kind.and_then(|param| param.kind.as_ref());
        kind.map_or_else(Type::any, param_type).plain()
    }

    /// The index or key, and the member, of what a loop goes through.
    pub(super) fn members(
        &mut self,
        list: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> (Type<'s>, Type<'s>) {
        let of = self.infer(list, scope);
        let mut members: Option<(Type<'s>, Type<'s>)> = None;
        let mut scalar = false;
        for shape in &of.shapes {
            let found = match shape {
                Shape::Any => (Type::any(), Type::any()),
                Shape::List(member) => (Type::of(Shape::Number), (**member).clone()),
                Shape::Map(member) => (Type::of(Shape::Text), (**member).clone()),
                Shape::Resource(_) => (Type::any(), Type::of(shape.clone())),
                Shape::Object(object) => match &object.fields {
                    super::kind::Fields::Listed(fields) if !object.open => {
                        let values = fields.iter().map(|(_, of)| of.clone());
                        let value = values.fold(Type::nothing(), Type::or);
                        (Type::of(Shape::Text), value)
                    }
                    _ => (Type::any(), Type::any()),
                },
                Shape::Bool | Shape::Number | Shape::Text => {
                    scalar = true;
                    continue;
                }
            };
            members = Some(match members {
                Some((key, member)) => (key.or(found.0), member.or(found.1)),
                None => found,
            });
        }
        if scalar && members.is_none() {
            self.no_list(&of, list.span);
            return (Type::any(), Type::any());
        }
        let (key, mut member) = members.unwrap_or_else(|| (Type::any(), Type::any()));
        if member.origins.is_empty() {
            member.origins = of.origins.iter().map(|one| one.of_member()).collect();
        }
        member.data |= of.data;
        (key.plain(), member)
    }

    fn no_list(&mut self, of: &Type<'s>, span: Span) {
        let problem = Diagnostic::error(
            "T304",
            format!("{of} has no members to go through"),
            span,
            "expected a list or a map",
        );
        self.tell(
            problem.help("compare it without `any`, `all`, `none`, `count`, `for` or `each`"),
        );
    }

    fn must_be_bool(&mut self, of: &Type<'s>, span: Span) {
        let is_bool = |shape: &Shape<'_>| matches!(shape, Shape::Bool | Shape::Any);
        if of.shapes.is_empty() || of.shapes.iter().any(is_bool) {
            return;
        }
        let problem = Diagnostic::error(
            "T301",
            format!("a condition must be a bool, and this is {of}"),
            span,
            "expected a condition",
        );
        self.tell(problem.help("compare it, as in `x == \"a\"`, or ask whether it `is set`"));
    }

    /// What is printed must have a text.
    pub(super) fn printed(&mut self, of: &Type<'s>, span: Span) {
        let is_map = |shape: &Shape<'_>| match shape {
            Shape::Map(_) | Shape::Object(_) => true,
            Shape::List(of) => {
                !of.shapes.is_empty()
                    && of
                        .shapes
                        .iter()
                        .all(|shape| matches!(shape, Shape::Map(_) | Shape::Object(_)))
            }
            _ => false,
        };
        if of.shapes.is_empty() || !of.shapes.iter().all(is_map) || is_named_thing(of) {
            return;
        }
        let problem = Diagnostic::error(
            "T307",
            format!("{of} has no text"),
            span,
            "expected a string, a number, a bool, a resource, or a list of such",
        );
        self.tell(problem.help("print what is in it: an attribute, `keys(…)`, or `jsonencode(…)`"));
    }
}

/// A module call, an output, a provider or the plan: it prints as its address.
fn is_named_thing(of: &Type<'_>) -> bool {
    let is_thing = |shape: &Shape<'_>| match shape {
        Shape::Object(object) => object.is_thing(),
        _ => false,
    };
    of.shapes.iter().any(is_thing)
}

fn root_type<'s>(root: &Root) -> Type<'s> {
    Type::of(match root {
        Root::Variable(_) => Shape::Any,
        Root::Workspace | Root::Version => Shape::Text,
        Root::Errored | Root::Complete | Root::Applyable | Root::IsState => Shape::Bool,
    })
    .plain()
}

fn param_type<'s>(kind: &ParamType) -> Type<'s> {
    Type::of(match kind {
        ParamType::Text => Shape::Text,
        ParamType::Number => Shape::Number,
        ParamType::Bool => Shape::Bool,
        ParamType::List(of) => Shape::List(Rc::new(param_type(of).plain())),
        ParamType::Map(of) => Shape::Map(Rc::new(param_type(of).plain())),
    })
}
