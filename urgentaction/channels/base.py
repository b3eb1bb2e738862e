"""What every way out promises, and what it answers when the letter may not leave after all."""

from __future__ import annotations

from typing import Protocol

from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Begin, Cancelled, Job, Outcome, Unavailable, Withdrawn


class Channel(Protocol):
    """Takes one delivery at a time and says what became of it; one thread uses one channel."""

    @property
    def name(self) -> ChannelName:
        """The way out it is (a rehearsal carries the name of the one it stands in for)."""
        ...

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Hand one letter over.

        `begin` is called once, at the last moment before something leaves; without its permit nothing does.
        `Refused`, `Unavailable`, `Halted` and `Cancelled` mean that surely nothing arrived, also when `begin` had
        been called; only `Uncertain` leaves that open. A failure is an outcome, never an exception.
        """
        ...

    def waits_for(self, job: Job) -> bool:
        """Whether `send` of this letter, announced by a permit, would ask `begin` at once: nothing is to be waited for.

        What became of the letter before may then be recorded together with the beginning of this one.
        """
        ...

    def close(self) -> None:
        """Let go of connections and files; may be called twice."""
        ...


def withdrawn(no: Withdrawn) -> Cancelled | Unavailable:
    """What to answer when `begin` said no: for good, or not before an instant."""
    return Unavailable(no.reason, no.until) if no.until else Cancelled(no.reason)
