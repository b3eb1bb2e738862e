"""A letter as Markdown (CommonMark), in which no word of a letter can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from urgentaction.documents.labels import labels
from urgentaction.documents.plain import guard
from urgentaction.documents.wrap import wrap
from urgentaction.model.letter import Letter, Paragraph

# One column less than plain text: the backslash before a word that would begin a list or a heading has room.
_WIDTH = 71
_INLINE = re.compile(r"[\\`*_\[\]<>&~|$^{}]")
# What would begin a block at the start of a line: # heading, - + list, = and - underlines, 1. numbers.
_AT_START = re.compile(r"^(?:[#+=:-]|\d{1,9}(?=[.)]))")
_SPACES = re.compile(" {2,}")


def render(letter: Letter) -> str:
    """The whole letter, notice first, wrapped at 72 columns.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    guard(letter)
    return "\n\n".join(_blocks(letter)) + "\n"


def _blocks(letter: Letter) -> Iterator[str]:
    label = labels(letter.language)
    if letter.notice:
        yield "\n".join(_wrapped(f"**{_inline(letter.notice)}**", first="> ", rest="> "))
    sender = letter.sender
    yield _lines((sender.name, *sender.lines, sender.email))
    yield _lines(letter.recipient)
    yield _lines((letter.dateline,))
    if letter.information:
        yield "\n".join(_wrapped(_inline(f"{label.information} {letter.information}")))
    if letter.reference:
        yield "\n".join(_wrapped(_inline(f"{label.reference} {letter.reference}")))
    yield "\n".join(_wrapped(f"**{_inline(f'{label.subject} {letter.subject}')}**"))
    for block in letter.blocks:
        yield from map(paragraph, block.paragraphs)
    yield _lines((letter.signature,))
    if letter.copies:
        yield _lines((label.copies, *letter.copies))


def paragraph(one: Paragraph) -> str:
    """A paragraph, or a list."""
    if one.items:
        items = (_wrapped(_inline(item), first="- ", rest="  ") for item in one.items)
        return "\n".join(line for item in items for line in item)
    return "\n".join(_wrapped(_inline(one.text)))


def strong(text: str) -> str:
    """A text that stands out."""
    return "\n".join(_wrapped(f"**{_inline(text)}**"))


def quoted(text: str) -> str:
    """What `paragraph` or `strong` gives, as a quotation."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _lines(texts: tuple[str, ...]) -> str:
    """Lines of one block, with hard breaks between them."""
    return "\\\n".join(_start(_inline(text)) for text in texts if text)


def _wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    lines = wrap(text, _WIDTH - len(first))
    return [(rest if index else first) + _start(line) for index, line in enumerate(lines)]


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", _SPACES.sub(" ", text).strip())


def _start(line: str) -> str:
    """A line that begins no block: the full stop of `1986. …` is escaped, or the dash of `- …`."""
    found = _AT_START.match(line)
    if found is None:
        return line
    at = found.end() if found.group().isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"
