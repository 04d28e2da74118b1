//! An expression as understood: names are slots, patterns are compiled.

use std::sync::Arc;

use super::pattern::Pattern;
use crate::function::Function;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Quantifier, State};
use crate::value::Value;

/// An expression with its place.
#[derive(Debug)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Where it is written.
    pub span: Span,
}

impl Term {
    /// Its value, if no part of it depends on the plan.
    pub fn constant(&self) -> Option<&Value> {
        match &self.kind {
            TermKind::Constant(value) => Some(value),
            _ => None,
        }
    }
}

/// What a term is.
#[derive(Debug)]
pub enum TermKind {
    /// `"required"`, `[22, 3389]`: no part of it depends on the plan.
    Constant(Value),
    /// `"a ${b}"`
    Template(Vec<Piece>),
    /// `[a, b]`
    List(Vec<Term>),
    /// `{ a = b }`
    Map(Vec<(Arc<str>, Term)>),
    /// A name bound by `let`, `each`, a quantifier, `for` or as an argument.
    Local(usize),
    /// A parameter: position in [`super::Program::params`].
    Param(usize),
    /// A define called: position in [`super::Program::defines`].
    Define(usize, Vec<Term>),
    /// `self`
    SelfValue,
    /// `var.region`, `terraform.workspace`, `plan.errored`
    Root(Root),
    /// `x.a`
    Attribute(Box<Term>, Arc<str>),
    /// `x["k"]`, `x[0]`
    Index(Box<Term>, Box<Term>),
    /// `x -> T`
    Forward(Box<Term>, Target),
    /// `x <- T.a.b`
    Back(Box<Term>, BackReference),
    /// `not x`
    Not(Box<Term>),
    /// `a and b`
    And(Vec<Term>),
    /// `a or b`
    Or(Vec<Term>),
    /// `c ? a : b`
    Conditional(Box<[Term; 3]>),
    /// `a == b`, `a in b`, `a contains b`
    Compare(Comparison, Box<Term>, Box<Term>),
    /// `a like "x*"`, `a not matches b`
    Match {
        /// The text.
        text: Box<Term>,
        /// What it must look like.
        pattern: PatternTerm,
        /// `not` stands before the operator.
        negated: bool,
    },
    /// `x is not set`
    Is {
        /// What is tested.
        of: Box<Term>,
        /// `not` stands between.
        negated: bool,
        /// The state asked for.
        state: State,
    },
    /// `x ?? y`
    Coalesce(Box<Term>, Box<Term>),
    /// `any(x in xs : p)`
    Quantifier(Box<Quantified>),
    /// `[for x in xs : y if p]`
    For(Box<Comprehension>),
    /// `resources(T)`
    Resources(Target),
    /// `f(a)`
    Call(&'static Function, Vec<Term>),
}

/// A piece of a [`TermKind::Template`] or [`Message`].
#[derive(Debug)]
pub enum Piece {
    /// Text.
    Literal(Arc<str>),
    /// `${x}`
    Interpolation(Term),
}

/// The text of a `message` or `because`.
#[derive(Debug)]
pub struct Message(pub Vec<Piece>);

/// What stands behind `like` or `matches`.
#[derive(Debug)]
pub enum PatternTerm {
    /// Known when the rule is read, and compiled once.
    Compiled(Pattern),
    /// Compiled when it is known.
    Computed {
        /// A string or a list of strings.
        term: Box<Term>,
        /// It stands behind `matches`.
        regex: bool,
    },
}

/// Names of things outside resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `var.name`
    Variable(Arc<str>),
    /// `terraform.workspace`
    Workspace,
    /// `terraform.version`
    Version,
    /// `plan.errored`
    Errored,
    /// `plan.complete`
    Complete,
    /// `plan.applyable`
    Applyable,
    /// `plan.is_state`
    IsState,
}

/// `T` or `data T`, behind an arrow or in `resources(…)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// `data` stands before the type.
    pub data: bool,
    /// The type, or a glob where it was written in quotes.
    pub kind: Arc<str>,
    /// `kind` is a glob with something wild in it.
    pub wild: bool,
    /// Where the type is written.
    pub span: Span,
}

/// `<- T.a.b`
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BackReference {
    /// The type that refers.
    pub target: Target,
    /// The path that refers; empty for anywhere.
    pub path: Vec<Arc<str>>,
    /// Where each step of the path is written.
    pub places: Vec<Span>,
}

/// `any(i, x in xs : p)`
#[derive(Debug)]
pub struct Quantified {
    /// Which one.
    pub quantifier: Quantifier,
    /// The slot of the index or key.
    pub key: Option<usize>,
    /// The slot of the element.
    pub value: usize,
    /// What is gone through.
    pub list: Term,
    /// What is asked of each.
    pub condition: Term,
}

/// `[for i, x in xs : y if p]`
#[derive(Debug)]
pub struct Comprehension {
    /// The slot of the index or key.
    pub key: Option<usize>,
    /// The slot of the element.
    pub value: usize,
    /// What is gone through.
    pub list: Term,
    /// The element made of each.
    pub element: Term,
    /// `if p`
    pub condition: Option<Term>,
}
