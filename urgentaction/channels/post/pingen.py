"""Pingen v2 (Switzerland; prints in several countries): the letter is uploaded, checked there, then ordered.

The API as the official SDK puts it on the wire and as its users documented it (docs/post.md); it changes without
notice, so that what is unknown is kept as text and what is not needed is not read.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from urgentaction.channels.post import pingen_words as said
from urgentaction.channels.post.base import (
    AddressMode,
    Capabilities,
    Found,
    NotTaken,
    Order,
    Paper,
    Prepared,
    Progress,
    Quote,
    Service,
    Zone,
)
from urgentaction.channels.post.pingen_account import Account, Settings
from urgentaction.errors import Message, message
from urgentaction.http import Answer, Limits
from urgentaction.model.delivery import Halted, Permit, Refused, Scope, Unavailable, Uncertain

__all__ = ["CAPABILITIES", "NAME", "Patience", "Pingen", "Settings"]

NAME = "pingen"

CAPABILITIES = Capabilities(
    address=AddressMode.WINDOW,
    paper=Paper.A4,
    max_bytes=8_000_000,
    max_pages={"": 120, "FR": 320, "DE": 320, "GB": 500},
    # Registered mail is documented for France only; elsewhere it is not known what `registered` gives.
    services={Service.STANDARD: None, Service.PRIORITY: None, Service.REGISTERED: frozenset({"FR"})},
    zone=Zone(22, 60, 85.5, 25.5),
    registered_zone=Zone(22, 68, 85.5, 17.5),
    names_country=True,
    clear=(Zone(20, 40, 89.5, 20),),
    quotes=True,
    # Lettre verte 3 to 4 working days, registered 2 to 3; one to print it, and a weekend. How fast `fast` is: not said.
    transit={Service.STANDARD: {"FR": 7}, Service.PRIORITY: {"FR": 7}, Service.REGISTERED: {"FR": 6}},
)

PRODUCTS = {Service.STANDARD: "cheap", Service.PRIORITY: "fast", Service.REGISTERED: "registered"}
PAGE = 100
MOST_PAGES = 200
SLACK = timedelta(days=2)
"""How far this machine's clock may have been ahead of Pingen's when a letter was first tried."""


@dataclass(frozen=True)
class Patience:
    """How long Pingen's checks are waited for, and the step between two looks; both in seconds."""

    total: float = 120.0
    step: float = 2.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Pingen:
    """An organisation's account. `secret` gives the client secret; it is asked once for each token."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Settings,
        secret: Callable[[], str],
        *,
        limits: Limits | None = None,
        patience: Patience | None = None,
        now: Callable[[], datetime] = _utc_now,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.live = settings.live
        self._account = Account(settings, secret, limits=limits, now=now, pause=pause)
        self._patience = patience or Patience()
        self._now = now
        self._pause = pause
        self._unfunded = ""

    def check(self, order: Order) -> tuple[Message, ...]:
        """For registered mail, the fields that Pingen wants besides the sheet."""
        if order.options.service is not Service.REGISTERED:
            return ()
        return said.too_long(order)

    def quote(self, order: Order) -> Quote | None:
        """By Pingen's price calculator: without VAT or with, as the account is set."""
        sheets = -(-order.pages // 2) if order.options.duplex else order.pages
        attributes = {
            "country": order.recipient.country,
            "paper_types": ["normal"] * sheets,
            **said.printing(order),
            "delivery_product": PRODUCTS[order.options.service],
        }
        data = {"type": "letter_price_calculator", "attributes": attributes}
        answer = self._account.post("/deliveries/letters/price-calculator", data)
        return said.price(said.attributes(answer))

    def prepare(self, order: Order, key: str, draft: Found | None = None) -> Prepared:
        """Upload it and wait until Pingen has checked it; a draft of before is used again.

        Pingen answers a draft of a key that it remembers with the letter it made then, which may be ordered by now.
        """
        self._refuse_without_credit()
        reference = draft.reference if draft else self._created(order, key)
        ordered = not said.is_draft(self._checked(reference))
        return Prepared(key=key, order=order, reference=reference, ordered=ordered)

    def submit(self, prepared: Prepared, permit: Permit) -> str:
        """Order it under the delivery's key."""
        if permit.key != prepared.key:
            raise ValueError("a permit for another letter")
        reference = prepared.reference
        attributes = {
            "delivery_product": PRODUCTS[prepared.order.options.service],
            **said.printing(prepared.order),
        }
        data = {"id": reference, "type": "letters", "attributes": attributes}
        answer = self._account.order(f"/deliveries/letters/{reference}/send", data, permit.key)
        self._confirm(reference, said.status(said.attributes(answer)))
        return reference

    def find(self, key: str, since: datetime) -> Found | None:
        """Read the organisation's letters, the newest first, until they are older than the first attempt."""
        oldest, draft = min(since, self._now()) - SLACK, None
        for number in range(1, MOST_PAGES + 1):
            answer = self._account.get(
                "/deliveries/letters", {"sort": "-created_at", "page[number]": number, "page[limit]": PAGE}
            )
            if not said.is_list(answer):
                self._strange(answer)
            letters = said.letters(answer)
            for one in letters:
                if one.name != file_name(key) or one.is_void:
                    continue
                if not one.is_draft:
                    return Found(reference=one.reference, submitted=True)
                draft = draft or Found(reference=one.reference, submitted=False)
            if said.is_last_page(answer, number) or said.all_older(letters, oldest):
                return draft
        raise NotTaken(Unavailable(message("pingen.too-many", count=PAGE * MOST_PAGES)))

    def status(self, reference: str) -> tuple[Progress, ...]:
        """The events of the letter, and where it stands with its cost and tracking number."""
        letter = said.attributes(self._account.get(f"/deliveries/letters/{reference}"))
        events = self._account.get(f"/deliveries/letters/{reference}/events", {"language": "en-GB"})
        return (*said.events(events), said.standing(letter))

    def discard(self, reference: str) -> None:
        """Delete a draft."""
        if said.is_draft(self._status(reference)):
            self._account.delete(f"/deliveries/letters/{reference}")

    def cancel(self, reference: str) -> bool:
        """A draft is deleted; an order is cancelled until it is printed."""
        if said.is_draft(self._status(reference)):
            self._account.delete(f"/deliveries/letters/{reference}")
            return True
        accepted, limit = self._account.cancels(f"/deliveries/letters/{reference}/cancel"), self._limit()
        while (status := self._status(reference)) not in said.VOID:
            # A cancelling that was asked for twice, since its answer was lost, is refused the second time.
            if not accepted and status != said.CANCELLING:
                return False
            if not self._waited(limit):
                raise NotTaken(Unavailable(message("pingen.cancelling")))
        return True

    def close(self) -> None:
        """Let go of the connection and the token."""
        self._account.close()

    def _created(self, order: Order, key: str) -> str:
        upload = said.attributes(self._account.get_outside("/file-upload"))
        url, signature = str(upload.get("url", "")), str(upload.get("url_signature", ""))
        self._account.put_file(url, order.pdf)
        attributes: dict[str, Any] = {
            "file_original_name": file_name(key),
            "file_url": url,
            "file_url_signature": signature,
            "address_position": "left",
            "auto_send": False,
            "delivery_product": PRODUCTS[order.options.service],
            **said.printing(order),
        }
        if order.options.service is Service.REGISTERED:
            attributes["meta_data"] = said.meta_data(order)
        # Another key than the order's: a replay of one must never be taken for an answer to the other.
        answer = self._account.post(
            "/deliveries/letters", {"type": "letters", "attributes": attributes}, f"{key}-draft"
        )
        if not (reference := said.reference(answer)):
            self._strange(answer)
        return reference

    def _checked(self, reference: str) -> str:
        """The status once Pingen has checked the letter: valid, or one in which it is a draft no longer."""
        limit = self._limit()
        while (status := self._status(reference)) in said.CHECKING:
            if not self._waited(limit):
                raise NotTaken(Unavailable(message("pingen.still-checking")))
        if status in said.VOID:
            raise NotTaken(Refused(message("pingen.invalid", status=status, codes=[])))
        if said.is_draft(status) and status != said.VALID:
            self._refuse(reference, status)
        return status

    def _refuse(self, reference: str, status: str) -> NoReturn:
        events = self._account.get(f"/deliveries/letters/{reference}/events", {"language": "en-GB"})
        codes = [event.status for event in said.events(events)]
        self._account.delete(f"/deliveries/letters/{reference}")
        raise NotTaken(Refused(message("pingen.invalid", status=status, codes=codes)))

    def _confirm(self, reference: str, status: str) -> None:
        """A yes counts once the letter is a draft no longer; what waits for credit is ordered, and nothing after it."""
        limit = self._limit()
        while said.is_draft(status):
            if not self._waited(limit):
                raise NotTaken(Uncertain(message("pingen.not-confirmed", reference=reference)))
            try:
                status = self._status(reference)
            except NotTaken as no:
                why = no.outcome.reason
                raise NotTaken(Uncertain(message("post.uncertain", provider=NAME, why=why))) from None
        if status == said.AWAITING_CREDITS:
            self._unfunded = reference

    def _refuse_without_credit(self) -> None:
        if self._unfunded and self._status(self._unfunded) == said.AWAITING_CREDITS:
            raise NotTaken(Halted(Scope.ACCOUNT, message("post.no-credit", provider=NAME, why=said.AWAITING_CREDITS)))
        self._unfunded = ""

    def _status(self, reference: str) -> str:
        return said.status(said.attributes(self._account.get(f"/deliveries/letters/{reference}")))

    def _strange(self, answer: Answer) -> NoReturn:
        why = f"HTTP {answer.status}"
        raise NotTaken(Unavailable(message("post.not-now", provider=NAME, why=why)))

    def _limit(self) -> datetime:
        return self._now() + timedelta(seconds=self._patience.total)

    def _waited(self, limit: datetime) -> bool:
        if self._now() >= limit:
            return False
        self._pause(self._patience.step)
        return True


def file_name(key: str) -> str:
    """What the PDF is called at Pingen: the delivery's key, by which it is found again; it tells nobody's name."""
    return f"ua-{key}.pdf"
