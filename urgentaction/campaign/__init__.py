"""A campaign: letters judged, planned and queued. It never sends, the outbox never plans: they meet in the ledger."""

from urgentaction.campaign.judging import WRITTEN, Judge
from urgentaction.campaign.planning import enqueue, plan
from urgentaction.campaign.survey import Survey
from urgentaction.campaign.values import Earlier, Group, LeftOut, Outlook, Plan, Planned, Prepared, Reason, Terms

__all__ = [
    "WRITTEN",
    "Earlier",
    "Group",
    "Judge",
    "LeftOut",
    "Outlook",
    "Plan",
    "Planned",
    "Prepared",
    "Reason",
    "Survey",
    "Terms",
    "enqueue",
    "plan",
]
