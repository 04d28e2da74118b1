//! Expressions, with the parentheses that they need.

use super::Printer;
use crate::syntax::ast::{
    Binders, Comparison, Expression, ExpressionKind, Name, Quantifier, State, Target, TypePattern,
};

/// The right side of a comparison stays beside the end of its left side if it is shorter than this.
const SHORT: usize = 40;

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
        if !self.is_flat() && !self.is_split(expression) {
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

    fn parentheses(&mut self, expression: &Expression) {
        if !self.is_flat() && !self.is_split(expression) {
            let flat = self.flat(|printer| printer.parentheses(expression));
            if self.fits(&flat) {
                return self.push(&flat);
            }
        }
        self.push("(");
        self.alone(|printer| {
            printer.inside(1, |printer| {
                printer.before(1, |printer| printer.kind(expression));
            });
        });
        self.push(")");
    }

    /// An operand of a comparison and the like: `??`, arrows and choices stand in parentheses, also
    /// where the grammar needs none, since few readers know how tight they bind.
    fn operand(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Coalesce(..)
            | ExpressionKind::Forward(..)
            | ExpressionKind::Back(..)
            | ExpressionKind::Conditional(_) => self.parentheses(expression),
            _ => self.expression(expression, Level::Postfix),
        }
    }

    /// What stands behind `not`: a comparison in parentheses, since `not a == b` is misread.
    fn negated(&mut self, expression: &Expression) {
        match level_of(expression) {
            Level::Comparison => self.parentheses(expression),
            _ => self.expression(expression, Level::Not),
        }
    }

    /// A part of a choice; a choice in it stands in parentheses.
    fn choice(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Conditional(_) => self.parentheses(expression),
            _ => self.loosest(expression),
        }
    }

    /// Prints what no `and` or `or` around it is at the same level as.
    pub(super) fn alone(&mut self, print: impl FnOnce(&mut Self)) {
        let is_joined = std::mem::replace(&mut self.is_joined, false);
        print(self);
        self.is_joined = is_joined;
    }

    /// A new line for a part, where lines may be broken; else a space.
    fn split(&mut self, part: &Expression) {
        if self.is_flat() {
            self.push(" ");
        } else {
            // Blank lines group statements, not parts of one.
            let is_first = std::mem::replace(&mut self.is_first, true);
            self.gap(part.span.start);
            self.line();
            self.is_first = is_first;
        }
    }

    fn kind(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Null => self.push("null"),
            ExpressionKind::Bool(value) => self.push(if *value { "true" } else { "false" }),
            ExpressionKind::Number(text) | ExpressionKind::Name(text) => self.push(text),
            ExpressionKind::Text(template) => self.template(template),
            ExpressionKind::SelfValue => self.push("self"),
            ExpressionKind::Unknown => self.push("unknown"),
            ExpressionKind::List(items) => self.list(expression, items),
            ExpressionKind::Map(entries) => self.map(expression, entries),
            ExpressionKind::Not(of) => {
                self.push("not ");
                self.negated(of);
            }
            // Where `and` and `or` mix, parentheses say what belongs together.
            ExpressionKind::And(parts) => self.joined(parts, "and", Level::Not),
            ExpressionKind::Or(parts) => self.joined(parts, "or", Level::Not),
            ExpressionKind::Conditional(parts) => self.conditional(parts),
            ExpressionKind::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right);
            }
            ExpressionKind::Is { of, negated, state } => {
                let not = if *negated { "not " } else { "" };
                let tail = format!(" is {not}{}", state_word(*state));
                self.before(tail.len(), |printer| printer.operand(of));
                self.push(&tail);
            }
            ExpressionKind::Coalesce(of, otherwise) => {
                self.operand(of);
                self.split(otherwise);
                self.push("?? ");
                match &otherwise.kind {
                    ExpressionKind::Coalesce(..) => self.expression(otherwise, Level::Coalesce),
                    _ => self.operand(otherwise),
                }
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
                self.arguments(expression, arguments);
            }
            ExpressionKind::Attribute(..)
            | ExpressionKind::Index(..)
            | ExpressionKind::Forward(..)
            | ExpressionKind::Back(..) => self.postfix(expression),
        }
    }

    fn compare(&mut self, comparison: Comparison, left: &Expression, right: &Expression) {
        let sign = format!(" {} ", comparison_sign(comparison));
        let flat = self.flat(|printer| printer.operand(right)).chars().count();
        let tail = sign.len() + if flat < SHORT { flat } else { 1 };
        self.before(tail, |printer| printer.operand(left));
        self.push(&sign);
        self.operand(right);
    }

    fn postfix(&mut self, expression: &Expression) {
        let suffix = self.flat(|printer| printer.suffix(expression));
        let needs_parentheses = match &expression.kind {
            // `a -> T[0]` would look like a part of the type.
            ExpressionKind::Index(of, _) => matches!(
                of.kind,
                ExpressionKind::Forward(..) | ExpressionKind::Back(..)
            ),
            // What stands behind `<- T` would be read as a part of its path.
            ExpressionKind::Attribute(of, _)
            | ExpressionKind::Forward(of, _)
            | ExpressionKind::Back(of, ..) => matches!(of.kind, ExpressionKind::Back(..)),
            _ => false,
        };
        if let ExpressionKind::Attribute(of, _)
        | ExpressionKind::Index(of, _)
        | ExpressionKind::Forward(of, _)
        | ExpressionKind::Back(of, ..) = &expression.kind
        {
            self.before(suffix.chars().count(), |printer| {
                if needs_parentheses {
                    printer.parentheses(of);
                } else {
                    printer.expression(of, Level::Postfix);
                }
            });
        }
        self.push(&suffix);
    }

    /// The last step of a path.
    fn suffix(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Attribute(_, name) => {
                self.push(".");
                self.key(name);
            }
            ExpressionKind::Index(_, index) => {
                self.push("[");
                self.loosest(index);
                self.push("]");
            }
            ExpressionKind::Forward(_, target) => {
                self.push(" -> ");
                self.target(target);
            }
            ExpressionKind::Back(_, target, path) => {
                self.push(" <- ");
                self.target(target);
                for name in path {
                    self.push(&format!(".{}", name.text));
                }
            }
            _ => {}
        }
    }

    fn joined(&mut self, parts: &[Expression], word: &str, level: Level) {
        let is_joined = std::mem::replace(&mut self.is_joined, true);
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.split(part);
                self.push(&format!("{word} "));
            }
            self.expression(part, level);
        }
        self.is_joined = is_joined;
    }

    fn conditional(&mut self, parts: &[Expression; 3]) {
        let [condition, yes, no] = parts;
        self.expression(condition, Level::Or);
        self.split(yes);
        self.push("? ");
        self.choice(yes);
        self.split(no);
        self.push(": ");
        self.choice(no);
    }

    fn loop_(&mut self, expression: &Expression) {
        // What is inside stands further in than the line that it begins on.
        let is_behind = !self.is_joined && self.line_indent() < self.indent;
        let levels = if self.is_flat() || is_behind { 0 } else { 2 };
        match &expression.kind {
            ExpressionKind::Quantifier {
                quantifier,
                binders,
                list,
                condition,
            } => {
                self.push(&format!("{}(", quantifier_word(*quantifier)));
                self.binders(binders);
                self.before(2, |printer| printer.loosest(list));
                self.push(" :");
                self.alone(|printer| {
                    printer.inside(levels, |printer| {
                        printer.split(condition);
                        printer.before(1, |printer| printer.loosest(condition));
                    });
                });
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
                self.before(2, |printer| printer.loosest(list));
                self.push(" :");
                self.alone(|printer| {
                    printer.inside(levels, |printer| {
                        printer.split(value);
                        printer.before(1, |printer| printer.loosest(value));
                        if let Some(condition) = condition {
                            printer.split(condition);
                            printer.push("if ");
                            printer.before(1, |printer| printer.loosest(condition));
                        }
                    });
                });
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
