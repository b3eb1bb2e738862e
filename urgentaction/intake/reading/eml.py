"""A mail: its text, or its page; where it says next to nothing, the document that is attached to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice

from urgentaction.intake.lines import Line
from urgentaction.intake.reading import html, plain

LITTLE = 400
"""Characters: a mail that says no more only hands over what is attached."""

MOST_PARTS = 200
_QUOTED = re.compile(r"^(?:> ?)+")

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{0,300}[^\s*])\*(?![\w*])")
"""What a mail sets in bold, as a text: `*BACKGROUND INFORMATION*`."""


def lines(data: bytes, attached: Callable[[bytes], list[Line]]) -> list[Line]:
    """The lines of a mail; `attached` reads a document."""
    mail = message_from_bytes(data, policy=policy.default)
    found: list[Line] = []
    if isinstance(mail, EmailMessage):
        found = _body(mail)
        if sum(len(line.text) for line in found) < LITTLE:
            for part in _documents(mail):
                return attached(part)
    return found


def _body(mail: EmailMessage) -> list[Line]:
    by_type: dict[str, bytes] = {}
    for part in _parts(mail):
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
            by_type.setdefault(kind, _bytes(part))
    if text := by_type.get("text/plain", b"").strip():
        rows = [_QUOTED.sub("", row) for row in plain.decoded(text).splitlines()]
        found = plain.lines_of(_EMPHASIS.sub(r"\1", "\n".join(rows)))
        if sum(len(line.text) for line in found) >= LITTLE or "text/html" not in by_type:
            return found
    return html.lines(by_type.get("text/html", b""))


def _documents(mail: EmailMessage) -> Iterator[bytes]:
    for part in _parts(mail):
        data = _bytes(part) if part.get_content_maintype() == "application" else b""
        if data.startswith((b"%PDF-", b"PK\x03\x04")):
            yield data


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in islice(mail.walk(), MOST_PARTS):
        if not part.is_multipart():
            yield part


def _bytes(part: EmailMessage) -> bytes:
    """What a part holds, as UTF-8 where it is a text in a known character set."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return b""
    charset = part.get_content_charset() or ""
    if part.get_content_maintype() != "text" or not charset:
        return raw
    try:
        return raw.decode(charset).encode()
    except (LookupError, UnicodeError):
        return raw
