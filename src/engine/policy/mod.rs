//! Policy documents as functions take them: JSON text, decoded maps, and data sources, also while
//! their JSON is known only after apply.
//!
//! A document is first taken as the plan itself shows it. Only if that leaves the answer open are
//! references followed: to the data sources that it takes in, and to the ARNs that stand in it.
//! The answer then rests on an assumption.

mod rendered;

use std::sync::Arc;

use self::rendered::{Reading, weight};
use super::evaluate::Evaluator;
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial};
use super::trace::What;
use crate::function::OpenList;
use crate::input::{Defect, Mode};
use crate::reference::{Edge, Member, Node, Origin, Resource, State, View, WrittenDocument};
use crate::value::compare::equal;
use crate::value::{Basis, Missing, Number, Reason, Ternary, Trouble, Value};

const POLICY_DOCUMENT: &str = "aws_iam_policy_document";
/// What a data source renders its document to.
const RENDERED: [&str; 2] = ["json", "minified_json"];
/// Attributes may pass a document on this many times.
const DEPTH: usize = 16;

/// A document that an operand is, or may be.
struct Document<'p> {
    source: Source<'p>,
    basis: Basis,
}

enum Source<'p> {
    /// Text, a map, or nothing that is known.
    Value(Value),
    /// What a data source renders.
    Data(Resource<'p>),
}

/// What a function said of a document.
pub(super) struct Said<T> {
    pub(super) answer: T,
    /// What it said of the document as the plan shows it, where it was asked again.
    shown: Option<T>,
    pub(super) basis: Basis,
    pub(super) sensitive: bool,
}

