//! What no schema says: what is left out, and what names what.

use plangate::schema::{
    Attribute, NestedBlock, Schemas, Shape, Type,
    left_out::{self, Becomes},
    links,
};

#[test]
fn what_is_left_out_is_something_that_the_provider_fills_in() {
    let kinds: Vec<&str> = left_out::ALL.iter().map(|(kind, _)| *kind).collect();
    assert!(kinds.is_sorted_by(|one, next| one < next));
    for (kind, rows) in left_out::ALL {
        assert!(
            rows.is_sorted_by(|one, next| one.path < next.path),
            "{kind}"
        );
        for row in *rows {
            let place = format!("{kind}.{}", row.path);
            let found = find(kind, row.path).unwrap_or_else(|| panic!("no {place}"));
            let computed = match found {
                Found::Attribute(attribute) => attribute.computed,
                Found::Block(block) => block.computed,
                Found::Part(_) => false,
            };
            assert!(computed, "{place} is not computed");
            assert!(!row.why.is_empty(), "{place}");
            for other in row.unless {
                assert!(find(kind, other).is_some(), "{place}: no {other}");
            }
            if let Becomes::Value(text) = row.becomes {
                assert_reads(text, &found, &place);
            }
            let looked_up = left_out::left_out(kind, row.path).unwrap();
            assert!(std::ptr::eq(looked_up, row), "{place}");
        }
    }
    assert!(left_out::left_out("aws_instance", "ami").is_none());
    assert!(left_out::left_out("aws_nothing", "ami").is_none());
}

fn assert_reads(text: &str, found: &Found<'_>, place: &str) {
    let Found::Attribute(attribute) = found else {
        panic!("{place} is not an attribute");
    };
    match attribute.kind.shape() {
        Shape::Text => {}
        Shape::Number => assert!(text.parse::<i64>().is_ok(), "{place}"),
        Shape::Bool => assert!(text.parse::<bool>().is_ok(), "{place}"),
        shape => panic!("{place} is {shape:?}"),
    }
}

#[test]
fn what_names_a_resource_is_there_and_so_is_what_it_names() {
    assert!(links::kinds().is_sorted_by(|one, next| one < next));
    for kind in links::kinds() {
        let links = links::links(kind);
        assert!(
            links.is_sorted_by(|one, next| one.path < next.path),
            "{kind}"
        );
        for link in links {
            let place = format!("{kind}.{}", link.path);
            assert!(names_text(kind, link.path), "{place}");
            assert!(
                std::ptr::eq(links::link(kind, link.path).unwrap(), link),
                "{place}"
            );
            assert!(links::may_name(kind, link.path), "{place}");
            assert!(!link.targets.is_empty(), "{place}");
            for target in link.targets {
                assert!(!target.by.is_empty(), "{place}");
                for name in target.by {
                    let target = target.kind;
                    assert!(find(target, name).is_some(), "{place}: no {target}.{name}");
                    assert!(
                        links::identities(target).contains(name),
                        "{place}: {target}.{name}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_identifies_a_type_of_its_own_kind_is_there() {
    let usual = links::identities("of no provider");
    for kind in Schemas::shipped().resource_kinds() {
        let identities = links::identities(kind);
        assert!(identities.is_sorted(), "{kind}");
        if identities != usual {
            for name in identities {
                assert!(find(kind, name).is_some(), "{kind}.{name}");
            }
        }
    }
}

#[test]
fn a_name_of_its_own_and_a_version_name_nothing_else() {
    for (kind, path) in [
        ("aws_iam_instance_profile", "name"),
        ("aws_autoscaling_group", "launch_template.version"),
        ("aws_launch_template", "latest_version"),
        ("aws_instance", "tags.Name"),
        ("aws_autoscaling_group", "tag.value"),
    ] {
        assert!(!links::may_name(kind, path), "{kind}.{path}");
    }
    for (kind, path) in [
        ("aws_iam_instance_profile", "role"),
        ("aws_autoscaling_group", "launch_template.name"),
        ("aws_instance", "user_data"),
    ] {
        assert!(links::may_name(kind, path), "{kind}.{path}");
    }
}

#[test]
fn identity_is_global_and_machines_are_not() {
    for kind in Schemas::shipped().resource_kinds() {
        if kind.starts_with("aws_iam_") {
            assert!(links::is_global(kind), "{kind}");
        }
        if kind.starts_with("aws_launch_") || kind.starts_with("aws_autoscaling_") {
            assert!(!links::is_global(kind), "{kind}");
        }
    }
    assert!(!links::is_global("aws_instance"));
    assert!(!links::is_global("of_no_provider"));
}

/// What a path of a type leads to.
enum Found<'a> {
    Attribute(Attribute<'a>),
    Block(NestedBlock<'a>),
    /// A field inside an attribute.
    Part(Type<'a>),
}

fn find(kind: &str, path: &str) -> Option<Found<'static>> {
    let mut block = Schemas::shipped().any_resource(kind)?;
    let mut steps = path.split('.').peekable();
    loop {
        let step = steps.next()?;
        if let Some(attribute) = block.attribute(step) {
            return match steps.next() {
                None => Some(Found::Attribute(attribute)),
                Some(field) => element(attribute.kind).field(field).map(Found::Part),
            };
        }
        let nested = block.block(step)?;
        if steps.peek().is_none() {
            return Some(Found::Block(nested));
        }
        block = nested.block;
    }
}

fn names_text(kind: &str, path: &str) -> bool {
    let kind = match find(kind, path) {
        Some(Found::Attribute(attribute)) => attribute.kind,
        Some(Found::Part(kind)) => kind,
        _ => return false,
    };
    matches!(element(kind).shape(), Shape::Text)
}

fn element(kind: Type<'_>) -> Type<'_> {
    match kind.shape() {
        Shape::List(element) | Shape::Set(element) | Shape::Map(element) => element,
        _ => kind,
    }
}
