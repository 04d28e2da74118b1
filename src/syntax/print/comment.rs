//! Comments and blank lines: a comment at the end of a line stays at that line, one on a line of its
//! own stays above what follows it, and a blank line that groups things stays.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::Comment;

impl<'a> Printer<'a> {
    /// Prints the comments that stand before a place, each on its own line, as between statements.
    pub(super) fn comments_before(&mut self, place: u32) {
        while let Some(comment) = self.next_before(place) {
            self.blank_line(comment.span.start);
            self.line();
            self.comment(comment);
            self.push("\n");
            self.is_first = false;
        }
    }

    /// Begins the line of a statement or the like: what stands above it, a blank line that the text
    /// has there, and the line.
    pub(super) fn begin(&mut self, place: u32) {
        self.comments_before(place);
        self.blank_line(place);
        self.line();
        self.is_first = false;
    }

    /// Ends the line of a statement or the like with the comments that are left of it, and with
    /// those behind it on its line, as far as `limit`, where the next thing begins.
    pub(super) fn end(&mut self, place: u32, limit: u32) {
        let end = self.line_end(place).min(limit);
        let mut is_first = true;
        while let Some(comment) = self.next_before(end) {
            if is_first {
                self.push(" ");
            } else {
                self.line();
            }
            self.comment(comment);
            is_first = false;
        }
        self.push("\n");
    }

    /// Prints the comments before a part of an expression that begins a line: the first behind what
    /// stands on the present line, if that is where it stood.
    pub(super) fn gap(&mut self, place: u32) {
        let mut may_trail = true;
        while let Some(comment) = self.next_before(place) {
            if may_trail && self.trails(comment) {
                self.push(" ");
            } else {
                self.part_line(comment.span.start);
            }
            self.comment(comment);
            may_trail = false;
        }
    }

    /// Begins a line between brackets, with a blank line above it that the text has there.
    pub(super) fn part_line(&mut self, place: u32) {
        if !self.is_first && self.in_order && self.is_below_blank(place) {
            self.push("\n");
            self.blank();
        }
        self.line();
        self.is_first = false;
    }

    /// A comment that stands on the line of an opening brace.
    pub(super) fn behind_brace(&mut self, inner: u32) {
        let next = self.comments.first();
        if next.is_some_and(|comment| comment.span.start < inner && self.trails(comment))
            && let Some(comment) = self.next_before(inner)
        {
            self.push(" ");
            self.comment(comment);
        }
    }

    /// Whether comments that are not printed yet stand in a span.
    pub(super) fn has_comments(&self, span: Span) -> bool {
        let start = self
            .comments
            .partition_point(|comment| comment.span.start < span.start);
        let next = self.comments.get(start);
        next.is_some_and(|comment| comment.span.start < span.end)
    }

    /// A blank line, if the text has one above the line that begins at a place.
    fn blank_line(&mut self, place: u32) {
        if !self.is_first && self.in_order && self.is_below_blank(place) {
            self.blank();
        }
    }

    /// A blank line, if there is none yet.
    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.push("\n");
        }
    }

    /// Whether a thing begins its line in the text, and a blank line stands above it.
    pub(super) fn is_below_blank(&self, place: u32) -> bool {
        let space = [' ', '\t', '\r'];
        let before = self.until(place).trim_end_matches(space);
        let above = before.strip_suffix('\n');
        above.is_some_and(|above| above.trim_end_matches(space).ends_with('\n'))
    }

    /// Whether two things of the text stand on one line.
    pub(super) fn on_one_line(&self, end: u32, start: u32) -> bool {
        let between = self.text.get(end as usize..start as usize);
        between.is_some_and(|between| !between.contains('\n'))
    }

    /// Where the line ends that a place of the text is on.
    pub(super) fn line_end(&self, place: u32) -> u32 {
        let rest = self.text.get(place as usize..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        place.saturating_add(u32::try_from(length).unwrap_or(u32::MAX))
    }

    /// The text before a place.
    pub(super) fn until(&self, place: u32) -> &'a str {
        self.text.get(..place as usize).unwrap_or_default()
    }

    /// Whether a comment stands behind something on its line.
    fn trails(&self, comment: &Comment) -> bool {
        let before = self.until(comment.span.start);
        let line = before
            .rfind('\n')
            .map_or(before, |newline| &before[newline..]);
        !line.trim().is_empty()
    }

    /// Takes the next comment, if it stands before a place.
    fn next_before(&mut self, place: u32) -> Option<&'a Comment> {
        let (comment, rest) = self.comments.split_first()?;
        if comment.span.start >= place {
            return None;
        }
        self.comments = rest;
        Some(comment)
    }

    fn comment(&mut self, comment: &Comment) {
        self.push(&comment.text.replace("\r\n", "\n"));
    }

    /// Prints things in their order here, each with the comments that belong to it in the text:
    /// those between the line of the thing before it and the end of its own line. `spans` are where
    /// the things stand.
    pub(super) fn arranged(&mut self, spans: &[Span], mut print: impl FnMut(&mut Self, usize)) {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|at| spans[*at].start);
        let in_order = order.is_sorted();
        let mut owned: Vec<&'a [Comment]> = vec![&[]; spans.len()];
        for (position, at) in order.iter().enumerate() {
            let next = order
                .get(position + 1)
                .map_or(u32::MAX, |at| spans[*at].start);
            let end = self.line_end(spans[*at].end).min(next);
            let count = self
                .comments
                .partition_point(|comment| comment.span.start < end);
            let (own, rest) = self.comments.split_at(count);
            owned[*at] = own;
            self.comments = rest;
        }
        let rest = self.comments;
        let outer = std::mem::replace(&mut self.in_order, in_order);
        for (at, comments) in owned.into_iter().enumerate() {
            self.comments = comments;
            print(self, at);
        }
        self.in_order = outer;
        self.comments = rest;
    }
}
