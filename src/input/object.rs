//! One object of a document: its keys in the order written, found fast.

use std::borrow::Cow;

use super::json::{Defect, Json};

/// Objects with more keys than this are searched by halves.
const FEW: usize = 8;

/// One object: its keys in the order written.
#[derive(Clone, Debug)]
pub struct Object<'p> {
    entries: Vec<(Cow<'p, str>, Json<'p>)>,
    order: Order,
}

/// How a key is found.
#[derive(Clone, Debug)]
enum Order {
    /// There are few of them, or they stand in order, as Terraform writes them.
    AsWritten,
    /// Positions of the entries by key.
    Sorted(Vec<u32>),
}

impl<'p> Object<'p> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Json<'p>> {
        if self.entries.len() <= FEW {
            return self
                .entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, json)| *json);
        }
        let at = match &self.order {
            Order::AsWritten => self
                .entries
                .binary_search_by(|(known, _)| (**known).cmp(key))
                .ok(),
            Order::Sorted(order) => order
                .binary_search_by(|at| (*self.entries[*at as usize].0).cmp(key))
                .ok()
                .map(|found| order[found] as usize),
        };
        at.map(|at| self.entries[at].1)
    }

    /// Keys and values in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Json<'p>)> {
        self.entries.iter().map(|(key, json)| (&**key, *json))
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// From keys, as written, and values.
    pub(super) fn new(raw: &[(Json<'p>, Json<'p>)]) -> Result<Object<'p>, Defect> {
        let mut entries = Vec::with_capacity(raw.len());
        for (key, json) in raw {
            entries.push((key.text()?, *json));
        }
        if entries.is_sorted_by(|(left, _), (right, _)| left < right) {
            return Ok(Object {
                entries,
                order: Order::AsWritten,
            });
        }
        let mut order: Vec<u32> = (0..).take(entries.len()).collect();
        order.sort_by(|left, right| entries[*left as usize].0.cmp(&entries[*right as usize].0));
        for pair in order.windows(2) {
            let (first, second) = (pair[0] as usize, pair[1] as usize);
            if entries[first].0 == entries[second].0 {
                return Err(Defect::twice(
                    &entries[first].0,
                    raw[second].0,
                    raw[first].0,
                ));
            }
        }
        Ok(Object {
            entries,
            order: Order::Sorted(order),
        })
    }
}
