//! What an attribute of a plan says, and which resources it means.
//!
//! Everything that turns something the plan does not say into an answer is in here, and every
//! such answer carries the name of its assumption (language, 6.2).

mod address;
mod around;
mod back;
mod block;
mod defaults;
mod each;
mod edge;
mod element;
mod expression;
mod identity;
mod leaf;
mod lost;
mod memo;
mod modules;
mod node;
mod order;
mod origin;
mod output;
mod path;
mod plan;
mod proven;
mod provenance;
mod provider;
mod reach;
mod set;
mod source;
mod user_data;
mod version;
mod walk;
mod written;

pub use defaults::AccountDefault;
pub use edge::{Edge, Member};
pub use node::{Node, Place, State, View};
pub use origin::Origin;
pub use path::{Path, Step};
pub use plan::{Options, Plan, Resource};
pub use provenance::{Naming, Provenance};
pub use set::Answer;
pub use source::{Disagreement, WrittenDocument};
pub use user_data::GivenUserData;
pub use version::{Content, Version};
pub use written::Written;
