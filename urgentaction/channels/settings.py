"""What a mail account needs to be reached: server, encryption, way of logging in; never the secret itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Security(StrEnum):
    """How the connection is encrypted: from the start, after STARTTLS (required), or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class Auth(StrEnum):
    """How to log in: with a password, with an OAuth 2 token, or not at all."""

    PASSWORD = "password"  # noqa: S105  # the name of the method, not a secret
    XOAUTH2 = "xoauth2"
    NONE = "none"


@dataclass(frozen=True)
class Settings:
    """One mail account.

    `timeout` is in seconds and bounds every step; `reply_timeout` bounds the wait for the answer to the whole letter
    (RFC 5321 §4.5.3.2.6 asks for 10 minutes). `ca_file` adds to the system's trusted certificates. `local_hostname`
    is what we call ourselves: the default tells nothing about the machine or its owner. A plain connection is
    made to this machine only, or with `allow_plain`, and then without logging in. `per_connection` letters go
    through one connection before a new one is made.
    """

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    auth: Auth = Auth.PASSWORD
    allow_plain: bool = False
    ca_file: str = ""
    timeout: float = 60.0
    reply_timeout: float = 600.0
    local_hostname: str = "[127.0.0.1]"
    per_connection: int = 100
