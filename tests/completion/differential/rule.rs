//! A core of the rule language: conditions that are printed for the engine, and judged without it.

use std::fmt::Write as _;

use crate::random::Random;

/// A rule about all resources of a type.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) condition: Condition,
}

/// What must hold.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// `x.a is set`
    Set(Place),
    /// `x.a == "t"`
    Equal(Place, &'static str),
    /// `x.a in ["t", "u"]`
    In(Place, [&'static str; 2]),
    /// `(x.a ?? "u") == "t"`
    Else(Place, &'static str, &'static str),
    /// `list is set`
    Filled(List),
    /// `any(y in list : c)` and its kin.
    Each(Quantifier, List, Box<Condition>),
    /// `count(y in list : c) <= n`
    AtMost(List, Box<Condition>, usize),
    Not(Box<Condition>),
    And(Box<[Condition; 2]>),
    Or(Box<[Condition; 2]>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Quantifier {
    Any,
    All,
    None,
}

/// An attribute of what a name stands for: `self` at depth 0, else the loop's own.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) depth: usize,
    pub(super) path: &'static [&'static str],
}

/// Resources that something leads to.
#[derive(Clone, Debug)]
pub(super) enum List {
    /// `x.a -> T`
    Forward(Place, &'static str),
    /// `x <- T.a`
    Back {
        depth: usize,
        kind: &'static str,
        path: &'static [&'static str],
    },
    /// `resources(T)`
    Resources(&'static str),
}

const INSTANCE: &str = "aws_instance";
const PROFILE: &str = "aws_iam_instance_profile";
const ROLE: &str = "aws_iam_role";
const ATTACHMENT: &str = "aws_iam_role_policy_attachment";
const TEMPLATE: &str = "aws_launch_template";
const CONFIGURATION: &str = "aws_launch_configuration";

/// The types that rules are about.
const KINDS: &[&str] = &[INSTANCE, PROFILE, ROLE, ATTACHMENT, TEMPLATE, CONFIGURATION];

/// Attributes that hold text, by type.
const TEXTS: &[(&str, &[&str])] = &[
    (INSTANCE, &["iam_instance_profile"]),
    (INSTANCE, &["metadata_options", "http_tokens"]),
    (PROFILE, &["role"]),
    (PROFILE, &["name"]),
    (ROLE, &["name"]),
    (ROLE, &["path"]),
    (ATTACHMENT, &["role"]),
    (ATTACHMENT, &["policy_arn"]),
    (TEMPLATE, &["iam_instance_profile", "name"]),
    (TEMPLATE, &["metadata_options", "http_tokens"]),
    (CONFIGURATION, &["iam_instance_profile"]),
];

/// Attributes that name resources: of which type, and which type.
const LINKS: &[(&str, &[&str], &str)] = &[
    (INSTANCE, &["iam_instance_profile"], PROFILE),
    (PROFILE, &["role"], ROLE),
    (ATTACHMENT, &["role"], ROLE),
    (TEMPLATE, &["iam_instance_profile", "name"], PROFILE),
    (CONFIGURATION, &["iam_instance_profile"], PROFILE),
];

const WORDS: &[&str] = &["web", "db", "lit-1", "required", "/", "outside"];

/// So many rules, the same for the same seed.
pub(super) fn rules(seed: u64, count: usize) -> Vec<Rule> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|at| {
            let kind = *random.pick(KINDS);
            Rule {
                id: format!("core-{at}"),
                kind,
                condition: condition(&mut random, &[kind], 3),
            }
        })
        .collect()
}

/// A condition on the innermost of some things, whose types are known.
fn condition(random: &mut Random, kinds: &[&'static str], depth: usize) -> Condition {
    let choice = if depth == 0 {
        random.below(4)
    } else {
        random.below(13)
    };
    let inner = |random: &mut Random, kinds: &[&'static str]| condition(random, kinds, depth - 1);
    match choice {
        0 | 4 => Condition::Set(text(random, kinds)),
        1 => Condition::Equal(text(random, kinds), random.word(WORDS)),
        2 => Condition::In(
            text(random, kinds),
            [random.word(WORDS), random.word(WORDS)],
        ),
        3 => Condition::Else(text(random, kinds), random.word(WORDS), random.word(WORDS)),
        5 | 6 => match list(random, kinds) {
            Some((list, _)) => Condition::Filled(list),
            None => Condition::Set(text(random, kinds)),
        },
        7..=9 => match list(random, kinds) {
            Some((list, kind)) => {
                let quantifiers = [Quantifier::Any, Quantifier::All, Quantifier::None];
                let quantifier = *random.pick(&quantifiers);
                let below = [kinds, &[kind]].concat();
                let below = inner(random, &below);
                if random.percent(25) {
                    Condition::AtMost(list, Box::new(below), random.below(2))
                } else {
                    Condition::Each(quantifier, list, Box::new(below))
                }
            }
            None => Condition::Set(text(random, kinds)),
        },
        10 => Condition::Not(Box::new(inner(random, kinds))),
        11 => Condition::And(Box::new([inner(random, kinds), inner(random, kinds)])),
        _ => Condition::Or(Box::new([inner(random, kinds), inner(random, kinds)])),
    }
}

/// A text of the innermost thing.
fn text(random: &mut Random, kinds: &[&'static str]) -> Place {
    let depth = kinds.len() - 1;
    let fitting: Vec<_> = TEXTS
        .iter()
        .filter(|(kind, _)| *kind == kinds[depth])
        .collect();
    let (_, path) = **random.pick(&fitting);
    Place { depth, path }
}

/// A list that begins at the innermost thing, and the type of its members.
fn list(random: &mut Random, kinds: &[&'static str]) -> Option<(List, &'static str)> {
    let depth = kinds.len() - 1;
    let forward = LINKS.iter().filter(|(kind, _, _)| *kind == kinds[depth]);
    let mut lists: Vec<(List, &'static str)> = forward
        .map(|(_, path, to)| (List::Forward(Place { depth, path }, to), *to))
        .collect();
    let back = LINKS.iter().filter(|(_, _, to)| *to == kinds[depth]);
    lists.extend(back.map(|(kind, path, _)| (List::Back { depth, kind, path }, *kind)));
    if random.percent(15) {
        let kind = *random.pick(KINDS);
        return Some((List::Resources(kind), kind));
    }
    (!lists.is_empty()).then(|| random.pick(&lists).clone())
}

/// The rules as a file for the engine.
pub(super) fn file(rules: &[Rule]) -> String {
    let mut out = String::from("edition 1\n");
    for rule in rules {
        let _ = write!(
            out,
            "\nrule \"{}\" {{\n  title = \"t\"\n  severity = \"low\"\n  on {}\n  require {} \
             message \"m\"\n}}\n",
            rule.id,
            rule.kind,
            rule.text()
        );
    }
    out
}

impl Rule {
    /// The condition as the rule language has it.
    pub(super) fn text(&self) -> String {
        self.condition.text(0)
    }
}

impl Condition {
    /// The condition, inside of so many loops.
    fn text(&self, depth: usize) -> String {
        match self {
            Condition::Set(place) => format!("{} is set", place.text()),
            Condition::Equal(place, word) => format!("{} == {word:?}", place.text()),
            Condition::In(place, words) => format!("{} in {words:?}", place.text()),
            Condition::Else(place, other, word) => {
                format!("({} ?? {other:?}) == {word:?}", place.text())
            }
            Condition::Filled(list) => format!("({}) is set", list.text()),
            Condition::Each(quantifier, list, condition) => {
                let word = match quantifier {
                    Quantifier::Any => "any",
                    Quantifier::All => "all",
                    Quantifier::None => "none",
                };
                let (name, list) = (name(depth + 1), list.text());
                format!("{word}({name} in {list} : {})", condition.text(depth + 1))
            }
            Condition::AtMost(list, condition, most) => {
                let (name, list) = (name(depth + 1), list.text());
                format!(
                    "count({name} in {list} : {}) <= {most}",
                    condition.text(depth + 1)
                )
            }
            Condition::Not(of) => format!("not ({})", of.text(depth)),
            Condition::And(parts) => {
                format!("({}) and ({})", parts[0].text(depth), parts[1].text(depth))
            }
            Condition::Or(parts) => {
                format!("({}) or ({})", parts[0].text(depth), parts[1].text(depth))
            }
        }
    }
}

impl Place {
    fn text(&self) -> String {
        format!("{}.{}", name(self.depth), self.path.join("."))
    }
}

impl List {
    fn text(&self) -> String {
        match self {
            List::Forward(place, kind) => format!("{} -> {kind}", place.text()),
            List::Back { depth, kind, path } => {
                format!("({} <- {kind}.{})", name(*depth), path.join("."))
            }
            List::Resources(kind) => format!("resources({kind})"),
        }
    }
}

/// What the thing of a depth is called.
fn name(depth: usize) -> String {
    match depth {
        0 => "self".to_owned(),
        depth => format!("x{depth}"),
    }
}
