"""Mail headers and bodies as bytes: strict, short, and free of what a name or a subject could smuggle in.

Written here because `email` takes 690 µs a letter and, on Python 3.11.7, lets `=?UTF-8?Q?=0A?=Bcc:` add a header
(reference/sending.md §2d, §3); the tests use its parser as the oracle. What comes out has CRLF line ends only.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

from urgentaction.documents.plain import unsafe
from urgentaction.documents.wrap import wrap
from urgentaction.errors import UserError

WIDTH = 76
"""Columns of a header line with encoded words, of quoted-printable and of base64 (RFC 2045 §6.7, RFC 2047 §2)."""

_CACHED = 4096
_WORD = 75  # an encoded word, `=?utf-8?q?` and `?=` included
_FRAME = len("=?utf-8?q??=")
_MOST_LOCAL, _MOST_DOMAIN = 64, 253  # RFC 5321 §4.5.3.1
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_TOKENS = re.compile(r"[!-~]+(?: [!-~]+)*")
_QUOTABLE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q_WORDS = tuple("_" if b == ord(" ") else chr(b) if b in _Q_SAFE else f"={b:02X}" for b in range(256))
_MARKS = re.compile("[\u061c\u200e\u200f]")
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)*(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=^_`{|}~.-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=_CACHED)
def text_header(field: str, value: str) -> bytes:
    """A header of free text (`Subject`), folded; any text, in encoded words where it is not plain ASCII.

    Raises:
        UserError: `documents.header-unsafe`, with the field.
    """
    value = header_safe(field, value)
    if _TOKENS.fullmatch(value):
        lines = wrap(value, WIDTH - 1, first=f"{field}: ")
        if all(len(line) < WIDTH for line in lines):
            return ("\r\n ".join(lines) + "\r\n").encode("ascii")
    words = encoded_words(value, first=WIDTH - len(field) - 2)
    return (f"{field}: " + "\r\n ".join(words) + "\r\n").encode("ascii")


@lru_cache(maxsize=_CACHED)
def mailbox_header(field: str, name: str, addr: str) -> bytes:
    """A header of one mailbox: the name as a phrase (never with the address in an encoded word), the address after it.

    Raises:
        UserError: `documents.header-unsafe` for the name, `documents.address-invalid` for the address.
    """
    spec = address(field, addr)
    name = header_safe(field, name)
    if not name:
        return f"{field}: {spec}\r\n".encode()
    phrase = _phrase(name, first=WIDTH - len(field) - 2)
    joint = " " if len(field) + len(phrase) + len(spec) + len(": <>") < WIDTH and "\r\n" not in phrase else "\r\n "
    return f"{field}: {phrase}{joint}<{spec}>\r\n".encode()


def _phrase(name: str, *, first: int) -> str:
    if len(name) <= first and _ATOMS.fullmatch(name):
        return name
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if len(quoted) <= first and "  " not in name and _QUOTABLE.fullmatch(name):
        return quoted
    return "\r\n ".join(encoded_words(name, first=first))


def token_header(field: str, value: str) -> bytes:
    """`Message-ID` or `Content-Language`: a value of a fixed shape.

    Raises:
        UserError: `documents.header-unsafe`.
    """
    shape = _MESSAGE_ID if field == "Message-ID" else _LANGUAGE
    if not shape.fullmatch(value):
        raise UserError("documents.header-unsafe", field=field)
    return f"{field}: {value}\r\n".encode("ascii")


def header_safe(field: str, value: str) -> str:
    """The value for a header, narrow no-break spaces widened.

    Raises:
        UserError: `documents.header-unsafe`: a control character, a line break, a bidi control or mark, or `=?`, which
            a reader would decode.
    """
    if unsafe(value) or "=?" in value or _MARKS.search(value):
        raise UserError("documents.header-unsafe", field=field)
    return value.replace("\u202f", "\u00a0")


@lru_cache(maxsize=_CACHED)
def address(field: str, addr: str) -> str:
    """Exactly one address, its domain in ASCII (IDNA); quoted local parts and address literals are not taken.

    A local part outside ASCII is left as it is: the server must then know SMTPUTF8 (RFC 6531).

    Raises:
        UserError: `documents.address-invalid`, with the field.
    """
    local, _, domain = addr.rpartition("@")
    domain = domain if domain.isascii() else _idna(domain)
    short = len(local.encode("utf-8", "replace")) <= _MOST_LOCAL and len(domain) <= _MOST_DOMAIN
    if not (short and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)) or "=?" in addr:
        raise UserError("documents.address-invalid", field=field)
    return f"{local}@{domain}"


def _idna(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        return ""


def encoded_words(text: str, *, first: int) -> list[str]:
    """RFC 2047 encoded words that together are the text; the first at most `first` long, the others 75.

    Raises:
        ValueError: `first` leaves no room for a character (a bug: no header name is that long).
    """
    quoted = sum(_q_size(character) for character in text)
    base64 = (len(text.encode()) + 2) // 3 * 4
    words: list[str] = []
    room = min(first, _WORD) - _FRAME
    at = 0
    while at < len(text):
        size = _fits(text, at, room, quoted=quoted <= base64)
        words.append(_encoded_word(text[at : at + size], quoted=quoted <= base64))
        at, room = at + size, _WORD - _FRAME
    return words


def _fits(text: str, at: int, room: int, *, quoted: bool) -> int:
    """How many characters from `at` an encoded word with this room takes; whole characters only."""
    used = count = 0
    limit = room if quoted else room // 4 * 3
    for character in text[at:]:
        used += _q_size(character) if quoted else len(character.encode())
        if used > limit:
            break
        count += 1
    if count == 0:
        raise ValueError(room)
    return count


@lru_cache(maxsize=_CACHED)
def _q_size(character: str) -> int:
    return 1 if character == " " or ord(character) in _Q_SAFE else 3 * len(character.encode())


def _encoded_word(text: str, *, quoted: bool) -> str:
    data = text.encode()
    if not quoted:
        return f"=?utf-8?b?{binascii.b2a_base64(data, newline=False).decode()}?="
    return "=?utf-8?q?" + "".join(map(_Q_WORDS.__getitem__, data)) + "?="


def quoted_printable(text: str) -> bytes:
    """Lines (each ended by a line feed) as quoted-printable of at most 76 columns, ended by CRLF."""
    return binascii.b2a_qp(text.replace("\n", "\r\n").encode(), istext=True)


def base64_lines(data: bytes) -> bytes:
    """Bytes as base64, 76 columns, each line ended by CRLF."""
    encoded = binascii.b2a_base64(data, newline=False)
    return b"".join(encoded[at : at + WIDTH] + b"\r\n" for at in range(0, len(encoded), WIDTH))
