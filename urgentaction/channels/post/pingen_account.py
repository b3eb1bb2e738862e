"""An organisation's account at Pingen: its token, and requests as Pingen wants them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from urgentaction.channels.post import judging
from urgentaction.channels.post import pingen_words as said
from urgentaction.channels.post.base import NotTaken
from urgentaction.errors import UserError, message
from urgentaction.http import Answer, Client, Limits, Unanswered
from urgentaction.model.delivery import Halted, Scope, Unavailable

STAGING = "https://api-staging.pingen.com"
PRODUCTION = "https://api.pingen.com"
JSON_API = "application/vnd.api+json"
SCOPE = "letter batch webhook organisation_read"
EARLY = timedelta(minutes=1)
TOKEN_LIFE = 43_200
"""Seconds a token lives where the answer does not say; Pingen's documentation says twelve hours."""

_TOO_LATE = frozenset({404, 409, 410, 422})


@dataclass(frozen=True)
class Settings:
    """An account: the app's client id and, where it sees several, the organisation's id; never the secret itself.

    Staging is the default: nothing is printed or paid there. `host` and `token_host` stand in for Pingen's own.
    """

    client_id: str
    organisation: str = ""
    live: bool = False
    host: str = ""
    token_host: str = ""
    ca_file: str = ""

    @property
    def api(self) -> str:
        """The host that is asked."""
        return self.host or (PRODUCTION if self.live else STAGING)


class Account:
    """Asks with a token that is renewed in time, and once more where Pingen no longer takes it."""

    def __init__(
        self,
        settings: Settings,
        secret: Callable[[], str],
        *,
        limits: Limits | None,
        now: Callable[[], datetime],
        pause: Callable[[float], None],
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._now = now
        self._client = Client(settings.api, limits=limits, ca_file=settings.ca_file, now=now, pause=pause)
        self._token: tuple[str, datetime] | None = None
        self._organisation = settings.organisation

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Read something of the organisation."""
        return self._yes(self._within("GET", path, again=True, params=params))

    def get_outside(self, path: str) -> Answer:
        """Read something that belongs to no organisation."""
        return self._yes(self._ask("GET", path, again=True))

    def post(self, path: str, data: Mapping[str, Any], key: str = "") -> Answer:
        """Make something that costs nothing; may be repeated with its key, or where it only calculates."""
        return self._yes(self._within("POST", path, again=True, data=data, key=key))

    def order(self, path: str, data: Mapping[str, Any], key: str) -> Answer:
        """The request that costs money: made once, whatever happens."""
        return self._yes(self._within("PATCH", path, data=data, key=key, ordering=True), ordering=True)

    def cancels(self, path: str) -> bool:
        """Whether Pingen still cancels this."""
        answer = self._within("PATCH", path, again=True)
        if answer.status in _TOO_LATE:
            return False
        self._yes(answer)
        return True

    def delete(self, path: str) -> None:
        """Delete a draft; one that is gone is deleted."""
        answer = self._within("DELETE", path, again=True)
        if answer.status not in judging.GONE:
            self._yes(answer)

    def put_file(self, url: str, content: bytes) -> None:
        """Upload to the address that Pingen named, which gets no token; its signature is in it."""
        try:
            answer = self._client.ask("PUT", url, again=True, content=content)
        except Unanswered as error:
            raise judging.unanswered(error, "pingen", ordering=False) from None
        if not answer.ok:
            # A store's refusal is about the address it was given, which is only good for a while.
            why = f"HTTP {answer.status}"
            raise NotTaken(Unavailable(message("post.not-now", provider="pingen", why=why)))

    def close(self) -> None:
        """Forget the token and let go of the connection."""
        self._token = None
        self._client.close()

    def _within(self, method: str, path: str, **how: Any) -> Answer:
        return self._ask(method, f"/organisations/{self._organisation_id()}{path}", **how)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        again: bool = False,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        key: str = "",
        ordering: bool = False,
    ) -> Answer:
        """Ask; a token that is refused was not used for anything, so that another one may try once."""
        parts: dict[str, Any] = {} if data is None else {"content": json.dumps({"data": data}).encode()}
        if params:
            parts["params"] = params
        for last in (False, True):
            headers = {"Authorization": f"Bearer {self._bearer()}", "Content-Type": JSON_API, "Accept": JSON_API}
            if key:
                headers["Idempotency-Key"] = key
            try:
                answer = self._client.ask(method, path, again=again, headers=headers, **parts)
            except Unanswered as error:
                raise judging.unanswered(error, "pingen", ordering=ordering) from None
            if answer.status != judging.UNAUTHORISED or last:
                break
            self._token = None
        return answer

    def _yes(self, answer: Answer, *, ordering: bool = False) -> Answer:
        if answer.ok:
            return answer
        why = said.errors(answer)
        if said.wants_credit(why):
            raise NotTaken(Halted(Scope.ACCOUNT, message("post.no-credit", provider="pingen", why=why)))
        raise judging.refused(answer, "pingen", ordering=ordering, now=self._now(), why=why)

    def _bearer(self) -> str:
        now = self._now()
        if self._token is None or self._token[1] <= now:
            self._token = self._new_token(now)
        return self._token[0]

    def _new_token(self, now: datetime) -> tuple[str, datetime]:
        form = {"grant_type": "client_credentials", "scope": SCOPE, "client_id": self._settings.client_id}
        try:
            form["client_secret"] = self._secret()
        except UserError as no:
            raise NotTaken(Halted(Scope.ACCOUNT, no.message)) from None
        host = self._settings.token_host or self._settings.api
        try:
            answer = self._client.ask("POST", f"{host.rstrip('/')}/auth/access-tokens", again=True, data=form)
        except Unanswered as error:
            raise judging.unanswered(error, "pingen", ordering=False) from None
        if answer.status in {judging.CLIENT, judging.UNAUTHORISED}:
            why = f"HTTP {answer.status}"
            raise NotTaken(Halted(Scope.ACCOUNT, message("post.key-refused", provider="pingen", why=why)))
        token, life = said.token(self._yes(answer))
        if not token:
            raise NotTaken(Halted(Scope.ACCOUNT, message("post.key-refused", provider="pingen", why="—")))
        return token, now + timedelta(seconds=life or TOKEN_LIFE) - EARLY

    def _organisation_id(self) -> str:
        """The organisation of the settings, or the only one that the account sees."""
        if not self._organisation:
            seen = said.ids(self.get_outside("/organisations"))
            if len(seen) != 1:
                raise NotTaken(Halted(Scope.ACCOUNT, message("pingen.organisation", count=len(seen), ids=seen)))
            self._organisation = seen[0]
        return self._organisation
