//! The table against the schema that it was made from.

use std::{
    fs,
    io::{ErrorKind, Read},
    path::Path,
};

use flate2::read::GzDecoder;
use plangate::schema::{Block, ComputedBlocks, Nesting, Schemas, Shape, Type, compact};
use serde_json::{Value, json};

use super::{AWS, SHIPPED};

#[test]
fn the_table_says_what_the_schema_says() {
    let Some(schema) = shared("schema/aws-6.45.0.json.gz") else {
        return;
    };
    let computed = computed_blocks().expect("the files lie together");
    let provider = &schema["provider_schemas"][AWS];
    let schemas = Schemas::shipped();
    let count = |name: &str| provider[name].as_object().expect("types by name").len();
    assert_eq!(schemas.resource_kinds().count(), count("resource_schemas"));
    assert_eq!(schemas.data_kinds().count(), count("data_source_schemas"));
    let mut seen = Vec::new();
    let root = schemas.provider(AWS).expect("a provider block");
    seen.extend(assert_block(
        root,
        &provider["provider"]["block"],
        "provider",
    ));
    for kind in schemas.resource_kinds() {
        let block = schemas.resource(AWS, kind).expect("listed");
        seen.extend(assert_block(
            block,
            &provider["resource_schemas"][kind]["block"],
            kind,
        ));
    }
    for kind in schemas.data_kinds() {
        let block = schemas.data(AWS, kind).expect("listed");
        let place = format!("data.{kind}");
        seen.extend(assert_block(
            block,
            &provider["data_source_schemas"][kind]["block"],
            &place,
        ));
    }
    seen.sort();
    assert!(
        seen.iter().eq(computed.paths()),
        "exactly the known blocks are computed"
    );
}

/// Holds a block against its schema; gives the paths of its computed blocks.
fn assert_block(block: Block<'_>, schema: &Value, place: &str) -> Vec<String> {
    let mut computed = Vec::new();
    let length = |name: &str| schema[name].as_object().map_or(0, serde_json::Map::len);
    assert_eq!(block.attributes().count(), length("attributes"), "{place}");
    assert_eq!(block.blocks().count(), length("block_types"), "{place}");
    for attribute in block.attributes() {
        let place = format!("{place}.{}", attribute.name);
        let schema = &schema["attributes"][attribute.name];
        let flags = [
            (attribute.required, "required"),
            (attribute.optional, "optional"),
            (attribute.computed, "computed"),
            (attribute.sensitive, "sensitive"),
            (attribute.write_only, "write_only"),
        ];
        for (flag, word) in flags {
            assert_eq!(flag, schema[word] == true, "{place}: {word}");
        }
        assert_eq!(as_json(attribute.kind), schema["type"], "{place}");
        let found = block.attribute(attribute.name).map(|found| found.name);
        assert_eq!(found, Some(attribute.name), "{place}");
    }
    for nested in block.blocks() {
        let place = format!("{place}.{}", nested.name);
        let schema = &schema["block_types"][nested.name];
        let mode = format!("{:?}", nested.nesting).to_lowercase();
        assert_eq!(schema["nesting_mode"], mode, "{place}");
        let limit = |word: &str| schema[word].as_u64().unwrap_or(0);
        assert_eq!(u64::from(nested.min_items), limit("min_items"), "{place}");
        assert_eq!(u64::from(nested.max_items), limit("max_items"), "{place}");
        let found = block.block(nested.name).map(|found| found.name);
        assert_eq!(found, Some(nested.name), "{place}");
        computed.extend(assert_block(nested.block, &schema["block"], &place));
        if nested.computed {
            computed.push(place);
        }
    }
    computed
}

fn as_json(kind: Type<'_>) -> Value {
    match kind.shape() {
        Shape::Text => json!("string"),
        Shape::Number => json!("number"),
        Shape::Bool => json!("bool"),
        Shape::Any => json!("dynamic"),
        Shape::List(element) => json!(["list", as_json(element)]),
        Shape::Set(element) => json!(["set", as_json(element)]),
        Shape::Map(element) => json!(["map", as_json(element)]),
        Shape::Object => {
            let fields = kind
                .fields()
                .map(|(name, field)| (name.to_owned(), as_json(field)));
            json!(["object", fields.collect::<serde_json::Map<_, _>>()])
        }
        Shape::Tuple => json!(["tuple", kind.members().map(as_json).collect::<Vec<_>>()]),
    }
}

#[test]
fn the_table_is_what_the_generator_makes() {
    let Some(schema) = shared("schema/aws-6.45.0.json.gz") else {
        return;
    };
    let computed = computed_blocks().expect("the files lie together");
    let table = compact(&schema, "6.45.0", &computed).expect("it can be written");
    assert!(table == SHIPPED, "run examples/compact_schema.rs again");
}

#[test]
fn other_providers_can_be_read_too() {
    let schema = json!({ "provider_schemas": { "example.com/some/thing": {
        "provider": { "block": {} },
        "resource_schemas": { "thing_one": { "block": {
            "attributes": {
                "pair": { "type": ["tuple", ["string", ["list", "bool"]]], "optional": true },
                "parts": { "optional": true, "nested_type": { "nesting_mode": "set", "attributes": {
                    "size": { "type": "number", "required": true },
                } } },
                "nothing": { "type": ["object", {}], "computed": true },
            },
            "block_types": {
                "all": { "nesting_mode": "group", "block": {}, "min_items": 2, "max_items": 50 },
            },
        } } },
    } } });
    let table = compact(&schema, "1.2.3", &ComputedBlocks::default()).unwrap();
    let schemas = Schemas::read(table).unwrap();
    assert_eq!(schemas.version("some/thing"), Some("1.2.3"));
    assert!(schemas.resource("hashicorp/thing", "thing_one").is_none());
    let one = schemas.resource("some/thing", "thing_one").unwrap();
    let kind = |name: &str| as_json(one.attribute(name).unwrap().kind);
    assert_eq!(kind("pair"), json!(["tuple", ["string", ["list", "bool"]]]));
    assert_eq!(
        kind("parts"),
        json!(["set", ["object", { "size": "number" }]])
    );
    assert_eq!(kind("nothing"), json!(["object", {}]));
    let all = one.block("all").unwrap();
    assert_eq!(
        (all.min_items, all.max_items, all.nesting),
        (2, 50, Nesting::Group)
    );
    assert!(all.is_single());
}

fn computed_blocks() -> Option<ComputedBlocks> {
    let sources = [
        shared("standin-provider/knowledge.json")?,
        shared("standin-provider/learned.json")?,
    ];
    Some(ComputedBlocks::read(&sources))
}

/// What the table was made from, which does not lie in this repository.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads what the table came from"
)]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn shared(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    let mut bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: {name} is not beside the repository");
            return None;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    if path.extension().is_some_and(|extension| extension == "gz") {
        let packed = std::mem::take(&mut bytes);
        GzDecoder::new(packed.as_slice())
            .read_to_end(&mut bytes)
            .expect("it is gzip");
    }
    Some(serde_json::from_slice(&bytes).expect("it is JSON"))
}
