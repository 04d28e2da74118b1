//! A rule file as it is written: a tree with names and places, before anything is resolved.

use crate::source::{SourceId, Span};

/// A whole rule file.
#[derive(Clone, Debug)]
pub struct File {
    /// The text that it was read from.
    pub source: SourceId,
    /// `edition 1`
    pub edition: Option<Edition>,
    /// `import "lib.rule" as lib`
    pub imports: Vec<Import>,
    /// Everything else, in the order written.
    pub items: Vec<Item>,
    /// Every comment, in the order written.
    pub comments: Vec<Comment>,
    /// Names of imports, parameters and defines that could not be read: they have been reported,
    /// and who uses them is not at fault.
    pub unread: Vec<String>,
}

/// `edition 1`
#[derive(Clone, Debug)]
pub struct Edition {
    /// The number; one that does not fit is `u32::MAX`.
    pub number: u32,
    /// The whole line.
    pub span: Span,
}

/// `# text`, `// text` or `/* text */`, with its marks.
#[derive(Clone, Debug)]
pub struct Comment {
    /// The comment as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A word with its place: an identifier, a metadata key, an attribute.
#[derive(Clone, Debug)]
pub struct Name {
    /// The word; without quotes where it was quoted.
    pub text: String,
    /// Where it stands; with the quotes where it was quoted.
    pub span: Span,
}

/// `import "lib.rule" as lib`
#[derive(Clone, Debug)]
pub struct Import {
    /// The path, relative to the importing file.
    pub path: Name,
    /// The name given by `as`; without it, the file's name without `.rule`.
    pub alias: Option<Name>,
    /// The whole import.
    pub span: Span,
}

/// What a file is made of.
#[derive(Clone, Debug)]
pub enum Item {
    /// `param allowed: list(string) = ["t3.micro"]`
    Param(Param),
    /// `define f(a) = a is set`
    Define(Define),
    /// `rule "id" { … }`
    Rule(Rule),
    /// `test "sentence" { … }`
    Test(Test),
}

/// `param name: type = default doc "…"`
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// `: list(string)`
    pub kind: Option<ParamType>,
    /// `= [...]`; without it the parameter must be configured.
    pub default: Option<Expression>,
    /// `doc "…"`
    pub doc: Option<Template>,
    /// The whole parameter.
    pub span: Span,
}

/// What somebody types to have it evaluated: an expression, or `let x = expression`.
#[derive(Clone, Debug)]
pub struct Line {
    /// The name that it gives its value.
    pub name: Option<Name>,
    /// The expression.
    pub value: Expression,
}

/// The type of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamType {
    /// `string`
    Text,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `list(T)`
    List(Box<ParamType>),
    /// `map(T)`
    Map(Box<ParamType>),
}

/// `define f(a, b: aws_iam_role) = expression doc "…"`
#[derive(Clone, Debug)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Its arguments.
    pub formals: Vec<Formal>,
    /// What it stands for.
    pub body: Expression,
    /// `doc "…"`
    pub doc: Option<Template>,
    /// The whole definition.
    pub span: Span,
}

/// `a` or `a: aws_iam_role`
#[derive(Clone, Debug)]
pub struct Formal {
    /// The argument's name.
    pub name: Name,
    /// The resource type given.
    pub kind: Option<Name>,
}

/// `rule "id" { … }`
#[derive(Clone, Debug)]
pub struct Rule {
    /// The id, from its string.
    pub id: Name,
    /// `title = "…"` and so on.
    pub metas: Vec<Meta>,
    /// `ids { … }`, `differs { … }`, `controls { … }`
    pub blocks: Vec<MetaBlock>,
    /// `param` lines inside the rule.
    pub params: Vec<Param>,
    /// `on …`; a rule without one has been reported (P120).
    pub on: Option<On>,
    /// Statements after `on`.
    pub body: Vec<Statement>,
    /// From `rule` to its closing brace.
    pub span: Span,
}

