//! The shipped schema: that it says what the provider's own says, and that no bytes break it.

use plangate::schema::{Nesting, Schemas, Shape};

mod damage;
mod knowledge;
mod table;

const AWS: &str = "registry.terraform.io/hashicorp/aws";
const SHIPPED: &[u8] = include_bytes!("../../src/schema/aws-6.45.0.bin");

#[test]
fn a_type_says_what_it_is_made_of() {
    let instance = Schemas::shipped().resource(AWS, "aws_instance").unwrap();
    let profile = instance.attribute("iam_instance_profile").unwrap();
    assert!(profile.optional && profile.computed && !profile.required);
    assert!(matches!(profile.kind.shape(), Shape::Text));
    let options = instance.block("metadata_options").unwrap();
    assert_eq!(options.nesting, Nesting::List);
    assert_eq!((options.min_items, options.max_items), (0, 1));
    assert!(options.computed && options.is_single());
    assert!(options.block.attribute("http_tokens").unwrap().computed);
    assert!(instance.attribute("iam_instance_profil").is_none());
    assert!(instance.attribute("metadata_options").is_none());
    assert!(instance.block("ami").is_none());

    let group = Schemas::shipped()
        .any_resource("aws_security_group")
        .unwrap();
    let Shape::Set(rule) = group.attribute("ingress").unwrap().kind.shape() else {
        panic!("ingress is a set");
    };
    assert!(matches!(
        rule.field("from_port").unwrap().shape(),
        Shape::Number
    ));
    assert!(rule.field("ports").is_none());
}

#[test]
fn a_provider_is_known_by_its_namespace_and_type() {
    let schemas = Schemas::shipped();
    for name in [
        "aws",
        "hashicorp/aws",
        AWS,
        "registry.opentofu.org/hashicorp/aws",
        "mirror.example.com/hashicorp/aws",
        "registry.terraform.io/-/aws",
    ] {
        assert!(schemas.resource(name, "aws_instance").is_some(), "{name}");
        assert!(
            schemas.data(name, "aws_iam_policy_document").is_some(),
            "{name}"
        );
        assert!(schemas.provider(name).is_some(), "{name}");
        assert_eq!(schemas.version(name), Some("6.45.0"), "{name}");
    }
    for name in [
        "registry.terraform.io/elsewhere/aws",
        "registry.terraform.io/hashicorp/awscc",
        "elsewhere/aws",
        "",
    ] {
        assert!(schemas.resource(name, "aws_instance").is_none(), "{name}");
        assert!(schemas.provider(name).is_none(), "{name}");
    }
}

#[test]
fn types_are_listed_in_order() {
    let schemas = Schemas::shipped();
    let resources: Vec<&str> = schemas.resource_kinds().collect();
    let data: Vec<&str> = schemas.data_kinds().collect();
    assert_eq!((resources.len(), data.len()), (1654, 663));
    assert!(resources.is_sorted() && data.is_sorted());
}
