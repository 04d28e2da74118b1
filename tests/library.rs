//! What the defines of `plangate:ec2` say, against what was true after apply.
//!
//! `library/facts.rule` imports the library as a file of anybody's can, and prints what its defines
//! say of everything that starts machines: `fact=value`, and `fact?=true` where it matters only
//! whether there is a value. Truth is in the `truth.tsv` of each case: of those in `tests/plans`,
//! and of those beside the project. What is unknown before apply may be left open, and nothing may
//! be wrong. A case that shows an assumption wrong is judged without assumptions.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads files, tells what it leaves out, and may panic"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plangate::engine::{self, Outcome};
use plangate::program::Program;
use plangate::source::Sources;
use plangate::{input, pack, program, reference};

/// Address and fact → value and who decided it.
type Truth = BTreeMap<(String, String), (String, String)>;

/// What was said of a case.
#[derive(Debug, Default)]
struct Count {
    right: usize,
    unknown: usize,
    wrong: Vec<String>,
}

#[test]
fn nothing_is_said_wrong() {
    let (program, sources) = load(|rules| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/facts.rule");
        rules.add_path(&file).unwrap();
    });
    let mut count = Count::default();
    for (input, truth) in inputs() {
        for (address, said) in judge(&program, &sources, &input) {
            count.hold(&input, &truth, &address, &said);
        }
    }
    assert!(count.wrong.is_empty(), "{}", count.wrong.join("\n"));
    assert!(
        count.right > 700,
        "only {} facts were said right",
        count.right
    );
}

