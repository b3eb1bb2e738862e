"""The `[email]` table → a mail account, with what is known about the large hosts filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from urgentaction import credentials
from urgentaction.channels import hosts
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.config.values import EmailAccount
from urgentaction.pace import Account
from urgentaction.signers import values

_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}
_SECRETS = ("password_command", "token_command", "password_file")


def account_of(email: Mapping[str, Any], address: str) -> EmailAccount:
    """The account of a checked table that has a host; `address` is what stands in From."""
    return EmailAccount(
        address=values.email(address) or address,
        smtp=_smtp(email, address),
        credentials=credentials.Settings(**{name: email[name] for name in _SECRETS if email.get(name)}),
        copy_to_me=email.get("copy_to_me", False),
        limits=_limits(email, address),
    )


def _limits(email: Mapping[str, Any], address: str) -> Account:
    """What the file says (its owner knows what they pay for), else what is known of the address's host or server."""
    known = [host for host in (hosts.known(address), hosts.by_server(email["host"])) if host]
    return Account(
        per_minute=email.get("per_minute") or next((host.limit_per_minute for host in known), 0) or None,
        per_hour=email.get("per_hour") or next((host.limit_per_hour for host in known), 0) or None,
        per_day=email.get("per_day") or next((host.limit_per_day for host in known), 0) or None,
    )


def _smtp(email: Mapping[str, Any], address: str) -> Settings:
    known = hosts.by_server(email["host"])
    security = _security(email, known)
    auth = Auth(email.get("auth") or (known.auth if known else Auth.PASSWORD))
    user = email.get("user") or (known.user(address) if known else address)
    ca_file = email.get("ca_file", "")
    return Settings(
        host=email["host"],
        port=email.get("port") or _PORTS[security],
        security=security,
        user="" if auth is Auth.NONE else user,
        auth=auth,
        allow_plain=email.get("allow_plain", False),
        ca_file=str(Path(ca_file).expanduser()) if ca_file else "",
        timeout=float(email.get("timeout", Settings.timeout)),
    )


def _security(email: Mapping[str, Any], known: hosts.Host | None) -> Security:
    """What the file says; else what the host or the port is known for; else TLS from the start."""
    if email.get("security"):
        return Security(email["security"])
    port = email.get("port")
    if known and port in {None, known.port}:
        return known.security
    return Security.STARTTLS if port in {_PORTS[Security.STARTTLS], _PORTS[Security.PLAIN]} else Security.TLS
