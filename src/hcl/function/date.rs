//! Times.

use super::super::value::{Failure, Value};
use super::{Entry, Files, argument, decimal, not_yet};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("formatdate", 2..=2, formatdate),
    Entry::never_empty("plantimestamp", 0..=0),
    Entry::new("timeadd", 2..=2, timeadd),
    Entry::new("timecmp", 2..=2, timecmp),
    Entry::never_empty("timestamp", 0..=0),
];

const NANOSECONDS: i128 = 1_000_000_000;
const SECONDS_OF_DAY: i64 = 86_400;

/// A time as it is written: by the clock of some place.
struct Time {
    /// By the clock there, since the beginning of 1970.
    seconds: i64,
    nanoseconds: i128,
    /// What the clock there shows more than UTC, in minutes.
    offset: i64,
}

/// Reads a time; `Ok(None)` where it is unknown, or odd.
fn time(argument: &Value) -> Result<Option<Time>, Failure> {
    let Some(text) = argument::text(argument)? else {
        return Ok(None);
    };
    if text.len() < 20 || !text.contains('T') {
        return Err(Failure::new(
            "a time such as 2006-01-02T15:04:05Z is required",
        ));
    }
    Ok(read_time(&text))
}

/// Whether a text like `2006-01-02` is a day of the calendar.
pub(super) fn is_date(text: &str) -> bool {
    read_time(&format!("{text}T00:00:00Z")).is_some()
}

fn read_time(text: &str) -> Option<Time> {
    if !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let marks: Vec<u8> = [4, 7, 10, 13, 16]
        .iter()
        .map(|at| text.as_bytes()[*at])
        .collect();
    let fits = marks == b"--T::" && hour < 24 && minute < 60 && second < 60;
    if !fits || !(1..=12).contains(&month) || year == 0 {
        return None;
    }
    let days = days_until(year, month, day);
    if day == 0 || date_of(days) != (year, month, day) {
        return None;
    }
    let mut rest = &text[19..];
    let mut nanoseconds = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let end = after.find(|one: char| !one.is_ascii_digit())?;
        if end == 0 || end > 9 {
            return None;
        }
        nanoseconds = format!("{:0<9}", &after[..end]).parse().ok()?;
        rest = &after[end..];
    }
    let offset = match rest {
        "Z" => 0,
        _ if rest.len() == 6 && rest.as_bytes()[3] == b':' => {
            let at = text.len() - 5;
            let (hours, minutes) = (number(at, at + 2)?, number(at + 3, at + 5)?);
            let sign = match rest.as_bytes()[0] {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            if hours > 23 || minutes > 59 {
                return None;
            }
            sign * (hours * 60 + minutes)
        }
        _ => return None,
    };
    let seconds = days * SECONDS_OF_DAY + hour * 3600 + minute * 60 + second;
    Some(Time {
        seconds,
        nanoseconds,
        offset,
    })
}

/// Days from the beginning of 1970 to a date.
fn days_until(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March have their leap day at their end.
    let year = if month < 3 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (month * 153 + 2) / 5 + day - 719_469
}

/// The date so many days after the beginning of 1970.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let of_month = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + later, month, of_month)
}

impl Time {
    /// Since the beginning of 1970 in UTC.
    fn instant(&self) -> i128 {
        i128::from(self.seconds - self.offset * 60) * NANOSECONDS + self.nanoseconds
    }

    fn date(&self) -> (i64, i64, i64) {
        date_of(self.seconds.div_euclid(SECONDS_OF_DAY))
    }

    /// Hour, minute, second.
    fn clock(&self) -> (i64, i64, i64) {
        let second = self.seconds.rem_euclid(SECONDS_OF_DAY);
        (second / 3600, second / 60 % 60, second % 60)
    }

    /// `+01:00`, or with something else between.
    fn zone(&self, between: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs();
        format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
    }

    fn zone_or_z(&self) -> String {
        if self.offset == 0 {
            "Z".to_owned()
        } else {
            self.zone(":")
        }
    }
}

fn timecmp(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (one, other) = (time(&arguments[0])?, time(&arguments[1])?);
    Ok(match one.zip(other) {
        Some((one, other)) => {
            let order = one.instant().cmp(&other.instant()) as i8;
            Value::Number(decimal::from_whole(i128::from(order)))
        }
        None => not_yet("timecmp"),
    })
}

fn timeadd(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let start = time(&arguments[0])?;
    let duration = match argument::text(&arguments[1])? {
        Some(text) => read_duration(&text)?,
        None => None,
    };
    let (Some(start), Some(duration)) = (start, duration) else {
        return Ok(not_yet("timeadd"));
    };
    let total = start.nanoseconds + duration;
    let seconds = i64::try_from(total.div_euclid(NANOSECONDS)).ok();
    let Some(seconds) = seconds.and_then(|more| start.seconds.checked_add(more)) else {
        return Ok(not_yet("timeadd"));
    };
    let end = Time {
        seconds,
        nanoseconds: 0,
        offset: start.offset,
    };
    let (year, month, day) = end.date();
    let (hour, minute, second) = end.clock();
    if !(1..=9999).contains(&year) {
        return Ok(not_yet("timeadd"));
    }
    let zone = end.zone_or_z();
    Ok(Value::text(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"
    )))
}

