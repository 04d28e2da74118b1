//! Comparisons: can the two sides ever agree?

use super::Checker;
use super::kind::{Shape, Type};
use super::scope::Scope;
use crate::diagnostic::{Diagnostic, Fix};
use crate::program::{PatternTerm, Term, TermKind};
use crate::source::Span;
use crate::syntax::ast::Comparison;
use crate::value::Value;
use crate::value::print::notation;

impl<'a, 's> Checker<'a, 's> {
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &'a Term,
        right: &'a Term,
        scope: &mut Scope<'a, 's>,
    ) {
        let one = (self.infer(left, scope), left);
        let other = (self.infer(right, scope), right);
        self.stand_ins(comparison, &one, &other);
        match comparison {
            Comparison::Equal | Comparison::NotEqual => self.equal(&one, &other),
            Comparison::In | Comparison::NotIn => self.is_in(&one, &other),
            Comparison::Contains | Comparison::NotContains => self.is_in(&other, &one),
            Comparison::Less
            | Comparison::LessOrEqual
            | Comparison::Greater
            | Comparison::GreaterOrEqual => {
                self.ordered(&one);
                self.ordered(&other);
            }
            Comparison::Like
            | Comparison::NotLike
            | Comparison::Matches
            | Comparison::NotMatches => {}
        }
        self.types_named(&one, &other);
        if !matches!(one.1.kind, TermKind::Constant(Value::Null { .. }))
            && !matches!(other.1.kind, TermKind::Constant(Value::Null { .. }))
        {
            self.left_out(&one, scope);
            self.left_out(&other, scope);
        }
    }

    /// Literals behind `??`: each must be comparable as well, or the comparison only works where
    /// the value is set.
    fn stand_ins(
        &mut self,
        comparison: Comparison,
        one: &(Type<'s>, &'a Term),
        other: &(Type<'s>, &'a Term),
    ) {
        let number = Type::of(Shape::Number);
        for (side, against) in [(one, other), (other, one)] {
            let against = match comparison {
                Comparison::Equal | Comparison::NotEqual => &against.0,
                Comparison::Less
                | Comparison::LessOrEqual
                | Comparison::Greater
                | Comparison::GreaterOrEqual => &number,
                _ => return,
            };
            if let TermKind::Coalesce(_, stand_in) = &side.1.kind
                && let TermKind::Constant(value) = &stand_in.kind
                && !can_agree(&Type::of_value(value), against)
                && !matches!(value, Value::Null { .. })
            {
                let stands_in = Type::of_value(value);
                let problem = Diagnostic::error(
                    "T302",
                    format!("{against} is compared with {stands_in} where nothing is set"),
                    stand_in.span,
                    format!("this is {stands_in}"),
                );
                self.tell(spelled_as(problem, stand_in, against));
            }
        }
    }

    /// A comparison with what is unknown where it is left out.
    fn left_out(&mut self, side: &(Type<'s>, &'a Term), scope: &Scope<'a, 's>) {
        let (of, term) = side;
        let is_place = matches!(
            term.kind,
            TermKind::Attribute(..) | TermKind::Index(..) | TermKind::Local(_)
        );
        let mut origins = of.origins.iter();
        let Some(origin) = origins.next().filter(|origin| is_place && origin.filled) else {
            return;
        };
        let path = scope.reader(self.program).path(term);
        let is_guarded = path.is_some_and(|path| scope.facts.is_set(&path));
        if is_guarded || !origins.all(|origin| origin.filled) {
            return;
        }
        let problem = Diagnostic::warning(
            "W602",
            format!(
                "`{}.{}` is unknown where the configuration leaves it out",
                origin.kind, origin.path
            ),
            term.span,
            "then this comparison is undetermined",
        );
        self.tell(problem.help(
            "the provider fills it in during apply: ask whether it `is written` or `is set` as well, or give it a value with `??`",
        ));
    }

    fn equal(&mut self, one: &(Type<'s>, &'a Term), other: &(Type<'s>, &'a Term)) {
        if can_agree(&one.0, &other.0) {
            return;
        }
        match (is_list(&one.0), is_list(&other.0)) {
            (true, false) => self.list_with_scalar(one, other),
            (false, true) => self.list_with_scalar(other, one),
            _ => self.never_equal(one, other),
        }
    }

    fn never_equal(&mut self, one: &(Type<'s>, &'a Term), other: &(Type<'s>, &'a Term)) {
        let literal = [one, other]
            .into_iter()
            .find(|(_, term)| matches!(term.kind, TermKind::Constant(_)));
        let (literal, of) = match literal {
            Some(literal) if std::ptr::eq(literal, one) => (literal, other),
            _ => (other, one),
        };
        let problem = Diagnostic::error(
            "T302",
            format!("{} is never equal to {}", of.0, literal.0),
            literal.1.span,
            format!("this is {}", literal.0),
        )
        .also(of.1.span, format!("this is {}", of.0));
        self.tell(spelled_as(problem, literal.1, &of.0));
    }

    fn list_with_scalar(&mut self, list: &(Type<'s>, &'a Term), scalar: &(Type<'s>, &'a Term)) {
        let text = |term: &Term| self.sources.slice(term.span).to_owned();
        let (of, with) = (text(list.1), text(scalar.1));
        let problem = Diagnostic::error(
            "T303",
            format!("{} is compared with {}", list.0, scalar.0),
            list.1.span,
            "this is a list",
        );
        let help = if of.contains('\n') || with.contains('\n') {
            "say which of its members are meant: `any(x in … : x == …)`, `all(…)` or `none(…)`"
                .to_owned()
        } else {
            format!(
                "say which of its members are meant: `any(x in {of} : x == {with})`, `all(…)` or `none(…)`"
            )
        };
        self.tell(problem.help(help));
    }

    fn is_in(&mut self, item: &(Type<'s>, &'a Term), container: &(Type<'s>, &'a Term)) {
        if let TermKind::Constant(Value::List(members)) = &container.1.kind {
            let members = members
                .iter()
                .filter(|one| !matches!(one, Value::Null { .. }));
            let of = members.map(|member| (member, Type::of_value(member)));
            let (fit, others): (Vec<_>, Vec<_>) = of.partition(|(_, of)| can_agree(&item.0, of));
            if let (false, Some((member, of))) = (fit.is_empty(), others.first()) {
                let member = notation(member);
                let problem = Diagnostic::error(
                    "T302",
                    format!("{} is never equal to {of}", item.0),
                    container.1.span,
                    format!("`{}` is {of}", member.escape_debug()),
                )
                .also(item.1.span, format!("this is {}", item.0));
                self.tell(problem.help("write all members as values of one type"));
                return;
            }
        }
        let mut wrong = None;
        for shape in &container.0.shapes {
            let fits = match shape {
                Shape::Any => true,
                Shape::List(of) | Shape::Map(of) => can_agree(&item.0, of),
                Shape::Text => {
                    let text = Type::of(Shape::Text);
                    can_agree(&item.0, &text)
                }
                Shape::Object(_) | Shape::Resource(_) => true,
                Shape::Bool | Shape::Number => false,
            };
            if fits {
                return;
            }
            wrong = Some(shape);
        }
        match wrong {
            None => {}
            Some(Shape::Bool | Shape::Number) => {
                let problem = Diagnostic::error(
                    "T304",
                    format!("nothing is in {}", container.0),
                    container.1.span,
                    "expected a list, a map or a string",
                );
                self.tell(problem.help("one value is compared by `==`"));
            }
            Some(Shape::List(of) | Shape::Map(of)) if is_list(of) && !is_list(&item.0) => {
                self.list_within(item, container, container.1.span);
            }
            Some(Shape::List(of) | Shape::Map(of)) if !is_list(of) && is_list(&item.0) => {
                self.list_within(item, container, item.1.span);
            }
            Some(_) => self.never_in(item, container),
        }
    }

    fn list_within(
        &mut self,
        item: &(Type<'s>, &'a Term),
        container: &(Type<'s>, &'a Term),
        list: Span,
    ) {
        let problem = Diagnostic::error(
            "T303",
            format!("{} is looked for in {}", item.0, container.0),
            list,
            "the members of this are meant",
        );
        self.tell(
            problem.help(
                "go through the lists with `any`, `all` or `none`, and compare their members",
            ),
        );
    }

    fn never_in(&mut self, item: &(Type<'s>, &'a Term), container: &(Type<'s>, &'a Term)) {
        let problem = Diagnostic::error(
            "T302",
            format!("{} is never in {}", item.0, container.0),
            item.1.span,
            format!("this is {}", item.0),
        )
        .also(container.1.span, format!("this is {}", container.0));
        let member = container.0.shapes.iter().find_map(|shape| match shape {
            Shape::List(of) | Shape::Map(of) => Some((**of).clone()),
            Shape::Text => Some(Type::of(Shape::Text)),
            _ => None,
        });
        self.tell(match member {
            Some(member) => spelled_as(problem, item.1, &member),
            None => problem,
        });
    }

    fn ordered(&mut self, side: &(Type<'s>, &'a Term)) {
        let (of, term) = side;
        let number = |shape: &Shape<'_>| matches!(shape, Shape::Any | Shape::Number);
        if !of.shapes.is_empty() && !of.shapes.iter().any(number) {
            let code = if is_list(of) { "T303" } else { "T302" };
            let problem = Diagnostic::error(
                code,
                format!("{of} has no order"),
                term.span,
                "expected a number",
            );
            let help = if is_list(of) {
                "compare its members, with `any`, `all` or `none`, or how many it has, with `length(…)`"
            } else {
                "numbers are ordered; a text that spells one is read by `tonumber(…)`"
            };
            self.tell(problem.help(help));
        } else if of.unset && !of.is_any() {
            let text = self.sources.slice(term.span);
            let text = if text.contains('\n') { "x" } else { text };
            let problem = Diagnostic::error(
                "T305",
                "a value that may be unset has no order",
                term.span,
                "nobody has to set this",
            );
            self.tell(problem.help(format!(
                "say what unset means: `({text} ?? 0)`; or ask first: `{text} is set and …`"
            )));
        }
    }

    /// `like` and `matches`
    pub(super) fn matches(
        &mut self,
        text: &'a Term,
        pattern: &'a PatternTerm,
        scope: &mut Scope<'a, 's>,
    ) {
        let of = self.infer(text, scope);
        let is_text =
            |shape: &Shape<'_>| matches!(shape, Shape::Any | Shape::Text | Shape::Resource(_));
        if !of.shapes.is_empty() && !of.shapes.iter().any(is_text) {
            let code = if is_list(&of) { "T303" } else { "T302" };
            let problem = Diagnostic::error(
                code,
                format!("{of} matches no pattern"),
                text.span,
                "expected a string",
            );
            let help = if is_list(&of) {
                let slice = self.sources.slice(text.span);
                let list = if slice.contains('\n') { "…" } else { slice };
                format!(
                    "say which of its members are meant: `any(x in {list} : x like …)`, `all(…)` or `none(…)`"
                )
            } else {
                "patterns are for text; `tostring(…)` makes one of a number or a bool".to_owned()
            };
            self.tell(problem.help(help));
        }
        if let PatternTerm::Computed { term, .. } = pattern {
            let of = self.infer(term, scope);
            let fits = |shape: &Shape<'_>| match shape {
                Shape::Any | Shape::Text => true,
                Shape::List(of) => can_agree(of, &Type::of(Shape::Text)),
                _ => false,
            };
            if !of.shapes.is_empty() && !of.shapes.iter().any(fits) {
                let problem = Diagnostic::error(
                    "T302",
                    format!("{of} is no pattern"),
                    term.span,
                    "expected a string or a list of strings",
                );
                self.tell(problem);
            }
        }
    }

    /// A type that is compared with `type(…)` must be one.
    fn types_named(&mut self, one: &(Type<'s>, &'a Term), other: &(Type<'s>, &'a Term)) {
        for (asked, with) in [(one.1, other.1), (other.1, one.1)] {
            let TermKind::Call(function, arguments) = &asked.kind else {
                continue;
            };
            if function.name != "type" {
                continue;
            }
            let data = arguments.first().is_some_and(|_| false);
            let TermKind::Constant(value) = &with.kind else {
                continue;
            };
            let names = match value {
                Value::List(items) => items.to_vec(),
                other => vec![other.clone()],
            };
            for name in names {
                if let Value::Text(name) = name {
                    let known = [data, !data].map(|data| self.schemas.all(data, &name).is_empty());
                    if known == [true, true] && !THINGS.contains(&&*name) {
                        self.unknown_kind(data, &name, with.span);
                    }
                }
            }
        }
    }
}

