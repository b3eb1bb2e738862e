"""What the text of a letter may hold: no control character, no line break, nothing that turns text round unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from urgentaction.errors import UserError
from urgentaction.model.letter import Letter

# Controls, line and paragraph separators, bidi embeddings, overrides and isolates, surrogates, the byte-order mark,
# interlinear annotation, non-characters, and tags (invisible text). The marks U+200E, U+200F and U+061C stay: Arabic,
# Persian and Hebrew need them, and they cannot turn other text round.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def unsafe(text: str) -> str:
    """The first character that must not stand in a letter, as `U+202E`; empty for a text that is safe."""
    found = _UNSAFE.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def guard(letter: Letter) -> None:
    """Refuse a letter with such a character in any text that is shown.

    Raises:
        UserError: `documents.text-unsafe`, with the character and the text without it.
    """
    for text in texts(letter):
        guard_text(text)


def guard_text(text: str) -> None:
    """Refuse one text, as `guard` does a letter.

    Raises:
        UserError: `documents.text-unsafe`.
    """
    character = unsafe(text)
    if character:
        raise UserError(
            "documents.text-unsafe", character=character, text=_UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
        )


def texts(letter: Letter) -> Iterator[str]:
    """Every text of a letter that a person reads in some format."""
    yield from (letter.notice, letter.dateline, letter.information, letter.reference, letter.subject, letter.signature)
    yield from (letter.sender.name, *letter.sender.lines, letter.sender.email)
    yield from (*letter.recipient, *letter.copies)
    for block in letter.blocks:
        for paragraph in block.paragraphs:
            yield from (paragraph.text, *paragraph.items)


def right_to_left(text: str) -> bool:
    """Whether a text runs from right to left: the direction of its first letter that has one (Unicode UAX 9, P2)."""
    strong = (way for way in map(unicodedata.bidirectional, text) if way in {"L", "R", "AL"})
    return next(strong, "L") != "L"
