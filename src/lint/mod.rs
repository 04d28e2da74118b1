//! Advice about rules: one lint per file.
