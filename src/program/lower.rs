//! From expressions as written to terms as understood.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pattern::Pattern;
use super::scope::Tables;
use super::term::{
    BackReference, Comprehension, Message, PatternTerm, Piece, Quantified, Target, Term, TermKind,
};
use super::{Param, pattern};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{
    self, Binders, Comparison, Expression, ExpressionKind, Name, Part, Template,
};
use crate::value::{Number, Value};

/// `each`, quantifiers and `for` may stand this deep inside each other (language, 12).
const NESTING: usize = 4;
/// A literal text may have this many bytes (language, 12).
const TEXT_BYTES: usize = 8 * 1024;

/// Where an expression stands; it decides which roots it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a rule: everything.
    Rule,
    /// In a define: its arguments, no `self`.
    Define,
    /// A parameter's default: literals only.
    Constant,
    /// By itself: everything but `self`.
    Alone,
}

/// What an expression asks of others: positions in the program.
#[derive(Debug, Default)]
pub(super) struct Uses {
    pub(super) calls: BTreeSet<usize>,
    pub(super) reads: BTreeSet<usize>,
}

/// Understands the expressions of one rule, define or parameter.
pub(super) struct Lower<'a> {
    pub(super) tables: &'a Tables,
    pub(super) file: usize,
    pub(super) place: Place,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) rule_params: Vec<(Arc<str>, usize)>,
    pub(super) names: Vec<(String, usize, Span)>,
    next_slot: usize,
    nesting: usize,
    pub(super) calls: BTreeSet<usize>,
    pub(super) reads: BTreeSet<usize>,
}

impl<'a> Lower<'a> {
    pub(super) fn new(
        tables: &'a Tables,
        file: usize,
        place: Place,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Lower<'a> {
        Lower {
            tables,
            file,
            place,
            problems,
            rule_params: Vec::new(),
            names: Vec::new(),
            next_slot: 0,
            nesting: 0,
            calls: BTreeSet::new(),
            reads: BTreeSet::new(),
        }
    }

    /// Makes a rule's own parameters known.
    pub(super) fn rule_params(&mut self, params: Vec<(Arc<str>, usize)>) {
        self.rule_params = params;
    }

    /// Number of slots that were needed.
    pub(super) fn slots(&self) -> usize {
        self.next_slot
    }

    /// The defines that were called, and the parameters that were read.
    pub(super) fn into_uses(self) -> Uses {
        Uses {
            calls: self.calls,
            reads: self.reads,
        }
    }

    pub(super) fn param(mut self, param: &ast::Param) -> Param {
        Param {
            name: param.name.text.as_str().into(),
            kind: param.kind.clone(),
            default: param
                .default
                .as_ref()
                .map(|default| self.expression(default)),
            value: None,
            rule: None,
            span: param.span,
        }
    }

    /// Binds a name to a fresh slot, until the names are cut back.
    pub(super) fn bind(&mut self, name: &Name) -> usize {
        let first = self
            .names
            .iter()
            .find(|(known, ..)| *known == name.text)
            .map(|known| known.2);
        let param = self
            .rule_params
            .iter()
            .any(|(known, _)| **known == *name.text);
        if let Some(first) = first {
            self.problems.push(
                Diagnostic::error(
                    "N204",
                    format!("`{}` is bound already", name.text),
                    name.span,
                    "hides the other one",
                )
                .also(first, "bound here")
                .help("give it another name"),
            );
        } else if param || self.own_names().params.contains_key(&name.text) {
            self.shadows(name, "a parameter");
        }
        let slot = self.next_slot;
        self.next_slot += 1;
        self.names.push((name.text.clone(), slot, name.span));
        slot
    }

    /// Says that a name hides something else.
    pub(super) fn shadows(&mut self, name: &Name, what: &str) {
        self.problems.push(
            Diagnostic::error(
                "N204",
                format!("`{}` is the name of {what}", name.text),
                name.span,
                "hides it",
            )
            .help("give it another name"),
        );
    }

    pub(super) fn message(&mut self, template: &Template) -> Message {
        self.limit_text(template);
        let mut pieces = self.pieces(template);
        // The last line of a heredoc ends in a newline, and no message does.
        if let Some(Piece::Literal(last)) = pieces.last_mut() {
            *last = last.trim_end().into();
        }
        Message(pieces)
    }