/// What `type(…)` gives for what is no resource.
const THINGS: [&str; 5] = [
    "a module call",
    "an output",
    "a provider",
    "the plan",
    "a document",
];

/// Whether a value of the one may be equal to a value of the other.
pub(super) fn can_agree(one: &Type<'_>, other: &Type<'_>) -> bool {
    if one.is_open() || other.is_open() {
        return true;
    }
    let mut pairs = one
        .shapes
        .iter()
        .flat_map(|mine| other.shapes.iter().map(move |theirs| (mine, theirs)));
    pairs.any(|(mine, theirs)| shapes_agree(mine, theirs))
}

fn shapes_agree(one: &Shape<'_>, other: &Shape<'_>) -> bool {
    match (one, other) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (Shape::Bool, Shape::Bool)
        | (Shape::Number, Shape::Number)
        | (Shape::Text, Shape::Text)
        | (Shape::List(_), Shape::List(_))
        | (Shape::Map(_) | Shape::Object(_), Shape::Map(_) | Shape::Object(_)) => true,
        // A resource compared with a text is its address.
        (Shape::Resource(_), Shape::Resource(_) | Shape::Text) => true,
        (Shape::Text, Shape::Resource(_)) => true,
        (Shape::Object(object), Shape::Text) | (Shape::Text, Shape::Object(object)) => {
            object.is_thing()
        }
        _ => false,
    }
}

