//! The syntax: what must parse, what a text and its tree have in common, and what no text can do.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{fs, thread};

use plangate::diagnostic::Diagnostic;
use plangate::source::Sources;
use plangate::syntax::{self, ast};
use proptest::prelude::*;
use regex::Regex;

#[path = "syntax/tree.rs"]
mod tree;

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn every_sample_parses() {
    let folder = root().join("../shared/language/samples");
    if !folder.is_dir() {
        eprintln!("skipped: there is no ../shared/language/samples beside the project");
        return;
    }
    let files = rule_files(&folder);
    assert_eq!(files.len(), 13);
    for path in files {
        assert_parses(&path);
    }
}

#[test]
fn every_shipped_rule_parses() {
    let files = rule_files(&root().join("policies"));
    assert!(!files.is_empty());
    for path in files {
        assert_parses(&path);
    }
}

#[test]
fn comments_are_kept_where_they_stand() {
    let text = "\
# about the file
edition 1

# about the parameter
param size: number = 3

# about the rule
rule \"types\" {
  # about the title
  title    = \"Types\"
  severity = \"low\"

  # about what is selected
  on aws_instance

  # about the condition
  require self.size == size message \"another size\"
  # about the end
}
# the end
";
    assert_eq!(format(text), text);
}

#[test]
fn the_canonical_style() {
    let text = r#"import   "lib.rule"   as lib
define f(a,b:aws_iam_role)=a is set&&!b.c
rule "types" { severity="low" title="Types" ids{checkov=["CKV2_AWS_41"]}
param names:list(string)=[]
on aws_instance,"aws_*" in module "module.a" when create or update
let x=self.a??"b"
unless self.tags["legacy key"]=="true" because "legacy"
require (self.instance_type == "t3.micro" || self.instance_type == "t3.small" && x=="b") message "another type"
each i,v in self.ebs_block_device{deny v.encrypted==false message <<-EOT
      volume ${i}
        is open
      EOT
}}
test "a type" { given resource "aws_instance" "a" { ami=unknown tags={a=1,"b c"=2} root_block_device { size=1 } }
expect fail on aws_instance.a message like "*" }
"#;
    let printed = r#"import "lib.rule" as lib

define f(a, b: aws_iam_role) = a is set and not b.c

rule "types" {
  title    = "Types"
  severity = "low"
  ids {
    checkov = ["CKV2_AWS_41"]
  }
  param names: list(string) = []

  on aws_instance, "aws_*" in module "module.a" when create or update
  let x = self.a ?? "b"
  unless self.tags["legacy key"] == "true" because "legacy"
  require self.instance_type == "t3.micro" or (self.instance_type == "t3.small" and x == "b")
    message "another type"
  each i, v in self.ebs_block_device {
    deny v.encrypted == false message <<-EOT
      volume ${i}
        is open
    EOT
  }
}

test "a type" {
  given resource "aws_instance" "a" {
    ami  = unknown
    tags = { a = 1, "b c" = 2 }
    root_block_device { size = 1 }
  }
  expect fail on aws_instance.a message like "*"
}
"#;
    assert_eq!(format(text), printed);
}

/// Every rule file of the project, and those of the study beside it where that is there.
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn rule_files_survive_formatting() {
    let mut texts: Vec<String> = Vec::new();
    for folder in ["policies", "examples", "tests"] {
        let files = rule_files(&root().join(folder));
        texts.extend(files.iter().map(|path| read(path)));
    }
    let samples = root().join("../shared/language/samples");
    if samples.is_dir() {
        let files = rule_files(&samples);
        texts.extend(files.iter().map(|path| read(path)));
    } else {
        eprintln!("skipped: there is no ../shared/language/samples beside the project");
    }
    for page in pages(&root().join("docs"))
        .into_iter()
        .chain([root().join("README.md")])
    {
        texts.extend(rules_in(&read(&page)));
    }
    let mut formatted = 0;
    for text in texts {
        let (file, problems) = parse(&text);
        if !problems.is_empty() {
            continue;
        }
        assert_survives(&text);
        formatted += usize::from(!file.items.is_empty());
    }
    assert!(formatted > 50, "{formatted} files");
}

/// The shipped rules and the first examples are in the canonical style.
#[test]
fn rules_of_the_project_are_formatted() {
    for folder in ["policies", "examples"] {
        for path in rule_files(&root().join(folder)) {
            let (name, text) = (path.display(), read(&path));
            assert!(format(&text) == text, "run `plangate fmt {name}`");
            let long = text
                .lines()
                .find(|line| line.chars().count() > 100 && !is_one_text(line));
            assert_eq!(long, None, "{name}");
        }
    }
}

