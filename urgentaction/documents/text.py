"""A letter as plain text: for the terminal and for files, and as the body of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from urgentaction.documents.labels import labels
from urgentaction.documents.plain import guard
from urgentaction.documents.wrap import columns, wrap
from urgentaction.model.letter import Letter, Paragraph

WIDTH = 72
"""Columns of a line (RFC 5322 §2.1.1 asks for at most 78, with room for a quotation mark or two)."""


def render(letter: Letter, *, width: int = WIDTH) -> str:
    """The whole letter, notice first, lines of at most `width` columns, ending in a newline.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    guard(letter)
    return "\n\n".join(_blocks(letter, width)) + "\n"


def mail(letter: Letter, *, first_line: str = "", width: int = WIDTH) -> str:
    """The body of a mail: no address block, the sender's name and postal lines at the end.

    A narrow no-break space (U+202F) becomes a no-break space: many mail fonts have no glyph for it.
    """
    parts = [
        *(lines(paragraph(p, width)) for p in opening(letter, first_line)),
        *(lines(paragraph(p, width)) for block in letter.blocks for p in block.paragraphs),
        *(lines(part) for part in ending(letter, width)),
    ]
    return "\n".join(parts).replace("\u202f", "\u00a0")


def subject(letter: Letter) -> str:
    """The subject of a mail: a copy for information says so there."""
    return f"{labels(letter.language).information} {letter.subject}" if letter.information else letter.subject


def opening(letter: Letter, first_line: str = "") -> tuple[Paragraph, ...]:
    """What a mail says before the salutation: the TEST line, the notice, whose letter a copy is, the reference."""
    label = labels(letter.language)
    details = ((label.information, letter.information), (label.reference, letter.reference))
    said = (f"{name} {value}" for name, value in details if value)
    return tuple(Paragraph(text) for text in (first_line, letter.notice, *said) if text)


def ending(letter: Letter, width: int = WIDTH) -> Iterator[list[str]]:
    """What a mail says after the closing: who signs and from where, then who gets a copy; lines of each part."""
    sender = letter.sender
    signed = filter(None, (letter.signature, *sender.lines, sender.email))
    yield [line for text in signed for line in wrap(text, width, rest="  ")]
    if letter.copies:
        yield copies(letter, width)


def copies(letter: Letter, width: int) -> list[str]:
    """`Copie à : …`, one office a line."""
    label = f"{labels(letter.language).copies} "
    indent = " " * columns(label)
    return [
        line
        for index, copy in enumerate(letter.copies)
        for line in wrap(copy, width, first=indent if index else label, rest=indent)
    ]


def paragraph(paragraph: Paragraph, width: int = WIDTH) -> list[str]:
    """The lines of a paragraph, or of a list with en dashes and a hanging indent."""
    if paragraph.items:
        return [line for item in paragraph.items for line in wrap(item, width, first="– ", rest="  ")]
    return wrap(paragraph.text, width)


def lines(rows: Iterable[str]) -> str:
    """Lines as text, each ended."""
    return "".join(f"{row}\n" for row in rows)


def _blocks(letter: Letter, width: int) -> Iterator[str]:
    label = labels(letter.language)
    if letter.notice:
        yield "\n".join(wrap(letter.notice, width))
    sender = letter.sender
    yield "\n".join(filter(None, (sender.name, *sender.lines, sender.email)))
    yield "\n".join(_right((*letter.recipient, letter.dateline), letter.recipient, width))
    yield "\n".join(_right((*letter.recipient, letter.dateline), (letter.dateline,), width))
    if letter.information:
        yield "\n".join(wrap(letter.information, width, first=f"{label.information} ", rest="  "))
    if letter.reference:
        yield "\n".join(wrap(letter.reference, width, first=f"{label.reference} ", rest="  "))
    yield "\n".join(wrap(letter.subject, width, first=f"{label.subject} ", rest="  "))
    for block in letter.blocks:
        for each in block.paragraphs:
            yield "\n".join(paragraph(each, width))
    yield letter.signature
    if letter.copies:
        yield "\n".join(copies(letter, width))


def _right(all_lines: Sequence[str], shown: Sequence[str], width: int) -> list[str]:
    """Lines on the right-hand axis of the page, which gives way to the widest of them."""
    indent = " " * max(0, min(width // 2, width - max(map(columns, all_lines), default=0)))
    return [indent + line for line in shown]
