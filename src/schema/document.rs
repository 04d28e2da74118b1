//! What `terraform providers schema -json` prints, and `tofu` as well.

use serde_json::{Map, Value};

use super::{ComputedBlocks, compact};

/// Makes a table of each provider in the text; what is wrong with the text is said in words.
pub(super) fn tables(text: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let mut document: Value =
        serde_json::from_slice(text).map_err(|error| format!("it is not JSON: {error}"))?;
    let providers = match document.get_mut("provider_schemas").map(Value::take) {
        Some(Value::Object(providers)) => providers,
        Some(_) => return Err("its `provider_schemas` is no object".to_owned()),
        None => return Err(no_schemas(&document)),
    };
    let tables = providers.into_iter().map(|(address, provider)| {
        let provider = Map::from_iter([(address.clone(), provider)]);
        let alone = Map::from_iter([("provider_schemas".to_owned(), Value::Object(provider))]);
        // It does not say which version this is, nor which blocks the provider fills in.
        compact(&Value::Object(alone), "", &ComputedBlocks::default())
            .map_err(|why| format!("of `{address}`: {why}"))
    });
    tables.collect()
}

fn no_schemas(document: &Value) -> String {
    let has = |key: &str| document.get(key).is_some();
    if has("resource_changes") || has("planned_values") {
        "it is a plan".to_owned()
    } else if has("values") && has("terraform_version") {
        "it is a state".to_owned()
    } else if has("format_version") {
        "it has no providers, as where `terraform init` was not run".to_owned()
    } else {
        "it has no `provider_schemas`".to_owned()
    }
}
