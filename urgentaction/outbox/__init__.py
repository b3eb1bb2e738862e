"""The part that empties the queue; it only drains what the ledger holds, and never plans."""

from urgentaction.outbox.board import BREAKER, UNREACHED
from urgentaction.outbox.draining import Open, drain, drain_together, until_interrupted
from urgentaction.outbox.stacking import Pressed
from urgentaction.outbox.values import Progress, Recheck, Run, Tools

__all__ = [
    "BREAKER",
    "UNREACHED",
    "Open",
    "Pressed",
    "Progress",
    "Recheck",
    "Run",
    "Tools",
    "drain",
    "drain_together",
    "until_interrupted",
]
