"""By what a signer is recognised, and the keys made of it: HMACs with the ledger's secret, meaningless to others."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

from urgentaction.model.signer import Signer

_LENGTH = 32
"""Hexadecimal digits kept of an HMAC-SHA256: 128 bits, the shortest that RFC 2104 §5 advises."""


def marks(secret: bytes, signer: Signer) -> tuple[str, ...]:
    """What a signer is matched by, the surest first: id, e-mail, name with postcode. Never empty."""
    known = [("id", signer.id), ("email", signer.email.strip().casefold())]
    if signer.postcode.strip() or not any(value for _, value in known):
        known.append(("name", f"{plain(signer.name)}\n{plain(signer.postcode).replace(' ', '')}"))
    return tuple(_digest(secret, "mark", kind, value) for kind, value in known if value)


def letter_key(secret: bytes, case: str, round_: int, authority: str, signer: str, *, numbers: Sequence[int]) -> str:
    """The key of one letter: who (a mark) writes to whom in which round; `numbers` count `--again` and new attempts."""
    return _digest(secret, "letter", case, str(round_), authority, signer, *map(str, numbers))


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a delivery, with the sender's domain: recognisable to us, meaningless to others."""
    return f"<ua.{key}@{domain}>"


def plain(text: str) -> str:
    """A name as it is compared: without accents, case, or doubled spaces (`Élise  Lefèvre` is `elise lefevre`)."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())


def _digest(secret: bytes, *parts: str) -> str:
    # Each part is preceded by its length, so that no two lists of parts give the same bytes.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
