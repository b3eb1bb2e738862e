"""What a run of the outbox is given, and what it tells."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from urgentaction.channels.base import Channel
from urgentaction.gates import Refusal
from urgentaction.ledger import LEASE, Ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, Halted, Outcome, State
from urgentaction.pace import Pace


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """What the gates say of a letter now, the pace of its office, and the instant from which nothing leaves."""

    pace: Pace
    refusals: tuple[Refusal, ...] = ()
    closes: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a run works with.

    `recheck` raises UserError where a case cannot be read; `clock` gives UTC; `worker` is a token of the ledger
    (`Ledger.attend`); `jitter` gives numbers in [0, 1); `cut`, called from another thread, breaks its connection off.
    `between` is called before a letter is taken up and again before it begins: no letter begins before it returns.
    """

    ledger: Ledger
    channels: Mapping[ChannelName, Channel]
    recheck: Callable[[Delivery, datetime], Recheck]
    clock: Callable[[], datetime]
    worker: str
    jitter: Callable[[], float] = random.random
    ttl: timedelta = LEASE
    cut: Callable[[], None] = lambda: None
    between: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Progress:
    """One letter dealt with: how the delivery stands now, and what the channel, a gate or the pace said of it."""

    delivery: Delivery
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run did. `counts` by state (queued: put back); `doubts`: found uncertain, left by a dead worker.

    `unprinted`: why no file could be written while the rest went on.
    """

    counts: Mapping[State, int]
    doubts: tuple[Delivery, ...] = ()
    halted: Halted | None = None
    unprinted: Halted | None = None
    interrupted: bool = False
    next_due: datetime | None = None
