"""What the rules say of the page of one letter, where it is laid out at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urgentaction import errors
from urgentaction.cli import wiring
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.finding import Finding

_ENVELOPES: Final = frozenset(
    f"documents.{on}-too-{fault}" for on in ("address", "cover") for fault in ("long", "many-lines")
)
"""Faults of an address on paper alone."""


def found(desk: Desk, ready: Ready, *, attach_pdf: bool) -> tuple[Finding, ...]:
    """What is found; what leaves without a page may have an address that no envelope shows.

    Raises:
        UserError: The page cannot be set, and the letter needs one.
    """
    from urgentaction import check

    try:
        return check.document(wiring.typeset(desk, ready.letter), ready.letter)
    except errors.UserError as fault:
        if attach_pdf or ready.channel is ChannelName.PRINT or fault.message.id not in _ENVELOPES:
            raise
        return ()
