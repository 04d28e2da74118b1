//! Calls of functions and defines, and arrows.

use std::fmt::Write;
use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::compare::is_list;
use super::kind::{Fields, Object, Shape, Type};
use super::lookup::Asked;
use super::scope::Scope;
use super::unknown::listed;
use crate::diagnostic::Diagnostic;
use crate::function::{Body, Function, Kind, Returns};
use crate::program::{BackReference, Target, Term, TermKind};
use crate::schema::links::link;
use crate::source::Span;
use crate::value::{Missing, Reason, Value};

/// Defines are followed this deep; deeper ones have been reported.
const DEPTH: usize = 32;

impl<'a, 's> Checker<'a, 's> {
    /// `f(a)` of a built-in function.
    pub(super) fn call(
        &mut self,
        function: &'static Function,
        arguments: &'a [Term],
        term: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let mut types = Vec::with_capacity(arguments.len());
        for argument in arguments {
            types.push(self.infer(argument, scope));
        }
        for ((of, argument), parameter) in types.iter().zip(arguments).zip(function.parameters) {
            if !fits(of, parameter.kind) {
                self.misfit(function, of, argument, parameter.kind);
            }
        }
        self.literals(function, arguments);
        let first = types.into_iter().next().unwrap_or_else(Type::any);
        if function.name == "has_attribute" {
            self.has_attribute(&first, arguments);
        }
        let text = || Type::of(Shape::Text).plain();
        let found = match function.returns {
            Returns::Any | Returns::Unknown => Type::any(),
            Returns::Bool => Type::of(Shape::Bool).plain(),
            // Null stays null.
            Returns::Number if function.name == "tonumber" => Type {
                unset: first.unset,
                ..Type::of(Shape::Number).plain()
            },
            Returns::Number => Type::of(Shape::Number).plain(),
            Returns::Text => text(),
            Returns::Texts => Type::list(text()),
            Returns::TextLists => Type::list(Type::list(text())),
            Returns::Key => text().or(Type::of(Shape::Number).plain()).or_null(),
            Returns::Values => values(&first),
            Returns::Members if is_list(&first) => first.clone(),
            Returns::Members => Type::list(Type::any()),
            Returns::Statements => Type::list(statement()),
            Returns::Parts => {
                Type::list(object("a part", vec![("name", text()), ("text", text())]))
            }
            Returns::Secrets => Type::list(secret()),
            Returns::Resource => first.clone().earlier(),
            Returns::Templates => {
                let template = self.types(false, "aws_launch_template", false, term.span);
                Type::list(template)
            }
        };
        // What is asked of a list of resources is asked of each.
        let of_each = matches!(function.parameters, [one, ..] if one.kind == Kind::Resource);
        if of_each && is_list(&first) && function.returns != Returns::Resource {
            return Type::list(found);
        }
        found
    }

    /// Address ranges and versions that are written out must be such.
    fn literals(&mut self, function: &Function, arguments: &[Term]) {
        let Body::Plain(body) = function.body else {
            return;
        };
        if !["cidr_contains", "version_matches"].contains(&function.name) {
            return;
        }
        let missing = Arc::new(Missing {
            reason: Reason::Value,
            what: String::new(),
            decided_by: String::new(),
        });
        for (at, argument) in arguments.iter().enumerate() {
            let TermKind::Constant(value @ Value::Text(_)) = &argument.kind else {
                continue;
            };
            let mut values = vec![Value::Unknown(Arc::clone(&missing)); arguments.len()];
            if let Some(asked) = values.get_mut(at) {
                *asked = value.clone();
            }
            if let Err(trouble) = body(&values) {
                let problem = Diagnostic::error(
                    "T308",
                    trouble.message,
                    argument.span,
                    "this cannot be used",
                );
                self.tell(match trouble.help {
                    Some(help) => problem.help(help.clone()),
                    None => problem,
                });
            }
        }
    }

