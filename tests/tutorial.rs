//! Pages that begin in an empty folder, as somebody who follows them: files are saved, commands run.
//!
//! Each fence ```` ```LANGUAGE file=PATH ```` is saved in the folder, and each fence of commands holds
//! them behind `$ ` with what they print, and `? CODE` where they do not end with 0. `cp` takes files
//! of this repository. `UPDATE=1` writes what is printed anew.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn the_tutorial_does_what_it_says() {
    follow("docs/tutorial.md", "console", 5);
}

/// Its other transcripts begin in the repository, and are run elsewhere.
#[test]
fn the_readme_begins_in_an_empty_folder() {
    follow("README.md", "shell-session", 3);
}

/// Follows a page whose commands stand in fences of a language; there are more than so many.
fn follow(name: &str, language: &str, least: usize) {
    let page = fs::read_to_string(name).unwrap();
    let folder = empty_folder(language);
    let (mut written, mut lines, mut commands) = (String::new(), page.lines(), 0);
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, path)) = info.split_once(" file=") {
            save(&folder.join(path), &body);
        }
        if info == language {
            for line in body.iter().filter(|line| line.starts_with("$ ")) {
                commands += 1;
                written += &run(name, &folder, line);
            }
        } else {
            for line in &body {
                written += line;
                written.push('\n');
            }
        }
        written += "```\n";
    }
    assert!(commands > least, "{name} has only {commands} commands");
    if std::env::var("UPDATE").is_ok_and(|word| word == "1") {
        fs::write(name, &written).unwrap();
    } else {
        let wrong = page.lines().zip(written.lines()).find(|(a, b)| a != b);
        assert!(
            page == written,
            "{name} is old (UPDATE=1 writes it anew), first {wrong:?}:\n{written}"
        );
    }
}

/// What stands in the page after a command has run.
fn run(page: &str, folder: &Path, line: &str) -> String {
    let words: Vec<&str> = line["$ ".len()..].split_whitespace().collect();
    match &words[..] {
        ["cp", from, to] => {
            let name = Path::new(from).file_name().unwrap();
            let from = Path::new(from.trim_start_matches("~/plangate/"));
            fs::copy(from, folder.join(to).join(name)).unwrap();
            format!("{line}\n")
        }
        ["plangate", arguments @ ..] => {
            // Quotes hold no blanks here.
            let arguments = arguments.iter().map(|word| word.trim_matches('\''));
            let output = Command::new(env!("CARGO_BIN_EXE_plangate"))
                .args(arguments)
                .current_dir(folder)
                .env("COLUMNS", "100")
                .env("NO_COLOR", "1")
                .env_remove("CLICOLOR_FORCE")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let code = match output.status.code() {
                Some(0) => String::new(),
                code => format!("? {}\n", code.unwrap()),
            };
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8(text).unwrap();
            let text: Vec<&str> = text.lines().map(str::trim_end).collect();
            let text = text.join("\n");
            format!("{line}\n{code}{}\n", text.trim_end())
        }
        _ => panic!("{page}: this test cannot run `{line}`"),
    }
}

fn save(path: &Path, body: &[&str]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("{}\n", body.join("\n"))).unwrap();
}

fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("followed")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
