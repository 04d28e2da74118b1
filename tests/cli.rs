//! The program as people use it: transcripts, and what a transcript cannot show.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[path = "cli/credentials.rs"]
mod credentials;
#[path = "cli/documents.rs"]
mod documents;
#[path = "../examples/embed.rs"]
mod embed;
#[path = "cli/fmt.rs"]
mod fmt;
#[path = "cli/imports.rs"]
mod imports;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/packs.rs"]
mod packs;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plangate");
const PLAN: &str = "examples/quickstart/plan.json";

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .case("README.md")
        .case("docs/*.md")
        .case("examples/*/README.md")
        .case("tests/cli/*.trycmd")
        // It saves files as well; tests/tutorial.rs follows it.
        .skip("docs/tutorial.md");
}

#[test]
fn the_library_example_judges_as_its_comment_says() {
    embed::main().unwrap();
    let plan = read(Path::new(PLAN)).into_bytes();
    assert_eq!(
        embed::judge(embed::RULES, plan).unwrap(),
        [
            "fail aws_instance.bastion: t3.micro without an instance profile",
            "undetermined aws_instance.build: possibly: c7i.4xlarge without an instance profile",
        ]
    );
    let error = embed::judge("rule \"half\" {", Vec::new()).unwrap_err();
    assert!(error.contains("error[P"), "{error}");
}

#[test]
fn standard_input_is_judged_as_a_file_is() {
    let piped = run(plangate(&["check", "-"]).stdin(open(PLAN)));
    let named = run(&mut plangate(&["check", PLAN]));
    let named = text(&named.stdout).replace(&format!("Input {PLAN}"), "Standard input");
    assert_eq!(text(&piped.stdout), named);
    assert_eq!(piped.status.code(), Some(1));
    assert_eq!(text(&piped.stderr), "");
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for arguments in [
        ["check", PLAN, "--format", "json", "--show", "all"],
        ["rules", "--set", "all", "--format", "json", "--skip=asg-*"],
    ] {
        let mut child = plangate(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut first).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stderr), "", "{arguments:?}");
        let verdict = i32::from(arguments[0] == "check");
        assert_eq!(output.status.code(), Some(verdict), "{arguments:?}");
    }
}

#[test]
fn nothing_is_written_when_standard_output_is_closed_at_once() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = run(plangate(&["check", PLAN]).stdout(writer));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_table_and_a_file_for_machines_in_one_run() {
    let folder = folder("two-formats");
    let file = folder.join("report.json");
    let to_file = format!("json={}", file.display());
    let both = run(&mut plangate(&[
        "check", PLAN, "--format", "table", "--format", &to_file,
    ]));
    let table = run(&mut plangate(&["check", PLAN]));
    let json = run(&mut plangate(&["check", PLAN, "--format", "json"]));
    assert_eq!(text(&both.stdout), text(&table.stdout));
    assert_eq!(read(&file), text(&json.stdout));
    let names = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(names, 1, "nothing else is left in the folder");
}

#[test]
fn a_report_never_overwrites_the_plan() {
    let before = read(Path::new(PLAN));
    let output = run(&mut plangate(&[
        "check",
        PLAN,
        "--format",
        &format!("json={PLAN}"),
    ]));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        format!(
            "error: `--format json={PLAN}` would overwrite that plan\nhelp: name another file\n"
        )
    );
    assert_eq!(read(Path::new(PLAN)), before);
}

#[test]
fn what_is_secret_is_printed_nowhere() {
    let plan = "tests/cli/data/sensitive.json";
    for canary in [
        "canary-6f1d0c",
        "database-canary-9a3e",
        "provider-canary-52b7",
    ] {
        assert!(
            read(Path::new(plan)).contains(canary),
            "{canary} is in the plan"
        );
    }
    for rules in [
        &[][..],
        &["--pack", "none", "--rules", "tests/cli/data/curious.rule"],
    ] {
        for show in [
            &["--show", "all"][..],
            &["--show", "all", "--format", "json"],
            &["--strict-unknown", "--set", "all"],
        ] {
            let output = run(plangate(&["check", plan]).args(rules).args(show));
            let told = text(&output.stdout) + &text(&output.stderr);
            assert!(
                told.contains("aws_instance.web"),
                "{rules:?} {show:?} judged nothing"
            );
            let told = told.to_lowercase();
            assert!(!told.contains("canary"), "{rules:?} {show:?} told:\n{told}");
        }
    }
}

