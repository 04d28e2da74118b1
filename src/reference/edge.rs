//! `->`: the resources that a place refers to, as a partial list.

use std::sync::Arc;

use super::element::{is_member, one_of};
use super::identity::Likeness;
use super::leaf::Leaf;
use super::node::{Node, Place, State, View};
use super::plan::{Plan, Resource};
use super::set::{Answer, after_apply, hidden};
use super::written::Written;
use crate::input::{Defect, Mode, Shape};
use crate::schema::links;
use crate::value::{Assumption, Basis, Missing, Reason, Ternary};

/// What a place does whose known value is a resource's name, id or ARN.
pub(super) const NAMES_IT: &str = "names it";
/// What a place does that is written as a reference to a resource.
pub(super) const REFERS_TO_IT: &str = "refers to it";

/// The resources that something refers to: those that certainly, those that perhaps, how many
/// at least, and whether there may be others that the plan does not show (language, 6.3).
#[derive(Clone, Debug, Default)]
pub struct Edge<'p> {
    /// Certainly referred to.
    pub definite: Vec<Member<'p>>,
    /// Perhaps referred to.
    pub possible: Vec<Member<'p>>,
    /// How many there are at least, the definite ones included.
    pub at_least: usize,
    /// What is not visible, where there may be members that the plan does not show.
    pub open: Option<Missing>,
    /// What decides whether the possible members are meant, where that is more than a choice
    /// among them.
    pub unsure: Option<Missing>,
    /// What is not visible is nothing that this plan has.
    pub elsewhere: bool,
    /// What the list as a whole rests on.
    pub basis: Basis,
}

/// A resource that is referred to.
#[derive(Clone, Debug)]
pub struct Member<'p> {
    /// The resource.
    pub resource: Resource<'p>,
    /// What its being a member rests on.
    pub basis: Basis,
    /// The steps from the one to the other, in words.
    pub via: Vec<String>,
}

impl<'p> Edge<'p> {
    /// Nothing is referred to.
    pub(super) fn empty(basis: Basis) -> Edge<'p> {
        Edge {
            basis,
            ..Edge::default()
        }
    }

    /// Nobody can say what is referred to.
    pub(super) fn open(missing: Missing, at_least: usize) -> Edge<'p> {
        Edge {
            open: Some(missing),
            at_least,
            ..Edge::default()
        }
    }

    /// The same without what an assumption says: such members are merely possible, and what the
    /// place really refers to may be something else.
    fn without_assumptions(mut self, node: &Node<'p>) -> Edge<'p> {
        self.elsewhere &= self.basis.is_known();
        let inferred = |member: &Member<'_>| !member.basis.is_known();
        if !self.definite.iter().chain(&self.possible).any(inferred) {
            return self;
        }
        let (unsure, sure): (Vec<_>, Vec<_>) = self.definite.into_iter().partition(inferred);
        self.definite = sure;
        self.possible.extend(unsure);
        // That a member is possible takes nothing for granted.
        for member in &mut self.possible {
            member.basis = Basis::KNOWN;
        }
        self.at_least = self.definite.len();
        self.unseen(Some(node.missing()), false);
        self
    }

    /// Adds that something is not visible, and whether it is nothing that this plan has.
    pub(super) fn unseen(&mut self, open: Option<Missing>, elsewhere: bool) {
        if open.is_some() {
            self.elsewhere = elsewhere && (self.elsewhere || self.open.is_none());
            self.open = self.open.take().or(open);
        }
    }

    /// It refers to at least one, so if there is just one candidate, to that.
    pub(super) fn names_one(&mut self) {
        self.at_least = self.at_least.max(1);
        if self.open.is_none() && self.definite.is_empty() && self.possible.len() == 1 {
            self.definite.append(&mut self.possible);
        }
    }

    /// Adds another list to this one; each resource stays once.
    pub fn join(&mut self, other: Edge<'p>) {
        self.basis = self.basis.and(other.basis);
        self.unsure = self.unsure.take().or(other.unsure);
        self.unseen(other.open, other.elsewhere);
        let hidden = self.at_least.saturating_sub(self.definite.len())
            + other.at_least.saturating_sub(other.definite.len());
        for member in other.definite {
            self.possible.retain(|known| !same(known, &member));
            if !self.definite.iter().any(|known| same(known, &member)) {
                self.definite.push(member);
            }
        }
        for member in other.possible {
            let known = self
                .definite
                .iter()
                .chain(&self.possible)
                .any(|known| same(known, &member));
            if !known {
                self.possible.push(member);
            }
        }
        self.at_least = self.definite.len() + hidden;
    }
}

