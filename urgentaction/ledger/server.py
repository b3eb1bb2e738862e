"""The address of a PostgreSQL ledger: read from its URL, with no secret in it, and verified off this machine."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from urgentaction.errors import UserError

SCHEMES = ("postgresql", "postgres")
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
VERIFIED = "verify-full"
"""The one mode that checks that the server is the one that was named (PostgreSQL manual, libpq-ssl)."""

_FILES = ("sslrootcert", "sslcert", "sslkey")
_SYSTEM = "system"
"""What libpq calls the certificates that the machine trusts."""

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/cert.pem",  # macOS, Alpine
)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A database on a server; an empty host is this machine's own socket, an empty user the person's login name."""

    host: str
    port: int
    database: str
    user: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"postgresql://{user}{host}:{self.port}/{self.database}"


def is_url(where: str) -> bool:
    """Whether a ledger is named by a URL, not by a path."""
    return "://" in where


def parse(url: str) -> Server:
    """Read a URL as libpq does, as far as we allow it.

    Raises:
        UserError: It is no URL of a database, has a password in it, or leaves the connection unverified; what it says
            is never repeated, because a password may be in it.
    """
    scheme = url.partition("://")[0]
    if scheme not in SCHEMES:
        raise UserError("ledger.unknown-kind", where=scheme)
    try:
        parts = urlsplit(url)
        port, asked = parts.port, dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise UserError("ledger.bad-url") from None
    if parts.password is not None or {"password", "sslpassword"} & asked.keys():
        raise UserError("ledger.password-in-url")
    host, database = unquote(parts.hostname or ""), unquote(parts.path.removeprefix("/"))
    if not database or "/" in database or "," in parts.netloc or parts.fragment:
        raise UserError("ledger.bad-url")
    options = _options(asked, host)
    return Server(host=host, port=port or 5432, database=database, user=unquote(parts.username or ""), options=options)


def is_here(host: str) -> bool:
    """Whether a host is this machine: its name, a loopback address, or a socket (a path, or nothing)."""
    if not host or host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def roots(server: Server) -> str:
    """The certificates by which a server is verified: those named, libpq's own file, or the machine's."""
    usual = Path("~/.postgresql/root.crt").expanduser()
    known = (ssl.get_default_verify_paths().cafile, *_BUNDLES)
    named = server.options.get("sslrootcert") or (str(usual) if usual.is_file() else "")
    return named or next((file for file in known if file and Path(file).is_file()), _SYSTEM)


def _options(asked: Mapping[str, str], host: str) -> Mapping[str, str]:
    for name, value in asked.items():
        if name != "sslmode" and name not in _FILES:
            raise UserError("ledger.unknown-option", option=name, known=("sslmode", *_FILES))
        if name in _FILES and not (value.startswith(("/", "~/")) or (name == _FILES[0] and value == _SYSTEM)):
            raise UserError("ledger.option-path", option=name)
    mode = asked.get("sslmode", "prefer" if is_here(host) else VERIFIED)
    if mode not in MODES:
        raise UserError("ledger.unknown-mode", mode=mode, known=MODES)
    if mode != VERIFIED and not is_here(host):
        raise UserError("ledger.unverified", host=host, mode=mode)
    files = {name: str(Path(asked[name]).expanduser()) for name in _FILES if name in asked}
    return {"sslmode": mode, **files}
