"""An account at a provider that lets in whoever has an API key, as a user without a password; its answers, judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from urgentaction.channels.post import judging
from urgentaction.channels.post.base import NotTaken
from urgentaction.errors import Message, UserError, message
from urgentaction.http import Answer, Client, Limits, Unanswered
from urgentaction.model.delivery import Halted, Refused, Scope, Unavailable, Uncertain

LIMITS = Limits(read=45.0, total=60.0, tries=2)
"""An order whose answer comes late is a doubt that a person must settle: it is waited for longer than a question."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")

TEST = "test_"
"""How the keys begin with which nothing is printed, at Lob and at MySendingBox."""


@dataclass(frozen=True)
class Settings:
    """`url` is where the provider is asked. `live` letters are posted and paid for; the key must agree with it."""

    url: str
    live: bool = False


def utc_now() -> datetime:
    """What the clock says."""
    return datetime.now(UTC)


class KeyAccount:
    """Asks one provider. `secret` gives the key, anew for each request; `reason` is what of an error may be shown."""

    def __init__(
        self,
        provider: str,
        settings: Settings,
        secret: Callable[[], str],
        *,
        reason: Callable[[Mapping[str, Any]], str],
        limits: Limits | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._provider = provider
        self._live = settings.live
        self._secret = secret
        self._reason = reason
        self._now = now
        self._client = Client(settings.url, limits=limits or LIMITS, now=now)

    def ask(self, method: str, path: str, *, ordering: bool = False, **parts: Any) -> Answer:
        """What it answers, whatever that is; what orders is asked once. Raises NotTaken where there is no answer."""
        auth = (self._key(), "")
        try:
            return self._client.ask(method, path, auth=auth, again=not ordering, **parts)
        except Unanswered as error:
            raise judging.unanswered(error, self._provider, ordering=ordering) from None

    def read(self, method: str, path: str, *, ordering: bool = False, **parts: Any) -> Mapping[str, Any]:
        """What a yes holds. Raises NotTaken for a no, and where a yes cannot be read."""
        answer = self.ask(method, path, ordering=ordering, **parts)
        if not answer.ok:
            raise self.no(answer, ordering=ordering)
        found = answer.json()
        if not isinstance(found, Mapping):
            raise self.unreadable(ordering=ordering)
        return found

    def no(self, answer: Answer, *, ordering: bool = False) -> NotTaken:
        """What an answer makes of the letter that is no yes."""
        found = judging.refused(answer, self._provider, ordering=ordering, now=self._now(), why=self.why(answer))
        if isinstance(found.outcome, Unavailable) and found.outcome.until is None:
            return NotTaken(replace(found.outcome, until=_reset(answer, self._now())))
        return found

    def why(self, answer: Answer) -> str:
        """The provider's own reason, fit to be shown."""
        found = answer.json()
        error = found.get("error") if isinstance(found, Mapping) else None
        return self._reason(error) if isinstance(error, Mapping) else ""

    def unreadable(self, *, ordering: bool = False) -> NotTaken:
        """A yes without what belongs into it."""
        if ordering:
            why = message("keyed.unreadable")
            return NotTaken(Uncertain(message("post.uncertain", provider=self._provider, why=why)))
        return NotTaken(Unavailable(message("post.not-now", provider=self._provider, why=message("keyed.unreadable"))))

    def reference(self, found: object, *, ordering: bool = False) -> str:
        """The id of a letter, which becomes a part of a path. Raises NotTaken where it is none."""
        if isinstance(found, str) and _ID.fullmatch(found):
            return found
        raise self.unreadable(ordering=ordering)

    def taken_back(self, reference: str) -> NotTaken:
        """What a letter of a key is that was taken back there: the key is used up, and a new letter gets a new one."""
        return NotTaken(Refused(message("keyed.taken-back", provider=self._provider, reference=reference)))

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _key(self) -> str:
        try:
            key = self._secret()
        except UserError as no:
            raise NotTaken(Halted(Scope.ACCOUNT, no.message)) from None
        if said := mismatch(self._provider, key, live=self._live):
            raise NotTaken(Halted(Scope.ACCOUNT, said))
        return key


def mismatch(provider: str, key: str, *, live: bool) -> Message | None:
    """That a key is not for this mode, where it is not; nobody is asked."""
    if key.startswith(TEST) is not live:
        return None
    return message("keyed.key-is-test" if live else "keyed.key-is-live", provider=provider)


def _reset(answer: Answer, now: datetime) -> datetime | None:
    """When a rate limit begins anew, by a header in seconds since 1970 (Lob's OpenAPI file); within a day."""
    text = answer.headers.get("ratelimit-reset", "") or answer.headers.get("x-rate-limit-reset", "")
    try:
        at = datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return min(max(at, now), now + timedelta(days=1))


def instant(text: object) -> datetime | None:
    """A time as these providers write it (ISO 8601), in UTC; None where it is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
