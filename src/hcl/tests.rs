//! Expressions and what they give, with a world of three profiles, one of which has no instance.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;

const CONFIGURATION: &str = r#"
variable "given" {
  type = object({
    name    = string
    profile = optional(string)
    size    = optional(number, 3)
  })
}
variable "left_out" {
  default = "standard"
}
resource "aws_iam_instance_profile" "one" {}
resource "aws_iam_instance_profile" "counted" {
  count = 2
}
resource "aws_iam_instance_profile" "each" {
  for_each = toset(["blue", "a.b"])
}
resource "aws_iam_instance_profile" "none" {
  count = 0
}
module "named" {
  source = "./named"
  name   = aws_iam_instance_profile.one.name
}
module "several" {
  source   = "./named"
  for_each = { x = "here", y = null }
  name     = each.value
}
"#;

const NAMED: &str = r#"
variable "name" {
  type     = string
  nullable = true
}
output "name" {
  value = var.name
}
output "both" {
  value = { name = var.name, fixed = "f" }
}
"#;

struct Memory(BTreeMap<&'static str, String>);

impl Files for Memory {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.text(path).map(String::into_bytes)
    }
}

impl Disk for Memory {
    fn folder(&self, path: &str) -> Option<Vec<String>> {
        let prefix = if path == "." {
            String::new()
        } else {
            format!("{path}/")
        };
        let inside = self.0.keys().filter_map(|file| file.strip_prefix(&prefix));
        let names: Vec<String> = inside
            .filter(|rest| !rest.contains('/'))
            .map(str::to_owned)
            .collect();
        (!names.is_empty()).then_some(names)
    }

    fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }
}

struct Profiles;

impl World for Profiles {
    fn instances(&self, _: &ModuleAddress, _: Mode, _: &str, name: &str) -> Option<Repeated> {
        let key = |name: &str| Some(Key::Name(Arc::from(name)));
        Some(match name {
            "one" => vec![(None, Instance(0))],
            "counted" => vec![
                (Some(Key::Index(0)), Instance(1)),
                (Some(Key::Index(1)), Instance(2)),
            ],
            "each" => vec![(key("a.b"), Instance(3)), (key("blue"), Instance(4))],
            _ => Vec::new(),
        })
    }

    fn attribute(&self, of: Instance, name: &str) -> Value {
        match name {
            "path" => Value::text("/"),
            "tags" => Value::Null,
            _ => Value::Attribute(Attribute {
                of,
                path: [Step::Name(Arc::from(name))].into(),
                never_null: name == "name",
                single: name != "roles",
            }),
        }
    }

    fn place(&self, _: Instance) -> Option<Address> {
        None
    }

    fn module_keys(&self, _: &ModuleAddress, _: &str) -> Vec<Option<Key>> {
        Vec::new()
    }

    fn root_variable(&self, name: &str) -> Option<Value> {
        (name == "given").then(|| Value::map([(Arc::from("name"), Value::text("n"))]))
    }

    fn workspace(&self) -> Option<Arc<str>> {
        None
    }
}

/// What a value is, in the words of this test: `<one.name>` is known after apply, `(a | b)` one
/// of two, `?` unknown, `?!` unknown and not null.
fn print(value: &Value) -> String {
    let list = |values: &[Value]| values.iter().map(print).collect::<Vec<_>>().join(", ");
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::List(elements) => format!("[{}]", list(elements)),
        Value::Set(elements) => format!("set[{}]", list(elements)),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", print(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Instance(of) => format!("<{}>", of.0),
        Value::Module(_) => "<module>".to_owned(),
        Value::Attribute(attribute) => {
            let steps = attribute.path.iter().map(|step| match step {
                Step::Name(name) => format!(".{name}"),
                Step::Index(index) => format!("[{index}]"),
            });
            format!("<{}{}>", attribute.of.0, steps.collect::<String>())
        }
        Value::Joined(pieces) => format!("joined({})", list(pieces)),
        Value::Json(value) => format!("json({})", print(value)),
        Value::OneOf(choices) => {
            format!(
                "({})",
                choices.iter().map(print).collect::<Vec<_>>().join(" | ")
            )
        }
        Value::Unknown(unknown) if unknown.never_null => "?!".to_owned(),
        Value::Unknown(_) => "?".to_owned(),
    }
}

