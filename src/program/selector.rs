//! What a rule is about: the selectors of `on`, compiled.

use std::sync::Arc;

use globset::GlobMatcher;

use crate::syntax::ast::Action;

/// One selector of an `on`.
#[derive(Clone, Debug)]
pub enum Selector {
    /// `aws_instance`, `"aws_*"`
    Resource(TypeMatcher),
    /// `data aws_iam_policy_document`
    Data(TypeMatcher),
    /// `module "terraform-aws-modules/*/aws"`: module calls by source.
    Module(GlobMatcher),
    /// `plan`
    Plan,
    /// `document`
    Document,
    /// `output`
    Output,
    /// `provider`
    Provider,
}

/// Matches resource types.
#[derive(Clone, Debug)]
pub enum TypeMatcher {
    /// One type.
    Exact(Arc<str>),
    /// Every type that a glob matches.
    Glob(GlobMatcher),
}

impl TypeMatcher {
    /// Whether the type is selected.
    pub fn matches(&self, kind: &str) -> bool {
        match self {
            TypeMatcher::Exact(name) => **name == *kind,
            TypeMatcher::Glob(glob) => glob.is_match(kind),
        }
    }
}

/// `when create or update`; empty means everything that exists after apply.
#[derive(Clone, Debug, Default)]
pub struct When(pub Vec<Action>);

impl When {
    /// Whether the rule is only about things that go away, so that `self` is what was before.
    pub fn only_leaving(&self) -> bool {
        !self.0.is_empty()
            && self
                .0
                .iter()
                .all(|action| matches!(action, Action::Delete | Action::Forget))
    }
}

/// `in module "module.web.**"`: `*` is one step, `**` any number, `""` the root module.
#[derive(Clone, Debug)]
pub struct ModulePattern {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    AnyDepth,
    Named(GlobMatcher),
}

impl ModulePattern {
    /// Reads a pattern; says what is wrong with it.
    pub fn parse(text: &str) -> Result<ModulePattern, String> {
        let mut words = text.split('.').filter(|word| !word.is_empty()).peekable();
        let mut steps = Vec::new();
        while let Some(word) = words.next() {
            let name = match word {
                "**" => {
                    steps.push(Step::AnyDepth);
                    continue;
                }
                "module" => words.next().ok_or("`module.` must be followed by a name")?,
                "*" => "*",
                other => {
                    return Err(format!(
                        "expected `module.NAME`, `*` or `**` between dots, found `{other}`"
                    ));
                }
            };
            if name == "**" {
                steps.push(Step::AnyDepth);
            } else {
                steps.push(Step::Named(super::pattern::compile_text_glob(name)?));
            }
        }
        Ok(ModulePattern { steps })
    }

    /// Whether a module path, given by its names from the root, is meant.
    pub fn matches(&self, path: &[&str]) -> bool {
        // Row by row over the path's steps, so that many `**` cannot make it slow.
        let mut reachable = vec![false; self.steps.len() + 1];
        reachable[0] = true;
        self.skip_any_depth(&mut reachable);
        for name in path {
            let mut next = vec![false; self.steps.len() + 1];
            for (at, step) in self.steps.iter().enumerate() {
                match step {
                    Step::AnyDepth => next[at] |= reachable[at],
                    Step::Named(glob) => next[at + 1] |= reachable[at] && glob.is_match(name),
                }
            }
            self.skip_any_depth(&mut next);
            reachable = next;
        }
        reachable[self.steps.len()]
    }

    fn skip_any_depth(&self, reachable: &mut [bool]) {
        for (at, step) in self.steps.iter().enumerate() {
            if matches!(step, Step::AnyDepth) && reachable[at] {
                reachable[at + 1] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ModulePattern;

    #[test]
    fn module_patterns() {
        let matches =
            |pattern: &str, path: &[&str]| ModulePattern::parse(pattern).unwrap().matches(path);
        assert!(matches("", &[]) && !matches("", &["a"]));
        assert!(matches("**", &[]) && matches("**", &["a", "b"]));
        assert!(matches("module.web.**", &["web"]) && matches("module.web.**", &["web", "x", "y"]));
        assert!(!matches("module.web.**", &["api"]));
        assert!(matches("module.*.module.db", &["a", "db"]) && !matches("module.*", &["a", "db"]));
        assert!(ModulePattern::parse("web").is_err() && ModulePattern::parse("module").is_err());
    }
}
