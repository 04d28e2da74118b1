//! Whether rules fit the provider's schema: types, attributes, blocks and kinds of values.