    /// Binds names for the inside of a loop, and forgets them behind it.
    pub(super) fn inside<T>(
        &mut self,
        binders: &Binders,
        span: Span,
        read: impl FnOnce(&mut Lower<'a>) -> T,
    ) -> (Option<usize>, usize, T) {
        let outer = self.names.len();
        self.nesting += 1;
        if self.nesting == NESTING + 1 {
            self.problems.push(
                Diagnostic::error(
                    "B501",
                    format!("loops stand more than {NESTING} deep inside each other"),
                    span,
                    "one too deep",
                )
                .help("the time a rule takes must stay bounded; follow references with arrows"),
            );
        }
        let key = binders.key.as_ref().map(|key| self.bind(key));
        let value = self.bind(&binders.value);
        let inner = read(self);
        self.nesting -= 1;
        self.names.truncate(outer);
        (key, value, inner)
    }

    pub(super) fn expression(&mut self, expression: &Expression) -> Term {
        Term {
            kind: self.kind(expression),
            span: expression.span,
        }
    }

    pub(super) fn boxed(&mut self, expression: &Expression) -> Box<Term> {
        Box::new(self.expression(expression))
    }

    pub(super) fn all(&mut self, expressions: &[Expression]) -> Vec<Term> {
        expressions
            .iter()
            .map(|expression| self.expression(expression))
            .collect()
    }

    fn kind(&mut self, expression: &Expression) -> TermKind {
        match &expression.kind {
            ExpressionKind::Null => TermKind::Constant(Value::NULL),
            ExpressionKind::Bool(value) => TermKind::Constant(Value::Bool(*value)),
            ExpressionKind::Number(text) => self.number(text, expression.span),
            ExpressionKind::Text(template) => self.template(template),
            ExpressionKind::List(items) => fold_list(self.all(items)),
            ExpressionKind::Map(entries) => self.map(entries),
            ExpressionKind::Name(name) => self.name(name, expression.span),
            ExpressionKind::SelfValue => self.self_value(expression.span),
            ExpressionKind::Unknown => self.unknown_literal(expression.span),
            ExpressionKind::Attribute(of, name) => self.attribute(of, name),
            ExpressionKind::Index(of, index) => TermKind::Index(self.boxed(of), self.boxed(index)),
            ExpressionKind::Forward(of, target) => {
                TermKind::Forward(self.boxed(of), self.target(target))
            }
            ExpressionKind::Back(of, target, path) => {
                let reference = BackReference {
                    target: self.target(target),
                    path: path.iter().map(|name| name.text.as_str().into()).collect(),
                    places: path.iter().map(|name| name.span).collect(),
                };
                TermKind::Back(self.boxed(of), reference)
            }
            ExpressionKind::Not(of) => TermKind::Not(self.boxed(of)),
            ExpressionKind::And(parts) => TermKind::And(self.all(parts)),
            ExpressionKind::Or(parts) => TermKind::Or(self.all(parts)),
            ExpressionKind::Conditional(parts) => {
                let [condition, yes, no] = &**parts;
                let parts = [
                    self.expression(condition),
                    self.expression(yes),
                    self.expression(no),
                ];
                TermKind::Conditional(Box::new(parts))
            }
            ExpressionKind::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right)
            }
            ExpressionKind::Is { of, negated, state } => TermKind::Is {
                of: self.boxed(of),
                negated: *negated,
                state: *state,
            },
            ExpressionKind::Coalesce(of, otherwise) => {
                TermKind::Coalesce(self.boxed(of), self.boxed(otherwise))
            }
            ExpressionKind::Quantifier { .. } | ExpressionKind::For { .. } => {
                self.loop_(expression)
            }
            ExpressionKind::Resources(target) => TermKind::Resources(self.target(target)),
            ExpressionKind::Call {
                module,
                name,
                arguments,
            } => self.call(module.as_ref(), name, arguments),
        }
    }

    fn loop_(&mut self, expression: &Expression) -> TermKind {
        match &expression.kind {
            ExpressionKind::Quantifier {
                quantifier,
                binders,
                list,
                condition,
            } => {
                let list = self.expression(list);
                let (key, value, condition) = self.inside(binders, expression.span, |inner| {
                    inner.expression(condition)
                });
                let quantifier = *quantifier;
                let asked = Quantified {
                    quantifier,
                    key,
                    value,
                    list,
                    condition,
                };
                TermKind::Quantifier(Box::new(asked))
            }
            ExpressionKind::For {
                binders,
                list,
                value,
                condition,
            } => {
                let list = self.expression(list);
                let (key, slot, (element, condition)) =
                    self.inside(binders, expression.span, |lower| {
                        let condition = condition.as_ref().map(|c| lower.expression(c));
                        (lower.expression(value), condition)
                    });
                let comprehension = Comprehension {
                    key,
                    value: slot,
                    list,
                    element,
                    condition,
                };
                TermKind::For(Box::new(comprehension))
            }
            _ => TermKind::Constant(Value::NULL),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> TermKind {
        let Some(number) = Number::parse(text) else {
            self.problems.push(Diagnostic::error(
                "P101",
                format!("`{text}` is not a number"),
                span,
                "expected a decimal number",
            ));
            return TermKind::Constant(Value::NULL);
        };
        TermKind::Constant(Value::Number(number))
    }

    fn template(&mut self, template: &Template) -> TermKind {
        self.limit_text(template);
        match template.literal() {
            Some(text) => TermKind::Constant(Value::text(text)),
            None => TermKind::Template(self.pieces(template)),
        }
    }

    fn limit_text(&mut self, template: &Template) {
        let length: usize = template
            .parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.len(),
                Part::Interpolation(_) => 0,
            })
            .sum();
        if length > TEXT_BYTES {
            let message = format!("this text has {length} bytes; {TEXT_BYTES} are allowed");
            let problem = Diagnostic::error("B503", message, template.span, "too long");
            self.problems.push(problem.help("say it in fewer words"));
        }
    }

    fn pieces(&mut self, template: &Template) -> Vec<Piece> {
        template
            .parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => Piece::Literal(text.as_str().into()),
                Part::Interpolation(inner) => Piece::Interpolation(self.expression(inner)),
            })
            .collect()
    }

    fn map(&mut self, entries: &[(Name, Expression)]) -> TermKind {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        let mut lowered: Vec<(Arc<str>, Term)> = Vec::new();
        for (name, value) in entries {
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name.text) {
                self.problems.push(
                    Diagnostic::error(
                        "N205",
                        format!("the key `{}` is given twice", name.text.escape_debug()),
                        name.span,
                        "a second time here",
                    )
                    .also(*first, "first given here")
                    .help("delete one of them"),
                );
            }
            seen.push((&name.text, name.span));
            lowered.push((name.text.as_str().into(), self.expression(value)));
        }
        let constant = lowered.iter().map(|(key, term)| match &term.kind {
            TermKind::Constant(value) => Some((Arc::clone(key), value.clone())),
            _ => None,
        });
        match constant.collect::<Option<Vec<_>>>() {
            Some(entries) => TermKind::Constant(Value::map(entries)),
            None => TermKind::Map(lowered),
        }
    }

    fn self_value(&mut self, span: Span) -> TermKind {
        let (expected, help) = match self.place {
            Place::Rule => return TermKind::SelfValue,
            Place::Alone => (
                "no resource is chosen",
                "choose one: `--on ADDRESS`, or `:self ADDRESS` where lines are read",
            ),
            Place::Define | Place::Constant => (
                "only rules have it",
                "give the define an argument, and pass `self` where it is called",
            ),
        };
        self.problems
            .push(Diagnostic::error("N201", "there is no `self` here", span, expected).help(help));
        TermKind::SelfValue
    }

    fn unknown_literal(&mut self, span: Span) -> TermKind {
        self.problems.push(
            Diagnostic::error(
                "N201",
                "`unknown` is for fixtures",
                span,
                "a rule cannot make a value unknown",
            )
            .help("to ask whether a value is known, write `x is known`"),
        );
        TermKind::Constant(Value::NULL)
    }

    fn target(&mut self, target: &ast::Target) -> Target {
        let wild = target.kind.quoted && target.kind.text.contains(['*', '?', '[', '{']);
        if wild && let Err(why) = pattern::compile_text_glob(&target.kind.text) {
            self.problems.push(pattern::unusable(why, target.kind.span));
        }
        Target {
            data: target.data,
            kind: target.kind.text.as_str().into(),
            wild,
            span: target.kind.span,
        }
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Expression,
        right: &Expression,
    ) -> TermKind {
        let (regex, negated) = match comparison {
            Comparison::Like => (false, false),
            Comparison::NotLike => (false, true),
            Comparison::Matches => (true, false),
            Comparison::NotMatches => (true, true),
            _ => return TermKind::Compare(comparison, self.boxed(left), self.boxed(right)),
        };
        let text = self.boxed(left);
        let term = self.boxed(right);
        let pattern = match constant_texts(&term) {
            Some(texts) => match Pattern::compile(texts, regex) {
                Ok(pattern) => PatternTerm::Compiled(pattern),
                Err(_) => {
                    self.unusable(right, regex);
                    PatternTerm::Computed { term, regex }
                }
            },
            None => PatternTerm::Computed { term, regex },
        };
        TermKind::Match {
            text,
            pattern,
            negated,
        }
    }

    /// Reports each pattern that cannot be compiled where it stands.
    fn unusable(&mut self, right: &Expression, regex: bool) {
        let items = match &right.kind {
            ExpressionKind::List(items) => items,
            _ => std::slice::from_ref(right),
        };
        for item in items {
            if let ExpressionKind::Text(template) = &item.kind
                && let Some(text) = template.literal()
                && let Err(why) = Pattern::compile(vec![text], regex)
            {
                self.problems.push(pattern::unusable(why, item.span));
            }
        }
    }
}

fn fold_list(items: Vec<Term>) -> TermKind {
    let constant = items.iter().map(|item| match &item.kind {
        TermKind::Constant(value) => Some(value.clone()),
        _ => None,
    });
    match constant.collect::<Option<Vec<_>>>() {
        Some(values) => TermKind::Constant(Value::list(values)),
        None => TermKind::List(items),
    }
}

fn constant_texts(term: &Term) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    };
    match &term.kind {
        TermKind::Constant(Value::List(items)) => items.iter().map(text).collect(),
        TermKind::Constant(value) => text(value).map(|text| vec![text]),
        _ => None,
    }
}
