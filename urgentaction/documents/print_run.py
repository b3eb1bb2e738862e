"""Many letters in one file for a printer: each as it would be alone, with its own page numbers, on a front side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from urgentaction.documents import apart, data
from urgentaction.documents.pdf import Typesetter
from urgentaction.documents.plain import guard
from urgentaction.documents.press import Press, Refusal
from urgentaction.documents.sheet import FRENCH, PLAIN, Setting, in_doubt, settings, sheet
from urgentaction.errors import UserError
from urgentaction.model.envelope import Envelope, Paper, Zones, zones
from urgentaction.model.letter import Document, Letter, Sender

MOST = 100
"""Letters of one file: a process of its own sets 100 in half a second and 150 MB; of 250, Typst takes more than 400."""

_HEAD = re.compile(rb"ua-print 1 (?P<envelope>[a-z0-9-]+) (?P<paper>[a-z0-9-]+)(?P<duplex> duplex)?")
_ANYBODY = Sender(name="A")


@dataclass(frozen=True)
class Print:
    """A letter that waits to be printed with others, for which envelope; `duplex`: it begins on a front side."""

    letter: Letter
    duplex: bool = False
    place: Zones = FRENCH


def dump(one: Print) -> bytes:
    """What the queue keeps until the stack is printed."""
    head = f"ua-print 1 {one.place.envelope} {one.place.paper}{' duplex' if one.duplex else ''}"
    return f"{head}\n{data.dump(one.letter)}".encode()


def load(body: bytes) -> Print | None:
    """Read what `dump` wrote; None for anything else.

    Raises:
        UserError: The letter in it cannot be read (see `data.load`).
    """
    head, _, letter = body.partition(b"\n")
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    try:
        place = zones(Envelope(found["envelope"].decode())).on(Paper(found["paper"].decode()))
    except ValueError:
        return None
    return Print(data.load(letter.decode()), duplex=found["duplex"] is not None, place=place)


@dataclass(frozen=True)
class Run:
    """The file, how many pages each letter has, and by its place why a letter could not be set and is not in it."""

    document: Document | None
    pages: tuple[int, ...]
    spoilt: Mapping[int, UserError]


class RunSetter:
    """Sets runs with one layout of a letter and the layout around it, for one envelope."""

    def __init__(self, letter_layout: Path, run_layout: Path, place: Zones = FRENCH) -> None:
        self._place = place
        self._letters = Typesetter(letter_layout, place)
        self._press = Press(letter_layout)
        self._layout = run_layout
        self._anybodys_pages = lru_cache(maxsize=256)(self._pages)

    def run(self, letters: Sequence[Letter], *, title: str, duplex: bool) -> Run:
        """One PDF/UA-1 of these letters, in this order; who cannot be set does not keep back the others.

        In a duplex run a letter of an odd number of pages is followed by an empty one. `title` is the file's.
        """
        try:
            fits = [self._guess(letter) for letter in letters]
            return self._set(letters, fits, title=title, duplex=duplex)
        except (Refusal, UserError):
            return self._carefully(letters, title=title, duplex=duplex)

    def _carefully(self, letters: Sequence[Letter], *, title: str, duplex: bool) -> Run:
        """The same, each letter set by itself before: what is wrong with one is known then, and its pages for sure."""
        spoilt: dict[int, UserError] = {}
        fits: list[tuple[Setting, int]] = []
        good: list[Letter] = []
        for place, letter in enumerate(letters):
            try:
                guard(letter)
                setting = self._letters.fitting(letter)
                fits.append((setting, self._letters.pdf(letter).pages or 1))
                good.append(letter)
            except UserError as fault:
                spoilt[place] = fault
        if not good:
            return Run(None, (), spoilt)
        return replace(self._set(good, fits, title=title, duplex=duplex), spoilt=spoilt)

    def _set(self, letters: Sequence[Letter], fits: Sequence[tuple[Setting, int]], *, title: str, duplex: bool) -> Run:
        rows = [
            {**sheet(letter, setting, sign_line=True, place=self._place), "copies": 1, "pages": pages}
            for letter, (setting, pages) in zip(letters, fits, strict=True)
        ]
        whole = {**rows[0], "title": title, "letters": rows, "duplex": duplex}
        document = apart.pdf(self._layout, whole, on=max(letter.dated for letter in letters))
        return Run(document, tuple(pages for _, pages in fits), {})

    def _guess(self, letter: Letter) -> tuple[Setting, int]:
        """The largest type in which it is one page, and its pages, by what anybody's letter of these words takes.

        The layout refuses a letter that has more pages after all.
        """
        guard(letter)
        anybodys = replace(letter, sender=_ANYBODY, signature=_ANYBODY.name, dateline=_ANYBODY.name)
        one = 1 + self._place.covers
        for setting in settings(letter, self._place):
            if not in_doubt(letter, setting, self._place) or self._anybodys_pages(anybodys, setting) == one:
                return setting, one
        return PLAIN, self._anybodys_pages(anybodys, PLAIN)

    def _pages(self, letter: Letter, setting: Setting) -> int:
        one = sheet(letter, setting, sign_line=True, place=self._place)
        made = self._press.pdf({**one, "copies": 1}, on=letter.dated)
        return made.pages or 1


def is_surely_set(letter: Letter) -> bool:
    """Whether what differs from signer to signer is sure to fit its place: usual letters, and not too many."""
    shown = (letter.sender.name, *letter.sender.lines, letter.sender.email, letter.dateline, letter.signature)
    return len(letter.sender.lines) <= _LINES and all(map(_is_usual, shown))


_LINES = 5
_LONGEST = 42
_USUAL = re.compile("[ -~\u00a0-\u017f\u2010-\u201e\u202f]*")


def _is_usual(text: str) -> bool:
    return len(text) <= _LONGEST and _USUAL.fullmatch(text) is not None
