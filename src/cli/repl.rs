//! `plangate repl`: expressions on a plan, one line after another.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use rustyline::error::ReadlineError;
use rustyline::{Config, Editor, history::MemHistory};

use super::{
    Exit,
    complaint::{self, Complaint},
    explain, output, plan,
    run::{self, Asked, Context},
    session::{Session, Sources},
    terminal,
};
use crate::engine::Told;
use crate::report::{Style, escape, value};

mod complete;

/// Evaluate expressions on a plan, line by line.
///
/// On a terminal, lines can be edited, the arrows bring back earlier ones, and the tab key completes
/// names of functions, attributes and addresses. Nothing is kept when the program ends. Without a
/// terminal, lines are read from standard input, and nothing but what they come to is written.
///
/// `:help` lists what can be typed besides expressions. Nothing sensitive is shown.
///
/// Exit codes: 0; 2 where lines are read from no terminal and one of them has a mistake.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Repl {
    /// Read this plan.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    /// Let `self` be what has this address, as `plangate check` writes it.
    #[arg(long, value_name = "ADDRESS")]
    on: Option<String>,

    #[command(flatten)]
    sources: Sources,

    #[command(flatten)]
    context: Context,
}

/// What `:help` tells.
const HELP: &[(&str, &str)] = &[
    (
        "EXPRESSION",
        "evaluates it: self.ami, resources(aws_iam_role)",
    ),
    ("let x = EXPRESSION", "gives its value a name"),
    (
        ":self ADDRESS",
        "lets self be what has this address; alone, says what it is",
    ),
    (":type EXPRESSION", "says of what kind its value is"),
    (
        ":rules FILE",
        "lets expressions see the defines, parameters and imports of a rule file",
    ),
    (
        ":explain WORD",
        "shows the page of a function, a type, an attribute, a code",
    ),
    (":help", "shows this"),
    (":quit", "ends"),
];

/// What becomes of the conversation after a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    GoOn,
    Quit,
}

impl Repl {
    /// Reads the plan, then lines.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        if self.plan == Path::new("-") {
            let complaint = Complaint::new("a plan cannot be read from standard input here");
            return Err(complaint.help("lines are; name the plan's file").into());
        }
        let mut session = Session::new(&self.sources)?;
        let plan = plan::read(&self.plan, false)?;
        let schemas = self.sources.schemas.load()?;
        run::ask(plan, &self.context, &schemas, |asked| {
            session.choose(self.on.as_deref(), asked)?;
            for note in asked.notes {
                complaint::say_of_input(asked.name, note);
            }
            let mut talk = Talk {
                session,
                sources: self.sources.clone(),
                asked,
                failed: false,
            };
            if io::stdin().is_terminal() {
                talk.with_a_terminal()?;
                return Ok(Exit::Clean);
            }
            talk.without_a_terminal()?;
            Ok(if talk.failed {
                Exit::Undecided
            } else {
                Exit::Clean
            })
        })
    }
}

/// A conversation.
struct Talk<'a, 'p> {
    session: Session,
    sources: Sources,
    asked: &'a Asked<'a, 'p>,
    /// A line had a mistake.
    failed: bool,
}

