//! Holds verdicts on plans against every state that may come of them.
mod case;
mod generate;
mod honest;
mod random;
mod terraform;
mod verdict;

#[test]
fn look() {
    let from: u64 = std::env::var("SEED").map_or(1, |s| s.parse().unwrap());
    let n: u64 = std::env::var("N").map_or(10, |s| s.parse().unwrap());
    let script = honest::script().unwrap();
    let mut all = Vec::new();
    for seed in from..from + n {
        let root = generate::configuration(seed, generate::Size::Usual);
        let Ok(case) = case::Case::new(&root) else { continue };
        match honest::differences(&script, &case) {
            Ok(d) => {
                println!("== {seed}: {}", d.len());
                for l in &d { println!("{l}"); }
                all.extend(d);
            }
            Err(e) => println!("== {seed} refused {e}"),
        }
    }
}

#[test]
fn flips() {
    let from: u64 = std::env::var("SEED").map_or(1, |s| s.parse().unwrap());
    let n: u64 = std::env::var("N").map_or(100, |s| s.parse().unwrap());
    let rules = verdict::Rules::with(include_str!("rules.rule"));
    let mut count = std::collections::BTreeMap::new();
    let mut shown = std::collections::BTreeMap::new();
    let mut completions = 0;
    for seed in from..from + n {
        let root = generate::configuration(seed, generate::Size::Usual);
        let Ok(case) = case::Case::new(&root) else { continue };
        let compared = generate::compared(&root);
        let planned = verdict::Mode::ALL.map(|mode| (mode, rules.judge(case.plan(), &root, mode)));
        for w in 0..10 {
            let world = terraform::world::World::random(w, &compared);
            let Ok(state) = case.state(&world) else { continue };
            completions += 1;
            let real = rules.judge_state(&state);
            for (mode, verdicts) in &planned {
                    let (mode, strict) = (mode.word(), !mode.assumes());
                for flip in verdict::flips(verdicts, &real) {
                    let u = if flip.real == plangate::engine::Outcome::Undetermined { "undet" } else {""};
                    let key = format!("{mode} {:?} {u} {} ", flip.assumptions, if flip.assumptions.is_empty() || strict { &*flip.rule } else { "" });
                    *count.entry(key.clone()).or_insert(0) += 1;
                    shown.entry(key).or_insert((seed, w, flip.clone()));
                }
            }
        }
    }
    println!("{completions} completions");
    for (k, n) in &count { println!("{n:6} {k} {:?} {:?}->{:?} seed {} w {}", shown[k].2.address, shown[k].2.planned, shown[k].2.real, shown[k].0, shown[k].1); }
}

#[test]
fn show() {
    let seed: u64 = std::env::var("SEED").map_or(1, |s| s.parse().unwrap());
    let w: u64 = std::env::var("W").map_or(0, |s| s.parse().unwrap());
    let root = generate::configuration(seed, generate::Size::Usual);
    let case = case::Case::new(&root).unwrap();
    println!("{}", terraform::hcl::whole(&root));
    let compared = generate::compared(&root);
    let world = terraform::world::World::random(w, &compared);
    let state = case.state(&world).unwrap();
    std::fs::write("/tmp/plan.json", case.plan().to_string()).unwrap();
    std::fs::write("/tmp/state.json", state.to_string()).unwrap();
    if let Ok(rule) = std::env::var("RULE") {
        let address = std::env::var("AT").unwrap();
        let rules = verdict::Rules::with(include_str!("rules.rule"));
        let mut all: Vec<_> = verdict::Mode::ALL.map(|mode| (mode.word(), rules.judge(case.plan(), &root, mode))).into_iter().collect();
        all.push(("state", rules.judge_state(&state)));
        for (what, judged) in all {
            println!("{what}: {:#?}", judged.get(&(rule.clone(), address.clone())).map(|j| (j.outcome, j.findings.iter().map(|f| (f.rule_line, f.outcome, f.basis.assumptions().collect::<Vec<_>>(), f.missing.clone(), f.decided_by.clone())).collect::<Vec<_>>())));
        }
        return;
    }
    println!("{:#?}", world.answers().iter().filter(|(k,_)| k.ends_with("name") || k.ends_with(".id")).collect::<Vec<_>>());
}

#[test]
fn timing() {
    let rules = verdict::Rules::with(include_str!("rules.rule"));
    let (mut model, mut apply, mut judge, mut text, mut n) = (0, 0, 0, 0, 0);
    let clock = std::time::Instant::now;
    for seed in 0..60 {
        let root = generate::configuration(seed, generate::Size::Usual);
        let t = clock();
        let Ok(case) = case::Case::new(&root) else { continue };
        model += t.elapsed().as_micros();
        let compared = generate::compared(&root);
        let t = clock();
        let world = terraform::world::World::random(0, &compared);
        let Ok(state) = case.state(&world) else { continue };
        apply += t.elapsed().as_micros();
        let t = clock();
        let len = state.to_string().len();
        text += t.elapsed().as_micros();
        let t = clock();
        rules.judge_state(&state);
        judge += t.elapsed().as_micros();
        n += 1;
        let _ = len;
    }
    println!("{n}: plan {} apply {} text {} judge {}", model / n, apply / n, text / n, judge / n);
}
