//! What one of our rules has to do with a name that somebody else gave.

use serde_json::json;

use super::page::{Kind, Page};
use crate::crosswalk::{self, Entry, Said};
use crate::program::About;

/// The page of a rule under a name that it has: an identifier of another tool, a control as
/// `framework:control`, or its own id.
pub fn page(name: &str, about: &About) -> Page {
    let entry = crosswalk::entry(&about.id);
    let mut page = Page::new(Kind::Crosswalk, name, about.id.as_str());
    page.fact("title", &about.title);
    page.fact("severity", about.severity.word());
    page.fact("level", about.level.word());
    page.fact("about", format!("`{}`", about.on));
    let meant = Meant::of(name, about);
    page.fact("is", meant.words(about));
    if let Some(reason) = &about.severity_reason {
        page.fact("severity because", reason);
    }
    differences(&mut page, &meant, about, entry);
    severities(&mut page, &meant, entry);
    said(&mut page, &meant, entry);
    others(&mut page, &meant, about);
    page.data("rule", about.id.as_str());
    page.data("severity", about.severity.word());
    page.data("ids", json!(about.ids));
    page.data("controls", json!(about.controls));
    page.data("differs", json!(about.differs));
    page
}

/// What a name of a rule is.
enum Meant {
    /// Identifiers of tools.
    Ids(Vec<(String, String)>),
    /// A control of a framework.
    Control(String, String),
    /// The rule's own id, now or before.
    Own,
}

impl Meant {
    fn of(name: &str, about: &About) -> Meant {
        let mut ids = Vec::new();
        for (tool, known) in &about.ids {
            for id in known {
                if crosswalk::forms(tool, id).iter().any(|form| form == name) {
                    ids.push((tool.clone(), id.clone()));
                }
            }
        }
        if !ids.is_empty() {
            return Meant::Ids(ids);
        }
        match name.split_once(':') {
            Some((framework, control)) => Meant::Control(framework.to_owned(), control.to_owned()),
            None => Meant::Own,
        }
    }

    fn words(&self, about: &About) -> String {
        match self {
            Meant::Ids(ids) => {
                let ids = ids.iter().map(|(tool, id)| format!("{id} of {tool}"));
                ids.collect::<Vec<_>>().join(", ")
            }
            Meant::Control(framework, control) => format!("control {control} of {framework}"),
            Meant::Own if about.ids.is_empty() => "a rule of ours; no other tool has it".to_owned(),
            Meant::Own => "a rule of ours".to_owned(),
        }
    }

    /// Whether something about a tool, or about one identifier of it, is about this.
    fn has(&self, tool: &str, id: Option<&str>) -> bool {
        match self {
            Meant::Ids(ids) => ids.iter().any(|(own_tool, own_id)| {
                is_tool(own_tool, tool) && id.is_none_or(|id| is_same(own_tool, own_id, id))
            }),
            Meant::Control(..) | Meant::Own => true,
        }
    }
}

/// Whether a tool is this one; what Guard's registry says of controls is Guard's.
fn is_tool(own: &str, other: &str) -> bool {
    own == other || own.strip_suffix("_registry") == Some(other)
}

/// Whether an identifier is this one in some form.
fn is_same(tool: &str, own: &str, other: &str) -> bool {
    crosswalk::forms(tool, own).iter().any(|form| form == other)
}

fn differences(page: &mut Page, meant: &Meant, about: &About, entry: Option<&Entry>) {
    page.heading("Where we differ");
    let mut none = true;
    for (tool, words) in &about.differs {
        if meant.has(tool, None) {
            page.fact(tool, words);
            none = false;
        }
    }
    for (key, words) in entry.into_iter().flat_map(|entry| &entry.match_quality) {
        let (tool, id) = match key.split_once(':') {
            Some((tool, id)) => (tool, Some(id)),
            None => (*key, None),
        };
        let is_of_all = matches!(*key, "all" | "related");
        if (is_of_all && !matches!(meant, Meant::Ids(_))) || meant.has(tool, id) {
            page.fact(*key, *words);
            none = false;
        }
    }
    if none {
        page.text("No difference is known.");
    }
}

fn severities(page: &mut Page, meant: &Meant, entry: Option<&Entry>) {
    let all = entry.into_iter().flat_map(|entry| &entry.severities);
    let given: Vec<_> = all
        .filter(|given| given.id.is_some() && meant.has(given.tool, given.id))
        .collect();
    if !given.is_empty() {
        page.heading("How bad others find it");
    }
    for given in given {
        let id = given.id.unwrap_or_default();
        page.fact(format!("{} {id}", given.tool), given.given);
    }
}

fn said(page: &mut Page, meant: &Meant, entry: Option<&Entry>) {
    let all = entry.into_iter().flat_map(|entry| &entry.said);
    let is_meant = |said: &&Said| match meant {
        Meant::Control(framework, control) => {
            said.framework == framework && said.controls.iter().any(|one| one == control)
        }
        _ => meant.has(said.tool, Some(said.id)),
    };
    let said: Vec<&Said> = all.filter(is_meant).collect();
    if !said.is_empty() {
        page.heading(match meant {
            Meant::Control(..) => "Who says that it serves the control",
            _ => "Frameworks that name it",
        });
    }
    let mut data = Vec::new();
    for one in said {
        match meant {
            Meant::Control(..) => page.item(format!("{} {}", one.tool, one.id)),
            _ => page.fact(
                one.framework,
                format!("{} ({} {})", one.controls.join(", "), one.tool, one.id),
            ),
        }
        data.push(json!({
            "framework": one.framework,
            "controls": one.controls,
            "tool": one.tool,
            "id": one.id,
        }));
    }
    page.data("said", data);
}

fn others(page: &mut Page, meant: &Meant, about: &About) {
    let ids = about.ids.iter().filter_map(|(tool, ids)| {
        let others = ids.iter().filter(|id| match meant {
            Meant::Ids(own) => !own.contains(&(tool.clone(), (*id).clone())),
            _ => true,
        });
        let others: Vec<&str> = others.map(String::as_str).collect();
        (!others.is_empty()).then(|| (tool, others.join(", ")))
    });
    let ids: Vec<_> = ids.collect();
    if !ids.is_empty() {
        page.heading("Called by other tools");
    }
    for (tool, ids) in ids {
        page.fact(tool, ids);
    }
}
