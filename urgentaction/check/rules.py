"""What a rule is, and what the rules over a letter see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from urgentaction.errors import Message, message
from urgentaction.model.authority import Authority, Role
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.law import Law
from urgentaction.model.letter import Letter
from urgentaction.model.rule import SILENCEABLE, RuleId

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A letter beside the case, the office and the law that it claims to follow."""

    letter: Letter
    case: Case
    authority: Authority
    laws: Mapping[str, Law]

    @property
    def language(self) -> str:
        """The language that the letter claims."""
        return self.letter.language

    @property
    def to_court(self) -> bool:
        """Whether it goes to a court."""
        return self.authority.role is Role.COURT


@dataclass(frozen=True)
class Said:
    """What one rule says: its words in the catalogue, and where it looked."""

    message: Message
    where: str = ""


def say(name: str, /, *, where: str = "", **values: object) -> Said:
    """What a rule says; `name` is its entry in the catalogue (`check.…`)."""
    return Said(message(f"check.{name}", **values), where)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One rule: its name, how grave it is to break it, and the function that looks; nothing is said where it is kept.

    Why there is such a rule, and what to do, are `rules.<id>` in the catalogue.
    """

    id: RuleId
    severity: Severity
    look: Callable[[T], Iterator[Said]]

    @property
    def silenceable(self) -> bool:
        """Whether a case may silence it."""
        return self.id in SILENCEABLE

    @property
    def words(self) -> Message:
        """What it asks and why; its hint is the remedy."""
        return message(f"rules.{self.id}")

    def findings(self, seen: T) -> Iterator[Finding]:
        """What it has to say, as findings."""
        for said in self.look(seen):
            yield Finding(self.id, self.severity, said.message, said.where)
