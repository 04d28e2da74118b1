//! What is known of AWS's actions: their classes, and which of them together give more rights.
//!
//! `examples/compact_actions.rs` makes the files; each says where it comes from, and of when it is.
//! They are read when they are first asked.

use std::{
    collections::BTreeMap,
    io::Read,
    sync::{Arc, OnceLock},
};

use flate2::read::DeflateDecoder;

use super::answer::Answer;
use super::grant;
use super::model::{Statement, Text, Texts};
use crate::value::{Missing, Reason};

/// Classes of actions, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u8);

/// Every class with its name. What the last ones hold is listed; of the others AWS may have made more
/// since.
const NAMES: [(&str, Classes); 8] = [
    ("list", Classes(1)),
    ("read", Classes(2)),
    ("write", Classes(4)),
    ("tagging", Classes(8)),
    ("permissions-management", Classes(16)),
    ("restrictable", Classes(32)),
    ("credentials-exposure", Classes(64)),
    ("data-exfiltration", Classes(128)),
];
const RESTRICTABLE: Classes = Classes(32);
const LISTED: Classes = Classes(64 + 128);

impl Classes {
    /// The class with that name.
    pub(super) fn named(name: &str) -> Option<Classes> {
        let mut known = NAMES.iter();
        known.find(|(known, _)| *known == name).map(|(_, set)| *set)
    }

    /// The names of all classes.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// The classes of both.
    pub(super) fn and(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    fn all_in(self, other: Classes) -> bool {
        self.0 & other.0 == self.0
    }

    /// Whether an action that nobody knows may be of all these classes.
    fn may_grow(self) -> bool {
        self.0 & LISTED.0 == 0
    }
}

/// An action of a service, in lower case.
struct Action {
    name: String,
    classes: Classes,
}

/// All actions that are known.
struct Catalogue {
    date: String,
    services: BTreeMap<String, Vec<Action>>,
}

/// Combinations of actions that give more rights than they are, with an action that a pattern
/// stands for.
pub(super) fn escalations(
    pattern: &str,
) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    let pattern = pattern.to_ascii_lowercase();
    let combinations = lines(include_str!("catalogue/escalations.txt"));
    let wanted = combinations.filter(move |line| {
        let mut actions = line.split_whitespace();
        actions.any(|action| fits(&pattern, &action.to_ascii_lowercase()))
    });
    wanted.map(str::split_whitespace)
}

/// Whether an action, or one that a pattern stands for, is of all these classes.
pub(super) fn is_of(pattern: &str, classes: Classes) -> Answer {
    let pattern = pattern.to_ascii_lowercase();
    let mut is_known = false;
    for action in catalogue().matching(&pattern) {
        is_known = true;
        if classes.all_in(action.classes) {
            return Answer::Yes;
        }
    }
    if is_known || !classes.may_grow() {
        return Answer::No;
    }
    let date = &catalogue().date;
    Answer::Maybe(Arc::new(Missing {
        reason: Reason::Outside,
        what: format!(
            "{} is no action that AWS's reference of {date} has",
            grant::quoted(&pattern)
        ),
        decided_by: "what AWS makes of it".into(),
    }))
}

/// Whether a statement is about an action of all these classes.
pub(super) fn covers(statement: &Statement, classes: Classes) -> Answer {
    let (named, excepted) = (&statement.actions, &statement.not_actions);
    if !named.known.is_empty() {
        let fits = named.known.iter().map(|text| match text {
            Text::Known(pattern) => is_of(pattern, classes),
            Text::Unknown(missing) | Text::Name(missing) => Answer::Maybe(Arc::clone(missing)),
        });
        return Answer::any(fits).or(Answer::open(named.more.as_ref()));
    }
    if !excepted.known.is_empty() {
        return is_left_over(excepted, classes);
    }
    Answer::open(named.more.as_ref().or(excepted.more.as_ref()))
}

/// Whether an action of all these classes is none of the excepted ones.
fn is_left_over(excepted: &Texts, classes: Classes) -> Answer {
    let mut patterns = Vec::with_capacity(excepted.known.len());
    let mut missing = excepted.more.as_ref();
    for text in &excepted.known {
        match text {
            Text::Known(pattern) => patterns.push(pattern.to_ascii_lowercase()),
            Text::Unknown(unknown) | Text::Name(unknown) => missing = Some(unknown),
        }
    }
    let is_left = catalogue().services.iter().any(|(service, actions)| {
        let mut wanted = actions
            .iter()
            .filter(|action| classes.all_in(action.classes));
        wanted.any(|action| {
            let name = format!("{service}:{}", action.name);
            !patterns.iter().any(|pattern| fits(pattern, &name))
        })
    });
    match (is_left, missing) {
        (false, _) => Answer::No,
        (true, None) => Answer::Yes,
        (true, Some(missing)) => Answer::Maybe(Arc::clone(missing)),
    }
}

impl Catalogue {
    /// The actions that a pattern in lower case stands for.
    fn matching<'a>(&'a self, pattern: &'a str) -> impl Iterator<Item = &'a Action> {
        let (service, name) = pattern.split_once(':').unwrap_or((pattern, ""));
        let is_plain = !service.contains(['*', '?']);
        let plain = self.services.get(service).filter(|_| is_plain);
        let plain = plain.into_iter().flatten();
        let plain = plain.filter(move |action| fits(name, &action.name));
        let services = self.services.iter().filter(move |_| !is_plain);
        let every = services.flat_map(move |(service, actions)| {
            let fitting = move |action: &&Action| {
                pattern == "*" || fits(pattern, &format!("{service}:{}", action.name))
            };
            actions.iter().filter(fitting)
        });
        plain.chain(every)
    }

