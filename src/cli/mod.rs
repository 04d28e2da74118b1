//! The command line: one command per file.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::gate::Verdict;

mod check;
mod choice;
mod complaint;
mod configuration;
mod coverage;
mod crosswalk;
mod eval;
mod explain;
mod file;
mod fmt;
mod graph;
mod init;
mod lint;
mod load;
mod new;
mod output;
mod pack;
mod plan;
mod repl;
mod rewrite;
mod rules;
mod run;
mod schema;
mod selection;
mod session;
mod source;
mod suggest;
mod terminal;
mod test;

/// Runs the command that the arguments of the process name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody may be reading any more; then there is nobody to tell.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Undecided.into()
            } else {
                Exit::Clean.into()
            };
        }
    };
    let result = match arguments.command {
        Command::Check(command) => command.run(),
        Command::Coverage(command) => command.run(),
        Command::Crosswalk(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Graph(command) => command.run(),
        Command::Init(command) => command.run(),
        Command::Lint(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Pack(command) => command.run(),
        Command::Repl(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Test(command) => command.run(),
    };
    result
        .unwrap_or_else(|error| {
            complaint::say(&error);
            Exit::Undecided
        })
        .into()
}

/// What the process was called with.
#[derive(Parser)]
#[command(name = "plangate", version, about = ABOUT, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const ABOUT: &str =
    "Judges Terraform and OpenTofu plans by rules, in three values: pass, fail, undetermined";

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Coverage(coverage::Coverage),
    Crosswalk(crosswalk::Crosswalk),
    Eval(eval::Eval),
    Explain(explain::Explain),
    Fmt(fmt::Fmt),
    Graph(graph::Graph),
    Init(init::Init),
    Lint(lint::Lint),
    New(new::New),
    Pack(pack::Packs),
    Repl(repl::Repl),
    Rules(rules::Rules),
    Test(test::Test),
}

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Nothing blocks.
    Clean = 0,
    /// Something blocks.
    Blocked = 1,
    /// It could not be decided: bad rules, bad input, or trouble with files.
    Undecided = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Exit {
        match verdict {
            Verdict::Clear => Exit::Clean,
            Verdict::Blocked => Exit::Blocked,
            Verdict::Undecided => Exit::Undecided,
        }
    }
}
