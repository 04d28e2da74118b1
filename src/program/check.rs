//! From files to a program: the order in which everything is understood.

use std::collections::VecDeque;
use std::sync::Arc;

use super::lower::{Lower, Place, Uses};
use super::scope::{Tables, refuse_equal_ids};
use super::selector::{ModulePattern, Selector, TypeMatcher, When};
use super::{Define, Param, Program, Rule, RuleFile, Target, header, pattern, tests_only};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::syntax::ast::{self, Item};

/// Defines may call each other this deep (language, 9: B502).
const DEFINE_DEPTH: usize = 16;

/// Understands rule files together. Every mistake goes to `problems`; a program with a mistake of
/// severity error must not be run.
pub fn check(files: &[RuleFile], sources: &Sources, problems: &mut Vec<Diagnostic>) -> Program {
    refuse_equal_ids(files, problems);
    tests_only::refuse_others(files, problems);
    let tables = Tables::collect(files, problems);
    let mut program = Program::default();
    let mut uses: Vec<Uses> = Vec::new();
    let mut spans = Vec::new();
    for (at, file) in files.iter().enumerate() {
        for item in &file.file.items {
            match item {
                Item::Param(param) => {
                    let lowered = Lower::new(&tables, at, Place::Constant, problems).param(param);
                    program.params.push(Arc::new(lowered));
                }
                Item::Define(define) => {
                    let (lowered, asked) = lower_define(define, &tables, at, problems);
                    program.defines.push(Arc::new(lowered));
                    uses.push(asked);
                    spans.push(define.name.span);
                }
                Item::Rule(_) | Item::Test(_) => {}
            }
        }
    }
    refuse_deep_defines(&program.defines, &uses, &spans, problems);
    for (at, file) in files.iter().enumerate() {
        for item in &file.file.items {
            if let Item::Rule(rule) = item {
                let context = RuleContext {
                    tables: &tables,
                    file: at,
                    pack: &file.pack,
                    sources,
                    defines: &uses,
                };
                let lowered = lower_rule(rule, &context, &mut program.params, problems);
                program.rules.push(Arc::new(lowered));
            }
        }
    }
    check_causes(files, &program, problems);
    program.rules.sort_by(|a, b| a.about.id.cmp(&b.about.id));
    program
}

fn check_causes(files: &[RuleFile], program: &Program, problems: &mut Vec<Diagnostic>) {
    let rules = program.rules.iter();
    let known: Vec<&str> = rules.map(|rule| rule.about.id.as_str()).collect();
    for item in files.iter().flat_map(|file| &file.file.items) {
        if let Item::Rule(rule) = item {
            header::check_causes(rule, &known, problems);
        }
    }
}

fn formal_kind(formal: &ast::Formal) -> Option<Target> {
    formal.kind.as_ref().map(|kind| Target {
        data: false,
        kind: kind.text.as_str().into(),
        wild: false,
        span: kind.span,
    })
}

pub(super) struct RuleContext<'a> {
    pub(super) tables: &'a Tables,
    pub(super) file: usize,
    pub(super) pack: &'a str,
    pub(super) sources: &'a Sources,
    /// What each define asks of others.
    pub(super) defines: &'a [Uses],
}

pub(super) fn lower_define(
    define: &ast::Define,
    tables: &Tables,
    file: usize,
    problems: &mut Vec<Diagnostic>,
) -> (Define, Uses) {
    let mut lower = Lower::new(tables, file, Place::Define, problems);
    if crate::function::find(&define.name.text).is_some() {
        lower.shadows(&define.name, "a built-in function");
    }
    for formal in &define.formals {
        lower.bind(&formal.name);
    }
    let body = lower.expression(&define.body);
    let names = define.formals.iter();
    let names = names.map(|formal| Arc::from(formal.name.text.as_str()));
    let lowered = Define {
        name: define.name.text.clone(),
        arguments: names.collect(),
        kinds: define.formals.iter().map(formal_kind).collect(),
        body,
        slots: lower.slots(),
        doc: define
            .doc
            .as_ref()
            .and_then(ast::Template::literal)
            .unwrap_or_default(),
    };
    (lowered, lower.into_uses())
}

pub(super) fn lower_rule(
    rule: &ast::Rule,
    context: &RuleContext<'_>,
    params: &mut Vec<Arc<Param>>,
    problems: &mut Vec<Diagnostic>,
) -> Rule {
    let mut about = header::read(rule, problems);
    context.pack.clone_into(&mut about.pack);
    (about.line, _) = context.sources.position(rule.id.span);
    if let Some(source) = context.sources.get(rule.span.source) {
        about.file.clone_from(&source.name);
    }
    let mut own_params = Vec::new();
    for param in &rule.params {
        let mut lowered =
            Lower::new(context.tables, context.file, Place::Constant, problems).param(param);
        lowered.rule = Some(rule.id.text.as_str().into());
        own_params.push((Arc::clone(&lowered.name), params.len()));
        params.push(Arc::new(lowered));
    }
    let mut lower = Lower::new(context.tables, context.file, Place::Rule, problems);
    let own = own_params.iter().map(|(_, at)| *at).collect();
    lower.rule_params(own_params);
    let body = lower.statements(&rule.body);
    let slots = lower.slots();
    let reads = reads(lower.into_uses(), context.defines);
    let (mut selectors, mut selector_spans) = (Vec::new(), Vec::new());
    let (mut in_module, mut when) = (None, When::default());
    if let Some(on) = &rule.on {
        let on_text = context.sources.slice(on.span);
        let words = on_text.trim_start_matches("on").split_whitespace();
        about.on = words.collect::<Vec<_>>().join(" ");
        (selectors, selector_spans) = on
            .selectors
            .iter()
            .filter_map(|written| Some((selector(written, problems)?, written.span())))
            .unzip();
        in_module = on.in_module.as_ref().and_then(|pattern| {
            let parsed = ModulePattern::parse(&pattern.text);
            parsed
                .map_err(|why| problems.push(pattern::unusable(why, pattern.span)))
                .ok()
        });
        when = When(on.when.iter().map(|(action, _)| *action).collect());
    }
    Rule {
        about,
        selectors,
        selector_spans,
        in_module,
        when,
        body,
        slots,
        params: own,
        reads,
        span: rule.span,
    }
}

