//! What an answer rests on.

/// What an answer rests on: the plan's own words, the configuration's source, or assumptions with
/// names. What rests on less is less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis(u8);

/// An assumption that turns something the plan does not say into an answer (language, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assumption {
    /// `plain`: an attribute that is one reference is that reference, not a condition on it.
    Plain,
    /// `pure`: everything an expression refers to is known, so its value was known too, and null.
    Pure,
    /// `not null`: a written argument that is unknown will have a value.
    NotNull,
    /// `no such dynamic`: a block that is not in the configuration is not made by `dynamic`.
    NoSuchDynamic,
    /// `same key`: `p[each.key]` is the instance of the same key.
    SameKey,
    /// `in reach`: what the plan does not record refers to what its module makes, is given or gets
    /// back from the modules that it calls.
    InReach,
    /// `left out`: what becomes of an argument that nobody writes is as the provider's table says.
    LeftOut,
}

impl Assumption {
    /// Every assumption.
    pub const ALL: [Assumption; 7] = [
        Assumption::Plain,
        Assumption::Pure,
        Assumption::NotNull,
        Assumption::NoSuchDynamic,
        Assumption::SameKey,
        Assumption::InReach,
        Assumption::LeftOut,
    ];

    /// The stable name, as reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Assumption::Plain => "plain",
            Assumption::Pure => "pure",
            Assumption::NotNull => "not null",
            Assumption::NoSuchDynamic => "no such dynamic",
            Assumption::SameKey => "same key",
            Assumption::InReach => "in reach",
            Assumption::LeftOut => "left out",
        }
    }
}

impl Basis {
    /// The plan says so itself.
    pub const KNOWN: Basis = Basis(0);

    /// The configuration's source says so.
    pub const SOURCE: Basis = Basis(1);

    /// The basis of one assumption.
    pub fn assuming(assumption: Assumption) -> Basis {
        Basis(bit(assumption))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Basis) -> Basis {
        Basis(self.0 | other.0)
    }

    /// Whether no assumption was needed.
    pub fn is_known(self) -> bool {
        self.0 & !Basis::SOURCE.0 == 0
    }

    /// Whether the configuration's source was needed.
    pub fn is_from_source(self) -> bool {
        self.0 & Basis::SOURCE.0 != 0
    }

    /// The assumptions made.
    pub fn assumptions(self) -> impl Iterator<Item = Assumption> {
        Assumption::ALL
            .into_iter()
            .filter(move |assumption| self.0 & bit(*assumption) != 0)
    }
}

/// The first bit is the source's, so that it weighs less than any assumption.
fn bit(assumption: Assumption) -> u8 {
    2 << assumption as u8
}
