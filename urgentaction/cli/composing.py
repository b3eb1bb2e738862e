"""What drafts are made of: the letter of each signer to each office, with its foot, or the copy that an office gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import wiring

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
    on = day(wanted.date) if wanted.date else wiring.letter_date(desk, case)
    composer = wiring.composer(desk, case, authority, language, on)
    other = wiring.composer(desk, case, authority, output.beside, on) if output.beside else None

    def make(signer: Signer | None) -> Draft:
        letter = composer.letter(signer, own_words=wanted.say, ruled=output.blank)
        if wanted.edit:
            from urgentaction.cli import editing

            letter = editing.edit(desk.world, letter)
        below = copying.foot(desk, case, language, signer, but=[authority]) if foot else None
        letter = replace(letter, copies=below.names) if below else letter
        beside = other.letter(signer, own_words=wanted.say) if other else None
        return Draft(letter, case, authority, beside, foot=below)

    return make


def _copy(whole: Draft, office: Authority, signer: Signer | None) -> Draft:
    """The draft of what an office gets for information."""
    from urgentaction.cli import copying

    letter = copying.copied(whole.letter, whole.case, office, signer)
    return Draft(letter, whole.case, office, whole.beside, foot=whole.foot, copied=whole)


def day(text: str) -> date:
    """A date as `2026-11-24`.

    Raises:
        UsageError: It is not one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.UsageError("drafting.no-date", text=text) from None
