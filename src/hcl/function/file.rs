//! Files and paths.

use super::super::value::{Failure, Value};
use super::characters::made;
use super::encoding::{base64, hexadecimal, sha256_of, sha512_of};
use super::{Entry, Files, argument, not_yet};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::never_empty("abspath", 1..=1),
    Entry::new("basename", 1..=1, basename),
    Entry::new("dirname", 1..=1, dirname),
    Entry::new("file", 1..=1, file),
    Entry::new("filebase64", 1..=1, filebase64),
    Entry::new("filebase64sha256", 1..=1, filebase64sha256),
    Entry::new("filebase64sha512", 1..=1, filebase64sha512),
    Entry::new("fileexists", 1..=1, fileexists),
    Entry::never_empty("filemd5", 1..=1),
    Entry::never_null("fileset", 2..=2),
    Entry::never_empty("filesha1", 1..=1),
    Entry::new("filesha256", 1..=1, filesha256),
    Entry::new("filesha512", 1..=1, filesha512),
    Entry::new("pathexpand", 1..=1, pathexpand),
];

/// A function of the bytes of a file. A file that cannot be read here may be there for Terraform.
fn of_file(
    name: &str,
    arguments: &[Value],
    files: &dyn Files,
    body: impl Fn(Vec<u8>) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let Some(path) = argument::text(&arguments[0])? else {
        return Ok(not_yet(name));
    };
    match files.bytes(&path) {
        Some(bytes) => body(bytes),
        None => Ok(Value::some_value(format!(
            "`{name}` is of a file that cannot be read here"
        ))),
    }
}

fn file(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("file", arguments, files, |bytes| {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(made(text)),
            Err(_) => Err(Failure::new("the file is no text")),
        }
    })
}

fn filebase64(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("filebase64", arguments, files, |bytes| {
        Ok(made(base64(&bytes)))
    })
}

fn filebase64sha256(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("filebase64sha256", arguments, files, |bytes| {
        Ok(Value::text(base64(&sha256_of(&bytes))))
    })
}

fn filebase64sha512(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("filebase64sha512", arguments, files, |bytes| {
        Ok(Value::text(base64(&sha512_of(&bytes))))
    })
}

fn filesha256(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("filesha256", arguments, files, |bytes| {
        Ok(Value::text(hexadecimal(&sha256_of(&bytes))))
    })
}

fn filesha512(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("filesha512", arguments, files, |bytes| {
        Ok(Value::text(hexadecimal(&sha512_of(&bytes))))
    })
}

fn fileexists(arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    of_file("fileexists", arguments, files, |_| Ok(Value::Bool(true)))
}

fn pathexpand(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match argument::text(&arguments[0])? {
        Some(path) if !path.starts_with('~') => Value::Text(path),
        _ => Value::some_value("a home folder depends on the machine"),
    })
}

/// A function of a path with forward slashes; one with a drive or with other slashes depends on the
/// machine.
fn of_path(
    name: &str,
    arguments: &[Value],
    body: impl Fn(&str) -> String,
) -> Result<Value, Failure> {
    Ok(match argument::text(&arguments[0])? {
        Some(path) if !path.contains('\\') && path.as_bytes().get(1) != Some(&b':') => {
            Value::text(body(&path))
        }
        _ => not_yet(name),
    })
}

fn basename(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_path("basename", arguments, |path| {
        let trimmed = path.trim_end_matches('/');
        match (path.is_empty(), trimmed.rsplit('/').next()) {
            (true, _) => ".".to_owned(),
            (false, Some(last)) if !last.is_empty() => last.to_owned(),
            _ => "/".to_owned(),
        }
    })
}

fn dirname(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_path("dirname", arguments, |path| {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        cleaned(folder)
    })
}

/// A path without `.`, `..` and doubled slashes, as far as that is possible.
fn cleaned(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
