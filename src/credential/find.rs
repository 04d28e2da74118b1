//! Finds credentials in one text, in time that grows with its length.

use std::collections::HashSet;
use std::ops::Range;

use regex::Captures;

use super::detector::{Detector, known};

/// What must stand beside an id is at most this many lines away from it.
const LINES: usize = 8;
/// And at most this many bytes.
const BYTES: usize = 4096;

/// A credential that stands in a text.
#[derive(Clone, Debug)]
pub struct Found {
    /// What found it.
    pub detector: &'static Detector,
    /// The line that it begins on, from 1.
    pub line: usize,
    /// Everybody knows it, because documentation prints it.
    pub example: bool,
    /// Where what must not be printed stands, in bytes.
    pub secrets: Vec<Range<usize>>,
}

/// Every credential in a text, in the order of the text; each secret once.
pub fn find(text: &str) -> Vec<Found> {
    let known = known();
    let lines = Lines::of(text);
    let mut found: Vec<Found> = Vec::new();
    for detector in &known.detectors {
        let beside = beside(detector, text);
        for captures in detector.pattern.captures_iter(text) {
            let (id, secret) = (group(&captures, "id"), group(&captures, "secret"));
            let secret = match (&detector.beside, &id, secret) {
                (Some(_), Some(id), None) => nearest(id, &beside, &lines),
                (_, _, secret) => secret.filter(|at| detector.shape.fits(&text[at.clone()])),
            };
            let Some(secret) = secret else { continue };
            let begins = id.as_ref().map_or(secret.start, |id| id.start);
            found.push(Found {
                detector,
                line: lines.line(begins),
                example: known.examples.contains(&text[secret.clone()]),
                secrets: id.into_iter().chain([secret]).collect(),
            });
        }
    }
    // A detector that stands earlier in the file says more of the same secret.
    let mut told: HashSet<Range<usize>> = HashSet::new();
    found.retain(|one| {
        one.secrets
            .last()
            .is_none_or(|secret| told.insert(secret.clone()))
    });
    found.sort_by_key(|one| one.secrets.first().map(|at| at.start));
    found
}

/// Every place that a detector's other pattern matches, in order.
fn beside(detector: &Detector, text: &str) -> Vec<Range<usize>> {
    let Some(pattern) = &detector.beside else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut from = 0;
    // What ends one match may begin the next, so each is looked for right behind the last secret.
    while let Some(captures) = pattern.captures_at(text, from) {
        let Some(secret) = group(&captures, "secret") else {
            break;
        };
        from = secret.end;
        if detector.shape.fits(&text[secret.clone()]) {
            places.push(secret);
        }
    }
    places
}

/// The place behind an id, else before it, if either is near.
fn nearest(id: &Range<usize>, places: &[Range<usize>], lines: &Lines) -> Option<Range<usize>> {
    let after = places.partition_point(|place| place.start < id.end);
    let is_near = |place: &&Range<usize>| {
        let bytes = if place.start >= id.end {
            place.start - id.end
        } else {
            id.start.saturating_sub(place.end)
        };
        let between = lines.line(place.start).abs_diff(lines.line(id.start));
        bytes <= BYTES && between <= LINES
    };
    let candidates = [Some(after), after.checked_sub(1)].into_iter().flatten();
    let mut near = candidates.filter_map(|at| places.get(at)).filter(is_near);
    near.next().cloned()
}

fn group(captures: &Captures<'_>, name: &str) -> Option<Range<usize>> {
    captures.name(name).map(|found| found.range())
}

/// Where the lines of a text end.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}
