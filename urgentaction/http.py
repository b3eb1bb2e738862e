"""One guarded way to ask a server something: verified, bounded in time and size, and silent about secrets.

For providers that print and mail, for refreshing and importing. Proxies and `.netrc` are not used.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from urgentaction.errors import Message, UserError, message

if TYPE_CHECKING:
    import httpx

    from urgentaction.http_wire import Wire

REDIRECTS = 3
SOON = 5.0
"""A server that asks to wait so many seconds is waited for, where the request may be repeated; longer is told."""

LATEST = 86_400
"""Seconds: a server that asks to wait for longer is asked again after a day, to see whether it means it."""

_PASSING = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Limits:
    """What is waited for and taken: seconds to connect, for each read, and in all; bytes; tries of what may repeat."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 1024 * 1024
    tries: int = 3


@dataclass(frozen=True)
class Answer:
    """What a server said; header names in lower case. Its repr tells neither headers nor body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004  # RFC 9110 §15.3

    def json(self) -> Any:
        """The body as JSON; None where it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def retry_after(self, now: datetime) -> datetime | None:
        """When it may be asked again (RFC 9110 §10.2.3: seconds or a date); None where it does not say."""
        return retry_after(self.headers.get("retry-after", ""), now)


class Unanswered(UserError):
    """There is no answer that can be used; `reached` says that the request may have arrived nevertheless."""

    def __init__(self, reason: Message, *, reached: bool) -> None:
        super().__init__(reason.id)
        self.message = reason
        self.reached = reached


def retry_after(text: str, now: datetime) -> datetime | None:
    """The instant a `Retry-After` header names, in UTC and within a day of `now`; None where it names none."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return now + timedelta(seconds=min(int(text[:9]), LATEST))
    try:
        found = parsedate_to_datetime(text)
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return min(max(at, now), now + timedelta(seconds=LATEST))


class Client:
    """Asks one server, over a new connection each time: none is stale, so that a broken one tells something.

    `ca_file` adds to the trusted certificates. `headers` go with every request; what is secret is better handed in
    with the request. One thread uses one client.
    """

    def __init__(
        self,
        base: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        ca_file: str = "",
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._base = base.rstrip("/")
        self._headers = dict(headers or {})
        self._limits = limits or Limits()
        self._ca_file = ca_file
        self._pause = pause
        self._now = now
        self._made: tuple[httpx.Client, Wire] | None = None

    def ask(self, method: str, url: str, *, again: bool = False, **parts: Any) -> Answer:
        """Ask once, or several times where `again` says that repeating is safe (it changes nothing, or has a key).

        `url` is a path below the base, or whole. `parts` are httpx's: headers, params, json, data, files, content,
        auth. An answer of any status is an answer; only GET follows redirects, and never to another host.

        Raises:
            Unanswered: No connection, no answer in time, an answer too large, or a redirect that is refused.
        """
        whole = url if "://" in url else self._base + url
        tries = self._limits.tries if again else 1
        for number in range(1, tries + 1):
            try:
                answer = self._follow(method, whole, parts)
            except Unanswered:
                if number == tries:
                    raise
                wait = 0.5 * 2**number
            else:
                delay = self._passes(answer, number)
                if delay is None or number == tries:
                    return answer
                wait = delay
            self._pause(wait)
        raise AssertionError(tries)  # pragma: no cover  # the last try returns or raises

    def close(self) -> None:
        """Let go; may be called twice."""
        if self._made is not None:
            self._made[0].close()
            self._made = None

    def _passes(self, answer: Answer, number: int) -> float | None:
        """How many seconds until asking again may help; None where it does not, or is too long to wait here."""
        if answer.status not in _PASSING and answer.status != 429:  # noqa: PLR2004  # RFC 6585 §4
            return None
        now = self._now()
        if until := answer.retry_after(now):
            wait = max((until - now).total_seconds(), 0.0)
            return wait if wait <= SOON else None
        return None if answer.status == 429 else 0.5 * 2**number  # noqa: PLR2004

    def _follow(self, method: str, url: str, parts: Mapping[str, Any]) -> Answer:
        for _ in range(REDIRECTS + 1):
            answer = self._once(method, url, parts)
            target = answer.headers.get("location")
            if answer.status not in {301, 302, 303, 307, 308} or not target:
                return answer
            to = self._joined(url, target)
            if method != "GET" or to is None:
                raise Unanswered(message("http.redirected", server=_host(url)), reached=True)
            url, parts = to, {key: value for key, value in parts.items() if key != "params"}
        raise Unanswered(message("http.redirected", server=_host(url)), reached=True)

    def _joined(self, url: str, target: str) -> str | None:
        """Where a redirect leads, if to the same scheme, host and port."""
        import httpx

        try:
            old, new = httpx.URL(url), httpx.URL(url).join(target)
        except httpx.InvalidURL:
            return None
        same = (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port)
        return str(new) if same else None

    def _once(self, method: str, url: str, parts: Mapping[str, Any]) -> Answer:
        import httpcore
        import httpx

        server = guard(url)
        client, wire = self._client()
        wire.begin(self._limits.total)
        try:
            with client.stream(method, url, **parts) as response:
                return self._read(response, server)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            # `from None`: what httpx knows of the request holds the secrets.
            raise Unanswered(_why(error, server), reached=wire.wrote) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.UnsupportedProtocol):
            raise Unanswered(message("http.failed", server=server), reached=wire.wrote) from None

    def _read(self, response: httpx.Response, server: str) -> Answer:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise Unanswered(message("http.not-understood", server=server), reached=True)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._limits.size:
                raise Unanswered(
                    message("http.too-large", server=server, megabytes=self._limits.size >> 20), reached=True
                )
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(body))

    def _client(self) -> tuple[httpx.Client, Wire]:
        if self._made is None:
            import httpx

            from urgentaction.http_wire import Wire

            # They tell every URL, and the one of an upload is signed; and what answers hold.
            for name in ("httpx", "httpcore"):
                logging.getLogger(name).setLevel(logging.WARNING)
            context = httpx.create_ssl_context()
            if self._ca_file:
                try:
                    context.load_verify_locations(self._ca_file)
                except OSError:
                    raise Unanswered(message("http.ca-file", path=self._ca_file), reached=False) from None
            wire = Wire(context, connect=self._limits.connect, read=self._limits.read)
            headers = {"User-Agent": "urgentaction", "Accept-Encoding": "identity", **self._headers}
            client = httpx.Client(transport=wire, headers=headers, trust_env=False, follow_redirects=False)
            self._made = (client, wire)
        return self._made


def guard(url: str) -> str:
    """The host of an address that may be asked: by https, or by http on this machine.

    Raises:
        Unanswered: Any other; nothing was asked.
    """
    import httpx

    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise Unanswered(message("http.bad-address"), reached=False) from None
    if not parsed.host or parsed.scheme not in {"https", "http"}:
        raise Unanswered(message("http.bad-address"), reached=False)
    if parsed.scheme == "http" and not _is_loopback(parsed.host):
        raise Unanswered(message("http.plain", server=parsed.host), reached=False)
    return parsed.host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1]


def _why(error: Exception, server: str) -> Message:
    import ssl

    import httpcore

    if isinstance(error, httpcore.TimeoutException):
        return message("http.late", server=server)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return message("http.certificate", server=server)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectError):
        return message("http.unreached", server=server)
    return message("http.dropped", server=server)
