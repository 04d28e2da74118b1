//! Pages about codes, rules, functions and attributes of resources.
