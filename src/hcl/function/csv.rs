//! Tables of text, separated by commas.

use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::MOST_ELEMENTS;

/// The rows below the header, as objects; `Ok(None)` for a text that is better left to Terraform.
pub(super) fn decode(text: &str) -> Result<Option<Value>, Failure> {
    let text = text.replace("\r\n", "\n");
    if text.contains('\r') || text.len() > MOST_ELEMENTS {
        return Ok(None);
    }
    let mut rows = rows(&text)?.into_iter();
    let Some(header) = rows.next() else {
        return Err(Failure::new("the table has no header"));
    };
    if (1..header.len()).any(|at| header[..at].contains(&header[at])) {
        return Err(Failure::new("the table has two columns of one name"));
    }
    let mut objects = Vec::new();
    for row in rows {
        if row.len() != header.len() {
            return Err(Failure::new(
                "a row of the table is longer or shorter than the header",
            ));
        }
        let fields = row.into_iter().map(Value::text);
        objects.push(Value::map(
            header.iter().map(|name| Arc::from(&**name)).zip(fields),
        ));
    }
    Ok(Some(Value::list(objects)))
}

/// The fields of each line that is not empty.
fn rows(text: &str) -> Result<Vec<Vec<String>>, Failure> {
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(next) = rest.strip_prefix('\n') {
            rest = next;
            continue;
        }
        let mut row = Vec::new();
        loop {
            let (field, after) = field(rest)?;
            row.push(field);
            rest = after;
            if let Some(next) = rest.strip_prefix(',') {
                rest = next;
            } else {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                break;
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// One field, and what follows: a comma, a line end, or nothing.
fn field(text: &str) -> Result<(String, &str), Failure> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        let field = &text[..end];
        if field.contains('"') {
            return Err(Failure::new(
                "a field of the table has a quotation mark inside",
            ));
        }
        return Ok((field.to_owned(), &text[end..]));
    };
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let Some(end) = rest.find('"') else {
            return Err(Failure::new(
                "a field of the table has no closing quotation mark",
            ));
        };
        field.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.chars().next() {
            Some('"') => {
                field.push('"');
                rest = &rest[1..];
            }
            None | Some(',' | '\n') => return Ok((field, rest)),
            Some(_) => {
                return Err(Failure::new("something follows a closing quotation mark"));
            }
        }
    }
}
