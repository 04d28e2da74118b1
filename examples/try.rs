//! scratch
use plangate::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut rules = pack::Rules::default();
    if let Some(at) = args.iter().position(|a| a == "--rules") {
        rules.add_path(std::path::Path::new(&args[at + 1])).unwrap();
    } else {
        rules.add_shipped(&pack::shipped_packs());
    }
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    for p in &problems {
        eprintln!("{}", p.draw(&rules.sources, false));
    }
    if !problems.is_empty() {
        std::process::exit(2);
    }
    let Some(path) = args.iter().find(|a| a.ends_with(".json")) else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let doc = match input::read(&text, false) {
        Ok(d) => d,
        Err(e) => {
            eprintln!("{e:?}");
            std::process::exit(2)
        }
    };
    if args.iter().any(|a| a == "-m") {
        println!("{:?}", doc.missing_instances());
    }
    let js = engine::run(
        &program,
        &rules.sources,
        &doc,
        path,
        reference::Options::default(),
    );
    if args.iter().any(|a| a == "-v") {
        let only = args
            .iter()
            .find(|a| a.starts_with("only="))
            .map(|a| a[5..].to_string());
        for j in &js {
            if let Some(o) = &only {
                if !j.address.contains(o.as_str()) && *o != program.rules[j.rule].about.id {
                    continue;
                }
            }
            if j.outcome == engine::Outcome::NotApplicable {
                continue;
            }
            println!(
                "{} {} {}",
                program.rules[j.rule].about.id,
                j.address,
                j.outcome.word()
            );
            for f in &j.findings {
                if f.outcome != engine::Outcome::Pass {
                    println!("   {f:?}");
                }
            }
        }
    } else {
        let results: Vec<_> = js.iter().filter(|j| !j.address.is_empty()).map(|j| serde_json::json!({"rule": program.rules[j.rule].about.id, "address": j.address, "outcome": j.outcome.word()})).collect();
        println!("{}", serde_json::json!({"results": results}));
    }
}
