"""The rules over letters of many signers to one office: what the letters share is read once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from urgentaction.check.rules import Rule, Seen
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law
from urgentaction.model.letter import Letter, Part, Sender
from urgentaction.model.rule import RuleId

REMEMBERED = 64
"""Letters without own words whose findings are kept; those of a stall differ only in how they open."""

SIGNED_ONLY = frozenset({RuleId.GAPS, RuleId.SIGNATURE})
"""The rules that read nothing but what one signer's letter shows: name, address, place."""

SIGNED = SIGNED_ONLY | {RuleId.PLACEHOLDERS, RuleId.CHARACTERS}
"""The rules that read that too. A test compares with all rules over each letter."""

BY_PASSAGE = frozenset(
    {
        RuleId.PLACEHOLDERS,
        RuleId.CHARACTERS,
        RuleId.SPACING,
        RuleId.TYPOGRAPHY,
        RuleId.FORBIDDEN,
        RuleId.COURTESY,
        RuleId.GUILT,
        RuleId.ATTACHMENTS,
        RuleId.COURT_OUTCOME,
    }
)
"""The rules that read passage by passage: own words can be read by themselves."""

WHOLE = frozenset(
    {
        RuleId.PEOPLE,
        RuleId.PEOPLE_SOME,
        RuleId.NAME_AGAIN,
        RuleId.HEDGES,
        RuleId.FACTS,
        RuleId.FACTS_KEPT,
        RuleId.LAW_DATES,
        RuleId.DEMANDS,
        RuleId.LENGTH,
        RuleId.LANGUAGE_OWN,
        RuleId.OWN_DEMAND,
        RuleId.OWN_WORDS,
    }
)
"""The rules that read own words beside all else; any further one reads everything but own words."""

NOBODY = Sender(name="")


@dataclass(frozen=True)
class Rules:
    """`check.letter` for many letters of one case to one office: the same findings, a hundred times faster."""

    every: tuple[Rule[Seen], ...]
    case: Case
    authority: Authority
    laws: Mapping[str, Law]
    _known: dict[Letter, tuple[Finding, ...]] = field(default_factory=dict, compare=False, repr=False)

    def findings(self, letter: Letter) -> Iterator[Finding]:
        """What the rules have to say, in no order."""
        unsigned = replace(letter, sender=NOBODY, dateline="", signature="", gaps=())
        yield from self._owned(unsigned) if letter.block(Part.OWN_WORDS) else self._shared(unsigned)
        signed = replace(letter, recipient=(), subject="", blocks=(), copies=(), reference="", notice="")
        yield from self._apply(signed, SIGNED)

    def _owned(self, letter: Letter) -> Iterator[Finding]:
        """Of a letter with own words: what it shares with others, its own words, and rules that need both."""
        own = tuple(block for block in letter.blocks if block.part is Part.OWN_WORDS)
        others = tuple(block for block in letter.blocks if block.part is not Part.OWN_WORDS)
        yield from (one for one in self._shared(replace(letter, blocks=others)) if one.rule not in WHOLE)
        yield from self._apply(letter, WHOLE)
        bare = replace(letter, recipient=(), subject="", blocks=own, copies=(), reference="", notice="")
        yield from self._apply(bare, BY_PASSAGE)

    def _shared(self, letter: Letter) -> tuple[Finding, ...]:
        known = self._known.get(letter)
        if known is None:
            known = tuple(self._apply(letter, self._others))
            if len(self._known) < REMEMBERED:
                self._known[letter] = known
        return known

    @cached_property
    def _others(self) -> frozenset[RuleId]:
        return frozenset(rule.id for rule in self.every) - SIGNED_ONLY

    def _apply(self, letter: Letter, ids: Collection[RuleId]) -> Iterator[Finding]:
        seen = Seen(letter=letter, case=self.case, authority=self.authority, laws=self.laws)
        return (finding for rule in self.every if rule.id in ids for finding in rule.findings(seen))
