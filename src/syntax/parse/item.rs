//! Files, items and rules.

use pest::Parser;
use pest::iterators::Pair;

use super::grammar::{Grammar, Rule};
use super::scan::Segment;
use super::{Reader, inner};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{
    self, Action, Comment, Define, Edition, File, Formal, Import, Item, Meta, MetaBlock, Name, On,
    Param, ParamType, Selector, Statement, TypePattern,
};

impl Reader<'_> {
    /// A whole file.
    pub(super) fn file(&mut self, pair: Pair<'_, Rule>, file: &mut File) {
        file.comments.extend(self.comments(pair.clone()));
        for item in inner(pair) {
            self.item(item, file);
        }
    }

    /// One item of a file of which some part is wrong.
    pub(super) fn segment(&mut self, segment: &Segment, file: &mut File) {
        let text = &self.text[segment.start..segment.end];
        let parsed = (!segment.is_broken).then(|| Grammar::parse(Rule::item_alone, text));
        let error = match parsed {
            Some(Ok(pairs)) => {
                self.base = segment.start;
                for pair in pairs {
                    self.file(pair, file);
                }
                self.base = 0;
                return;
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        file.unread.extend(names(text));
        let before = self.problems.len();
        if text.starts_with("rule") {
            self.broken_rule(segment);
        }
        // What the letters say is said already; the rest of the item would only echo it.
        if let Some(error) = error
            && self.problems.len() == before
        {
            self.base = segment.start;
            self.syntax_error(text, &error);
            self.base = 0;
        }
    }

    /// A rule that the grammar refuses: each of its parts alone tells which one is wrong.
    fn broken_rule(&mut self, segment: &Segment) {
        for part in segment.parts.iter().filter(|part| !part.is_broken) {
            let text = &self.text[part.start..part.end];
            self.base = part.start;
            self.is_part = true;
            match Grammar::parse(Rule::part_alone, text) {
                Ok(pairs) => {
                    for part in pairs.clone() {
                        self.comments(part);
                    }
                    // Mistakes that the grammar lets through are found on the way.
                    for part in pairs.flat_map(inner) {
                        self.rule_part_alone(part);
                    }
                }
                Err(error) => self.syntax_error(text, &error),
            }
        }
        self.is_part = false;
        self.base = 0;
    }

    fn rule_part_alone(&mut self, part: Pair<'_, Rule>) {
        match part.as_rule() {
            Rule::where_ | Rule::unless | Rule::let_ | Rule::require | Rule::deny | Rule::each => {
                let _ = self.statement(part);
            }
            Rule::meta => drop(self.meta(part)),
            Rule::meta_block => drop(self.meta_block(part)),
            Rule::param => drop(self.param(part)),
            Rule::on => drop(self.on(part)),
            _ => {}
        }
    }

    /// The comments in a text; from here on its parts do not count what stands behind them.
    fn comments(&mut self, pair: Pair<'_, Rule>) -> Vec<Comment> {
        let mut comments: Vec<Comment> = Vec::new();
        let mut open = vec![pair];
        while let Some(pair) = open.pop() {
            if pair.as_rule() == Rule::COMMENT {
                let text = pair.as_str().trim_end();
                let start = pair.as_span().start();
                comments.push(Comment {
                    text: text.to_owned(),
                    span: self.span_of(start, start + text.len()),
                });
            } else {
                open.extend(pair.into_inner());
            }
        }
        comments.sort_by_key(|comment| comment.span);
        self.comments = comments.iter().map(|comment| comment.span).collect();
        comments
    }

    fn item(&mut self, pair: Pair<'_, Rule>, file: &mut File) {
        match pair.as_rule() {
            Rule::edition => self.edition(pair, file),
            Rule::import => file.imports.extend(self.import(pair)),
            Rule::param => file.items.extend(self.param(pair).map(Item::Param)),
            Rule::define => file.items.extend(self.define(pair).map(Item::Define)),
            Rule::rule => {
                let rule = self.rule(pair);
                file.items.push(Item::Rule(rule));
            }
            Rule::test => file.items.extend(self.test(pair).map(Item::Test)),
            Rule::EOI => {}
            _ => self.mismatch(&pair),
        }
    }

    fn edition(&mut self, pair: Pair<'_, Rule>, file: &mut File) {
        let span = self.span(&pair);
        let number = inner(pair).find(|part| part.as_rule() == Rule::integer);
        let number = number
            .and_then(|part| part.as_str().parse().ok())
            .unwrap_or(u32::MAX);
        if file.edition.is_some() || !file.imports.is_empty() || !file.items.is_empty() {
            self.error(
                Diagnostic::error(
                    "P101",
                    "`edition` does not stand first in the file",
                    span,
                    "expected one `edition`, above everything else",
                )
                .help("move it to the top of the file, or delete it"),
            );
        } else if number != 1 {
            self.error(
                Diagnostic::error(
                    "P101",
                    "this edition of the language is not known",
                    span,
                    "expected `edition 1`",
                )
                .help("edition 1 is the only one so far; a newer plangate may know more"),
            );
        }
        file.edition = Some(Edition { number, span });
    }

    fn import(&mut self, pair: Pair<'_, Rule>) -> Option<Import> {
        let span = self.span(&pair);
        let (mut path, mut alias) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::string => path = Some(self.plain_string(part)),
                Rule::ident => alias = Some(self.name(&part)),
                _ => {}
            }
        }
        Some(Import {
            path: path?,
            alias,
            span,
        })
    }

    pub(super) fn param(&mut self, pair: Pair<'_, Rule>) -> Option<Param> {
        let span = self.span(&pair);
        let (mut name, mut kind, mut default, mut doc) = (None, None, None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::ident => name = Some(self.name(&part)),
                Rule::param_type => kind = Some(param_type(part)),
                Rule::expression => default = Some(self.expression(part)),
                Rule::doc => doc = self.text_in(part),
                _ => {}
            }
        }
        Some(Param {
            name: name?,
            kind,
            default,
            doc,
            span,
        })
    }

    fn define(&mut self, pair: Pair<'_, Rule>) -> Option<Define> {
        let span = self.span(&pair);
        let (mut name, mut formals, mut body, mut doc) = (None, Vec::new(), None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::ident => name = Some(self.name(&part)),
                Rule::formals => {
                    formals = inner(part)
                        .filter_map(|formal| self.formal(formal))
                        .collect();
                }
                Rule::expression => body = Some(self.expression(part)),
                Rule::doc => doc = self.text_in(part),
                _ => {}
            }
        }
        Some(Define {
            name: name?,
            formals,
            body: body?,
            doc,
            span,
        })
    }

    fn formal(&mut self, pair: Pair<'_, Rule>) -> Option<Formal> {
        let mut names = inner(pair)
            .map(|part| self.name(&part))
            .collect::<Vec<_>>()
            .into_iter();
        Some(Formal {
            name: names.next()?,
            kind: names.next(),
        })
    }

    fn rule(&mut self, pair: Pair<'_, Rule>) -> ast::Rule {
        let span = self.span(&pair);
        let mut rule = ast::Rule {
            id: Name {
                text: String::new(),
                span,
            },
            metas: Vec::new(),
            blocks: Vec::new(),
            params: Vec::new(),
            on: None,
            body: Vec::new(),
            span,
        };
        for part in inner(pair) {
            let place = self.span(&part);
            let late = rule.on.is_some() || !rule.body.is_empty();
            match part.as_rule() {
                Rule::kw_rule => {}
                Rule::string => rule.id = self.plain_string(part),
                Rule::meta => {
                    self.refuse_late_header(late, place);
                    rule.metas.extend(self.meta(part));
                }
                Rule::meta_block => {
                    self.refuse_late_header(late, place);
                    rule.blocks.extend(self.meta_block(part));
                }
                Rule::param => {
                    self.refuse_late_header(late, place);
                    rule.params.extend(self.param(part));
                }
                Rule::on => {
                    self.refuse_early_statements(place, &rule.body);
                    if let Some(first) = rule.on.as_ref().map(|on| on.span) {
                        self.second_on(place, first);
                    } else {
                        rule.on = Some(self.on(part));
                    }
                }
                _ => rule.body.extend(self.statement(part)),
            }
        }
        self.check_rule(&rule);
        rule
    }

    fn check_rule(&mut self, rule: &ast::Rule) {
        if rule.on.is_none() {
            self.error(
                Diagnostic::error(
                    "P120",
                    format!("rule `{}` does not say what it is about", rule.id.text),
                    rule.id.span,
                    "expected a line `on TYPE` in this rule",
                )
                .help("as in `on aws_instance`, or `on \"aws_*\"` for many types"),
            );
        }
        if !rule.body.iter().any(asserts) {
            self.error(
                Diagnostic::error(
                    "P124",
                    format!("rule `{}` requires nothing", rule.id.text),
                    rule.id.span,
                    "expected a `require` or `deny` in this rule",
                )
                .help("a rule without them would pass whatever the plan says"),
            );
        }
    }

    fn refuse_late_header(&mut self, late: bool, span: Span) {
        if late {
            self.error(
                Diagnostic::error(
                    "P122",
                    "the header comes before `on`",
                    span,
                    "this belongs above the line with `on`",
                )
                .help("title, severity, ids, controls and parameters first, then `on`"),
            );
        }
    }

    fn refuse_early_statements(&mut self, span: Span, body: &[Statement]) {
        if let Some(first) = body.first() {
            let place = Span {
                end: span.start + 2,
                ..span
            };
            self.error(
                Diagnostic::error(
                    "P122",
                    "`on` comes before the statements",
                    place,
                    "this belongs below the header, above every statement",
                )
                .also(first.span(), "this stands above it"),
            );
        }
    }

    fn second_on(&mut self, span: Span, first: Span) {
        self.error(
            Diagnostic::error("P121", "a rule has one `on`", span, "a second one")
                .also(first, "the first one")
                .help("several types stand in one line: `on aws_instance, aws_launch_template`"),
        );
    }

    pub(super) fn meta(&mut self, pair: Pair<'_, Rule>) -> Option<Meta> {
        let (mut name, mut value) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                _ => value = Some(self.expression(part)),
            }
        }
        Some(Meta {
            name: name?,
            value: value?,
        })
    }

    fn meta_block(&mut self, pair: Pair<'_, Rule>) -> Option<MetaBlock> {
        let span = self.span(&pair);
        let (mut name, mut entries) = (None, Vec::new());
        for part in inner(pair) {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                _ => entries.extend(self.meta(part)),
            }
        }
        Some(MetaBlock {
            name: name?,
            entries,
            span,
        })
    }

    fn on(&mut self, pair: Pair<'_, Rule>) -> On {
        let span = self.span(&pair);
        let mut on = On {
            selectors: Vec::new(),
            in_module: None,
            when: Vec::new(),
            span,
        };
        for part in inner(pair) {
            match part.as_rule() {
                Rule::selector => on.selectors.extend(self.selector(part)),
                Rule::in_module => on.in_module = self.string_in(part),
                Rule::when => {
                    for action in inner(part).filter(|part| part.as_rule() == Rule::action) {
                        let place = self.span(&action);
                        on.when
                            .extend(action_of(action.as_str()).map(|action| (action, place)));
                    }
                }
                _ => {}
            }
        }
        on
    }

    fn selector(&mut self, pair: Pair<'_, Rule>) -> Option<Selector> {
        let span = self.span(&pair);
        let part = inner(pair).next()?;
        Some(match part.as_rule() {
            Rule::on_plan => Selector::Plan(span),
            Rule::on_document => Selector::Document(span),
            Rule::on_output => Selector::Output(span),
            Rule::on_provider => Selector::Provider(span),
            Rule::on_module => Selector::Module(self.string_in(part)?),
            Rule::on_data => {
                let pattern = inner(part).find(|part| part.as_rule() == Rule::type_pattern)?;
                Selector::Data(self.type_pattern(pattern)?)
            }
            _ => Selector::Resource(self.type_pattern(part)?),
        })
    }

    pub(super) fn type_pattern(&mut self, pair: Pair<'_, Rule>) -> Option<TypePattern> {
        let part = inner(pair).next()?;
        let quoted = part.as_rule() == Rule::string;
        let name = if quoted {
            self.plain_string(part)
        } else {
            self.name(&part)
        };
        Some(TypePattern {
            text: name.text,
            quoted,
            span: name.span,
        })
    }

    pub(super) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: pair.as_str().trim_end().to_owned(),
            span: self.span(pair),
        }
    }
}

