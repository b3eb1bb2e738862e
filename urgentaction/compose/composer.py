"""What all signers of a letter share is composed once; opening, own words and closing see the signer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from urgentaction import errors, grammar
from urgentaction.compose import people, sender, values
from urgentaction.compose import templates as letter_templates
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case, Demand, demands_for
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Letter, Paragraph, Part
from urgentaction.model.signer import Signer
from urgentaction.model.template import Template

SHARED = (Part.FACTS, Part.CONCERN, Part.LAW, Part.DEMANDS, Part.REPLY)
"""Parts that do not see the signer, composed once."""

FUNCTIONS: Mapping[str, Callable[..., str]] = {
    "elide": grammar.elide,
    "possessive": grammar.possessive,
    "in_country": grammar.in_country,
    "of_country": grammar.of_country,
    "to_country": grammar.to_country,
}
"""What a template may call (docs/templates.md), besides those that know the template's own language."""

OWN: Mapping[str, Callable[..., str]] = {
    "agree": grammar.agree,
    "contract": grammar.contract,
    "contract_each": grammar.contract_each,
}
"""Functions that are told the language of the template."""

REMEMBERED = 64
"""Blocks of so many different voices are kept; most signers of a stall have the same one."""


@dataclass(frozen=True)
class Composer:
    """Everything of one letter but its signer. `recipients` are the address lines by the sender's country."""

    case: Case
    authority: Authority
    language: str
    on: date
    blocks: letter_templates.Blocks
    values: Mapping[str, object]
    subject: str
    notice: str
    salutation: str
    shared: Mapping[Part, tuple[Paragraph, ...]]
    demands: tuple[str, ...]
    law: tuple[str, ...]
    copies: tuple[str, ...]
    people: tuple[str, ...]
    office: str
    _recipients: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _voices: dict[sender.Voice, tuple[Block, ...]] = field(default_factory=dict, compare=False, repr=False)

    def letter(self, signer: Signer | None, *, own_words: str = "", ruled: bool = False) -> Letter:
        """Compose one signer's letter; without a signer, with visible blanks (`ruled`: lines to write on).

        Own words are the signer's `message` unless given here; `about` is said only in its own language.

        Raises:
            UserError: The template fails, or an address does not fit its lines.
        """
        shown = sender.shown(signer, case=self.case, authority=self.authority, language=self.language, ruled=ruled)
        voice = sender.voice(signer, language=self.language, own_words=own_words)
        return Letter(
            case=self.case.id,
            round=self.case.round,
            kind=self.case.kind,
            authority=self.authority.id,
            office=self.office,
            language=self.language,
            dated=self.on,
            dateline=sender.dateline(signer, self.on, language=self.language, privacy=shown.privacy, ruled=ruled),
            sender=shown,
            recipient=self._recipient(signer),
            subject=self.subject,
            blocks=self._blocks(voice),
            signature=shown.name,
            demands=self.demands,
            law=self.law,
            people=self.people,
            reference=self.case.number,
            copies=self.copies,
            gaps=() if ruled else sender.gaps(signer, privacy=shown.privacy),
            notice=self.notice,
            historical=not self.case.is_open,
        )

    def _blocks(self, voice: sender.Voice) -> tuple[Block, ...]:
        known = self._voices.get(voice)
        if known is None:
            known = self._spoken(voice)
            if not voice.own_words and len(self._voices) < REMEMBERED:
                self._voices[voice] = known
        return known

    def _spoken(self, voice: sender.Voice) -> tuple[Block, ...]:
        seen = {**self.values, "signer": voice, "own_words": voice.own_words}
        parts: dict[Part, tuple[Paragraph, ...]] = {
            Part.SALUTATION: (Paragraph(self.salutation),),
            Part.OPENING: _paragraphs(self.blocks, Part.OPENING, seen, self.language),
            Part.OWN_WORDS: _paragraphs(self.blocks, Part.OWN_WORDS, seen, self.language) if voice.own_words else (),
            Part.CLOSING: _paragraphs(self.blocks, Part.CLOSING, seen, self.language),
            **self.shared,
        }
        return tuple(Block(part, parts[part]) for part in Part if parts[part])

    def _recipient(self, signer: Signer | None) -> tuple[str, ...]:
        home = signer.country if signer and signer.country else self.authority.country
        if home not in self._recipients:
            self._recipients[home] = values.recipient(self.authority, home=home, language=self.language, on=self.on)
        return self._recipients[home]


