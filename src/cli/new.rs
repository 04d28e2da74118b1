//! `plangate new`: a rule to begin with.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{
    Exit,
    complaint::{self, Complaint},
    configuration::ConfigurationFlags,
    init::create,
    output,
    schema::SchemaFlags,
};
use crate::diagnostic::nearest;
use crate::pack;
use crate::schema::{Attribute, Block, Schemas, Shape};
use crate::source::Sources;
use crate::syntax;
use crate::syntax::ast::Item;

/// Begin something new.
#[derive(Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Rule(Rule),
}

/// Add a rule and its tests, to be changed to what is meant.
///
/// They load and pass as they are, so that what is wrong later was wrong in a change. They go to the
/// first of the `rule_folders` of the nearest `plangate.toml`, else to the current folder. Nothing is
/// overwritten.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
struct Rule {
    /// Call the rule so: lower-case letters, digits and `-`. It says what holds, as in
    /// `databases-encrypted`.
    #[arg(value_name = "ID")]
    id: String,

    /// Let the rule be about this resource type.
    #[arg(long = "on", value_name = "TYPE", default_value = "aws_instance")]
    kind: String,

    /// Write to this folder.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,

    #[command(flatten)]
    schemas: SchemaFlags,

    #[command(flatten)]
    configuration: ConfigurationFlags,
}

impl New {
    /// Does what is asked.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        match self.what {
            What::Rule(rule) => rule.run(),
        }
    }
}

impl Rule {
    fn run(&self) -> anyhow::Result<Exit> {
        check_id(&self.id)?;
        let schemas = self.schemas.load()?;
        let Some(block) = schemas.any_resource(&self.kind) else {
            return Err(no_kind(&self.kind, &schemas).into());
        };
        let folder = self.folder()?;
        if let Some(file) = self.is_taken(&folder) {
            let complaint = Complaint::new(format!("there is a rule `{}` already", self.id));
            return Err(complaint.help(format!("it stands in `{file}`")).into());
        }
        let rule = folder.join(format!("{}.rule", self.id));
        let tests = folder.join(format!("{}.test.rule", self.id));
        for path in [&rule, &tests] {
            if path.symlink_metadata().is_ok() {
                let complaint = Complaint::new(format!("`{}` is there already", path.display()));
                return Err(complaint.help("nothing was made").into());
            }
        }
        let Some(asked) = Asked::of(block) else {
            let complaint = Complaint::new(format!("`{}` has nothing to ask for", self.kind));
            return Err(complaint.help("begin with another type").into());
        };
        create(&rule, &canonical(&asked.rule(&self.id, &self.kind)))?;
        create(&tests, &canonical(&asked.tests(&self.kind)))?;
        output::standard_output(|out, _| {
            writeln!(out, "{}\n{}", rule.display(), tests.display())?;
            writeln!(
                out,
                "\nThe rule asks for `{}`: write what must hold instead, and what the tests expect.",
                asked.condition
            )
        })?;
        Ok(Exit::Clean)
    }

    /// Where the files go.
    fn folder(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let read = self.configuration.read(&mut sources, &mut problems)?;
        if !complaint::say_of_rules(&problems, &sources) {
            return Err(Complaint::new("the configuration has errors, so nothing was made").into());
        }
        let Some(configuration) = read.map(|read| read.configuration) else {
            return Ok(PathBuf::new());
        };
        let folders = configuration.rule_folders.iter().flatten();
        let mut folders = folders.map(|name| configuration.folder.join(&name.text));
        let is_folder = |path: &PathBuf| path.extension().is_none_or(|end| end != "rule");
        Ok(folders.find(is_folder).unwrap_or_default())
    }

