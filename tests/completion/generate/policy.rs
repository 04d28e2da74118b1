//! Policy documents.

use super::target::{Base, Target};
use super::{Around, DOCUMENT, Generator, PROFILE_ARN, ROLE, Slot};
use crate::terraform::configuration::{Block, Body, Repetition, Resource};
use crate::terraform::expression::{Expression, Part};
use crate::terraform::function::Function;

const ROLE_ARN: Slot = super::slot("aws_iam_role", "arn");

impl Generator<'_> {
    /// A document as a literal text: who may assume a role, or what it may do.
    pub(super) fn literal_document(&mut self) -> Expression {
        let statement = match self.random.below(4) {
            0 => {
                "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}"
            }
            1 => {
                "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}"
            }
            2 => "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
            _ => "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}",
        };
        Expression::text(&format!(
            "{{\"Version\":\"2012-10-17\",\"Statement\":[{statement}]}}"
        ))
    }

    /// A document that lets someone assume a role.
    pub(super) fn trust(&mut self, around: &Around) -> Expression {
        match self.random.below(10) {
            0..=3 => self.encoded(true, around),
            4..=6 => match self.reference(DOCUMENT, around) {
                Some(reference) => reference,
                None => self.encoded(true, around),
            },
            _ => self.slot(DOCUMENT, around, 2),
        }
    }

    /// A document that allows something.
    pub(super) fn grant(&mut self, around: &Around) -> Expression {
        match self.random.below(10) {
            0..=4 => self.encoded(false, around),
            _ => self.slot(DOCUMENT, around, 2),
        }
    }

    /// `jsonencode({ … })`
    fn encoded(&mut self, trust: bool, around: &Around) -> Expression {
        let text = |name: &str, value: &str| (name.to_owned(), Expression::text(value));
        let mut statement = vec![text("Effect", "Allow")];
        if trust {
            let service = self.random.word(&[
                "ec2.amazonaws.com",
                "ec2.amazonaws.com",
                "lambda.amazonaws.com",
            ]);
            let principal = match self.principal(around) {
                Some(arn) if self.random.percent(25) => ("AWS".to_owned(), arn),
                _ => text("Service", service),
            };
            statement.push(text("Action", "sts:AssumeRole"));
            statement.push(("Principal".to_owned(), Expression::Object(vec![principal])));
        } else {
            statement.push(text(
                "Action",
                self.random.word(&["*", "s3:GetObject", "iam:*"]),
            ));
            let resource = match self.principal(around) {
                Some(arn) if self.random.percent(40) => arn,
                _ => Expression::text("*"),
            };
            statement.push(("Resource".to_owned(), resource));
        }
        let document = Expression::Object(vec![
            text("Version", "2012-10-17"),
            (
                "Statement".to_owned(),
                Expression::List(vec![Expression::Object(statement)]),
            ),
        ]);
        Expression::Call(Function::JsonEncode, vec![document])
    }

    fn principal(&mut self, around: &Around) -> Option<Expression> {
        if self.random.percent(50) {
            self.reference(ROLE_ARN, around)
        } else {
            self.reference(PROFILE_ARN, around)
        }
    }

    /// `data "aws_iam_policy_document"`
    pub(super) fn policy_document(&mut self) {
        let name = format!("d{}", self.module.resources.len());
        let (repetition, around) = if self.random.percent(75) {
            (Repetition::Once, Around::default())
        } else {
            self.repetition(None)
        };
        let mut body = Body::default();
        for _ in 0..=self.random.below(2) {
            let block = self.statement(&around);
            body.blocks.push(block);
        }
        self.targets.push(Target {
            slot: DOCUMENT,
            base: Base::Resource {
                data: true,
                name: name.clone(),
            },
            keys: around.keys,
        });
        self.module.resources.push(Resource {
            data: true,
            kind: DOCUMENT.kind.to_owned(),
            name,
            repetition,
            body,
        });
    }

    fn statement(&mut self, around: &Around) -> Block {
        let list = |text: &str| Expression::List(vec![Expression::text(text)]);
        let mut body = Body::default();
        let mut add = |name: &str, value: Expression| body.arguments.push((name.to_owned(), value));
        if self.random.percent(20) {
            let effect = if self.random.percent(40) {
                let condition = self.condition(around);
                let (deny, allow) = (Expression::text("Deny"), Expression::text("Allow"));
                Expression::conditional(condition, deny, allow)
            } else {
                Expression::text(self.random.word(&["Allow", "Deny"]))
            };
            add("effect", effect);
        }
        let trust = self.random.percent(60);
        if trust {
            add("actions", list("sts:AssumeRole"));
        } else {
            let actions = self.random.word(&["*", "s3:GetObject", "sts:AssumeRole"]);
            add("actions", list(actions));
            let resource = match self.principal(around) {
                Some(arn) if self.random.percent(60) => {
                    let parts = vec![Part::Value(arn), Part::Text("/*".to_owned())];
                    Expression::List(vec![Expression::Template(parts)])
                }
                _ => list("*"),
            };
            add("resources", resource);
        }
        if trust {
            let principals = self.principals(around);
            body.blocks.push(principals);
        }
        let dynamic = self.random.percent(15).then(|| self.one_or_none(around));
        Block {
            name: "statement".to_owned(),
            dynamic,
            body,
        }
    }

    fn principals(&mut self, around: &Around) -> Block {
        let mut body = Body::default();
        let (kind, identifier) = match self.reference(ROLE, around) {
            Some(_) if self.random.percent(25) => {
                let arn = self.principal(around).unwrap_or(Expression::text("*"));
                ("AWS", arn)
            }
            _ => {
                let services = [
                    "ec2.amazonaws.com",
                    "ec2.amazonaws.com",
                    "lambda.amazonaws.com",
                ];
                ("Service", Expression::text(self.random.word(&services)))
            }
        };
        body.arguments
            .push(("type".to_owned(), Expression::text(kind)));
        body.arguments
            .push(("identifiers".to_owned(), Expression::List(vec![identifier])));
        Block {
            name: "principals".to_owned(),
            dynamic: None,
            body,
        }
    }

    /// What a `dynamic` block goes over: one thing or none, often on a condition.
    pub(super) fn one_or_none(&mut self, around: &Around) -> Expression {
        let one = Expression::List(vec![Expression::text("on")]);
        match self.random.below(4) {
            0 => one,
            1 => Expression::List(Vec::new()),
            _ => {
                let condition = self.condition(around);
                Expression::conditional(condition, one, Expression::List(Vec::new()))
            }
        }
    }
}
