"""A letter to be read before it is signed: under each paragraph the same in a language that its signer reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from urgentaction.documents.labels import labels
from urgentaction.documents.plain import guard
from urgentaction.documents.text import WIDTH, paragraph
from urgentaction.documents.wrap import wrap
from urgentaction.model.letter import Letter, Paragraph, Part

BAR = "  │ "
"""What leads in the lines of the other language."""


def render(letter: Letter, other: Letter, *, width: int = WIDTH) -> str:
    """Subject and blocks of a letter, each paragraph followed by that of `other`, the same letter in another language.

    Address blocks are left out: this is for reading, not for sending.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    guard(letter)
    guard(other)
    return "\n\n".join("\n".join(lines) for lines in _pairs(letter, other, width)) + "\n"


def _pairs(letter: Letter, other: Letter, width: int) -> Iterator[list[str]]:
    yield [*_subject(letter, width), *_barred(_subject(other, width - len(BAR)))]
    for part in Part:
        for mine, theirs in zip_longest(letter.block(part), other.block(part)):
            yield [*_lines(mine, width), *_barred(_lines(theirs, width - len(BAR)))]


def _subject(letter: Letter, width: int) -> list[str]:
    return wrap(letter.subject, width, first=f"{labels(letter.language).subject} ", rest="  ")


def _lines(one: Paragraph | None, width: int) -> list[str]:
    return paragraph(one, width) if one else []


def _barred(lines: list[str]) -> list[str]:
    return [BAR + line for line in lines]
