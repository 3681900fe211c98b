//! For whom, and by which rules, answers about calls are chosen.

use clap::{Args, ValueEnum};
use graphdocs_generator::ir::Scheme;
use graphdocs_generator::permissions::Caller;
use graphdocs_generator::permissions::demand::{Rules, Whose};

/// A scheme as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemeFlag {
    /// For a user with a work or school account
    Delegated,
    /// For a user with a personal account
    Personal,
    /// As the app itself
    Application,
}

impl From<SchemeFlag> for Scheme {
    fn from(flag: SchemeFlag) -> Self {
        match flag {
            SchemeFlag::Delegated => Scheme::DelegatedWork,
            SchemeFlag::Personal => Scheme::DelegatedPersonal,
            SchemeFlag::Application => Scheme::Application,
        }
    }
}

/// Whose objects delegated calls are about, as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum WhoseFlag {
    /// The signed-in user's
    Own,
    /// Other people's
    Others,
}

/// For whom, and by which rules, an answer is chosen.
#[derive(Debug, Args)]
pub(super) struct Terms {
    /// For this kind of caller; plain names of grants are granted to it, too [default: all, and plain names are delegated]
    #[arg(long, visible_alias = "as", value_enum, value_name = "CALLER")]
    scheme: Vec<SchemeFlag>,
    /// Whose objects delegated calls with a key are about [default: the user's own, and what others' need is left open]
    #[arg(long, value_enum)]
    whose: Option<WhoseFlag>,
    /// The fewest permissions before the least privileged ones
    #[arg(long)]
    fewest: bool,
    /// Fail when the answer leaves something open, too
    #[arg(long)]
    pub(super) strict: bool,
}

impl Terms {
    /// The schemes that are answered.
    pub(super) fn schemes(&self) -> Vec<Scheme> {
        match self.scheme.as_slice() {
            [] => vec![Scheme::DelegatedWork, Scheme::Application],
            flags => flags.iter().map(|&flag| flag.into()).collect(),
        }
    }

    /// The kind of caller that grants are to which do not say it.
    pub(super) fn caller(&self) -> Caller {
        self.scheme.first().map_or(Caller::Delegated, |&flag| Caller::of(flag.into()))
    }

    /// The only kind of caller that is asked about; none when both are.
    pub(super) fn only(&self) -> Option<Caller> {
        let first = self.scheme.first().map(|&flag| Caller::of(flag.into()))?;
        self.scheme.iter().all(|&flag| Caller::of(flag.into()) == first).then_some(first)
    }

    /// The scheme that delegated grants are read under.
    pub(super) fn delegated(&self) -> Scheme {
        let asked = |flag| self.scheme.contains(&flag);
        match asked(SchemeFlag::Personal) && !asked(SchemeFlag::Delegated) {
            true => Scheme::DelegatedPersonal,
            false => Scheme::DelegatedWork,
        }
    }

    pub(super) fn rules(&self) -> Rules {
        let whose = self.whose.map(|whose| match whose {
            WhoseFlag::Own => Whose::Own,
            WhoseFlag::Others => Whose::Others,
        });
        Rules { whose, fewest: self.fewest }
    }
}
