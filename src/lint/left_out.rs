//! W602: a comparison with what a plan does not know where it is left out. `typing` finds it.

use super::{Level, Lint};

pub(super) static LINT: Lint = Lint {
    code: "W602",
    name: "left-out",
    title: "a comparison with an attribute that is unknown where it is left out",
    level: Level::Warn,
    about: "\
An attribute that the configuration may leave out, and that the provider then fills in, is compared.

A plan that makes the resource new does not know it, so the comparison is undetermined for everyone \
who leaves it out. Ask whether it `is written` or `is set` as well, or give it a value with `??`; or \
excuse it, where undetermined is right.",
    avoid: r#"rule "monitored" {
  title    = "Machines are monitored in detail"
  severity = "low"

  on aws_instance
  require self.monitoring == true message "detailed monitoring is off"
}
"#,
    prefer: r#"rule "monitored" {
  title    = "Machines are monitored in detail"
  severity = "low"

  on aws_instance
  require self.monitoring is written and self.monitoring == true message "detailed monitoring is off"
}
"#,
    run: None,
};