    fn misfit(&mut self, function: &Function, of: &Type<'s>, argument: &Term, wanted: Kind) {
        let scalar = matches!(wanted, Kind::Text | Kind::Scalar | Kind::Numeric);
        let code = if is_list(of) && scalar {
            "T303"
        } else {
            "T302"
        };
        let problem = Diagnostic::error(
            code,
            format!(
                "`{}` takes {}, and this is {of}",
                function.name,
                wanted.words()
            ),
            argument.span,
            format!("expected {}", wanted.words()),
        );
        let problem = if code == "T303" {
            problem.help(
                "do it for each member: `[for x in … : …]`, or ask with `any`, `all` or `none`",
            )
        } else {
            problem
        };
        self.tell(problem);
    }

    /// A guard with a typo would make a rule apply to nothing.
    fn has_attribute(&mut self, of: &Type<'s>, arguments: &'a [Term]) {
        let [_, name] = arguments else { return };
        let TermKind::Constant(Value::Text(text)) = &name.kind else {
            return;
        };
        let asked = Asked {
            name: text,
            span: name.span,
            guards: &[],
        };
        self.guarded(of, &asked);
    }

    /// A call of a define.
    pub(super) fn define(
        &mut self,
        define: usize,
        arguments: &'a [Term],
        term: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) -> Type<'s> {
        let Some(called) = self.program.defines.get(define) else {
            return Type::any();
        };
        let mut types = Vec::with_capacity(arguments.len());
        for argument in arguments {
            types.push(self.infer(argument, scope));
        }
        for (slot, kind) in called.kinds.iter().enumerate() {
            if let (Some(kind), Some(of)) = (kind, types.get_mut(slot)) {
                let span = arguments.get(slot).map_or(kind.span, |term| term.span);
                *of = self.formal(&called.name, kind, of, span);
            }
        }
        let mut facts = Vec::new();
        let reader = scope.reader(self.program);
        for (slot, argument) in arguments.iter().enumerate() {
            if let Some(path) = reader.path(argument) {
                facts.extend(scope.facts.below(&path, &format!("#{slot}")));
            }
        }
        let mut key = format!("{define}");
        for of in &types {
            key.push('|');
            of.key(&mut key);
        }
        for fact in &facts {
            let _ = write!(key, "|{} {:?}", fact.path, fact.what);
        }
        if let Some(known) = self.defines.get(&key) {
            return known.clone();
        }
        if self.calls.len() >= DEPTH {
            return Type::any();
        }
        let mut inner = Scope::new(None, called.slots);
        for (slot, of) in types.into_iter().enumerate() {
            inner.bind(slot, of);
        }
        inner.facts.assume(facts);
        self.calls.push(term.span);
        let found = self.infer(&called.body, &mut inner);
        self.calls.pop();
        self.defines.insert(key, found.clone());
        found
    }

    /// What an argument is that has a type behind it.
    fn formal(&mut self, define: &str, kind: &Target, of: &Type<'s>, span: Span) -> Type<'s> {
        let declared = self.target(kind);
        let mut given = of.clone();
        while let [Shape::List(member)] = given.shapes.as_slice() {
            given = (**member).clone();
        }
        let mut resources = given.shapes.iter().filter_map(|shape| match shape {
            Shape::Resource(kinds) if !kinds.list.is_empty() => Some(kinds),
            _ => None,
        });
        let Some(kinds) = resources.next() else {
            let unset = of.unset;
            return if given.is_any() {
                Type { unset, ..declared }
            } else {
                of.clone()
            };
        };
        if kinds.list.iter().any(|one| one.name == kind.kind) {
            return of.clone();
        }
        let problem = Diagnostic::error(
            "T302",
            format!("`{define}` takes an `{}`, and this is {given}", kind.kind),
            span,
            format!("expected an `{}`", kind.kind),
        );
        self.tell(problem.also(kind.span, "as it says here"));
        Type::any()
    }

    /// `x -> T`
    pub(super) fn forward(&mut self, from: &Type<'s>, of: &'a Term, target: &Target) -> Type<'s> {
        let to = self.target(target);
        if !from.data || from.shapes.is_empty() {
            self.leads_to(from, of.span, target);
            return to;
        }
        let problem = Diagnostic::error(
            "T306",
            format!(
                "this refers to no `{}`: it is no attribute of a resource",
                target.kind
            ),
            of.span,
            format!("this is {from}, made by the rule itself"),
        );
        self.tell(problem.help("write the attribute that holds the reference before the arrow"));
        to
    }

    /// Whether an attribute may name what an arrow leads to, as far as that is certain.
    fn leads_to(&mut self, from: &Type<'s>, span: Span, target: &Target) {
        let Some(origin) = from.origins.first() else {
            return;
        };
        let mut names: Vec<String> = Vec::new();
        for origin in &from.origins {
            let Some(link) = link(&origin.kind.name, &origin.path) else {
                if !origin.kind.data && never_names(from) {
                    continue;
                }
                return;
            };
            let mut targets = link.targets.iter();
            if origin.kind.data || targets.any(|one| *one.kind == *target.kind) {
                return;
            }
            names.extend(link.targets.iter().map(|one| format!("`{}`", one.kind)));
        }
        if target.data || target.wild {
            return;
        }
        names.sort_unstable();
        names.dedup();
        let problem = Diagnostic::error(
            "S406",
            format!(
                "`{}.{}` never names an `{}`",
                origin.kind.name, origin.path, target.kind
            ),
            target.span,
            "no way leads there",
        )
        .also(span, "from here");
        self.tell(if names.is_empty() {
            problem.help(format!("this is {from}, which names nothing"))
        } else {
            problem.help(format!("it names {}", listed(&names, 6)))
        });
    }

    /// Whether a path that is asked behind `<-` may name any of these, as far as that is certain.
    fn leads_back(&mut self, from: &Type<'s>, at: &Type<'s>, reference: &BackReference) {
        let Target {
            data, kind, wild, ..
        } = &reference.target;
        let (false, false, Some(last)) = (*data, *wild, reference.places.last()) else {
            return;
        };
        let mut given = from.clone();
        while let [Shape::List(member)] = given.shapes.as_slice() {
            given = (**member).clone();
        }
        let [Shape::Resource(kinds)] = given.shapes.as_slice() else {
            return;
        };
        if kinds.list.is_empty() || kinds.list.iter().any(|one| one.data) {
            return;
        }
        let path = reference.path.join(".");
        let targets = match link(kind, &path) {
            Some(link) => link.targets,
            None if never_names(at) => &[],
            None => return,
        };
        let is_target = |name: &str| targets.iter().any(|one| one.kind == name);
        if kinds.list.iter().any(|one| is_target(&one.name)) {
            return;
        }
        let wanted: Vec<String> = kinds.list.iter().map(|one| format!("`{one}`")).collect();
        let problem = Diagnostic::error(
            "S406",
            format!("`{kind}.{path}` never names an {}", listed(&wanted, 6)),
            *last,
            "no way leads from here",
        );
        let names: Vec<String> = targets
            .iter()
            .map(|one| format!("`{}`", one.kind))
            .collect();
        self.tell(if names.is_empty() {
            problem.help(format!("this is {at}, which names nothing"))
        } else {
            problem.help(format!("it names {}", listed(&names, 6)))
        });
    }

    /// `x <- T.a.b`
    pub(super) fn back(
        &mut self,
        from: &Type<'s>,
        of: &'a Term,
        reference: &BackReference,
    ) -> Type<'s> {
        let to = self.target(&reference.target);
        let mut at = to.clone();
        for (name, span) in reference.path.iter().zip(&reference.places) {
            let asked = Asked {
                name,
                span: *span,
                guards: &[],
            };
            at = self.attribute(&at, &asked);
        }
        self.leads_back(from, &at, reference);
        if from.data && !from.shapes.is_empty() && !from.is_any() {
            let problem = Diagnostic::error(
                "T306",
                "nothing refers to this: it is no resource",
                of.span,
                format!("this is {from}, made by the rule itself"),
            );
            self.tell(problem.help("write the resource before the arrow, as `self`"));
        }
        to
    }
}

