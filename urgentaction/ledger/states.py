"""Which step leads from which state to which: the one table that every change of a delivery follows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Handed,
    Outcome,
    Refused,
    State,
    Unavailable,
    Uncertain,
)


class Step(StrEnum):
    """What can happen to a delivery; the last six are a person's doing.

    `miss`: an older copy was put back; `take-back`: the provider that had taken a letter has cancelled it.
    """

    LEASE = "lease"
    BEGIN = "begin"
    ACCEPT = "accept"
    HAND = "hand"
    REFUSE = "refuse"
    POSTPONE = "postpone"
    RELEASE = "release"
    DOUBT = "doubt"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    CONFIRM = "confirm"
    DENY = "deny"
    CANCEL = "cancel"
    RETRY = "retry"
    MISS = "miss"
    TAKE_BACK = "take-back"


_ANSWERS = {
    Step.ACCEPT: State.SENT,
    Step.HAND: State.HANDED,
    Step.REFUSE: State.REFUSED,
    Step.POSTPONE: State.QUEUED,
    Step.RELEASE: State.QUEUED,
    Step.DOUBT: State.UNCERTAIN,
    Step.WITHDRAW: State.CANCELLED,
}
"""What an answer makes of a letter that has passed the point of no return, even when the answer comes late."""

STEPS: Mapping[State, Mapping[Step, State]] = {
    State.QUEUED: {
        Step.LEASE: State.LEASED,
        Step.CANCEL: State.CANCELLED,
        Step.RETRY: State.QUEUED,
        Step.MISS: State.UNCERTAIN,
    },
    State.LEASED: {
        Step.BEGIN: State.SENDING,
        Step.REFUSE: State.REFUSED,
        Step.POSTPONE: State.QUEUED,
        Step.RELEASE: State.QUEUED,
        Step.WITHDRAW: State.CANCELLED,
        Step.DOUBT: State.UNCERTAIN,
        Step.EXPIRE: State.QUEUED,
        Step.CANCEL: State.CANCELLED,
        Step.MISS: State.UNCERTAIN,
    },
    State.SENDING: {**_ANSWERS, Step.EXPIRE: State.UNCERTAIN, Step.MISS: State.UNCERTAIN},
    State.UNCERTAIN: {**_ANSWERS, Step.CONFIRM: State.SENT, Step.DENY: State.QUEUED},
    State.HANDED: {Step.CONFIRM: State.SENT, Step.DENY: State.CANCELLED},
    State.REFUSED: {Step.RETRY: State.QUEUED},
    State.CANCELLED: {Step.RETRY: State.QUEUED},
    State.SENT: {Step.TAKE_BACK: State.CANCELLED},
}

FINISHED = frozenset({State.SENT, State.REFUSED, State.CANCELLED})
"""Nothing more is expected: the body may be erased after a while."""


def after(state: State, step: Step) -> State | None:
    """The state that a step leads to; None where the step is not possible."""
    return STEPS[state].get(step)


def step_of(outcome: Outcome) -> Step:  # noqa: PLR0911  # one line for each outcome
    """The step that an outcome of a channel is."""
    match outcome:
        case Accepted():
            return Step.ACCEPT
        case Handed():
            return Step.HAND
        case Refused():
            return Step.REFUSE
        case Unavailable():
            return Step.POSTPONE
        case Uncertain():
            return Step.DOUBT
        case Halted():
            return Step.RELEASE
        case Cancelled():
            return Step.WITHDRAW
