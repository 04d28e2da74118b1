//! Imports, parameters, defines and rules.

use super::Printer;
use super::pair::Pair;
use crate::source::Span;
use crate::syntax::ast::{
    Action, Define, Edition, ExpressionKind, File, Import, Item, Meta, MetaBlock, Name, On, Param,
    ParamType, Rule, Selector, Template,
};

/// Keys of a rule's header in the order in which they stand.
const KEYS: [&str; 11] = [
    "title",
    "severity",
    "severity_reason",
    "tags",
    "rationale",
    "remediation",
    "links",
    "level",
    "undetermined",
    "replaces",
    "causes",
];

/// Something at the top of a file.
#[derive(Clone, Copy)]
enum Thing<'t> {
    Edition(&'t Edition),
    Import(&'t Import),
    Item(&'t Item),
}

impl Thing<'_> {
    fn span(self) -> Span {
        match self {
            Thing::Edition(edition) => edition.span,
            Thing::Import(import) => import.span,
            Thing::Item(Item::Param(param)) => param.span,
            Thing::Item(Item::Define(define)) => define.span,
            Thing::Item(Item::Rule(rule)) => rule.span,
            Thing::Item(Item::Test(test)) => test.span,
        }
    }

    /// Whether it may stand below another one without a blank line, if both are one line long.
    fn groups_with(self, above: Thing<'_>) -> bool {
        matches!(
            (above, self),
            (Thing::Edition(_) | Thing::Import(_), Thing::Import(_))
                | (Thing::Item(Item::Param(_)), Thing::Item(Item::Param(_)))
                | (Thing::Item(Item::Define(_)), Thing::Item(Item::Define(_)))
        )
    }
}

impl Printer<'_> {
    pub(super) fn file(&mut self, file: &File) {
        let edition = file.edition.iter().map(Thing::Edition);
        let imports = file.imports.iter().map(Thing::Import);
        let items = file.items.iter().map(Thing::Item);
        let things: Vec<Thing<'_>> = edition.chain(imports).chain(items).collect();
        let spans: Vec<Span> = things.iter().map(|thing| thing.span()).collect();
        let mut above_is_line = true;
        self.arranged(&spans, |printer, at| {
            let start = printer.out.len();
            printer.begin(spans[at].start);
            let head = printer.out.len();
            printer.thing(things[at]);
            let is_line = !printer.out[head..].contains('\n');
            printer.end(spans[at].end, u32::MAX);
            let groups = at
                .checked_sub(1)
                .map(|above| above_is_line && is_line && things[at].groups_with(things[above]));
            if groups == Some(false) {
                printer.blank_between(start, head);
            }
            above_is_line = is_line;
        });
        self.comments_before(u32::MAX);
    }

    /// A blank line above what stands there, comments included, if there is none among them.
    fn blank_between(&mut self, start: usize, head: usize) {
        let above = &self.out[start..head];
        if !above.starts_with('\n') && !above.contains("\n\n") {
            self.out.insert(start, '\n');
        }
    }

    fn thing(&mut self, thing: Thing<'_>) {
        match thing {
            Thing::Edition(edition) => self.push(&format!("edition {}", edition.number)),
            Thing::Import(import) => self.import(import),
            Thing::Item(Item::Param(param)) => self.param(param),
            Thing::Item(Item::Define(define)) => self.define(define),
            Thing::Item(Item::Rule(rule)) => self.rule(rule),
            Thing::Item(Item::Test(test)) => self.test(test),
        }
    }

    fn import(&mut self, import: &Import) {
        self.push("import ");
        self.quoted(&import.path);
        if let Some(alias) = &import.alias {
            self.push(&format!(" as {}", alias.text));
        }
    }

    fn param(&mut self, param: &Param) {
        let default = param.default.as_ref();
        let is_split =
            self.has_comments(param.span) || default.is_some_and(|default| self.is_split(default));
        if !is_split {
            let flat = self.flat(|printer| {
                printer.param_head(param);
                if let Some(doc) = &param.doc {
                    printer.push(" doc ");
                    printer.template(doc);
                }
            });
            if self.fits(&flat) {
                return self.push(&flat);
            }
        }
        self.param_head(param);
        self.doc(param.doc.as_ref());
    }

    fn param_head(&mut self, param: &Param) {
        self.push(&format!("param {}", param.name.text));
        if let Some(kind) = &param.kind {
            self.push(": ");
            self.param_type(kind);
        }
        if let Some(default) = &param.default {
            self.push(" = ");
            self.value(default);
        }
    }

    fn param_type(&mut self, kind: &ParamType) {
        match kind {
            ParamType::Text => self.push("string"),
            ParamType::Number => self.push("number"),
            ParamType::Bool => self.push("bool"),
            ParamType::List(of) | ParamType::Map(of) => {
                let is_list = matches!(kind, ParamType::List(_));
                self.push(if is_list { "list(" } else { "map(" });
                self.param_type(of);
                self.push(")");
            }
        }
    }

    /// `doc "…"` on a line of its own.
    fn doc(&mut self, doc: Option<&Template>) {
        if let Some(doc) = doc {
            self.inside(1, |printer| printer.text_line("doc", doc));
        }
    }

    /// All of it on one line, or the body and the text below each other.
    fn define(&mut self, define: &Define) {
        self.define_head(define);
        let is_split = self.has_comments(define.span) || self.is_split(&define.body);
        let body = self.flat(|printer| printer.loosest(&define.body));
        if !is_split {
            let flat = self.flat(|printer| {
                printer.push(&format!(" {body}"));
                if let Some(doc) = &define.doc {
                    printer.push(" doc ");
                    printer.template(doc);
                }
            });
            if self.fits(&flat) {
                return self.push(&flat);
            }
        }
        let opens = matches!(
            define.body.kind,
            ExpressionKind::List(_) | ExpressionKind::Map(_)
        );
        let stands_behind = opens || (!is_split && self.fits(&format!(" {body}")));
        if stands_behind && !self.has_comments(define.name.span.to(define.body.span)) {
            self.push(" ");
            self.loosest(&define.body);
        } else {
            self.inside(1, |printer| {
                printer.gap(define.body.span.start);
                printer.line();
                printer.loosest(&define.body);
            });
        }
        self.doc(define.doc.as_ref());
    }

    fn define_head(&mut self, define: &Define) {
        self.push(&format!("define {}(", define.name.text));
        for (at, formal) in define.formals.iter().enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            self.push(&formal.name.text);
            if let Some(kind) = &formal.kind {
                self.push(&format!(": {}", kind.text));
            }
        }
        self.push(") =");
    }

    fn rule(&mut self, rule: &Rule) {
        self.push("rule ");
        self.quoted(&rule.id);
        self.push(" ");
        let mut metas: Vec<&Meta> = rule.metas.iter().collect();
        metas.sort_by_key(|meta| {
            KEYS.iter()
                .position(|key| *key == meta.name.text)
                .unwrap_or(99)
        });
        let pairs: Vec<Pair<'_>> = metas.into_iter().map(pair_of).collect();
        let spans: Vec<Span> = pairs
            .iter()
            .map(Pair::span)
            .chain(rule.blocks.iter().map(|block| block.span))
            .chain(rule.params.iter().map(|param| param.span))
            .collect();
        let on = rule.on.iter().map(|on| on.span.start);
        let body = rule.body.first().map(|first| self.start_of(first));
        let starts = spans.iter().map(|span| span.start);
        let first = starts.chain(on).chain(body).min();
        let end = rule.span.end;
        self.braces(first, end, |printer| {
            printer.header(rule, &pairs, &spans);
            if let Some(on) = &rule.on {
                let start = printer.out.len();
                printer.begin(on.span.start);
                let head = printer.out.len();
                printer.on(on);
                let limit = body.unwrap_or(end.saturating_sub(1));
                printer.end(on.span.end, limit);
                if !spans.is_empty() {
                    printer.blank_between(start, head);
                }
            }
            printer.statements(&rule.body, end.saturating_sub(1));
        });
    }

    fn header(&mut self, rule: &Rule, pairs: &[Pair<'_>], spans: &[Span]) {
        let lines: Vec<Option<Pair<'_>>> = pairs.iter().copied().map(Some).collect();
        let mut columns = None;
        self.arranged(spans, |printer, at| {
            let columns = columns.get_or_insert_with(|| printer.columns(&lines, 0));
            // Only keys change places.
            printer.in_order |= at >= pairs.len();
            printer.begin(spans[at].start);
            let block = at.checked_sub(pairs.len());
            if let Some(pair) = pairs.get(at) {
                printer.pair(*pair, columns[at]);
            } else if let Some(block) = block.and_then(|at| rule.blocks.get(at)) {
                printer.meta_block(block);
            } else if let Some(param) = rule.params.get(at - pairs.len() - rule.blocks.len()) {
                printer.param(param);
            }
            printer.end(spans[at].end, u32::MAX);
        });
    }

    fn meta_block(&mut self, block: &MetaBlock) {
        self.push(&format!("{} ", block.name.text));
        let pairs: Vec<Pair<'_>> = block.entries.iter().map(pair_of).collect();
        let end = block.span.end;
        let first = pairs.first().map(|pair| pair.span().start);
        self.braces(first, end, |printer| {
            let lines: Vec<Option<Pair<'_>>> = pairs.iter().copied().map(Some).collect();
            let columns = printer.columns(&lines, 0);
            for (at, pair) in pairs.iter().enumerate() {
                let next = pairs.get(at + 1).map(|next| next.span().start);
                printer.begin(pair.span().start);
                printer.pair(*pair, columns[at]);
                printer.end(pair.span().end, next.unwrap_or(end.saturating_sub(1)));
            }
        });
    }

    fn on(&mut self, on: &On) {
        self.push("on ");
        let flat = self.flat(|printer| {
            for (at, selector) in on.selectors.iter().enumerate() {
                printer.push(if at == 0 { "" } else { ", " });
                printer.selector(selector);
            }
        });
        let has_comments = self.has_comments(on.span);
        if self.fits(&flat) && !has_comments {
            self.push(&flat);
        } else {
            let indent = self.indent;
            self.indent += "on ".len();
            for (at, selector) in on.selectors.iter().enumerate() {
                let flat = self.flat(|printer| printer.selector(selector));
                if at > 0 {
                    self.push(",");
                    self.gap(selector.span().start);
                    if has_comments || !self.fits(&format!(" {flat},")) {
                        self.line();
                    } else {
                        self.push(" ");
                    }
                }
                self.push(&flat);
            }
            self.indent = indent;
        }
        let narrowed = self.flat(|printer| {
            if let Some(pattern) = &on.in_module {
                printer.in_module(pattern);
            }
            for (at, (action, _)) in on.when.iter().enumerate() {
                printer.push(if at == 0 { " when " } else { " or " });
                printer.push(action_word(*action));
            }
        });
        if self.fits(&narrowed) {
            self.push(&narrowed);
        } else {
            self.inside(1, |printer| {
                printer.line();
                printer.push(narrowed.trim_start());
            });
        }
    }

    pub(super) fn in_module(&mut self, pattern: &Name) {
        self.push(" in module ");
        self.quoted(pattern);
    }

    fn selector(&mut self, selector: &Selector) {
        match selector {
            Selector::Resource(pattern) => self.type_pattern(pattern),
            Selector::Data(pattern) => {
                self.push("data ");
                self.type_pattern(pattern);
            }
            Selector::Module(source) => {
                self.push("module ");
                self.quoted(source);
            }
            Selector::Plan(_) => self.push("plan"),
            Selector::Document(_) => self.push("document"),
            Selector::Output(_) => self.push("output"),
            Selector::Provider(_) => self.push("provider"),
        }
    }
}

fn pair_of(meta: &Meta) -> Pair<'_> {
    Pair {
        name: &meta.name,
        value: &meta.value,
    }
}

pub(super) fn action_word(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Replace => "replace",
        Action::Delete => "delete",
        Action::Read => "read",
        Action::Forget => "forget",
        Action::Noop => "noop",
        Action::Any => "any",
    }
}