    fn add(&mut self, service: &str, name: &str, classes: Classes) {
        let actions = self
            .services
            .entry(service.to_ascii_lowercase())
            .or_default();
        let name = name.to_ascii_lowercase();
        match actions.iter_mut().find(|action| action.name == name) {
            Some(action) => action.classes = action.classes.and(classes),
            None => actions.push(Action { name, classes }),
        }
    }
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut text = String::new();
        let packed = include_bytes!("catalogue/actions.bin").as_slice();
        // A test says that it can be read.
        let _ = DeflateDecoder::new(packed).read_to_string(&mut text);
        read(&text, include_str!("catalogue/classes.txt"))
    })
}

/// Reads services with their actions, level by level, and then the listed classes.
fn read(reference: &str, listed: &str) -> Catalogue {
    let mut catalogue = Catalogue {
        date: String::new(),
        services: BTreeMap::new(),
    };
    let mut service = "";
    for line in lines(reference) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "date" => rest.clone_into(&mut catalogue.date),
            "service" => service = rest,
            level => {
                let classes = classes_of(level);
                let name = |name: &str| Action {
                    name: name.to_ascii_lowercase(),
                    classes,
                };
                let actions = catalogue.services.entry(service.to_owned()).or_default();
                actions.extend(rest.split(' ').map(name));
            }
        }
    }
    for line in lines(listed) {
        if let Some((class, action)) = line.split_once(' ')
            && let Some((service, name)) = action.split_once(':')
            && let Some(classes) = Classes::named(class)
        {
            catalogue.add(service, name, classes);
        }
    }
    catalogue
}

/// A level's letter, and `+` where a resource can be named.
fn classes_of(level: &str) -> Classes {
    let named = |name| Classes::named(name).unwrap_or_default();
    let found = match level.as_bytes().first() {
        Some(b'l') => named("list"),
        Some(b'r') => named("read"),
        Some(b'w') => named("write"),
        Some(b't') => named("tagging"),
        Some(b'p') => named("permissions-management"),
        _ => Classes::default(),
    };
    if level.ends_with('+') {
        found.and(RESTRICTABLE)
    } else {
        found
    }
}

/// Lines that say something.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a text is one that a pattern stands for: `*` is any text, and `?` one character.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(b'?') => (at, place) = (at + 1, place + 1),
            Some(literal) if *literal == text[place] => (at, place) = (at + 1, place + 1),
            _ => match &mut star {
                Some((from, taken)) => {
                    *taken += 1;
                    (at, place) = (*from + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::{Answer, Classes, catalogue, escalations, fits, is_of};

    fn classes(names: &[&str]) -> Classes {
        let found = names.iter().map(|name| Classes::named(name).unwrap());
        found.fold(Classes::default(), Classes::and)
    }

    fn of(pattern: &str, names: &[&str]) -> Answer {
        is_of(pattern, classes(names))
    }

    #[test]
    fn patterns_fit_texts() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "getobject", true),
            ("get*", "getobject", true),
            ("get*", "get", true),
            ("get?*", "get", false),
            ("*object", "getobject", true),
            ("*ob*ct", "getobjectobject", true),
            ("g?t*", "getobject", true),
            ("get", "getobject", false),
            ("getobject", "get", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn the_files_can_be_read() {
        assert_eq!(catalogue().date.len(), "2026-08-22".len());
        assert!(catalogue().services.len() > 400);
        let all = catalogue().services.values().map(Vec::len).sum::<usize>();
        assert!(all > 20_000, "{all}");
        assert!(escalations("*").count() > 40);
        for name in Classes::names() {
            assert_eq!(of("*", &[name]), Answer::Yes, "{name}");
        }
    }

    #[test]
    fn escalations_are_of_known_actions() {
        for action in escalations("*").flatten() {
            let Some((service, name)) = action.split_once(':') else {
                panic!("{action}");
            };
            let actions = &catalogue().services[service];
            let name = name.to_ascii_lowercase();
            assert!(actions.iter().any(|known| known.name == name), "{action}");
        }
    }

    #[test]
    fn actions_are_of_their_classes() {
        assert_eq!(of("s3:GetObject", &["read", "restrictable"]), Answer::Yes);
        assert_eq!(of("S3:getobject", &["data-exfiltration"]), Answer::Yes);
        assert_eq!(of("s3:GetObject", &["read", "write"]), Answer::No);
        assert_eq!(of("s3:ListAllMyBuckets", &["restrictable"]), Answer::No);
        assert_eq!(of("s3:ListAllMy*", &["restrictable"]), Answer::No);
        assert_eq!(of("s3:Put*", &["write"]), Answer::Yes);
        assert_eq!(of("iam:Attach*", &["permissions-management"]), Answer::Yes);
        assert_eq!(
            of("*:PutRolePolicy", &["permissions-management"]),
            Answer::Yes
        );
        assert_eq!(of("iam:PassRole", &["permissions-management"]), Answer::No);
        assert_eq!(of("*", &["credentials-exposure"]), Answer::Yes);
    }

    #[test]
    fn an_action_that_nobody_knows_may_be_of_any_class_but_the_listed_ones() {
        let write = of("s3:NoSuchThing", &["write"]);
        assert!(matches!(write, Answer::Maybe(_)), "{write:?}");
        let write = of("nosuchservice:*", &["write"]);
        assert!(matches!(write, Answer::Maybe(_)), "{write:?}");
        assert_eq!(of("s3:NoSuchThing", &["data-exfiltration"]), Answer::No);
        assert_eq!(
            of("s3:NoSuchThing", &["write", "data-exfiltration"]),
            Answer::No
        );
    }
}
