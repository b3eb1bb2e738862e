"""A letter to be read before it is signed: under each paragraph the same in a language that its signer reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from urgentaction.documents import markdown as md
from urgentaction.documents.labels import labels
from urgentaction.documents.plain import guard
from urgentaction.documents.press import Press, Refusal
from urgentaction.documents.runs import Cutter
from urgentaction.documents.sheet import as_paragraphs, as_runs, spoken
from urgentaction.documents.text import WIDTH, paragraph
from urgentaction.documents.wrap import wrap
from urgentaction.errors import UserError
from urgentaction.model.letter import Block, Document, Letter, Paragraph, Part

BAR = "  │ "
"""What leads in the lines of the other language."""


Pair = tuple[Paragraph | None, Paragraph | None]


def render(letter: Letter, other: Letter, *, width: int = WIDTH, marked: bool = False) -> str:
    """Subject and blocks of a letter, each paragraph followed by that of `other`, the same letter in another language.

    Address blocks are left out: this is for reading, not for sending; `marked` says so above and below.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    guard(letter)
    guard(other)
    shown = ["\n".join(lines) for lines in _lines_of(letter, other, width)]
    mark = ["\n".join(line for one in (letter, other) for line in wrap(labels(one.language).reading_copy, width))]
    return "\n\n".join([*mark, *shown, *mark] if marked else shown) + "\n"


def markdown(letter: Letter, other: Letter) -> str:
    """The same as Markdown: what stands in the other language is quoted.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    guard(letter)
    guard(other)
    mark = md.quoted(md.strong(f"{labels(letter.language).reading_copy} · {labels(other.language).reading_copy}"))
    heading = md.strong(_titled(letter)), md.quoted(md.strong(_titled(other)))
    body = (
        text
        for mine, theirs in pairs(letter, other)
        for text in (md.paragraph(mine) if mine else "", md.quoted(md.paragraph(theirs)) if theirs else "")
        if text
    )
    return "\n\n".join((mark, *heading, *body, mark)) + "\n"


def pdf(letter: Letter, other: Letter, *, layout: Path) -> Document:
    """The same in two columns, marked on every page in both languages, as PDF/UA-1; it may take several pages.

    Raises:
        UserError: `documents.no-glyph`, `documents.text-unsafe`; `documents.pdf-failed` for anything else.
    """
    guard(letter)
    guard(other)
    try:
        return Press(layout).pdf(_data(letter, other), on=letter.dated)
    except Refusal as refusal:
        raise UserError("documents.pdf-failed", problem=refusal.code) from None


def pairs(letter: Letter, other: Letter) -> Iterator[Pair]:
    """The paragraphs of both, side by side: block by block, so that a block of another length moves no other one.

    What stands above the letter comes first: that it is an example, or whose letter a copy is.
    """
    yield from zip_longest(_above(letter), _above(other))
    for part in Part:
        yield from zip_longest(letter.block(part), other.block(part))


def untranslated(other: Letter, parts: Collection[Part]) -> Letter:
    """The other letter with a word in place of what the signer wrote: nobody's own words are translated by machine."""
    said = (Paragraph(labels(other.language).own_words),)
    blocks = {block.part: block for block in other.blocks} | {part: Block(part, said) for part in parts}
    return replace(other, blocks=tuple(blocks[part] for part in Part if part in blocks))


def _data(letter: Letter, other: Letter) -> Mapping[str, object]:
    """The data of `letters/templates/layout/beside.typ`."""
    both = (letter, other)
    cuts = [Cutter(one) for one in both]
    return {
        "title": letter.subject or letter.case,
        "columns": [
            {
                **spoken(one.language),
                "mark": labels(one.language).reading_copy,
                "to": one.office,
                "subject": [{"text": f"{labels(one.language).subject} ", "style": ""}, *as_runs(cut.line(one.subject))],
            }
            for one, cut in zip(both, cuts, strict=True)
        ],
        "rows": [
            [as_paragraphs(cut.paragraphs([one] if one else ())) for one, cut in zip(pair, cuts, strict=True)]
            for pair in pairs(letter, other)
        ],
    }


def _above(letter: Letter) -> list[Paragraph]:
    label = labels(letter.language)
    copy = f"{label.information} {letter.information}" if letter.information else ""
    return [Paragraph(text) for text in (letter.notice, copy) if text]


def _titled(letter: Letter) -> str:
    return f"{labels(letter.language).subject} {letter.subject}"


def _lines_of(letter: Letter, other: Letter, width: int) -> Iterator[list[str]]:
    yield [*_subject(letter, width), *_barred(_subject(other, width - len(BAR)))]
    for mine, theirs in pairs(letter, other):
        yield [*_lines(mine, width), *_barred(_lines(theirs, width - len(BAR)))]


def _subject(letter: Letter, width: int) -> list[str]:
    return wrap(letter.subject, width, first=f"{labels(letter.language).subject} ", rest="  ")


def _lines(one: Paragraph | None, width: int) -> list[str]:
    return paragraph(one, width) if one else []


def _barred(lines: list[str]) -> list[str]:
    return [BAR + line for line in lines]