/// The names that an item which cannot be read would have given.
fn names(text: &str) -> Vec<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'));
    match words.next() {
        Some("import") => words.map(str::to_owned).collect(),
        Some("param" | "define") => words
            .find(|word| !word.is_empty())
            .into_iter()
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

fn asserts(statement: &Statement) -> bool {
    match statement {
        Statement::Require { .. } | Statement::Deny { .. } => true,
        Statement::Each { body, .. } => body.iter().any(asserts),
        _ => false,
    }
}

fn param_type(pair: Pair<'_, Rule>) -> ParamType {
    let mut of = None;
    for part in inner(pair) {
        match part.as_rule() {
            Rule::type_of => of = Some(part.as_str() == "list"),
            Rule::param_type => {
                let element = Box::new(param_type(part));
                return if of == Some(true) {
                    ParamType::List(element)
                } else {
                    ParamType::Map(element)
                };
            }
            _ => {
                return match part.as_str() {
                    "number" => ParamType::Number,
                    "bool" => ParamType::Bool,
                    _ => ParamType::Text,
                };
            }
        }
    }
    ParamType::Text
}

pub(super) fn action_of(word: &str) -> Option<Action> {
    Some(match word {
        "create" => Action::Create,
        "update" => Action::Update,
        "replace" => Action::Replace,
        "delete" => Action::Delete,
        "read" => Action::Read,
        "forget" => Action::Forget,
        "noop" => Action::Noop,
        "any" => Action::Any,
        _ => return None,
    })
}