impl<'p> Evaluator<'_, 'p> {
    /// Asks something of the document that an operand is. Where it may be one of several, they
    /// must agree.
    pub(super) fn ask_policy(
        &self,
        operand: &Operand<'p>,
        ask: impl Fn(Value) -> Result<Value, Trouble>,
    ) -> Result<Said<Value>, Trouble> {
        let mut all: Option<Said<Value>> = None;
        for document in self.documents(operand, DEPTH)? {
            let said = self.ask_document(&document, &ask, |answer| answer.missing().is_none())?;
            all = Some(match all {
                None => said,
                Some(before) => Said {
                    answer: match equal(&before.answer, &said.answer) {
                        Ternary::True => said.answer,
                        _ if before.answer.missing().is_some() => before.answer,
                        _ if said.answer.missing().is_some() => said.answer,
                        _ => Value::Unknown(Arc::new(one_of_several(operand))),
                    },
                    shown: None,
                    basis: before.basis.and(said.basis),
                    sensitive: before.sensitive || said.sensitive,
                },
            });
        }
        all.ok_or_else(|| Trouble::new("R702", "there is no policy document here"))
    }

    /// Asks for a list that the document that an operand is holds.
    pub(super) fn list_policy(
        &self,
        operand: &Operand<'p>,
        ask: impl Fn(Value) -> Result<OpenList, Trouble>,
    ) -> Result<Said<Partial<'p>>, Trouble> {
        let documents = self.documents(operand, DEPTH)?;
        let [document] = &documents[..] else {
            return Ok(Said {
                answer: Partial::open(Arc::new(one_of_several(operand)), 0),
                shown: None,
                basis: Basis::KNOWN,
                sensitive: false,
            });
        };
        let is_whole = |member: &Value| member.missing().is_none();
        let is_decided = |list: &OpenList| list.more.is_none() && list.members.iter().all(is_whole);
        let said = self.ask_document(document, ask, is_decided)?;
        // Where the plan itself shows that there are no more, only what is followed is assumed.
        let shown = said.shown.filter(|shown| shown.more.is_none());
        let mut list = said.answer;
        let mut rests_on = vec![said.basis; list.members.len()];
        let basis = match &shown {
            Some(shown) => {
                let pairs = shown
                    .members
                    .iter()
                    .zip(&mut list.members)
                    .zip(&mut rests_on);
                for ((member, followed), basis) in pairs.filter(|((one, _), _)| is_whole(one)) {
                    followed.clone_from(member);
                    *basis = document.basis;
                }
                document.basis
            }
            None => said.basis,
        };
        let element = |(at, (member, basis))| Element {
            key: match &list.more {
                Some(missing) if at >= list.placed => Value::Unknown(Arc::clone(missing)),
                _ => Value::Number(Number::from(at)),
            },
            value: Operand {
                sensitive: said.sensitive,
                ..Operand::data(member).resting_on(basis)
            },
        };
        let members = list.members.into_iter().zip(rests_on).enumerate();
        Ok(Said {
            answer: Partial {
                open: list.more.clone(),
                basis,
                ..Partial::of(members.map(element).collect())
            },
            shown: None,
            basis,
            sensitive: said.sensitive,
        })
    }

    /// Asks a document as the plan shows it; if that does not decide, with references followed.
    fn ask_document<T>(
        &self,
        document: &Document<'p>,
        ask: impl Fn(Value) -> Result<T, Trouble>,
        is_decided: impl Fn(&T) -> bool,
    ) -> Result<Said<T>, Trouble> {
        let resource = match &document.source {
            Source::Value(value) => {
                self.burn(weight(value))?;
                return Ok(Said {
                    answer: ask(value.clone())?,
                    shown: None,
                    basis: document.basis,
                    sensitive: false,
                });
            }
            Source::Data(resource) => *resource,
        };
        let read = |reading: &mut Reading<'p>| {
            let answer = self.rendered(resource, reading).and_then(&ask);
            answer.map_err(|trouble| {
                if reading.sensitive {
                    unquoted(&trouble)
                } else {
                    trouble
                }
            })
        };
        let mut reading = Reading::new(false);
        let shown = read(&mut reading)?;
        if is_decided(&shown) {
            return Ok(Said {
                answer: shown,
                shown: None,
                basis: document.basis,
                sensitive: reading.sensitive,
            });
        }
        let mut following = Reading::new(true);
        let answer = read(&mut following)?;
        Ok(Said {
            answer,
            shown: Some(shown),
            basis: document.basis.and(following.basis),
            sensitive: reading.sensitive || following.sensitive,
        })
    }

    /// Every document that an operand may be: one, unless an expression chooses.
    fn documents(&self, operand: &Operand<'p>, depth: usize) -> Result<Vec<Document<'p>>, Trouble> {
        match &operand.kind {
            Kind::Resource(resource, _) if is_document(resource) => Ok(vec![Document {
                source: Source::Data(resource),
                basis: Basis::KNOWN,
            }]),
            Kind::Resource(resource, _) => Err(Trouble {
                help: Some("name the attribute that holds the document".to_owned()),
                ..Trouble::new(
                    "R702",
                    format!("`{}` is no policy document", resource.address),
                )
            }),
            Kind::Node(node) if matches!(node.state(), State::Unknown) => {
                self.origin_documents(node, depth)
            }
            Kind::Partial(list) if list.is_certain() && list.definite.len() == 1 => {
                match list.definite.first() {
                    Some(element) => self.documents(&element.value, depth),
                    None => Ok(Vec::new()),
                }
            }
            _ => Ok(vec![Document::of(operand.value()?)]),
        }
    }

    /// The documents that make an unknown value unknown, if nothing else does.
    fn origin_documents(
        &self,
        node: &Node<'p>,
        depth: usize,
    ) -> Result<Vec<Document<'p>>, Trouble> {
        let unknown = |missing| Ok(vec![Document::of(Value::Unknown(Arc::new(missing)))]);
        if depth == 0 {
            return unknown(node.missing());
        }
        let mut documents = Vec::new();
        let origins = match self.plain_data(self.plan.documents_in_source(node))? {
            Some(written) => self.written_documents(written, &mut documents),
            None => match self.plain_data(self.plan.origins(node))? {
                Ok(origins) => origins,
                Err(missing) if missing.reason == Reason::Reference => {
                    let what = format!("{}: {}", node.missing().what, missing.what);
                    return unknown(Missing { what, ..missing });
                }
                Err(missing) => return unknown(missing),
            },
        };
        self.followed(node, &origins);
        for origin in &origins {
            let Some(found) = self.origin_document(origin, depth)? else {
                return unknown(text_with_unknown_parts(node, origin));
            };
            for document in found {
                let basis = document.basis.and(origin.basis);
                match documents.iter_mut().find(|known| document.is(known)) {
                    Some(known) => known.basis = known.basis.and(basis),
                    None => documents.push(Document { basis, ..document }),
                }
            }
        }
        Ok(documents)
    }

    /// Keeps the documents that the source writes, and gives back the attributes that have others.
    fn written_documents(
        &self,
        written: Vec<WrittenDocument<'p>>,
        documents: &mut Vec<Document<'p>>,
    ) -> Vec<Origin<'p>> {
        let mut origins = Vec::new();
        for one in written {
            match one {
                WrittenDocument::Attribute(origin) => origins.push(origin),
                WrittenDocument::Value(value) => documents.push(Document {
                    source: Source::Value(value),
                    basis: Basis::SOURCE,
                }),
            }
        }
        origins
    }

    /// The documents behind one attribute that makes a value unknown; `None` if it holds none.
    fn origin_document(
        &self,
        origin: &Origin<'p>,
        depth: usize,
    ) -> Result<Option<Vec<Document<'p>>>, Trouble> {
        self.burn(4)?;
        if is_document(origin.resource) {
            return Ok(is_rendered(origin).then(|| {
                vec![Document {
                    source: Source::Data(origin.resource),
                    basis: Basis::KNOWN,
                }]
            }));
        }
        let Some(attribute) = &origin.attribute else {
            return Ok(None);
        };
        let root = self.plan.root(origin.resource, View::After);
        let passed_on = self.plain_data(root.attribute(attribute))?;
        let documents = self.origin_documents(&passed_on, depth - 1)?;
        let is_seen = |document: &Document<'_>| match &document.source {
            Source::Value(value) => !matches!(value, Value::Unknown(_)),
            Source::Data(_) => true,
        };
        let all_known = documents.iter().all(is_seen);
        Ok(all_known.then_some(documents))
    }

    fn plain_data<T>(&self, read: Result<T, Defect>) -> Result<T, Trouble> {
        read.map_err(|wrong| self.defect(&wrong))
    }

    /// Notes that a place was read that the rule does not name.
    fn note_read(&self, node: &Node<'p>) {
        if let Some(recorder) = &self.recorder {
            recorder.read(node);
        }
        self.note(|| What::Read(node.clone()));
    }

    fn followed(&self, from: &Node<'p>, origins: &[Origin<'p>]) {
        let members = origins.iter().map(|origin| Member {
            resource: origin.resource,
            basis: origin.basis,
            via: origin.via.clone(),
        });
        let definite: Vec<Member<'p>> = members.collect();
        let edge = Edge {
            at_least: definite.len(),
            definite,
            ..Edge::default()
        };
        if let Some(recorder) = &self.recorder {
            recorder.followed(from, &edge);
        }
        self.note(|| What::Link(edge));
    }
}