#[test]
fn what_is_made_of_a_secret_is_printed_nowhere() {
    let rules = ["--pack", "none", "--rules", "tests/cli/data/leak.rule"];
    for format in ["table", "json"] {
        let plan = "tests/cli/data/sensitive.json";
        let output = run(plangate(&["check", plan, "--format", format]).args(rules));
        let told = text(&output.stdout).to_lowercase();
        assert!(!told.contains("canary"), "{told}");
        assert!(!told.contains("6f1d0c"), "{told}");
        assert!(!told.contains("c, a, n, a, r, y"), "{told}");
    }
}

/// A transcript cannot show backslashes, so these are compared here.
#[test]
fn documents_for_machines_and_hostile_names_are_as_kept() {
    let loud = ["--pack", "none", "--rules", "tests/cli/data/loud.rule"];
    let hostile = run(plangate(&["check", "tests/cli/data/hostile.json"]).args(loud));
    same_as_kept("hostile.txt", &text(&hostile.stdout));
    let rules = [
        "--only",
        "ec2-instance-profile-attached",
        "--only",
        "role-no-*",
    ];
    let json = run(plangate(&["check", PLAN, "--format", "json"]).args(rules));
    // The digests of shipped packs change with every word in them.
    let digest = regex::Regex::new("sha256:[0-9a-f]{64}").unwrap();
    let json = text(&json.stdout);
    same_as_kept("report.json", &digest.replace_all(&json, "sha256:digest"));
    let plan = "tests/plans/04-role-chain/plan.json";
    let focus = ["--focus", "aws_instance.allowed[\"two-attachments\"]"];
    let dot = run(plangate(&["graph", plan]).args(focus));
    same_as_kept("graph.dot", &text(&dot.stdout));
}

#[test]
fn explanations_and_graphs_go_where_everything_goes() {
    let explain = [
        "explain",
        "aws_instance.build",
        "ec2-instance-profile-attached",
    ];
    let arguments = |plan| [&explain[..], &[plan]].concat();
    let piped = run(plangate(&arguments("-")).stdin(open(PLAN)));
    let named = run(&mut plangate(&arguments(PLAN)));
    assert_eq!(
        text(&piped.stdout),
        text(&named.stdout).replace(PLAN, "-"),
        "{}",
        text(&piped.stderr)
    );
    let narrow = run(plangate(&arguments(PLAN)).env("COLUMNS", "40"));
    let widest = text(&narrow.stdout)
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(widest.is_some_and(|widest| widest <= 40), "{widest:?}");
    let colourful = run(plangate(&arguments(PLAN))
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1"));
    assert!(text(&colourful.stdout).contains("\u{1b}["));
    let piped = run(plangate(&["graph", "-"]).stdin(open(PLAN)));
    let named = run(&mut plangate(&["graph", PLAN]));
    assert_eq!(piped.stdout, named.stdout);
    assert_eq!(text(&piped.stderr), "");
}

#[test]
fn hostile_names_do_nothing_in_explanations_and_graphs() {
    let plan = "tests/cli/data/hostile.json";
    let rules = ["--pack", "none", "--rules", "tests/cli/data/loud.rule"];
    let names = [
        "aws_instance.web[\"::error::stop\"]",
        "aws_instance.web[\"\\u001b[31mred\\u001b[0m\"]",
        "aws_instance.web[\"a|b`c\"]",
        "aws_instance.web[\"two\\nlines\"]",
    ];
    let mut told = Vec::new();
    for name in names {
        for format in ["text", "json"] {
            let mut command = plangate(&["explain", name, "loud", plan, "--format", format]);
            let output = run(command.args(rules));
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            told.push(text(&output.stdout));
        }
    }
    for format in ["dot", "mermaid", "json"] {
        let output = run(&mut plangate(&["graph", plan, "--format", format]));
        told.push(text(&output.stdout));
    }
    for told in told {
        let harmless = |c: char| c == '\n' || !c.is_control();
        assert!(told.chars().all(harmless), "{told}");
        for line in told.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
        }
    }
}

