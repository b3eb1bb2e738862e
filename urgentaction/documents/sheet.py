"""What the PDF layout reads: the letter as plain data, and the sizes of type in which it may fit one page."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache

from urgentaction.documents.labels import labels
from urgentaction.documents.plain import right_to_left
from urgentaction.documents.runs import Cutter, RunParagraph, Runs
from urgentaction.model.envelope import Envelope, Zones, zones
from urgentaction.model.letter import Letter, Part

FRENCH = zones(Envelope.FR_RIGHT)
"""The zones of the envelope that most of those who write to a French office have."""

MOST_LINES = 6
"""Lines of an address in the window; a seventh only for the country (NF Z 10-011)."""

SMALLEST = 9
"""Points of an address, the least that La Poste reads (reference/posting.md §4.1)."""

SOLID = 0.345
"""Millimetres from line to line for each point of type: lines set solid, which still keep clear of each other."""

_REGION = re.compile("[A-Za-z]{2}")  # a country; Typst knows no scripts (`zh-Hant`)
_RULED = re.compile("_+")  # a letter to be filled in by hand: its blanks are drawn as lines
_OUTSIDE = frozenset({Part.SALUTATION, Part.CLOSING})


@dataclass(frozen=True)
class Setting:
    """Size of type in points, and the gap between paragraphs in em."""

    size: float
    gap: float


PLAIN = Setting(11, 0.95)
"""For letters of more than one page, where nothing is gained by less."""

_SETTINGS = (Setting(11, 1.25), PLAIN, Setting(10.5, 0.95), Setting(10.5, 0.85), Setting(10, 0.95), Setting(10, 0.85))

# The measures of letters/templates/layout/letter.typ, for an estimate that is right to about a line.
_BOTTOM = 20.0  # mm: the margin; the letter has the sheet from the dateline down to it
_FIXED = 31.5  # mm: date, gaps around the subject, room to sign
_DETAIL = 4.0  # mm: reference, copies
_ACROSS = 165 / 25.4 * 72 / 0.424  # average characters of Libertinus Serif on a line, times the size in points
_LINE, _LEADING = 1.27, 0.62  # em
_MM = 25.4 / 72
_DOUBT, _SPARE = 1.5, 3.0  # lines
_CAPITALS = 0.15  # the share of capitals up to which a text has about the average width
_UNUSUAL = re.compile("[^\n -\u024f\u2010-\u2027\u202f\u20ac]")


def settings(letter: Letter, place: Zones = FRENCH) -> tuple[Setting, ...]:
    """The settings to try, largest first: those an estimate does not rule out.

    The estimate is right to about a line; the last setting, which decides between one page and two, is given three.
    """
    lines, room = {_SETTINGS[-1]: 3.0}, _room(place)
    return tuple(s for s in _SETTINGS if _height(letter, s) - lines.get(s, _DOUBT) * _LINE * s.size * _MM <= room)


def in_doubt(letter: Letter, setting: Setting, place: Zones = FRENCH) -> bool:
    """Whether the estimate cannot tell that the letter is one page in a setting."""
    return _height(letter, setting) + _DOUBT * _LINE * setting.size * _MM > _room(place)


def surely_one_page(letter: Letter, place: Zones = FRENCH) -> bool:
    """Whether nobody needs to set the letter to know that it takes one page: by the estimate, with lines to spare.

    Said only of letters of usual width, Latin and not in capitals; of others, False.
    """
    said = _said(letter)
    if _UNUSUAL.search(said) or sum(map(str.isupper, said)) > len(said) * _CAPITALS:
        return False
    smallest = _SETTINGS[-1]
    return _height(letter, smallest) + _SPARE * _LINE * smallest.size * _MM <= _room(place)


def _room(place: Zones) -> float:
    return place.paper.height - _BOTTOM - place.dateline.y


def is_usual(letter: Letter) -> bool:
    """Whether every character of its blocks is one that the fonts are sure to have."""
    return not _UNUSUAL.search(_said(letter))


def _said(letter: Letter) -> str:
    return "".join(text for block in letter.blocks for p in block.paragraphs for text in (p.text, *p.items))


def _height(letter: Letter, setting: Setting) -> float:
    """About how much of the page the letter takes in a setting, in mm."""
    across = _ACROSS / setting.size
    texts = [text for block in letter.blocks for p in block.paragraphs for text in p.items or (p.text,)]
    ems = sum(math.ceil(len(text) / across) * _LINE - _LEADING + setting.gap for text in texts)
    ems += len(letter.subject) * 1.1 // across * _LINE  # a bold line is a tenth wider
    details = bool(letter.reference) + bool(letter.copies)
    details += math.ceil(len(letter.information) / (across / 0.9)) if letter.information else 0
    return _FIXED + (details + bool(details)) * _DETAIL + ems * setting.size * _MM


def sheet(letter: Letter, setting: Setting, *, sign_line: bool, place: Zones = FRENCH) -> Mapping[str, object]:
    """The data of `letters/templates/layout/letter.typ`."""
    cut = Cutter(letter)
    label = labels(letter.language)
    inner = [p for block in letter.blocks if block.part not in _OUTSIDE for p in block.paragraphs]
    details = (
        (label.information, letter.information),
        (label.reference, letter.reference),
        (label.copies, ", ".join(letter.copies)),
    )
    sender = (*letter.sender.lines, letter.sender.email)
    return {
        "title": letter.subject or letter.case or "–",
        **spoken(letter.language),
        "setting": asdict(setting),
        "place": placing(place),
        "solid": SOLID,
        "sign-line": sign_line,
        "blanks": label.blanks if _RULED.fullmatch(letter.sender.name) else None,
        "most-lines": most_lines(letter.recipient, place),
        "notice": as_line(cut.line(letter.notice)) if letter.notice else None,
        "sender": {"name": as_line(cut.line(letter.sender.name)), "lines": [as_line(cut.line(s)) for s in sender if s]},
        "recipient": [as_line(cut.line(line)) for line in letter.recipient],
        "dateline": as_line(cut.line(letter.dateline)),
        "details": [{"label": f"{name} ", "runs": as_runs(cut.line(value))} for name, value in details if value],
        "subject": [{"text": f"{label.subject} ", "style": ""}, *as_runs(cut.line(letter.subject))],
        "salutation": as_paragraphs(cut.paragraphs(letter.block(Part.SALUTATION))),
        "body": as_paragraphs(cut.paragraphs(inner)),
        "closing": as_paragraphs(cut.paragraphs(letter.block(Part.CLOSING))),
        "signature": as_line(cut.line(letter.signature)),
    }


def spoken(code: str) -> dict[str, str | None]:
    """A language (`pt-BR`) as Typst wants it: the language, and the region where it has one."""
    language, _, region = code.partition("-")
    return {"language": language.lower(), "region": region if _REGION.fullmatch(region) else None}


@cache
def placing(place: Zones) -> Mapping[str, object]:
    """Where things stand, as a layout reads it: millimetres from the top left of the sheet."""
    own = {"page-width": place.paper.width, "covers": place.covers}
    return {**asdict(place), **own}


def most_lines(recipient: tuple[str, ...], place: Zones = FRENCH) -> int:
    """How many lines this address may have: what the box takes in 9 pt.

    In a window no more than 6, or 7 where the last is a country (capitals, no figure).
    """
    held = int(place.address.height / (SMALLEST * SOLID))
    last = recipient[-1] if recipient else ""
    usual = MOST_LINES + (last.isupper() and not any(map(str.isdigit, last)))
    return held if place.covers else min(held, usual)


def as_runs(runs: Runs) -> list[dict[str, str]]:
    """Runs as a layout reads them."""
    return [{"text": run.text, "style": run.style} for run in runs]


def as_line(runs: Runs) -> dict[str, object]:
    """A line with its own direction, that of its first strong letter, and its words."""
    text = "".join(run.text for run in runs)
    return {"runs": as_runs(runs), "rtl": right_to_left(text), "words": re.split("(?<=[-@])| ", text)}


def as_paragraphs(paragraphs: tuple[RunParagraph, ...]) -> list[dict[str, object]]:
    """Paragraphs and lists as a layout reads them."""
    return [
        {"items": [as_runs(item) for item in p.items]} if p.items else {"runs": as_runs(p.runs)} for p in paragraphs
    ]
