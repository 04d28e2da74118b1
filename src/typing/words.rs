//! Types in words.

use std::fmt;

use super::kind::{Shape, Type};

impl fmt::Display for Type<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shapes.is_empty() {
            return formatter.write_str("null");
        }
        for (at, shape) in self.shapes.iter().enumerate() {
            if at > 0 {
                formatter.write_str(" or ")?;
            }
            match shape {
                Shape::Any => formatter.write_str("any value")?,
                Shape::Bool => formatter.write_str("a bool")?,
                Shape::Number => formatter.write_str("a number")?,
                Shape::Text => formatter.write_str("a string")?,
                Shape::List(of) => write!(formatter, "a list{}", members(of))?,
                Shape::Map(_) => formatter.write_str("a map")?,
                Shape::Object(object) if object.is_written() => formatter.write_str("a map")?,
                Shape::Object(_) => formatter.write_str("a block")?,
                Shape::Resource(kinds) => match kinds.list.as_slice() {
                    [only] => write!(formatter, "a resource (`{only}`)")?,
                    _ => formatter.write_str("a resource")?,
                },
            }
        }
        Ok(())
    }
}

/// ` of strings`
fn members(of: &Type<'_>) -> &'static str {
    match of.shapes.as_slice() {
        [Shape::Bool] => " of bools",
        [Shape::Number] => " of numbers",
        [Shape::Text] => " of strings",
        [Shape::List(_)] => " of lists",
        [Shape::Map(_)] => " of maps",
        [Shape::Object(object)] if object.is_written() => " of maps",
        [Shape::Object(_)] => " of blocks",
        [Shape::Resource(_)] => " of resources",
        _ => "",
    }
}
