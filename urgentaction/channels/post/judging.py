"""What an answer that is not a yes makes of a letter: first what it is about, then its class."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from urgentaction.channels.post.base import NotTaken, Place
from urgentaction.errors import message
from urgentaction.http import Answer, Unanswered
from urgentaction.model.delivery import Halted, Refused, Scope, Unavailable, Uncertain

CLIENT, UNAUTHORISED, PAYMENT, FORBIDDEN, GONE = 400, 401, 402, 403, frozenset({404, 410})
UNSURE, TOO_MANY, BROKEN = frozenset({408, 409, 425}), 429, 500
SHORTEST = 4
"""Characters of an address that are taken out of a provider's words; shorter ones are in any sentence."""


def unanswered(error: Unanswered, provider: str, *, ordering: bool) -> NotTaken:
    """There was no answer: uncertain only where it was the order that may have arrived."""
    if ordering and error.reached:
        return NotTaken(Uncertain(message("post.uncertain", provider=provider, why=error.message)))
    # The letter is not to blame, whether or not the question arrived.
    why = message("post.no-answer", provider=provider, why=error.message)
    return NotTaken(Unavailable(why, scope=Scope.CONNECTION))


def refused(answer: Answer, provider: str, *, ordering: bool, now: datetime, why: str = "") -> NotTaken:
    """An answer that is no yes; `why` is the provider's own reason, without anybody's address."""
    values = {"provider": provider, "why": f"HTTP {answer.status}{f' {why}' if why else ''}"}
    status = answer.status
    if status in {UNAUTHORISED, FORBIDDEN}:
        return NotTaken(Halted(Scope.ACCOUNT, message("post.key-refused", **values)))
    if status == PAYMENT:
        return NotTaken(Halted(Scope.ACCOUNT, message("post.no-credit", **values)))
    if status == TOO_MANY:
        return NotTaken(Unavailable(message("post.slow-down", **values), answer.retry_after(now), Scope.CONNECTION))
    if ordering and (status in UNSURE or status >= BROKEN or status < CLIENT):
        return NotTaken(Uncertain(message("post.uncertain", provider=provider, why=message("post.said", **values))))
    if status >= BROKEN or status in UNSURE or status in GONE:
        return NotTaken(Unavailable(message("post.not-now", **values), answer.retry_after(now)))
    return NotTaken(Refused(message("post.refused", **values)))


def without(text: str, places: Iterable[Place]) -> str:
    """What a provider said, with everything of these addresses taken out: the record outlives them (ua forget)."""
    for place in places:
        parts = (place.person, place.organisation, *place.lines, place.street, place.postcode, place.city)
        for part in sorted({*parts, *(word for one in parts for word in one.split())}, key=len, reverse=True):
            if len(part) >= SHORTEST:
                text = re.sub(re.escape(part), "…", text, flags=re.IGNORECASE)
    return text
