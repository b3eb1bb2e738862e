"""The part that empties the queue; it only drains what the ledger holds, and never plans."""

from urgentaction.outbox.board import BREAKER, UNREACHED
from urgentaction.outbox.draining import Open, drain, drain_together, until_interrupted
from urgentaction.outbox.stacking import Pressed
from urgentaction.outbox.syncing import Left, News, Synced, sync, take_back
from urgentaction.outbox.values import Progress, Recheck, Run, Tools

__all__ = [
    "BREAKER",
    "UNREACHED",
    "Left",
    "News",
    "Open",
    "Pressed",
    "Progress",
    "Recheck",
    "Run",
    "Synced",
    "Tools",
    "drain",
    "drain_together",
    "sync",
    "take_back",
    "until_interrupted",
]
