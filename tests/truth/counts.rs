//! The table of what came of all verdicts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use plangate::value::Assumption;

use super::cases::Stage;
use super::compare::{Came, Compared, Pair};
use super::judge::Mode;

const INTRODUCTION: &str = "\
# What came of the verdicts

Every verdict on the plans and states of `tests/plans`, held against what was true after apply.
`UPDATE=1 cargo test --test truth` writes this page; read what changed. A pair is a rule and an
address of which something in the configuration decides what holds. Not judged means that the rule
says nothing of the address: it is exempt, or not in a plan with `-target`. Strict is the same with
`--strict-unknown`. Wrong are only verdicts that name an assumption in a counter-example of it, and
what stands in [known.tsv](known.tsv).
";

/// How many pairs came to what.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    undetermined: usize,
    not_judged: usize,
    wrong: usize,
}

impl Count {
    fn of<'c>(pairs: impl Iterator<Item = &'c Pair>) -> Count {
        let mut count = Count::default();
        for pair in pairs.filter(|pair| pair.has_fact) {
            *match pair.came {
                Came::Right => &mut count.right,
                Came::Undetermined => &mut count.undetermined,
                Came::NotJudged => &mut count.not_judged,
                Came::Contradicted | Came::Guessed => &mut count.wrong,
            } += 1;
        }
        count
    }

    fn all(self) -> usize {
        self.right + self.undetermined + self.not_judged + self.wrong
    }

    /// Undetermined in a hundred, with one digit.
    fn share(self) -> String {
        let thousandths = self.undetermined * 1000 / self.all().max(1);
        format!("{}.{} %", thousandths / 10, thousandths % 10)
    }
}

/// The whole page.
pub(super) fn table(all: &[Compared]) -> String {
    let mut page = INTRODUCTION.to_owned();
    by_stage(&mut page, all);
    by_rule(&mut page, all);
    assumptions(&mut page, all);
    by_input(&mut page, all);
    undetermined(&mut page, all);
    page
}

fn by_stage(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "By what is judged",
        "| inputs | mode | how many | pairs | right | undetermined | share | not judged | wrong |",
    );
    for stage in Stage::ALL {
        for mode in Mode::ALL {
            let of = || all.iter().filter(|it| it.stage == stage && it.mode == mode);
            let count = Count::of(of().flat_map(|it| &it.pairs));
            row(
                page,
                &[
                    stage.words().to_owned(),
                    mode.words().to_owned(),
                    of().count().to_string(),
                    count.all().to_string(),
                    count.right.to_string(),
                    count.undetermined.to_string(),
                    count.share(),
                    count.not_judged.to_string(),
                    count.wrong.to_string(),
                ],
            );
        }
    }
}

fn by_rule(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "By rule, on plans",
        "| rule | pairs | right | undetermined | share | strict | not judged | wrong |",
    );
    let on_plans = |mode| {
        let mut by_rule: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
        let plans = all
            .iter()
            .filter(|it| it.stage != Stage::State && it.mode == mode);
        for pair in plans.flat_map(|it| &it.pairs) {
            by_rule.entry(&pair.rule).or_default().push(pair);
        }
        by_rule
    };
    let strict = on_plans(Mode::Strict);
    for (rule, pairs) in on_plans(Mode::Assuming) {
        let count = Count::of(pairs.into_iter());
        let strict = Count::of(strict[rule].iter().copied());
        if count.all() > 0 {
            row(
                page,
                &[
                    rule.to_owned(),
                    count.all().to_string(),
                    count.right.to_string(),
                    count.undetermined.to_string(),
                    count.share(),
                    strict.undetermined.to_string(),
                    count.not_judged.to_string(),
                    count.wrong.to_string(),
                ],
            );
        }
    }
}

fn assumptions(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "Assumptions",
        "| assumption | verdicts that rest on it | wrong |",
    );
    let pairs = || {
        all.iter()
            .filter(|it| it.mode == Mode::Assuming)
            .flat_map(|it| &it.pairs)
    };
    for assumption in Assumption::ALL {
        let resting = || {
            let decided = pairs().filter(|pair| pair.came == Came::Right || pair.is_wrong());
            decided.filter(|pair| pair.assumptions.contains(&assumption.word()))
        };
        let wrong = resting().filter(|pair| pair.is_wrong()).count();
        row(
            page,
            &[
                assumption.word().to_owned(),
                resting().count().to_string(),
                wrong.to_string(),
            ],
        );
    }
}

fn by_input(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "By input",
        "| case | file | right | undetermined | strict | not judged | wrong |",
    );
    let key = |it: &Compared| (it.case.clone(), it.file.clone());
    let strict: BTreeMap<_, _> = all
        .iter()
        .filter(|it| it.mode == Mode::Strict)
        .map(|it| (key(it), Count::of(it.pairs.iter())))
        .collect();
    for it in all.iter().filter(|it| it.mode == Mode::Assuming) {
        let count = Count::of(it.pairs.iter());
        row(
            page,
            &[
                it.case.clone(),
                it.file.clone(),
                count.right.to_string(),
                count.undetermined.to_string(),
                strict[&key(it)].undetermined.to_string(),
                count.not_judged.to_string(),
                count.wrong.to_string(),
            ],
        );
    }
}

/// Each pair by name, so that a change shows which it is.
fn undetermined(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "Undetermined, with assumptions",
        "| input | rule | address |",
    );
    for it in all
        .iter()
        .filter(|it| it.mode == Mode::Assuming && it.stage != Stage::State)
    {
        let pairs = it
            .pairs
            .iter()
            .filter(|pair| pair.came == Came::Undetermined);
        for pair in pairs.filter(|pair| pair.has_fact) {
            row(
                page,
                &[
                    format!("{}/{}", it.case, it.file),
                    pair.rule.clone(),
                    format!("`{}`", pair.address.replace('|', "\\|")),
                ],
            );
        }
    }
}

fn heading(page: &mut String, title: &str, columns: &str) {
    let rule = "|---".repeat(columns.matches('|').count() - 1);
    let _ = writeln!(page, "\n## {title}\n\n{columns}\n{rule}|");
}

fn row(page: &mut String, cells: &[String]) {
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}