fn same(one: &Member<'_>, other: &Member<'_>) -> bool {
    std::ptr::eq(one.resource, other.resource)
}

impl<'p> Plan<'p> {
    /// The resources of a type that a place refers to: an attribute, a block or a list of either.
    pub fn forward(&self, node: &Node<'p>, data: bool, kind: &str) -> Result<Edge<'p>, Defect> {
        let edge = if data {
            self.forward_data(node, kind)?
        } else {
            match node.place() {
                Place::Blocks(_) | Place::Block(_) => self.forward_block(node, kind)?,
                _ => self.forward_attribute(node, kind)?,
            }
        };
        Ok(if self.options.strict_unknown {
            edge.without_assumptions(node)
        } else {
            edge
        })
    }

    pub(super) fn forward_attribute(
        &self,
        node: &Node<'p>,
        kind: &str,
    ) -> Result<Edge<'p>, Defect> {
        match node.state() {
            State::Null | State::Absent => Ok(Edge::empty(Basis::KNOWN)),
            State::Unknown | State::NotInPlan => self.forward_unknown(node, kind),
            State::Known(json) => match json.shape()? {
                Shape::Text(text) if text.is_empty() => Ok(Edge::empty(Basis::KNOWN)),
                Shape::Text(text) => self.forward_known(node, kind, &text),
                Shape::Array(_) => self.forward_list(node, kind),
                _ => Ok(Edge::empty(Basis::KNOWN)),
            },
        }
    }

