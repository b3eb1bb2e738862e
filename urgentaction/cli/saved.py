"""A letter saved as JSON: its free words are taken; all else must be what the case and the directory say today."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from urgentaction import errors, library
from urgentaction.cli import editing, wiring
from urgentaction.model.case import TargetAs
from urgentaction.model.letter import Block, Letter, Part

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.signer import Signer


def again(desk: Desk, letter: Letter, case: Case, authority: Authority, signer: Signer | None) -> Letter:
    """The letter composed anew for this signer, with the free words of the saved one; who gets a copy is asked anew.

    Raises:
        UserError: A part stands there twice, or something that is not free was changed; it is named.
    """
    if letter.information:
        raise errors.UsageError("saved.copy", case=case.id)
    on = _dated(desk, letter, case)
    fresh = wiring.composer(desk, case, authority, letter.language, on).letter(signer)
    if len({block.part for block in letter.blocks}) != len(letter.blocks):
        raise errors.UserError("saved.part-twice")
    copies = letter.copies if set(letter.copies) <= _copied_to(desk, letter, case, signer) else ()
    merged = replace(fresh, blocks=tuple(_blocks(fresh, letter)), copies=copies)
    changed = [field.name for field in fields(Letter) if getattr(merged, field.name) != getattr(letter, field.name)]
    if changed:
        raise errors.UserError("saved.changed", what=changed)
    return replace(merged, copies=())


def _copied_to(desk: Desk, letter: Letter, case: Case, signer: Signer | None) -> set[str]:
    """Whom the case lets get a copy, as a letter names them."""
    from urgentaction.compose import copying

    found = library.named(case, desk.library, TargetAs.COPY, home=wiring.home(desk, signer))
    return {copying.name(one, letter.language) for one in found.offices}


def _blocks(fresh: Letter, saved: Letter) -> list[Block]:
    """The parts in their order: the locked ones as they must be, the free ones as they were written."""
    found = [(part, (fresh if part in editing.LOCKED else saved).block(part)) for part in Part]
    return [Block(part, paragraphs) for part, paragraphs in found if paragraphs]


def _dated(desk: Desk, letter: Letter, case: Case) -> date:
    """Its own date, if that is one on which the case could be written about."""
    today = wiring.letter_date(desk, case)
    if not case.issued <= letter.dated <= today:
        raise errors.UserError("saved.date", dated=letter.dated, issued=case.issued, today=today)
    return letter.dated
