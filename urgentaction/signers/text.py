"""Bytes of a sheet → its lines as text, whatever program saved it; memory stays flat however long the file is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from urgentaction.errors import UserError
from urgentaction.signers.fields import shown_path

_CHUNK = 1 << 16
_LONGEST = 1 << 20
"""No line of a sheet of signers has a million bytes: that is some other kind of file."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OPENDOCUMENT = b"application/vnd.oasis.opendocument"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_SHEETS = (b"%PDF-", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")


def lines(stream: BinaryIO) -> Iterator[str]:
    r"""The lines of a text file, each ending in `\n`; `\r\n`, `\n` and `\r` all end a line.

    UTF-8 and UTF-16 are known by their byte order mark, UTF-16 without one by its zero bytes. Any other line is UTF-8
    if it can be, else Windows-1252: people paste rows of two files into one, so that is decided line by line.

    Raises:
        UserError: A spreadsheet or another binary file; a line of more than 1 MiB; the file cannot be read on.
    """
    head = _filled(stream)
    _refuse_other_kinds(head)
    encoding, bom = _encoding(head)
    chunks = _chunks(stream, head[bom:])
    if encoding.startswith("utf-16"):
        chunks = _as_utf8(chunks, encoding)
    # Where the file itself says what it is, a byte that does not fit is damage, not another encoding.
    fallback = ("utf-8", "replace") if encoding else ("cp1252", "replace")
    for line in _split(chunks):
        yield _decoded(line, *fallback) + "\n"


def _refuse_other_kinds(head: bytes) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise UserError("signers.spreadsheet", kind=".ods" if _OPENDOCUMENT in head[:128] else ".xlsx")
    if head.startswith(_OLD_EXCEL):
        raise UserError("signers.spreadsheet", kind=".xls")
    if head.startswith(_NOT_SHEETS) or (b"\0" in head and not _encoding(head)[0].startswith("utf-16")):
        raise UserError("signers.not-text")


def _encoding(head: bytes) -> tuple[str, int]:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, len(bom)
    sample = head[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 5 and even < odd / 10:
        return "utf-16-le", 0
    if even > len(sample) / 5 and odd < even / 10:
        return "utf-16-be", 0
    return "", 0


def _filled(stream: BinaryIO) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size < _CHUNK and (part := _read(stream)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _chunks(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    yield head
    while chunk := _read(stream):
        yield chunk


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as problem:
        path = shown_path(str(getattr(stream, "name", "-")))
        raise UserError("signers.unreadable", path=path, reason=problem.strerror or str(problem)) from None


def _as_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _split(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    number = 0
    for chunk in chunks:
        text = rest + chunk
        # A `\r` at the very end may be half of a `\r\n`: it waits for the next chunk.
        held = text[-1:] if text.endswith(b"\r") else b""
        whole = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *complete, rest = whole.split(b"\n")
        rest += held
        number += len(complete)
        yield from complete
        if len(rest) > _LONGEST:
            raise UserError("signers.long-line", line=number + 1)
    if rest:
        yield rest.removesuffix(b"\r")


def _decoded(line: bytes, encoding: str, errors: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(encoding, errors)
