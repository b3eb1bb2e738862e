"""DOCX: the paragraphs of the main part; no other part is opened, no entity is expanded, no size is believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.refusals import Refused

PART = "word/document.xml"
LARGEST = 20 * 1024 * 1024
"""Bytes of the main part, unpacked: more than any action has, and less than a zip bomb."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_GONE = frozenset({_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText"})
_BROKEN = (
    *(zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
    *(zlib.error, OverflowError),
)


class _Reader:
    """Collects paragraphs while the part is parsed."""

    def __init__(self) -> None:
        self.made: list[Line] = []
        self._rows: list[str] = [""]
        self._paragraph = self._number = self._gone = 0
        self._item = self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self._gone += name in _GONE
        if name == _W + "t":
            self._inside = True
        elif name in {_W + "br", _W + "cr"}:
            self._rows.append("")
        elif name == _W + "tab":
            self._rows[-1] += " "
        elif name == _W + "numPr":
            self._item = True

    def end(self, name: str) -> None:
        self._gone -= name in _GONE
        if name == _W + "t":
            self._inside = False
        elif name == _W + "p":
            self._paragraph += 1
            for row in self._rows:
                if text := tidy(row):
                    self._number += 1
                    mark = "• " if self._item else ""
                    self.made.append(Line(mark + text, self._number, 0, self._paragraph))
                    self._item = False
            self._rows, self._item = [""], False

    def text(self, data: str) -> None:
        if self._inside and not self._gone:
            self._rows[-1] += data


def lines(data: bytes) -> list[Line]:
    """The lines of a document.

    Raises:
        Refused: It is no DOCX, is encrypted, or is larger inside than any action.
    """
    try:
        xml = _part(data)
    except _BROKEN as wrong:
        raise Refused("intake.broken", format="DOCX") from wrong
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)  # expat takes it so
    except expat.ExpatError as wrong:
        raise Refused("intake.broken", format="DOCX") from wrong
    return reader.made


def _part(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(PART) as part:
        xml = part.read(LARGEST + 1)
    if len(xml) > LARGEST:
        raise Refused("intake.too-large-inside", megabytes=LARGEST >> 20)
    return xml


def _no_doctype(*_: object) -> None:
    raise Refused("intake.broken", format="DOCX")
