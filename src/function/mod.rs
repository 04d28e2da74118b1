//! The built-in functions: plain data that carries its own documentation, one family per file.

use std::sync::Arc;

use crate::value::{Missing, Trouble, Value};

mod argument;
mod collection;
mod credential;
mod document;
pub mod iam;
mod network;
mod resource;
mod text;
pub mod version;

/// A built-in function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name that rules call.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub returns: Returns,
    /// One sentence on what it is for.
    pub about: &'static str,
    /// Expressions and what they give, both in the rule language.
    pub examples: &'static [(&'static str, &'static str)],
    /// What it does.
    pub body: Body,
}

/// One parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name, as documentation shows it.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// A list.
    List,
    /// A list of numbers.
    Numbers,
    /// A map.
    Map,
    /// A list, a map or a string: what has a length.
    Countable,
    /// A string, a number or a bool.
    Scalar,
    /// A string or a number.
    Numeric,
    /// A policy document: JSON text, a decoded map, or an `aws_iam_policy_document` data source.
    Policy,
    /// A resource, or what stands for one (`self`, a module call, an output).
    Resource,
    /// A string, or a list of strings or of parts of user data.
    Texts,
}

impl Kind {
    /// In words, as messages and documentation use it.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Any => "any value",
            Kind::Text => "a string",
            Kind::List => "a list",
            Kind::Numbers => "a list of numbers",
            Kind::Map => "a map",
            Kind::Countable => "a list, a map or a string",
            Kind::Scalar => "a string, a number or a bool",
            Kind::Numeric => "a string or a number",
            Kind::Policy => "a policy document",
            Kind::Resource => "a resource",
            Kind::Texts => "a string, or a list of parts",
        }
    }
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// Anything.
    Any,
    /// A value that is never known.
    Unknown,
    /// A bool.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// The key of an instance: a string, a number, or null.
    Key,
    /// The values of the map that it was given.
    Values,
    /// Members of the list that it was given.
    Members,
    /// A list of lists of strings.
    TextLists,
    /// The statements of a policy document.
    Statements,
    /// The resource that it was given, as it is at another time.
    Resource,
    /// Launch templates.
    Templates,
    /// Parts of user data.
    Parts,
    /// Where credentials stand.
    Secrets,
}

impl Returns {
    /// In words, as documentation uses it.
    pub fn words(self) -> &'static str {
        match self {
            Returns::Any => "any value",
            Returns::Unknown => "an unknown value",
            Returns::Bool => "a bool",
            Returns::Number => "a number",
            Returns::Text => "a string",
            Returns::Texts => "a list of strings",
            Returns::Key => "a string or a number",
            Returns::Values | Returns::Members => "a list",
            Returns::TextLists => "a list of lists of strings",
            Returns::Statements | Returns::Parts | Returns::Secrets => "a list of maps",
            Returns::Resource => "a resource",
            Returns::Templates => "a list of resources",
        }
    }
}

/// What a function does.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// Computes from values alone. It is given as many as there are parameters.
    Plain(fn(&[Value]) -> Result<Value, Trouble>),
    /// The same, for a list of which not every member may be known.
    List(fn(&[Value]) -> Result<OpenList, Trouble>),
    /// The same, and what it gives tells nothing of values that must not be printed.
    Places(fn(&[Value]) -> Result<OpenList, Trouble>),
    /// Looks at a resource, which only the engine can.
    Resource(ResourceFunction),
}

/// A list of which not every member may be known.
#[derive(Clone, Debug, Default)]
pub struct OpenList {
    /// Its members, as far as they are known; of some it is known only that they are there.
    pub members: Vec<Value>,
    /// How many of them, from the first, stand where they will; the others may come later.
    pub placed: usize,
    /// What is missing to know that there are no more.
    pub more: Option<Arc<Missing>>,
}

impl OpenList {
    /// A list of which nothing is known.
    pub fn unseen(missing: Arc<Missing>) -> OpenList {
        OpenList {
            more: Some(missing),
            ..OpenList::default()
        }
    }
}

/// A function that the engine answers, because a value does not say which resource it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceFunction {
    /// `address(r)`
    Address,
    /// `type(r)`
    Type,
    /// `name(r)`
    Name,
    /// `key(r)`
    Key,
    /// `module(r)`
    Module,
    /// `provider(r)`
    Provider,
    /// `actions(r)`
    Actions,
    /// `before(r)`
    Before,
    /// `has_attribute(r, "a")`
    HasAttribute,
    /// `launch_template(block)`
    LaunchTemplate,
    /// `metadata_default(machine, "http_tokens")`
    MetadataDefault,
    /// `planned(xs)`
    Planned,
    /// `undigested(x)`
    Undigested,
}

/// A family of functions, as documentation groups them.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// Its heading.
    pub name: &'static str,
    /// Its functions, sorted by name.
    pub functions: &'static [Function],
}

/// Every family, in the order of the documentation.
pub static FAMILIES: &[Family] = &[
    resource::FAMILY,
    collection::FAMILY,
    text::FAMILY,
    document::FAMILY,
    credential::FAMILY,
    iam::FAMILY,
    network::FAMILY,
    version::FAMILY,
];

/// The function of that name.
pub fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

/// Every function, family by family.
pub fn all() -> impl Iterator<Item = &'static Function> {
    FAMILIES.iter().flat_map(|family| family.functions)
}
