//! What the grammar expected, in words that a person knows.

use super::Rule;

/// Keywords that may be missing or misspelled.
pub(super) const KEYWORDS: [&str; 33] = [
    "message",
    "because",
    "in",
    "when",
    "module",
    "doc",
    "as",
    "is",
    "and",
    "or",
    "given",
    "expect",
    "resource",
    "data",
    "plan",
    "workspace",
    "var",
    "create",
    "update",
    "replace",
    "delete",
    "read",
    "forget",
    "noop",
    "any",
    "set",
    "written",
    "known",
    "null",
    "absent",
    "empty",
    "string",
    "number",
];

/// What would have fitted.
#[derive(Debug)]
pub(super) struct Expected {
    /// Each thing once, in a fixed order.
    pub(super) words: Vec<String>,
    /// A name is among them, and no expression.
    pub(super) is_name: bool,
}

impl Expected {
    /// `expected a, b or c`
    pub(super) fn label(&self) -> String {
        match &self.words[..] {
            [] => "this is not understood".to_owned(),
            [only] => format!("expected {only}"),
            [first @ .., last] => format!("expected {} or {last}", first.join(", ")),
        }
    }
}

/// What was expected, in words.
pub(super) fn of(rules: &[Rule]) -> Expected {
    let mut words: Vec<&str> = Vec::new();
    for expected in rules {
        words.extend(word(*expected));
    }
    words.sort_unstable();
    words.dedup();
    let has = |words: &[&str], word: &str| words.contains(&word);
    // An expression can begin with too many things, and go on with too many.
    if has(&words, AN_EXPRESSION) {
        words.retain(|word| !matches!(*word, A_NAME | "a string" | "a list" | "a map"));
    }
    if has(&words, AN_OPERATOR) && words.len() > 1 {
        // What ends the part says more than that it could go on.
        words.retain(|word| *word != AN_OPERATOR);
        words.push(AN_OPERATOR);
    }
    // A keyword might have been a key of the header, but nobody means that.
    if words
        .iter()
        .any(|word| matches!(*word, A_NAME | AN_EXPRESSION | "a resource type"))
    {
        words.retain(|word| *word != "`=`");
    }
    let is_name = has(&words, A_NAME);
    let words = words.into_iter().map(str::to_owned).collect();
    Expected { words, is_name }
}

const AN_EXPRESSION: &str = "an expression";
const AN_OPERATOR: &str = "an operator";
const A_NAME: &str = "a name";
const AN_ITEM: &[&str] = &["`rule`, `define`, `param`, `import` or `test`"];
const ACTIONS: &[&str] = &[
    "`create`",
    "`update`",
    "`replace`",
    "`delete`",
    "`read`",
    "`forget`",
    "`noop`",
    "`any`",
];
const STATES: &[&str] = &[
    "`set`",
    "`written`",
    "`known`",
    "`null`",
    "`absent`",
    "`empty`",
];
const A_STATEMENT: &[&str] = &["a statement"];

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each rule of the grammar"
)]
fn word(expected: Rule) -> &'static [&'static str] {
    match expected {
        Rule::item
        | Rule::edition
        | Rule::import
        | Rule::param
        | Rule::define
        | Rule::rule
        | Rule::test
        | Rule::kw_edition
        | Rule::kw_import
        | Rule::kw_define
        | Rule::kw_rule
        | Rule::kw_test => AN_ITEM,
        Rule::statement
        | Rule::where_
        | Rule::unless
        | Rule::let_
        | Rule::require
        | Rule::deny
        | Rule::each
        | Rule::kw_where
        | Rule::kw_unless
        | Rule::kw_let
        | Rule::kw_require
        | Rule::kw_deny
        | Rule::kw_each
        | Rule::kw_on
        | Rule::on
        | Rule::rule_part => A_STATEMENT,
        Rule::meta | Rule::meta_block => &["a key of the header"],
        Rule::selector
        | Rule::on_plan
        | Rule::on_document
        | Rule::on_output
        | Rule::on_provider
        | Rule::on_module
        | Rule::on_data
        | Rule::type_pattern
        | Rule::target => &["a resource type"],
        Rule::action => ACTIONS,
        Rule::message | Rule::kw_message | Rule::expect_message => &["`message`"],
        Rule::kw_because => &["`because`"],
        Rule::kw_in | Rule::in_module => &["`in`"],
        Rule::kw_module => &["`module`"],
        Rule::kw_when | Rule::when => &["`when`"],
        Rule::kw_as => &["`as`"],
        Rule::doc | Rule::kw_doc => &["`doc`"],
        Rule::state => STATES,
        Rule::binders => &[A_NAME],
        Rule::formals => &["`(` and arguments"],
        Rule::formal => &["an argument"],
        Rule::param_type | Rule::type_of | Rule::type_word => {
            &["`string`", "`number`", "`bool`", "`list(…)`", "`map(…)`"]
        }
        Rule::given | Rule::kw_given => &["`given`"],
        Rule::expect | Rule::kw_expect => &["`expect`"],
        Rule::given_kind | Rule::given_object => &["`resource`", "`data`", "`module`"],
        Rule::given_plan | Rule::kw_plan => &["`plan`"],
        Rule::given_workspace | Rule::kw_workspace => &["`workspace`"],
        Rule::given_param | Rule::kw_param => &["`param`"],
        Rule::given_var | Rule::kw_var => &["`var`"],
        Rule::body => &["a block in braces"],
        Rule::outcome => &[
            "`pass`",
            "`fail`",
            "`undetermined`",
            "`exempt`",
            "`not_applicable`",
            "`error`",
        ],
        Rule::address => &["an address"],
        Rule::integer => &["a number"],
        Rule::entry => &["a key and a value"],
        Rule::assign => &["`=`"],
        Rule::colon => &["`:`"],
        Rule::opening => &["`{`"],
        other => of_expressions(other),
    }
}

fn of_expressions(expected: Rule) -> &'static [&'static str] {
    match expected {
        Rule::expression
        | Rule::or_
        | Rule::and_
        | Rule::not_
        | Rule::comparison
        | Rule::coalesce
        | Rule::postfix
        | Rule::primary
        | Rule::self_
        | Rule::unknown
        | Rule::number
        | Rule::boolean
        | Rule::null
        | Rule::call
        | Rule::quantifier
        | Rule::for_
        | Rule::resources
        | Rule::parens
        | Rule::quantifier_word
        | Rule::kw_resources
        | Rule::callee
        | Rule::not_sign
        | Rule::bang => &[AN_EXPRESSION],
        Rule::name | Rule::ident => &[A_NAME],
        Rule::string | Rule::text | Rule::heredoc => &["a string"],
        Rule::list => &["a list"],
        Rule::map => &["a map"],
        Rule::kw_is
        | Rule::is_test
        | Rule::comparison_sign
        | Rule::comparison_tail
        | Rule::equal
        | Rule::not_equal
        | Rule::less
        | Rule::less_or_equal
        | Rule::greater
        | Rule::greater_or_equal
        | Rule::single_equal
        | Rule::arithmetic
        | Rule::not_word
        | Rule::word_sign
        | Rule::kw_contains
        | Rule::kw_like
        | Rule::kw_matches
        | Rule::and_sign
        | Rule::or_sign
        | Rule::kw_and
        | Rule::kw_or
        | Rule::attribute
        | Rule::index
        | Rule::forward
        | Rule::back => &[AN_OPERATOR],
        _ => &[],
    }
}
