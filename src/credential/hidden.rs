//! What must not be printed of user data that holds a credential.

use super::{find, parts};
use crate::hcl::to_base64;

/// What is shorter is too common to be hidden wherever it stands.
const SHORTEST: usize = 16;

/// Everything that tells of the credentials in user data: the whole of it, what it decodes to,
/// each credential, and these encoded. Nothing where there is none that not everybody knows.
pub fn hidden(text: &str) -> Vec<String> {
    let parts = parts(text).list;
    let mut secrets: Vec<String> = Vec::new();
    for part in &parts {
        for found in find(&part.text).iter().filter(|found| !found.example) {
            let places = found.secrets.iter().cloned();
            secrets.extend(places.map(|place| part.text[place].to_owned()));
        }
    }
    if secrets.is_empty() {
        return secrets;
    }
    let mut hidden = vec![text.to_owned(), to_base64(text.as_bytes())];
    let texts = parts.into_iter().map(|part| part.text);
    hidden.extend(texts.filter(|text| text.len() >= SHORTEST));
    for secret in &secrets {
        hidden.push(to_base64(secret.as_bytes()));
        hidden.extend(encodings(secret.as_bytes()));
        let lines = secret.split(['\n', '\r', '\\', '"']).map(str::trim);
        let lines = lines.filter(|line| line.len() >= SHORTEST && !line.starts_with("-----"));
        hidden.extend(lines.map(str::to_owned));
    }
    hidden.append(&mut secrets);
    hidden.sort_unstable();
    hidden.dedup();
    hidden
}

/// What is the same in every base64 that holds these bytes: it depends on how many stand before
/// them, and its ends on what stands around.
fn encodings(bytes: &[u8]) -> impl Iterator<Item = String> {
    (0..3).filter_map(move |before| {
        let mut all = vec![0; before];
        all.extend_from_slice(bytes);
        let encoded = to_base64(&all);
        let start = (before * 8).div_ceil(6);
        let end = all.len() * 8 / 6;
        let inner = encoded.get(start..end)?;
        (inner.len() >= SHORTEST).then(|| inner.to_owned())
    })
}
