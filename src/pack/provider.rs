//! Whether a plan's providers are those that a pack is made for.

use super::Pack;
use crate::function::version::{limits, satisfies};
use crate::input::Document;

/// What a reader must know: a pack was loaded that is made for other versions of a provider than
/// the configuration of the plan can have chosen. As sentences.
///
/// A plan says which versions its configuration allows, not which one was chosen. So this tells
/// only what is certain: that no version satisfies both.
pub fn notes(packs: &[Pack], document: &Document<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let Some(configuration) = document.configuration() else {
        return notes;
    };
    for pack in packs {
        for (wanted, constraint) in &pack.manifest.providers {
            for (_, provider) in configuration.providers() {
                let Some(asked) = provider.version_constraint.as_deref() else {
                    continue;
                };
                let is_meant = provider
                    .full_name
                    .as_deref()
                    .is_some_and(|full| full == wanted || full.ends_with(&format!("/{wanted}")));
                if !is_meant || !is_disjoint(constraint, asked) {
                    continue;
                }
                let note = format!(
                    "the pack {} {} is made for the provider {wanted} {constraint}, and this plan \
                     asks for {asked}: attributes may mean something else",
                    pack.manifest.name, pack.manifest.version
                );
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    notes
}

/// Whether no release satisfies both constraints. Constraints hold from one of their limits to
/// another, so if any release satisfies both, then a limit does, or the release behind one, or the
/// first of all.
fn is_disjoint(first: &str, second: &str) -> bool {
    let both = |version: &str| Some(satisfies(version, first)? && satisfies(version, second)?);
    let limits = limits(first).into_iter().chain(limits(second));
    let mut candidates = vec!["0.0.0".to_owned()];
    for [major, minor, patch] in limits {
        candidates.push(format!("{major}.{minor}.{patch}"));
        candidates.push(format!("{major}.{minor}.{}", patch.saturating_add(1)));
    }
    let answers: Option<Vec<bool>> = candidates.iter().map(|one| both(one)).collect();
    // What cannot be read cannot be told apart.
    answers.is_some_and(|answers| !answers.contains(&true))
}

#[cfg(test)]
mod tests {
    use super::is_disjoint;

    #[test]
    fn only_what_no_version_satisfies_is_disjoint() {
        assert!(is_disjoint(">= 5.0, < 7.0", "~> 4.0"));
        assert!(is_disjoint(">= 5.0, < 7.0", ">= 7.0"));
        assert!(is_disjoint(">= 5.0", "< 5.0"));
        assert!(is_disjoint("> 5.0.0", "= 5.0.0"));
        for asked in [
            ">= 4.0", "~> 5.31", "6.45.0", "> 6.99", "!= 5.0.0", "< 5.0.1",
        ] {
            assert!(!is_disjoint(">= 5.0, < 7.0", asked), "{asked}");
        }
        assert!(!is_disjoint(">= 5.0", "not a constraint"));
    }
}
