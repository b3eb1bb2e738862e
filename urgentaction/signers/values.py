"""What people write in a cell → the value meant: yes and no, privacy, one e-mail address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from urgentaction.model.case import Privacy
from urgentaction.signers.names import plain

_YES = frozenset(
    {"yes", "y", "oui", "o", "ja", "j", "si", "s", "x", "vrai", "true", "wahr", "verdadero", "1", "ok", "d accord"}
)
_NO = frozenset({"no", "n", "non", "nein", "faux", "false", "falsch", "falso", "0"})
_TICKS = frozenset("✓✔☑✅🗸")
_CROSSES = frozenset("✗✘☐❌")

_PRIVACY: Mapping[str, Privacy] = {
    name: privacy
    for privacy, names in {
        Privacy.FULL: "full|complet|complete|tout|voll|vollstandig|completo|completa|todo",
        Privacy.INITIALS_TOWN: (
            "initials town|initials and town|initials|initiales ville|initiales et ville|initiales|initialen ort"
            "|initialen und ort|initialen|iniciales ciudad|iniciales y ciudad|iniciales"
        ),
        Privacy.NAME_ONLY: (
            "name only|nom seul|nom seulement|nom uniquement|nur name|nur der name|solo nombre|solo el nombre"
        ),
    }.items()
    for name in names.split("|")
}


_LONGEST_LOCAL = 64
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
"""Before the @ (RFC 5321: 64 characters), where nothing needs a second look."""


@lru_cache(maxsize=4096)
def yes(text: str) -> bool | None:
    """Whether a cell says yes (`oui`, `x`, `VRAI`, `✓`) or no; None for anything else."""
    word = plain(text)
    if word in _YES or (text and set(text) <= _TICKS):
        return True
    if word in _NO or (text and set(text) <= _CROSSES):
        return False
    return None


@lru_cache(maxsize=4096)
def privacy(text: str) -> Privacy | None:
    """How much of the sender a letter may show; None where the word is not one of ours."""
    return _PRIVACY.get(plain(text))


def email(text: str) -> str | None:
    """One e-mail address, normalised (no look-up is made); None if it is not exactly one.

    A sheet has few domains and plain local parts: each domain is looked at once, which is ten times faster.
    """
    text = text.removeprefix("mailto:")
    local, _, domain = text.rpartition("@")
    if len(local) > _LONGEST_LOCAL or not _PLAIN_LOCAL.fullmatch(local):
        return _normalised(text)
    host = _domain(domain)
    return f"{local}@{host}" if host else None


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str:
    address = _normalised(f"a@{domain}")
    return address.removeprefix("a@") if address else ""


def _normalised(address: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False, test_environment=True, strict=True).normalized
    except EmailNotValidError:
        return None