/// `key = literal`
#[derive(Clone, Debug)]
pub struct Meta {
    /// The key.
    pub name: Name,
    /// The value: literals, lists and maps of literals.
    pub value: Expression,
}

/// `ids { checkov = ["…"] }`
#[derive(Clone, Debug)]
pub struct MetaBlock {
    /// `ids`, `differs` or `controls`.
    pub name: Name,
    /// Its lines.
    pub entries: Vec<Meta>,
    /// The whole block.
    pub span: Span,
}

/// `on aws_instance, "aws_*" in module "module.web" when delete or replace`
#[derive(Clone, Debug)]
pub struct On {
    /// What is selected; at least one.
    pub selectors: Vec<Selector>,
    /// `in module "pattern"`
    pub in_module: Option<Name>,
    /// `when create or update`
    pub when: Vec<(Action, Span)>,
    /// The whole clause.
    pub span: Span,
}

/// One selector of an `on`.
#[derive(Clone, Debug)]
pub enum Selector {
    /// `aws_instance` or `"aws_*"`
    Resource(TypePattern),
    /// `data aws_iam_policy_document`
    Data(TypePattern),
    /// `module "terraform-aws-modules/*/aws"`
    Module(Name),
    /// `plan`
    Plan(Span),
    /// `document`
    Document(Span),
    /// `output`
    Output(Span),
    /// `provider`
    Provider(Span),
}

impl Selector {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Selector::Resource(pattern) | Selector::Data(pattern) => pattern.span,
            Selector::Module(name) => name.span,
            Selector::Plan(span)
            | Selector::Document(span)
            | Selector::Output(span)
            | Selector::Provider(span) => *span,
        }
    }
}

/// A resource type by name, or by a glob in quotes.
#[derive(Clone, Debug)]
pub struct TypePattern {
    /// The name or glob.
    pub text: String,
    /// It was written in quotes, so `*` and `?` are wild.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

/// `data T` or `T` behind an arrow or in `resources(…)`.
#[derive(Clone, Debug)]
pub struct Target {
    /// `data` stands before the type.
    pub data: bool,
    /// The type.
    pub kind: TypePattern,
    /// The whole target.
    pub span: Span,
}

/// A planned action, after `when`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `create`
    Create,
    /// `update`
    Update,
    /// `replace`
    Replace,
    /// `delete`
    Delete,
    /// `read`
    Read,
    /// `forget`
    Forget,
    /// `noop`
    Noop,
    /// `any`
    Any,
}

/// A statement of a rule's body.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `where C`
    Where(Expression),
    /// `unless C because "…"`
    Unless {
        /// The exemption's condition.
        condition: Expression,
        /// `because "…"`
        because: Option<Template>,
    },
    /// `let x = E`
    Let {
        /// The name given.
        name: Name,
        /// What it stands for.
        value: Expression,
    },
    /// `require C message "…"`
    Require {
        /// What must hold.
        condition: Expression,
        /// A require without one has been reported (P123).
        message: Option<Template>,
        /// The whole statement.
        span: Span,
    },
    /// `deny C message "…"`, `deny message "…"`
    Deny {
        /// What must not hold; without it the statement always fails.
        condition: Option<Expression>,
        /// A deny without one has been reported (P123).
        message: Option<Template>,
        /// The whole statement.
        span: Span,
    },
    /// `each i, x in E { … }`
    Each {
        /// The names bound.
        binders: Binders,
        /// What is gone through.
        list: Expression,
        /// Statements run for each element.
        body: Vec<Statement>,
        /// The whole statement.
        span: Span,
    },
}

impl Statement {
    /// Where it is written; of those without a place of their own, where its main part is.
    pub fn span(&self) -> Span {
        match self {
            Statement::Where(condition) | Statement::Unless { condition, .. } => condition.span,
            Statement::Let { name, value } => name.span.to(value.span),
            Statement::Require { span, .. }
            | Statement::Deny { span, .. }
            | Statement::Each { span, .. } => *span,
        }
    }
}

