use super::RuleSources;

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
    assert_eq!(packs(&["none"]), Some(Some(Vec::new())));
    let one = "permissions";
    assert_eq!(packs(&[one]), Some(Some(vec![one.to_owned()])));
    assert_eq!(packs(&[one, "none"]), None);
    assert_eq!(packs(&[one, "permission"]), None);
}
