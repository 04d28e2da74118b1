//! Templates: `"${a}-b"`, heredocs, template files.

use std::sync::Arc;

use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Template};

use super::evaluate::{Bound, Evaluated, Evaluator, Scope};
use super::operator::to_text;
use super::value::{Failure, Value};

/// A template file is at most this long.
const LONGEST: usize = 1 << 20;

impl Evaluator<'_> {
    /// A template's text. One that is a single interpolation is that value itself.
    pub(super) fn template<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        scope: &Scope<'_>,
    ) -> Evaluated {
        let elements: Vec<&Element> = elements.collect();
        if let [Element::Interpolation(only)] = elements[..] {
            return self.expression(&only.expr, scope);
        }
        let mut pieces = Vec::new();
        self.pieces(elements.into_iter(), scope, &mut pieces)?;
        Ok(joined(pieces))
    }

    fn pieces<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        scope: &Scope<'_>,
        pieces: &mut Vec<Value>,
    ) -> Result<(), Failure> {
        for element in elements {
            match element {
                Element::Literal(text) => pieces.push(Value::text(text.as_str())),
                Element::Interpolation(interpolation) => {
                    let value = self.expression(&interpolation.expr, scope)?;
                    if value.is_null() {
                        return Err(Failure::new("a template has a piece that is null"));
                    }
                    let words = || format!("a template has a piece that is {}", value.kind());
                    pieces.push(to_text(&value).ok_or_else(|| Failure::new(words()))?);
                }
                Element::Directive(directive) => match &**directive {
                    Directive::If(directive) => self.if_directive(directive, scope, pieces)?,
                    Directive::For(directive) => self.for_directive(directive, scope, pieces)?,
                },
            }
        }
        Ok(())
    }

    fn if_directive(
        &self,
        directive: &IfDirective,
        scope: &Scope<'_>,
        pieces: &mut Vec<Value>,
    ) -> Result<(), Failure> {
        let text = |template: &Template| {
            let mut inner = Vec::new();
            self.pieces(template.iter(), scope, &mut inner)
                .map(|()| joined(inner))
        };
        let otherwise = || match &directive.else_expr {
            Some(branch) => text(&branch.template),
            None => Ok(Value::text("")),
        };
        let piece = self.conditional(
            &directive.if_expr.cond_expr,
            || text(&directive.if_expr.template),
            otherwise,
            scope,
        )?;
        pieces.push(piece);
        Ok(())
    }

    fn for_directive(
        &self,
        directive: &ForDirective,
        scope: &Scope<'_>,
        pieces: &mut Vec<Value>,
    ) -> Result<(), Failure> {
        let loop_ = &directive.for_expr;
        let over = self.expression(&loop_.collection_expr, scope)?;
        let Some(entries) = super::repetition::entries(&over)? else {
            pieces.push(Value::some_value(
                "a part of a template that is known only after apply",
            ));
            return Ok(());
        };
        for (key, value) in entries {
            let key = loop_.key_var.as_ref().map(|name| (name.as_str(), key));
            let outer = key.map(|(name, value)| Bound {
                name,
                value,
                above: scope.bound,
            });
            let above = outer.as_ref().or(scope.bound);
            let bound = Bound {
                name: loop_.value_var.as_str(),
                value,
                above,
            };
            let inner = Scope {
                bound: Some(&bound),
                ..*scope
            };
            self.pieces(loop_.template.iter(), &inner, pieces)?;
        }
        Ok(())
    }

    /// `templatefile(path, variables)`
    pub(super) fn template_file(&self, arguments: &[Value], scope: &Scope<'_>) -> Evaluated {
        let hidden = || Value::some_value("a template file that cannot be followed");
        let [Value::Text(path), Value::Map(variables)] = arguments else {
            return Ok(hidden());
        };
        let text = self
            .project
            .disk
            .bytes(path)
            .filter(|bytes| bytes.len() <= LONGEST)
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = text else {
            return Ok(hidden());
        };
        let Ok(template) = hcl_edit::parser::parse_template(&text) else {
            return Ok(hidden());
        };
        let variables: Vec<(Arc<str>, Value)> = variables
            .iter()
            .map(|(name, value)| (Arc::clone(name), value.clone()))
            .collect();
        super::block::bind(&variables, None, |bound| {
            let scope = Scope {
                bound,
                only_bound: true,
                ..*scope
            };
            self.template(template.iter(), &scope)
        })
    }
}

/// Pieces as one text; neighbours that are known are put together.
pub(super) fn joined(pieces: Vec<Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for piece in pieces {
        match (kept.last_mut(), piece) {
            (_, Value::Text(text)) if text.is_empty() => {}
            (Some(Value::Text(before)), Value::Text(text)) => {
                *before = Arc::from(format!("{before}{text}"));
            }
            (_, Value::Joined(inner)) => kept.extend(inner.iter().cloned()),
            (_, piece) => kept.push(piece),
        }
    }
    match &kept[..] {
        [] => Value::text(""),
        [Value::Text(text)] => Value::Text(Arc::clone(text)),
        _ => Value::Joined(kept.into()),
    }
}