/// `x` or `i, x`
#[derive(Clone, Debug)]
pub struct Binders {
    /// `i`: the list index or map key.
    pub key: Option<Name>,
    /// `x`: the element.
    pub value: Name,
}

/// A string or heredoc, with what it interpolates.
#[derive(Clone, Debug)]
pub struct Template {
    /// Literal text and `${…}` in turn; escapes are resolved, heredocs unindented.
    pub parts: Vec<Part>,
    /// It was written as a heredoc.
    pub heredoc: bool,
    /// With quotes or heredoc marks.
    pub span: Span,
}

impl Template {
    /// What it interpolates, in the order written.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            Part::Interpolation(expression) => Some(expression),
            Part::Literal(_) => None,
        })
    }

    /// The text, if nothing is interpolated.
    pub fn literal(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => Some(text.as_str()),
                Part::Interpolation(_) => None,
            })
            .collect()
    }
}

/// A piece of a [`Template`].
#[derive(Clone, Debug)]
pub enum Part {
    /// Text.
    Literal(String),
    /// `${expression}`
    Interpolation(Expression),
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands; parentheses around it are not part of it.
    pub span: Span,
}

impl Expression {
    /// The expressions directly inside of it, in the order written.
    pub fn parts(&self) -> Vec<&Expression> {
        match &self.kind {
            ExpressionKind::Text(template) => template.expressions().collect(),
            ExpressionKind::List(items)
            | ExpressionKind::And(items)
            | ExpressionKind::Or(items) => items.iter().collect(),
            ExpressionKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            ExpressionKind::Attribute(of, _)
            | ExpressionKind::Forward(of, _)
            | ExpressionKind::Back(of, ..)
            | ExpressionKind::Not(of)
            | ExpressionKind::Is { of, .. } => vec![of],
            ExpressionKind::Index(left, right)
            | ExpressionKind::Compare(_, left, right)
            | ExpressionKind::Coalesce(left, right) => vec![left, right],
            ExpressionKind::Conditional(parts) => parts.iter().collect(),
            ExpressionKind::Quantifier {
                list, condition, ..
            } => vec![list, condition],
            ExpressionKind::For {
                list,
                value,
                condition,
                ..
            } => [list, value]
                .into_iter()
                .chain(condition)
                .map(Box::as_ref)
                .collect(),
            ExpressionKind::Call { arguments, .. } => arguments.iter().collect(),
            ExpressionKind::Null
            | ExpressionKind::Bool(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::SelfValue
            | ExpressionKind::Unknown
            | ExpressionKind::Resources(_) => Vec::new(),
        }
    }
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `-12.50`, as written
    Number(String),
    /// `"a ${b}"`
    Text(Template),
    /// `[a, b]`
    List(Vec<Expression>),
    /// `{ a = b }`
    Map(Vec<(Name, Expression)>),
    /// `x`, a name bound somewhere
    Name(String),
    /// `self`
    SelfValue,
    /// `unknown`, in fixtures
    Unknown,
    /// `x.a`, `x."a b"`
    Attribute(Box<Expression>, Name),
    /// `x["k"]`, `x[0]`
    Index(Box<Expression>, Box<Expression>),
    /// `x -> T`
    Forward(Box<Expression>, Target),
    /// `x <- T.a.b`
    Back(Box<Expression>, Target, Vec<Name>),
    /// `not x`
    Not(Box<Expression>),
    /// `a and b and c`
    And(Vec<Expression>),
    /// `a or b or c`
    Or(Vec<Expression>),
    /// `c ? a : b`
    Conditional(Box<[Expression; 3]>),
    /// `a == b`
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `x is not set`
    Is {
        /// What is tested.
        of: Box<Expression>,
        /// `not` stands between.
        negated: bool,
        /// The state asked for.
        state: State,
    },
    /// `x ?? y`
    Coalesce(Box<Expression>, Box<Expression>),
    /// `any(x in xs : p)`
    Quantifier {
        /// Which one.
        quantifier: Quantifier,
        /// The names bound.
        binders: Binders,
        /// What is gone through.
        list: Box<Expression>,
        /// What is asked of each.
        condition: Box<Expression>,
    },
    /// `[for x in xs : y if p]`
    For {
        /// The names bound.
        binders: Binders,
        /// What is gone through.
        list: Box<Expression>,
        /// The element made of each.
        value: Box<Expression>,
        /// `if p`
        condition: Option<Box<Expression>>,
    },
    /// `resources(T)`
    Resources(Target),
    /// `f(a, b)`, `lib.f(a)`
    Call {
        /// `lib`
        module: Option<Name>,
        /// `f`
        name: Name,
        /// The arguments.
        arguments: Vec<Expression>,
    },
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `contains`
    Contains,
    /// `not contains`
    NotContains,
    /// `like`
    Like,
    /// `not like`
    NotLike,
    /// `matches`
    Matches,
    /// `not matches`
    NotMatches,
}

/// A state that `is` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `set`
    Set,
    /// `written`
    Written,
    /// `known`
    Known,
    /// `null`
    Null,
    /// `absent`
    Absent,
    /// `empty`
    Empty,
}

