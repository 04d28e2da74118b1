//! Cases in Markdown: a section with fences, the last of which says what comes out.

use std::path::{Path, PathBuf};

/// A `##` section.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    /// Its heading.
    pub(crate) heading: String,
    /// Its fences, the output apart.
    pub(crate) fences: Vec<Fence>,
    /// What must come out.
    pub(crate) output: String,
}

/// A fence, with the words of its info line.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    pub(crate) tag: String,
    info: Vec<String>,
    pub(crate) text: String,
}

impl Fence {
    /// `key=value` of the info line.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        let mut words = self.info.iter().filter_map(|word| word.split_once('='));
        words.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// Every case of the pages in a folder.
pub(crate) fn all(folder: &str) -> Vec<Case> {
    let pages = pages(folder);
    pages
        .iter()
        .flat_map(|page| sections(&read(page)))
        .collect()
}

/// Runs every case; or writes what it gives into its page.
pub(crate) fn assert_all(folder: &str, run: &dyn Fn(&Case) -> String) {
    let mut wrong = Vec::new();
    for page in pages(folder) {
        for case in sections(&read(&page)) {
            let found = run(&case);
            if found == case.output {
                continue;
            }
            if is_update() {
                update(&page, &case, &found);
            } else {
                wrong.push(format!(
                    "{}: {}\nexpected\n{}\nfound\n{found}",
                    page.display(),
                    case.heading,
                    case.output
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A fence is closed by as many signs as opened it.
fn sections(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(String, Fence)> = None;
    for line in text.lines() {
        if let Some((mark, mut fence)) = open.take() {
            if line != mark {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some((mark, fence));
            } else if let Some(case) = cases.last_mut() {
                if fence.tag == "output" {
                    case.output = fence.text;
                } else {
                    case.fences.push(fence);
                }
            }
        } else if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.to_owned();
            cases.push(Case {
                heading,
                ..Case::default()
            });
        } else if line.starts_with("```") {
            let info = line.trim_start_matches('`');
            let mark = line[..line.len() - info.len()].to_owned();
            let mut words = info.split_whitespace().map(str::to_owned);
            let fence = Fence {
                tag: words.next().unwrap_or_default(),
                info: words.collect(),
                text: String::new(),
            };
            open = Some((mark, fence));
        }
    }
    cases
}

fn update(page: &Path, case: &Case, found: &str) {
    let text = read(page);
    let start = text.find(&format!("## {}\n", case.heading)).unwrap();
    let fence = "```output\n";
    let begin = start + text[start..].find(fence).unwrap() + fence.len();
    let end = begin + text[begin..].find("```").unwrap();
    let text = format!("{}{found}{}", &text[..begin], &text[end..]);
    write(page, &text);
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown pages of a folder, in order.
fn pages(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "md"));
    found.sort();
    assert!(!found.is_empty(), "{folder} has no cases");
    found
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told to write its cases anew"
)]
fn is_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|word| word == "1")
}

/// The text of a file.
#[expect(clippy::disallowed_methods, reason = "cases are files")]
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told to write its cases anew"
)]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