/// The parameters that something reads, by way of the defines that it calls as well.
fn reads(uses: Uses, defines: &[Uses]) -> Vec<usize> {
    let mut reads = uses.reads;
    let mut open: Vec<usize> = uses.calls.iter().copied().collect();
    let mut seen = uses.calls;
    while let Some(define) = open.pop().and_then(|at| defines.get(at)) {
        reads.extend(&define.reads);
        open.extend(define.calls.iter().filter(|at| seen.insert(**at)));
    }
    reads.into_iter().collect()
}

fn selector(selector: &ast::Selector, problems: &mut Vec<Diagnostic>) -> Option<Selector> {
    Some(match selector {
        ast::Selector::Resource(pattern) => Selector::Resource(type_matcher(pattern, problems)?),
        ast::Selector::Data(pattern) => Selector::Data(type_matcher(pattern, problems)?),
        ast::Selector::Module(source) => {
            let glob = pattern::compile_text_glob(&source.text);
            Selector::Module(
                glob.map_err(|why| problems.push(pattern::unusable(why, source.span)))
                    .ok()?,
            )
        }
        ast::Selector::Plan(_) => Selector::Plan,
        ast::Selector::Document(_) => Selector::Document,
        ast::Selector::Output(_) => Selector::Output,
        ast::Selector::Provider(_) => Selector::Provider,
    })
}

fn type_matcher(pattern: &ast::TypePattern, problems: &mut Vec<Diagnostic>) -> Option<TypeMatcher> {
    if !pattern.quoted {
        return Some(TypeMatcher::Exact(pattern.text.as_str().into()));
    }
    let glob = pattern::compile_text_glob(&pattern.text);
    glob.map(TypeMatcher::Glob)
        .map_err(|why| problems.push(pattern::unusable(why, pattern.span)))
        .ok()
}

fn refuse_deep_defines(
    defines: &[Arc<Define>],
    uses: &[Uses],
    spans: &[crate::source::Span],
    problems: &mut Vec<Diagnostic>,
) {
    let edges = |at: usize| uses[at].calls.iter().copied().collect();
    let circles = circles(defines.len(), edges);
    for circle in &circles {
        let name = &defines[circle[0]].name;
        let problem = Diagnostic::error(
            "N207",
            format!("define `{name}` calls itself"),
            spans[circle[0]],
            "what it calls leads back to it",
        );
        let problem = circle[1..].iter().fold(problem, |problem, at| {
            problem.also(spans[*at], "by way of this one")
        });
        problems.push(problem.help("a define is one expression without recursion"));
    }
    if !circles.is_empty() {
        return;
    }
    let mut depths: Vec<Option<usize>> = vec![None; defines.len()];
    for at in 0..defines.len() {
        if depth(at, uses, &mut depths) == DEFINE_DEPTH + 1 {
            let problem = Diagnostic::error(
                "B502",
                format!(
                    "define `{}` goes more than {DEFINE_DEPTH} defines deep",
                    defines[at].name
                ),
                spans[at],
                "calls a define that calls a define, and so on",
            );
            problems.push(problem.help("write out some of the defines that it goes through"));
        }
    }
}

/// How many defines lie under this one, itself included; the graph has no circle.
fn depth(at: usize, uses: &[Uses], known: &mut [Option<usize>]) -> usize {
    let mut stack = vec![at];
    while let Some(&top) = stack.last() {
        if known[top].is_some() {
            stack.pop();
            continue;
        }
        let open: Vec<usize> = uses[top]
            .calls
            .iter()
            .copied()
            .filter(|c| known[*c].is_none())
            .collect();
        if open.is_empty() {
            let below = uses[top]
                .calls
                .iter()
                .filter_map(|c| known[*c])
                .max()
                .unwrap_or(0);
            known[top] = Some(below + 1);
            stack.pop();
        } else {
            stack.extend(open);
        }
    }
    known[at].unwrap_or(0)
}

/// The circles of a graph, each once: the nodes on a shortest way from a node back to it.
pub(super) fn circles(count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut told = vec![false; count];
    let mut found = Vec::new();
    for start in 0..count {
        if told[start] {
            continue;
        }
        if let Some(circle) = circle(start, count, &edges) {
            for at in &circle {
                told[*at] = true;
            }
            found.push(circle);
        }
    }
    found
}

fn circle(start: usize, count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; count];
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in edges(at) {
            if next == start {
                let mut way = vec![at];
                while let Some(before) = way.last().and_then(|at| came_from[*at]) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if came_from[next].is_none() {
                came_from[next] = Some(at);
                open.push_back(next);
            }
        }
    }
    None
}
