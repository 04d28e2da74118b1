//! Completes names: of functions, attributes, types, addresses and what was named before.

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;

use crate::cli::run::Asked;
use crate::cli::session::{Session, addresses};
use crate::input::Mode;
use crate::manual::{function, word};
use crate::report::escape;
use crate::schema::Block;

/// The commands of the conversation.
const COMMANDS: [&str; 6] = [":explain ", ":help", ":quit", ":rules ", ":self ", ":type "];

/// What names there are while a line is typed.
pub(super) struct Helper<'s> {
    /// What may stand anywhere.
    names: Vec<String>,
    addresses: Vec<String>,
    /// The types of resources in the plan.
    kinds: Vec<String>,
    /// What `self` is made of.
    block: Option<Block<'s>>,
}

impl<'s> Helper<'s> {
    pub(super) fn new(session: &Session, asked: &Asked<'_, 's>) -> Helper<'s> {
        let functions = function::names().map(|name| format!("{name}("));
        let words = word::WORDS.iter().filter(|word| is_name(word.name));
        let words = words.map(|word| word.name.to_owned());
        let before = session.names().map(str::to_owned);
        let names = functions.chain(words).chain(before).collect();
        let instances = || asked.plan.document.instances.iter();
        let mut kinds: Vec<String> = instances()
            .filter(|instance| instance.mode == Mode::Managed)
            .map(|instance| instance.kind.to_string())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let own = instances().find(|one| Some(&*one.address) == session.subject());
        let block = own.and_then(|instance| {
            let schemas = asked.plan.schemas();
            match instance.mode {
                Mode::Managed => schemas.any_resource(&instance.kind),
                Mode::Data => schemas.any_data(&instance.kind),
            }
        });
        Helper {
            names,
            addresses: addresses(asked),
            kinds,
            block,
        }
    }

    /// Where the word at the end of a line begins, and what it may become.
    fn complete_end(&self, line: &str) -> (usize, Vec<String>) {
        if let Some(wanted) = line.strip_prefix(":self ") {
            let begun = self.addresses.iter().filter(|one| one.starts_with(wanted));
            return (line.len() - wanted.len(), harmless(begun.cloned()));
        }
        if line.starts_with(':') && !line.contains(' ') {
            let begun = COMMANDS.iter().filter(|one| one.starts_with(line));
            return (0, begun.map(|one| (*one).to_owned()).collect());
        }
        let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
        let word = line.len() - line.trim_end_matches(is_part).len();
        let start = line.len() - word;
        let word = &line[start..];
        if let Some(path) = word.strip_prefix("self.") {
            let (outer, begun) = path.rsplit_once('.').unwrap_or(("", path));
            let names = self.attributes(outer);
            let names = names.into_iter().filter(|name| name.starts_with(begun));
            return (line.len() - begun.len(), harmless(names));
        }
        let kinds = self.kinds.iter();
        let all = self.names.iter().chain(kinds);
        let begun = all.filter(|name| !word.is_empty() && name.starts_with(word));
        (start, harmless(begun.cloned()))
    }

    /// The attributes and blocks of a path in `self`.
    fn attributes(&self, path: &str) -> Vec<String> {
        let mut block = self.block;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            block = block.and_then(|block| Some(block.block(step)?.block));
        }
        let Some(block) = block else {
            return Vec::new();
        };
        let attributes = block.attributes().map(|one| one.name.to_owned());
        let mut names: Vec<String> = attributes
            .chain(block.blocks().map(|one| one.name.to_owned()))
            .collect();
        names.sort_unstable();
        names
    }
}

/// What can be typed, and is nothing but text to a terminal; each once.
fn harmless(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.filter(|name| escape(name) == name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn is_name(word: &str) -> bool {
    word.chars().all(|sign| sign.is_ascii_alphanumeric())
}

impl rustyline::Helper for Helper<'_> {}
impl Highlighter for Helper<'_> {}
impl Validator for Helper<'_> {}

impl Hinter for Helper<'_> {
    type Hint = String;
}

impl Completer for Helper<'_> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.complete_end(line.get(..at).unwrap_or(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::Helper;
    use crate::schema::Schemas;

    fn helper() -> Helper<'static> {
        Helper {
            names: vec!["lower(".into(), "length(".into(), "any".into()],
            addresses: vec![
                "aws_instance.web".into(),
                "aws_instance.\u{1b}[31m".into(),
                "module.m.aws_vpc.v[\"a b\"]".into(),
            ],
            kinds: vec!["aws_instance".into()],
            block: Schemas::shipped().any_resource("aws_instance"),
        }
    }

    fn completed(line: &str) -> (usize, Vec<String>) {
        helper().complete_end(line)
    }

    #[test]
    fn names_are_completed_where_they_may_stand() {
        assert_eq!(completed("x == le"), (5, vec!["length(".to_owned()]));
        assert_eq!(
            completed("resources(aws_"),
            (10, vec!["aws_instance".to_owned()])
        );
        assert_eq!(completed("x == "), (5, Vec::new()));
        assert_eq!(completed(":se"), (0, vec![":self ".to_owned()]));
    }

    #[test]
    fn attributes_are_those_of_the_schema() {
        let (start, names) = completed("not self.metadata_options.http_t");
        assert_eq!((start, names), (26, vec!["http_tokens".to_owned()]));
        let (_, names) = completed("self.nothing.");
        assert!(names.is_empty());
    }

    #[test]
    fn addresses_that_act_in_a_terminal_are_not_offered() {
        let (start, names) = completed(":self aws_");
        assert_eq!((start, names), (6, vec!["aws_instance.web".to_owned()]));
        let (_, names) = completed(":self module.m");
        assert_eq!(names, ["module.m.aws_vpc.v[\"a b\"]"]);
    }
}
