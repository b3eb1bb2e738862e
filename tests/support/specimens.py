"""A bare case that is open, and a bare office, for tests in which only a few of their values matter."""

from __future__ import annotations

from datetime import date

from urgentaction.model.authority import Authority, ChannelName, Reply, Role
from urgentaction.model.case import Case, Status

CASE = Case(
    id="example-2026",
    round=1,
    kind="extradition",
    country="FR",
    title={},
    summary={},
    issued=date(2026, 11, 1),
    as_of=date(2026, 11, 1),
    checked_on=date(2026, 11, 20),
    status=Status(),
    sources=(),
    people=(),
    facts=(),
    demands=(),
    targets=(),
)
OFFICE = Authority(
    id="fr/ministry",
    country="FR",
    role=Role.MINISTRY,
    body={},
    office={},
    salutation={},
    closing={},
    languages=("fr",),
    timezone="Europe/Paris",
    reply=Reply.ASK,
    channels=(ChannelName.EMAIL,),
)
