//! What `plangate.toml` says: parameters, severities and levels of rules and lints.
