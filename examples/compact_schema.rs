//! Makes the schema table that is shipped:
//! `compact_schema aws-VERSION.json[.gz] KNOWLEDGE.json LEARNED.json OUT`.

use std::{error::Error, io::Read, path::Path};

use flate2::read::GzDecoder;
use plangate::schema::{ComputedBlocks, compact};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, knowledge, learned, out] = arguments.as_slice() else {
        return Err("wanted: aws-VERSION.json[.gz] KNOWLEDGE.json LEARNED.json OUT".into());
    };
    let computed = ComputedBlocks::read(&[read(knowledge)?, read(learned)?]);
    let table = compact(&read(schema)?, &version(schema)?, &computed)?;
    write(out, &table)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn read(path: &str) -> Result<Value, Box<dyn Error>> {
    let mut bytes = std::fs::read(path)?;
    if Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "gz")
    {
        let packed = std::mem::take(&mut bytes);
        GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
    }
    Ok(serde_json::from_slice(&bytes)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn write(path: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(path, bytes)?)
}

/// The version in the schema's file name, for the schema itself does not say it.
fn version(path: &str) -> Result<String, Box<dyn Error>> {
    let name = Path::new(path).file_name().and_then(|name| name.to_str());
    let version = name
        .and_then(|name| name.split_once('-'))
        .and_then(|(_, rest)| rest.split_once(".json"));
    let (version, _) = version.ok_or("the file's name is not PROVIDER-VERSION.json[.gz]")?;
    Ok(version.to_owned())
}
