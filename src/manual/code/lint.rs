//! W: lints, which document themselves, and warnings of other parts.

use std::sync::LazyLock;

use super::super::example::{Example, FILE, Pair, files};
use super::{Code, Family, Level};
use crate::lint::{self, Lint};

/// The family of all lints.
pub(super) fn family() -> &'static Family {
    static FAMILY: LazyLock<Family> = LazyLock::new(|| {
        let own = lint::ALL.iter().map(|lint| code(lint));
        let mut codes: Vec<Code> = own.chain(OTHERS.iter().map(Code::clone)).collect();
        codes.sort_by_key(|code| code.id);
        Family {
            letter: 'W',
            name: "advice",
            about: "What is probably not meant, and what a reader stumbles over. \
                    [`plangate lint`](../lint.md) tells it, and `plangate check` does not.",
            codes: codes.leak(),
        }
    });
    &FAMILY
}

/// Warnings that are no lints.
static OTHERS: &[Code] = &[Code {
    id: "W607",
    title: "a provider without a schema",
    level: Level::Warning,
    what: "Rules or tests are about types of a provider whose schema plangate does not know, so \
           their names are not checked. It is told once for each provider.",
    why: "A misspelled name would go unseen. `terraform providers schema -json > schema.json` \
          writes the schemas of a project's providers, and `--schema schema.json` reads them. \
          AWS's comes with plangate.",
    pair: Some(Pair {
        wrong: files(&[(FILE, ZONE)]),
        right: files(&[(FILE, ROUTE)]),
    }),
}];

const ZONE: &str = r#"rule "zones-named" {
  title    = "Zones have a name"
  severity = "low"

  on "*_zone"
  require name(self) != "this" message "${address(self)} is called like many"
}

test "a zone with a name" {
  given resource "acme_zone" "shop" {}
  expect pass on acme_zone.shop
}

test "a zone without a name" {
  given resource "acme_zone" "this" {}
  expect fail on acme_zone.this
}
"#;

const ROUTE: &str = r#"rule "zones-named" {
  title    = "Zones have a name"
  severity = "low"

  on aws_route53_zone
  require name(self) != "this" message "${address(self)} is called like many"
}

test "a zone with a name" {
  given resource "aws_route53_zone" "shop" {
    name = "shop.example"
  }
  expect pass on aws_route53_zone.shop
}

test "a zone without a name" {
  given resource "aws_route53_zone" "this" {
    name = "shop.example"
  }
  expect fail on aws_route53_zone.this
}
"#;

fn code(lint: &'static Lint) -> Code {
    let (what, why) = lint.about.split_once("\n\n").unwrap_or((lint.about, ""));
    let example = |text: &'static str| Example {
        files: vec![(FILE, text)].leak(),
        document: None,
    };
    Code {
        id: lint.code,
        title: lint.title,
        level: Level::Warning,
        what,
        why,
        pair: Some(Pair {
            wrong: example(lint.avoid),
            right: example(lint.prefer),
        }),
    }
}
