"""What Pingen says, read tolerantly (JSON:API whose words change without notice), and a letter in Pingen's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from urgentaction.channels.post.base import Kind, Money, Order, Place, Progress, Quote
from urgentaction.errors import Message, message
from urgentaction.http import Answer

VALID = "valid"
AWAITING_CREDITS = "awaiting_credits"
CANCELLING = "cancelling"
CHECKING = frozenset({"validating", "fixing", ""})
DRAFT = CHECKING | {VALID, "action_required", "invalid", "unprintable", "expired"}
"""Nothing has been ordered in these; a status that is not known is taken for one in which it has."""
VOID = frozenset({"cancelled"})

_KINDS = {
    "submitted": Kind.SUBMITTED,
    "accepted": Kind.SUBMITTED,
    "processing": Kind.SUBMITTED,
    "inspection": Kind.SUBMITTED,
    "transferring": Kind.SUBMITTED,
    "printing": Kind.PRINTING,
    "sent": Kind.POSTED,
    "track_and_trace": Kind.IN_TRANSIT,
    "delivered": Kind.DELIVERED,
    "returned": Kind.RETURNED,
    "undeliverable": Kind.UNDELIVERABLE,
    "cancelled": Kind.CANCELLED,
    "invalid": Kind.FAILED,
    "unprintable": Kind.FAILED,
    "expired": Kind.FAILED,
    "file_not_a4_portrait": Kind.FAILED,
    "file_size_over_limit": Kind.FAILED,
    "file_too_many_pages": Kind.FAILED,
    "content_failed_inspection": Kind.FAILED,
    "shipping_country_blocked": Kind.FAILED,
}
_CREDIT = re.compile(r"funds|credit|balance|payment", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9_./-]{1,80}")
_META = {"names": 45, "street": 40, "postcode": 8, "city": 25}
_MOST_WORDS = 5


@dataclass(frozen=True)
class Letter:
    """A letter in the organisation's list; `made` is None where Pingen does not say, or not as a time."""

    reference: str
    name: str
    status: str
    made: datetime | None

    @property
    def is_draft(self) -> bool:
        """Whether nothing has been ordered."""
        return is_draft(self.status)

    @property
    def is_void(self) -> bool:
        """Whether it was taken back."""
        return self.status in VOID


def is_draft(status_: str) -> bool:
    """Whether nothing has been ordered in this status."""
    return status_ in DRAFT


def attributes(answer: Answer) -> Mapping[str, Any]:
    """The attributes of the one thing an answer is about; none where it is not understood."""
    return _map(_map(_map(answer.json()).get("data")).get("attributes"))


def reference(answer: Answer) -> str:
    """The id of the one thing an answer is about, as it may stand in a path; else nothing."""
    return _id(_map(_map(answer.json()).get("data")))


def ids(answer: Answer) -> list[str]:
    """The ids of a list."""
    return [found for one in _list(_map(answer.json()).get("data")) if (found := _id(one))]


def status(found: Mapping[str, Any]) -> str:
    """Pingen's word for where a letter stands; nothing where it does not say."""
    return _text(found.get("status"))


