//! What a document says of a plan or state.

use plangate::input::{Document, Instance, Json, Key, Mode, ModulePath, Origin};

use super::{own, plan};

fn instance<'d, 'p>(document: &'d Document<'p>, address: &str) -> &'d Instance<'p> {
    let found = document
        .instances
        .iter()
        .find(|instance| instance.address == address);
    found.unwrap_or_else(|| panic!("no {address}"))
}

fn words(instance: &Instance<'_>) -> Vec<&'static str> {
    instance.actions.words().collect()
}

#[test]
fn keys_and_addresses_of_a_real_plan_are_unescaped_once() {
    let text = own("format/plan_create.json");
    let document = plan(&text);
    assert_eq!(document.format_version.as_deref(), Some("1.2"));
    assert_eq!(document.terraform_version.as_deref(), Some("1.11.4"));
    assert_eq!(
        (document.errored, document.complete, document.applyable),
        (Some(false), Some(true), Some(true))
    );
    let keyed = instance(&document, r#"terraform_data.fe["q\"uote"]"#);
    assert_eq!(keyed.key, Some(Key::Text("q\"uote".into())));
    assert_eq!(
        (keyed.mode, &*keyed.kind, &*keyed.name),
        (Mode::Managed, "terraform_data", "fe")
    );
    assert_eq!(keyed.provider_name, "terraform.io/builtin/terraform");
    assert_eq!(&text[keyed.offset..keyed.offset + 4], "\"ter");
    assert_eq!(
        instance(&document, "terraform_data.cnt_fn[1]").key,
        Some(Key::Number("1".into()))
    );
    assert_eq!(
        instance(&document, r#"terraform_data.fe[""]"#).key,
        Some(Key::Text("".into()))
    );
    for found in document
        .instances
        .iter()
        .filter(|instance| instance.kind == "terraform_data")
    {
        let key = found
            .key
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let dot = if found.module_address.is_empty() {
            ""
        } else {
            "."
        };
        let address = format!(
            "{}{dot}{}.{}{key}",
            found.module_address, found.kind, found.name
        );
        assert_eq!(found.address, address);
        assert!(ModulePath::parse(&found.module_address).is_some());
    }
    let module = document
        .instances
        .iter()
        .find(|instance| !instance.module_address.is_empty());
    let path = ModulePath::parse(&module.unwrap().module_address).unwrap();
    assert_eq!(path.without_keys(), "module.child");
}

#[test]
fn actions_of_a_real_plan() {
    let text = own("format/plan_upd.json");
    let document = plan(&text);
    let of = |address: &str| instance(&document, address).actions;
    assert!(of("terraform_data.noop").is_noop() && of("terraform_data.noop").exists_after());
    assert!(of("terraform_data.cbd").is_replace() && of("terraform_data.cbd").exists_after());
    assert_eq!(
        words(instance(&document, "terraform_data.cbd")),
        ["create", "delete"]
    );
    assert!(
        of("terraform_data.gone").contains_delete() && !of("terraform_data.gone").exists_after()
    );
    assert!(of("terraform_data.forget").contains_forget());
    assert!(!of("terraform_data.forget").exists_after());
    assert!(of("terraform_data.dep").contains_update() && !of("terraform_data.dep").is_replace());
    let data = instance(&document, "data.terraform_remote_state.rs");
    assert!(data.actions.contains_read() && data.mode == Mode::Data);
    assert_eq!(
        data.action_reason.as_deref(),
        Some("read_because_config_unknown")
    );
    let moved = instance(&document, "terraform_data.new");
    assert_eq!(
        moved.previous_address.as_deref(),
        Some("terraform_data.old")
    );
    assert!(instance(&document, "terraform_data.imp").importing);
    assert!(!moved.importing);
    assert!(
        document
            .prior()
            .iter()
            .all(|instance| instance.origin == Origin::Prior)
    );
    assert!(document.prior().len() > 5);
}

fn change(body: &str) -> String {
    let change = format!(r#"{{"address":"a.b","mode":"managed","type":"a","name":"b",{body}}}"#);
    format!(r#"{{"format_version":"1.2","resource_changes":[{change}]}}"#)
}

#[test]
fn unknown_actions_fall_back_on_what_is_there() {
    for (body, expected, exists) in [
        (
            r#""change":{"actions":["levitate"],"before":null,"after":{}}"#,
            "create",
            true,
        ),
        (
            r#""change":{"actions":["levitate"],"before":{},"after":null}"#,
            "delete",
            false,
        ),
        (
            r#""change":{"actions":[],"before":{},"after":{}}"#,
            "no-op",
            true,
        ),
        (
            r#""change":{"actions":["create","levitate"],"before":{},"after":{"a":1}}"#,
            "update",
            true,
        ),
        (r#""change":{"actions":[7]}"#, "no-op", false),
        (r#""change":{"before":null,"after":{}}"#, "create", true),
        (r#""change":{"actions":["create"]}"#, "create", true),
        (r#""change":{"actions":["delete"]}"#, "delete", false),
        (
            r#""change":{"actions":["no-op"],"before":null,"after":null}"#,
            "no-op",
            false,
        ),
        (
            r#""change":{"actions":["forget"],"before":{},"after":null}"#,
            "forget",
            false,
        ),
        (r#""change":null"#, "no-op", false),
        (r#""later":[]"#, "no-op", false),
    ] {
        let text = change(body);
        let document = plan(&text);
        let actions = document.instances[0].actions;
        assert_eq!(words(&document.instances[0]), [expected], "{body}");
        assert_eq!(actions.exists_after(), exists, "{body}");
    }
    for (list, is_replace) in [
        (r#"["delete","create"]"#, true),
        (r#"["create","delete"]"#, true),
        (r#"["create","forget"]"#, false),
        (r#"["forget","create"]"#, false),
    ] {
        let text = change(&format!(
            r#""change":{{"actions":{list},"before":{{}},"after":{{}}}}"#
        ));
        let document = plan(&text);
        let written = words(&document.instances[0]).join("\",\"");
        assert_eq!(format!("[\"{written}\"]"), list);
        assert_eq!(document.instances[0].actions.is_replace(), is_replace);
        assert!(document.instances[0].actions.exists_after());
    }
}

#[test]
fn what_old_and_new_versions_write_is_understood() {
    let text = change(r#""deposed":true,"change":{"actions":["delete"],"before":{},"after":null}"#);
    assert_eq!(plan(&text).instances[0].deposed.as_deref(), Some("unknown"));
    let text = change(r#""deposed":"00ab","change":null"#);
    assert_eq!(plan(&text).instances[0].deposed.as_deref(), Some("00ab"));
    let text = change(r#""deposed":null,"index":null,"module_address":null"#);
    let document = plan(&text);
    assert_eq!(
        (&document.instances[0].deposed, &document.instances[0].key),
        (&None, &None)
    );

    let text = r#"{"format_version":"1.2","resource_changes":[
        {"address":"module.a[\"x.y\"].t.n","type":"t","name":"n"},
        {"address":"ephemeral.t.n","mode":"ephemeral","type":"t","name":"n"}]}"#;
    let document = plan(text);
    assert_eq!(document.instances.len(), 1);
    assert_eq!(document.instances[0].module_address, r#"module.a["x.y"]"#);

    let text = r#"{"format_version":"1.2","resource_changes":[],"deferred_changes":[
        {"reason":"unknown","resource_change":{"address":"t.n[*]","mode":"managed","type":"t",
         "name":"n","index_unknown":true,"change":{"actions":["create"],"after":{}}}},
        {"reason":"unknown"}]}"#;
    let document = plan(text);
    assert_eq!(document.instances[0].origin, Origin::Deferred);
    assert!(document.instances[0].key_unknown);
    assert_eq!(
        document.notes(),
        ["one change is deferred: this plan does not settle it"]
    );
}

#[test]
fn states_are_as_they_are() {
    let text = own("format/state_json.json");
    let document = plan(&text);
    assert!(!document.instances.is_empty());
    for found in &document.instances {
        assert!(found.actions.is_noop() && found.actions.exists_after());
        assert_eq!(found.origin, Origin::State);
        assert_eq!(found.before.map(Json::raw), found.after.map(Json::raw));
        assert!(found.after_unknown.is_none());
    }
    assert!(document.prior().is_empty() && document.configuration().is_none());
}

#[test]
fn modules_of_a_state_come_after_what_is_around_them() {
    let text = r#"{"format_version":"1.0","values":{"outputs":{"o":{"value":"x","sensitive":true},"n":{"sensitive":false}},
      "root_module":{
        "child_modules":[
          {"child_modules":[{"address":"module.a.module.b","resources":[
             {"address":"module.a.module.b.t.n","mode":"managed","type":"t","name":"n","values":{"deep":1}}]}],
           "resources":[{"address":"t.n","mode":"data","type":"t","name":"n","tainted":true}],
           "address":"module.a"}],
        "resources":[
          {"address":"t.n","mode":"managed","type":"t","name":"n","index":0,"values":{},"depends_on":["t.m"]},
          {"address":"t.n","mode":"managed","type":"t","name":"n","index":"k\"","deposed_key":"ff"}]}}}"#;
    let document = plan(text);
    let seen: Vec<_> = document
        .instances
        .iter()
        .map(|found| (&*found.address, &*found.module_address, found.mode))
        .collect();
    assert_eq!(
        seen,
        [
            ("t.n[0]", "", Mode::Managed),
            (r#"t.n["k\""]"#, "", Mode::Managed),
            ("module.a.t.n", "module.a", Mode::Data),
            ("module.a.module.b.t.n", "module.a.module.b", Mode::Managed),
        ]
    );
    assert_eq!(
        document.instances[0].depends_on.unwrap().raw(),
        r#"["t.m"]"#
    );
    assert_eq!(document.instances[1].deposed.as_deref(), Some("ff"));
    assert!(document.instances[2].tainted);
    let outputs = document.outputs();
    assert_eq!(
        (outputs[0].name.as_str(), outputs[0].value.unwrap().raw()),
        ("o", "\"x\"")
    );
    assert!(outputs[0].sensitive && !outputs[0].unknown);
    assert!(outputs[1].value.is_none() && outputs[1].unknown);
}

#[test]
fn plans_without_changes_fall_back_on_what_they_have() {
    let text = own("format/plan_refresh.json");
    let document = plan(&text);
    assert!(document.instances.len() > 3);
    assert!(
        document
            .instances
            .iter()
            .all(|found| found.actions.is_noop())
    );
    assert_eq!(
        document.notes(),
        [
            "the plan changes no resource (`-refresh-only`): the resources of its `prior_state` are judged"
        ]
    );
    let text = r#"{"format_version":"1.2","planned_values":{"outputs":{"o":{"value":1,"sensitive":false}},
        "root_module":{"resources":[{"address":"t.n","mode":"managed","type":"t","name":"n","values":{"a":1},
        "sensitive_values":{"a":true}}]}}}"#;
    let document = plan(text);
    let found = &document.instances[0];
    assert_eq!(
        (found.origin, words(found)),
        (Origin::Planned, vec!["create"])
    );
    assert!(found.before.is_none() && found.before_sensitive.is_none());
    assert_eq!(found.after.unwrap().raw(), r#"{"a":1}"#);
    assert_eq!(document.outputs()[0].name, "o");
    assert_eq!(
        document.notes(),
        [
            "the plan has no `resource_changes`: what `planned_values` holds is judged, as if all of it \
          were made and everything that is missing were null"
        ]
    );
}

#[test]
fn configuration_is_found_module_by_module() {
    let text = own("format/plan_create.json");
    let document = plan(&text);
    let configuration = document.configuration().unwrap();
    let root = configuration.root();
    let counted = root
        .resource(Mode::Managed, "terraform_data", "cnt_const")
        .unwrap();
    assert_eq!(counted.address(), "terraform_data.cnt_const");
    assert_eq!(counted.count().unwrap().raw(), r#"{"constant_value":2}"#);
    assert_eq!(counted.provider_config_key(), Some("terraform"));
    assert_eq!(counted.schema_version(), Some(0));
    assert!(counted.for_each().is_none() && counted.expressions().is_some());
    assert!(
        root.resource(Mode::Data, "terraform_data", "cnt_const")
            .is_none()
    );
    assert!(
        root.resource(Mode::Managed, "terraform_data", "cnt")
            .is_none()
    );
    let call = root.call("child").unwrap();
    assert!(call.source.is_some() && call.module().unwrap().resources().count() > 0);
    assert!(root.is_sensitive_output("o_sensitive") && !root.is_sensitive_output("o_null"));
    assert!(root.output("o_null").is_some() && root.output("none").is_none());
    assert!(root.variable("secret").unwrap().sensitive);
    let provider = configuration.provider("terraform").unwrap();
    assert_eq!(
        provider.full_name.as_deref(),
        Some("terraform.io/builtin/terraform")
    );
    let names: Vec<_> = root
        .resources()
        .map(|(mode, kind, name, _)| (mode, kind, name))
        .collect();
    assert!(names.is_sorted());
}

#[test]
fn variables_outputs_and_checks() {
    let text = own("format/plan_create.json");
    let document = plan(&text);
    assert_eq!(document.variables()["secret"].raw(), "\"hunter2\"");
    assert!(document.variables()["nodef"].is_null());
    let output = |name: &str| {
        document
            .outputs()
            .iter()
            .find(|output| output.name == name)
            .unwrap()
    };
    assert!(output("o_sensitive").sensitive && output("o_sensitive").value.is_some());
    assert!(output("o_unknown").unknown && output("o_unknown").value.is_none());
    assert!(output("o_partial").unknown && output("o_partial").value.is_some());
    assert!(!output("o_null").unknown && output("o_null").value.is_none());
    let checks = document.checks();
    assert_eq!(
        (&*checks[0].kind, &*checks[0].address, &*checks[0].status),
        ("check", "check.c", "unknown")
    );
    assert_eq!(checks[0].instances[0].address, "check.c");
}

#[test]
fn notes_say_what_a_plan_leaves_out() {
    let note = |name: &str| plan(&own(name)).notes();
    assert_eq!(
        note("format/plan_errored.json"),
        ["planning failed (`errored`): only a part of the changes is there"]
    );
    assert_eq!(
        note("format/plan_target.json"),
        [
            "the plan is not complete (`complete` is false): resources were left out by `-target` or are deferred"
        ]
    );
    assert_eq!(
        note("format/plan_destroy.json"),
        ["every managed resource of this plan is to be destroyed"]
    );
    assert!(note("format/plan_create.json").is_empty());
}

#[test]
fn a_plan_that_does_not_say_whether_it_is_whole_is_looked_through() {
    let missing = |complete: &str, changes: &str| {
        let block = |kind: &str, more: &str| {
            format!(r#"{{"address":"{kind}.n","mode":"managed","type":"{kind}","name":"n"{more}}}"#)
        };
        let text = format!(
            r#"{{"format_version":"1.2"{complete},"resource_changes":[{changes}],
            "prior_state":{{"values":{{"root_module":{{"resources":[
              {{"address":"prior.n","mode":"managed","type":"prior","name":"n"}}]}}}}}},
            "configuration":{{"root_module":{{"resources":[{},{},{},
              {{"address":"data.d.n","mode":"data","type":"d","name":"n"}}],
            "module_calls":{{"m":{{"module":{{"resources":[{}]}}}},
              "many":{{"count_expression":{{}},"module":{{"resources":[{}]}}}}}}}}}}}}"#,
            block("plain", ""),
            block("counted", r#","count_expression":{"constant_value":0}"#),
            block("prior", ""),
            block("inner", ""),
            block("repeated", ""),
        );
        plan(&text).missing_instances().to_vec()
    };
    assert_eq!(missing("", ""), ["plain.n", "module.m.inner.n"]);
    let plain = r#"{"address":"plain.n[\"k\"]","type":"plain","name":"n","index":"k"}"#;
    assert_eq!(missing("", plain), ["module.m.inner.n"]);
    assert_eq!(
        missing(r#","complete":false"#, ""),
        ["plain.n", "module.m.inner.n"]
    );
    assert!(missing(r#","complete":true"#, "").is_empty());
}

#[test]
fn a_document_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Document<'_>>();
    is_shared::<plangate::input::Secrets>();
    assert!(size_of::<Instance<'_>>() <= 384 && size_of::<Json<'_>>() == 16);
}
