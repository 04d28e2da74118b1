//! Mutants for people: those that no test notices, with what is different.

use std::io::{self, Write};

use anstyle::AnsiColor;

use crate::report::table::{Block, Grid, paint};
use crate::report::words;
use crate::trial::mutation::{Mutants, Of, Survivor};

/// Writes what became of mutants.
pub(super) fn text(mutants: &Mutants, grid: Grid, out: &mut dyn Write) -> io::Result<()> {
    let mut block = grid.block();
    let mut before: Option<(&str, &Of)> = None;
    for survivor in mutants.unexcused().filter(|one| !one.untested) {
        heading(&mut block, &mut before, survivor);
        block.branch(
            2,
            ("line", paint::FAINT),
            (
                &format!("{}:{}", survivor.line, survivor.column),
                paint::PLAIN,
            ),
        );
        block.branch(
            2,
            ("is", AnsiColor::Red.on_default()),
            (&survivor.before, paint::PLAIN),
        );
        block.branch(
            2,
            ("mutant", AnsiColor::Green.on_default()),
            (&survivor.after, paint::PLAIN),
        );
    }
    untested(mutants, &mut block);
    excused(mutants, &mut block);
    block.gap();
    closing(mutants, &mut block);
    block.write(out)
}

fn heading<'a>(block: &mut Block, before: &mut Option<(&'a str, &'a Of)>, survivor: &'a Survivor) {
    let now = (survivor.file.as_str(), &survivor.mutant);
    block.gap();
    if before.replace(now) != Some(now) {
        block.strong(&format!(
            "No test notices: {} ({})",
            name(&survivor.mutant),
            survivor.file
        ));
    }
}

fn name(mutant: &Of) -> String {
    match mutant {
        Of::Rule(id) => format!("rule {id}"),
        Of::Define(name) => format!("define {name}"),
        Of::Fixture(sentence) => format!("what is given in “{sentence}”"),
    }
}

/// Of what no test is about, only how many mutants there are.
fn untested(mutants: &Mutants, block: &mut Block) {
    let untested: Vec<&Survivor> = mutants.unexcused().filter(|one| one.untested).collect();
    for of in untested.chunk_by(|one, next| one.mutant == next.mutant && one.file == next.file) {
        if let [first, ..] = of {
            block.gap();
            let count = words::count(of.len(), "mutant");
            let what = name(&first.mutant);
            block.text(&format!(
                "No test is about {what} ({}): {count}",
                first.file
            ));
        }
    }
}

fn excused(mutants: &Mutants, block: &mut Block) {
    for survivor in &mutants.survivors {
        if let Some(reason) = &survivor.reason {
            block.gap();
            let Survivor { file, line, .. } = survivor;
            block.faint(&format!(
                "{file}:{line}: {} → {}: {reason}",
                survivor.before, survivor.after
            ));
        }
    }
}

fn closing(mutants: &Mutants, block: &mut Block) {
    let all = words::count(mutants.all, "mutant");
    let open = mutants.unexcused().count();
    let excused = mutants.survivors.len() - open;
    let mut parts = vec![format!("{} noticed by a test", mutants.killed)];
    if mutants.refused > 0 {
        parts.push(format!("{} refused before any test", mutants.refused));
    }
    if excused > 0 {
        parts.push(format!("{excused} excused"));
    }
    parts.push(format!("{open} not noticed"));
    let text = format!("{all}: {}", parts.join(", "));
    let colour = if open == 0 {
        AnsiColor::Green.on_default()
    } else {
        AnsiColor::Red.on_default().bold()
    };
    block.styled(&text, colour);
}
