//! Graphs against what was true after apply, and against names that want to be more than names.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files, and may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plangate::graph::{self, Certainty, Graph, NodeKind};
use plangate::input;
use plangate::reference::{Options, Plan};
use plangate::report::graph::{ALL, Drawing};
use plangate::schema::{identity, links};
use regex::Regex;
use serde_json::{Value, json};

/// The ends of an edge: an address, and an address or a name outside.
type Ends = (String, String);

/// Names made of a reference and more text: the assumption `plain` takes them for the reference.
const IN_TEXT: [&str; 1] = ["aws_instance.profile_name_in_text"];

#[test]
fn a_plan_says_nothing_that_the_state_after_apply_contradicts() {
    let mut compared = 0;
    for case in [
        "01-quickstart",
        "02-unset-vs-reference",
        "03-modules",
        "04-role-chain",
    ] {
        let state = graph_of(&read(&format!("tests/plans/{case}/state.json")));
        let after = ends(&state, Certainty::Definite);
        // Equal names in two accounts: a state does not say which provider made which.
        let unsure = ends(&state, Certainty::Possible);
        let is_there: BTreeSet<&str> = resources(&state).collect();
        for strict in [false, true] {
            let plan = read(&format!("tests/plans/{case}/plan.json"));
            let plan = graph_with(&plan, strict);
            let definite = ends(&plan, Certainty::Definite);
            for ends @ (from, to) in &definite {
                let holds = after.contains(ends) || unsure.contains(ends);
                let is_excused = !strict && IN_TEXT.contains(&from.as_str());
                assert!(holds || is_excused, "{case}: `{from}` does not name `{to}`");
                compared += 1;
            }
            // What holds after apply, the plan says for certain, as possible, or as not visible.
            let possible = ends(&plan, Certainty::Possible);
            let edges = plan.edges.iter();
            let open = edges.filter(|edge| edge.certainty == Certainty::Open);
            let open: BTreeSet<&str> = open
                .flat_map(|edge| [edge.from, edge.to])
                .map(|node| plan.nodes[node].text.as_str())
                .collect();
            for ends @ (from, to) in &after {
                let both = is_there.contains(from.as_str()) && is_there.contains(to.as_str());
                let is_said = definite.contains(ends) || possible.contains(ends);
                let is_open = open.contains(from.as_str()) || open.contains(to.as_str());
                assert!(
                    !both || is_said || is_open,
                    "{case}: `{from}` names `{to}`, and the plan does not say so"
                );
            }
        }
    }
    assert!(compared > 200, "only {compared} edges were compared");
}

#[test]
fn names_outside_of_the_plan_are_nodes() {
    let graph = graph_of(&read("tests/plans/04-role-chain/plan.json"));
    let outside = graph
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Outside);
    let outside: Vec<&str> = outside.map(|node| node.text.as_str()).collect();
    assert!(
        outside.contains(&"arn:aws:iam::aws:policy/AdministratorAccess"),
        "{outside:?}"
    );
    assert!(outside.contains(&"a-role-from-elsewhere"), "{outside:?}");
}

#[test]
fn a_focus_keeps_what_is_reached_and_what_leads_there() {
    let graph = graph_of(&read("tests/plans/01-quickstart/plan.json"));
    let kept = |address: &str| {
        let around = graph.around(graph.find(address).unwrap());
        let texts: Vec<String> = around.nodes.iter().map(|node| node.text.clone()).collect();
        (texts, around.edges.len())
    };
    let policy = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    let (texts, edges) = kept("aws_instance.web");
    let chain = [
        "aws_iam_instance_profile.web",
        "aws_iam_role.web",
        "aws_iam_role_policy_attachment.session_manager",
        "aws_instance.web",
        policy,
    ];
    assert_eq!(
        (texts.as_slice(), edges),
        (&chain.map(str::to_owned)[..], 4)
    );
    let (texts, edges) = kept("aws_iam_role.web");
    assert_eq!(
        (texts.len(), edges),
        (7, 6),
        "the machine without a profile is left out"
    );
    let (texts, edges) = kept("aws_instance.scratch");
    assert_eq!((texts.len(), edges), (1, 0));
}

/// Everything that is drawn is in the link table, and everything in it between such types is drawn.
#[test]
fn the_link_table_says_what_is_drawn() {
    let kinds = identity::kinds();
    for kind in [
        "aws_instance",
        "aws_autoscaling_group",
        "aws_eks_node_group",
        "aws_ec2_fleet",
    ] {
        assert!(kinds.contains(&kind), "{kind}");
    }
    for kind in [
        "aws_lambda_function",
        "aws_subnet",
        "aws_iam_user",
        "aws_ecs_service",
    ] {
        assert!(!kinds.contains(&kind), "{kind}");
    }
    for kind in &kinds {
        let joints = identity::joints(kind);
        for link in links::links(kind) {
            for target in link.targets.iter().filter(|to| kinds.contains(&to.kind)) {
                let covers =
                    |path: &str| link.path == path || link.path.starts_with(&format!("{path}."));
                let is_drawn = joints
                    .iter()
                    .any(|one| one.target == target.kind && covers(one.path));
                assert!(is_drawn, "{kind}.{} -> {}", link.path, target.kind);
            }
        }
        for joint in joints {
            assert!(kinds.contains(&joint.target), "{kind} {joint:?}");
        }
    }
}

