"""A case: what happened to whom, what is asked of whom, from which sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from urgentaction.model.rule import RuleId

Text = Mapping[str, str]
"""The same text by language: `{"en": …, "fr": …}`."""

NO_TEXT: Text = MappingProxyType({})
"""Nothing said, in no language."""

EVERYONE = "*"
"""In `for`: every role."""


class CaseState(StrEnum):
    """Whether people are asked to write now."""

    OPEN = "open"
    STOPPED = "stopped"
    CLOSED = "closed"


class RoundState(StrEnum):
    """What a ledger knows of a round: a stop reaches every machine on it; superseded by a newer round."""

    OPEN = "open"
    STOPPED = "stopped"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


class Gender(StrEnum):
    """Grammatical gender of a person in a letter; x where it is unknown or neither."""

    M = "m"
    F = "f"
    X = "x"


class Number(StrEnum):
    """One person, or several under one entry (a family, a group)."""

    ONE = "one"
    MANY = "many"


class Hedge(StrEnum):
    """How far a source stands behind a fact."""

    REPORTED = "reported"
    ALLEGED = "alleged"
    BELIEVED = "believed"
    APPARENT = "apparent"
    POSSIBLE = "possible"


class TargetAs(StrEnum):
    """Main: the letter is to this office. Copy: it is sent for information after the main one."""

    MAIN = "main"
    COPY = "copy"


class Privacy(StrEnum):
    """How much of the sender a letter shows; the stricter of case and signer wins."""

    FULL = "full"
    INITIALS_TOWN = "initials-town"
    NAME_ONLY = "name-only"


@dataclass(frozen=True, kw_only=True)
class Status:
    """Whether the case is open, and since when and why it is not."""

    state: CaseState = CaseState.OPEN
    on: date | None = None
    why: Text = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication that facts and demands come from; `url` only where one is known."""

    id: str
    title: str
    publisher: str
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Update:
    """What happened since, with its date and source."""

    on: date
    text: Text
    source: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the case is about; `title.fr = "M."`, `forms.ru = {gen = …}` where a language declines names.

    Who is `unnamed` appears in letters by `description` alone (`a group of 30 families`); `name` is a label.
    """

    name: str
    gender: Gender
    name_native: str = ""
    number: Number = Number.ONE
    title: Text = field(default_factory=dict)
    unnamed: bool = False
    description: Text = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One statement as a whole sentence, true from `on` (until `until`); its source is `id#paragraph`.

    `for_` names the offices whose letters say it; empty: it is known, and no letter says it.
    """

    id: str
    text: Text
    source: str
    on: date | None = None
    until: date | None = None
    hedges: tuple[Hedge, ...] = ()
    attribute_to: str = ""
    for_: tuple[str, ...] = (EVERYONE,)


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What is asked, as an infinitive clause (`ensure that …`, `de veiller à ce que …`).

    `for_` names the roles or authority ids that can do it. `carries_out` names the demand of the publisher that this
    wording carries out for those roles: there it stands in that demand's place, so nothing is asked twice.
    """

    id: str
    text: Text
    source: str
    required: bool = True
    for_: tuple[str, ...] = (EVERYONE,)
    carries_out: str = ""


@dataclass(frozen=True, kw_only=True)
class LawUse:
    """A legal basis that this case may cite, and to which roles."""

    basis: str
    for_: tuple[str, ...] = (EVERYONE,)


@dataclass(frozen=True, kw_only=True)
class Target:
    """An authority that the case names, by id or by a look-up (`embassy-of:KZ in:signer`)."""

    authority: str = ""
    lookup: str = ""
    as_: TargetAs = TargetAs.MAIN


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The number under which an office files the matter; not the action's own number (`Case.number`)."""

    authority: str
    number: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ModelLetter:
    """A letter the publisher wrote, in one language, used word for word."""

    paragraphs: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class LetterWishes:
    """What the case wants of its letters."""

    own_words_prompt: Text = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    max_words: int | None = None
    model: Mapping[str, ModelLetter] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A rule of `ua check` that this case breaks on purpose, and why, for whoever reads the finding."""

    rule: RuleId
    why: Text


@dataclass(frozen=True, kw_only=True)
class CasePace:
    """Limits that the case sets on e-mail to each authority; they only tighten the authority's own."""

    per_hour: int | None = None
    per_day: int | None = None
    total: int | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """Where a group tells how many letters it wrote."""

    to: str = ""
    method: str = ""
    subject_tag: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One urgent action (design §4). Dates are calendar dates; `deadline` is inclusive, in the authority's zone.

    `asked_since` is the day an earlier round was issued that asked nothing less: consent given since then holds.
    """

    id: str
    round: int
    kind: str
    country: str
    title: Text
    summary: Text
    issued: date
    as_of: date
    checked_on: date
    status: Status
    sources: tuple[Source, ...]
    people: tuple[Person, ...]
    facts: tuple[Fact, ...]
    demands: tuple[Demand, ...]
    targets: tuple[Target, ...]
    law: tuple[LawUse, ...] = ()
    updates: tuple[Update, ...] = ()
    references: tuple[Reference, ...] = ()
    number: str = ""
    index: str = ""
    deadline: date | None = None
    asked_since: date | None = None
    letter: LetterWishes = field(default_factory=LetterWishes)
    privacy: Privacy = Privacy.FULL
    pace: CasePace = field(default_factory=CasePace)
    report: Report = field(default_factory=Report)
    silenced: tuple[Silence, ...] = ()
    path: str = ""

    @property
    def is_open(self) -> bool:
        """Whether people are asked to write (its deadline is another question)."""
        return self.status.state is CaseState.OPEN

    @property
    def consent_from(self) -> date:
        """The first day whose consent covers what this round asks."""
        return self.asked_since or self.issued


def reference_for(case: Case, authority: str) -> str:
    """The office's own file number in this matter; empty where the case has none."""
    return next((one.number for one in case.references if one.authority == authority), "")


def applies(for_: tuple[str, ...], *, role: str, authority: str) -> bool:
    """Whether a `for` list (roles, authority ids, `*`) names this office; a court only by role or id, never by `*`."""
    if role in for_ or authority in for_:
        return True
    return EVERYONE in for_ and role != "court"


def demands_for(case: Case, *, role: str, authority: str) -> tuple[Demand, ...]:
    """The demands to put to one office, in the case's order, its own wording in place of the one it carries out."""
    mine = [demand for demand in case.demands if applies(demand.for_, role=role, authority=authority)]
    reworded = {demand.carries_out for demand in mine if demand.carries_out}
    return tuple(demand for demand in mine if demand.id not in reworded)
