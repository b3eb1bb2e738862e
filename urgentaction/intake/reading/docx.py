"""DOCX: the paragraphs of the main part, and the action's number from the heads of pages; nothing else is opened.

No entity is expanded, no size is believed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from statistics import median
from xml.parsers import expat

from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.refusals import Refused

PART = "word/document.xml"
_HEAD = re.compile(r"word/header\d{0,2}\.xml")
_NAMED = re.compile(r"\b\d{1,3}[/.]\d{2}\b|\b[A-Z]{3} ?\d{2}/")
MOST_HEADS = 3
LARGEST = 20 * 1024 * 1024
"""Bytes of the main part, unpacked: more than any action has, and less than a zip bomb."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STYLED = {
    "title": 56.0,
    "titre": 56.0,
    "heading1": 32.0,
    "titre1": 32.0,
    "ttulo1": 32.0,
    "heading2": 26.0,
    "titre2": 26.0,
}
"""How large the styles of headings are, in half points."""

_USUAL = 22.0
_SIZE = re.compile(r"[0-9]{1,3}")
_LISTED = re.compile(r"list(?:e|a)?.{0,3}(?:bullet|number|puces?|num|viñetas?|vietas?)", re.IGNORECASE)
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
        self._size = self._styled = 0.0
        self._largest = 0.0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._gone += name in _GONE
        if name == _W + "t":
            self._inside = True
        elif name in {_W + "br", _W + "cr"}:
            self._rows.append("")
        elif name == _W + "tab":
            self._rows[-1] += " "
        elif name == _W + "numPr":
            self._item = True
        elif name == _W + "pStyle":
            style = attributes.get(_W + "val", "")
            self._item = self._item or bool(_LISTED.match(style))
            self._styled = _STYLED.get(style.casefold(), 0.0)
        elif name == _W + "r":
            self._size = 0.0
        elif name == _W + "sz" and _SIZE.fullmatch(said := attributes.get(_W + "val", "")):
            self._size = float(said)

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
                    size = self._largest or self._styled or _USUAL
                    self.made.append(Line(mark + text, self._number, 0, self._paragraph, (), size))
                    self._item = False
            self._rows, self._item = [""], False
            self._styled = self._largest = 0.0

    def text(self, data: str) -> None:
        if self._inside and not self._gone:
            self._rows[-1] += data
            self._largest = max(self._largest, self._size)


def lines(data: bytes) -> list[Line]:
    """The lines of a document.

    Raises:
        Refused: It is no DOCX, is encrypted, or is larger inside than any action.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _read(_part(archive, PART))
            heads = [name for name in archive.namelist() if _HEAD.fullmatch(name)][:MOST_HEADS]
            said = {line.text for line in found}
            above = [line for name in heads for line in _read(_part(archive, name)) if line.text not in said]
    except _BROKEN as wrong:
        raise Refused("intake.broken", format="DOCX") from wrong
    named = {line.text: replace(line, paragraph=0) for line in above if _NAMED.search(line.text)}
    return _beside_usual([*named.values(), *found])


def _beside_usual(found: list[Line]) -> list[Line]:
    """Lines with how large they are beside the rest, rather than in half points."""
    usual = median(line.big for line in found) if found else 1.0
    return [replace(line, big=round(line.big / usual, 1) if usual else 1.0) for line in found]


def _read(xml: bytes) -> list[Line]:
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


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        xml = part.read(LARGEST + 1)
    if len(xml) > LARGEST:
        raise Refused("intake.too-large-inside", megabytes=LARGEST >> 20)
    return xml


def _no_doctype(*_: object) -> None:
    raise Refused("intake.broken", format="DOCX")
