//! `plangate graph`: draws how machines come to what they may do.

use std::path::PathBuf;

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::{self, Complaint},
    output, plan,
    run::{self, Asked, Context},
    suggest::{instances_of, listed, one_of_these},
};
use crate::diagnostic::nearest;
use crate::graph::{self, NodeKind};
use crate::input::InputKind;
use crate::reference;
use crate::report::graph::{ALL, Drawing};
use crate::schema::Schemas;

/// Draw how machines come to what they may do.
///
/// The way goes from instances, groups and fleets over launch templates, instance profiles and
/// roles to policies. An arrow is solid where one thing certainly names the other, dashed where it perhaps does, and
/// dotted where the plan does not show what it names. Its label is the attribute that names. What is
/// named and is not in the plan is drawn as well, with a dashed border.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Graph {
    /// Draw this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    /// Draw only what is reached from this resource, and what leads to it.
    #[arg(long, value_name = "ADDRESS")]
    focus: Option<String>,

    #[command(flatten)]
    context: Context,

    /// Write the graph in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report", default_value = ALL[0].name)]
    #[arg(value_parser = one_of(ALL, |drawing| drawing.name, |drawing| drawing.about))]
    format: &'static Drawing,
}

impl Graph {
    /// Reads the plan and draws it.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let plan = plan::read(&self.plan, false)?;
        run::ask(plan, &self.context, Schemas::shipped(), |asked| {
            self.draw(asked)
        })
    }

    fn draw(&self, input: &Asked<'_, '_>) -> anyhow::Result<Exit> {
        let Asked { name, plan, .. } = *input;
        if plan.document.kind == InputKind::Other {
            let complaint = Complaint::new(format!("`{name}` is neither a plan nor a state"));
            let help = "write one with `terraform show -json PLAN > plan.json`";
            return Err(complaint.help(help).into());
        }
        for note in input.notes {
            complaint::say_of_input(name, note);
        }
        let mut graph = graph::build(plan);
        if let Some(address) = &self.focus {
            let Some(node) = graph.find(address) else {
                return Err(no_such(address, plan, &graph).into());
            };
            graph = graph.around(node);
        }
        output::standard_output(|out, _| (self.format.draw)(&graph, out))?;
        Ok(Exit::Clean)
    }
}

/// What is wrong with an address that the graph does not have.
fn no_such(address: &str, plan: &reference::Plan<'_>, graph: &graph::Graph) -> Complaint {
    let of_resources = graph
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Resource);
    let drawn: Vec<&str> = of_resources.map(|node| node.text.as_str()).collect();
    let resource = plan
        .document
        .instances
        .iter()
        .find(|resource| *resource.address == *address);
    if let Some(resource) = resource {
        let complaint = Complaint::new(format!("`{address}` is not in the graph"));
        return complaint.help(if resource.actions.exists_after() {
            format!(
                "the graph has machines, profiles, roles and policies, and no {}",
                resource.kind
            )
        } else {
            "the graph shows what is there after apply, and this is not".to_owned()
        });
    }
    let complaint = Complaint::new(format!("nothing in the graph has the address `{address}`"));
    let instances = instances_of(address, drawn.iter().copied());
    let mut help = Vec::new();
    if !instances.is_empty() {
        help.push(format!("did you mean {}?", one_of_these(&instances)));
    } else if let Some(near) = nearest(address, drawn.iter().copied()) {
        help.push(format!("did you mean `{near}`?"));
    }
    help.push(if drawn.is_empty() {
        "it is empty".to_owned()
    } else {
        format!("it has {}", listed(&drawn, "and"))
    });
    complaint.help(help.join(" "))
}

const EXAMPLES: &str = "\
Examples:
  plangate graph plan.json | dot -Tsvg > plan.svg
      draws the plan with Graphviz

  plangate graph plan.json --focus aws_instance.web --format mermaid
      draws what one machine may do, for a Markdown page";
