"""A letter as a PDF for a window envelope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from urgentaction.documents.plain import guard
from urgentaction.documents.press import Press, Refusal
from urgentaction.documents.sheet import FRENCH, PLAIN, Setting, in_doubt, most_lines, settings, sheet
from urgentaction.errors import UserError
from urgentaction.model.envelope import Zones
from urgentaction.model.letter import Document, Letter, Sender

_REMEMBERED = 256
"""Of how many letters it is remembered that they are too long for a setting; those of a list share their words."""

_ANYBODY = Sender(name="A")
"""Whose letter is never longer than that of another signer."""


class Typesetter:
    """Makes PDFs and pictures of letters with one layout for one envelope, also from several threads (see `Press`)."""

    def __init__(self, layout: Path, place: Zones = FRENCH) -> None:
        self._place = place
        self._press = Press(layout)
        self._overflows = lru_cache(maxsize=_REMEMBERED)(self._is_too_large)

    def pdf(self, letter: Letter, *, debug: bool = False, sign_line: bool = True, copies: int = 1) -> Document:
        """The letter as PDF/UA-1 with its number of pages; the same letter gives the same bytes, whenever and wherever.

        `debug` draws the zones of the window, `sign_line` the line above the name. The body is set in 11 pt, or in 10.5
        or 10 where only that keeps the letter on one page. `copies` puts a letter of one page so often into the file.
        A page with the address alone is counted among the pages, and told as `covers`.

        Raises:
            UserError: `documents.no-glyph` where no font has a character; `documents.address-too-long`,
                `documents.address-too-many-lines`, `documents.cover-too-long`, `documents.cover-too-many-lines`,
                `documents.sender-too-long`, `documents.notice-too-long` where a text does not fit its place;
                `documents.copies-of-pages` where copies are asked of a letter of several pages;
                `documents.text-unsafe`; `documents.pdf-failed` for anything else.
        """
        guard(letter)
        made: dict[Setting, Document] = {}
        for setting in self._worth_trying(letter, sign_line=sign_line):
            made[setting] = self._set(letter, setting, debug=debug, sign_line=sign_line)
            if _is_one_page(made[setting]) and copies == 1:
                return made[setting]
            if _is_one_page(made[setting]):
                return self._set(letter, setting, debug=debug, sign_line=sign_line, copies=copies)
        if copies > 1:
            raise UserError("documents.copies-of-pages")
        return made.get(PLAIN) or self._set(letter, PLAIN, debug=debug, sign_line=sign_line)

    def png(self, letter: Letter, ppi: float = 110, *, debug: bool = False, sign_line: bool = True) -> bytes:
        """The first page of `pdf` as a PNG picture, `ppi` pixels per inch.

        Raises:
            UserError: As `pdf`.
        """
        guard(letter)
        setting = self.fitting(letter, sign_line=sign_line)
        data = _data(letter, setting, self._place, sign_line=sign_line)
        try:
            return self._press.png(data, on=letter.dated, ppi=ppi, debug=debug)
        except Refusal as refusal:
            raise explained(refusal, letter, self._place) from None

    def fitting(self, letter: Letter, *, sign_line: bool = True) -> Setting:
        """The largest type in which the letter is one page; `PLAIN` where none makes it so.

        Raises:
            UserError: As `pdf`.
        """
        tried = settings(letter, self._place)
        found = (s for s in tried if _is_one_page(self._set(letter, s, debug=False, sign_line=sign_line)))
        return next(found, PLAIN)

    def _worth_trying(self, letter: Letter, *, sign_line: bool) -> Iterator[Setting]:
        """The settings without those that are too large for these words whoever signs, which is found out once."""
        tried = settings(letter, self._place)
        anybodys = replace(letter, sender=_ANYBODY, signature=_ANYBODY.name, dateline=_ANYBODY.name)
        for setting in tried:
            if (
                setting is tried[-1]
                or not in_doubt(letter, setting, self._place)
                or not self._overflows(anybodys, setting, sign_line=sign_line)
            ):
                yield setting

    def _is_too_large(self, letter: Letter, setting: Setting, *, sign_line: bool) -> bool:
        return not _is_one_page(self._set(letter, setting, debug=False, sign_line=sign_line))

    def _set(self, letter: Letter, setting: Setting, *, debug: bool, sign_line: bool, copies: int = 1) -> Document:
        data = _data(letter, setting, self._place, sign_line=sign_line, copies=copies)
        try:
            made = self._press.pdf(data, on=letter.dated, debug=debug)
        except Refusal as refusal:
            raise explained(refusal, letter, self._place) from None
        return replace(made, covers=self._place.covers * copies)


def _is_one_page(document: Document) -> bool:
    """Whether the letter takes one page, but for the one with the address."""
    return document.pages == 1 + document.covers


def explained(refusal: Refusal, letter: Letter, place: Zones = FRENCH) -> UserError:
    """What of a letter does not fit its place, and what to change in which line."""
    match refusal.code:
        case "address-width":
            return _too_wide(letter.recipient[refusal.index], place)
        case "address-lines":
            return _too_many(letter.recipient, place)
        case "sender":
            return UserError("documents.sender-too-long", name=letter.sender.name)
        case "notice":
            return UserError("documents.notice-too-long", text=letter.notice)
        case _:
            return UserError("documents.pdf-failed", problem=refusal.code)


def _too_wide(line: str, place: Zones) -> UserError:
    if place.covers:
        return UserError("documents.cover-too-long", line=line)
    return UserError("documents.address-too-long", line=line, envelope=place.envelope.value)


def _too_many(lines: tuple[str, ...], place: Zones) -> UserError:
    count, most = len(lines), most_lines(lines, place)
    over = lines[min(most, count - 1)]
    if place.covers:
        return UserError("documents.cover-too-many-lines", count=count, most=most, line=over)
    return UserError(
        "documents.address-too-many-lines", count=count, most=most, line=over, envelope=place.envelope.value
    )


def _data(
    letter: Letter, setting: Setting, place: Zones = FRENCH, *, sign_line: bool, copies: int = 1
) -> Mapping[str, object]:
    return {**sheet(letter, setting, sign_line=sign_line, place=place), "copies": copies}
