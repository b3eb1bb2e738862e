"""What every way out promises, and what it answers when the letter may not leave after all."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Begin, Cancelled, Job, Outcome, Permit, Unavailable, Withdrawn


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


@runtime_checkable
class Swift(Channel, Protocol):
    """One whose letters can be put on their way without waiting, so that one thread may serve several beside it."""

    def is_swift(self, job: Job) -> bool:
        """Whether `put` of a letter that `waits_for` is true of, and its answer, make nobody wait."""
        ...

    def put(self, job: Job, permit: Permit) -> None:
        """Write such a letter; `answer` says what became of it, also where this failed."""
        ...

    def has_answer(self) -> bool:
        """Whether `answer` would wait for nothing, and neither would what the permit has announced."""
        ...

    def answer(self) -> Outcome:
        """Wait for what became of the letter that was put."""
        ...

    def fileno(self) -> int:
        """What is to be watched for the answer."""
        ...


def withdrawn(no: Withdrawn) -> Cancelled | Unavailable:
    """What to answer when `begin` said no: for good, or not before an instant."""
    return Unavailable(no.reason, no.until) if no.until else Cancelled(no.reason)
