"""What is known about the large mail hosts: how to send through them, which password they want, how much they take."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from urgentaction.channels.settings import Auth, Security
from urgentaction.errors import Message, message

_APP_PASSWORD = re.compile(r"[A-Za-z]{16}")


@dataclass(frozen=True, kw_only=True)
class Host:
    """A mail host, as `hosts.toml` beside this file tells it, with its source.

    `smtp` is empty where other programs cannot send through it. `advice` is the id of what to tell a person about
    the password, `page` where the host explains or does it; `also` are other names of the server; `short_user` says
    that the user name is the part before the @; `connections` may be open at once. A limit of 0 means that none is
    known, not that there is none.
    """

    name: str
    domains: tuple[str, ...]
    smtp: str
    source: str
    port: int = 465
    security: Security = Security.TLS
    auth: Auth = Auth.PASSWORD
    advice: str = "hosts.mailbox-password"
    page: str = ""
    also: tuple[str, ...] = ()
    short_user: bool = False
    limit_per_minute: int = 0
    limit_per_hour: int = 0
    limit_per_day: int = 0
    connections: int = 0

    def advise(self) -> Message:
        """What a person needs to know about logging in here."""
        return message(self.advice, name=self.name, page=self.page)

    def user(self, address: str) -> str:
        """The user name of this address."""
        return address.rpartition("@")[0] if self.short_user else address


def known(address: str) -> Host | None:
    """The host of a mail address, where its domain is one of the large ones; nothing is asked of the network."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    return next((host for host in every() if any(_covers(own, domain) for own in host.domains)), None)


def by_server(server: str) -> Host | None:
    """The host that sends through this server."""
    wanted = server.strip().rstrip(".").lower()
    return next((host for host in every() if wanted and wanted in (host.smtp, *host.also)), None)


def tidy(secret: str, server: str) -> str:
    """A password as the server wants it: Google shows its 16 letters in four groups, and takes them without spaces."""
    joined = "".join(secret.split())
    host = by_server(server)
    is_google = host is not None and host.advice == "hosts.gmail"
    return joined if is_google and _APP_PASSWORD.fullmatch(joined) else secret


@cache
def every() -> tuple[Host, ...]:
    """Every host that is known, in the order of the file."""
    text = (files("urgentaction") / "channels" / "hosts.toml").read_text(encoding="utf-8")
    return tuple(_host(entry) for entry in tomllib.loads(text)["host"])


def _host(entry: Mapping[str, Any]) -> Host:
    read = {"security": Security, "auth": Auth, "domains": tuple, "also": tuple}
    return Host(**{key: read[key](value) if key in read else value for key, value in entry.items()})


def _covers(own: str, domain: str) -> bool:
    return domain.endswith(own) if own.startswith(".") else domain == own
