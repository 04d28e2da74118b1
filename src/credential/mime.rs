//! Messages of several parts, as far as user data uses them (RFC 2045 and 2046).

use super::base64;

/// A text that has headers.
pub(super) enum Message<'t> {
    /// One body, decoded.
    Single(Vec<u8>),
    /// Several parts, each with its own headers, and what stands before and behind them.
    Several { parts: Vec<&'t str>, around: String },
}

/// How a body is written.
enum Transfer {
    Base64,
    QuotedPrintable,
    Plain,
}

/// A text as a message; `None` where it has no headers that say so.
pub(super) fn read(text: &str) -> Option<Message<'_>> {
    let (headers, body) = headers(text)?;
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let kind = header("content-type");
    if !headers.iter().any(|(name, _)| is_of_mime(name)) {
        return None;
    }
    let is_multiple = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/"));
    if let Some(boundary) = kind.filter(|_| is_multiple).and_then(boundary) {
        let (parts, around) = split(body, &boundary);
        return Some(Message::Several { parts, around });
    }
    let transfer = header("content-transfer-encoding").map(str::to_ascii_lowercase);
    let transfer = match transfer.as_deref().map(str::trim) {
        Some("base64") => Transfer::Base64,
        Some("quoted-printable") => Transfer::QuotedPrintable,
        _ => Transfer::Plain,
    };
    Some(Message::Single(match transfer {
        Transfer::Base64 => base64::decode(body).unwrap_or_else(|| body.as_bytes().to_vec()),
        Transfer::QuotedPrintable => quoted_printable(body),
        Transfer::Plain => body.as_bytes().to_vec(),
    }))
}

fn is_of_mime(name: &str) -> bool {
    name == "mime-version" || name.starts_with("content-")
}

/// The headers at the beginning of a text, their names in small letters, and what follows them.
fn headers(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = text.trim_start_matches(['\r', '\n']);
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end_matches('\r');
        match headers.last_mut() {
            None if line.is_empty() => return None,
            _ if line.is_empty() => return Some((headers, after)),
            Some((_, value)) if line.starts_with([' ', '\t']) => value.push_str(line),
            _ => {
                let (name, value) = line.split_once(':')?;
                let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                if name.is_empty() || !name.bytes().all(is_name) {
                    return None;
                }
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        rest = after;
    }
}

/// The boundary that a content type names.
fn boundary(kind: &str) -> Option<String> {
    let at = kind.to_ascii_lowercase().find("boundary")?;
    let value = kind.get(at + "boundary".len()..)?.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let boundary = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([';', ' ', '\t']).next()?,
    };
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

/// The parts between boundaries, and what stands around them.
fn split<'t>(body: &'t str, boundary: &str) -> (Vec<&'t str>, String) {
    let mut parts = Vec::new();
    let mut around = String::new();
    // Where the part at hand begins; none outside of parts.
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let mark = line.trim_end().strip_prefix("--");
        let after = mark.and_then(|mark| mark.strip_prefix(boundary));
        let is_boundary = matches!(after, Some("" | "--"));
        if is_boundary {
            parts.extend(open.and_then(|start| body.get(start..at)));
            open = (after == Some("")).then_some(at + line.len());
        } else if open.is_none() {
            around.push_str(line);
        }
        at += line.len();
    }
    parts.extend(open.and_then(|start| body.get(start..)));
    (parts, around)
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            decoded.push(*byte);
            continue;
        }
        match after {
            [b'\r', b'\n', more @ ..] | [b'\n', more @ ..] => rest = more,
            [high, low, more @ ..] => {
                let digits = [*high, *low];
                let code = std::str::from_utf8(&digits).ok();
                match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    Some(code) => {
                        decoded.push(code);
                        rest = more;
                    }
                    None => decoded.push(b'='),
                }
            }
            _ => decoded.push(b'='),
        }
    }
    decoded
}
