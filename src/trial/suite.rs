//! Which tests there are, and which rules each of them is about.

use std::collections::BTreeSet;
use std::sync::Arc;

use globset::Glob;

use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::Rules;
use crate::program::{Parts, Program, RuleFile, SHIPPED, compile_text_glob, tested_file};
use crate::schema::Schemas;
use crate::source::Span;
use crate::syntax::ast::{Expect, Expression, Given, Item, Name, Test};

/// The tests of rule files, each with the rules that it is about.
#[derive(Debug)]
pub struct Suite<'a> {
    /// What was loaded.
    pub rules: &'a Rules,
    /// The rules as understood.
    pub program: &'a Program,
    /// What is needed to understand parts of them anew.
    pub parts: Parts<'a>,
    /// The tests, file by file, in the order written.
    pub cases: Vec<Case<'a>>,
    /// What is known of providers, which makes plans of what tests give.
    pub schemas: &'a Schemas,
    /// Whether there are further tests, which do not run.
    is_part: bool,
}

/// A test, and what it is about.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The test as written.
    pub test: &'a Test,
    /// The position of its file.
    pub file: usize,
    /// The rules under test: their positions in the program, in its order.
    pub rules: Vec<usize>,
    /// Every expectation, with the position in the program of the rule that it is about.
    pub expects: Vec<(&'a Expect, usize)>,
    /// The parameters that it sets: their positions in the program, and their values.
    pub params: Vec<(usize, &'a Expression)>,
}

impl<'a> Suite<'a> {
    /// The tests of rules that were understood without mistakes. What is wrong with a test goes to
    /// `problems`, and the test is left out.
    pub fn new(
        rules: &'a Rules,
        program: &'a Program,
        problems: &mut Vec<Diagnostic>,
    ) -> Suite<'a> {
        let mut suite = Suite {
            rules,
            program,
            parts: Parts::new(&rules.files, &rules.sources),
            cases: Vec::new(),
            schemas: Schemas::shipped(),
            is_part: false,
        };
        for (file, rule_file) in rules.files.iter().enumerate() {
            for item in &rule_file.file.items {
                if let Item::Test(test) = item {
                    let case = suite.case(test, file, problems);
                    suite.cases.extend(case);
                }
            }
        }
        suite
    }

    /// The same, with what is known of further providers.
    #[must_use]
    pub fn with_schemas(self, schemas: &'a Schemas) -> Suite<'a> {
        Suite { schemas, ..self }
    }

    /// Keeps the tests whose sentence, or one of whose rules, matches a pattern.
    pub fn keep(&mut self, pattern: &str) -> Result<(), globset::Error> {
        let glob = Glob::new(pattern)?.compile_matcher();
        let program = self.program;
        self.is_part = true;
        self.cases.retain(|case| {
            let mut ids = case
                .rules
                .iter()
                .filter_map(|rule| program.rules.get(*rule));
            glob.is_match(&case.test.sentence.text) || ids.any(|rule| glob.is_match(&rule.about.id))
        });
        Ok(())
    }

    /// Whether a rule is one that these tests are to prove: with only some of the tests, it is one
    /// that they are about.
    pub(super) fn proves(&self, rule: usize) -> bool {
        !self.is_part || self.cases.iter().any(|case| case.rules.contains(&rule))
    }

    /// The name of a file, as people know it.
    pub fn file_name(&self, file: usize) -> &str {
        let file = self.rules.files.get(file).map(|file| file.file.source);
        file.and_then(|id| self.rules.sources.get(id))
            .map_or("", |source| &source.name)
    }

    /// Whether a file is of the shipped library, or of another that only came along.
    pub(super) fn is_library(&self, file: usize) -> bool {
        let file = self.rules.files.get(file);
        file.is_some_and(|file| file.path.starts_with(SHIPPED))
    }

    fn case(
        &self,
        test: &'a Test,
        file: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Case<'a>> {
        let before = problems.len();
        let mut case = Case {
            test,
            file,
            rules: Vec::new(),
            expects: Vec::new(),
            params: Vec::new(),
        };
        for expect in &test.expects {
            let rule = match &expect.rule {
                Some(id) => self.named(id, problems),
                None => self.only(file, expect, problems),
            };
            case.expects.extend(rule.map(|rule| (expect, rule)));
            refuse_glob(expect, problems);
        }
        let rules: BTreeSet<usize> = case.expects.iter().map(|(_, rule)| *rule).collect();
        case.rules = rules.into_iter().collect();
        if problems.len() == before {
            case.params = self.params(&case, problems);
        }
        (problems.len() == before).then_some(case)
    }

    /// The rule of an id, now or before.
    fn named(&self, id: &Name, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        let rules = || self.program.rules.iter().map(|rule| &rule.about);
        let found = rules()
            .position(|about| about.id == id.text)
            .or_else(|| rules().position(|about| about.replaces.contains(&id.text)));
        if found.is_none() {
            let problem = Diagnostic::error(
                "N201",
                format!("there is no rule `{}`", id.text.escape_debug()),
                id.span,
                "unknown rule",
            );
            let ids: Vec<&str> = rules().map(|about| about.id.as_str()).collect();
            problems.push(match nearest(&id.text, ids.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None if ids.is_empty() => problem.help("no file that was loaded has a rule"),
                None => problem.help(format!("the rules are {}", listed(&ids))),
            });
        }
        found
    }

    /// The rule that an expectation without id is about: the only one of the file, or of the file
    /// that a file of tests is about.
    fn only(&self, file: usize, expect: &Expect, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        let home = self.rules.files.get(file)?;
        let tested = tested_file(&home.path);
        let path = tested.as_deref().unwrap_or(&home.path);
        let choices = self.rules_of(home, path);
        if let [only] = choices[..] {
            return Some(only);
        }
        let name = path.escape_debug();
        let (message, help) = if choices.is_empty() {
            let (message, help) = match &tested {
                Some(_) if !self.has_file(home, path) => (
                    format!("there is no file `{name}`, so this line must name its rule"),
                    "name it",
                ),
                Some(_) => (format!("`{name}` has no rule"), "name the rule"),
                None => ("this file has no rule".to_owned(), "name the rule"),
            };
            let help = format!("{help}, as in `expect {} \"rule-id\"`", expect.outcome.text);
            (message, help)
        } else {
            let ids: Vec<&str> = choices
                .iter()
                .filter_map(|rule| self.program.rules.get(*rule))
                .map(|rule| rule.about.id.as_str())
                .collect();
            let of = match &tested {
                Some(_) => format!("`{name}`"),
                None => "this file".to_owned(),
            };
            let first = ids.first().copied().unwrap_or_default();
            (
                format!("{of} has {} rules, and this line names none", ids.len()),
                format!(
                    "name one of {}, as in `expect {} \"{first}\"`",
                    listed(&ids),
                    expect.outcome.text
                ),
            )
        };
        problems.push(
            Diagnostic::error("X804", message, expect.outcome.span, "of which rule?").help(help),
        );
        None
    }

    fn has_file(&self, home: &RuleFile, path: &str) -> bool {
        let files = &self.rules.files;
        files
            .iter()
            .any(|file| file.root == home.root && file.path == path)
    }

    /// The rules, by position in the program, of a file that lies in the same rule directory.
    fn rules_of(&self, home: &RuleFile, path: &str) -> Vec<usize> {
        let files = self.rules.files.iter();
        let spans: Vec<Span> = files
            .filter(|file| file.root == home.root && file.path == path)
            .flat_map(|file| &file.file.items)
            .filter_map(|item| match item {
                Item::Rule(rule) => Some(rule.span),
                _ => None,
            })
            .collect();
        let rules = self.program.rules.iter().enumerate();
        rules
            .filter(|(_, rule)| spans.contains(&rule.span))
            .map(|(at, _)| at)
            .collect()
    }

    fn params(
        &self,
        case: &Case<'a>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(usize, &'a Expression)> {
        let mut found = Vec::new();
        for given in &case.test.givens {
            if let Given::Param(name, value) = given {
                let reachable = self.reachable_params(&case.rules);
                let is_meant = |at: &usize| {
                    let param = self.program.params.get(*at);
                    param.is_some_and(|param| *param.name == *name.text)
                };
                match reachable.iter().copied().find(is_meant) {
                    Some(at) => found.push((at, value)),
                    None => problems.push(self.no_param(name, &reachable)),
                }
            }
        }
        found
    }

    fn no_param(&self, name: &Name, reachable: &[usize]) -> Diagnostic {
        let params = reachable
            .iter()
            .filter_map(|at| self.program.params.get(*at));
        let names: Vec<Arc<str>> = params.map(|param| Arc::clone(&param.name)).collect();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        let problem = Diagnostic::error(
            "N201",
            format!("the rule under test has no parameter `{}`", name.text),
            name.span,
            "unknown parameter",
        );
        match nearest(&name.text, names.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None if names.is_empty() => problem.help("it has no parameters at all"),
            None => problem.help(format!("its parameters are {}", listed(&names))),
        }
    }

    /// The parameters that rules may read, their own first.
    fn reachable_params(&self, rules: &[usize]) -> Vec<usize> {
        let rules = rules
            .iter()
            .filter_map(|rule| self.program.rules.get(*rule));
        let own = rules.clone().flat_map(|rule| &rule.params);
        own.chain(rules.flat_map(|rule| &rule.reads))
            .copied()
            .collect()
    }
}

/// A pattern that cannot be used would be met by nothing.
fn refuse_glob(expect: &Expect, problems: &mut Vec<Diagnostic>) {
    if let Some(glob) = &expect.message
        && let Err(why) = compile_text_glob(&glob.text)
    {
        problems.push(
            Diagnostic::error(
                "T308",
                why.escape_debug().to_string(),
                glob.span,
                "cannot be used",
            )
            .help("`*` stands for any text, `?` for one character, `[ab]` for one of these"),
        );
    }
}

/// `a, b and c`, in backticks.
pub(super) fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let mut quoted: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{}`", name.escape_debug()))
        .collect();
    if names.len() > MOST {
        quoted.push(format!("{} more", names.len() - MOST));
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
