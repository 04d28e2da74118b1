//! What a module can see: where the plan does not record what a place refers to, everything that
//! it could refer to.
//!
//! A local, a `for` or a `dynamic` block hides which resource is meant, and not which ones may be:
//! an expression sees what its module makes, what the module is given and what the modules that it
//! calls give back.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::edge::{Edge, Member};
use super::leaf::{Leaf, Scope};
use super::memo::Memo;
use super::modules::ModuleId;
use super::node::Node;
use super::plan::{Plan, Resource};
use super::walk::Walk;
use crate::input::{Defect, Json, Mode};
use crate::value::{Assumption, Basis};

/// More candidates say nothing together.
const CANDIDATES: usize = 20;
/// More modules that see each other are not looked through.
const MODULES: usize = 100;

/// What modules can see, once somebody asked.
#[derive(Default)]
pub(super) struct Reaches<'p> {
    /// What each sees itself: the root is asked about for every module below it.
    own: Answers<Sight<'p>>,
    all: Answers<Reach<'p>>,
}

/// Answers about a module and a type.
type Answers<T> = Memo<(ModuleId, String), Option<T>>;

/// The resources of a type that a module can see; none if it may see others.
type Reach<'p> = Vec<Resource<'p>>;

/// What one module sees itself.
struct Sight<'p> {
    found: Vec<Resource<'p>>,
    /// The modules that hide what else it sees.
    ahead: BTreeSet<ModuleId>,
}

/// A look around in one module.
struct Look<'a, 'p> {
    plan: &'a Plan<'p>,
    kind: &'a str,
    sight: Sight<'p>,
    /// Something that is seen may stand for a resource outside of the plan, or there is too much.
    is_open: bool,
}

impl<'p> Plan<'p> {
    /// Every resource of a type that a hidden expression at a place may refer to, if it refers to
    /// one; as it is where that cannot be told.
    ///
    /// `at_least` is how many it refers to for certain.
    pub(super) fn within_reach(
        &self,
        node: &Node<'p>,
        kind: &str,
        edge: Edge<'p>,
        at_least: usize,
    ) -> Result<Edge<'p>, Defect> {
        let is_configured = self.configuration(node.instance).is_some();
        if self.options.strict_unknown || edge.open.is_none() || !is_configured {
            return Ok(edge);
        }
        let reach = self.reach(node.instance, kind)?;
        let Some(resources) = reach.as_ref() else {
            return Ok(edge);
        };
        let basis = Basis::assuming(Assumption::InReach).and(Basis::assuming(Assumption::Plain));
        let mut members: Vec<Member<'p>> = Vec::with_capacity(resources.len());
        for resource in resources {
            members.push(Member {
                resource,
                basis,
                via: vec![format!(
                    "the plan does not record what {} refers to; its module can see this one",
                    node.subject()
                )],
            });
        }
        let basis = edge.basis.and(basis);
        Ok(match (members.len(), at_least) {
            (1, 1..) => Edge {
                definite: members,
                at_least: 1,
                basis,
                ..Edge::default()
            },
            // If anything is meant, it is not in this plan.
            (0, _) => edge,
            _ => Edge {
                possible: members,
                at_least: at_least.min(1),
                unsure: edge.open,
                basis,
                ..Edge::default()
            },
        })
    }

    fn reach(&self, from: Resource<'p>, kind: &str) -> Result<Arc<Option<Reach<'p>>>, Defect> {
        let Some(module) = self.module_of(from).filter(|_| self.is_whole()) else {
            return Ok(Arc::new(None));
        };
        self.reaches
            .all
            .get_or_find(&(module, kind.to_owned()), || {
                let (mut found, mut ahead) = (Vec::new(), vec![module]);
                let mut seen = BTreeSet::from([module]);
                while let Some(module) = ahead.pop() {
                    let sight = self.sight(module, kind)?;
                    let Some(sight) = sight.as_ref() else {
                        return Ok(None);
                    };
                    for resource in &sight.found {
                        keep(&mut found, resource);
                    }
                    ahead.extend(sight.ahead.iter().filter(|module| seen.insert(**module)));
                    if found.len() > CANDIDATES || seen.len() > MODULES {
                        return Ok(None);
                    }
                }
                Ok(Some(found))
            })
    }

    fn sight(&self, module: ModuleId, kind: &str) -> Result<Arc<Option<Sight<'p>>>, Defect> {
        self.reaches
            .own
            .get_or_find(&(module, kind.to_owned()), || {
                let mut look = Look {
                    plan: self,
                    kind,
                    sight: Sight {
                        found: Vec::new(),
                        ahead: BTreeSet::new(),
                    },
                    is_open: false,
                };
                look.makes(module);
                look.is_given(module)?;
                look.gets_back(module)?;
                Ok((!look.is_open).then_some(look.sight))
            })
    }
}

fn keep<'p>(found: &mut Vec<Resource<'p>>, resource: Resource<'p>) {
    if !found.iter().any(|known| std::ptr::eq(*known, resource)) {
        found.push(resource);
    }
}