/// Comments between any two words.
#[test]
fn comments_anywhere_survive_formatting() {
    let text = read(&root().join("tests/cli/data/format.rule"));
    assert_survives(&text);
    let places: Vec<usize> = gaps(&text);
    assert!(places.len() > 100, "{}", places.len());
    let comments = [" # why\n", "\n# why\n", " /* why */ ", "\n\n// why\n\n"];
    for (at, place) in places.iter().enumerate() {
        let (before, behind) = text.split_at(*place);
        let commented = format!("{before}{}{behind}", comments[at % comments.len()]);
        if parse(&commented).1.is_empty() {
            assert_survives(&commented);
        }
    }
}

/// The places of a text between its words and signs.
fn gaps(text: &str) -> Vec<usize> {
    let spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    spaces.map(|(at, _)| at).collect()
}

/// Formatting changes neither meaning nor comments, and a second time nothing at all.
fn assert_survives(text: &str) {
    let (file, problems) = parse(text);
    assert!(problems.is_empty(), "{text}\n{problems:?}");
    let formatted = format(text);
    let (again, problems) = parse(&formatted);
    assert!(problems.is_empty(), "{text}\n{formatted}\n{problems:?}");
    let comments = |file: &ast::File| {
        let texts = file
            .comments
            .iter()
            .map(|comment| comment.text.replace("\r\n", "\n"));
        let mut texts: Vec<String> = texts.collect();
        texts.sort();
        texts
    };
    assert_eq!(comments(&again), comments(&file), "{text}\n{formatted}");
    assert_eq!(
        shape(&sorted(again)),
        shape(&sorted(file)),
        "{text}\n{formatted}"
    );
    assert_eq!(format(&formatted), formatted, "{text}");
}

fn format(text: &str) -> String {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("any.rule", text);
    let formatted = syntax::format(&sources, id, &mut problems);
    formatted.unwrap_or_else(|| panic!("{text}\n{problems:?}"))
}

/// The rule files in the fences of a page.
fn rules_in(page: &str) -> Vec<String> {
    let fence = Regex::new(r"(?ms)^```rule[^\n]*\n(.*?)^```").expect("an expression");
    fence
        .captures_iter(page)
        .map(|found| found[1].to_owned())
        .collect()
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A line that nothing can break: a string, perhaps behind its words or key, or what a test expects.
fn is_one_text(line: &str) -> bool {
    static TEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"^\s*((deny )?(message|because|doc) |[\w-]+ += |expect .* message like )?".*",?$|^\s*given "#,
        )
        .expect("an expression")
    });
    TEXT.is_match(line)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_tree_parses_to_itself(file in tree::file()) {
        let printed = syntax::print(&file, "");
        let (again, problems) = parse(&printed);
        prop_assert!(problems.is_empty(), "{printed}\n{problems:?}");
        prop_assert_eq!(shape(&again), shape(&file), "{}", printed);
        assert_survives(&printed);
    }

    /// Comments and line ends at any places of a text that a tree has.
    #[test]
    fn a_commented_tree_survives_formatting(
        file in tree::file(),
        comments in prop::collection::vec((0_usize..1000, comment()), 1..6),
    ) {
        let mut text = syntax::print(&file, "");
        for (at, comment) in comments {
            let places = gaps(&text);
            if places.is_empty() {
                continue;
            }
            let (before, behind) = text.split_at(places[at * places.len() / 1000]);
            let commented = format!("{before}{comment}{behind}");
            if parse(&commented).1.is_empty() {
                text = commented;
            }
        }
        assert_survives(&text);
    }

    #[test]
    fn any_text_gives_a_tree_or_a_problem(text in any_text()) {
        assert_total(&text);
    }

    #[test]
    fn any_change_of_a_rule_gives_a_tree_or_a_problem(
        which in 0_usize..100,
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let texts = texts();
        let mut text = texts[which % texts.len()].clone();
        for change in &changes {
            text = change.apply(&text);
        }
        assert_total(&text);
    }
}

fn comment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " # a\n",
        "\n# b\n",
        "\n\n// c\n\n",
        " /* d */ ",
        "\n/* e\n f */\n",
        "\n",
        "\n\n",
        "\r\n",
    ])
}