fn evaluate(expressions: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut main = CONFIGURATION.to_owned();
    main.push_str("locals {\n  a = local.b\n  b = \"deep\"\n  cycle = local.cycle\n  wide = [local.wide, local.wide]\n");
    for (at, (expression, _)) in expressions.iter().enumerate() {
        main.extend(["  it", &at.to_string(), " = ", expression, "\n"]);
    }
    main.push_str("}\n");
    let files = [("main.tf", main), ("named/main.tf", NAMED.to_owned())];
    let project = Project::read(Box::new(Memory(files.into_iter().collect())));
    assert_eq!(project.problems, []);
    let memo = Memo::default();
    let evaluator = Evaluator::new(&project, &Profiles, &memo);
    let results = expressions.iter().enumerate().map(|(at, (expression, _))| {
        let value = evaluator.root_local(&format!("it{at}"));
        ((*expression).to_owned(), print(&value))
    });
    results.collect()
}

fn assert_values(expected: &[(&str, &str)]) {
    let found = evaluate(expected);
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(expression, value)| ((*expression).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn names_lead_to_values() {
    assert_values(&[
        ("local.a", r#""deep""#),
        ("local.cycle", "?"),
        ("local.wide", "[?, ?]"),
        ("local.nowhere", "?"),
        ("var.left_out", r#""standard""#),
        ("var.given", r#"{name: "n", profile: null, size: 3}"#),
        ("var.given.profile", "null"),
        ("aws_iam_instance_profile.one.name", "<0.name>"),
        ("aws_iam_instance_profile.one.path", r#""/""#),
        ("aws_iam_instance_profile.counted[1].name", "<2.name>"),
        ("aws_iam_instance_profile.counted[2].name", "?"),
        (r#"aws_iam_instance_profile.each["a.b"].name"#, "<3.name>"),
        (
            "aws_iam_instance_profile.counted[*].name",
            "[<1.name>, <2.name>]",
        ),
        ("aws_iam_instance_profile.counted.*.name[1]", "<2.name>"),
        ("aws_iam_instance_profile.none[*].name", "[]"),
        ("aws_iam_instance_profile.one[*].name", "[<0.name>]"),
        ("aws_iam_instance_profile.one.tags[*]", "[]"),
        // A string that is there is a list of itself; one that may be null, and a list, may be any.
        ("aws_iam_instance_profile.one.name[*]", "[<0.name>]"),
        ("aws_iam_instance_profile.one.arn[*]", "?!"),
        ("aws_iam_instance_profile.one.roles[*]", "?!"),
        ("module.named.name", "<0.name>"),
        ("module.named.both.fixed", r#""f""#),
        (r#"module.several["x"].name"#, r#""here""#),
        (r#"module.several["y"].name"#, "null"),
        (
            "{ for k, m in module.several : k => m.name }",
            r#"{x: "here", y: null}"#,
        ),
        ("path.module", r#"".""#),
        ("terraform.workspace", "?!"),
    ]);
}

#[test]
fn conditions_choose() {
    assert_values(&[
        (
            "true ? aws_iam_instance_profile.one.name : null",
            "<0.name>",
        ),
        ("false ? aws_iam_instance_profile.one.name : null", "null"),
        (
            "false ? aws_iam_instance_profile.none[0].name : \"x\"",
            r#""x""#,
        ),
        (
            "aws_iam_instance_profile.one.arn == \"x\" ? \"y\" : null",
            r#"("y" | null)"#,
        ),
        ("aws_iam_instance_profile.one.name != null ? 1 : 2", "1"),
        ("aws_iam_instance_profile.one.name == \"\" ? 1 : 2", "2"),
        (
            "aws_iam_instance_profile.one.arn == aws_iam_instance_profile.one.arn",
            "true",
        ),
        (
            "aws_iam_instance_profile.one.arn == \"x\" ? \"y\" : \"y\"",
            r#""y""#,
        ),
        ("true ? 1 : \"a\"", r#""1""#),
        ("true || aws_iam_instance_profile.one.arn == \"x\"", "true"),
        (
            "false && aws_iam_instance_profile.one.arn == \"x\"",
            "false",
        ),
        ("!(1 < 2)", "false"),
        ("\"1\" == 1", "false"),
        ("[1, 2] == [1, 3]", "false"),
        ("null == null", "true"),
        ("(2 + 3) * 4 % 7", "6"),
        ("-(3 - 5)", "2"),
        ("7 / 2", "?!"),
        ("\"1\" ? 2 : 3", "2"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
    ]);
}

#[test]
fn what_fails_is_caught_by_try() {
    assert_values(&[
        (
            "try(aws_iam_instance_profile.none[0].name, \"none\")",
            r#""none""#,
        ),
        (
            "try(aws_iam_instance_profile.one.name, \"none\")",
            "<0.name>",
        ),
        ("try(var.given.nothing, null)", "null"),
        ("try({ a = 1 }[\"b\"], [1][3], 9)", "9"),
        ("can(var.given.nothing)", "false"),
        ("can(aws_iam_instance_profile.one.name)", "true"),
        (
            "try(tonumber(aws_iam_instance_profile.one.arn), 5)",
            "(? | 5)",
        ),
        (
            "try(\"${aws_iam_instance_profile.one.arn}-x\", 5)",
            "(joined(<0.arn>, \"-x\") | 5)",
        ),
        (
            "try(aws_iam_instance_profile.one.arn == \"x\" ? [1][5] : 7, 8)",
            "(7 | ? | 8)",
        ),
        ("{ a = 1 }[aws_iam_instance_profile.one.arn]", "1"),
        (
            "[\"a\", \"b\"][aws_iam_instance_profile.one.arn == \"x\" ? 0 : 1]",
            r#"("a" | "b")"#,
        ),
    ]);
}

#[test]
fn templates_join_what_is_known() {
    assert_values(&[
        ("\"${local.b}\"", r#""deep""#),
        ("\"${1}-${true}\"", r#""1-true""#),
        (
            "\"a-${aws_iam_instance_profile.one.name}\"",
            r#"joined("a-", <0.name>)"#,
        ),
        ("\"${aws_iam_instance_profile.one.name}\"", "<0.name>"),
        ("\"a$${b}%%{c}\\u00e9\\n\"", r#""a${b}%{c}é\n""#),
        ("\"%{ if true }yes%{ else }no%{ endif }\"", r#""yes""#),
        ("\"%{ for x in [1, 2] }${x},%{ endfor }\"", r#""1,2,""#),
        (
            "<<-EOT\n    a\n      ${local.b}\n    EOT",
            "\"a\\n  deep\\n\"",
        ),
    ]);
}

#[test]
fn for_goes_over_what_is_there() {
    assert_values(&[
        ("[for x in [1, 2, 3] : x * 2 if x != 2]", "[2, 6]"),
        ("{ for i, x in [\"a\", \"b\"] : x => i }", "{a: 0, b: 1}"),
        (
            "{ for x in [\"a\", \"b\", \"a\"] : x => 1... }",
            "{a: [1, 1], b: [1]}",
        ),
        (
            "[for p in aws_iam_instance_profile.each : p.name]",
            "[<3.name>, <4.name>]",
        ),
        (
            "[for k, p in aws_iam_instance_profile.each : k]",
            r#"["a.b", "blue"]"#,
        ),
        (
            "[for x in [1, 2] : x if aws_iam_instance_profile.one.arn == \"x\"]",
            "([1, 2] | [2] | [1] | [])",
        ),
        ("[for x in aws_iam_instance_profile.one.arn : x]", "?!"),
    ]);
}

#[test]
fn the_last_part_of_an_arn_is_known_and_that_of_a_drive_is_not() {
    assert_values(&[
        (
            "basename(\"arn:aws:iam::aws:policy/service-role/Reader\")",
            r#""Reader""#,
        ),
        ("basename(\"c:/users/Reader\")", "?!"),
        ("basename(\"a\\\\b\")", "?!"),
    ]);
}
