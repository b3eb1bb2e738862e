"""The part that empties the queue; it only drains what the ledger holds, and never plans."""

from urgentaction.outbox.draining import BREAKER, drain, until_interrupted
from urgentaction.outbox.values import Progress, Recheck, Run, Tools

__all__ = ["BREAKER", "Progress", "Recheck", "Run", "Tools", "drain", "until_interrupted"]
