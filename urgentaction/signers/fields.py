"""What may stand in a field: clean text that smuggles nothing into a letter, a header, a file or a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from urgentaction.errors import Message

LIMITS: Mapping[str, int] = {
    "name": 100,
    "given": 60,
    "surname": 60,
    "surname2": 60,
    "email": 254,
    "street": 200,
    "street2": 100,
    "postcode": 16,
    "city": 100,
    "place": 120,
    "country": 60,
    "language": 60,
    "pronouns": 40,
    "about": 300,
    "message": 4000,
    "consent": 60,
    "day": 60,
    "case": 100,
    "privacy": 60,
    "id": 100,
}
"""Characters that a field may hold; more is a slip, or somebody playing. 254 is RFC 5321's longest address."""

OTHERS = 2000
"""Characters that a column of a group's own may hold."""

_FORBIDDEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls and terminal escapes, overrides of the reading direction, annotation marks, half characters, hidden tags."""

_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff]")
"""Left over from copying: soft hyphens, direction marks, zero-width spaces. They mean nothing in an address."""

_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SHOWN = 60
_LONGEST_PATH = 4096
_STREET_LINES = 3


@dataclass(frozen=True)
class Note:
    """Something to say about one field of a row or a profile."""

    field: str
    message: Message


@dataclass
class Notes:
    """What is found in one row: faults keep it from being signed, remarks do not. `labels`: its file's own names."""

    labels: Mapping[str, str] = field(default_factory=dict)
    faults: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    def fault(self, name: str, entry: str, **values: object) -> None:
        """Say why this row cannot be signed."""
        self.faults.append(self._note(name, entry, values))

    def remark(self, name: str, entry: str, **values: object) -> None:
        """Say what a person should look at."""
        self.remarks.append(self._note(name, entry, values))

    def _note(self, name: str, entry: str, values: Mapping[str, object]) -> Note:
        return Note(name, Message(f"signers.{entry}", {"column": shown(self.labels.get(name, name)), **values}))


def clean(raw: str, name: str, notes: Notes) -> str:
    """One field as a line of NFC text, spaces collapsed; what cannot be kept is a fault in `notes`.

    Line breaks become spaces in `message`, `about` and a group's own columns; `street` may have three lines, as people
    write their address in one cell; anywhere else they are a fault.
    """
    limit = LIMITS.get(name, OTHERS)
    if len(raw) <= limit and raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    if len(raw) > limit * 2 or len(text := _printable(raw, name, notes)) > limit:
        notes.fault(name, "too-long", length=len(raw), limit=limit)
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        _refuse_garbled(text, name, notes)
    return text


def shown(text: str, *, most: int = _SHOWN) -> str:
    r"""Text that is safe to show in a message: at most so many characters, what is invisible written out (`\x1b`)."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escaped(char) for char in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def shown_path(path: str) -> str:
    """A path that is safe to show, whole: it is there to be typed again."""
    return shown(path, most=_LONGEST_PATH)


def without_invisible(text: str) -> str:
    """Text without the marks that copying leaves behind."""
    return _INVISIBLE.sub("", text)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would read this cell as a formula (OWASP, CSV injection)."""
    return text.lstrip(" \n").startswith(_FORMULA)


def spreadsheet_safe(text: str) -> str:
    """A cell for a CSV that people will open in a spreadsheet: what would be a formula gets an apostrophe before it."""
    return f"'{text}" if starts_formula(text) else text


def _escaped(char: str) -> str:
    return " " if char.isspace() else char.encode("unicode_escape").decode()


def _printable(raw: str, name: str, notes: Notes) -> str:
    if raw.isprintable():
        return " ".join(raw.split())
    if found := _FORBIDDEN.search(raw):
        notes.fault(name, "control", found=f"U+{ord(found[0]):04X}")
        raw = _FORBIDDEN.sub("", raw)
    if _INVISIBLE.search(raw):
        notes.remark(name, "invisible")
        raw = without_invisible(raw)
    parts = [" ".join(part.split()) for part in _BREAKS.split(raw)]
    parts = [part for part in parts if part]
    return _joined(parts, name, notes) if len(parts) > 1 else "".join(parts)


def _joined(parts: list[str], name: str, notes: Notes) -> str:
    if name == "street":
        if len(parts) > _STREET_LINES:
            notes.fault(name, "street-lines", count=len(parts), limit=_STREET_LINES)
        return "\n".join(parts)
    if name in LIMITS and name not in {"message", "about"}:
        notes.fault(name, "line-break")
    return " ".join(parts)


def _refuse_garbled(text: str, name: str, notes: Notes) -> None:
    """`LefÃ¨vre` is what a program makes of `Lefèvre` when it takes UTF-8 for Windows-1252."""
    if "\ufffd" in text:
        notes.fault(name, "damaged", value=shown(text))
        return
    meant = " ".join(map(_mended, text.split(" ")))
    if meant != text:
        notes.fault(name, "garbled", value=shown(text), meant=shown(meant))


def _mended(word: str) -> str:
    try:
        return word.encode("cp1252").decode()
    except UnicodeError:
        return word
