"""Which format a document has, by its first bytes, and its lines; a format that is not read is refused by name."""

from __future__ import annotations

import re

from urgentaction.intake.lines import Line
from urgentaction.intake.reading import docx, eml, html, pdf, plain
from urgentaction.intake.reading.refusals import Refused

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "Word 97 (.doc)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
)
_ZIP = b"PK\x03\x04"
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_MAIL = re.compile(
    rb"^(?:from|received|mime-version|message-id|delivered-to|return-path):", re.IGNORECASE | re.MULTILINE
)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|div|h1|p|table)[\s>]", re.IGNORECASE)


def lines(data: bytes) -> tuple[str, list[Line]]:
    """The name of the format, and the lines.

    Raises:
        Refused: It is of a format that is not read, or cannot be read.
    """
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf", pdf.lines(data)
    for mark, name in _REFUSED:
        if head.startswith(mark):
            raise Refused("intake.format", format=name)
    if head.startswith(_ZIP):
        return "docx", _zipped(data)
    if _is_mail(data):
        return "eml", eml.lines(data, lambda part: lines(part)[1])
    if _HTML.search(head):
        return "html", html.lines(data)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("intake.no-document", begins=head[:4].hex(" "))
    return "text", plain.lines(data)


def _zipped(data: bytes) -> list[Line]:
    if b"opendocument" in data[:200]:
        raise Refused("intake.format", format="OpenDocument")
    if docx.PART.encode() not in data and not _is_damaged(data):
        raise Refused("intake.format", format="ZIP")
    return docx.lines(data)


def _is_damaged(data: bytes) -> bool:
    """Whether the list of what is in an archive, at its end, is gone: what it was cannot be told."""
    return b"PK\x05\x06" not in data[-66000:]


def _is_mail(data: bytes) -> bool:
    header = _HEADER.match(data[:65536].replace(b"\r\n", b"\n"))
    return bool(header) and len(set(_MAIL.findall(header.group()))) > 1 if header else False
