"""Pingen on 127.0.0.1, as its documentation and its official SDK tell it (reference/posting.md §1.1), and its faults."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from support.web import Asked, Reply, Web

SECRET = "pgn_client_secret"
TOKEN = "pgn_access_token"
ORGANISATION = "org-1"
SIGNATURE = "signature-of-the-upload"
_JSON_API = "application/vnd.api+json"

Answer = tuple[int, Any]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a request; `after`: it was done all the same."""

    reply: Reply
    after: bool = False


def error(status: int, code: str, detail: str = "", **headers: str) -> Reply:
    """A JSON:API error."""
    item = {"code": code, "title": code.replace("_", " "), "detail": detail, "source": {"pointer": "/data"}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps({"errors": [item]}).encode(), {"Content-Type": _JSON_API, **named})


@dataclass
class Letter:
    """A letter there; `looks` until its check is over, and what it `becomes`."""

    id: str
    attributes: dict[str, Any]
    looks: int
    becomes: str
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Pingen:
    """The service.

    `faults` holds, by the name of a step, what goes wrong with its next requests; `on_send` is called before an order
    and after it. An idempotency key is remembered until `forget_keys`, and gives the first answer whatever is asked.
    """

    looks: int = 1
    becomes: str = "valid"
    after_send: str = "submitted"
    page: int = 100
    now: str = "2026-11-24T09:00:00+0000"
    faults: dict[str, list[Fault | None]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    charged: list[str] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    tokens: int = 0
    organisations: tuple[str, ...] = (ORGANISATION,)
    on_send: Callable[[], None] = lambda: None
    _kept: dict[str, Answer] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> Web:
        self.web = Web(self._reply)
        return self.web

    def forget_keys(self) -> None:
        self._kept.clear()

    def _reply(self, asked: Asked) -> Reply:
        step, do = self._route(asked)
        if step == "send":
            self.on_send()
        with self._lock:
            self.steps.append(step)
            faults = self.faults.get(step) or [None]
            fault = faults.pop(0)
            if fault is not None and not fault.after:
                return fault.reply
            reply = self._done(asked, do)
        if step == "send":
            self.on_send()
        return fault.reply if fault is not None else reply

    def _done(self, asked: Asked, do: Callable[[Asked], Answer]) -> Reply:
        if refusal := self._unwelcome(asked):
            return refusal
        key, headers = asked.header("Idempotency-Key"), {"Content-Type": _JSON_API, "X-Request-ID": "r"}
        if len(key) > 64:
            return error(400, "invalid_idempotency_key")
        if key in self._kept:
            status, found = self._kept[key]
            headers["Idempotent-Replayed"] = "true"
        else:
            status, found = do(asked)
            if key and asked.method in {"POST", "PATCH"} and status < 500:
                self._kept[key] = (status, found)
        return Reply(status, json.dumps(found).encode() if found is not None else b"", headers)

    def _unwelcome(self, asked: Asked) -> Reply | None:
        bare = asked.path.startswith("/bucket/") or asked.path == "/auth/access-tokens"
        if bare:
            return error(403, "no_token_here") if asked.header("Authorization") else None
        if asked.header("Authorization") != f"Bearer {TOKEN}-{self.tokens}":
            return error(401, "unauthenticated")
        if asked.header("Accept") != _JSON_API or asked.header("Content-Type") != _JSON_API:
            return error(415, "unsupported_media_type")
        return None

    def _route(self, asked: Asked) -> tuple[str, Callable[[Asked], Answer]]:
        letters = f"/organisations/{ORGANISATION}/deliveries/letters"
        for method, pattern, name in (
            ("POST", "/auth/access-tokens", "token"),
            ("GET", "/organisations", "organisations_list"),
            ("GET", "/file-upload", "file_upload"),
            ("PUT", "/bucket/.*", "put"),
            ("GET", letters, "list"),
            ("POST", letters, "create"),
            ("POST", f"{letters}/price-calculator", "price"),
            ("GET", f"{letters}/[^/]+", "get"),
            ("DELETE", f"{letters}/[^/]+", "delete"),
            ("PATCH", f"{letters}/[^/]+/send", "send"),
            ("PATCH", f"{letters}/[^/]+/cancel", "cancel"),
            ("GET", f"{letters}/[^/]+/events", "events"),
        ):
            if asked.method == method and re.fullmatch(pattern, asked.path):
                return name, getattr(self, f"_{name}")
        return "unknown", lambda _: (404, {"errors": [{"code": "not_found"}]})

    def _token(self, asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if form.get("grant_type") != "client_credentials" or form.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client", "error_description": "Client authentication failed"}
        self.tokens += 1
        return 200, {"token_type": "Bearer", "expires_in": 43200, "access_token": f"{TOKEN}-{self.tokens}"}

    def _organisations_list(self, _asked: Asked) -> Answer:
        return 200, {"data": [{"id": one, "type": "organisations", "attributes": {}} for one in self.organisations]}

    def _file_upload(self, _asked: Asked) -> Answer:
        url = f"{self.web.url}/bucket/{len(self.uploads)}?X-Amz-Signature={SIGNATURE}"
        self.uploads[url] = b""
        attributes = {"url": url, "url_signature": "$2y$10$sig", "expires_at": "2026-11-24T10:00:00+0000"}
        return 200, {"data": {"id": "u", "type": "file_uploads", "attributes": attributes}}

    def _put(self, asked: Asked) -> Answer:
        self.uploads[self.web.url + asked.target] = asked.body
        return 200, None

    def _create(self, asked: Asked) -> Answer:
        wanted = json.loads(asked.body)["data"]["attributes"]
        if not 5 <= len(wanted["file_original_name"]) <= 255 or wanted["auto_send"] is not False:
            return 422, {"errors": [{"code": "invalid", "title": "Invalid", "source": {"pointer": "/data"}}]}
        if not self.uploads.get(wanted["file_url"]):
            return 422, {"errors": [{"code": "file_missing", "title": "No file"}]}
        letter = Letter(f"letter-{len(self.letters) + 1}", dict(wanted), self.looks, self.becomes)
        letter.attributes |= {"status": "validating", "created_at": self.now}
        self.letters[letter.id] = letter
        return 201, self._shown(letter)

    def _list(self, asked: Asked) -> Answer:
        number, limit = int(asked.query.get("page[number]", 1)), min(int(asked.query.get("page[limit]", 20)), self.page)
        found = [self._shown(letter)["data"] for letter in self.letters.values()]
        found.sort(key=lambda one: one["attributes"]["created_at"], reverse=True)
        pages = max(1, -(-len(found) // limit))
        return 200, {
            "data": found[(number - 1) * limit : number * limit],
            "meta": {"current_page": number, "last_page": pages},
        }

    def _get(self, asked: Asked) -> Answer:
        letter = self.letters.get(asked.path.split("/")[5])
        if letter is None:
            return 404, {"errors": [{"code": "not_found", "title": "Not found"}]}
        if letter.attributes["status"] == "validating":
            letter.looks -= 1
            if letter.looks <= 0:
                letter.attributes["status"] = letter.becomes
        return 200, self._shown(letter)

    def _send(self, asked: Asked) -> Answer:
        letter = self.letters.get(asked.path.split("/")[5])
        if letter is None:
            return 404, {"errors": [{"code": "not_found", "title": "Not found"}]}
        if letter.attributes["status"] != "valid":
            return 422, {"errors": [{"code": "letter_not_sendable", "title": "Cannot be sent"}]}
        letter.attributes |= json.loads(asked.body)["data"]["attributes"]
        letter.attributes |= {"status": self.after_send, "price_value": 1.85, "price_currency": "CHF"}
        self.charged.append(letter.attributes["file_original_name"])
        return 200, self._shown(letter)

    def _cancel(self, asked: Asked) -> Answer:
        letter = self.letters[asked.path.split("/")[5]]
        if letter.attributes["status"] not in {"submitted", "accepted", "processing", "awaiting_credits"}:
            return 409, {"errors": [{"code": "not_cancellable", "title": "Too late"}]}
        letter.attributes["status"] = "cancelled"
        return 202, None

    def _delete(self, asked: Asked) -> Answer:
        return (204, None) if self.letters.pop(asked.path.split("/")[5], None) else (404, {"errors": []})

    def _events(self, asked: Asked) -> Answer:
        letter = self.letters[asked.path.split("/")[5]]
        return 200, {"data": [{"id": "e", "type": "letters_events", "attributes": one} for one in letter.events]}

    def _price(self, asked: Asked) -> Answer:
        wanted = json.loads(asked.body)["data"]["attributes"]
        price = round(1.1 + 0.35 * len(wanted["paper_types"]), 2)
        return 200, {
            "data": {"id": "p", "type": "letter_price_calculator", "attributes": {"currency": "CHF", "price": price}}
        }

    def _shown(self, letter: Letter) -> dict[str, Any]:
        return {"data": {"id": letter.id, "type": "letters", "attributes": dict(letter.attributes)}}