/// A quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`
    All,
    /// `any`
    Any,
    /// `none`
    None,
    /// `count`
    Count,
}

/// `test "sentence" { given … expect … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// The sentence that it proves.
    pub sentence: Name,
    /// What is given.
    pub givens: Vec<Given>,
    /// What is expected; at least one.
    pub expects: Vec<Expect>,
    /// The whole test.
    pub span: Span,
}

/// A `given` line.
#[derive(Clone, Debug)]
pub enum Given {
    /// `given workspace "production"`
    Workspace(Name),
    /// `given var x = …`
    Var(Name, Expression),
    /// `given param p = …`
    Param(Name, Expression),
    /// `given plan "plan.json"`: a whole plan or state, in a file
    Plan(Name),
    /// `given resource "T" "n" { … }` and its kin
    Object(Box<GivenObject>),
}

/// `given [action] resource|data|module|output|provider "T" "n" in module "m" { … } was { … }`
#[derive(Clone, Debug)]
pub struct GivenObject {
    /// The action before the word, if one is written.
    pub action: Option<Action>,
    /// Resource, data source, module call, output or provider.
    pub kind: GivenKind,
    /// The labels: type and name; for a module, source and name; for an output and a provider,
    /// its name.
    pub labels: Vec<Name>,
    /// `in module "module.x"`
    pub in_module: Option<Name>,
    /// The body.
    pub body: Body,
    /// `was { … }`
    pub was: Option<Body>,
    /// From `given` to its end.
    pub span: Span,
}

/// What a given object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenKind {
    /// `resource`
    Resource,
    /// `data`
    Data,
    /// `module`
    Module,
    /// `output`
    Output,
    /// `provider`
    Provider,
}

/// `{ a = 1  block { … } }`
#[derive(Clone, Debug)]
pub struct Body {
    /// Pairs and blocks in the order written.
    pub entries: Vec<BodyEntry>,
    /// With its braces.
    pub span: Span,
}

/// A line of a [`Body`].
#[derive(Clone, Debug)]
pub enum BodyEntry {
    /// `a = expression`
    Pair(Name, Expression),
    /// `b "label" { … }`
    Block {
        /// The block's type.
        name: Name,
        /// Its labels.
        labels: Vec<Name>,
        /// Its body.
        body: Body,
    },
}

/// `expect fail "rule" on ADDRESS message like "glob"`
#[derive(Clone, Debug)]
pub struct Expect {
    /// `pass`, `fail`, `undetermined`, `exempt`, `not_applicable`, `error`
    pub outcome: Name,
    /// The rule's id.
    pub rule: Option<Name>,
    /// `on ADDRESS`
    pub address: Option<Name>,
    /// `message like "glob"`
    pub message: Option<Name>,
    /// The whole line.
    pub span: Span,
}