impl Document<'_> {
    fn of(value: Value) -> Self {
        Document {
            source: Source::Value(value),
            basis: Basis::KNOWN,
        }
    }

    /// Whether both are what one data source renders.
    fn is(&self, other: &Document<'_>) -> bool {
        match (&self.source, &other.source) {
            (Source::Data(one), Source::Data(other)) => std::ptr::eq(*one, *other),
            _ => false,
        }
    }
}

/// What is wrong with a document, without words that may quote a sensitive part of it.
fn unquoted(trouble: &Trouble) -> Trouble {
    let message = "a policy document with sensitive values cannot be read";
    Trouble::new(trouble.code, message)
}

fn is_document(resource: Resource<'_>) -> bool {
    resource.mode == Mode::Data && &*resource.kind == POLICY_DOCUMENT
}

/// Whether a reference to a data source takes its document; where the plan does not record the
/// attribute, because the key was computed, it can hardly be another.
fn is_rendered(origin: &Origin<'_>) -> bool {
    origin
        .attribute
        .as_ref()
        .is_none_or(|attribute| RENDERED.contains(&&**attribute))
}

fn one_of_several(operand: &Operand<'_>) -> Missing {
    let what = match &operand.kind {
        Kind::Node(node) => format!("{} may be one of several documents", node.subject()),
        _ => "it may be one of several documents".to_owned(),
    };
    Missing {
        reason: Reason::Choice,
        what,
        decided_by: "the configuration's source, or the value after apply".to_owned(),
    }
}

/// JSON text is unknown as a whole as soon as any part of it is.
fn text_with_unknown_parts(node: &Node<'_>, origin: &Origin<'_>) -> Missing {
    Missing {
        what: format!(
            "{} is known only after apply, because of `{}`",
            node.subject(),
            origin.resource.address
        ),
        decided_by: format!(
            "the value after apply; of an `{POLICY_DOCUMENT}` data source the parts that are known \
             show before"
        ),
        ..node.missing()
    }
}
