//! The parts of a file that something can be said about in a comment: items, lines of headers,
//! statements, lines of tests.

use crate::source::Span;
use crate::syntax::ast::{File, Given, Item, Meta, MetaBlock, Param, Rule, Statement, Test};

/// A part of a file, and the parts inside of it. Places are bytes of the text.
#[derive(Debug)]
pub(super) struct Unit {
    /// Where it begins.
    pub(super) start: u32,
    /// Behind its last letter.
    pub(super) end: u32,
    /// In the order written.
    pub(super) inner: Vec<Unit>,
}

/// The parts of a file, in the order written.
pub(super) fn units(file: &File, text: &str) -> Vec<Unit> {
    let edition = file.edition.iter().map(|edition| leaf(edition.span));
    let imports = file.imports.iter().map(|import| leaf(import.span));
    let items = file.items.iter().map(|item| match item {
        Item::Param(param) => leaf(param.span),
        Item::Define(define) => leaf(define.span),
        Item::Rule(rule) => of_rule(rule, text),
        Item::Test(block) => of_test(block),
    });
    in_order(edition.chain(imports).chain(items).collect())
}

/// The innermost part that a place lies in.
pub(super) fn innermost(units: &[Unit], place: u32) -> Option<&Unit> {
    let unit = units
        .iter()
        .find(|unit| (unit.start..unit.end).contains(&place))?;
    Some(innermost(&unit.inner, place).unwrap_or(unit))
}

/// The first part that begins behind a place, before the part around the place ends.
pub(super) fn next(units: &[Unit], place: u32) -> Option<&Unit> {
    match units
        .iter()
        .find(|unit| (unit.start..unit.end).contains(&place))
    {
        Some(around) => next(&around.inner, place),
        None => units.iter().find(|unit| unit.start >= place),
    }
}

fn leaf(span: Span) -> Unit {
    Unit {
        start: span.start,
        end: span.end,
        inner: Vec::new(),
    }
}

fn of_rule(rule: &Rule, text: &str) -> Unit {
    let metas = rule.metas.iter().map(of_meta);
    let blocks = rule.blocks.iter().map(of_block);
    let params = rule.params.iter().map(|param: &Param| leaf(param.span));
    let on = rule.on.iter().map(|on| leaf(on.span));
    let body = rule
        .body
        .iter()
        .map(|statement| of_statement(statement, text));
    let inner = metas.chain(blocks).chain(params).chain(on).chain(body);
    Unit {
        inner: in_order(inner.collect()),
        ..leaf(rule.span)
    }
}

fn of_meta(meta: &Meta) -> Unit {
    leaf(meta.name.span.to(meta.value.span))
}

fn of_block(block: &MetaBlock) -> Unit {
    Unit {
        inner: block.entries.iter().map(of_meta).collect(),
        ..leaf(block.span)
    }
}

fn of_statement(statement: &Statement, text: &str) -> Unit {
    let span = match statement {
        Statement::Where(condition) => whole(condition.span, "where", text),
        Statement::Unless { condition, because } => {
            let start = whole(condition.span, "unless", text);
            because.as_ref().map_or(start, |text| start.to(text.span))
        }
        Statement::Let { name, value } => whole(name.span.to(value.span), "let", text),
        Statement::Require { span, .. } | Statement::Deny { span, .. } => *span,
        Statement::Each { span, body, .. } => {
            let inner = body.iter().map(|inner| of_statement(inner, text)).collect();
            return Unit {
                inner,
                ..leaf(*span)
            };
        }
    };
    leaf(span)
}

/// With the word that the statement begins with, and the parentheses that a condition ends with.
fn whole(span: Span, word: &str, text: &str) -> Span {
    let before = &text[..span.start as usize];
    let start = before.rfind(word).unwrap_or(before.len());
    let mut end = span.end as usize;
    loop {
        let rest = &text[end..];
        let space = rest.len() - rest.trim_start().len();
        if !rest[space..].starts_with(')') {
            break;
        }
        end += space + 1;
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: offset(start),
        end: offset(end),
        ..span
    }
}

fn of_test(test: &Test) -> Unit {
    let givens = test.givens.iter().map(|given| match given {
        Given::Workspace(name) | Given::Plan(name) => leaf(name.span),
        Given::Var(name, value) | Given::Param(name, value) => leaf(name.span.to(value.span)),
        Given::Object(object) => leaf(object.span),
    });
    let expects = test.expects.iter().map(|expect| leaf(expect.span));
    Unit {
        inner: in_order(givens.chain(expects).collect()),
        ..leaf(test.span)
    }
}

fn in_order(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort_by_key(|unit| unit.start);
    units
}
