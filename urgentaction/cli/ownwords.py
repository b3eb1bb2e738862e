"""Words of one's own: what `--say` says, else the answer to the case's question, asked where somebody sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import asking

if TYPE_CHECKING:
    from urgentaction.cli.drafting import Wanted
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.case import Case
    from urgentaction.model.signer import Signer


def said(desk: Desk, case: Case, wanted: Wanted, signer: Signer | None, *, language: str) -> str:
    """What one signer adds to their letter in this language.

    Asked once, on a terminal, of whoever has a profile and has said nothing yet; Enter adds nothing. A case that is
    over is drafted as an example, and is nobody's letter.
    """
    world, prompt = desk.world, case.letter.own_words_prompt
    silent = not (wanted.say or wanted.edit or wanted.signers)
    if not (world.terminal and silent and prompt and case.is_open and signer and signer.name and not signer.message):
        return wanted.say
    question = prompt.get(world.language) or prompt.get(language) or next(iter(prompt.values()))
    told = errors.message("ownwords.ask", prompt=question, language=errors.message(f"drafting.language-{language}"))
    return asking.good(world, told, asking.visible, flag="--say", optional=True)
