"""What MySendingBox is told and what it says: the form of a letter, its list of letters, its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from urgentaction.channels.post.base import Kind, Money, Options, Order, Place, Progress, Service
from urgentaction.channels.post.key_account import instant
from urgentaction.errors import Message, message

KEY = "ua_key"
"""Where a letter's metadata holds the delivery's key."""

HOME = "FR"
PAGE, LINES = 50, 3
"""Letters on one page of the list; lines of an address between the names and the town."""

_POSTAGE = {
    Service.STANDARD: "ecopli",
    Service.PRIORITY: "prioritaire",
    Service.REGISTERED: "lr",
    Service.REGISTERED_RECEIPT: "lrar",
}
_NEVER = datetime.min.replace(tzinfo=UTC)
WITH_SENDER = frozenset({Service.REGISTERED, Service.REGISTERED_RECEIPT})
CANCELLED = "letter.canceled"
_KINDS = {
    "letter.created": Kind.SUBMITTED,
    "letter.accepted": Kind.PRINTING,
    "letter.filing_proof": Kind.POSTED,
    "letter.sent": Kind.POSTED,
    "letter.in_transit": Kind.IN_TRANSIT,
    "letter.waiting_to_be_withdrawn": Kind.IN_TRANSIT,
    "letter.distributed": Kind.DELIVERED,
    "letter.delivery_proof": Kind.DELIVERED,
    "letter.wrong_address": Kind.UNDELIVERABLE,
    "letter.returned_to_sender": Kind.RETURNED,
    "letter.return_to_sender_proof": Kind.RETURNED,
    "letter.lost": Kind.FAILED,
    "letter.error": Kind.FAILED,
    CANCELLED: Kind.CANCELLED,
    # What La Poste says of registered letters.
    "PRIS_EN_CHARGE": Kind.IN_TRANSIT,
    "A_RETIRER": Kind.IN_TRANSIT,
    "DISTRIBUE": Kind.DELIVERED,
    "RETOUR_DESTINATAIRE": Kind.RETURNED,
}


class Seen:
    """What was read of the list of letters so far, to know when it is enough to say that one is not there.

    In which order the list comes is not documented, nor whether it tells the metadata of every letter.
    """

    def __init__(self, oldest: datetime) -> None:
        self.count = 0
        self._oldest = oldest
        self._names: set[str] = set()
        self._last: datetime | None = None
        self._falling = True
        self._unclear = False
        self.is_over = False

    def add(self, letters: Iterable[Mapping[str, Any]]) -> None:
        """One page of the list; one that brings nothing new is its end."""
        before = len(self._names)
        for letter in letters:
            created = instant(letter.get("created_at"))
            self._falling = self._falling and created is not None and (self._last is None or created <= self._last)
            self._unclear = self._unclear or ("metadata" not in letter and (created is None or created >= self._oldest))
            self._last = created
            self._names.add(str(letter.get("_id", "")))
            self.count += 1
        self.is_over = len(self._names) == before

    def suffices(self, total: int) -> bool:
        """Whether every letter was read, or (in a falling order, which over one page is no accident) every late one.

        `total` is how many the list says that there are; it is believed at the end of the list only.
        """
        if self._unclear:
            return False
        late = self._falling and self.count >= PAGE and self._last is not None and self._last < self._oldest
        return late or (self.is_over and 0 <= total <= len(self._names))


def fields(order: Order, key: str) -> dict[str, str]:
    """The form that orders a letter, without its file. A sender is only named where it must be."""
    sender = bracketed("from", order.sender) if order.options.service in WITH_SENDER else {}
    return {**bracketed("to", order.recipient), **sender, **printing(order.options), f"metadata[{KEY}]": key}


def printing(options: Options) -> dict[str, str]:
    """How it is printed and carried."""
    return {
        "color": "color" if options.colour else "bw",
        "both_sides": "true" if options.duplex else "false",
        "postage_type": _POSTAGE[options.service],
        "address_placement": "insert_blank_page",
        "source_file_type": "file",
    }


def file(pdf: bytes) -> dict[str, tuple[str, bytes, str]]:
    """The PDF, as the form has it."""
    return {"source_file": ("letter.pdf", pdf, "application/pdf")}


def bracketed(whose: str, place: Place) -> dict[str, str]:
    """An address; `whose` is `to` or `from`."""
    lines = [line for line in (*place.lines, place.street) if line]
    parts = {
        "name": place.person,
        "company": place.organisation,
        **{f"address_line{number}": line for number, line in enumerate(lines, 1)},
        "address_city": f"{place.city} {place.cedex}".strip(),
        "address_postalcode": place.postcode,
        "address_country": "France",
    }
    return {f"{whose}[{name}]": value for name, value in parts.items() if value}


def faults(whose: str, place: Place) -> tuple[Message, ...]:
    """What an address does not have, or has too much of; `whose` is `recipient` or `sender`."""
    lines = [line for line in (*place.lines, place.street) if line]
    found = []
    if len(lines) > LINES:
        found.append(message(f"mysendingbox.lines-{whose}", count=len(lines), most=LINES))
    if not (lines and place.postcode and place.city):
        found.append(message(f"mysendingbox.incomplete-{whose}"))
    if whose == "sender" and place.country != HOME:
        found.append(message("mysendingbox.sender-abroad"))
    return tuple(found)


def listed(answer: Mapping[str, Any]) -> tuple[Sequence[Mapping[str, Any]] | None, int]:
    """The letters of one page, and how many there are in all (-1: it does not say)."""
    letters, info = answer.get("letters"), answer.get("info")
    if not isinstance(letters, list) or not all(isinstance(letter, Mapping) for letter in letters):
        return None, -1
    total = info.get("total") if isinstance(info, Mapping) else None
    return letters, total if isinstance(total, int) else -1


def key(letter: Mapping[str, Any]) -> str:
    """The delivery's key that a letter carries; empty where it has none."""
    metadata = letter.get("metadata")
    return str(metadata.get(KEY, "")) if isinstance(metadata, Mapping) else ""


def steps(letter: Mapping[str, Any]) -> Iterator[Progress]:
    """Its own events and those of La Poste, as they happened.

    A step that comes later never changes one that was told before: price and tracking number are steps of their own.
    """
    price, number = money(letter.get("price")), letter.get("tracking_number")
    created = instant(letter.get("created_at"))
    yield Progress(kind=Kind.SUBMITTED, status="letter.created", at=created)
    if price:
        yield Progress(kind=Kind.SUBMITTED, status="price", cost=price)
    if number:
        yield Progress(kind=Kind.SUBMITTED, status="tracking_number", tracking=str(number))
    told = [*_told(letter.get("events"), "name", "created_at"), *_told(letter.get("tracking_events"), "status", "date")]
    for at, status in sorted(told, key=lambda step: step[0] or _NEVER):
        if status != "letter.created":
            yield Progress(kind=_KINDS.get(status, Kind.OTHER), status=status, at=at)


def _told(events: object, word: str, when: str) -> Iterator[tuple[datetime | None, str]]:
    for event in events if isinstance(events, list) else ():
        if isinstance(event, Mapping):
            yield instant(event.get(when)), str(event.get(word, ""))


def money(price: object) -> Money | None:
    """Euros as cents; None where there is no price."""
    total = price.get("total") if isinstance(price, Mapping) else None
    if isinstance(total, bool) or not isinstance(total, int | float):
        return None
    return Money(round(total * 100), "EUR")