/// Whatever the names are, each line is one of a few forms, so that no name can be more than one.
#[test]
fn hostile_names_stay_names() {
    let graph = graph_of(&hostile().to_string());
    assert_eq!(
        graph
            .nodes
            .iter()
            .filter(|node| node.kind == NodeKind::Outside)
            .count(),
        NAMES.len()
    );
    let dot = drawn("dot", &graph);
    let head = ["digraph plangate {", "  rankdir=LR;", "}"];
    let label = r#""(?:[^"\\&\x00-\x1f]|\\["\\n]|&amp;)*""#;
    let lines = Regex::new(&format!(
        r#"^  (?:n\d+ \[label={label}(?:, shape=[a-z]+)?(?:, style=[a-z]+)?\]|n\d+ -> n\d+ \[label={label}, style=[a-z]+\]|(?:node|edge) \[[a-zA-Z=", 0-9]+\]);$"#
    ))
    .unwrap();
    for line in dot.lines().filter(|line| !head.contains(line)) {
        assert!(lines.is_match(line), "{line}");
    }
    let mermaid = drawn("mermaid", &graph);
    let text = r#""(?:[\p{Alphabetic}\p{N} ._,/-]|#\d+;|<br>)*""#;
    let lines = Regex::new(&format!(
        r"^(?:flowchart LR|  n\d+(?:\[{text}\]|\[\[{text}\]\]|\(\[{text}\]\)|>{text}\])|  n\d+ (?:-->|-\.->)\|{text}\| n\d+|  linkStyle [\d,]+ stroke-dasharray:\d \d|  classDef [a-z]+ stroke-dasharray:\d \d|  class [n\d,]+ [a-z]+)$"
    ))
    .unwrap();
    for line in mermaid.lines() {
        assert!(lines.is_match(line), "{line}");
    }
    let json: Value = serde_json::from_str(&drawn("json", &graph)).unwrap();
    assert_eq!(json["format"], "plangate-graph/1");
}

#[test]
fn a_secret_name_is_not_drawn() {
    let mut plan = hostile();
    for change in plan["resource_changes"].as_array_mut().unwrap() {
        change["change"]["after_sensitive"] = json!({"iam_instance_profile": true});
    }
    let graph = graph_of(&plan.to_string());
    let outside: Vec<&str> = graph
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Outside)
        .map(|node| node.text.as_str())
        .collect();
    // They may differ, so they stay apart.
    assert_eq!(outside.len(), NAMES.len());
    for drawing in ALL {
        let drawn = drawn(drawing.name, &graph);
        assert!(drawn.contains("sensitive"), "{drawn}");
        assert!(!drawn.contains("evil"), "{drawn}");
    }
}

#[test]
fn the_order_of_a_plan_does_not_show() {
    let text = read("tests/plans/04-role-chain/plan.json");
    let mut turned: Value = serde_json::from_str(&text).unwrap();
    turned["resource_changes"].as_array_mut().unwrap().reverse();
    let (one, other) = (graph_of(&text), graph_of(&turned.to_string()));
    for drawing in ALL {
        assert_eq!(drawn(drawing.name, &one), drawn(drawing.name, &other));
    }
}

/// Names that mean something where they are drawn.
const NAMES: &[&str] = &[
    "evil\"]; evil [label=\"",
    "evil\\",
    "evil\\\" ]",
    "evil\\N\\G\\l",
    "evil --> b",
    "evil\nn0 --> n1",
    "evil\"] --> n1[\"",
    "<img src=x onerror=evil>",
    "<b>evil</b> &lt;i&gt; &amp;",
    "%%{init: {\"evil\": 1}}%%",
    "#quot;evil#35;",
    "`**evil**`",
    "evil\u{1b}[31m\u{202e}",
    "style evil:#f00;",
    "evil|b|",
    "end",
];

/// Machines whose profiles have hostile names.
fn hostile() -> Value {
    let changes: Vec<Value> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            json!({
                "address": format!("aws_instance.web[{at}]"),
                "mode": "managed",
                "type": "aws_instance",
                "name": "web",
                "index": at,
                "provider_name": "registry.terraform.io/hashicorp/aws",
                "change": {
                    "actions": ["create"],
                    "before": null,
                    "after": {"iam_instance_profile": name, "launch_template": []},
                    "after_unknown": {},
                    "before_sensitive": false,
                    "after_sensitive": {},
                },
            })
        })
        .collect();
    json!({"format_version": "1.2", "terraform_version": "1.11.4", "complete": true, "resource_changes": changes})
}

fn graph_of(plan: &str) -> Graph {
    graph_with(plan, false)
}

fn graph_with(plan: &str, strict_unknown: bool) -> Graph {
    let document = input::read(plan, false).unwrap();
    let options = Options {
        strict_unknown,
        ..Options::default()
    };
    graph::build(&Plan::new(&document, options))
}

fn ends(graph: &Graph, certainty: Certainty) -> BTreeSet<Ends> {
    let edges = graph
        .edges
        .iter()
        .filter(|edge| edge.certainty == certainty);
    let text = |node: usize| graph.nodes[node].text.clone();
    // What is outside of the plan has the same name after apply; so has a block.
    edges.map(|edge| (text(edge.from), text(edge.to))).collect()
}

fn resources(graph: &Graph) -> impl Iterator<Item = &str> {
    let nodes = graph
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Resource);
    nodes.map(|node| node.text.as_str())
}

fn drawn(format: &str, graph: &Graph) -> String {
    let drawings: BTreeMap<&str, &&Drawing> = ALL.iter().map(|one| (one.name, one)).collect();
    let mut out = Vec::new();
    (drawings[format].draw)(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}
