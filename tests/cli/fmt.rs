//! `plangate fmt`: which files it writes, and which it leaves alone.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use super::{folder, plangate, read, run, text};

const LOOSE: &str = "rule \"a\" { severity=\"low\" title=\"A\" # why\n\
                     on aws_instance require self.ami is set message \"no image\" }";
const CANONICAL: &str = r#"rule "a" {
  title    = "A" # why
  severity = "low"

  on aws_instance
  require self.ami is set message "no image"
}
"#;
const BROKEN: &str = "rule \"b\" { on aws_instance require self.ami = 1 message \"no\" }";

#[test]
fn files_are_written_and_listed() {
    let here = folder("fmt-written");
    write(&here.join("a.rule"), LOOSE);
    fs::create_dir(here.join("more")).unwrap();
    write(&here.join("more/b.rule"), CANONICAL);
    write(&here.join("other.txt"), LOOSE);
    let first = fmt(&here, &[]);
    assert_eq!(told(&first), ("a.rule\n".to_owned(), String::new()));
    assert_eq!(first.status.code(), Some(0));
    assert_eq!(read(&here.join("a.rule")), CANONICAL);
    assert_eq!(read(&here.join("other.txt")), LOOSE);
    let second = fmt(&here, &["a.rule", ".", "more/b.rule"]);
    assert_eq!(told(&second), (String::new(), String::new()));
}

#[test]
fn check_and_diff_change_nothing() {
    let here = folder("fmt-check");
    write(&here.join("a.rule"), LOOSE);
    write(&here.join("b.rule"), CANONICAL);
    let check = fmt(&here, &["--check"]);
    assert_eq!(told(&check), ("a.rule\n".to_owned(), String::new()));
    assert_eq!(check.status.code(), Some(1));
    let diff = fmt(&here, &["--diff", "a.rule"]);
    assert_eq!(diff.status.code(), Some(1));
    let (diff, _) = told(&diff);
    assert!(
        diff.starts_with("--- a.rule\n+++ a.rule\n@@ -1,2 +1,7 @@\n-rule"),
        "{diff}"
    );
    assert!(diff.contains("\\ No newline at end of file\n"), "{diff}");
    assert!(diff.contains("\n+  severity = \"low\"\n"), "{diff}");
    assert_eq!(read(&here.join("a.rule")), LOOSE);
    let fine = fmt(&here, &["--check", "--diff", "b.rule"]);
    assert_eq!(told(&fine), (String::new(), String::new()));
    assert_eq!(fine.status.code(), Some(0));
}

#[test]
fn a_broken_file_is_left_and_keeps_no_other_from_it() {
    let here = folder("fmt-broken");
    write(&here.join("a.rule"), BROKEN);
    write(&here.join("b.rule"), LOOSE);
    write(&here.join("c.rule"), b"rule \"\xff\"");
    let output = fmt(&here, &["."]);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = told(&output);
    assert_eq!(out, "b.rule\n");
    assert!(err.contains("error[P111]"), "{err}");
    assert!(
        err.contains("error: `a.rule` has syntax errors, so it is left as it is\n"),
        "{err}"
    );
    assert!(
        err.contains("error: cannot format `c.rule`: not UTF-8 text: byte 6 cannot be read\n"),
        "{err}"
    );
    assert_eq!(read(&here.join("a.rule")), BROKEN);
    assert_eq!(read(&here.join("b.rule")), CANONICAL);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let here = folder("fmt-stdin");
    let output = piped(&here, &["-"], LOOSE);
    assert_eq!(told(&output), (CANONICAL.to_owned(), String::new()));
    let output = piped(&here, &["-", "--check"], LOOSE);
    assert_eq!(told(&output).0, "standard input\n");
    assert_eq!(output.status.code(), Some(1));
    let output = piped(&here, &["-"], BROKEN);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = told(&output);
    assert_eq!(out, "");
    assert!(err.contains(" --> standard input:1:45\n"), "{err}");
    let output = piped(&here, &["-", "."], LOOSE);
    assert_eq!(
        told(&output).1,
        "error: `-` stands beside other paths\nhelp: format standard input alone\n"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn windows_line_ends_and_marks_go() {
    let here = folder("fmt-ends");
    let text = format!("\u{feff}{}", CANONICAL.replace('\n', "\r\n"));
    write(&here.join("a.rule"), &text);
    assert_eq!(told(&fmt(&here, &[])).0, "a.rule\n");
    assert_eq!(read(&here.join("a.rule")), CANONICAL);
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let here = folder("fmt-missing");
    let output = fmt(&here, &["none.rule"]);
    assert_eq!(
        told(&output).1,
        "error: cannot format `none.rule`: No such file or directory (os error 2)\n"
    );
    assert_eq!(output.status.code(), Some(2));
    let output = fmt(&here, &[]);
    assert!(told(&output).1.contains("has no rule files"));
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_links_are_thought_of() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let here = folder("fmt-links");
    let outside = folder("fmt-links-outside");
    write(&outside.join("real.rule"), LOOSE);
    fs::set_permissions(outside.join("real.rule"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink(outside.join("real.rule"), here.join("link.rule")).unwrap();
    write(&here.join("own.rule"), CANONICAL);
    // What a folder's link leads to is not what was named.
    assert_eq!(told(&fmt(&here, &["."])), (String::new(), String::new()));
    assert_eq!(read(&outside.join("real.rule")), LOOSE);
    assert_eq!(told(&fmt(&here, &["link.rule"])).0, "link.rule\n");
    assert!(here.join("link.rule").is_symlink());
    assert_eq!(read(&outside.join("real.rule")), CANONICAL);
    let mode = fs::metadata(outside.join("real.rule"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
}

fn fmt(folder: &Path, arguments: &[&str]) -> Output {
    run(plangate(&["fmt"]).args(arguments).current_dir(folder))
}

fn piped(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = plangate(&["fmt"]);
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    // It may end without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> (String, String) {
    (text(&output.stdout), text(&output.stderr))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test makes the files that it formats"
)]
fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}
