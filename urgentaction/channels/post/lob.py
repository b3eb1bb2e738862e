"""Lob (United States): one request orders a letter, as its OpenAPI file says (github.com/lob/lob-openapi, 1.22.0)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from urgentaction.channels.post.base import (
    AddressMode,
    Capabilities,
    Found,
    Kind,
    NotTaken,
    Options,
    Order,
    Paper,
    Place,
    Prepared,
    Progress,
    Quote,
    Service,
)
from urgentaction.channels.post.key_account import KeyAccount, Settings, instant, utc_now
from urgentaction.errors import Message, message
from urgentaction.http import Limits
from urgentaction.model.codes import COUNTRIES
from urgentaction.model.delivery import Halted, Permit, Scope, Uncertain

__all__ = ["CAPABILITIES", "NAME", "URL", "Lob", "Settings"]

NAME = "lob"
URL = "https://api.lob.com/v1"
KEY = "ua_key"
"""Where a letter's metadata holds the delivery's key; by it the letter is found when Lob has forgotten the header."""

HOME = "US"
_NOT_REACHED = "AM AS AX BL BV CC CF CX FM GF GG GP GU HM IM JE MF MH MP MQ NC PF PM PR PS PW RE SJ TF UM VI WF XK YT"
REACHED = COUNTRIES - frozenset(_NOT_REACHED.split())
"""The countries in Lob's list."""

CAPABILITIES = Capabilities(
    address=AddressMode.COVER,
    paper=Paper.LETTER,
    max_bytes=5_000_000,
    max_pages={"": 12, HOME: 120},
    # Its help pages say that registered mail does not leave the country; the API file does not.
    services={
        Service.STANDARD: REACHED,
        Service.REGISTERED: frozenset({HOME}),
        Service.REGISTERED_RECEIPT: frozenset({HOME}),
    },
    senders=frozenset({HOME}),
    lengths={"names": 40, "street": 64, "postcode": 40, "city": 200},
    # At home ua's own caution; abroad 5 to 7 working days more, which the default holds.
    transit={service: {HOME: 10} for service in Service},
)

ABROAD, ABROAD_LINES = 6, 50
AT_HOME, AT_HOME_LINE = 60, 64
"""Most sheets, and most characters of the address lines: both together abroad, each at home."""

_EXTRA = {Service.REGISTERED: "certified", Service.REGISTERED_RECEIPT: "certified_return_receipt"}
_ACCOUNT = frozenset({"billing_address_required", "payment_method_unverified", "feature_limit_reached"})
_KINDS = {
    "Mailed": Kind.POSTED,
    "In Transit": Kind.IN_TRANSIT,
    "In Local Area": Kind.IN_TRANSIT,
    "Processed for Delivery": Kind.IN_TRANSIT,
    "Pickup Available": Kind.IN_TRANSIT,
    "Re-Routed": Kind.IN_TRANSIT,
    "International Exit": Kind.IN_TRANSIT,
    "Delivered": Kind.DELIVERED,
    "Returned to Sender": Kind.RETURNED,
}
_STATE_CODES = (
    "AA AE AK AL AP AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH "
    "NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY"
)
_STATES = frozenset(_STATE_CODES.split())
_CITY = re.compile(r"(.+?)[,\s]+([A-Za-z]{2})")
_ZIP = re.compile(r"\d{5}(-\d{4})?")


class Lob:
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
        self._account = KeyAccount(NAME, settings, secret, reason=_code, limits=limits, now=now)

    def check(self, order: Order) -> tuple[Message, ...]:
        """What Lob's fields and sheets do not hold."""
        return (*_sheets(order), *_faults("recipient", order.recipient), *_faults("sender", order.sender))

    def quote(self, _order: Order) -> Quote | None:
        """Lob tells no price beforehand."""
        return None

    def prepare(self, order: Order, key: str, draft: Found | None = None) -> Prepared:
        """Nothing: Lob keeps no drafts."""
        del draft
        return Prepared(key=key, order=order)

    def submit(self, prepared: Prepared, permit: Permit) -> str:
        """Order it under the delivery's key.

        Where the answer is lost, once more under the same key: Lob remembers it for 24 hours, and answers with the
        letter that it has. What the second answer says counts only where it is a yes.
        """
        if permit.key != prepared.key:
            raise ValueError("a permit for another letter")
        try:
            return self._order(prepared)
        except NotTaken as no:
            if not isinstance(no.outcome, Uncertain):
                raise
            lost = no
        try:
            return self._order(prepared)
        except NotTaken:
            raise lost from None

    def find(self, key: str, since: datetime) -> Found | None:
        """By the letter's metadata, which Lob lists by."""
        del since
        found = self._account.read("GET", "/letters", params={f"metadata[{KEY}]": key, "limit": "10"})
        letters = found.get("data")
        if not isinstance(letters, list):
            raise self._account.unreadable()
        mine = [letter for letter in letters if _key(letter) == key]
        for letter in sorted(mine, key=lambda letter: bool(letter.get("deleted"))):
            reference = self._account.reference(letter.get("id"))
            if letter.get("deleted"):
                raise self._account.taken_back(reference)
            return Found(reference=reference, submitted=True)
        if letters:  # it listed letters by something else than what it was asked
            raise NotTaken(Uncertain(message("keyed.cannot-tell", provider=NAME)))
        return None

    def status(self, reference: str) -> tuple[Progress, ...]:
        """The letter's tracking events, after its creation."""
        return tuple(_steps(self._account.read("GET", f"/letters/{reference}")))

    def discard(self, reference: str) -> None:
        """Nothing to do: it keeps no drafts."""

    def cancel(self, reference: str) -> bool:
        """Until it is in production, 5 minutes after it was ordered where the account sets nothing else."""
        answer = self._account.ask("DELETE", f"/letters/{reference}")
        if answer.ok:
            return True
        if self._account.why(answer) == "not_deletable":
            return bool(self._account.read("GET", f"/letters/{reference}").get("deleted"))
        raise self._account.no(answer)

    def close(self) -> None:
        """Let go of connections."""
        self._account.close()

    def _order(self, prepared: Prepared) -> str:
        answer = self._account.ask(
            "POST",
            "/letters",
            ordering=True,
            headers={"Idempotency-Key": prepared.key},
            data=fields(prepared.order, prepared.key),
            files={"file": ("letter.pdf", prepared.order.pdf, "application/pdf")},
        )
        if not answer.ok:
            raise _special(self._account.why(answer)) or self._account.no(answer, ordering=True)
        letter = answer.json()
        return self._account.reference(letter.get("id") if isinstance(letter, Mapping) else None, ordering=True)


