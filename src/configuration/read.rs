//! From the text of a `plangate.toml` to what it says.

use std::path::{Path, PathBuf};

use super::reader::Reader;
use super::tree::{Item, ItemKind, parse};
use super::{
    Configuration, EDITION, FileSettings, LintLevel, LintSetting, PackEntry, RuleSettings,
};
use crate::diagnostic::Diagnostic;
use crate::program::{Effect, Level, Severity, Undetermined};
use crate::source::{SourceId, Sources};
use crate::syntax::ast::Name;
use crate::value::{Number, Reason};

const KEYS: [&str; 6] = [
    "edition",
    "rule_folders",
    "packs",
    "rules",
    "params",
    "lint",
];
const RULE_KEYS: [&str; 4] = ["severity", "level", "undetermined", "params"];
const PACK_KEYS: [&str; 2] = ["path", "digest"];
const THIS_FILE: &str = "plangate.toml";

/// Reads a configuration; what is wrong with it goes to `problems`, and the rest holds.
pub fn read(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> Configuration {
    let file = sources.get(id).map_or("", |source| &source.name).to_owned();
    let folder = Path::new(&file)
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf);
    let mut configuration = Configuration {
        file,
        folder,
        ..Configuration::default()
    };
    let whole = parse(sources, id, problems);
    let mut reader = Reader { problems };
    for (name, item) in reader.table(THIS_FILE, &whole) {
        reader.top(&mut configuration, name, item);
    }
    configuration
}

impl Reader<'_> {
    fn top(&mut self, configuration: &mut Configuration, name: &Name, item: &Item) {
        match name.text.as_str() {
            "edition" => self.edition(item),
            "rule_folders" => configuration.rule_folders = Some(self.texts(&name.text, item)),
            "packs" => configuration.packs = Some(self.packs(item)),
            "rules" if matches!(item.kind, ItemKind::List(_)) => self.problems.push(
                Diagnostic::error(
                    "C902",
                    "`rules` must be a table",
                    item.span,
                    "this is a list",
                )
                .help(
                    "the folders of the project's rules are `rule_folders = [\"rules\"]`; \
                     `[rules.\"id\"]` configures a rule",
                ),
            ),
            "rules" => {
                for (id, item) in self.table("rules", item) {
                    let settings = self.rule(id, item);
                    configuration.rules.push(settings);
                }
            }
            "params" => {
                for (file, item) in self.table("params", item) {
                    let params = self.table(&file.text, item).to_vec();
                    let file = file.clone();
                    configuration.files.push(FileSettings { file, params });
                }
            }
            "lint" => {
                for (lint, item) in self.table("lint", item) {
                    let words = LintLevel::ALL.map(LintLevel::word);
                    if let Some(at) = self.word(&lint.text, item, &words) {
                        configuration.lint.push(LintSetting {
                            lint: lint.clone(),
                            level: LintLevel::ALL[at],
                        });
                    }
                }
            }
            _ => self.unknown_key(THIS_FILE, name, &KEYS),
        }
    }

    /// `edition = 1`; there is no other one yet.
    pub fn edition(&mut self, item: &Item) {
        let known = Number::parse(&EDITION.to_string());
        match &item.kind {
            ItemKind::Number(number) if Some(number) == known.as_ref() => {}
            ItemKind::Number(number) => self.problems.push(
                Diagnostic::error(
                    "C902",
                    format!("this plangate does not know edition {number}"),
                    item.span,
                    format!("expected {EDITION}"),
                )
                .help("a newer plangate may know it"),
            ),
            _ => self.expected("edition", "a number", item),
        }
    }

    fn packs(&mut self, item: &Item) -> Vec<PackEntry> {
        let ItemKind::List(items) = &item.kind else {
            self.expected("packs", "a list", item);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.pack(item)).collect()
    }

    /// `"name"`, or `{ path = "…", digest = "…" }`.
    fn pack(&mut self, item: &Item) -> Option<PackEntry> {
        let entries = match &item.kind {
            ItemKind::Text(_) => return self.text("packs", item).map(PackEntry::Shipped),
            ItemKind::Table(entries) => entries,
            _ => {
                self.expected("packs", "a list of names, and of tables with `path`", item);
                return None;
            }
        };
        let (mut path, mut digest) = (None, None);
        for (name, item) in entries {
            match name.text.as_str() {
                "path" => path = self.text("path", item),
                "digest" => digest = self.digest(item),
                _ => self.unknown_key("a pack", name, &PACK_KEYS),
            }
        }
        if path.is_none() && !entries.iter().any(|(name, _)| name.text == "path") {
            let help = "a pack is a name, or `{ path = \"…\", digest = \"sha256:…\" }`";
            self.missing_key("this pack", "path", item.span, help);
        }
        Some(PackEntry::Path {
            path: path?,
            digest,
        })
    }

    /// `sha256:` and 64 digits.
    fn digest(&mut self, item: &Item) -> Option<Name> {
        let digest = self.text("digest", item)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let hex = digest.text.strip_prefix("sha256:");
        if hex.is_some_and(|hex| hex.len() == 64 && hex.bytes().all(is_hex)) {
            return Some(digest);
        }
        self.problems.push(
            Diagnostic::error(
                "C902",
                "this is not a digest",
                item.span,
                "expected `sha256:` and 64 hexadecimal digits in lower case",
            )
            .help("`plangate pack list` shows the digests of packs"),
        );
        None
    }

    fn rule(&mut self, id: &Name, item: &Item) -> RuleSettings {
        let mut settings = RuleSettings {
            id: id.clone(),
            severity: None,
            level: None,
            undetermined: None,
            params: Vec::new(),
        };
        for (name, item) in self.table(&id.text, item) {
            match name.text.as_str() {
                "severity" => {
                    let word = self.word("severity", item, &Severity::ALL.map(Severity::word));
                    settings.severity = word.map(|at| (Severity::ALL[at], item.span));
                }
                "level" => {
                    let word = self.word("level", item, &Level::ALL.map(Level::word));
                    settings.level = word.map(|at| (Level::ALL[at], item.span));
                }
                "undetermined" => {
                    settings.undetermined = Some((self.undetermined(item), item.span));
                }
                "params" => settings.params = self.table("params", item).to_vec(),
                _ => self.unknown_key("a rule's configuration", name, &RULE_KEYS),
            }
        }
        settings
    }

    /// A word, or a table from reasons to words.
    fn undetermined(&mut self, item: &Item) -> Undetermined {
        let words = Effect::ALL.map(Effect::word);
        let mut result = Undetermined::default();
        let ItemKind::Table(entries) = &item.kind else {
            if let Some(at) = self.word("undetermined", item, &words) {
                result.otherwise = Effect::ALL[at];
            }
            return result;
        };
        for (name, item) in entries {
            let reason = Reason::ALL
                .into_iter()
                .find(|reason| reason.word() == name.text);
            if reason.is_none() && name.text != "else" {
                let known: Vec<&str> = Reason::ALL
                    .into_iter()
                    .map(Reason::word)
                    .chain(["else"])
                    .collect();
                self.unknown_key("`undetermined`", name, &known);
                continue;
            }
            let Some(at) = self.word(&name.text, item, &words) else {
                continue;
            };
            match reason {
                Some(reason) => drop(result.by_reason.insert(reason, Effect::ALL[at])),
                None => result.otherwise = Effect::ALL[at],
            }
        }
        result
    }
}