/// Whether no value can be a name, an id or an ARN.
fn never_names(of: &Type<'_>) -> bool {
    let plain = |shape: &Shape<'_>| matches!(shape, Shape::Bool | Shape::Number);
    !of.shapes.is_empty() && of.shapes.iter().all(plain)
}

/// Whether any of what a value may be can be given.
fn fits(of: &Type<'_>, kind: Kind) -> bool {
    let fits = |shape: &Shape<'_>| match (kind, shape) {
        (_, Shape::Any) | (Kind::Any, _) => true,
        (Kind::Resource, _) => !of.data || is_thing(shape),
        // A resource counts as its address.
        (Kind::Text | Kind::Scalar | Kind::Numeric, Shape::Text | Shape::Resource(_)) => true,
        (Kind::Scalar, Shape::Number | Shape::Bool) | (Kind::Numeric, Shape::Number) => true,
        (Kind::List, Shape::List(_)) => true,
        (Kind::Texts, Shape::Text | Shape::List(_) | Shape::Resource(_)) => true,
        (Kind::List, Shape::Resource(_) | Shape::Map(_) | Shape::Object(_)) => true,
        (Kind::Numbers, Shape::List(of)) => {
            of.is_open()
                || of
                    .shapes
                    .iter()
                    .any(|shape| matches!(shape, Shape::Number | Shape::Any))
        }
        (Kind::Map, Shape::Map(_) | Shape::Object(_)) => true,
        (
            Kind::Countable,
            Shape::List(_) | Shape::Map(_) | Shape::Object(_) | Shape::Text | Shape::Resource(_),
        ) => true,
        (
            Kind::Policy,
            Shape::Text | Shape::Map(_) | Shape::Object(_) | Shape::Resource(_) | Shape::List(_),
        ) => true,
        (_, Shape::Object(_)) if is_thing(shape) => true,
        _ => false,
    };
    of.shapes.is_empty() || of.shapes.iter().any(fits)
}

