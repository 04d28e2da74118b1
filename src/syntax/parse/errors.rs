//! What pest says, in words that a person knows.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::{Reader, Rule};
use crate::diagnostic::Diagnostic;

impl Reader<'_> {
    /// A part that the grammar refuses.
    pub(super) fn syntax_error(&mut self, text: &str, error: &Error<Rule>) {
        let start = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let start = start.min(text.len());
        let rest = &text[start..];
        let start = start + (rest.len() - rest.trim_start().len());
        let found = token(&text[start..]);
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => words(positives),
            ErrorVariant::CustomError { message } => {
                let span = self.span_of(start, start + found.len().max(1));
                let problem = Diagnostic::error("B501", message.clone(), span, "too much here");
                self.error(problem.help("name a part with `let` or `define`"));
                return;
            }
        };
        let span = self.span_of(start, start + found.len().max(1));
        let message = if found.is_empty() {
            "the file ends too early".to_owned()
        } else {
            format!("`{}` cannot stand here", found.escape_debug())
        };
        let expected = if expected.is_empty() {
            "not understood".into()
        } else {
            format!("expected {expected}")
        };
        self.error(Diagnostic::error("P101", message, span, expected));
    }
}

/// The token that stands at the start of a text.
fn token(text: &str) -> &str {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let Some(first) = text.chars().next() else {
        return "";
    };
    let length = if is_word(first) {
        text.find(|c: char| !is_word(c)).unwrap_or(text.len())
    } else {
        first.len_utf8()
    };
    &text[..length]
}

/// What was expected, each thing once, in a fixed order.
fn words(rules: &[Rule]) -> String {
    let mut words: Vec<&str> = rules
        .iter()
        .filter_map(|expected| word(*expected))
        .collect();
    words.sort_unstable();
    words.dedup();
    // A long list tells nothing; an expression can begin with too many things.
    if words.contains(&"an expression") {
        words.retain(|word| !matches!(*word, "a name" | "a string" | "a list" | "a map"));
    }
    if words.len() > 6 {
        words.truncate(6);
        words.push("…");
    }
    match &words[..] {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] if *last == "…" => format!("{}, …", first.join(", ")),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn word(expected: Rule) -> Option<&'static str> {
    Some(match expected {
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
        | Rule::kw_test => "`rule`, `define`, `param`, `import` or `test`",
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
        | Rule::rule_part => "a statement",
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
        | Rule::heredoc
        | Rule::not_sign
        | Rule::bang => "an expression",
        Rule::name | Rule::ident => "a name",
        Rule::string | Rule::text => "a string",
        Rule::list => "a list",
        Rule::map => "a map",
        Rule::meta | Rule::meta_block => "a key of the header",
        Rule::selector
        | Rule::on_plan
        | Rule::on_document
        | Rule::on_output
        | Rule::on_provider
        | Rule::on_module
        | Rule::on_data
        | Rule::type_pattern => "a resource type",
        Rule::target => "a resource type",
        Rule::action => "an action, as `create`",
        Rule::message | Rule::kw_message => "`message`",
        Rule::kw_because => "`because`",
        Rule::kw_in => "`in`",
        Rule::kw_module => "`module`",
        Rule::kw_when | Rule::when => "`when`",
        Rule::kw_is | Rule::is_test => "`is`",
        Rule::comparison_sign
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
        | Rule::kw_matches => "a comparison",
        Rule::and_sign | Rule::or_sign | Rule::kw_and | Rule::kw_or => "`and` or `or`",
        Rule::attribute | Rule::index => "an attribute",
        Rule::forward | Rule::back => "an arrow",
        Rule::state => "`set`, `written`, `known`, `null`, `absent` or `empty`",
        Rule::binders => "a name",
        Rule::formals => "`(` and arguments",
        Rule::formal => "an argument",
        Rule::param_type | Rule::type_of | Rule::type_word => {
            "`string`, `number`, `bool`, `list(…)` or `map(…)`"
        }
        Rule::given | Rule::kw_given => "`given`",
        Rule::expect | Rule::kw_expect => "`expect`",
        Rule::given_kind | Rule::given_object => "`resource`, `data` or `module`",
        Rule::body => "a block in braces",
        Rule::outcome => "`pass`, `fail`, `undetermined`, `exempt`, `not_applicable` or `error`",
        Rule::address => "an address",
        Rule::doc | Rule::kw_doc => "`doc`",
        Rule::integer => "a number",
        Rule::entry => "a key and a value",
        _ => return None,
    })
}