def fields(order: Order, key: str) -> dict[str, str]:
    """The form that orders a letter, without its file."""
    extra = _EXTRA.get(order.options.service)
    return {
        **{f"to[{name}]": value for name, value in _address(order.recipient).items()},
        **{f"from[{name}]": value for name, value in _address(order.sender).items()},
        **_printing(order.options),
        **({"extra_service": extra} if extra else {}),
        "use_type": "operational",
        "mail_type": "usps_first_class",
        f"metadata[{KEY}]": key,
    }


def _printing(options: Options) -> dict[str, str]:
    return {
        "color": "true" if options.colour else "false",
        "double_sided": "true" if options.duplex else "false",
        "address_placement": "insert_blank_page",
        "size": "us_letter",
    }


def _address(place: Place) -> dict[str, str]:
    first, second = _lines(place)
    city, state = _locality(place)
    parts = {
        "name": place.person,
        "company": place.organisation,
        "address_line1": first,
        "address_line2": second,
        "address_city": city,
        "address_state": state,
        "address_zip": place.postcode,
        "address_country": place.country,
    }
    return {name: value for name, value in parts.items() if value}


def _lines(place: Place) -> tuple[str, str]:
    lines = [line for line in (place.street, *place.lines) if line]
    return lines[0] if lines else "", ", ".join(lines[1:])


def _locality(place: Place) -> tuple[str, str]:
    """City and state; abroad no state, because Lob takes either that or a postcode."""
    if place.country != HOME:
        return f"{place.city} {place.cedex}".strip(), ""
    found = _CITY.fullmatch(place.city)
    if found is None or found[2].upper() not in _STATES:
        return place.city, ""
    return found[1], found[2].upper()


def _sheets(order: Order) -> Iterator[Message]:
    most = AT_HOME if order.recipient.country == HOME else ABROAD
    sheets = -(-order.pages // 2) if order.options.duplex else order.pages
    if sheets > most:
        yield message("lob.sheets", sheets=sheets, most=most)


def _faults(whose: str, place: Place) -> Iterator[Message]:
    first, second = _lines(place)
    if not first:
        yield message(f"lob.street-{whose}")
    if place.country == HOME:
        if max(len(first), len(second)) > AT_HOME_LINE:
            yield message(f"lob.lines-{whose}", most=AT_HOME_LINE)
        if not _locality(place)[1]:
            yield message(f"lob.state-{whose}")
        if not _ZIP.fullmatch(place.postcode):
            yield message(f"lob.zip-{whose}")
        return
    if len(f"{first} {second}".strip()) > ABROAD_LINES:
        yield message(f"lob.lines-{whose}", most=ABROAD_LINES)
    if not place.postcode:
        yield message(f"lob.postcode-{whose}")


def _steps(letter: Mapping[str, Any]) -> Iterator[Progress]:
    yield Progress(kind=Kind.SUBMITTED, status="created", at=instant(letter.get("date_created")))
    if number := letter.get("tracking_number"):
        yield Progress(kind=Kind.SUBMITTED, status="tracking_number", tracking=str(number))
    if letter.get("status") == "failed":
        yield Progress(kind=Kind.FAILED, status="failed")
    if letter.get("deleted"):
        yield Progress(kind=Kind.CANCELLED, status="deleted")
    events = letter.get("tracking_events")
    for event in events if isinstance(events, list) else ():
        name = str(event.get("name", ""))
        yield Progress(kind=_KINDS.get(name, Kind.OTHER), status=name, at=instant(event.get("time")))


def _key(letter: object) -> str:
    metadata = letter.get("metadata") if isinstance(letter, Mapping) else None
    return str(metadata.get(KEY, "")) if isinstance(metadata, Mapping) else ""


def _code(error: Mapping[str, Any]) -> str:
    """Lob's word for an error; its sentence may repeat an address."""
    code = str(error.get("code", ""))
    return code if re.fullmatch("[a-z_]{1,60}", code) else ""


def _special(code: str) -> NotTaken | None:
    """What Lob's word says that the status does not."""
    if code in _ACCOUNT:
        return NotTaken(Halted(Scope.ACCOUNT, message("post.no-credit", provider=NAME, why=code)))
    if code == "conflict":
        return NotTaken(Uncertain(message("post.uncertain", provider=NAME, why=code)))
    return None
