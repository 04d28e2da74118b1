//! Tables that are none, or that are damaged.

use plangate::schema::{Block, Schemas, Shape, Type};

use super::SHIPPED;

/// The length of a table's header.
const HEADER: usize = 56;

#[test]
fn what_is_no_table_is_refused() {
    assert!(Schemas::read(Vec::new()).is_none());
    assert!(Schemas::read(b"something else altogether".to_vec()).is_none());
    for length in [8, 63, 64, 1000, SHIPPED.len() - 1] {
        assert!(
            Schemas::read(SHIPPED[..length].to_vec()).is_none(),
            "{length}"
        );
    }
    let mut longer = SHIPPED.to_vec();
    longer.push(0);
    assert!(Schemas::read(longer).is_none());
}

#[test]
fn a_damaged_table_breaks_nothing() {
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for _ in 0..20 {
        let mut damaged = SHIPPED.to_vec();
        for _ in 0..2000 {
            let place = next(damaged.len());
            damaged[place] = u8::try_from(next(256)).expect("a byte");
        }
        // With the header whole, the damage is met by the reader and not refused at the door.
        damaged[..HEADER].copy_from_slice(&SHIPPED[..HEADER]);
        let schemas = Schemas::read(damaged).expect("the header is whole");
        let mut budget = 20_000;
        for kind in schemas.resource_kinds().step_by(7) {
            walk(schemas.any_resource(kind), &mut budget);
        }
        budget = 20_000;
        for kind in schemas.data_kinds().step_by(7) {
            walk(schemas.any_data(kind), &mut budget);
        }
    }
}

fn walk(block: Option<Block<'_>>, budget: &mut u32) {
    let Some(block) = block else { return };
    for attribute in block.attributes() {
        if !spend(budget) {
            return;
        }
        let _ = block.attribute(attribute.name);
        walk_type(attribute.kind, budget);
    }
    for nested in block.blocks() {
        if !spend(budget) {
            return;
        }
        let _ = block.block(nested.name);
        walk(Some(nested.block), budget);
    }
}

fn walk_type(kind: Type<'_>, budget: &mut u32) {
    if let Shape::List(inner) | Shape::Set(inner) | Shape::Map(inner) = kind.shape() {
        walk_type(inner, budget);
    }
    for (name, field) in kind.fields() {
        if !spend(budget) {
            return;
        }
        let _ = kind.field(name);
        walk_type(field, budget);
    }
    for member in kind.members() {
        if !spend(budget) {
            return;
        }
        walk_type(member, budget);
    }
}

fn spend(budget: &mut u32) -> bool {
    *budget = budget.saturating_sub(1);
    *budget > 0
}
