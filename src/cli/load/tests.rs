use super::{Packs, RuleSources};

#[test]
fn no_pack_is_a_pack_of_its_own() {
    let packs = |names: &[&str]| {
        let sources = RuleSources {
            packs: names.iter().map(ToString::to_string).collect(),
            ..RuleSources::default()
        };
        sources.flagged_packs().ok()
    };
    assert_eq!(packs(&[]), Some(None));
    assert_eq!(packs(&["none"]), Some(Some(Packs::default())));
    let one = "permissions";
    let shipped = Packs {
        shipped: vec![one.to_owned()],
        ..Packs::default()
    };
    assert_eq!(packs(&[one]), Some(Some(shipped)));
    let folder = Packs {
        paths: vec!["./permissions".into(), "src".into()],
        ..Packs::default()
    };
    assert_eq!(packs(&["./permissions", "src"]), Some(Some(folder)));
    assert_eq!(packs(&[one, "none"]), None);
    assert_eq!(packs(&[one, "permission"]), None);
}
