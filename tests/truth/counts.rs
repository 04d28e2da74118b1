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
`--strict-unknown`, source the same with the configuration's source; both columns count what is
undetermined. Wrong are only verdicts that name an assumption in a counter-example of it, and
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

    /// What came of the pairs, as the cells of a row.
    fn cells(self, with_share: bool) -> Vec<String> {
        let mut cells = vec![self.right.to_string(), self.undetermined.to_string()];
        if with_share {
            cells.push(self.share());
        }
        cells.extend([self.not_judged.to_string(), self.wrong.to_string()]);
        cells
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
        for mode in stage.modes() {
            let of = || {
                all.iter()
                    .filter(|it| it.stage == stage && it.mode == *mode)
            };
            let count = Count::of(of().flat_map(|it| &it.pairs));
            let mut cells = vec![
                stage.words().to_owned(),
                mode.words().to_owned(),
                of().count().to_string(),
                count.all().to_string(),
            ];
            cells.extend(count.cells(true));
            row(page, &cells);
        }
    }
}

fn by_rule(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "By rule, on plans",
        "| rule | pairs | right | undetermined | share | not judged | wrong | strict | source |",
    );
    let plans = all.iter().filter(|it| it.stage != Stage::State);
    let mut by_rule: BTreeMap<&str, BTreeMap<Mode, Vec<&Pair>>> = BTreeMap::new();
    for compared in plans {
        for pair in compared.pairs.iter().filter(|pair| pair.has_fact) {
            let by_mode = by_rule.entry(&pair.rule).or_default();
            by_mode.entry(compared.mode).or_default().push(pair);
        }
    }
    for (rule, by_mode) in by_rule {
        let of = |mode| Count::of(by_mode.get(&mode).into_iter().flatten().copied());
        let count = of(Mode::Assuming);
        let mut cells = vec![rule.to_owned(), count.all().to_string()];
        cells.extend(count.cells(true));
        cells.extend([Mode::Strict, Mode::Source].map(|mode| of(mode).undetermined.to_string()));
        row(page, &cells);
    }
}

fn assumptions(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "Assumptions",
        "| assumption | mode | verdicts that rest on it | wrong |",
    );
    for assumption in Assumption::ALL {
        for mode in [Mode::Assuming, Mode::Source] {
            let pairs = all
                .iter()
                .filter(|it| it.mode == mode)
                .flat_map(|it| &it.pairs);
            let decided = pairs.filter(|pair| pair.came == Came::Right || pair.is_wrong());
            let resting: Vec<&Pair> = decided
                .filter(|pair| pair.assumptions.contains(&assumption.word()))
                .collect();
            let wrong = resting.iter().filter(|pair| pair.is_wrong()).count();
            let cells = [
                assumption.word().to_owned(),
                mode.words().to_owned(),
                resting.len().to_string(),
                wrong.to_string(),
            ];
            row(page, &cells);
        }
    }
}

fn by_input(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "By input",
        "| case | file | right | undetermined | not judged | wrong | strict | source |",
    );
    let key = |it: &Compared| (it.case.clone(), it.file.clone(), it.mode);
    let counts: BTreeMap<_, _> = all
        .iter()
        .map(|it| (key(it), Count::of(it.pairs.iter())))
        .collect();
    for it in all.iter().filter(|it| it.mode == Mode::Assuming) {
        let mut cells = vec![it.case.clone(), it.file.clone()];
        cells.extend(counts[&key(it)].cells(false));
        for mode in [Mode::Strict, Mode::Source] {
            let count = counts.get(&(it.case.clone(), it.file.clone(), mode));
            cells.push(count.map_or_else(String::new, |count| count.undetermined.to_string()));
        }
        row(page, &cells);
    }
}

/// Each pair by name, so that a change shows which it is.
fn undetermined(page: &mut String, all: &[Compared]) {
    heading(
        page,
        "Undetermined on plans",
        "| input | rule | address | with source |",
    );
    let mut by_pair: BTreeMap<_, BTreeMap<Mode, &Pair>> = BTreeMap::new();
    for it in all
        .iter()
        .filter(|it| it.stage != Stage::State && it.mode != Mode::Strict)
    {
        for pair in it.pairs.iter().filter(|pair| pair.has_fact) {
            let key = (&it.case, it.stage, &it.file, &pair.rule, &pair.address);
            by_pair.entry(key).or_default().insert(it.mode, pair);
        }
    }
    for ((case, _, file, rule, address), by_mode) in by_pair {
        let is_open = |pair: &&Pair| pair.came == Came::Undetermined;
        if by_mode.values().any(is_open) {
            let with_source = match by_mode.get(&Mode::Source) {
                Some(pair) if is_open(pair) => "undetermined",
                _ => "decided",
            };
            let cells = [
                format!("{case}/{file}"),
                rule.clone(),
                format!("`{}`", address.replace('|', "\\|")),
                with_source.to_owned(),
            ];
            row(page, &cells);
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