def letters(answer: Answer) -> list[Letter]:
    """A page of the organisation's letters."""
    found = []
    for one in _list(_map(answer.json()).get("data")):
        its = _map(one.get("attributes"))
        found.append(Letter(_id(one), _text(its.get("file_original_name")), status(its), _time(its.get("created_at"))))
    return found


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list at all, if an empty one."""
    return isinstance(_map(answer.json()).get("data"), list)


def is_last_page(answer: Answer, number: int) -> bool:
    """Whether the list ends with this page; not, where Pingen does not say so."""
    whole = _map(answer.json())
    last = _map(whole.get("meta")).get("last_page")
    return number >= last if isinstance(last, int) else not whole.get("data")


def all_older(page: list[Letter], oldest: datetime) -> bool:
    """Whether this page, and with it every later one, was made before; only if it is sorted as it was asked to be."""
    made = [one.made for one in page if one.made is not None]
    return bool(made) and len(made) == len(page) and made == sorted(made, reverse=True) and made[0] < oldest


def events(answer: Answer) -> tuple[Progress, ...]:
    """What happened to a letter, the oldest first."""
    found = []
    for one in _list(_map(answer.json()).get("data")):
        its = _map(one.get("attributes"))
        if code := _text(its.get("code")):
            at = _time(its.get("emitted_at")) or _time(its.get("created_at"))
            tracking = _text(_map(its.get("data")).get("tracking_number"))
            found.append(Progress(kind=_KINDS.get(code, Kind.OTHER), status=code, at=at, tracking=tracking))
    return tuple(sorted(found, key=lambda step: step.at or datetime.min.replace(tzinfo=UTC)))


def standing(found: Mapping[str, Any]) -> Progress:
    """Where a letter stands, with its cost and tracking number; without a time, which changes with anything."""
    word = status(found)
    quoted = _money(found.get("price_value"), found.get("price_currency"))
    return Progress(
        kind=_KINDS.get(word, Kind.OTHER), status=word, tracking=_text(found.get("tracking_number")), cost=quoted
    )


def price(found: Mapping[str, Any]) -> Quote | None:
    """What the price calculator says; None where it says nothing that can be trusted."""
    quoted = _money(found.get("price"), found.get("currency"))
    return Quote(quoted) if quoted else None


def token(answer: Answer) -> tuple[str, int]:
    """The access token and how many seconds it lives (0: not said)."""
    found = _map(answer.json())
    life = found.get("expires_in")
    return _text(found.get("access_token")), life if isinstance(life, int) and life > 0 else 0


def errors(answer: Answer) -> str:
    """The codes of a JSON:API error and what they point at; its prose is left out, which may repeat an address."""
    words = []
    for one in _list(_map(answer.json()).get("errors"))[:_MOST_WORDS]:
        source = _map(one.get("source"))
        parts = (_text(one.get("code")), _text(source.get("pointer")) or _text(source.get("parameter")))
        words.append(" ".join(part for part in parts if _CODE.fullmatch(part)))
    return "; ".join(word for word in words if word)


def wants_credit(why: str) -> bool:
    """Whether an error is about money that is not there."""
    return bool(_CREDIT.search(why))


def printing(order: Order) -> dict[str, str]:
    """How a letter is to be printed."""
    return {
        "print_mode": "duplex" if order.options.duplex else "simplex",
        "print_spectrum": "color" if order.options.colour else "grayscale",
    }


def meta_data(order: Order) -> dict[str, dict[str, str]]:
    """Both addresses as fields, which registered mail wants (and which ordinary mail stumbles over)."""
    return {"recipient": _meta(order.recipient), "sender": _meta(order.sender)}


def too_long(order: Order) -> tuple[Message, ...]:
    """The fields of registered mail that are longer than Pingen takes; their names only."""
    found = []
    for whose, place in (("recipient", order.recipient), ("sender", order.sender)):
        fields = _meta(place)
        for name, field in (("names", "name"), ("street", "street"), ("postcode", "zip"), ("city", "city")):
            if len(fields[field]) > _META[name]:
                values = {"provider": "pingen", "length": len(fields[field]), "most": _META[name]}
                found.append(message(f"post.long-{whose}", field=message(f"post.field-{name}"), **values))
    return tuple(found)


def _meta(place: Place) -> dict[str, str]:
    fields = {"name": place.organisation or place.person, "zip": place.postcode, "country": place.country}
    return {**fields, "street": place.street, "city": f"{place.city} {place.cedex}".strip()}


def _money(value: object, currency: object) -> Money | None:
    code = _text(currency)
    try:
        minor = Decimal(str(value)) * 100
    except InvalidOperation:
        return None
    if not re.fullmatch(r"[A-Z]{3}", code) or not minor.is_finite() or minor < 0:
        return None
    return Money(int(minor.to_integral_value(rounding="ROUND_CEILING")), code)


def _time(value: object) -> datetime | None:
    """A time in UTC; Pingen writes `2026-11-24T08:05:09+0100`."""
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return (found.replace(tzinfo=UTC) if found.tzinfo is None else found).astimezone(UTC)


def _id(found: Mapping[str, Any]) -> str:
    text = _text(found.get("id"))
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text) else ""


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Mapping[str, Any]]:
    return [_map(one) for one in value] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
