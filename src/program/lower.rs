//! From expressions as written to terms as understood.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pattern::Pattern;
use super::scope::{FileNames, Tables};
use super::statement::Statement;
use super::term::{
    BackReference, Comprehension, Message, PatternTerm, Piece, Quantified, Root, Target, Term,
    TermKind,
};
use super::{Param, pattern};
use crate::diagnostic::{Diagnostic, nearest};
use crate::function;
use crate::source::Span;
use crate::syntax::ast::{
    self, Binders, Comparison, Expression, ExpressionKind, Name, Part, Template,
};
use crate::value::{Number, Value};

/// `each`, quantifiers and `for` may stand this deep inside each other (language, 12).
const NESTING: usize = 4;
/// A literal text may have this many bytes (language, 12).
const TEXT_BYTES: usize = 8 * 1024;

/// What stands outside of resources, and how it is used.
const ROOTS: [(&str, &str); 3] = [
    ("var", "var.region"),
    ("terraform", "terraform.workspace"),
    ("plan", "plan.errored"),
];

/// Where an expression stands; it decides which roots it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a rule: everything.
    Rule,
    /// In a define: its arguments, no `self`.
    Define,
    /// A parameter's default: literals only.
    Constant,
}

/// Understands the expressions of one rule, define or parameter.
pub(super) struct Lower<'a> {
    tables: &'a Tables,
    file: usize,
    place: Place,
    problems: &'a mut Vec<Diagnostic>,
    rule_params: Vec<(Arc<str>, usize)>,
    names: Vec<(String, usize, Span)>,
    next_slot: usize,
    nesting: usize,
    calls: BTreeSet<usize>,
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

    /// The defines that were called.
    pub(super) fn into_calls(self) -> BTreeSet<usize> {
        self.calls
    }

    pub(super) fn param(mut self, param: &ast::Param) -> Param {
        Param {
            name: param.name.text.as_str().into(),
            kind: param.kind.clone(),
            default: param
                .default
                .as_ref()
                .map(|default| self.expression(default)),
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

    pub(super) fn statements(&mut self, statements: &[ast::Statement]) -> Vec<Statement> {
        statements
            .iter()
            .map(|statement| self.statement(statement))
            .collect()
    }

    fn statement(&mut self, statement: &ast::Statement) -> Statement {
        match statement {
            ast::Statement::Where(condition) => Statement::Where(self.expression(condition)),
            ast::Statement::Unless { condition, because } => Statement::Unless {
                condition: self.expression(condition),
                because: because.as_ref().map(|because| self.message(because)),
            },
            ast::Statement::Let { name, value } => {
                let value = self.expression(value);
                Statement::Let {
                    slot: self.bind(name),
                    value,
                }
            }
            ast::Statement::Require {
                condition,
                message,
                span,
            } => Statement::Assert {
                condition: Some(self.expression(condition)),
                deny: false,
                message: self.optional_message(message.as_ref()),
                span: *span,
            },
            ast::Statement::Deny {
                condition,
                message,
                span,
            } => Statement::Assert {
                condition: condition
                    .as_ref()
                    .map(|condition| self.expression(condition)),
                deny: true,
                message: self.optional_message(message.as_ref()),
                span: *span,
            },
            ast::Statement::Each {
                binders,
                list,
                body,
                span,
            } => {
                let list = self.expression(list);
                let (key, value, body) =
                    self.inside(binders, *span, |lower| lower.statements(body));
                Statement::Each {
                    key,
                    value,
                    list,
                    body,
                    span: *span,
                }
            }
        }
    }

    fn optional_message(&mut self, message: Option<&Template>) -> Message {
        message.map_or(Message(Vec::new()), |message| self.message(message))
    }

    fn message(&mut self, template: &Template) -> Message {
        self.limit_text(template);
        let mut pieces = self.pieces(template);
        // The last line of a heredoc ends in a newline, and no message does.
        if let Some(Piece::Literal(last)) = pieces.last_mut() {
            *last = last.trim_end().into();
        }
        Message(pieces)
    }

    /// Binds names for the inside of a loop, and forgets them behind it.
    fn inside<T>(
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

    fn boxed(&mut self, expression: &Expression) -> Box<Term> {
        Box::new(self.expression(expression))
    }

    fn all(&mut self, expressions: &[Expression]) -> Vec<Term> {
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
                let path = path.iter().map(|name| name.text.as_str().into()).collect();
                let reference = BackReference {
                    target: self.target(target),
                    path,
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
                let (key, value, condition) = self.inside(binders, expression.span, |lower| {
                    lower.expression(condition)
                });
                let quantifier = *quantifier;
                let quantified = Quantified {
                    quantifier,
                    key,
                    value,
                    list,
                    condition,
                };
                TermKind::Quantifier(Box::new(quantified))
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
        if self.place != Place::Rule {
            self.problems.push(
                Diagnostic::error(
                    "N201",
                    "there is no `self` here",
                    span,
                    "only rules have it",
                )
                .help("give the define an argument, and pass `self` where it is called"),
            );
        }
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

    fn name(&mut self, name: &str, span: Span) -> TermKind {
        if let Some((_, slot, _)) = self.names.iter().rev().find(|(known, ..)| known == name) {
            return TermKind::Local(*slot);
        }
        if let Some((_, param)) = self.rule_params.iter().find(|(known, _)| **known == *name) {
            return TermKind::Param(*param);
        }
        if let Some((param, _)) = self.own_names().params.get(name) {
            return TermKind::Param(*param);
        }
        if self.own_names().unread.contains(name) {
            return TermKind::Constant(Value::NULL);
        }
        self.unknown_name(name, span);
        TermKind::Constant(Value::NULL)
    }

    fn own_names(&self) -> &'a FileNames {
        &self.tables.files[self.file]
    }

    fn unknown_name(&mut self, name: &str, span: Span) {
        let own = self.own_names();
        let incomplete = |message: String, expected: &str, help: String| {
            Diagnostic::error("N201", message, span, expected).help(help)
        };
        let problem = if own.defines.contains_key(name) || function::find(name).is_some() {
            let message = format!("`{name}` takes arguments");
            let help = format!("write `{name}(…)`");
            incomplete(message, "expected `(` and arguments behind it", help)
        } else if own.imports.contains_key(name) {
            let message = format!("`{name}` is an import, not a value");
            let help =
                format!("write `{name}.f(…)` for its define `f`, `{name}.p` for its parameter");
            incomplete(message, "expected `.` and a name behind it", help)
        } else if let Some((_, example)) = ROOTS.iter().find(|(root, _)| *root == name) {
            let message = format!("`{name}` alone is not a value");
            let help = format!("as in `{example}`");
            incomplete(message, "expected `.` and a name behind it", help)
        } else {
            let bound = self.names.iter().map(|(known, ..)| known.as_str());
            let params = self.rule_params.iter().map(|(known, _)| &**known);
            let own = own.params.keys().map(String::as_str);
            let own_self = (self.place == Place::Rule).then_some("self");
            let help = match nearest(name, bound.chain(params).chain(own).chain(own_self)) {
                Some(known) => format!("did you mean `{known}`?"),
                None if self.place == Place::Rule => {
                    format!("the resource's attribute is `self.{name}`, text is `\"{name}\"`")
                }
                None if self.place == Place::Define => {
                    "a define sees its arguments and the parameters of its file".to_owned()
                }
                None => format!("text stands in quotes: `\"{name}\"`"),
            };
            incomplete(
                format!("nothing here is called `{name}`"),
                "unknown name",
                help,
            )
        };
        self.problems.push(problem);
    }

    /// `x.a`, where `x` may also be `var`, `terraform`, `plan` or an import.
    fn attribute(&mut self, of: &Expression, name: &Name) -> TermKind {
        if let ExpressionKind::Name(root) = &of.kind
            && !self.names.iter().any(|(known, ..)| known == root)
            && !self.rule_params.iter().any(|(known, _)| **known == **root)
            && !self.own_names().params.contains_key(root)
        {
            if let Some((file, _)) = self.own_names().imports.get(root) {
                return self.imported_param(*file, root, name);
            }
            if let Some(found) = self.root(root, name) {
                return found;
            }
        }
        TermKind::Attribute(self.boxed(of), name.text.as_str().into())
    }

    fn imported_param(&mut self, file: usize, alias: &str, name: &Name) -> TermKind {
        let names = &self.tables.files[file];
        if let Some((param, _)) = names.params.get(&name.text) {
            return TermKind::Param(*param);
        }
        if names.unread.contains(&name.text) {
            return TermKind::Constant(Value::NULL);
        }
        let problem = Diagnostic::error(
            "N201",
            format!("`{alias}` has no parameter `{}`", name.text),
            name.span,
            "unknown name",
        );
        let problem = if names.defines.contains_key(&name.text) {
            problem.help(format!("it is a define: write `{alias}.{}(…)`", name.text))
        } else {
            suggest(problem, &name.text, names.params.keys().map(String::as_str))
        };
        self.problems.push(problem);
        TermKind::Constant(Value::NULL)
    }

    fn root(&mut self, root: &str, name: &Name) -> Option<TermKind> {
        let known: &[(&str, Root)] = match root {
            "var" => return Some(TermKind::Root(Root::Variable(name.text.as_str().into()))),
            "terraform" => &[("workspace", Root::Workspace), ("version", Root::Version)],
            "plan" => &[
                ("errored", Root::Errored),
                ("complete", Root::Complete),
                ("applyable", Root::Applyable),
            ],
            _ => return None,
        };
        if let Some((_, found)) = known.iter().find(|(word, _)| *word == name.text) {
            return Some(TermKind::Root(found.clone()));
        }
        let problem = Diagnostic::error(
            "N201",
            format!("`{root}` has no `{}`", name.text),
            name.span,
            "unknown name",
        );
        self.problems.push(suggest(
            problem,
            &name.text,
            known.iter().map(|(word, _)| *word),
        ));
        Some(TermKind::Constant(Value::NULL))
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

    fn call(&mut self, module: Option<&Name>, name: &Name, arguments: &[Expression]) -> TermKind {
        let terms = self.all(arguments);
        let file = match module {
            None => self.file,
            Some(alias) => {
                let Some((file, _)) = self.own_names().imports.get(&alias.text) else {
                    if !self.own_names().unread.contains(&alias.text) {
                        self.unknown_import(alias);
                    }
                    return TermKind::Constant(Value::NULL);
                };
                *file
            }
        };
        let defines = &self.tables.files[file].defines;
        if let Some(define) = defines.get(&name.text) {
            self.arguments(name, define.arguments, terms.len());
            self.calls.insert(define.index);
            return TermKind::Define(define.index, terms);
        }
        if module.is_none()
            && let Some(function) = function::find(&name.text)
        {
            self.arguments(name, function.parameters.len(), terms.len());
            return TermKind::Call(function, terms);
        }
        if self.tables.files[file].unread.contains(&name.text) {
            return TermKind::Constant(Value::NULL);
        }
        let problem = Diagnostic::error(
            "N202",
            format!("there is no function `{}`", name.text),
            name.span,
            "unknown function",
        );
        let own = defines.keys().map(String::as_str);
        let built_in = function::all()
            .filter(|_| module.is_none())
            .map(|function| function.name);
        let problem = suggest(problem, &name.text, own.chain(built_in));
        self.problems.push(problem);
        TermKind::Constant(Value::NULL)
    }

    fn unknown_import(&mut self, alias: &Name) {
        let problem = Diagnostic::error(
            "N201",
            format!("nothing is imported as `{}`", alias.text),
            alias.span,
            "unknown import",
        );
        let known = self.own_names().imports.keys().map(String::as_str);
        let problem = suggest(problem, &alias.text, known);
        self.problems.push(problem);
    }

    fn arguments(&mut self, name: &Name, expected: usize, found: usize) {
        if expected != found {
            let plural = if expected == 1 { "" } else { "s" };
            self.problems.push(Diagnostic::error(
                "N203",
                format!(
                    "`{}` takes {expected} argument{plural}, found {found}",
                    name.text
                ),
                name.span,
                format!("expected {expected} argument{plural}"),
            ));
        }
    }
}

fn suggest<'s>(
    problem: Diagnostic,
    wrong: &str,
    known: impl Iterator<Item = &'s str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None if known.is_empty() => problem,
        None if known.len() > 12 => problem,
        None => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            problem.help(format!("known are {}", known.join(", ")))
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
