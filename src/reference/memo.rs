//! Answers that are found once and kept.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use crate::input::Defect;

/// Answers by question. Two threads may find the same one; they find the same.
pub(super) struct Memo<K, V>(RwLock<HashMap<K, Arc<V>>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo(RwLock::default())
    }
}

impl<K: Hash + Eq, V> Memo<K, V> {
    /// The answer to a question, found if nobody asked before. Finding it may ask others.
    pub(super) fn get_or_find<Q>(
        &self,
        question: &Q,
        find: impl FnOnce() -> Result<V, Defect>,
    ) -> Result<Arc<V>, Defect>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(question) {
            return Ok(Arc::clone(answer));
        }
        drop(known);
        let answer = Arc::new(find()?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(
            known.entry(question.to_owned()).or_insert(answer),
        ))
    }
}
