//! Configurations as HCL, for people and for the real Terraform.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::configuration::{Body, Module, ModuleCall, Repetition, Resource};
use super::expression::{Expression, Part};
use super::provider::REGION;
use super::references::text;
use super::value::Value;

/// The files of a configuration by their paths.
pub(crate) fn files(root: &Module) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut main = format!(
        "terraform {{\n  required_providers {{\n    aws = {{ source = \"hashicorp/aws\" }}\n  \
         }}\n}}\n\nprovider \"aws\" {{\n  region = \"{REGION}\"\n}}\n\n"
    );
    main.push_str(&module(root));
    files.insert("main.tf".to_owned(), main);
    below(root, "", &mut files);
    files
}

/// A configuration as one text, with the name of each file.
pub(crate) fn whole(root: &Module) -> String {
    let mut all = module(root);
    let mut files = BTreeMap::new();
    below(root, "", &mut files);
    for (path, text) in files {
        let _ = write!(all, "# {path}\n{text}");
    }
    all
}

fn below(of: &Module, folder: &str, files: &mut BTreeMap<String, String>) {
    for call in &of.calls {
        let folder = format!("{folder}{}/", call.name);
        files.insert(format!("{folder}main.tf"), module(&call.module));
        below(&call.module, &folder, files);
    }
}

fn module(module: &Module) -> String {
    let mut out = String::new();
    for variable in &module.variables {
        let _ = writeln!(out, "variable \"{}\" {{", variable.name);
        if let Some(default) = &variable.default {
            let _ = writeln!(out, "  default = {}", literal(default));
        }
        out.push_str("}\n\n");
    }
    if !module.locals.is_empty() {
        out.push_str("locals {\n");
        for (name, value) in &module.locals {
            let _ = writeln!(out, "  {name} = {}", expression(value));
        }
        out.push_str("}\n\n");
    }
    for resource in &module.resources {
        self::resource(resource, &mut out);
    }
    for call in &module.calls {
        self::call(call, &mut out);
    }
    for (name, value) in &module.outputs {
        let _ = writeln!(
            out,
            "output \"{name}\" {{\n  value = {}\n}}\n",
            expression(value)
        );
    }
    out
}

fn resource(resource: &Resource, out: &mut String) {
    let word = if resource.data { "data" } else { "resource" };
    let _ = writeln!(out, "{word} \"{}\" \"{}\" {{", resource.kind, resource.name);
    repetition(&resource.repetition, out);
    body(&resource.body, 1, out);
    out.push_str("}\n\n");
}

fn call(call: &ModuleCall, out: &mut String) {
    let _ = writeln!(out, "module \"{0}\" {{\n  source = \"./{0}\"", call.name);
    repetition(&call.repetition, out);
    for (name, value) in &call.arguments {
        let _ = writeln!(out, "  {name} = {}", expression(value));
    }
    out.push_str("}\n\n");
}

fn repetition(repetition: &Repetition, out: &mut String) {
    let _ = match repetition {
        Repetition::Once => Ok(()),
        Repetition::Count(count) => writeln!(out, "  count = {}", expression(count)),
        Repetition::ForEach(over) => writeln!(out, "  for_each = {}", expression(over)),
    };
}

fn body(body: &Body, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (name, value) in &body.arguments {
        let _ = writeln!(out, "{indent}{name} = {}", expression(value));
    }
    for block in &body.blocks {
        match &block.dynamic {
            None => {
                let _ = writeln!(out, "{indent}{} {{", block.name);
                self::body(&block.body, depth + 1, out);
            }
            Some(over) => {
                let _ = writeln!(out, "{indent}dynamic \"{}\" {{", block.name);
                let _ = writeln!(out, "{indent}  for_each = {}", expression(over));
                let _ = writeln!(out, "{indent}  content {{");
                self::body(&block.body, depth + 2, out);
                let _ = writeln!(out, "{indent}  }}");
            }
        }
        let _ = writeln!(out, "{indent}}}");
    }
}

/// An expression as HCL.
#[expect(
    clippy::too_many_lines,
    reason = "a table: one row for each kind of expression"
)]
pub(crate) fn expression(of: &Expression) -> String {
    match of {
        Expression::Literal(value) => literal(value),
        Expression::Template(parts) => {
            let mut out = String::from("\"");
            for part in parts {
                match part {
                    Part::Text(text) => out.push_str(text),
                    Part::Value(value) => {
                        let _ = write!(out, "${{{}}}", expression(value));
                    }
                }
            }
            out.push('"');
            out
        }
        Expression::Traversal(steps) => text(steps),
        Expression::Index(of, index) => format!("{}[{}]", inner(of), expression(index)),
        Expression::Attribute(of, name) => format!("{}.{name}", inner(of)),
        Expression::Splat(of, path) => {
            let steps = path.iter().flat_map(|name| [".", name]);
            format!("{}[*]{}", inner(of), steps.collect::<String>())
        }
        Expression::Conditional(parts) => {
            let [condition, yes, no] = &**parts;
            format!("{} ? {} : {}", inner(condition), inner(yes), inner(no))
        }
        Expression::Equal { sides, negated } => {
            let sign = if *negated { "!=" } else { "==" };
            format!("{} {sign} {}", inner(&sides[0]), inner(&sides[1]))
        }
        Expression::Rotated(index, count) => format!("({} + 1) % {count}", inner(index)),
        Expression::Call(function, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(expression).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
        Expression::List(items) => {
            let items: Vec<String> = items.iter().map(expression).collect();
            format!("[{}]", items.join(", "))
        }
        Expression::Object(fields) => {
            let fields = fields.iter();
            let fields: Vec<String> = fields
                .map(|(name, value)| format!("{name:?} = {}", expression(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Expression::For(each) => {
            let names = match &each.key {
                Some(key) => format!("{key}, {}", each.name),
                None => each.name.clone(),
            };
            let condition = match &each.condition {
                Some(condition) => format!(" if {}", expression(condition)),
                None => String::new(),
            };
            let (list, value) = (expression(&each.list), expression(&each.value));
            match (&each.key, each.keyed) {
                (Some(key), true) => {
                    format!("{{ for {names} in {list} : {key} => {value}{condition} }}")
                }
                _ => format!("[for {names} in {list} : {value}{condition}]"),
            }
        }
    }
}

/// An expression inside of another; parentheses where it is made of several.
fn inner(of: &Expression) -> String {
    let text = expression(of);
    match of {
        Expression::Conditional(_)
        | Expression::Equal { .. }
        | Expression::Rotated(..)
        | Expression::Splat(..) => format!("({text})"),
        _ => text,
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name:?} = {}", literal(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_json().unwrap_or_default().to_string(),
    }
}
