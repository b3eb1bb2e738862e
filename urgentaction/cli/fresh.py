"""Before a ledger that may not know everything writes for a list, it asks whether another machine has sent these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger

FLAG = "--fresh-ledger-ok"


def ask(desk: Desk, ledger: Ledger, *, ok: bool) -> None:
    """Go on only where this ledger knows of every letter, or a person says that nobody else has sent; asked once.

    Raises:
        UsageError: Nobody sits at a terminal, and the flag is missing.
        UserError: Another machine has sent, or nobody knows.
    """
    gap = ledger.gap()
    if gap is None:
        return
    question, values = ("fresh.ask-since", {"at": gap.since.astimezone()}) if gap.since else ("fresh.ask-new", {})
    if not ok and not screen.confirm(desk.world, question, flag=FLAG, **values):
        raise errors.UserError("fresh.elsewhere")
    ledger.vouch(now=desk.world.clock())
