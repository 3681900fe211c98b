//! How a request was read to fit a template.

/// A difference between a request and the template that it was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Variation {
    /// `/$count` at the end was left out: counting a collection takes what listing it takes.
    WithoutCount,
    /// `/$ref` at the end of a GET was left out: listing links takes what listing their objects takes.
    WithoutReference,
    /// `/$value` at the end of a GET was left out.
    WithoutValue,
    /// A cast such as `/microsoft.graph.user` was left out.
    WithoutCast,
    /// The template has another cast.
    OtherCast,
    /// `/me` was read as `/users/{id}`.
    MeAsUser,
    /// The drive has another address in the template: its own id, its owner or its site.
    OtherDrive,
    /// The item of a drive has another address in the template: its id, its path, or the root.
    OtherItem,
    /// The site has another address in the template: its id, or its host and path.
    OtherSite,
    /// The template is about another folder, such as the inbox.
    OtherFolder,
    /// The template is about another calendar of the same owner.
    OtherCalendar,
    /// A function was found by its name; the docs give it other arguments.
    OtherArguments,
    /// A word was taken for a key although the docs have it as a name.
    NameAsKey,
}

impl Variation {
    const ALL: [Self; 13] = [
        Self::WithoutCount,
        Self::WithoutReference,
        Self::WithoutValue,
        Self::WithoutCast,
        Self::OtherCast,
        Self::MeAsUser,
        Self::OtherDrive,
        Self::OtherItem,
        Self::OtherSite,
        Self::OtherFolder,
        Self::OtherCalendar,
        Self::OtherArguments,
        Self::NameAsKey,
    ];

    /// The variation in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WithoutCount => "as the collection that `$count` counts",
            Self::WithoutReference => "as the collection whose links `$ref` lists",
            Self::WithoutValue => "as the object whose bytes `$value` gives",
            Self::WithoutCast => "without the cast",
            Self::OtherCast => "with another cast",
            Self::MeAsUser => "with `/me` as `/users/{id}`",
            Self::OtherDrive => "by another address of the drive",
            Self::OtherItem => "by another address of the item",
            Self::OtherSite => "by another address of the site",
            Self::OtherFolder => "as in another folder",
            Self::OtherCalendar => "as in another calendar",
            Self::OtherArguments => "by the function's name alone",
            Self::NameAsKey => "with a name of the docs as a key",
        }
    }
}

/// How a request was read: all its [`Variation`]s. Without any, the template matches the request as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reading(u16);

impl Reading {
    const EXACT: Self = Self(0);
    const CAST: Self = Self::EXACT.with(Variation::WithoutCast);
    const ME: Self = Self::EXACT.with(Variation::MeAsUser);
    const ADDRESS: Self = Self::EXACT
        .with(Variation::OtherDrive)
        .with(Variation::OtherItem)
        .with(Variation::OtherSite)
        .with(Variation::OtherFolder)
        .with(Variation::OtherCalendar);
    const ALL_BUT_ARGUMENTS: Self =
        Self(Self::ADDRESS.0 | Self::ME.0 | Self::CAST.0).with(Variation::OtherCast);

    /// What is allowed, in the order in which it is tried, for a path with a cast or without, below `/me` or not.
    pub(super) fn allowed(has_cast: bool, is_me: bool) -> impl Iterator<Item = Self> {
        let all = [
            (Self::EXACT, true),
            (Self::CAST, has_cast),
            (Self::ME, is_me),
            (Self(Self::ME.0 | Self::CAST.0), has_cast && is_me),
            (Self::ADDRESS, true),
            (Self::ALL_BUT_ARGUMENTS, has_cast || is_me),
            (Self::EXACT.with(Variation::OtherArguments), true),
            (Self::ALL_BUT_ARGUMENTS.with(Variation::OtherArguments), true),
        ];
        all.into_iter().filter_map(|(allowed, is_new)| is_new.then_some(allowed))
    }

    pub(super) const fn with(self, variation: Variation) -> Self {
        Self(self.0 | 1 << variation as u16)
    }

    /// Whether the request was read with a variation.
    pub const fn has(self, variation: Variation) -> bool {
        self.0 & 1 << variation as u16 != 0
    }

    /// Whether a template matches the request as it stands.
    pub const fn is_exact(self) -> bool {
        self.0 == 0
    }

    /// The variations.
    pub fn variations(self) -> impl Iterator<Item = Variation> {
        Variation::ALL.into_iter().filter(move |&variation| self.has(variation))
    }

    /// What was done, in words; nothing for an exact match.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.variations().map(Variation::words)
    }
}