    /// The file of a rule with this id, in the same folder or among the shipped ones.
    fn is_taken(&self, folder: &std::path::Path) -> Option<String> {
        let mut rules = pack::Rules::default();
        rules.add_shipped(&pack::shipped_packs());
        let folder = if folder.as_os_str().is_empty() {
            std::path::Path::new(".")
        } else {
            folder
        };
        // A folder that is not there has no rules.
        let _ = rules.add_path(folder);
        let is_same = |item: &Item| matches!(item, Item::Rule(rule) if rule.id.text == self.id);
        let mut files = rules.files.iter();
        let file = files.find(|file| file.file.items.iter().any(is_same))?;
        let source = rules.sources.get(file.file.source)?;
        Some(source.name.clone())
    }
}

/// What the new rule asks for, so that it is about something that the type has.
struct Asked {
    /// `self.tags.owner is set`
    condition: String,
    /// What does not hold, in words.
    message: String,
    /// How a resource has it: `tags = { owner = "shop" }`.
    right: String,
    /// How one has it not.
    wrong: String,
}

impl Asked {
    fn of(block: Block<'_>) -> Option<Asked> {
        let is_given = |attribute: &Attribute<'_>| !attribute.computed;
        let is_map = |attribute: &Attribute<'_>| matches!(attribute.kind.shape(), Shape::Map(_));
        let has_tags = |tags: Attribute<'_>| is_given(&tags) && is_map(&tags);
        if block.attribute("tags").is_some_and(has_tags) {
            return Some(Asked {
                condition: "self.tags.owner is set".to_owned(),
                message: "nobody owns ${address(self)}".to_owned(),
                right: "tags = { owner = \"shop\" }".to_owned(),
                wrong: "tags = { purpose = \"trial\" }".to_owned(),
            });
        }
        let is_text = |attribute: &Attribute<'_>| matches!(attribute.kind.shape(), Shape::Text);
        let mut attributes = block.attributes();
        let name = attributes.find(|one| is_given(one) && is_text(one))?.name;
        Some(Asked {
            condition: format!("self.{name} == \"right\""),
            message: format!("{name} is ${{self.{name}}}"),
            right: format!("{name} = \"right\""),
            wrong: format!("{name} = \"wrong\""),
        })
    }

    fn rule(&self, id: &str, kind: &str) -> String {
        let title = title(id);
        let Asked {
            condition, message, ..
        } = self;
        format!(
            r#"edition 1

rule "{id}" {{
  title       = "{title}"
  severity    = "medium"
  rationale   = "Why that matters."
  remediation = "How to mend it."

  on {kind}
  require {condition}
    message "{message}"
}}
"#
        )
    }

    fn tests(&self, kind: &str) -> String {
        let Asked { right, wrong, .. } = self;
        format!(
            r#"edition 1

test "one that is right" {{
  given resource "{kind}" "right" {{
    {right}
  }}
  expect pass on {kind}.right
}}

test "one that is wrong" {{
  given resource "{kind}" "wrong" {{
    {wrong}
  }}
  expect fail on {kind}.wrong
}}
"#
        )
    }
}

/// A text as `plangate fmt` writes it.
fn canonical(text: &str) -> String {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("", text);
    let file = syntax::parse(&sources, id, &mut problems);
    if problems.is_empty() {
        syntax::print(&file, text)
    } else {
        text.to_owned()
    }
}

/// `databases-encrypted` as a title: `Databases encrypted`.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

fn check_id(id: &str) -> Result<(), Complaint> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.chars().all(is_plain) && !id.is_empty() && !id.starts_with('-') {
        return Ok(());
    }
    let complaint = Complaint::new(format!("`{}` is not a rule id", id.escape_debug()));
    Err(complaint.help("it has lower-case letters, digits and `-`, as in `databases-encrypted`"))
}

fn no_kind(wrong: &str, schemas: &Schemas) -> Complaint {
    let complaint = Complaint::new(format!(
        "there is no resource type `{}`",
        wrong.escape_debug()
    ));
    match nearest(wrong, schemas.resource_kinds()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint.help(
            "name a type of the AWS provider, such as `aws_s3_bucket`; `--schema FILE` adds others",
        ),
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate new rule buckets-owned --on aws_s3_bucket
      adds rules/buckets-owned.rule and rules/buckets-owned.test.rule";
