//! Expressions, with the parentheses that they need.

use super::Printer;
use crate::syntax::ast::{
    Binders, Comparison, Expression, ExpressionKind, Name, Quantifier, State, Target, TypePattern,
};

/// The levels of the grammar, from loose to tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// `c ? a : b`
    Conditional,
    /// `a or b`
    Or,
    /// `a and b`
    And,
    /// `not a`
    Not,
    /// `a == b`, `a is set`
    Comparison,
    /// `a ?? b`
    Coalesce,
    /// `a.b`, `a -> T`
    Postfix,
    /// `a`, `f(a)`, `(a)`
    Primary,
}

impl Printer<'_> {
    /// An expression where any may stand.
    pub(super) fn loosest(&mut self, expression: &Expression) {
        self.expression(expression, Level::Conditional);
    }

    /// An expression where only those of a level or tighter may stand.
    pub(super) fn expression(&mut self, expression: &Expression, level: Level) {
        if self.width != usize::MAX {
            let flat = self.flat(|printer| printer.expression(expression, level));
            if self.fits(&flat) {
                self.push(&flat);
                return;
            }
        }
        if level_of(expression) < level {
            self.parentheses(expression);
        } else {
            self.kind(expression);
        }
    }

    fn is_flat(&self) -> bool {
        self.width == usize::MAX
    }

    /// A new line, one level further in, where lines may be broken; else a space or nothing.
    fn split(&mut self, otherwise: &str) {
        if self.is_flat() {
            self.push(otherwise);
        } else {
            self.line();
        }
    }

    fn parentheses(&mut self, expression: &Expression) {
        self.push("(");
        self.inside(|printer| {
            printer.split("");
            printer.kind(expression);
        });
        self.split("");
        self.push(")");
    }

    fn kind(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Null => self.push("null"),
            ExpressionKind::Bool(value) => self.push(if *value { "true" } else { "false" }),
            ExpressionKind::Number(text) | ExpressionKind::Name(text) => self.push(text),
            ExpressionKind::Text(template) => self.template(template),
            ExpressionKind::SelfValue => self.push("self"),
            ExpressionKind::Unknown => self.push("unknown"),
            ExpressionKind::List(items) => self.items("[", items, "]"),
            ExpressionKind::Map(entries) => self.map(entries),
            ExpressionKind::Not(of) => {
                self.push("not ");
                self.expression(of, Level::Not);
            }
            // Where `and` and `or` mix, parentheses say what belongs together.
            ExpressionKind::And(parts) => self.joined(parts, "and", Level::Not),
            ExpressionKind::Or(parts) => self.joined(parts, "or", Level::Not),
            ExpressionKind::Conditional(parts) => self.conditional(parts),
            ExpressionKind::Compare(comparison, left, right) => {
                self.expression(left, Level::Coalesce);
                self.push(&format!(" {} ", comparison_sign(*comparison)));
                self.expression(right, Level::Coalesce);
            }
            ExpressionKind::Is { of, negated, state } => {
                self.expression(of, Level::Coalesce);
                self.push(if *negated { " is not " } else { " is " });
                self.push(state_word(*state));
            }
            ExpressionKind::Coalesce(of, otherwise) => {
                self.expression(of, Level::Postfix);
                self.push(" ?? ");
                self.expression(otherwise, Level::Coalesce);
            }
            ExpressionKind::Quantifier { .. } | ExpressionKind::For { .. } => {
                self.loop_(expression);
            }
            ExpressionKind::Resources(target) => {
                self.push("resources(");
                self.target(target);
                self.push(")");
            }
            ExpressionKind::Call {
                module,
                name,
                arguments,
            } => {
                if let Some(module) = module {
                    self.push(&format!("{}.", module.text));
                }
                self.push(&name.text);
                self.items("(", arguments, ")");
            }
            ExpressionKind::Attribute(..)
            | ExpressionKind::Index(..)
            | ExpressionKind::Forward(..)
            | ExpressionKind::Back(..) => self.postfix(expression),
        }
    }

    fn postfix(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Attribute(of, name) => {
                // What stands behind `<- T` would be read as a part of its path.
                if matches!(of.kind, ExpressionKind::Back(..)) {
                    self.expression(of, Level::Primary);
                } else {
                    self.expression(of, Level::Postfix);
                }
                self.push(".");
                self.key(name);
            }
            ExpressionKind::Index(of, index) => {
                self.expression(of, Level::Postfix);
                self.push("[");
                self.loosest(index);
                self.push("]");
            }
            ExpressionKind::Forward(of, target) => {
                self.expression(of, Level::Postfix);
                self.push(" -> ");
                self.target(target);
            }
            ExpressionKind::Back(of, target, path) => {
                self.expression(of, Level::Postfix);
                self.push(" <- ");
                self.target(target);
                for name in path {
                    self.push(&format!(".{}", name.text));
                }
            }
            _ => self.kind(expression),
        }
    }

    /// `[a, b]` and `(a, b)`; over several lines with a comma behind each.
    fn items(&mut self, open: &str, items: &[Expression], close: &str) {
        self.push(open);
        if self.is_flat() || items.is_empty() {
            for (at, item) in items.iter().enumerate() {
                self.push(if at == 0 { "" } else { ", " });
                self.loosest(item);
            }
        } else {
            self.inside(|printer| {
                for item in items {
                    printer.line();
                    printer.loosest(item);
                    printer.push(",");
                }
            });
            self.line();
        }
        self.push(close);
    }

    fn map(&mut self, entries: &[(Name, Expression)]) {
        if entries.is_empty() {
            return self.push("{}");
        }
        if self.is_flat() {
            self.push("{ ");
            for (at, (name, value)) in entries.iter().enumerate() {
                self.push(if at == 0 { "" } else { ", " });
                self.entry(name, value);
            }
            return self.push(" }");
        }
        self.push("{");
        self.inside(|printer| {
            for (name, value) in entries {
                printer.line();
                printer.entry(name, value);
                printer.push(",");
            }
        });
        self.line();
        self.push("}");
    }

    fn entry(&mut self, name: &Name, value: &Expression) {
        self.key(name);
        self.push(" = ");
        self.loosest(value);
    }

    fn joined(&mut self, parts: &[Expression], word: &str, level: Level) {
        let mut parts = parts.iter();
        if let Some(first) = parts.next() {
            self.expression(first, level);
        }
        self.inside(|printer| {
            for part in parts {
                printer.split(" ");
                printer.push(&format!("{word} "));
                printer.expression(part, level);
            }
        });
    }

    fn conditional(&mut self, parts: &[Expression; 3]) {
        let [condition, yes, no] = parts;
        self.expression(condition, Level::Or);
        self.inside(|printer| {
            printer.split(" ");
            printer.push("? ");
            printer.loosest(yes);
            printer.split(" ");
            printer.push(": ");
            printer.loosest(no);
        });
    }

    fn loop_(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Quantifier {
                quantifier,
                binders,
                list,
                condition,
            } => {
                self.push(&format!("{}(", quantifier_word(*quantifier)));
                self.binders(binders);
                self.loosest(list);
                self.push(" :");
                self.inside(|printer| {
                    printer.split(" ");
                    printer.loosest(condition);
                });
                self.split("");
                self.push(")");
            }
            ExpressionKind::For {
                binders,
                list,
                value,
                condition,
            } => {
                self.push("[for ");
                self.binders(binders);
                self.loosest(list);
                self.push(" :");
                self.inside(|printer| {
                    printer.split(" ");
                    printer.loosest(value);
                    if let Some(condition) = condition {
                        printer.split(" ");
                        printer.push("if ");
                        printer.loosest(condition);
                    }
                });
                self.split("");
                self.push("]");
            }
            _ => self.kind(expression),
        }
    }

    /// `i, x in `
    pub(super) fn binders(&mut self, binders: &Binders) {
        if let Some(key) = &binders.key {
            self.push(&format!("{}, ", key.text));
        }
        self.push(&format!("{} in ", binders.value.text));
    }

    fn target(&mut self, target: &Target) {
        self.push(if target.data { "data " } else { "" });
        self.type_pattern(&target.kind);
    }

    pub(super) fn type_pattern(&mut self, pattern: &TypePattern) {
        let name = Name {
            text: pattern.text.clone(),
            span: pattern.span,
        };
        if pattern.quoted {
            self.quoted(&name);
        } else {
            self.push(&name.text);
        }
    }
}

