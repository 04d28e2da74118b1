//! Imports, parameters, defines and rules.

use super::Printer;
use crate::syntax::ast::{
    Action, Define, Import, Item, Meta, MetaBlock, Name, On, Param, ParamType, Rule, Selector,
    Template,
};

/// Keys of a rule's header in the order in which they stand.
const KEYS: [&str; 9] = [
    "title",
    "severity",
    "tags",
    "rationale",
    "remediation",
    "links",
    "level",
    "undetermined",
    "replaces",
];

impl Printer<'_> {
    pub(super) fn import(&mut self, import: &Import) {
        self.push("import ");
        self.quoted(&import.path);
        if let Some(alias) = &import.alias {
            self.push(&format!(" as {}", alias.text));
        }
        self.push("\n");
    }

    pub(super) fn item(&mut self, item: &Item) {
        match item {
            Item::Param(param) => self.param(param),
            Item::Define(define) => self.define(define),
            Item::Rule(rule) => self.rule(rule),
            Item::Test(test) => self.test(test),
        }
    }

    fn param(&mut self, param: &Param) {
        self.comments_before(param.span.start);
        self.line();
        self.push(&format!("param {}", param.name.text));
        if let Some(kind) = &param.kind {
            self.push(": ");
            self.param_type(kind);
        }
        if let Some(default) = &param.default {
            self.push(" = ");
            self.loosest(default);
        }
        self.doc(param.doc.as_ref());
        self.push("\n");
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

    /// `doc "…"`, on the same line if it fits there.
    fn doc(&mut self, doc: Option<&Template>) {
        let Some(doc) = doc else { return };
        let flat = self.flat(|printer| {
            printer.push(" doc ");
            printer.template(doc);
        });
        if self.fits(&flat) {
            return self.push(&flat);
        }
        self.inside(|printer| {
            printer.line();
            printer.push("doc ");
            printer.template(doc);
        });
    }

    fn define(&mut self, define: &Define) {
        self.comments_before(define.span.start);
        self.push(&format!("define {}(", define.name.text));
        for (at, formal) in define.formals.iter().enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            self.push(&formal.name.text);
            if let Some(kind) = &formal.kind {
                self.push(&format!(": {}", kind.text));
            }
        }
        self.push(") =");
        let body = self.flat(|printer| printer.loosest(&define.body));
        if self.fits(&format!(" {body}")) {
            self.push(&format!(" {body}"));
        } else {
            self.inside(|printer| {
                printer.line();
                printer.loosest(&define.body);
            });
        }
        self.doc(define.doc.as_ref());
        self.push("\n");
    }

    fn rule(&mut self, rule: &Rule) {
        self.comments_before(rule.span.start);
        self.push("rule ");
        self.quoted(&rule.id);
        self.push(" ");
        self.braces(|printer| {
            printer.header(rule);
            if let Some(on) = &rule.on {
                printer.push("\n");
                printer.on(on);
            }
            if !rule.body.is_empty() {
                printer.push("\n");
            }
            for statement in &rule.body {
                printer.statement(statement);
            }
            printer.comments_before(rule.span.end);
        });
        self.push("\n");
    }

    fn header(&mut self, rule: &Rule) {
        let mut metas: Vec<&Meta> = rule.metas.iter().collect();
        metas.sort_by_key(|meta| {
            KEYS.iter()
                .position(|key| *key == meta.name.text)
                .unwrap_or(99)
        });
        self.metas(&metas);
        for block in &rule.blocks {
            self.meta_block(block);
        }
        for param in &rule.params {
            self.param(param);
        }
    }

    /// Lines of a key and a value, their `=` below each other.
    fn metas(&mut self, metas: &[&Meta]) {
        let widest = metas
            .iter()
            .map(|meta| meta.name.text.len())
            .max()
            .unwrap_or(0);
        for meta in metas {
            self.comments_before(meta.name.span.start);
            self.line();
            self.push(&format!("{:widest$} = ", meta.name.text));
            self.loosest(&meta.value);
            self.push("\n");
        }
    }

    fn meta_block(&mut self, block: &MetaBlock) {
        self.comments_before(block.span.start);
        self.line();
        self.push(&format!("{} ", block.name.text));
        self.braces(|printer| printer.metas(&block.entries.iter().collect::<Vec<_>>()));
        self.push("\n");
    }

    fn on(&mut self, on: &On) {
        self.comments_before(on.span.start);
        self.line();
        let flat = self.flat(|printer| printer.selectors(&on.selectors, ", "));
        if self.fits(&format!("on {flat}")) {
            self.push(&format!("on {flat}"));
        } else {
            self.push("on ");
            let pad = format!(",\n{}", " ".repeat(self.indent + "on ".len()));
            self.selectors(&on.selectors, &pad);
        }
        if let Some(pattern) = &on.in_module {
            self.in_module(pattern);
        }
        for (at, (action, _)) in on.when.iter().enumerate() {
            self.push(if at == 0 { " when " } else { " or " });
            self.push(action_word(*action));
        }
        self.push("\n");
    }

    pub(super) fn in_module(&mut self, pattern: &Name) {
        self.push(" in module ");
        self.quoted(pattern);
    }

    fn selectors(&mut self, selectors: &[Selector], between: &str) {
        for (at, selector) in selectors.iter().enumerate() {
            self.push(if at == 0 { "" } else { between });
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
