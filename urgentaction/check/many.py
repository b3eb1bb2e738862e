"""The rules over letters of many signers to one office: what the letters share is read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from urgentaction.check import form
from urgentaction.check.rules import Rule, Seen
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law
from urgentaction.model.letter import Letter, Part, Sender

REMEMBERED = 64
"""Letters without own words whose findings are kept; those of a stall differ only in how they open."""

SIGNED: tuple[Rule, ...] = (form.gaps, form.placeholders, form.characters)
"""The rules that read what only one signer's letter shows: name, address, place. A test compares with all rules."""

NOBODY = Sender(name="")


@dataclass(frozen=True)
class Rules:
    """`check.letter` for many letters of one case to one office: the same findings, a hundred times faster."""

    every: tuple[Rule, ...]
    case: Case
    authority: Authority
    laws: Mapping[str, Law]
    _known: dict[Letter, tuple[Finding, ...]] = field(default_factory=dict, compare=False, repr=False)

    def findings(self, letter: Letter) -> Iterator[Finding]:
        """What the rules have to say, in no order."""
        yield from self._shared(replace(letter, sender=NOBODY, dateline="", signature="", gaps=()))
        signed = replace(letter, recipient=(), subject="", blocks=(), copies=(), reference="", notice="")
        yield from self._apply(SIGNED, signed)

    def _shared(self, letter: Letter) -> tuple[Finding, ...]:
        if letter.block(Part.OWN_WORDS):
            return tuple(self._apply(self.every, letter))
        if letter not in self._known and len(self._known) >= REMEMBERED:
            return tuple(self._apply(self.every, letter))
        if letter not in self._known:
            self._known[letter] = tuple(self._apply(self.every, letter))
        return self._known[letter]

    def _apply(self, rules: tuple[Rule, ...], letter: Letter) -> Iterator[Finding]:
        seen = Seen(letter=letter, case=self.case, authority=self.authority, laws=self.laws)
        return (finding for rule in rules for finding in rule(seen))