impl<'p> Look<'_, 'p> {
    /// The module's own resources and data sources.
    fn makes(&mut self, module: ModuleId) {
        let plan = self.plan;
        let instance = plan.modules().get(module);
        let (Some(configuration), Some(address)) =
            (instance.configuration, plan.modules().address(module))
        else {
            self.is_open |= instance.configuration.is_none();
            return;
        };
        for (mode, kind, name, _) in configuration.resources() {
            if kind == self.kind || may_hold_any(mode, kind) {
                for resource in plan.named((address, mode, kind, name)) {
                    self.see(resource);
                }
            }
        }
    }

    /// What the module's variables are given.
    fn is_given(&mut self, module: ModuleId) -> Result<(), Defect> {
        let instance = self.plan.modules().get(module);
        let (Some(configuration), Some((caller, name, _))) =
            (instance.configuration, &instance.call)
        else {
            return Ok(());
        };
        let scope = Scope {
            module: configuration,
            instance: Some(module),
            caller: None,
            called: Some(name.clone()),
            key: None,
            for_each: None,
        };
        for (variable, _) in configuration.variables() {
            let mut walk = Walk::around(self.plan);
            walk.variable(variable, &scope, &[])?;
            self.ends(walk.list, *caller);
        }
        Ok(())
    }

    /// The outputs of the modules that the module calls.
    fn gets_back(&mut self, module: ModuleId) -> Result<(), Defect> {
        let plan = self.plan;
        let Some(configuration) = plan.modules().get(module).configuration else {
            return Ok(());
        };
        for (name, call) in configuration.calls() {
            let Some(inner) = call.module() else {
                self.is_open = true;
                return Ok(());
            };
            let outputs: Vec<Json<'p>> = inner.outputs().filter_map(|(_, output)| output).collect();
            for (_, instance) in plan.modules().called(module, name) {
                let scope = Scope {
                    module: inner,
                    instance: Some(instance),
                    caller: None,
                    called: Some(name.to_owned()),
                    key: None,
                    for_each: None,
                };
                if self.is_open {
                    return Ok(());
                }
                for output in &outputs {
                    let mut walk = Walk::around(plan);
                    walk.expression(*output, &scope, &[])?;
                    self.ends(walk.list, instance);
                }
            }
        }
        Ok(())
    }

    /// Where references end; what is hidden is hidden by something that a module sees.
    fn ends(&mut self, leaves: Vec<Leaf<'p>>, module: ModuleId) {
        for leaf in leaves {
            match leaf {
                Leaf::Identity { of, .. }
                | Leaf::Known { of: Some(of) }
                | Leaf::Unknown { of: Some(of), .. } => self.see(of),
                Leaf::Known { of: None } | Leaf::Dead { .. } | Leaf::Part { .. } => {}
                Leaf::Unknown { of: None, .. } => self.is_open = true,
                Leaf::Opaque { .. } => {
                    self.sight.ahead.insert(module);
                    self.is_open |= self.sight.ahead.len() > MODULES;
                }
            }
        }
    }

    fn see(&mut self, resource: Resource<'p>) {
        if resource.mode == Mode::Managed && *resource.kind == *self.kind {
            if resource.actions.exists_after() && resource.deposed.is_none() {
                keep(&mut self.sight.found, resource);
                self.is_open |= self.sight.found.len() > CANDIDATES;
            }
            return;
        }
        let reads_later = resource.mode == Mode::Managed || resource.actions.contains_read();
        self.is_open |= reads_later && may_hold_any(resource.mode, &resource.kind);
    }
}

/// Whether an attribute of a resource or data source may hold a name of something that is not in
/// the plan, and that is known only after apply.
fn may_hold_any(mode: Mode, kind: &str) -> bool {
    match mode {
        Mode::Managed => {
            let is_made_here = MAKE_THEIR_OWN.iter().any(|prefix| kind.starts_with(prefix));
            !is_made_here || HAND_ON.contains(&kind)
        }
        Mode::Data => !READ_NOTHING_ELSE.contains(&kind),
    }
}

/// Types whose computed attributes describe what they make.
const MAKE_THEIR_OWN: [&str; 7] = [
    "aws_",
    "random_",
    "tls_",
    "time_",
    "null_",
    "local_",
    "cloudinit_",
];

/// Types of those that hand on what others make.
const HAND_ON: [&str; 6] = [
    "aws_cloudformation_stack",
    "aws_cloudformation_stack_set_instance",
    "aws_lambda_invocation",
    "aws_servicecatalog_provisioned_product",
    "aws_ssm_parameter",
    "random_shuffle",
];

/// Data sources whose attributes name nothing that a role, a profile, a launch template or a
/// policy could be.
const READ_NOTHING_ELSE: [&str; 39] = [
    "archive_file",
    "aws_acm_certificate",
    "aws_ami",
    "aws_ami_ids",
    "aws_arn",
    "aws_availability_zone",
    "aws_availability_zones",
    "aws_caller_identity",
    "aws_canonical_user_id",
    "aws_default_tags",
    "aws_ebs_default_kms_key",
    "aws_ec2_instance_type",
    "aws_ec2_instance_type_offerings",
    "aws_ec2_managed_prefix_list",
    "aws_eks_addon_version",
    "aws_eks_cluster",
    "aws_eks_cluster_auth",
    "aws_eks_cluster_versions",
    "aws_elb_service_account",
    "aws_iam_policy_document",
    "aws_iam_session_context",
    "aws_internet_gateway",
    "aws_key_pair",
    "aws_kms_alias",
    "aws_kms_key",
    "aws_partition",
    "aws_prefix_list",
    "aws_region",
    "aws_route53_zone",
    "aws_route_table",
    "aws_security_group",
    "aws_security_groups",
    "aws_service_principal",
    "aws_subnet",
    "aws_subnets",
    "aws_vpc",
    "aws_vpcs",
    "cloudinit_config",
    "tls_certificate",
];