pub(super) fn is_list(of: &Type<'_>) -> bool {
    !of.shapes.is_empty()
        && of
            .shapes
            .iter()
            .all(|shape| matches!(shape, Shape::List(_)))
}

/// How a literal is written that may be equal.
fn spelled_as(problem: Diagnostic, literal: &Term, wanted: &Type<'_>) -> Diagnostic {
    let TermKind::Constant(value) = &literal.kind else {
        return problem.help(CONVERT);
    };
    let has = |wanted_shape: fn(&Shape<'_>) -> bool| wanted.shapes.iter().any(wanted_shape);
    let replacement = match value {
        Value::Bool(value) if has(|shape| matches!(shape, Shape::Text)) => format!("\"{value}\""),
        Value::Number(value) if has(|shape| matches!(shape, Shape::Text)) => format!("\"{value}\""),
        Value::Text(text)
            if (&**text == "true" || &**text == "false")
                && has(|shape| matches!(shape, Shape::Bool)) =>
        {
            text.to_string()
        }
        Value::Text(text)
            if has(|shape| matches!(shape, Shape::Number))
                && crate::value::Number::parse(text).is_some() =>
        {
            text.to_string()
        }
        _ => return problem.help(CONVERT),
    };
    problem.help(format!("write `{replacement}`")).fix(Fix {
        span: literal.span,
        replacement,
        safe: false,
    })
}

/// How values of two types come together, where nothing better is known.
const CONVERT: &str = "compare what is of one type: another attribute, or convert one of them \
                       with `tonumber(…)` or `tostring(…)`";
