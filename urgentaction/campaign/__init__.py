"""A campaign: letters judged, planned and queued. It never sends, the outbox never plans: they meet in the ledger."""

from urgentaction.campaign.planning import enqueue, plan
from urgentaction.campaign.values import LeftOut, Plan, Planned, Prepared, Terms

__all__ = ["LeftOut", "Plan", "Planned", "Prepared", "Terms", "enqueue", "plan"]