#[test]
fn hostile_names_do_nothing() {
    let plan = "tests/cli/data/hostile.json";
    let rules = [
        "--pack",
        "none",
        "--rules",
        "tests/cli/data/loud.rule",
        "--show",
        "all",
    ];
    for format in ["table", "json"] {
        let output = run(plangate(&["check", plan, "--format", format]).args(rules));
        let told = text(&output.stdout);
        assert!(told.contains("error::stop"), "{told}");
        let harmless = |c: char| c == '\n' || !c.is_control();
        assert!(told.chars().all(harmless), "{told}");
        for line in told.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains(" ::error"), "{line}");
        }
    }
}

/// Expressions that would tell something of a secret, each in its own way.
#[test]
fn an_expression_tells_nothing_of_a_secret() {
    let plan = "tests/cli/data/sensitive.json";
    let token = "self.tags.token";
    let hidden = [
        "self.tags",
        "self.user_data",
        "values(self.tags)",
        "var.token",
        "upper(T)",
        "\"x${T}\"",
        "[T]",
        "{ a = T }.a",
        "split(\"\", T)",
        "[for c in split(\"\", T) : 1]",
        "count(c in split(\"\", T) : true)",
        "length(T)",
        "T == \"canary-6f1d0c\"",
        "startswith(T, \"c\")",
        "T like \"c*\"",
        "\"canary\" in T",
        "startswith(T, \"c\") ? 1 : 2",
        "tonumber(startswith(T, \"c\") ? \"1\" : \"x\")",
        "[for x in [1] : x if startswith(T, \"c\")]",
        "any(x in [1] : startswith(T, \"c\"))",
        "[for r in resources(aws_instance) : r if startswith(r.tags.token, \"c\")]",
        "{ \"canary-6f1d0c\" = 1 }[T]",
        "[1, 2][length(T)]",
        "has_attribute(self, T)",
        "max([1, length(T)])",
    ];
    for expression in hidden {
        let expression = expression.replace('T', token);
        for format in ["text", "json"] {
            let arguments = ["eval", &expression, plan, "--on", "aws_instance.web"];
            let output = run(plangate(&arguments).args(["--format", format]));
            let told = text(&output.stdout) + &text(&output.stderr);
            assert!(told.contains("sensitive"), "{expression}: {told}");
            let asked = expression.replace('"', "\\\"");
            let answer = told.replace(&expression, "").replace(&asked, "");
            assert!(!answer.contains("6f1d0c"), "{told}");
        }
    }
    for expression in ["tonumber(T)", "jsondecode(T)", "T is set", "address(self)"] {
        let expression = expression.replace('T', token);
        let arguments = ["eval", &expression, plan, "--on", "aws_instance.web"];
        let output = run(&mut plangate(&arguments));
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(!told.to_lowercase().contains("canary"), "{told}");
    }
}

#[test]
fn hostile_values_do_nothing_in_expressions() {
    let plan = "tests/cli/data/hostile.json";
    let lines = "resources(aws_instance)\n[for r in resources(aws_instance) : address(r)]\n\
                 :self nothing\n";
    let mut told = vec![talk(&["repl", plan], lines).0];
    for format in ["text", "json"] {
        for expression in lines.lines().take(2) {
            let output = run(&mut plangate(&[
                "eval", expression, plan, "--format", format,
            ]));
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            told.push(text(&output.stdout));
        }
    }
    for told in told {
        assert!(told.contains("error::stop"), "{told}");
        let harmless = |c: char| c == '\n' || !c.is_control();
        assert!(told.chars().all(harmless), "{told}");
        for line in told.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
        }
    }
}

