"""What drafts are made of: the letter of each signer to each office, with its foot, or the copy that an office gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import typed, wiring
from urgentaction.model.letter import Part

if TYPE_CHECKING:
    from urgentaction.cli.copying import Foot
    from urgentaction.cli.drafting import Output, Wanted
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.letter import Letter
    from urgentaction.model.signer import Signer


@dataclass(frozen=True)
class Draft:
    """A letter with the values it was made from; `beside` is the same letter in another language.

    `foot` says who gets a copy of it; `copied` is the draft of which this one is a copy.
    """

    letter: Letter
    case: Case
    authority: Authority
    beside: Letter | None = None
    foot: Foot | None = None
    copied: Draft | None = None


Make = Callable[["Signer | None"], Draft]
"""What makes the draft of a signer; without a signer, one with visible blanks."""


def composers(
    desk: wiring.Desk, wanted: Wanted, output: Output, case: Case, authorities: Sequence[Authority]
) -> list[Make]:
    """What makes the draft to each office, or of the copy that it gets."""
    from urgentaction.cli import copying

    mains = [one for one in authorities if not copying.is_for(case, one)]
    copied = copying.main_of(case, mains)

    def maker(authority: Authority) -> Make:
        if not copying.is_for(case, authority):
            foot = authority is copied and copying.wants(case) and not (wanted.no_copies or output.blank)
            return _maker(desk, wanted, output, case, authority, foot=foot)
        main = copied or copying.main_of(case, wiring.main_targets(desk, case))
        if main is None:
            raise errors.UsageError("wiring.no-main-target", case=case.id)
        whole = _maker(desk, wanted, output, case, main, foot=True)
        return lambda signer: _copy(whole(signer), authority, signer)

    return [maker(one) for one in authorities]


def _maker(desk: wiring.Desk, wanted: Wanted, output: Output, case: Case, authority: Authority, *, foot: bool) -> Make:
    from urgentaction.cli import copying

    language = wiring.language(desk, case, authority, wanted.lang)
    _readable(desk, case, language, output.beside)
    on = day(wanted.date, desk.world.language) if wanted.date else wiring.letter_date(desk, case)
    composer = wiring.composer(desk, case, authority, language, on)
    other = wiring.composer(desk, case, authority, output.beside, on) if output.beside else None

    def make(signer: Signer | None) -> Draft:
        composed = composer.letter(signer, own_words=wanted.say, ruled=output.blank)
        letter = composed
        if wanted.edit:
            from urgentaction.cli import editing

            letter = editing.edit(desk.world, letter)
        below = copying.foot(desk, case, language, signer, but=[authority]) if foot else None
        letter = replace(letter, copies=below.names) if below else letter
        beside = _translated(letter, composed, other.letter(signer)) if other else None
        return Draft(letter, case, authority, beside, foot=below)

    return make


def readable(desk: wiring.Desk, case: Case, language: str) -> list[str]:
    """The languages in which the same letter is there: beside what its publisher wrote only what they wrote too."""
    verbatim = language in case.letter.model
    return [code for code in wiring.spoken(desk, case) if code != language and (code in case.letter.model) == verbatim]


def _readable(desk: wiring.Desk, case: Case, language: str, beside: str) -> None:
    """Refuse to set beside a letter a language that the case lacks, or the letter's own.

    Raises:
        UsageError: It is not there; those there are are named.
    """
    if not beside:
        return
    others = readable(desk, case, language)
    if beside not in {language, *others}:
        raise errors.UsageError("drafting.beside-none", language=beside, case=case.id, others=others)
    if beside == language:
        name = errors.message(f"drafting.language-{language}")
        raise errors.UsageError("drafting.beside-same", language=name, others=others)


def _translated(letter: Letter, composed: Letter, other: Letter) -> Letter:
    """The letter in the other language as far as it is the case's: what its signer wrote has no translation."""
    from urgentaction.documents import beside

    changed = {part for part in Part if letter.block(part) != composed.block(part)}
    own = {Part.OWN_WORDS} if letter.block(Part.OWN_WORDS) else set()
    return beside.untranslated(other, changed | own)


def _copy(whole: Draft, office: Authority, signer: Signer | None) -> Draft:
    """The draft of what an office gets for information."""
    from urgentaction.cli import copying

    letter = copying.copied(whole.letter, whole.case, office, signer)
    beside = copying.copied(whole.beside, whole.case, office, signer) if whole.beside else None
    return Draft(letter, whole.case, office, beside, foot=whole.foot, copied=whole)


def day(text: str, language: str) -> date:
    """A date as a person types it.

    Raises:
        UsageError: It is not one.
    """
    if found := typed.day(text, language):
        return found
    raise errors.UsageError("drafting.no-date", text=text)
