"""The bytes of a mail as they leave: dated, clean, and to an address that SMTP can carry."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from functools import lru_cache

from urgentaction.errors import Message, message
from urgentaction.model.delivery import Job

LONGEST_LINE = 998
"""Octets in one line without its line end (RFC 5322 §2.1.1)."""

LONGEST_ADDRESS = 254
"""Octets in a mail address (RFC 5321 §4.5.3.1.3, as corrected by erratum 1690)."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# A bare CR or LF is what mail smuggling is made of (CVE-2023-51764); smtplib would pass both on.
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_HEADER = re.compile(rb"([!-9;-~]+):")
_HEADERS = re.compile(rb"[!-9;-~]+:[^\r\n]*(?:\r\n(?:[!-9;-~]+:|[ \t])[^\r\n]*)*")
_FORBIDDEN_HEADERS = frozenset({b"bcc", b"resent-bcc", b"date", b"return-path"})
_FORBIDDEN = re.compile(rb"^(?:" + b"|".join(sorted(_FORBIDDEN_HEADERS)) + rb"):", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r'(?P<local>[^@<>()\[\],;:\\"\s]+)@(?P<domain>[^@<>()\[\],;:\\"\s]+)')


def dated(job: Job) -> bytes:
    """The whole mail: its Date (RFC 5322 §3.3, in UTC, the same at every attempt), then the stored bytes."""
    at = job.date.astimezone(UTC)
    time = f"{at.hour:02d}:{at.minute:02d}:{at.second:02d}"
    date = f"{_DAYS[at.weekday()]}, {at.day:02d} {_MONTHS[at.month - 1]} {at.year:04d} {time} +0000"
    return f"Date: {date}\r\n".encode("ascii") + job.body


def unclean(body: bytes) -> Message | None:
    """What in a mail without Date must not go on the wire; None for a clean one."""
    if b"\0" in body:
        return message("smtp.nul")
    ends = body.count(b"\r\n")  # counting is many times faster than searching, and a clean mail is the rule
    if not ends == body.count(b"\r") == body.count(b"\n"):
        bare = _BARE_LINE_END.search(body)
        return message("smtp.bare-line-end", line=body.count(b"\r\n", 0, bare.start() if bare else None) + 1)
    lengths = list(map(len, body.split(b"\r\n")))
    if max(lengths) > LONGEST_LINE:
        number = next(number for number, length in enumerate(lengths) if length > LONGEST_LINE)
        return message("smtp.long-line", line=number + 1, length=lengths[number], limit=LONGEST_LINE)
    return _bad_header(body)


def _bad_header(body: bytes) -> Message | None:
    head, blank, _ = body.partition(b"\r\n\r\n")
    if not blank:
        return message("smtp.no-header")
    # The whole head at once, since all but a few are good; line by line only to say what is wrong with the others.
    if _HEADERS.fullmatch(head) and not _FORBIDDEN.search(head):
        return None
    for number, line in enumerate(head.split(b"\r\n"), 1):
        if number > 1 and line.startswith((b" ", b"\t")):
            continue
        name = _HEADER.match(line)
        if not name:
            return message("smtp.bad-header", line=number)
        if name[1].lower() in _FORBIDDEN_HEADERS:
            return message("smtp.forbidden-header", header=name[1].decode("ascii"))
    return None


@lru_cache(maxsize=1024)
def envelope(address: str) -> str | None:
    """The address as the SMTP envelope carries it, its domain in ASCII; None if it cannot be one.

    smtplib does not look: with a line break it cut the address (3.11), with angle brackets or a comma it
    took another one.
    """
    parts = _ADDRESS.fullmatch(address)
    if not parts or len(address.encode("utf-8", "replace")) > LONGEST_ADDRESS or not _visible(address):
        return None
    domain = parts["domain"]
    ascii_domain = domain if domain.isascii() else _punycode(domain)
    return f"{parts['local']}@{ascii_domain}" if ascii_domain else None


def _visible(text: str) -> bool:
    return all(unicodedata.category(char)[0] not in "CZ" for char in text)


def _punycode(domain: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(f"office@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return ""
    return checked.ascii_domain
