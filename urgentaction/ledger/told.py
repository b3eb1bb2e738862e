"""What a ledger tells of its upkeep: what another one brought, who was forgotten, what it may lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from urgentaction.model.delivery import Delivery


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Why a ledger may not know of every letter: it is new, or (`since`) what came later was never brought to it."""

    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What another ledger brought.

    `ledger` is its name, `at` the instant it speaks of. `same`: it has this ledger's secret; `recognised`: its signers
    are recognised here from now on. `new`, `newer`, `kept`: letters that were unknown here, that it knew more of, that
    this ledger knew as much or more of; `doubts`: may have left from there since; `dropped`: waited although another
    letter stands in their place; `twice`: were sent from both.
    """

    ledger: str
    at: datetime
    same: bool
    recognised: bool
    new: int = 0
    newer: int = 0
    kept: int = 0
    doubts: int = 0
    dropped: int = 0
    twice: int = 0


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was erased of a person: every letter as it stands now; `cancelled` waited, `bundles` were to carry them.

    `prints` names the files that printed letters went to; `sending` are letters that are leaving right now; `marks`
    are all that they are recognised by.
    """

    marks: tuple[str, ...]
    letters: tuple[Delivery, ...]
    cancelled: int
    sending: int
    bundles: tuple[str, ...]
    prints: tuple[str, ...]