def prepare(
    case: Case,
    authority: Authority,
    language: str,
    on: date,
    *,
    laws: Mapping[str, Law],
    templates: Mapping[str, Template],
    copies: Sequence[str] = (),
) -> Composer:
    """Compose what every signer of this letter shares.

    `on` dates the letter: nothing later is told or cited. `laws` are all bases by id, `templates` are
    `<kind>/<language>.j2` and what it extends, `copies` the names of the offices that receive a copy.

    Raises:
        UserError: A text, a template or a form of address is missing in this language; nothing is asked of this office.
    """
    demands = _demands(case, authority)
    model, blocks = values.model_for(case, authority, language), load(case.kind, language, templates)
    law = () if model else values.law_for(case, authority, on, laws)
    seen = values.shared(case, authority, language, on, demands=demands, law=law)
    return Composer(
        case=case,
        authority=authority,
        language=language,
        on=on,
        blocks=blocks,
        values=seen,
        subject=_subject(blocks, seen, case, authority, language),
        notice=grammar.typography(values.notice(case, language), language),
        salutation=grammar.typography(values.salutation(authority, language, on), language),
        shared=_shared(blocks, seen, language, model),
        demands=tuple(one.id for one in demands),
        law=tuple(one.id for one in law),
        copies=tuple(copies),
        people=people.names(case),
        office=grammar.typography(authority.name(language, authority.gender_on(on)), language),
    )


def _demands(case: Case, authority: Authority) -> Sequence[Demand]:
    """What is asked of this office.

    Raises:
        UsageError: Nothing is.
    """
    if found := demands_for(case, role=authority.role, authority=authority.id):
        return found
    raise errors.UsageError("compose.no-demand", case=case.id, authority=authority.id)


def _subject(
    blocks: letter_templates.Blocks, seen: Mapping[str, object], case: Case, authority: Authority, language: str
) -> str:
    said = _line(blocks.text("subject", seen))
    return grammar.typography(values.subject(said, case, authority, language), language)


def load(kind: str, language: str, files: Mapping[str, Template]) -> letter_templates.Blocks:
    """Compile the template of a kind of case in a language."""
    own = {name: partial(function, language=language) for name, function in OWN.items()}
    return letter_templates.load(f"{kind}/{language}.j2", files, {**FUNCTIONS, **own})


def _paragraphs(
    blocks: letter_templates.Blocks, part: Part, seen: Mapping[str, object], language: str
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(grammar.typography(p.text, language), tuple(grammar.typography(item, language) for item in p.items))
        for p in blocks.paragraphs(part, seen)
    )


def _shared(
    blocks: letter_templates.Blocks, seen: Mapping[str, object], language: str, model: Sequence[str]
) -> dict[Part, tuple[Paragraph, ...]]:
    """The parts that do not see the signer; a publisher's letter stands whole, unopened, in place of the demands."""
    if not model:
        return {part: _paragraphs(blocks, part, seen, language) for part in SHARED}
    own = tuple(Paragraph(grammar.typography(text, language)) for text in model)
    reply = _paragraphs(blocks, Part.REPLY, seen, language)
    return {**dict.fromkeys((Part.OPENING, *SHARED), ()), Part.DEMANDS: own, Part.REPLY: reply}


def _line(text: str) -> str:
    return " ".join(text.split(None))
