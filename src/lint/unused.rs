//! W601: names that nothing uses.

use std::collections::BTreeSet;

use super::{Level, Lint, Subject, import, walk};
use crate::diagnostic::{Diagnostic, Fix};
use crate::program::RuleFile;
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Import, Item, Name, Rule, Statement};

pub(super) static LINT: Lint = Lint {
    code: "W601",
    name: "unused",
    title: "a name that nothing uses",
    level: Level::Warn,
    about: "\
A `let`, a `param`, a `define`, an argument of a define or an `import` is never used.

It does nothing, and a reader looks for what it is there for. Often it was meant to be used, and the \
rule says less than its author believes.

A file without rules is a library: its defines and parameters are there for others, so none of them \
is unused. Elsewhere a define or parameter counts as used if this file uses it, or another file that \
was read with it. `plangate lint --fix` deletes imports of files without rules; whether anything else \
should go, its author knows.",
    avoid: r#"rule "images-known" {
  title    = "Images are ours"
  severity = "medium"

  on aws_instance
  let image = self.ami
  require self.instance_type like "t3.*"
    message "the image is not ours"
}
"#,
    prefer: r#"rule "images-known" {
  title    = "Images are ours"
  severity = "medium"

  on aws_instance
  let image = self.ami
  require image like "ami-0ours*"
    message "${image} is not ours"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let file = &subject.file.file;
    let mut found: Vec<Diagnostic> = file
        .imports
        .iter()
        .filter_map(|import| unused_import(import, subject))
        .collect();
    let has_rules = file.items.iter().any(|item| matches!(item, Item::Rule(_)));
    for item in &file.items {
        match item {
            Item::Param(param) if has_rules && !is_read(&param.name, subject) => {
                found.push(never_read("parameter", &param.name));
            }
            Item::Define(define) => {
                if has_rules && !is_called(&define.name, subject) {
                    found.push(never(
                        "define",
                        &define.name,
                        "called",
                        "call it, or delete it",
                    ));
                }
                let names = names(&walk::all(&define.body));
                let formals = define.formals.iter().map(|formal| &formal.name);
                let unused = formals.filter(|name| !names.contains(name.text.as_str()));
                found.extend(unused.map(|name| never_read("argument", name)));
            }
            Item::Rule(rule) => in_rule(rule, &mut found),
            Item::Param(_) | Item::Test(_) => {}
        }
    }
    found
}

fn in_rule(rule: &Rule, found: &mut Vec<Diagnostic>) {
    let used = names(&all(&walk::of_statements(&rule.body)));
    let unused = rule.params.iter().map(|param| &param.name);
    let unused = unused.filter(|name| !used.contains(name.text.as_str()));
    found.extend(unused.map(|name| never_read("parameter", name)));
    for block in walk::blocks(rule) {
        for (at, statement) in block.iter().enumerate() {
            if let Statement::Let { name, .. } = statement {
                // The same name may stand for something else in another block.
                let others = [&block[..at], &block[at + 1..]];
                let mut used = others.into_iter().map(walk::of_statements);
                if !used.any(|used| names(&all(&used)).contains(name.text.as_str())) {
                    found.push(never_read("value", name));
                }
            }
        }
    }
}

fn all<'a>(expressions: &[&'a Expression]) -> Vec<&'a Expression> {
    let each = expressions.iter().copied();
    each.flat_map(walk::all).collect()
}

/// The names that expressions read.
fn names<'a>(expressions: &[&'a Expression]) -> BTreeSet<&'a str> {
    let names = expressions
        .iter()
        .filter_map(|expression| match &expression.kind {
            ExpressionKind::Name(name) => Some(name.as_str()),
            _ => None,
        });
    names.collect()
}

fn expressions(file: &RuleFile) -> impl Iterator<Item = &Expression> {
    let items = file.file.items.iter();
    items.flat_map(walk::of_item).flat_map(walk::all)
}

/// Whether a parameter of a file is read, there or where the file is imported.
fn is_read(name: &Name, subject: &Subject<'_>) -> bool {
    let here = expressions(subject.file)
        .any(|e| matches!(&e.kind, ExpressionKind::Name(read) if *read == name.text));
    here || importers(subject).any(|(file, alias)| {
        expressions(file).any(|e| match &e.kind {
            ExpressionKind::Attribute(of, read) => {
                read.text == name.text
                    && matches!(&of.kind, ExpressionKind::Name(of) if *of == alias)
            }
            _ => false,
        })
    })
}

/// Whether a define is called, there or where its file is imported.
fn is_called(name: &Name, subject: &Subject<'_>) -> bool {
    let called = |file, alias: Option<&str>| {
        expressions(file).any(|e| match &e.kind {
            ExpressionKind::Call {
                module,
                name: called,
                ..
            } => {
                called.text == name.text
                    && module.as_ref().map(|module| module.text.as_str()) == alias
            }
            _ => false,
        })
    };
    called(subject.file, None)
        || importers(subject).any(|(file, alias)| called(file, Some(alias.as_str())))
}

/// The files that import this one, and what they call it.
fn importers<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (&'a RuleFile, String)> {
    let files = subject.files.iter();
    files.flat_map(|file| {
        let imports = file.file.imports.iter();
        imports
            .filter(|import| {
                import::target(file, import, subject.files).is_some_and(|target| {
                    target.root == subject.file.root && target.path == subject.file.path
                })
            })
            .map(move |import| (file, import::alias(import).to_owned()))
    })
}

fn unused_import(import: &Import, subject: &Subject<'_>) -> Option<Diagnostic> {
    let alias = import::alias(import);
    let is_used = expressions(subject.file).any(|expression| match &expression.kind {
        ExpressionKind::Name(name) => name == alias,
        ExpressionKind::Call { module, .. } => {
            module.as_ref().is_some_and(|module| module.text == alias)
        }
        _ => false,
    });
    if is_used {
        return None;
    }
    // Rules of an imported file are loaded with it, so without the import they might not run.
    let target = import::target(subject.file, import, subject.files);
    let brings_rules = target.is_none_or(|target| {
        let mut items = target.file.items.iter();
        items.any(|item| matches!(item, Item::Rule(_))) || !target.file.imports.is_empty()
    });
    let help = if brings_rules {
        "delete it, unless it is there for the rules in that file, which are loaded with it"
    } else {
        "delete it"
    };
    let warning = LINT.warn(
        format!("import `{alias}` is never used"),
        import.span,
        "nothing of it is used here",
    );
    Some(warning.help(help).fix(Fix {
        span: line_of(import.span, subject.text),
        replacement: String::new(),
        safe: !brings_rules,
    }))
}

/// A span with the rest of its lines, where nothing else stands on them.
fn line_of(span: Span, text: &str) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[end..]
        .find('\n')
        .map_or(text.len(), |newline| end + newline + 1);
    let is_blank = |part: &str| part.trim().is_empty();
    if !is_blank(&text[line..start]) || !is_blank(&text[end..rest]) {
        return span;
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: offset(line),
        end: offset(rest),
        ..span
    }
}

fn never_read(what: &str, name: &Name) -> Diagnostic {
    never(what, name, "used", "use it, or delete it")
}

fn never(what: &str, name: &Name, verb: &str, help: &str) -> Diagnostic {
    let message = format!("{what} `{}` is never {verb}", name.text);
    LINT.warn(message, name.span, "nothing reads it").help(help)
}
