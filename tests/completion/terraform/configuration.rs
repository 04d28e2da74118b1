//! A configuration: modules with variables, locals, resources, calls and outputs.

use super::expression::Expression;
use super::value::Value;

/// A module.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Module {
    pub(crate) variables: Vec<Variable>,
    pub(crate) locals: Vec<(String, Expression)>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) calls: Vec<ModuleCall>,
    pub(crate) outputs: Vec<(String, Expression)>,
}

/// A variable; one of the root module has its default for value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) default: Option<Value>,
}

/// A resource, or a data source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resource {
    pub(crate) data: bool,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) repetition: Repetition,
    pub(crate) body: Body,
}

/// `count`, `for_each`, or neither.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Repetition {
    Once,
    Count(Expression),
    ForEach(Expression),
}

/// What stands between the braces of a resource or block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Body {
    pub(crate) arguments: Vec<(String, Expression)>,
    pub(crate) blocks: Vec<Block>,
}

/// A block, or what `dynamic` makes of one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) name: String,
    /// What `for_each` of a `dynamic` block goes over. The element is `NAME.value`.
    pub(crate) dynamic: Option<Expression>,
    pub(crate) body: Body,
}

/// A call of a module, which is its own source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModuleCall {
    pub(crate) name: String,
    pub(crate) repetition: Repetition,
    pub(crate) arguments: Vec<(String, Expression)>,
    pub(crate) module: Module,
}

impl Resource {
    /// The address within its module, as references name it.
    pub(crate) fn address(&self) -> String {
        let mode = if self.data { "data." } else { "" };
        format!("{mode}{}.{}", self.kind, self.name)
    }
}

impl Module {
    pub(crate) fn resource(&self, data: bool, kind: &str, name: &str) -> Option<&Resource> {
        let is_it = |r: &&Resource| r.data == data && r.kind == kind && r.name == name;
        self.resources.iter().find(is_it)
    }

    pub(crate) fn call(&self, name: &str) -> Option<&ModuleCall> {
        self.calls.iter().find(|call| call.name == name)
    }

    /// Every expression in it and in the modules that it calls.
    pub(crate) fn expressions(&self) -> Vec<&Expression> {
        let mut all: Vec<&Expression> = self.locals.iter().map(|(_, value)| value).collect();
        all.extend(self.outputs.iter().map(|(_, value)| value));
        for resource in &self.resources {
            all.extend(resource.repetition.expression());
            resource.body.collect(&mut all);
        }
        for call in &self.calls {
            all.extend(call.repetition.expression());
            all.extend(call.arguments.iter().map(|(_, value)| value));
            all.extend(call.module.expressions());
        }
        all
    }
}

impl Repetition {
    pub(crate) fn expression(&self) -> Option<&Expression> {
        match self {
            Repetition::Once => None,
            Repetition::Count(expression) | Repetition::ForEach(expression) => Some(expression),
        }
    }
}

impl Body {
    fn collect<'c>(&'c self, all: &mut Vec<&'c Expression>) {
        all.extend(self.arguments.iter().map(|(_, value)| value));
        for block in &self.blocks {
            all.extend(&block.dynamic);
            block.body.collect(all);
        }
    }
}
