//! What was read on the way to an answer. Only findings that are shown are recorded.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::reference::{Edge, Node, Resource};

/// Collects what an evaluation reads and which references it follows.
#[derive(Default)]
pub(super) struct Recorder<'p> {
    reads: RefCell<Vec<Read<'p>>>,
    ways: RefCell<HashMap<usize, Vec<String>>>,
}

/// Something that was read.
enum Read<'p> {
    /// A place in the plan.
    Node(Node<'p>),
    /// A parameter: its position in the program.
    Param(usize),
}

/// The reads that one part of a condition made.
pub(super) struct Cut<'p>(Vec<Read<'p>>);

impl<'p> Recorder<'p> {
    /// Notes a place that was read.
    pub(super) fn read(&self, node: &Node<'p>) {
        self.reads.borrow_mut().push(Read::Node(node.clone()));
    }

    /// Notes a parameter that was read.
    pub(super) fn read_param(&self, param: usize) {
        self.reads.borrow_mut().push(Read::Param(param));
    }

    /// Notes an arrow that was followed from a place.
    pub(super) fn followed(&self, from: &Node<'p>, edge: &Edge<'p>) {
        if edge.definite.is_empty() {
            self.read(from);
        }
        self.note_ways(from.instance, edge);
    }

    /// Notes an arrow that was followed against its direction.
    pub(super) fn followed_back(&self, target: Resource<'p>, edge: &Edge<'p>) {
        self.note_ways(target, edge);
    }

    /// How the evaluation came to a resource, first step first.
    pub(super) fn way_to(&self, resource: Resource<'p>) -> Vec<String> {
        self.ways
            .borrow()
            .get(&place(resource))
            .cloned()
            .unwrap_or_default()
    }

    /// Every place that was read and counted, in order, each once.
    pub(super) fn reads(&self) -> Vec<Node<'p>> {
        let mut kept: Vec<Node<'p>> = Vec::new();
        for read in self.reads.borrow().iter() {
            let Read::Node(node) = read else { continue };
            let known = kept.iter().any(|known| {
                std::ptr::eq(known.instance, node.instance)
                    && known.view == node.view
                    && known.path == node.path
            });
            if !known {
                kept.push(node.clone());
            }
        }
        kept
    }

    /// Every parameter that was read and counted, in order, each once.
    pub(super) fn params(&self) -> Vec<usize> {
        let mut kept = Vec::new();
        for read in self.reads.borrow().iter() {
            if let Read::Param(param) = read
                && !kept.contains(param)
            {
                kept.push(*param);
            }
        }
        kept
    }

    /// Where the record stands now.
    pub(super) fn mark(&self) -> usize {
        self.reads.borrow().len()
    }

    /// Takes out what was read since a mark.
    pub(super) fn cut(&self, mark: usize) -> Cut<'p> {
        let mut reads = self.reads.borrow_mut();
        let mark = mark.min(reads.len());
        Cut(reads.split_off(mark))
    }

    /// Puts back what was taken out, because it counted.
    pub(super) fn restore(&self, cut: Cut<'p>) {
        self.reads.borrow_mut().extend(cut.0);
    }

    fn note_ways(&self, from: Resource<'p>, edge: &Edge<'p>) {
        let mut ways = self.ways.borrow_mut();
        let before = ways.get(&place(from)).cloned().unwrap_or_default();
        for member in edge.definite.iter().chain(&edge.possible) {
            let mut way = before.clone();
            way.extend(member.via.iter().cloned());
            ways.entry(place(member.resource)).or_insert(way);
        }
    }
}

fn place(resource: Resource<'_>) -> usize {
    std::ptr::from_ref(resource).addr()
}