/// The conversations in documents: what is typed begins with `> `.
#[test]
fn conversations_in_documents_go_as_they_say() {
    let path = Path::new("docs/eval.md");
    let mut page = read(path);
    let mark = "\n```session ";
    let mut rest = page.clone();
    let mut talks = 0;
    while let Some((_, after)) = rest.split_once(mark) {
        let (plan, after) = after.split_once('\n').unwrap();
        let (kept, after) = after.split_once("```\n").unwrap();
        let typed = kept.lines().filter_map(|line| line.strip_prefix("> "));
        let (mut found, mut lines, mut before) = (String::new(), String::new(), 0);
        for line in typed {
            lines.push_str(line);
            lines.push('\n');
            let (told, _) = talk(&["repl", plan], &lines);
            found.extend(["> ", line, "\n", &told[before..]]);
            before = told.len();
        }
        if std::env::var_os("UPDATE").is_some() {
            page = page.replace(kept, &found);
        } else {
            assert_eq!(found, kept, "UPDATE=1 writes it");
        }
        talks += 1;
        rest = after.to_owned();
    }
    assert!(talks > 0);
    keep(path, &page);
}

#[test]
fn a_conversation_ends_where_it_says() {
    let (told, code) = talk(&["repl", PLAN], "1 < 2\n:quit\n2 < 1\n");
    assert_eq!((told.as_str(), code), ("true\n", Some(0)));
    let (told, code) = talk(&["repl", PLAN], "# nothing\n\nlenght(1)\ntrue\n");
    assert!(told.contains("N202") && told.ends_with("true\n"), "{told}");
    assert_eq!(code, Some(2));
    // A name that others use stays what it is.
    let (told, code) = talk(&["repl", PLAN], "let a = 1\nlet b = a\nlet a = 2\na\nb\n");
    assert!(told.ends_with("1\n1\n"), "{told}");
    assert_eq!(code, Some(2));
}

/// What a program says that is told these lines, and its exit code.
fn talk(arguments: &[&str], lines: &str) -> (String, Option<i32>) {
    let mut child = plangate(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (text(&output.stdout), output.status.code())
}

#[expect(clippy::disallowed_methods, reason = "tests write what they keep")]
fn keep(path: &Path, page: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, page).unwrap();
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["table", "json"] {
        let arguments = ["check", PLAN, "--format", format, "--show", "all"];
        let first = run(&mut plangate(&arguments));
        let second = run(&mut plangate(&arguments));
        assert_eq!(first.stdout, second.stdout);
    }
}

#[test]
fn the_environment_decides_nothing_but_width_and_colour() {
    let plain = run(&mut plangate(&["check", PLAN]));
    let other = run(plangate(&["check", PLAN])
        .env("TF_WORKSPACE", "production")
        .env("TF_LOG", "trace")
        .env("LANG", "de_DE.UTF-8"));
    assert_eq!(text(&plain.stdout), text(&other.stdout));
    let narrow = run(plangate(&["check", PLAN]).env("COLUMNS", "40"));
    let widest = text(&narrow.stdout)
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(widest.is_some_and(|widest| widest <= 40), "{widest:?}");
    let colourful = run(plangate(&["check", PLAN])
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1"));
    assert!(text(&colourful.stdout).contains("\u{1b}["));
}

#[test]
fn the_rules_are_read_before_the_plan() {
    let mut child = plangate(&["check", "-", "--rules", "tests/cli/data/misspelled.rule"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Nothing is written to it and it stays open: reading the plan would wait for ever.
    let stdin = child.stdin.take();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(2));
    let _ = stdin.map(|mut stdin| stdin.write(b""));
}

fn plangate(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a plan is given as it is")]
fn open(path: &str) -> File {
    File::open(path).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests read and write what they keep"
)]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Compares with the file of that name in `tests/cli`; `UPDATE=1` writes it instead.
#[expect(
    clippy::disallowed_methods,
    reason = "tests read and write what they keep"
)]
fn same_as_kept(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli")
        .join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == kept,
        "{name} is not as kept; UPDATE=1 keeps it as it is now:\n{found}"
    );
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
