"""What lies on a stack of printed letters: who, to whom, how many pages, in its order; for the stall only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from urgentaction import errors, grammar
from urgentaction.documents import apart
from urgentaction.documents.plain import guard_text, right_to_left, unsafe
from urgentaction.documents.press import Refusal
from urgentaction.documents.sheet import spoken
from urgentaction.errors import Message, UserError
from urgentaction.model.letter import Document, Letter


@dataclass(frozen=True, kw_only=True)
class CoverList:
    """The list of one stack: its `id`, the file that holds it, the letters with their pages, in order.

    `duplex`: a letter of an odd number of pages has an empty one behind it. `posted` is what to type then. Who stands
    in an `unnamed` line is not said there: its number has to do.
    """

    id: str
    file: str
    on: date
    language: str
    letters: Sequence[tuple[Letter, int]]
    duplex: bool = False
    posted: str = ""
    unnamed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Listed:
    """What a list came to: the lines whose names cannot be set, or why there is none at all."""

    document: Document | None
    unnamed: Sequence[int] = ()
    why: Message | None = None


def as_can_be(cover: CoverList, *, layout: Path) -> Listed:
    """The list with the names that can be set; an odd one keeps back nothing, and stands as the number of its line."""
    every = frozenset(range(1, len(cover.letters) + 1))
    hidden = frozenset(line for line in every if not _is_safe(cover, line))
    while True:
        try:
            return Listed(pdf(replace(cover, unnamed=hidden), layout=layout), sorted(hidden))
        except UserError as fault:
            if hidden == every:
                return Listed(None, why=fault.message)
            hidden |= (_missed_in(cover, fault) - hidden) or every


def _is_safe(cover: CoverList, line: int) -> bool:
    letter, _ = cover.letters[line - 1]
    return not any(map(unsafe, (letter.sender.name, place_of(letter))))


def _missed_in(cover: CoverList, fault: UserError) -> frozenset[int]:
    """The lines that hold what no font can show."""
    missing = fault.message.values.get("text") if fault.message.id == "documents.no-glyph" else None
    signs = [str(sign) for sign in missing] if isinstance(missing, Sequence) else []
    shown = enumerate((letter.sender.name + place_of(letter) for letter, _ in cover.letters), 1)
    return frozenset(line for line, text in shown if any(sign in text for sign in signs))


def pdf(cover: CoverList, *, layout: Path) -> Document:
    """PDF/UA-1.

    Raises:
        UserError: `documents.no-glyph`, `documents.text-unsafe`, `documents.pdf-failed`.
    """
    for line, (letter, _) in enumerate(cover.letters, 1):
        for text in (letter.office, *(() if line in cover.unnamed else (letter.sender.name, place_of(letter)))):
            guard_text(text)
    try:
        return apart.pdf(layout, _data(cover), on=cover.on)
    except Refusal as refusal:
        raise UserError("documents.pdf-failed", problem=refusal.code) from None


def place_of(letter: Letter) -> str:
    """Where a signer lives, as the letter shows it: the line with the postcode, else the last before the country."""
    lines = letter.sender.lines
    return next((line for line in reversed(lines) if any(map(str.isdigit, line))), lines[-1] if lines else "")


def _data(cover: CoverList) -> Mapping[str, object]:
    words = {name: _word(cover, f"cover-{name}") for name in ("number", "who", "where", "pages", "page", "done")}
    return {
        **spoken(cover.language),
        "title": _word(cover, "cover-title", id=cover.id, count=len(cover.letters)),
        "case": ", ".join(dict.fromkeys(f"{letter.case} ({letter.round})" for letter, _ in cover.letters)),
        "said": _word(cover, "cover-said", file=cover.file, on=cover.on, posted=cover.posted),
        "warning": _word(cover, "cover-warning"),
        "columns": [words[name] for name in ("number", "who", "where", "pages", "page", "done")],
        "offices": _offices(cover),
    }


def _offices(cover: CoverList) -> list[Mapping[str, object]]:
    """The letters by office, as they lie on each other, with the page of the file that each begins on."""
    page = 1
    rows: list[tuple[Letter, Mapping[str, object]]] = []
    for number, (letter, pages) in enumerate(cover.letters, 1):
        row = _UNNAMED if number in cover.unnamed else _row(letter)
        rows.append((letter, {**row, "number": number, "pages": pages, "page": page}))
        page += pages + (pages % 2 if cover.duplex else 0)
    found: list[Mapping[str, object]] = []
    for _, group in groupby(rows, key=lambda row: row[0].authority):
        those = list(group)
        heading = _word(cover, "cover-office", count=len(those), office=those[0][0].office)
        found.append({"heading": heading, "rows": [row for _, row in those]})
    return found


def _row(letter: Letter) -> Mapping[str, object]:
    return {"who": _cell(letter.sender.name), "where": _cell(place_of(letter))}


_UNNAMED: Mapping[str, object] = {"who": {"text": "–", "rtl": False}, "where": {"text": "", "rtl": False}}


def _cell(text: str) -> Mapping[str, object]:
    return {"text": text, "rtl": right_to_left(text)}


def _word(cover: CoverList, name: str, **values: object) -> str:
    text = errors.words(errors.message(f"printing.{name}", **values), cover.language).text
    return grammar.typography(text, cover.language)
