//! Resources, one of each type.

use super::target::{Base, Keys, Target};
use super::{
    Around, Generator, LAUNCH_CONFIGURATION, POLICY, PROFILE, PROFILE_ARN, ROLE, Slot, TEMPLATE,
    TEMPLATE_NAME, TOKENS,
};
use crate::terraform::configuration::{Block, Body, Resource};
use crate::terraform::expression::{Expression, Part};

impl Generator<'_> {
    pub(super) fn role(&mut self) {
        self.resource(ROLE, Some(ROLE), |this, around, body| {
            this.own_name(around, body);
            let trust = this.trust(around);
            argument(body, "assume_role_policy", trust);
            if this.random.percent(10) {
                let policies = this.policies(around);
                argument(body, "managed_policy_arns", policies);
            }
            if this.random.percent(10) {
                let mut inline = Body::default();
                argument(&mut inline, "name", Expression::text("inline"));
                let grant = this.grant(around);
                argument(&mut inline, "policy", grant);
                let block = this.perhaps_dynamic("inline_policy", inline, around);
                body.blocks.push(block);
            }
        });
    }

    pub(super) fn profile(&mut self) {
        self.resource(PROFILE, Some(ROLE), |this, around, body| {
            this.own_name(around, body);
            if this.random.percent(85) {
                let role = this.slot(ROLE, around, 2);
                argument(body, "role", role);
            }
            this.tags(around, body);
        });
    }

    pub(super) fn policy(&mut self) {
        self.resource(POLICY, None, |this, around, body| {
            this.own_name(around, body);
            let grant = this.grant(around);
            argument(body, "policy", grant);
        });
    }

    pub(super) fn role_policy(&mut self) {
        self.resource(
            named("aws_iam_role_policy"),
            Some(ROLE),
            |this, around, body| {
                let role = this.slot(ROLE, around, 1);
                argument(body, "role", role);
                let grant = this.grant(around);
                argument(body, "policy", grant);
            },
        );
    }

    pub(super) fn attachment(&mut self) {
        self.resource(
            named("aws_iam_role_policy_attachment"),
            Some(ROLE),
            |this, around, body| {
                let role = this.slot(ROLE, around, 2);
                argument(body, "role", role);
                let policy = if this.random.percent(40) {
                    this.literal(POLICY)
                } else {
                    this.slot(POLICY, around, 2)
                };
                argument(body, "policy_arn", policy);
            },
        );
    }

    pub(super) fn shared_attachment(&mut self) {
        self.resource(
            named("aws_iam_policy_attachment"),
            None,
            |this, around, body| {
                let name = format!("shared{}", this.module.resources.len());
                argument(body, "name", Expression::text(&name));
                let roles = (0..=this.random.below(2)).map(|_| this.slot(ROLE, around, 1));
                let roles = Expression::List(roles.collect());
                argument(body, "roles", roles);
                let policy = this.slot(POLICY, around, 1);
                argument(body, "policy_arn", policy);
            },
        );
    }

    pub(super) fn launch_template(&mut self) {
        self.resource(TEMPLATE, Some(PROFILE), |this, around, body| {
            this.own_name(around, body);
            if this.random.percent(70) {
                let mut inner = Body::default();
                if this.random.percent(70) {
                    let name = this.slot(PROFILE, around, 2);
                    argument(&mut inner, "name", name);
                } else {
                    let arn = this.slot(PROFILE_ARN, around, 2);
                    argument(&mut inner, "arn", arn);
                }
                let block = this.perhaps_dynamic("iam_instance_profile", inner, around);
                body.blocks.push(block);
            }
            this.metadata_options(around, body);
        });
    }

    pub(super) fn launch_configuration(&mut self) {
        self.resource(LAUNCH_CONFIGURATION, Some(PROFILE), |this, around, body| {
            this.own_name(around, body);
            argument(body, "image_id", Expression::text("ami-1"));
            argument(body, "instance_type", Expression::text("t3.micro"));
            this.own_profile(around, body);
            this.metadata_options(around, body);
        });
    }

    pub(super) fn instance(&mut self) {
        self.resource(
            named("aws_instance"),
            Some(PROFILE),
            |this, around, body| {
                argument(body, "ami", Expression::text("ami-1"));
                argument(body, "instance_type", Expression::text("t3.micro"));
                this.own_profile(around, body);
                if this.random.percent(30) {
                    this.template_block("launch_template", "", around, body);
                }
                this.metadata_options(around, body);
                this.tags(around, body);
            },
        );
    }

    pub(super) fn spot_request(&mut self) {
        self.resource(
            named("aws_spot_instance_request"),
            Some(PROFILE),
            |this, around, body| {
                argument(body, "ami", Expression::text("ami-1"));
                argument(body, "instance_type", Expression::text("t3.micro"));
                this.own_profile(around, body);
                if this.random.percent(20) {
                    this.template_block("launch_template", "", around, body);
                }
                this.metadata_options(around, body);
            },
        );
    }

    pub(super) fn group(&mut self) {
        self.resource(
            named("aws_autoscaling_group"),
            None,
            |this, around, body| {
                argument(body, "min_size", Expression::number(1));
                argument(body, "max_size", Expression::number(2));
                match this.random.below(4) {
                    0 => {
                        let source = this.slot(LAUNCH_CONFIGURATION, around, 2);
                        argument(body, "launch_configuration", source);
                    }
                    1 | 2 => this.template_block("launch_template", "", around, body),
                    _ => {
                        let mut template = Body::default();
                        let specification = "launch_template_specification";
                        this.template_block(
                            specification,
                            "launch_template_",
                            around,
                            &mut template,
                        );
                        for _ in 0..this.random.below(3) {
                            let mut inner = Body::default();
                            argument(&mut inner, "instance_type", Expression::text("t3.small"));
                            if this.random.percent(60) {
                                this.template_block(
                                    specification,
                                    "launch_template_",
                                    around,
                                    &mut inner,
                                );
                            }
                            template
                                .blocks
                                .push(this.perhaps_dynamic("override", inner, around));
                        }
                        let mut policy = Body::default();
                        policy.blocks.push(plain("launch_template", template));
                        body.blocks.push(plain("mixed_instances_policy", policy));
                    }
                }
            },
        );
    }

    /// A resource of a type, which others can refer to from then on.
    fn resource(
        &mut self,
        slot: Slot,
        wanted: Option<Slot>,
        fill: impl FnOnce(&mut Self, &Around, &mut Body),
    ) {
        let (repetition, around) = self.repetition(wanted);
        let mut body = Body::default();
        fill(self, &around, &mut body);
        let stem = slot.kind.rsplit('_').next().unwrap_or("x");
        let name = format!("{stem}{}", self.module.resources.len());
        self.targets.push(Target {
            slot,
            base: Base::Resource {
                data: false,
                name: name.clone(),
            },
            keys: around.keys,
        });
        self.module.resources.push(Resource {
            data: false,
            kind: slot.kind.to_owned(),
            name,
            repetition,
            body,
        });
    }

    /// The resource's own name: none, a prefix, a literal, or something derived.
    fn own_name(&mut self, around: &Around, body: &mut Body) {
        let unique = format!("own{}-{}", self.depth, self.module.resources.len());
        let key = match around.keys {
            Keys::None => None,
            Keys::Count(_) => Some(Expression::path("count.index")),
            Keys::Each(_) => Some(Expression::path("each.key")),
        };
        let mut parts = vec![Part::Text(unique.clone())];
        parts.extend(
            key.clone()
                .into_iter()
                .flat_map(|key| [Part::Text("-".to_owned()), Part::Value(key)]),
        );
        match self.random.below(10) {
            0 => argument(body, "name_prefix", Expression::text("own-")),
            1 if key.is_none() => {
                let name = self.random.pick(&["web", "db"]);
                argument(body, "name", Expression::text(name));
            }
            2 | 3 => match &parts[..] {
                [Part::Text(text)] => argument(body, "name", Expression::text(text)),
                _ => argument(body, "name", Expression::Template(parts)),
            },
            4 if key.is_none() => {
                let condition = self.condition(around);
                let name = self.random.pick(&["web", "db"]);
                let other = Expression::text(&unique);
                let name = Expression::conditional(condition, Expression::text(name), other);
                argument(body, "name", name);
            }
            5 => {
                let role = self.plain(ROLE, around);
                parts.push(Part::Text("-".to_owned()));
                parts.push(Part::Value(role));
                argument(body, "name", Expression::Template(parts));
            }
            _ => {}
        }
    }

    fn own_profile(&mut self, around: &Around, body: &mut Body) {
        if self.random.percent(75) {
            let slot = if self.random.percent(88) {
                PROFILE
            } else {
                PROFILE_ARN
            };
            let profile = self.slot(slot, around, 3);
            argument(body, "iam_instance_profile", profile);
        }
    }

    fn policies(&mut self, around: &Around) -> Expression {
        let items = (0..self.random.below(3)).map(|_| self.slot(POLICY, around, 1));
        Expression::List(items.collect())
    }

    /// A block that names a template, by id or by name.
    fn template_block(&mut self, name: &str, prefix: &str, around: &Around, body: &mut Body) {
        let mut inner = Body::default();
        if self.random.percent(70) {
            let id = self.slot(TEMPLATE, around, 2);
            argument(&mut inner, &format!("{prefix}id"), id);
        } else {
            let template = self.slot(TEMPLATE_NAME, around, 2);
            argument(&mut inner, &format!("{prefix}name"), template);
        }
        if self.random.percent(30) {
            argument(&mut inner, "version", Expression::text("$Latest"));
        }
        let block = match prefix {
            // The block around it needs this one.
            "launch_template_" => plain(name, inner),
            _ => self.perhaps_dynamic(name, inner, around),
        };
        body.blocks.push(block);
    }

    fn metadata_options(&mut self, around: &Around, body: &mut Body) {
        if !self.random.percent(40) {
            return;
        }
        let mut inner = Body::default();
        if self.random.percent(85) {
            let tokens = self.slot(TOKENS, around, 2);
            argument(&mut inner, "http_tokens", tokens);
        }
        if self.random.percent(25) {
            let endpoint = if self.random.percent(30) {
                let condition = self.condition(around);
                let (off, on) = (Expression::text("disabled"), Expression::text("enabled"));
                Expression::conditional(condition, off, on)
            } else {
                Expression::text(self.random.word(&["disabled", "enabled"]))
            };
            argument(&mut inner, "http_endpoint", endpoint);
        }
        let block = self.perhaps_dynamic("metadata_options", inner, around);
        body.blocks.push(block);
    }

    /// Tags that mention something else.
    fn tags(&mut self, around: &Around, body: &mut Body) {
        if !self.random.percent(15) {
            return;
        }
        let slot = *self.random.pick(&[TEMPLATE, PROFILE, ROLE]);
        let fields = vec![
            ("plain".to_owned(), Expression::text("x")),
            ("of".to_owned(), self.slot(slot, around, 1)),
        ];
        argument(body, "tags", Expression::Object(fields));
    }

    fn perhaps_dynamic(&mut self, name: &str, body: Body, around: &Around) -> Block {
        if self.random.percent(18) {
            Block {
                name: name.to_owned(),
                dynamic: Some(self.one_or_none(around)),
                body,
            }
        } else {
            plain(name, body)
        }
    }
}

fn argument(body: &mut Body, name: &str, value: Expression) {
    body.arguments.push((name.to_owned(), value));
}

fn plain(name: &str, body: Body) -> Block {
    Block {
        name: name.to_owned(),
        dynamic: None,
        body,
    }
}

/// A type that nothing here refers to by a slot.
const fn named(kind: &'static str) -> Slot {
    super::slot(kind, "id")
}