/// The rules of fleets and groups that the table of facts decides.
#[test]
fn no_rule_of_fleets_and_groups_is_wrong() {
    let (program, sources) = load(|rules| rules.add_shipped(&pack::shipped_packs()));
    let mut wrong = Vec::new();
    let mut right = 0;
    for (input, truth) in inputs() {
        let mut outcomes: BTreeMap<(String, String), Outcome> = BTreeMap::new();
        for judgement in run(&program, &sources, &input) {
            let rule = program.rules[judgement.rule].about.id.clone();
            outcomes.insert((rule, judgement.address), judgement.outcome);
        }
        for (key, wanted) in decided(&truth) {
            match outcomes.get(&key) {
                Some(Outcome::Pass) if wanted => right += 1,
                Some(Outcome::Fail) if !wanted => right += 1,
                Some(Outcome::Pass | Outcome::Fail) => {
                    wrong.push(format!("{}: {key:?} should be {wanted}", input.display()));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let beside = shared().is_dir();
    assert!(!beside || right > 60, "only {right} verdicts were right");
}

/// Rule and address → whether it holds.
fn decided(truth: &Truth) -> BTreeMap<(String, String), bool> {
    let mut values: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for ((address, fact), (value, _)) in truth {
        let rule = match fact.split(['[', ' ']).next() {
            Some("effective_http_tokens") => "asg-effective-imdsv2",
            Some("profile") if fact.contains("launch_specification") => "spot-fleet-profile",
            Some("profile") if fact.contains("config") && address.contains("spot_fleet") => {
                "spot-fleet-profile"
            }
            Some("profile") if fact.contains("config") => "ec2-fleet-profile",
            _ => continue,
        };
        if rule != "asg-effective-imdsv2" || address.contains("aws_autoscaling_group.") {
            values.entry((rule, address)).or_default().push(value);
        }
    }
    let mut found = BTreeMap::new();
    for ((rule, address), values) in values {
        let key = (rule.to_owned(), address.to_owned());
        if values.contains(&"?") {
            continue;
        }
        // A template that says nothing leaves it to the account.
        let verdict = match rule {
            "asg-effective-imdsv2" if values.contains(&"optional") => Some(false),
            "asg-effective-imdsv2" => values
                .iter()
                .all(|value| *value == "required")
                .then_some(true),
            _ => Some(values.iter().all(|value| !value.is_empty())),
        };
        found.extend(verdict.map(|verdict| (key, verdict)));
    }
    found
}

impl Count {
    fn hold(&mut self, input: &Path, truth: &Truth, address: &str, said: &str) {
        let Some((fact, value)) = said.split_once('=') else {
            return;
        };
        let asks = fact.ends_with('?');
        let fact = fact.trim_end_matches('?');
        let Some((wanted, basis)) = truth.get(&(address.to_owned(), fact.to_owned())) else {
            return;
        };
        // A role is that of the profile.
        let of_profile = match fact {
            "role" => truth.get(&(address.to_owned(), "effective_profile".to_owned())),
            _ => None,
        };
        let is_decided = |basis: &str| is_decided(input, basis);
        if wanted == "?" || !is_decided(basis) || !of_profile.is_none_or(|(_, by)| is_decided(by)) {
            return;
        }
        let wanted = if asks {
            (!wanted.is_empty()).to_string()
        } else {
            wanted.clone()
        };
        if is_open(value) {
            self.unknown += 1;
        } else if plain(value) == plain(&wanted) {
            self.right += 1;
        } else {
            self.wrong.push(format!(
                "{}: {fact} of {address} is said to be {value}, and was {wanted}",
                input.display()
            ));
        }
    }
}

/// What nobody in the configuration decides is not to be known. The provider that made the states
/// heeds neither the account's defaults nor every template, and shows nothing of provisioners.
fn is_decided(input: &Path, basis: &str) -> bool {
    let name = input.file_name().unwrap().to_str().unwrap();
    let shows_state = ["state", "plan-noop", "no-op"]
        .iter()
        .any(|start| name.starts_with(start));
    match basis {
        "account" | "defaults, if set in time" => false,
        "defaults" => !shows_state,
        "provisioner" => !shows_state,
        basis => !(shows_state && basis.ends_with(", not in the state")),
    }
}

fn is_open(value: &str) -> bool {
    let open = ["after apply)", "(sensitive)", "perhaps "];
    open.iter().any(|words| value.contains(words))
}

/// The name of a profile, out of its ARN; nothing where it is not set.
fn plain(value: &str) -> &str {
    match value.rsplit_once(":instance-profile/") {
        Some((_, name)) => name,
        None if value == "(not set)" => "",
        None => value,
    }
}

/// Every input of every case, with its table.
fn inputs() -> Vec<(PathBuf, Truth)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut found = Vec::new();
    for folder in [own, shared()] {
        if !folder.is_dir() {
            eprintln!("left out: there is no {}", folder.display());
            continue;
        }
        let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        cases.sort();
        // 210 times the same module: it says nothing more, and takes long.
        cases.retain(|case| !case.ends_with("12-scale"));
        // A counter-example makes an assumption wrong, and with it what rests on it; tests/truth
        // says of what that may be.
        cases.retain(|case| !case.join("assumption").is_file());
        for case in &cases {
            for input in files(case, "json") {
                let table = case.join(table_of(&input));
                if table.is_file() {
                    found.push((input, truth(&table)));
                }
            }
        }
    }
    found
}

/// `plan-step2.json`, `state-step2.json` and `step2.json` were held to be as in `truth-step2.tsv`,
/// what changes nothing as in `truth.tsv`.
fn table_of(input: &Path) -> String {
    let stem = input.file_stem().unwrap().to_str().unwrap();
    let name = stem
        .trim_start_matches("plan-")
        .trim_start_matches("state-");
    match name {
        "plan" | "noop" | "state" | "create" | "no-op" => "truth.tsv".to_owned(),
        name => format!("truth-{name}.tsv"),
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect();
    found.sort();
    found
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans/aws")
}

fn truth(table: &Path) -> Truth {
    let text = std::fs::read_to_string(table).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split('\t').map(unquoted);
        let mut next = || cells.next().unwrap_or_default();
        ((next(), next()), (next(), next()))
    });
    rows.collect()
}

/// Cells with quotes in them are quoted, with their quotes doubled.
fn unquoted(cell: &str) -> String {
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
}

fn load(add: impl Fn(&mut pack::Rules)) -> (Program, Sources) {
    let mut rules = pack::Rules::default();
    add(&mut rules);
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let drawn: Vec<String> = problems
        .iter()
        .map(|one| one.draw(&rules.sources, false))
        .collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n"));
    (program, rules.sources)
}

/// Address and message of every finding.
fn judge(program: &Program, sources: &Sources, input: &Path) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for judgement in run(program, sources, input) {
        for finding in judgement.findings {
            said.push((judgement.address.clone(), finding.message));
        }
    }
    said
}

fn run(program: &Program, sources: &Sources, input: &Path) -> Vec<engine::Judgement> {
    let text = input::decode(std::fs::read(input).unwrap()).unwrap();
    let document = input::read(&text, false).unwrap();
    let options = reference::Options {
        strict_unknown: input.with_file_name("assumption").is_file(),
        ..reference::Options::default()
    };
    engine::run(program, sources, &document, "plan", options)
}