/// `-1h30m` in nanoseconds; `Ok(None)` for one that is odd.
fn read_duration(text: &str) -> Result<Option<i128>, Failure> {
    let wrong = || Failure::new("a duration such as 1h30m is required");
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "0" {
        return Ok(Some(0));
    }
    if unsigned.is_empty() {
        return Err(wrong());
    }
    let mut total: i128 = 0;
    let mut rest = unsigned;
    while !rest.is_empty() {
        let end = rest
            .find(|one: char| !one.is_ascii_digit() && one != '.')
            .ok_or_else(wrong)?;
        let (number, after) = rest.split_at(end);
        let end = after
            .find(|one: char| one.is_ascii_digit() || one == '.')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1000,
            "ms" => 1_000_000,
            "s" => NANOSECONDS,
            "m" => 60 * NANOSECONDS,
            "h" => 3600 * NANOSECONDS,
            _ => return Err(wrong()),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if fraction.contains('.') || whole.is_empty() && fraction.is_empty() {
            return Err(wrong());
        }
        if whole.len() > 12 || fraction.len() > 3 {
            return Ok(None);
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().map_err(|_| wrong())?
        };
        let parts: i128 = format!("{fraction:0<3}").parse().map_err(|_| wrong())?;
        total += whole * unit + parts * unit / 1000;
        rest = after;
    }
    // More does not fit into Terraform's durations.
    if total >= i128::from(i64::MAX) {
        return Err(wrong());
    }
    Ok(Some(if text.starts_with('-') { -total } else { total }))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

fn formatdate(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (format, time) = (argument::text(&arguments[0])?, time(&arguments[1])?);
    let Some((format, time)) = format.zip(time) else {
        return Ok(not_yet("formatdate"));
    };
    let mut written = String::new();
    let mut rest = &*format;
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' {
            let (text, length) = quoted(rest)?;
            written.push_str(&text);
            length
        } else if first.is_ascii_alphabetic() {
            let length = rest.chars().take_while(|one| *one == first).count();
            written.push_str(&field(first, length, &time)?);
            length
        } else {
            written.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    Ok(super::characters::made(written))
}

/// What stands in single quotes, and how many bytes that takes. Two quotes are one.
fn quoted(text: &str) -> Result<(String, usize), Failure> {
    if text.starts_with("''") {
        return Ok(("'".to_owned(), 2));
    }
    let mut inside = String::new();
    let mut at = 1;
    loop {
        let Some(end) = text[at..].find('\'') else {
            return Err(Failure::new("the format of the date has no closing quote"));
        };
        inside.push_str(&text[at..at + end]);
        at += end + 1;
        if !text[at..].starts_with('\'') {
            return Ok((inside, at));
        }
        inside.push('\'');
        at += 1;
    }
}

fn field(letter: char, length: usize, time: &Time) -> Result<String, Failure> {
    let (year, month, day) = time.date();
    let (hour, minute, second) = time.clock();
    let of_twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let name = |names: &[&'static str], at: i64| {
        usize::try_from(at)
            .ok()
            .and_then(|at| names.get(at))
            .copied()
            .unwrap_or_default()
    };
    let month_name = name(&MONTHS, month - 1);
    let day_name = name(&DAYS, time.seconds.div_euclid(SECONDS_OF_DAY).rem_euclid(7));
    let number = |number: i64| match length {
        1 => Some(number.to_string()),
        2 => Some(format!("{number:02}")),
        _ => None,
    };
    let half = if hour < 12 { "am" } else { "pm" };
    match (letter, length) {
        ('Y', 2) => Some(format!("{:02}", year % 100)),
        ('Y', 4) => Some(format!("{year:04}")),
        ('M', 3) => Some(month_name[..3].to_owned()),
        ('M', 4) => Some(month_name.to_owned()),
        ('M', _) => number(month),
        ('D', _) => number(day),
        ('E', 3) => Some(day_name[..3].to_owned()),
        ('E', 4) => Some(day_name.to_owned()),
        ('h', _) => number(hour),
        ('H', _) => number(of_twelve),
        ('A', 2) => Some(half.to_ascii_uppercase()),
        ('a', 2) => Some(half.to_owned()),
        ('m', _) => number(minute),
        ('s', _) => number(second),
        ('Z', 1) => Some(time.zone_or_z()),
        ('Z', 3) if time.offset == 0 => Some("UTC".to_owned()),
        ('Z', 3 | 4) => Some(time.zone("")),
        ('Z', 5) => Some(time.zone(":")),
        _ => None,
    }
    .ok_or_else(|| Failure::new("the format of the date has a field that nobody knows"))
}
