//! Types of resources: are there such, and what is known of them.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::kind::{Kind, Kinds, Shape, Type};
use super::unknown::listed;
use crate::diagnostic::{Diagnostic, Fix, nearest};
use crate::program::{Target, compile_text_glob};
use crate::schema::removed::{Removed, removed};
use crate::source::Span;

/// What Terraform has without a provider.
const BUILT_IN: [&str; 2] = ["terraform_data", "terraform_remote_state"];
/// Signs that stand for others in a pattern.
const WILD: [char; 4] = ['*', '?', '[', '{'];

impl<'s> Checker<'_, 's> {
    /// What an arrow or `resources(…)` leads to.
    pub(super) fn target(&mut self, target: &Target) -> Type<'s> {
        self.types(target.data, &target.kind, target.wild, target.span)
    }

    /// A resource of a type, or of one of those that a pattern matches.
    pub(super) fn types(&mut self, data: bool, text: &str, wild: bool, span: Span) -> Type<'s> {
        let kinds = if wild {
            self.glob(data, text, span)
        } else {
            let kind = self.kind(data, text);
            if kind.blocks.is_empty() {
                self.unknown_kind(data, text, span);
            }
            Rc::new(Kinds::exact(vec![kind]))
        };
        Type::of(Shape::Resource(kinds))
    }

    /// Whether a pattern in quotes stands for more than itself.
    pub(super) fn is_wild(text: &str) -> bool {
        text.contains(WILD)
    }

    /// A type by its name.
    pub(super) fn kind(&mut self, data: bool, name: &str) -> Rc<Kind<'s>> {
        let key = (data, name.to_owned());
        let schemas = self.schemas;
        let kind = self.kinds.entry(key).or_insert_with(|| {
            Rc::new(Kind {
                data,
                name: name.into(),
                blocks: schemas.all(data, name),
            })
        });
        Rc::clone(kind)
    }

    /// Says that a text names no type, where that is certain.
    pub(super) fn unknown_kind(&mut self, data: bool, name: &str, span: Span) {
        if BUILT_IN.contains(&name) {
            return;
        }
        let what = if data { "data source" } else { "resource type" };
        let shown = name.escape_debug().to_string();
        let problem = Diagnostic::error(
            "S401",
            format!("there is no {what} `{shown}`"),
            span,
            format!("unknown {what}"),
        );
        if !self.schemas.all(!data, name).is_empty() {
            let help = if data {
                format!("it is a resource type: write `{name}` without `data`")
            } else {
                format!("it is a data source: write `data {name}`")
            };
            self.tell(problem.help(help));
            return;
        }
        if let Some(row) = removed(data, name, "") {
            self.gone(row, what, span);
            return;
        }
        let near = self.nearest_kind(data, name);
        if !self.has_provider(name) && !self.is_slip(data, name) {
            self.no_schema(name, span);
            return;
        }
        let problem = match near {
            Some(near) => {
                let length = usize::try_from(span.end - span.start).unwrap_or(0);
                let problem = problem.help(format!("did you mean `{near}`?"));
                if length == name.len() {
                    problem.fix(Fix {
                        span,
                        replacement: near,
                        safe: false,
                    })
                } else {
                    problem
                }
            }
            None => {
                let version = self.versions(name);
                problem.help(format!(
                    "the schema of {version} is known; another version's is added by `--schema FILE`"
                ))
            }
        };
        self.tell(problem);
    }

    fn gone(&mut self, row: &Removed, what: &str, span: Span) {
        let problem = Diagnostic::warning(
            "W610",
            format!(
                "there is no {what} `{}` since version {} of the provider",
                row.kind, row.since
            ),
            span,
            "only plans of earlier versions have it",
        );
        self.tell(match row.instead {
            "" => problem,
            instead => problem.help(format!("{instead} takes its place")),
        });
    }

    fn nearest_kind(&self, data: bool, name: &str) -> Option<String> {
        let known: BTreeSet<&str> = self.kinds_of(data).collect();
        nearest(name, known).map(str::to_owned)
    }

    /// The names of all types that are known.
    pub(super) fn kinds_of(&self, data: bool) -> Box<dyn Iterator<Item = &'s str> + 's> {
        let schemas = self.schemas;
        if data {
            Box::new(schemas.data_kinds())
        } else {
            Box::new(schemas.resource_kinds())
        }
    }

    /// Whether a schema of the provider is known that such a type would be of.
    fn has_provider(&mut self, name: &str) -> bool {
        let schemas = self.schemas;
        let providers = self.providers.get_or_insert_with(|| {
            let kinds = schemas.resource_kinds().chain(schemas.data_kinds());
            kinds.map(provider_of).collect()
        });
        !name.contains('_') || providers.contains(provider_of(name))
    }

    /// Whether a name is that of a known type but for one letter.
    fn is_slip(&self, data: bool, name: &str) -> bool {
        let mut known = self.kinds_of(data);
        known.any(|kind| strsim::damerau_levenshtein(kind, name) == 1)
    }

    /// The provider that a name may mean that begins almost like it.
    fn slip(&self, name: &str) -> Option<&'s str> {
        let mut providers = self.providers.iter().flatten();
        providers
            .find(|known| strsim::damerau_levenshtein(known, provider_of(name)) == 1)
            .copied()
    }

    /// Says once of a provider that nothing is known of it.
    fn no_schema(&mut self, name: &str, span: Span) {
        let provider = provider_of(name).to_owned();
        if !self.without_schema.insert(provider.clone()) {
            return;
        }
        let shown = provider.escape_debug();
        let problem = Diagnostic::warning(
            "W607",
            format!("no schema is known of the provider `{shown}`"),
            span,
            "names of its types and attributes are not checked",
        );
        self.tell(problem.help(
            "`terraform providers schema -json > schema.json` writes one, and `--schema schema.json` adds it",
        ));
    }

    /// The versions of which a schema is known.
    fn versions(&self, name: &str) -> String {
        let versions = self.schemas.versions();
        let of_provider = versions.filter(|(kind, _)| *kind == provider_of(name));
        let names = of_provider.map(|(kind, version)| match version {
            "" => format!("`{kind}`"),
            version => format!("`{kind}` {version}"),
        });
        let names: Vec<String> = names.collect();
        if names.is_empty() {
            "no such provider".to_owned()
        } else {
            listed(&names, 6)
        }
    }

    fn glob(&mut self, data: bool, text: &str, span: Span) -> Rc<Kinds<'s>> {
        if let Some(known) = self.globs.get(&(data, text.to_owned())) {
            return Rc::clone(known);
        }
        let mut list = Vec::new();
        if let Ok(glob) = compile_text_glob(text) {
            let matching: BTreeSet<&str> = self.kinds_of(data).collect();
            for name in matching.into_iter().filter(|name| glob.is_match(name)) {
                list.push(self.kind(data, name));
            }
            let built_in = BUILT_IN.iter().any(|name| glob.is_match(name));
            if list.is_empty() && !built_in {
                self.empty_glob(data, text, span);
            }
        }
        let glob = Some(Arc::from(text));
        let kinds = Rc::new(Kinds {
            list,
            glob,
            before: false,
        });
        self.globs
            .insert((data, text.to_owned()), Rc::clone(&kinds));
        kinds
    }

    fn empty_glob(&mut self, data: bool, text: &str, span: Span) {
        let literal = text.split(WILD).next().unwrap_or_default();
        if literal.contains('_') && !self.has_provider(literal) && self.slip(literal).is_none() {
            self.no_schema(literal, span);
            return;
        }
        let what = if data { "data source" } else { "resource type" };
        let problem = Diagnostic::error(
            "S403",
            format!("no {what} looks like `{}`", text.escape_debug()),
            span,
            "this pattern matches nothing",
        );
        let words = literal.trim_end_matches('_').split('_').count();
        let begins: BTreeSet<String> = self
            .kinds_of(data)
            .map(|kind| kind.split('_').take(words).collect::<Vec<_>>().join("_"))
            .collect();
        let wanted = literal.trim_end_matches('_');
        let near = nearest(wanted, begins.iter().map(String::as_str));
        let near = near.filter(|near| {
            let meant = compile_text_glob(&format!("{near}{}", &text[wanted.len()..]));
            meant.is_ok_and(|glob| self.kinds_of(data).any(|kind| glob.is_match(kind)))
        });
        let problem = match near {
            Some(near) if !wanted.is_empty() && near != wanted => {
                let rest = &text[wanted.len()..];
                problem.help(format!("did you mean `{near}{rest}`?"))
            }
            _ => problem.help("`*` stands for any text, and the pattern for the whole name"),
        };
        self.tell(problem);
    }
}

/// `aws` of `aws_instance`.
fn provider_of(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}