impl Talk<'_, '_> {
    fn with_a_terminal(&mut self) -> anyhow::Result<()> {
        let config = Config::builder()
            .completion_type(rustyline::CompletionType::List)
            .auto_add_history(true)
            .build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history)?;
        self.say("`:help` says what can be typed, `:quit` ends")?;
        loop {
            editor.set_helper(Some(complete::Helper::new(&self.session, self.asked)));
            match editor.readline(&self.prompt()) {
                Ok(line) => {
                    if self.line(&line)? == After::Quit {
                        return Ok(());
                    }
                }
                // The line is dropped, as shells do it.
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(()),
                Err(error) => return Err(error).context("cannot read from the terminal"),
            }
        }
    }

    fn without_a_terminal(&mut self) -> anyhow::Result<()> {
        for line in io::stdin().lock().lines() {
            let line = line.context("cannot read standard input")?;
            if self.line(&line)? == After::Quit {
                break;
            }
        }
        Ok(())
    }

    /// `aws_instance.web> `
    fn prompt(&self) -> String {
        let subject = self.session.subject().unwrap_or("plan");
        format!("{}> ", escape(subject))
    }

    fn line(&mut self, line: &str) -> anyhow::Result<After> {
        let line = line.trim();
        let Some(command) = line.strip_prefix(':') else {
            if !is_nothing(line) {
                self.evaluate(line)?;
            }
            return Ok(After::GoOn);
        };
        let (word, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        let rest = rest.trim();
        match (word, rest.is_empty()) {
            ("quit" | "q", _) => return Ok(After::Quit),
            ("help" | "h", _) => self.help()?,
            ("self", true) => {
                let subject = self.session.subject().unwrap_or("nothing: `:self ADDRESS`");
                self.say(&format!("self is {subject}"))?;
            }
            ("self", false) => {
                let chosen = self.session.choose(Some(rest), self.asked);
                self.tell(chosen)?;
            }
            ("type", false) => self.kind(rest)?,
            ("rules", false) => self.rules(rest)?,
            ("explain", false) => self.explain(rest)?,
            ("type" | "rules" | "explain", true) => {
                let complaint = Complaint::new(format!("`:{word}` needs something behind it"));
                self.tell(Err(complaint.help("`:help` says what")))?;
            }
            _ => {
                let complaint = Complaint::new(format!("there is no command `:{word}`"));
                self.tell(Err(complaint.help("`:help` lists the commands")))?;
            }
        }
        Ok(After::GoOn)
    }

    fn evaluate(&mut self, line: &str) -> anyhow::Result<()> {
        let colour = terminal::colours(&io::stdout());
        match self.session.evaluate(line, self.asked, colour) {
            Ok(evaluation) => {
                self.failed |= matches!(evaluation.told, Told::Trouble(_));
                output::standard_output(|out, style| value::text(&evaluation, style, out))
            }
            Err(drawn) => {
                self.failed = true;
                output::standard_output(|out, _| writeln!(out, "{drawn}"))
            }
        }
    }

    fn kind(&mut self, line: &str) -> anyhow::Result<()> {
        // It gives no name to anything.
        let line = line.strip_prefix("let ").unwrap_or(line);
        match self.session.evaluate(line, self.asked, false) {
            Ok(evaluation) if evaluation.kind.is_empty() => self.say("nobody may know"),
            Ok(evaluation) => self.say(evaluation.kind),
            Err(drawn) => {
                self.failed = true;
                output::standard_output(|out, _| writeln!(out, "{drawn}"))
            }
        }
    }

    fn rules(&mut self, file: &str) -> anyhow::Result<()> {
        let sources = self.sources.with_file(Path::new(file));
        let subject = self.session.subject().map(str::to_owned);
        match Session::new(&sources) {
            Ok(mut session) => {
                session.choose(subject.as_deref(), self.asked)?;
                self.session = session;
                self.sources = sources;
                self.say("names of `let` are forgotten")
            }
            Err(error) => self.complain(&error),
        }
    }

    fn explain(&mut self, word: &str) -> anyhow::Result<()> {
        match explain::show(word, &self.sources.schemas) {
            Ok(()) => Ok(()),
            Err(error) => self.complain(&error),
        }
    }

    fn help(&self) -> anyhow::Result<()> {
        output::standard_output(|out, _| {
            for (what, does) in HELP {
                writeln!(out, "{what:20} {does}")?;
            }
            Ok(())
        })
    }

    fn tell(&mut self, result: Result<(), Complaint>) -> anyhow::Result<()> {
        match result {
            Ok(()) => Ok(()),
            Err(complaint) => self.complain(&complaint.into()),
        }
    }

    /// Mistakes are part of the conversation.
    fn complain(&mut self, error: &anyhow::Error) -> anyhow::Result<()> {
        self.failed = true;
        self.say(&format!("error: {error:#}"))?;
        let help = error
            .downcast_ref::<Complaint>()
            .and_then(Complaint::advice);
        help.map_or(Ok(()), |help| self.say(&format!("help: {help}")))
    }

    fn say(&self, text: &str) -> anyhow::Result<()> {
        output::standard_output(|out, _: &Style| writeln!(out, "{}", escape(text)))
    }
}

/// An empty line, or a comment.
fn is_nothing(line: &str) -> bool {
    line.is_empty() || line.starts_with('#') || line.starts_with("//")
}

const EXAMPLES: &str = "\
Examples:
  plangate repl plan.json --on aws_instance.web
      reads lines: self.iam_instance_profile is set

  echo 'count(r in resources(aws_instance) : true)' | plangate repl plan.json
      reads them from a pipe";