fn level_of(expression: &Expression) -> Level {
    match &expression.kind {
        ExpressionKind::Conditional(_) => Level::Conditional,
        ExpressionKind::Or(_) => Level::Or,
        ExpressionKind::And(_) => Level::And,
        ExpressionKind::Not(_) => Level::Not,
        ExpressionKind::Compare(..) | ExpressionKind::Is { .. } => Level::Comparison,
        ExpressionKind::Coalesce(..) => Level::Coalesce,
        ExpressionKind::Attribute(..)
        | ExpressionKind::Index(..)
        | ExpressionKind::Forward(..)
        | ExpressionKind::Back(..) => Level::Postfix,
        _ => Level::Primary,
    }
}

fn comparison_sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
        Comparison::In => "in",
        Comparison::NotIn => "not in",
        Comparison::Contains => "contains",
        Comparison::NotContains => "not contains",
        Comparison::Like => "like",
        Comparison::NotLike => "not like",
        Comparison::Matches => "matches",
        Comparison::NotMatches => "not matches",
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Set => "set",
        State::Written => "written",
        State::Known => "known",
        State::Null => "null",
        State::Absent => "absent",
        State::Empty => "empty",
    }
}

fn quantifier_word(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::All => "all",
        Quantifier::Any => "any",
        Quantifier::None => "none",
        Quantifier::Count => "count",
    }
}
