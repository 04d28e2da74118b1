//! Test blocks.

use pest::iterators::Pair;

use super::grammar::Rule;
use super::item::action_of;
use super::word::meant;
use super::{Reader, inner};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Body, BodyEntry, Expect, Given, GivenKind, GivenObject, Name, Test};

const OUTCOMES: [&str; 6] = [
    "pass",
    "fail",
    "undetermined",
    "exempt",
    "not_applicable",
    "error",
];

impl Reader<'_> {
    pub(super) fn test(&mut self, pair: Pair<'_, Rule>) -> Option<Test> {
        let span = self.span(&pair);
        let (mut sentence, mut givens, mut expects) = (None, Vec::new(), Vec::new());
        for part in inner(pair) {
            match part.as_rule() {
                Rule::string => sentence = Some(self.plain_string(part)),
                Rule::given => givens.extend(self.given(part)),
                Rule::expect => expects.extend(self.expect(part)),
                _ => {}
            }
        }
        let sentence: Name = sentence?;
        if expects.is_empty() {
            self.error(
                Diagnostic::error(
                    "P124",
                    "this test expects nothing",
                    sentence.span,
                    "expected a line `expect …` in it",
                )
                .help("as in `expect fail on aws_instance.web`"),
            );
        }
        Some(Test {
            sentence,
            givens,
            expects,
            span,
        })
    }

    fn given(&mut self, pair: Pair<'_, Rule>) -> Option<Given> {
        let part = inner(pair).find(|part| part.as_rule() != Rule::kw_given)?;
        match part.as_rule() {
            Rule::given_workspace => self.string_in(part).map(Given::Workspace),
            Rule::given_plan => self.string_in(part).map(Given::Plan),
            Rule::given_param => self
                .given_value(part)
                .map(|(name, value)| Given::Param(name, value)),
            Rule::given_var => self
                .given_value(part)
                .map(|(name, value)| Given::Var(name, value)),
            _ => Some(Given::Object(Box::new(self.given_object(part)))),
        }
    }

    fn given_value(
        &mut self,
        pair: Pair<'_, Rule>,
    ) -> Option<(Name, crate::syntax::ast::Expression)> {
        let (mut name, mut value) = (None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::ident => name = Some(self.name(&part)),
                Rule::expression => value = Some(self.expression(part)),
                _ => {}
            }
        }
        Some((name?, value?))
    }

    fn given_object(&mut self, pair: Pair<'_, Rule>) -> GivenObject {
        let span = self.span(&pair);
        let mut object = GivenObject {
            action: None,
            kind: GivenKind::Resource,
            labels: Vec::new(),
            in_module: None,
            body: Body {
                entries: Vec::new(),
                span,
            },
            was: None,
            span,
        };
        for part in inner(pair) {
            match part.as_rule() {
                Rule::action => object.action = action_of(part.as_str()),
                Rule::given_kind => {
                    object.kind = match part.as_str() {
                        "data" => GivenKind::Data,
                        "module" => GivenKind::Module,
                        "output" => GivenKind::Output,
                        "provider" => GivenKind::Provider,
                        _ => GivenKind::Resource,
                    };
                }
                Rule::string => object.labels.push(self.plain_string(part)),
                Rule::in_module => object.in_module = self.string_in(part),
                Rule::body => object.body = self.body(part),
                Rule::was => {
                    let body = inner(part).find(|part| part.as_rule() == Rule::body);
                    object.was = body.map(|body| self.body(body));
                }
                _ => {}
            }
        }
        object
    }

    fn body(&mut self, pair: Pair<'_, Rule>) -> Body {
        let span = self.span(&pair);
        let mut entries = Vec::new();
        if self.enter(span) {
            for part in inner(pair) {
                entries.extend(match part.as_rule() {
                    Rule::pair => self.body_pair(part),
                    _ => self.body_block(part, span),
                });
            }
        }
        self.leave();
        Body { entries, span }
    }

    fn body_pair(&mut self, pair: Pair<'_, Rule>) -> Option<BodyEntry> {
        let mut parts = inner(pair);
        let name = self.name_or_string(parts.next()?);
        Some(BodyEntry::Pair(name, self.expression(parts.next()?)))
    }

    fn body_block(&mut self, pair: Pair<'_, Rule>, span: Span) -> Option<BodyEntry> {
        let (mut name, mut labels) = (None, Vec::new());
        let mut body = Body {
            entries: Vec::new(),
            span,
        };
        for part in inner(pair) {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => labels.push(self.plain_string(part)),
                Rule::body => body = self.body(part),
                _ => {}
            }
        }
        Some(BodyEntry::Block {
            name: name?,
            labels,
            body,
        })
    }

    fn expect(&mut self, pair: Pair<'_, Rule>) -> Option<Expect> {
        let span = self.span(&pair);
        let (mut outcome, mut rule, mut address, mut message) = (None, None, None, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::outcome => outcome = Some(self.name(&part)),
                Rule::string => rule = Some(self.plain_string(part)),
                Rule::address => address = Some(self.name(&part)),
                Rule::expect_message => message = self.string_in(part),
                _ => {}
            }
        }
        let outcome = outcome?;
        if !OUTCOMES.contains(&outcome.text.as_str()) {
            let problem = Diagnostic::error(
                "P101",
                format!("there is no outcome `{}`", outcome.text),
                outcome.span,
                "expected `pass`, `fail`, `undetermined`, `exempt`, `not_applicable` or `error`",
            );
            self.error(match meant(&outcome.text, &OUTCOMES) {
                Some(word) => problem.help(format!("did you mean `{word}`?")),
                None => problem,
            });
        }
        Some(Expect {
            outcome,
            rule,
            address,
            message,
            span,
        })
    }
}
