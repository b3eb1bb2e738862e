"""What the rules over a letter see, and what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from urgentaction.model.authority import Authority, Role
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law
from urgentaction.model.letter import Letter


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


Rule = Callable[[Seen], Iterator[Finding]]
"""One rule: nothing where the letter keeps it."""
