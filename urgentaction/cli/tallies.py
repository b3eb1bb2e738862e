"""What the ledger knows of each case, for a list of cases: sent, waiting, and whether a newer round is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.cli import ways
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Count
    from urgentaction.model.case import Case

WAITS = frozenset({State.QUEUED, State.LEASED, State.SENDING})


@dataclass(frozen=True)
class Tally:
    """Letters of one case in all its rounds; `superseded`: the ledger knows a later round than the case's file."""

    sent: int = 0
    waiting: int = 0
    superseded: bool = False

    def words(self, world: World) -> str:
        """In words; empty where nobody has written."""
        parts = (("tallies.sent", self.sent), ("tallies.waiting", self.waiting))
        return ", ".join(screen.word(world, id_, count=count) for id_, count in parts if count)

    def row(self) -> Mapping[str, object]:
        """As data."""
        return {"sent": self.sent, "waiting": self.waiting, "superseded": self.superseded}


def of_cases(desk: Desk, cases: Sequence[Case]) -> Mapping[str, Tally]:
    """The tally of each case by its id; a ledger that cannot be read is said and does not hide the cases."""
    if not (desk.config.ledger or desk.config.places.ledger.exists()):
        return {case.id: Tally() for case in cases}
    try:
        with ways.ledger(desk, looking=True) as ledger:
            counts = ledger.counts()
            states = {case.id: ledger.round_state(case.id, case.round) for case in cases}
    except errors.UserError as problem:
        screen.tell(desk.world, problem.message, style="yellow")
        return {case.id: Tally() for case in cases}
    return {
        case.id: Tally(
            _sum(counts, case.id, frozenset({State.SENT})),
            _sum(counts, case.id, WAITS),
            superseded=states[case.id] is RoundState.SUPERSEDED,
        )
        for case in cases
    }


def _sum(counts: Sequence[Count], case: str, states: frozenset[State]) -> int:
    # A signature goes with the bundle that carries it, and is no letter of its own.
    own = (one for one in counts if one.case == case and one.channel is not ChannelName.BUNDLE)
    return sum(one.count for one in own if one.state in states)
