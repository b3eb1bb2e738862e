"""What the connections of one run share: how much was done, whether to go on, and what has to stop them all."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, RLock

from urgentaction.errors import message
from urgentaction.ledger import Next, Which
from urgentaction.model.delivery import Delivery, Halted, Outcome, Refused, Scope, State, Unavailable
from urgentaction.outbox.gate import Later, Verdict, Waiting
from urgentaction.outbox.values import Progress, Tools

BREAKER = 5
"""After so many refusals in a row the run stops: something is wrong with all letters (reference/sending.md §3)."""

UNREACHED = 3
"""After so many connections in a row that failed the run stops: the server is not there, and letters only lose time."""


@dataclass
class Board:
    """A run under way; every method may be called from the thread of any connection.

    `proven` is set once a letter was dealt with: further connections wait for it, so that a wrong password is tried
    once and not once for each of them.
    """

    which: Which
    limit: int | None
    progress: Callable[[Progress], None]
    stop: Callable[[], bool]
    counts: Counter[State] = field(default_factory=Counter)
    halted: Halted | None = None
    broken: BaseException | None = None
    waiting: Waiting = field(default_factory=Waiting)
    proven: Event = field(default_factory=Event)
    _done: int = 0
    _under_way: int = 0
    _refused: int = 0
    _unreached: int = 0
    _keys: deque[str] = field(default_factory=deque)
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self._keys.extend(self.which.keys)

    def claim(self) -> bool:
        """Whether one more letter may be taken in hand; if so, it is counted as under way."""
        with self._lock:
            full = self.limit is not None and self._done + self._under_way >= self.limit
            if full or not self.goes_on():
                return False
            self._under_way += 1
            return True

    def goes_on(self) -> bool:
        """Whether a letter that was taken in hand may still be dealt with."""
        with self._lock:
            return not (self.halted or self.broken or self.stop())

    def unclaim(self) -> None:
        """There was no letter to take in hand."""
        with self._lock:
            self._under_way -= 1

    def wish(self, tools: Tools) -> Next | None:
        """What to lease next; None when every key that was asked for has been tried."""
        which = self.which
        if which.keys:
            with self._lock:
                if not self._keys:
                    return None
                which = Which(keys=(self._keys.popleft(),))
        return Next(channels=tuple(tools.channels), ttl=tools.ttl, which=which)

    def judge(self, verdict: Verdict, *, ends: bool = False) -> None:
        """Note what became of a letter in hand, and whether that stops the run; `ends`: its connection alone ends."""
        with self._lock:
            self._under_way -= 1
            if isinstance(verdict, Later):
                return
            self._done += 1
            self._refused = self._refused + 1 if isinstance(verdict, Refused) else 0
            if not ends:
                self._unreached = self._unreached + 1 if is_unreached(verdict) else 0
            if isinstance(verdict, Halted):
                self.halted = verdict
            elif self._refused >= BREAKER:
                self.halted = Halted(Scope.LETTER, message("outbox.breaker", count=BREAKER))
            elif self._unreached >= UNREACHED and isinstance(verdict, Unavailable):
                self.halted = Halted(Scope.CONNECTION, message("outbox.unreached", why=verdict.reason))

    def tell(self, delivery: Delivery, verdict: Verdict) -> None:
        """Count a letter that is dealt with, and tell of it."""
        with self._lock:
            self.counts[delivery.state] += 1
            if not isinstance(verdict, Later):
                self.proven.set()
            self.progress(Progress(delivery, _told(verdict)))

    def fail(self, error: BaseException) -> None:
        """End the run for every connection; the first failure is the one that is told."""
        with self._lock:
            self.broken = self.broken or error
            self.proven.set()


def is_unreached(verdict: Verdict) -> bool:
    """Whether it is the connection that failed, and not the letter."""
    return isinstance(verdict, Unavailable) and verdict.scope is Scope.CONNECTION


def _told(verdict: Verdict) -> Outcome:
    return Unavailable(verdict.reason, verdict.until) if isinstance(verdict, Later) else verdict
