"""MySendingBox (France; formerly Seeuletter): one request orders a letter, which may be deleted for a while.

By what its official SDKs send and read, and by its documentation as others have read it (docs/post.md). It is not
confirmed that it heeds an idempotency key: one is sent, and nothing here relies on it. What became of an order whose
answer was lost is told by the list of letters, where each carries the delivery's key in its metadata.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from urgentaction.channels.post import mysendingbox_words as said
from urgentaction.channels.post.base import (
    AddressMode,
    Capabilities,
    Found,
    NotTaken,
    Order,
    Paper,
    Place,
    Prepared,
    Progress,
    Quote,
    Service,
)
from urgentaction.channels.post.blank import blank_pdf
from urgentaction.channels.post.judging import without
from urgentaction.channels.post.key_account import KeyAccount, Settings, utc_now
from urgentaction.errors import Message, message
from urgentaction.http import Answer, Limits
from urgentaction.model.delivery import Permit, Uncertain

__all__ = ["CAPABILITIES", "NAME", "URL", "MySendingBox", "Settings"]

NAME = "mysendingbox"
URL = "https://api.mysendingbox.fr"
LENGTH = 45
"""Most characters of a field of an address."""

_FRANCE = frozenset({said.HOME})
CAPABILITIES = Capabilities(
    address=AddressMode.COVER,
    paper=Paper.A4,
    # No limit is documented: these are ua's own, far below what such print houses take.
    max_bytes=5_000_000,
    max_pages={"": 20},
    # Letters abroad are not confirmed.
    services={
        Service.STANDARD: _FRANCE,
        Service.PRIORITY: _FRANCE,
        Service.REGISTERED: _FRANCE,
        Service.REGISTERED_RECEIPT: _FRANCE,
    },
    lengths=dict.fromkeys(("names", "lines", "street", "postcode", "city"), LENGTH),
    quotes=True,
    # Not documented: ua's own caution for mail within France.
    transit={service: {said.HOME: 10} for service in Service},
)

SHOWN = 200
"""Characters of its sentences that a person gets to see."""

MOST_PAGES = 40
SLACK = timedelta(days=2)
"""How far this machine's clock may have been ahead of theirs when a letter was first tried."""

_TOO_LATE = frozenset({400, 409, 422})


class MySendingBox:
    """An account; `secret` gives its API key."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Settings,
        secret: Callable[[], str],
        *,
        limits: Limits | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.live = settings.live
        self._now = now
        self._places: tuple[Place, ...] = ()
        self._account = KeyAccount(NAME, settings, secret, reason=self._reason, limits=limits, now=now)

    def check(self, order: Order) -> tuple[Message, ...]:
        """What the lines of an address do not hold, and what registered mail needs."""
        faults = said.faults("recipient", order.recipient)
        if order.options.service in said.WITH_SENDER:
            faults = (*faults, *said.faults("sender", order.sender))
        return faults

    def quote(self, order: Order) -> Quote | None:
        """The price of as many empty sheets: before a person has agreed, no word of the letter leaves."""
        form = {**said.printing(order.options), **said.bracketed("to", order.recipient)}
        if order.options.service in said.WITH_SENDER:
            form |= said.bracketed("from", order.recipient)
        found = self._account.read("POST", "/letters/price", data=form, files=said.file(blank_pdf(order.pages)))
        price = said.money(found.get("price", found))
        return Quote(price) if price else None

    def prepare(self, order: Order, key: str, draft: Found | None = None) -> Prepared:
        """Nothing: MySendingBox keeps no drafts."""
        del draft
        return Prepared(key=key, order=order)

    def submit(self, prepared: Prepared, permit: Permit) -> str:
        """Order it, once."""
        if permit.key != prepared.key:
            raise ValueError("a permit for another letter")
        order = prepared.order
        self._places = (order.recipient, order.sender)
        try:
            letter = self._account.read(
                "POST",
                "/letters",
                ordering=True,
                headers={"Idempotency-Key": prepared.key},
                data=said.fields(order, prepared.key),
                files=said.file(order.pdf),
            )
        finally:
            self._places = ()
        return self._account.reference(letter.get("_id"), ordering=True)

    def find(self, key: str, since: datetime) -> Found | None:
        """Read the list of letters until it was seen whole, or every one since the first attempt.

        Where that cannot be told, the letter stays uncertain and a person looks.
        """
        seen, void = said.Seen(min(since, self._now()) - SLACK), ""
        for _ in range(MOST_PAGES):
            params = {"limit": str(said.PAGE), "offset": str(seen.count)}
            letters, total = said.listed(self._account.read("GET", "/letters", params=params))
            if letters is None:
                raise self._account.unreadable()
            mine = [letter for letter in letters if said.key(letter) == key]
            for letter in sorted(mine, key=said.is_taken_back):
                reference = self._account.reference(letter.get("_id"))
                if not said.is_taken_back(letter):
                    return Found(reference=reference, submitted=True)
                void = reference
            seen.add(letters)
            if seen.suffices(total) and void:
                raise self._account.taken_back(void)
            if seen.suffices(total):
                return None
            if seen.is_over:
                break
        raise NotTaken(Uncertain(message("keyed.cannot-tell", provider=NAME)))

    def status(self, reference: str) -> tuple[Progress, ...]:
        """Its events, and those of La Poste, in the order in which they happened."""
        return tuple(said.steps(self._account.read("GET", f"/letters/{reference}")))

    def discard(self, reference: str) -> None:
        """Nothing to do: it keeps no drafts."""

    def cancel(self, reference: str) -> bool:
        """Until it is handed to the printer."""
        answer: Answer = self._account.ask("DELETE", f"/letters/{reference}")
        if answer.ok:
            return True
        if answer.status in _TOO_LATE:
            letter = self._account.read("GET", f"/letters/{reference}")
            return said.is_taken_back(letter)
        raise self._account.no(answer)

    def close(self) -> None:
        """Let go of connections."""
        self._account.close()

    def _reason(self, error: Mapping[str, Any]) -> str:
        """Its sentence, which may repeat what it was given: without the addresses, or not at all."""
        text = "".join(char for char in str(error.get("message", "")) if char.isprintable())
        return without(text, self._places)[:SHOWN] if self._places else ""