    /// A known name, id or ARN.
    pub(super) fn forward_known(
        &self,
        node: &Node<'p>,
        kind: &str,
        text: &str,
    ) -> Result<Edge<'p>, Defect> {
        let alike = self.with_identity(node, kind, text)?;
        let via = vec![format!("{} {NAMES_IT}", node.subject())];
        let own = self.provider_basis(node.instance);
        let member = |resource| Member {
            resource,
            basis: own.and(self.provider_basis(resource)),
            via: via.clone(),
        };
        let of = |likeness| -> Vec<Member<'p>> {
            let found = alike.iter().filter(|(_, like)| *like == likeness);
            found.map(|(resource, _)| member(*resource)).collect()
        };
        let mut here = of(Likeness::Same);
        if here.len() != 1
            && let Some(resource) = self.meant_of(node, &alike)?
        {
            let leaves = self.leaves_at(node)?;
            let steps = leaves.map_or_else(Vec::new, |leaves| leaves.via);
            here = vec![Member {
                resource,
                basis: Basis::KNOWN,
                via: reference_words(node, &steps),
            }];
        }
        let at_least = here.len().min(1);
        match here.len() {
            0 => {}
            1 => {
                return Ok(Edge {
                    definite: here,
                    at_least,
                    ..Edge::default()
                });
            }
            _ => {
                return Ok(Edge {
                    possible: here,
                    at_least,
                    ..Edge::default()
                });
            }
        }
        let mut possible = of(Likeness::Elsewhere);
        let missing = Missing {
            reason: Reason::Outside,
            what: format!("what {} names is not in this plan", node.subject()),
            decided_by: format!("the plan or state that makes this {kind}"),
        };
        let (namesakes, all) = self.may_become(kind, text)?;
        possible.extend(namesakes.into_iter().map(member));
        Ok(Edge {
            possible,
            elsewhere: all,
            ..Edge::open(missing, 1)
        })
    }

    /// Of the resources that carry a name, the one that the configuration refers to, also under
    /// another provider. Not one of another name, after drift or under `ignore_changes`.
    fn meant_of(
        &self,
        node: &Node<'p>,
        alike: &[(Resource<'p>, Likeness)],
    ) -> Result<Option<Resource<'p>>, Defect> {
        let Some(leaves) = self.leaves_at(node)? else {
            return Ok(None);
        };
        let [Leaf::Known { of: Some(resource) }] = leaves.list[..] else {
            return Ok(None);
        };
        let is_alike = alike
            .iter()
            .any(|(other, _)| std::ptr::eq(*other, resource));
        Ok(is_alike.then_some(resource))
    }

    /// A value that is known only after apply.
    pub(super) fn forward_unknown(&self, node: &Node<'p>, kind: &str) -> Result<Edge<'p>, Defect> {
        if let Some(edge) = self.forward_by_source(node, kind)? {
            return Ok(edge);
        }
        let set = self.is_set(node)?;
        if set.truth == Ternary::False {
            return Ok(Edge::empty(set.basis));
        }
        let at_least = usize::from(set.truth == Ternary::True);
        let Some(leaves) = self.leaves_at(node)? else {
            return self.forward_unseen(node, kind, set);
        };
        let members = self.members(&leaves.list, node, &leaves.via, kind);
        // What is certainly set is no lost constant: one would be known.
        let is_open = |leaf: &&Leaf<'p>| at_least == 0 || !matches!(leaf, Leaf::Part { .. });
        let open: Vec<&Leaf<'p>> = leaves.open().filter(is_open).collect();
        let fits =
            |leaf: &&Leaf<'_>| matches!(leaf, Leaf::Identity { of, .. } if &*of.kind == kind);
        if is_member(node) && !open.is_empty() && open.iter().all(fits) {
            return Ok(one_of(members));
        }
        if let ([Leaf::Identity { .. }], [_]) = (&open[..], &members[..]) {
            // Whatever else the expression refers to is known, so this is what makes it unknown.
            return Ok(if at_least == 1 {
                Edge {
                    definite: members,
                    at_least,
                    basis: set.basis,
                    ..Edge::default()
                }
            } else {
                Edge {
                    possible: members,
                    ..Edge::default()
                }
            });
        }
        let missing = self.why_open(node, kind, &leaves.list, &set);
        let is_hidden = missing.reason == Reason::Reference;
        let other = other_type(node, &leaves.list, kind);
        let edge = Edge {
            possible: members,
            elsewhere: other.is_some(),
            basis: set.basis.and(other.unwrap_or(Basis::KNOWN)),
            ..Edge::open(missing, at_least)
        };
        // Something else that is known only after apply may be asked about, or make up a name.
        let is_other = |leaf: &&Leaf<'p>| match leaf {
            Leaf::Unknown { .. } => true,
            Leaf::Identity { of, .. } => *of.kind != *kind,
            _ => false,
        };
        if is_hidden && !open.iter().any(is_other) {
            return self.within_reach(node, kind, edge, at_least);
        }
        Ok(edge)
    }

    /// A value that is known only after apply, of which the plan records no expression.
    fn forward_unseen(&self, node: &Node<'p>, kind: &str, set: Answer) -> Result<Edge<'p>, Defect> {
        let at_least = usize::from(set.truth == Ternary::True);
        let missing = match set.missing {
            Some(missing) => missing,
            None => self.not_visible(node)?,
        };
        let is_hidden = missing.reason == Reason::Reference;
        let edge = Edge {
            basis: set.basis,
            elsewhere: self.is_left_to_account(node, &missing)?,
            ..Edge::open(missing, at_least)
        };
        if is_hidden {
            return self.within_reach(node, kind, edge, at_least);
        }
        Ok(edge)
    }

    /// Whether the provider or the account chooses what a place becomes: then it is nothing that
    /// this plan makes. What a machine takes from its launch template may well be.
    pub(super) fn is_left_to_account(
        &self,
        node: &Node<'p>,
        missing: &Missing,
    ) -> Result<bool, Defect> {
        if missing.reason != Reason::Account {
            return Ok(false);
        }
        let root = self.root(node.instance, View::After);
        let template = root.attribute(&Arc::from("launch_template"))?;
        Ok(match template.place() {
            Place::Blocks(_) => self.is_set(&template)?.truth == Ternary::False,
            _ => true,
        })
    }

    fn why_open(&self, node: &Node<'p>, kind: &str, leaves: &[Leaf<'p>], set: &Answer) -> Missing {
        for leaf in leaves {
            match leaf {
                Leaf::Opaque { what } | Leaf::Part { what } => return hidden(what.clone()),
                Leaf::Unknown { what, .. } => return after_apply(what.clone()),
                Leaf::Identity { of, .. } if &*of.kind != kind => {
                    return Missing {
                        reason: Reason::Outside,
                        what: format!(
                            "{} refers to `{}`, which is no {kind}",
                            node.subject(),
                            of.address
                        ),
                        decided_by: format!("a reference to a {kind} of this plan"),
                    };
                }
                Leaf::Identity { .. } | Leaf::Known { .. } | Leaf::Dead { .. } => {}
            }
        }
        set.missing.clone().unwrap_or_else(|| Missing {
            reason: Reason::Choice,
            what: format!("{} may be one of several resources", node.subject()),
            decided_by: "the configuration's source (`--source DIR`), or the value after apply"
                .to_owned(),
        })
    }

    pub(super) fn members(
        &self,
        leaves: &[Leaf<'p>],
        node: &Node<'p>,
        via: &[String],
        kind: &str,
    ) -> Vec<Member<'p>> {
        let mut members: Vec<Member<'p>> = Vec::new();
        for leaf in leaves {
            let Leaf::Identity { of, basis } = leaf else {
                continue;
            };
            if &*of.kind != kind {
                continue;
            }
            let basis = basis.and(Basis::assuming(Assumption::Plain));
            let member = Member {
                resource: of,
                basis,
                via: reference_words(node, via),
            };
            if !members.iter().any(|known| same(known, &member)) {
                members.push(member);
            }
        }
        members
    }

    /// `-> data T`: a data source is found by what is written.
    fn forward_data(&self, node: &Node<'p>, kind: &str) -> Result<Edge<'p>, Defect> {
        if matches!(node.state(), State::Null | State::Absent) {
            return Ok(Edge::empty(Basis::KNOWN));
        }
        if matches!(node.state(), State::Unknown)
            && let Some(edge) = self.forward_data_by_source(node, kind)?
        {
            return Ok(edge);
        }
        let Some(leaves) = self.leaves_at(node)? else {
            return Ok(match self.written(node)? {
                Written::Nothing => Edge::empty(Basis::KNOWN),
                _ => Edge::open(self.not_visible(node)?, 0),
            });
        };
        let mut edge = Edge::empty(Basis::KNOWN);
        for leaf in &leaves.list {
            let (Leaf::Known { of: Some(of) } | Leaf::Unknown { of: Some(of), .. }) = leaf else {
                continue;
            };
            if of.mode == Mode::Data && &*of.kind == kind {
                let via = reference_words(node, &leaves.via);
                let member = Member {
                    resource: of,
                    basis: Basis::assuming(Assumption::Plain),
                    via,
                };
                edge.definite.push(member);
            }
        }
        edge.at_least = edge.definite.len();
        if leaves.list.len() > edge.definite.len() {
            edge.possible = std::mem::take(&mut edge.definite);
            edge.at_least = 0;
            edge.open = leaves.hidden().map(|what| hidden(what.to_owned()));
        }
        Ok(edge)
    }

    /// Everything of a type that is planned, as `resources(T)` means it.
    pub fn everything(&self, data: bool, kind: &str) -> Edge<'p> {
        let member = |resource| Member {
            resource,
            basis: Basis::KNOWN,
            via: Vec::new(),
        };
        let definite: Vec<Member<'p>> =
            self.resources(data, kind).into_iter().map(member).collect();
        let open = (!self.is_whole()).then(|| not_whole(kind));
        Edge {
            at_least: definite.len(),
            definite,
            elsewhere: open.is_some(),
            open,
            ..Edge::default()
        }
    }

    /// Why nothing can be followed from here.
    pub(super) fn not_visible(&self, node: &Node<'p>) -> Result<Missing, Defect> {
        Ok(match self.written(node)? {
            Written::Invisible(what) if self.is_plan() => hidden(what),
            _ => node.missing(),
        })
    }

    /// The side of a change that a node looks at has nothing unknown where it is the old one.
    pub fn existing(&self, resource: Resource<'p>) -> Node<'p> {
        let view = if resource.actions.exists_after() {
            View::After
        } else {
            View::Before
        };
        self.root(resource, view)
    }
}

/// An incomplete plan may lack what is asked for.
pub(super) fn not_whole(kind: &str) -> Missing {
    Missing {
        reason: Reason::Outside,
        what: format!("this plan is not whole, so a {kind} may be missing from it"),
        decided_by: "a plan without -target that succeeded".to_owned(),
    }
}

/// What it rests on that a place names resources of another type, where it does: such as can stand
/// there too and are named by the same attributes, as a subnet and a default subnet by their ids.
fn other_type(node: &Node<'_>, leaves: &[Leaf<'_>], kind: &str) -> Option<Basis> {
    let link = links::link(&node.instance.kind, &node.path.schema_path())?;
    let by = |kind: &str| {
        let target = link.targets.iter().find(|target| target.kind == kind)?;
        Some(target.by)
    };
    let by_this = by(kind)?;
    let mut rests_on = Basis::assuming(Assumption::Plain);
    for leaf in leaves {
        match leaf {
            Leaf::Identity { of, basis } if &*of.kind != kind && by(&of.kind) == Some(by_this) => {
                rests_on = rests_on.and(*basis);
            }
            _ => return None,
        }
    }
    Some(rests_on)
}

pub(super) fn reference_words(node: &Node<'_>, via: &[String]) -> Vec<String> {
    let mut words = vec![format!("{} {REFERS_TO_IT}", node.subject())];
    words.extend(via.iter().map(|step| format!("through {step}")));
    words
}
