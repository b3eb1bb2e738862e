"""Lob and MySendingBox as they are documented, on this machine: what they take, answer and refuse.

Lob by its OpenAPI file, MySendingBox by what its official SDKs send and read (reference/posting.md §1.2, §1.3). Each
keeps the letters it has accepted; `note` is called with the key of each, the moment it counts.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from support.web import Asked
from support.webserver import Answer, Upload, form_of
from urgentaction.channels.post.base import Order, Paper, Place

LOB_KEY = "test_0dc8d51e0acffcb1880e0f19c79b2f5b0cc"
SENDINGBOX_KEY = "test_12345678901234567890"
AT = "2026-11-24T08:05:09.000Z"
KEY = "ua_key"
"""The name under which a letter's metadata holds the delivery's key."""

Letter = dict[str, Any]


def basic(key: str) -> str:
    """The header of somebody who logs in with this key and no password."""
    return "Basic " + b64encode(f"{key}:".encode()).decode()


def nested(form: Mapping[str, str | Upload]) -> dict[str, Any]:
    """A form whose names have brackets (`to[name]`) as the tables it means."""
    found: dict[str, Any] = {}
    for name, value in form.items():
        table, _, field_ = name.partition("[")
        if field_:
            found.setdefault(table, {})[field_.rstrip("]")] = value
        else:
            found[name] = value
    return found


@dataclass
class Lob:
    """Remembers idempotency keys until `forget_keys`; `events` and the like are what a test changes in a letter."""

    note: Callable[[str], object] = field(default=lambda _key: None)
    letters: dict[str, Letter] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    too_late: bool = False

    def answers(self, asked: Asked) -> Answer:
        if asked.header("Authorization") != basic(LOB_KEY):
            return self._error(401, "invalid_api_key", "Your API key is not valid.")
        match asked.method, asked.path.removeprefix("/v1").strip("/").split("/"):
            case "POST", ["letters"]:
                return self._create(asked)
            case "GET", ["letters"]:
                return self._list(asked)
            case "GET", ["letters", name] if name in self.letters:
                return Answer(200, self.letters[name])
            case "DELETE", ["letters", name] if name in self.letters:
                return self._delete(name)
        return self._error(404, "not_found", "letter not found")

    def forget_keys(self) -> None:
        """24 hours later."""
        self.keys.clear()

    def accepted(self) -> list[str]:
        """The delivery keys of all letters, as often as they were accepted."""
        return [letter["metadata"][KEY] for letter in self.letters.values()]

    def _create(self, asked: Asked) -> Answer:
        form, key = nested(form_of(asked)), asked.header("Idempotency-Key")
        if key in self.keys:
            return Answer(200, self.letters[self.keys[key]])
        missing = [name for name in ("to", "from", "file", "color", "use_type") if name not in form]
        if missing:
            return self._error(422, "bad_request", f"{missing[0]} is required")
        if form["from"].get("address_country", "US") != "US":
            return self._error(422, "foreign_return_address", f"{form['from'].get('name')} must be in the US")
        name = f"ltr_{len(self.letters):016x}"
        self.letters[name] = self._letter(name, form)
        self.keys[key] = name
        self.note(form["metadata"][KEY])
        return Answer(200, self.letters[name])

    def _letter(self, name: str, form: dict[str, Any]) -> Letter:
        letter: Letter = {
            "id": name,
            "metadata": form["metadata"],
            "to": self._address("adr_1", form["to"]),
            "from": self._address("adr_2", form["from"]),
            "color": form["color"] == "true",
            "double_sided": form.get("double_sided", "true") == "true",
            "address_placement": form["address_placement"],
            "mail_type": form.get("mail_type", "usps_first_class"),
            "use_type": form["use_type"],
            "carrier": "USPS",
            "tracking_events": [],
            "date_created": AT,
            "date_modified": AT,
            "send_date": AT,
            "object": "letter",
        }
        if form.get("extra_service"):
            letter |= {"extra_service": form["extra_service"], "tracking_number": "92071902358909000011275538"}
            letter["tracking_events"].append(self.event("Mailed", kind="certified"))
        return letter

    def event(self, name: str, at: str = AT, *, kind: str = "normal") -> dict[str, Any]:
        """An entry of `tracking_events`."""
        details = {"event": "package_accepted", "description": "", "action_required": False}
        stamps = {"time": at, "date_created": at, "date_modified": at, "object": "tracking_event"}
        certified = kind == "certified"
        return {"id": "evnt_1", "type": kind, "name": name, "details": details if certified else None} | stamps

    def _address(self, name: str, given: dict[str, str]) -> dict[str, Any]:
        code = given.get("address_country", "US")
        country = {"US": "UNITED STATES", "FR": "FRANCE", "CH": "SWITZERLAND"}.get(code, code)
        stamps = {"date_created": AT, "date_modified": AT, "object": "address"}
        return (
            {"id": name} | {key: value.upper() for key, value in given.items()} | stamps | {"address_country": country}
        )

    def _list(self, asked: Asked) -> Answer:
        wanted = {name[len("metadata[") : -1]: value for name, value in asked.query.items() if name.startswith("meta")}
        newest_first = reversed(self.letters.values())
        found = [one for one in newest_first if wanted.items() <= one["metadata"].items()]
        shown = found[: int(asked.query.get("limit", "10"))]
        return Answer(
            200, {"data": shown, "object": "list", "next_url": None, "previous_url": None, "count": len(shown)}
        )

    def _delete(self, name: str) -> Answer:
        if self.too_late:
            return self._error(422, "not_deletable", "letter is no longer cancelable")
        self.letters[name]["deleted"] = True
        return Answer(200, {"id": name, "deleted": True})

    def _error(self, status: int, code: str, text: str) -> Answer:
        return Answer(status, {"error": {"message": text, "status_code": status, "code": code}})


@dataclass
class SendingBox:
    """MySendingBox. Nothing says that it heeds an idempotency key, so this one does not."""

    note: Callable[[str], object] = field(default=lambda _key: None)
    letters: dict[str, Letter] = field(default_factory=dict)
    too_late: bool = False
    oldest_first: bool = False
    largest_page: int = 50
    cents: int = 97

    def answers(self, asked: Asked) -> Answer:
        if asked.header("Authorization") != basic(SENDINGBOX_KEY):
            return self._error(401, "Unauthorized")
        match asked.method, asked.path.strip("/").split("/"):
            case "POST", ["letters", *rest]:
                return self._price_of(asked) if rest == ["price"] else self._create(asked)
            case "GET", ["letters"]:
                return self._list(asked)
            case "GET", ["letters", name] if name in self.letters:
                return Answer(200, self.letters[name])
            case "DELETE", ["letters", name] if name in self.letters:
                return self._delete(name)
        return self._error(404, "Letter not found")

    def accepted(self) -> list[str]:
        """The delivery keys of all letters, as often as they were accepted."""
        return [letter["metadata"][KEY] for letter in self.letters.values()]

    def add(self, key: str, created: str = AT) -> str:
        """A letter of before; gives its id."""
        name = f"{len(self.letters):024x}"
        self.letters[name] = {
            "_id": name,
            "object": "letter",
            "channel": "paper",
            "mode": "test",
            "price": self._price(),
            "metadata": {KEY: key},
            "tracking_events": [],
            "events": [self.event("letter.created", created)],
            "created_at": created,
            "updated_at": created,
        }
        return name

    def event(self, name: str, at: str = AT) -> dict[str, str]:
        """An entry of `events`."""
        return {"_id": "e1", "name": name, "category": "letter", "description": "", "created_at": at, "updated_at": at}

    def _price_of(self, asked: Asked) -> Answer:
        return self._refusal(nested(form_of(asked))) or Answer(200, {"price": self._price()})

    def _create(self, asked: Asked) -> Answer:
        form = nested(form_of(asked))
        if refusal := self._refusal(form):
            return refusal
        name = self.add(form["metadata"][KEY])
        self.letters[name] |= {"to": form["to"], "color": form["color"], "postage_type": form["postage_type"]}
        self.note(form["metadata"][KEY])
        return Answer(200, self.letters[name])

    def _refusal(self, form: dict[str, Any]) -> Answer | None:
        missing = [
            name for name in ("to", "color", "postage_type", "source_file", "source_file_type") if name not in form
        ]
        if missing:
            return self._error(422, f"{missing[0]} is required")
        if form["postage_type"] in {"lr", "lrar"} and "from" not in form:
            return self._error(422, "from is required")
        if any(len(value) > 45 for value in form["to"].values()):
            return self._error(422, f"{max(form['to'].values(), key=len)} is longer than 45 characters")
        if form.get("both_sides") not in {"true", "false"}:
            return self._error(422, "both_sides must be a boolean")
        return None

    def _list(self, asked: Asked) -> Answer:
        every = list(self.letters.values())
        every = every if self.oldest_first else every[::-1]
        offset, limit = int(asked.query.get("offset", "0")), int(asked.query.get("limit", "10"))
        shown = every[offset : offset + min(limit, self.largest_page)]
        info = {"total": len(every), "limit": limit, "offset": offset, "count": len(shown), "requested_at": AT}
        return Answer(200, {"info": info, "letters": shown})

    def _delete(self, name: str) -> Answer:
        if self.too_late:
            return self._error(400, "This letter can not be canceled anymore")
        self.letters[name]["events"].append(self.event("letter.canceled", "2026-11-24T08:06:00.000Z"))
        return Answer(200, self.letters[name])

    def _price(self) -> dict[str, Any]:
        service = 30
        return {"pack": "developer", "postage": (self.cents - service) / 100, "service": 0.3, "total": self.cents / 100}

    def _error(self, status: int, text: str) -> Answer:
        return Answer(status, {"error": {"message": text}})


COURT = Place(
    country="FR",
    postcode="13616",
    city="AIX EN PROVENCE",
    cedex="CEDEX 1",
    street="20 PLACE DE VERDUN",
    organisation="Cour d’appel d’Aix-en-Provence",
    person="Procureur général",
)
ANN = Place(country="US", postcode="12180", city="Troy, NY", street="17 Quiet Lane", person="Ann Wintergreen")
ANNE = Place(country="FR", postcode="69001", city="LYON", street="17 RUE TRANQUILLE", person="Anne Pervenche")
PDF = b"%PDF-1.7\n\x00\xff\r\n--the letter of Wintergreen--\r\n%%EOF\n"


def order(provider: str, **changes: Any) -> Order:
    """A letter of one page to the Court of Appeal of Aix, by a signer whom the provider takes."""
    made = Order(
        provider=provider,
        live=False,
        recipient=COURT,
        sender=ANN if provider == "lob" else ANNE,
        pdf=PDF,
        pages=1,
        paper=Paper.LETTER if provider == "lob" else Paper.A4,
    )
    return replace(made, **changes)