fn is_thing(shape: &Shape<'_>) -> bool {
    matches!(shape, Shape::Object(object) if object.is_thing())
}

fn values<'s>(of: &Type<'s>) -> Type<'s> {
    let mut found = Type::nothing();
    for shape in &of.shapes {
        found = found.or(match shape {
            Shape::Map(of) => (**of).clone(),
            Shape::Object(object) => match &object.fields {
                Fields::Listed(fields) if !object.open => {
                    let values = fields.iter().map(|(_, of)| of.clone());
                    values.fold(Type::nothing(), Type::or)
                }
                _ => Type::any(),
            },
            _ => Type::any(),
        });
    }
    Type::list(found.plain())
}

/// An element of `iam_statements(…)`.
fn statement<'s>() -> Type<'s> {
    let text = || Type::of(Shape::Text).plain().or_null();
    let texts = || Type::list(Type::of(Shape::Text).plain());
    let principals = || object("a principal", vec![("type", text()), ("id", text())]);
    let condition = object(
        "a condition",
        vec![("test", text()), ("variable", text()), ("values", texts())],
    );
    object(
        "a statement",
        vec![
            ("sid", text()),
            ("effect", text()),
            ("actions", texts()),
            ("not_actions", texts()),
            ("resources", texts()),
            ("not_resources", texts()),
            ("principals", Type::list(principals())),
            ("not_principals", Type::list(principals())),
            ("conditions", Type::list(condition)),
            ("document", Type::any().plain()),
        ],
    )
}

/// An element of `secrets(…)`.
fn secret<'s>() -> Type<'s> {
    let text = || Type::of(Shape::Text).plain();
    object(
        "a secret",
        vec![
            ("example", Type::of(Shape::Bool).plain()),
            ("id", text()),
            ("kind", text()),
            ("line", Type::of(Shape::Number).plain()),
            ("part", text()),
            ("place", text()),
        ],
    )
}

fn object<'s>(name: &str, fields: Vec<(&str, Type<'s>)>) -> Type<'s> {
    let fields = fields.into_iter();
    let fields = fields.map(|(name, of)| (Arc::from(name), of)).collect();
    Type::of(Shape::Object(Rc::new(Object {
        name: name.to_owned(),
        fields: Fields::Listed(fields),
        open: false,
        unlike: false,
    })))
    .plain()
}