/// A change to a text, by places in thousandths of its length.
#[derive(Clone, Debug)]
enum Change {
    Delete(usize, usize),
    Insert(usize, String),
    SwapLetters(usize, usize),
    SwapLines(usize, usize),
    DeleteLine(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::sample::select(vec![
        "\"",
        "${",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        "<<-EOT\n",
        "EOT",
        "/*",
        "*/",
        "#",
        "\\",
        "\r",
        "\u{202e}",
        "é",
        "not ",
        " on ",
        "\nrule",
        "=",
        "==",
        "??",
        "?",
        ":",
        "->",
        "<-",
        ",",
        "0",
        "\nrequire ",
        " message ",
        "$${",
        "%%{",
        "\0",
    ]);
    prop_oneof![
        (0_usize..1000, 1_usize..40).prop_map(|(at, length)| Change::Delete(at, length)),
        (0_usize..1000, pieces).prop_map(|(at, text)| Change::Insert(at, text.to_owned())),
        (0_usize..1000, 0_usize..1000).prop_map(|(a, b)| Change::SwapLetters(a, b)),
        (0_usize..1000, 0_usize..1000).prop_map(|(a, b)| Change::SwapLines(a, b)),
        (0_usize..1000).prop_map(Change::DeleteLine),
    ]
}

impl Change {
    fn apply(&self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let mut lines: Vec<&str> = text.lines().collect();
        let place = |at: usize, length: usize| (at * length / 1000).min(length.saturating_sub(1));
        let joined = |lines: Vec<&str>| lines.join("\n");
        match self {
            Change::Delete(at, length) => {
                let start = place(*at, letters.len());
                let end = (start + length).min(letters.len());
                letters.drain(start..end);
                letters.into_iter().collect()
            }
            Change::Insert(at, new) => {
                let at = place(*at, letters.len());
                letters.splice(at..at, new.chars());
                letters.into_iter().collect()
            }
            Change::SwapLetters(a, b) if !letters.is_empty() => {
                let (a, b) = (place(*a, letters.len()), place(*b, letters.len()));
                letters.swap(a, b);
                letters.into_iter().collect()
            }
            Change::SwapLines(a, b) if !lines.is_empty() => {
                let (a, b) = (place(*a, lines.len()), place(*b, lines.len()));
                lines.swap(a, b);
                joined(lines)
            }
            Change::DeleteLine(at) if !lines.is_empty() => {
                lines.remove(place(*at, lines.len()));
                joined(lines)
            }
            _ => text.to_owned(),
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "rule ",
        "\"a\" ",
        "{ ",
        "} ",
        "on ",
        "aws_instance ",
        "require ",
        "self",
        ".a ",
        "is set ",
        "message ",
        "define ",
        "f(x) ",
        "= ",
        "param ",
        "let ",
        "each ",
        "in ",
        "any(",
        ") ",
        ": ",
        "x ",
        "[",
        "] ",
        "-> ",
        "<- ",
        "not ",
        "and ",
        "?? ",
        "? ",
        "1 ",
        "-1 ",
        "\n",
        "\"",
        "${",
        "<<-A\n",
        "A\n",
        "test ",
        "given ",
        "expect ",
        "import ",
        "edition 1 ",
        "# ",
        "/* ",
        "*/ ",
    ]);
    prop_oneof![
        ".{0,200}",
        prop::collection::vec(words, 0..60).prop_map(|words| words.concat()),
    ]
}

/// Nothing panics; what is not understood is said, and what is understood survives printing.
fn assert_total(text: &str) {
    let (_, problems) = parse(text);
    let mut sources = Sources::default();
    sources.add("any.rule", text);
    for problem in problems.iter().take(3) {
        assert!(!problem.draw(&sources, false).is_empty());
    }
    if problems.is_empty() {
        assert_survives(text);
    }
}

/// Header keys in the order in which they are printed.
fn sorted(mut file: ast::File) -> ast::File {
    for item in &mut file.items {
        if let ast::Item::Rule(rule) = item {
            rule.metas.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        }
    }
    file.comments.clear();
    file
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each kind of nesting")]
fn hostile_nesting_ends_with_an_error() {
    const MANY: usize = 100_000;
    let nested = |open: &str, inner: &str, close: &str| {
        format!(
            "define f(x) = {}{inner}{}",
            open.repeat(MANY),
            close.repeat(MANY)
        )
    };
    let rule = |body: &str| {
        format!("rule \"a\" {{\n  title = \"a\"\n  severity = \"low\"\n  on a\n{body}\n}}\n")
    };
    let cases = [
        nested("(", "x", ")"),
        nested("[", "x", "]"),
        nested("{ a = ", "x", " }"),
        nested("not ", "x", ""),
        nested("!", "x", ""),
        nested("f(", "x", ")"),
        nested("any(x in x : ", "x", ")"),
        nested("[for x in x : ", "x", "]"),
        nested("x[", "x", "]"),
        nested("\"${", "x", "}\""),
        nested("x ?? ", "x", ""),
        nested("x ? x : ", "x", ""),
        nested("x ? ", "x", " : x"),
        nested("x", " -> a", " -> a"),
        nested("x", " <- a.b", " <- a.b"),
        nested("x", ".a", ".a"),
        nested("x", " == x", " == x"),
        nested("x = ", "x", ""),
        format!("define f(x) = x{}", " -> a".repeat(MANY)),
        format!("define f(x) = x{}", ".a".repeat(MANY)),
        format!("define f(x) = x{}", " == x".repeat(MANY)),
        format!(
            "define f(x) = <<A\n{}x{}\nA\n",
            "${(".repeat(MANY),
            ")}".repeat(MANY)
        ),
        format!(
            "define f(x) = <<A\n${{{}x{}}}\nA\n",
            "(".repeat(MANY),
            ")".repeat(MANY)
        ),
        rule(&format!(
            "{}{}",
            "each x in x {\n".repeat(MANY),
            "}".repeat(MANY)
        )),
        format!(
            "test \"a\" {{ given data \"a\" \"b\" {} {}",
            "{ a ".repeat(MANY),
            "}".repeat(MANY)
        ),
        format!(
            "param a: {}string{}",
            "list(".repeat(MANY),
            ")".repeat(MANY)
        ),
        "(".repeat(MANY),
        "{".repeat(MANY),
        ")".repeat(MANY),
        "rule\n)\n".repeat(MANY),
        "\"\n".repeat(MANY),
        "rule \"a\" {\n".repeat(MANY / 2),
    ];
    within_two_megabytes(move || {
        for text in cases {
            assert_refused(&text);
        }
    });
}

#[test]
fn a_megabyte_of_garbage_ends_with_errors() {
    let mut state = 1_u64;
    let mut noise = |letters: &[&str]| {
        let mut text = String::new();
        while text.len() < 1_000_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let at = usize::try_from(state >> 33).unwrap_or_default();
            text.push_str(letters[at % letters.len()]);
        }
        text
    };
    let texts = [
        noise(&[
            "a", "\"", "{", "}", "(", ")", "\n", " ", "é", "\\", "$", "=", "#", "/*", "\0",
        ]),
        noise(&[
            "rule ", "require ", "on ", "self", "\n", "\n  ", "=", "{", "}", "\"a\" ", "is ",
        ]),
        noise(&["define f(x) = ", "x", ".a", " and ", "(", ")", "\n", "not "]),
    ];
    within_two_megabytes(move || {
        for text in texts {
            assert_refused(&text);
        }
    });
}

#[test]
fn what_is_deep_and_allowed_is_read() {
    within_two_megabytes(|| {
        let nested = |open: &str, close: &str| {
            format!("define f(x) = {}x{}\n", open.repeat(150), close.repeat(150))
        };
        for (open, close) in [
            ("(", ")"),
            ("not ", ""),
            ("[", "]"),
            ("x ?? ", ""),
            ("f(", ")"),
        ] {
            let text = nested(open, close);
            let (_, problems) = parse(&text);
            assert!(problems.is_empty(), "{open}: {problems:?}");
            assert_survives(&text);
        }
    });
}

/// A file of the largest size that is plain rules from end to end is read in reasonable time.
#[test]
fn a_large_file_is_read() {
    let text = texts().concat().replace("edition 1\n", "");
    let text = text.repeat(900_000 / text.len());
    let start = Instant::now();
    let (_, problems) = parse(&text);
    assert!(problems.is_empty(), "{:?}", problems.first());
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

fn assert_refused(text: &str) {
    let start = Instant::now();
    let (file, problems) = parse(text);
    let head: String = text.chars().take(60).collect();
    assert!(!problems.is_empty(), "{head}");
    assert!(problems.len() <= 101, "{head}: {} problems", problems.len());
    let mut sources = Sources::default();
    sources.add("hostile.rule", text);
    for problem in &problems {
        let _ = problem.draw(&sources, false);
    }
    drop(file);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{head}: {:?}",
        start.elapsed()
    );
}

/// On a thread with the stack that threads have.
fn within_two_megabytes(body: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new()
        .stack_size(2 * 1024 * 1024)
        .spawn(body);
    let result = thread.expect("a thread").join();
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

fn parse(text: &str) -> (ast::File, Vec<Diagnostic>) {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("any.rule", text);
    (syntax::parse(&sources, id, &mut problems), problems)
}

/// A tree without its places.
fn shape(file: &ast::File) -> String {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"Span \{ source: SourceId\(\d+\), start: \d+, end: \d+ \}")
            .expect("an expression")
    });
    SPAN.replace_all(&format!("{file:?}"), "_").into_owned()
}

fn assert_parses(path: &Path) {
    let (_, problems) = parse(&read(path));
    assert!(problems.is_empty(), "{}: {problems:?}", path.display());
}

/// The texts of all shipped rule files.
fn texts() -> &'static [String] {
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let files = rule_files(&root().join("policies"));
        files.iter().map(|path| read(path)).collect()
    });
    &TEXTS
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rule") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "rule files are files")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
