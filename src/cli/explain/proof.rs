//! Why one rule says what it says of one resource of a plan.

use crate::cli::{
    Exit,
    complaint::Complaint,
    output,
    run::{Asked, Rules},
    suggest::{instances_of, listed, one_of_these},
};
use crate::diagnostic::nearest;
use crate::engine;
use crate::manual::Format;
use crate::reference;
use crate::report::proof::{self, Explained};

/// What is asked: the two names, of which one is a rule's and the other an address.
pub(super) struct Names<'a> {
    /// The one that stands first.
    pub(super) first: &'a str,
    /// The one behind it.
    pub(super) second: &'a str,
}

impl Names<'_> {
    /// Explains, to standard output.
    pub(super) fn explain(
        &self,
        rules: &Rules,
        input: &Asked<'_, '_>,
        format: Format,
    ) -> anyhow::Result<Exit> {
        let Asked { name, plan, .. } = *input;
        let Question { rule, address } = self.question(rules, plan, name)?;
        let asked = (rule, address);
        let explanation = engine::explain(&rules.program, &rules.sources, plan, name, asked);
        let (Some(explanation), Some(about)) = (explanation, rules.about.get(rule)) else {
            return Err(self.no_address(rules, plan, name, asked).into());
        };
        let explained = Explained {
            version: env!("CARGO_PKG_VERSION"),
            input: name,
            source: input.source,
            notes: input.notes,
            address,
            rule: about,
            explanation: &explanation,
        };
        output::standard_output(|out, style| match format {
            Format::Json => proof::json(&explained, out),
            Format::Text | Format::Markdown => proof::text(&explained, style, out),
        })?;
        Ok(Exit::Clean)
    }

    /// Which of the two names is the rule's.
    fn question(
        &self,
        rules: &Rules,
        plan: &reference::Plan<'_>,
        name: &str,
    ) -> Result<Question<'_>, Complaint> {
        let given = (self.first, self.second);
        let is_address = |text: &str| {
            let (_, all) = engine::addresses(&rules.program, plan, name, None);
            all.iter().any(|address| address == text)
        };
        let (address, rule) = match (find(rules, given.0), find(rules, given.1)) {
            (_, Some(rule)) if find(rules, given.0).is_none() => (given.0, rule),
            (Some(rule), None) => (given.1, rule),
            // Both are rules: one of them is the address of something as well.
            (Some(first), Some(second)) => {
                if !is_address(given.0) && is_address(given.1) {
                    (given.1, first)
                } else {
                    (given.0, second)
                }
            }
            (None, _) => return Err(no_rule(rules, given, &is_address)),
        };
        Ok(Question { rule, address })
    }

    fn no_address(
        &self,
        rules: &Rules,
        plan: &reference::Plan<'_>,
        name: &str,
        (rule, wrong): (usize, &str),
    ) -> Complaint {
        let (judged, all) = engine::addresses(&rules.program, plan, name, Some(rule));
        let complaint = Complaint::new(format!("nothing in `{name}` has the address `{wrong}`"));
        let id = rules.about.get(rule).map_or("", |about| about.id.as_str());
        let mut help = Vec::new();
        let meant = instances_of(wrong, all.iter().map(String::as_str));
        if !meant.is_empty() {
            help.push(format!("did you mean {}?", one_of_these(&meant)));
        } else if let Some(near) = nearest(wrong, all.iter().map(String::as_str)) {
            help.push(format!("did you mean `{near}`?"));
        }
        let judged: Vec<&str> = judged.iter().map(String::as_str).collect();
        help.push(if judged.is_empty() {
            format!("`{id}` judges nothing in it")
        } else {
            format!("`{id}` judges {}", listed(&judged, "and"))
        });
        complaint.help(help.join(" "))
    }
}

/// What is to be explained.
struct Question<'a> {
    rule: usize,
    address: &'a str,
}

/// The position of the rule with this id, now or before.
pub(super) fn find(rules: &Rules, id: &str) -> Option<usize> {
    let about = || rules.about.iter();
    about()
        .position(|about| about.id == id)
        .or_else(|| about().position(|about| about.replaces.iter().any(|old| old == id)))
}

fn no_rule(
    rules: &Rules,
    (address, rule): (&str, &str),
    is_address: &dyn Fn(&str) -> bool,
) -> Complaint {
    // Ids of rules have neither dots nor brackets, and nearly all addresses have one.
    let turned = is_address(rule) || (rule.contains(['.', '[']) && !address.contains(['.', '[']));
    let wrong = if turned { address } else { rule };
    let ids: Vec<&str> = rules.about.iter().map(|about| about.id.as_str()).collect();
    let complaint = Complaint::new(format!("there is no rule `{wrong}`"));
    let near = nearest(wrong, ids.iter().copied());
    let meant = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    if ids.is_empty() {
        return complaint.help("give rules by `--rules`, or leave out `--pack none`");
    }
    complaint.help(format!("{meant}the rules are {}", listed(&ids, "and")))
}
