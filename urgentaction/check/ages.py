"""Rules over how far an office's contacts are known, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from urgentaction.check.offices import SeenOffice, contacts
from urgentaction.model.authority import TRUSTED, Level
from urgentaction.model.finding import Finding, Severity

GOOD_FOR: Final = {"postal": 730, "emails": 365, "web_form": 365, "phones": 365, "fax": 365, "social": 365}
"""Days after which a contact of an official source is due for another look: offices move less than mailboxes change."""

PUBLISHED = 180
"""Days that a contact printed in an action is taken for good: actions are over, or updated, long before."""

NONE = 365
"""Days after which somebody looks whether an office still publishes no e-mail."""


def unverified(seen: SeenOffice) -> Iterator[Finding]:
    """A contact that nobody compared with an official source."""
    for one in contacts(seen.office):
        if one.provenance.level is Level.UNVERIFIED:
            yield seen.finding("unverified", Severity.REMARK, "unverified", one.key, what=one.what)


def overdue(seen: SeenOffice) -> Iterator[Finding]:
    """An office whose review is due: its contacts count as unverified."""
    due = seen.office.review_by
    if due and due < seen.today:
        yield seen.finding("overdue", Severity.REMARK, "overdue", "review_by", on=due)


def stale(seen: SeenOffice) -> Iterator[Finding]:
    """A contact that was verified longer ago than its kind allows, or called good by nobody."""
    for one in contacts(seen.office):
        level, on = one.provenance.level, one.provenance.verified_on
        days = PUBLISHED if level is Level.PUBLISHED else GOOD_FOR[one.kind]
        if level is Level.OFFICIAL and on is None:
            yield seen.finding("stale", Severity.REMARK, "never", one.key, what=one.what)
        elif level is not Level.UNVERIFIED and on and seen.today - on > timedelta(days=days):
            yield seen.finding("stale", Severity.REMARK, "stale", one.key, what=one.what, on=on, count=days)


def stale_none(seen: SeenOffice) -> Iterator[Finding]:
    """That an office publishes no e-mail, found long ago."""
    none = seen.office.email_none
    if none and seen.today - none.on > timedelta(days=NONE):
        yield seen.finding("stale", Severity.REMARK, "stale-none", "email_none", on=none.on, count=NONE)


def stale_holder(seen: SeenOffice) -> Iterator[Finding]:
    """A holder without an end, whom nobody looked for since so long that letters no longer believe it."""
    for index, one in enumerate(seen.office.holders):
        if one.is_open and one.verified_on and seen.today - one.verified_on > TRUSTED:
            key = f"holders[{index}]"
            yield seen.finding("stale", Severity.REMARK, "stale-holder", key, name=one.name, on=one.verified_on)


def in_future(seen: SeenOffice) -> Iterator[Finding]:
    """A contact verified on a day that has not come; one day is left for time zones."""
    for one in contacts(seen.office):
        on = one.provenance.verified_on
        if on and on > seen.today + timedelta(days=1):
            yield seen.finding("in-future", Severity.ERROR, "in-future", one.key, what=one.what, on=on)
