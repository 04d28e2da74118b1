//! Rules as understood: names resolved to slots, patterns compiled, headers checked.

mod about;
mod body;
mod check;
mod expression;
mod header;
mod lower;
mod names;
mod part;
mod pattern;
mod scope;
mod selector;
mod statement;
mod term;
mod tests_only;

use std::sync::Arc;

pub use about::{About, Change, Effect, Level, Severity, Undetermined};
pub use check::check;
pub use expression::{Question, Scope, Standalone, Subject, expression};
pub use part::Parts;
pub use pattern::{Pattern, compile_text_glob};
pub use scope::{PACK, SHIPPED, resolve_path as import_path};
pub use selector::{ModulePattern, Selector, TypeMatcher, When};
pub use statement::Statement;
pub use term::{
    BackReference, Comprehension, Message, PatternTerm, Piece, Quantified, Root, Target, Term,
    TermKind,
};
pub use tests_only::{is_test_file, test_file_of, tested_file};

use crate::source::Span;
use crate::syntax::ast::{File, ParamType};
use crate::value::Value;

/// A rule file that was parsed, and where it belongs.
#[derive(Debug)]
pub struct RuleFile {
    /// The tree.
    pub file: File,
    /// The rule directory that it lies in; imports stay inside it.
    pub root: usize,
    /// Its path below that directory, with `/` between steps: `lib/ec2.rule`. A file of the
    /// shipped library is known everywhere, by what imports call it: `plangate:ec2`.
    pub path: String,
    /// The pack it belongs to, as reports name it.
    pub pack: String,
    /// It came in a pack; else `pack` is the file or folder that was given.
    pub in_pack: bool,
}

/// Every rule of a run, ready to be evaluated. A copy is cheap, and may have another part in it.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The rules, sorted by id.
    pub rules: Vec<Arc<Rule>>,
    /// Every define of every file.
    pub defines: Vec<Arc<Define>>,
    /// Every parameter of every file and rule.
    pub params: Vec<Arc<Param>>,
}

impl Program {
    /// The rule at a position, to be changed; `None` where a copy of the program shares it.
    pub fn rule_mut(&mut self, at: usize) -> Option<&mut Rule> {
        self.rules.get_mut(at).and_then(Arc::get_mut)
    }

    /// The parameter at a position, to be changed; `None` where a copy of the program shares it.
    pub fn param_mut(&mut self, at: usize) -> Option<&mut Param> {
        self.params.get_mut(at).and_then(Arc::get_mut)
    }
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// What it says about itself.
    pub about: About,
    /// What it selects; at least one.
    pub selectors: Vec<Selector>,
    /// Where each of them is written.
    pub selector_spans: Vec<Span>,
    /// `in module "…"`
    pub in_module: Option<ModulePattern>,
    /// `when …`
    pub when: When,
    /// Its statements.
    pub body: Vec<Statement>,
    /// Number of slots that its body needs.
    pub slots: usize,
    /// The parameters that it declares itself: positions in [`Program::params`].
    pub params: Vec<usize>,
    /// Every parameter that it may read, by way of defines as well; in order.
    pub reads: Vec<usize>,
    /// Where it is written.
    pub span: Span,
}

/// `define f(a) = …`
#[derive(Debug)]
pub struct Define {
    /// Its name, as messages show it.
    pub name: String,
    /// The names of its arguments; they are the first slots.
    pub arguments: Vec<Arc<str>>,
    /// The resource types that are written behind them.
    pub kinds: Vec<Option<Target>>,
    /// What it stands for.
    pub body: Term,
    /// Number of slots that its body needs.
    pub slots: usize,
    /// What it means, in its author's words; empty where they say nothing.
    pub doc: String,
}

/// `param p: type = default`
#[derive(Debug)]
pub struct Param {
    /// Its name.
    pub name: Arc<str>,
    /// Its type, where one is written.
    pub kind: Option<ParamType>,
    /// Its default; without one it must be configured.
    pub default: Option<Term>,
    /// The value that holds instead of the default, and where it was given.
    pub value: Option<(Value, Span)>,
    /// The rule that declares it; `None` for a parameter of a file.
    pub rule: Option<Arc<str>>,
    /// Where it is written.
    pub span: Span,
}
