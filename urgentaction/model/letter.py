"""A letter: composed words without layout; a document: those words in one format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from urgentaction.model.case import Privacy


class Format(StrEnum):
    """What a letter can be rendered as."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    EML = "eml"
    PDF = "pdf"
    JSON = "json"


class Part(StrEnum):
    """The blocks of a letter, in the order they are read."""

    SALUTATION = "salutation"
    OPENING = "opening"
    FACTS = "facts"
    CONCERN = "concern"
    LAW = "law"
    DEMANDS = "demands"
    OWN_WORDS = "own_words"
    REPLY = "reply"
    CLOSING = "closing"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of text, or (where `items` is set) a list with dashes."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """The paragraphs of one part."""

    part: Part
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who signs, as the letter shows it: the name (or initials), postal lines, e-mail; privacy already applied."""

    name: str
    lines: tuple[str, ...] = ()
    email: str = ""
    privacy: Privacy = Privacy.FULL


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Composed words in one language, typography done. Strings are single lines.

    `recipient` are the lines of the address block; `dateline` is place and date (`Lyon, le 2 août 2013`); `subject`
    comes without its label; `gaps` names what is visibly left blank (`[your name]`); `notice` is a line that every
    format shows first (historical example, TEST), empty for a letter that may be sent. `copies` are the offices
    that get a copy; in one, `authority`, `office` and `recipient` are theirs, and `information` says to whom it is.
    """

    case: str
    round: int
    kind: str
    authority: str
    office: str
    language: str
    dated: date
    dateline: str
    sender: Sender
    recipient: tuple[str, ...]
    subject: str
    blocks: tuple[Block, ...]
    signature: str
    demands: tuple[str, ...]
    law: tuple[str, ...]
    people: tuple[str, ...]
    reference: str = ""
    copies: tuple[str, ...] = ()
    information: str = ""
    gaps: tuple[str, ...] = ()
    notice: str = ""
    historical: bool = False

    def block(self, part: Part) -> tuple[Paragraph, ...]:
        """The paragraphs of one part; empty where the letter has none."""
        return next((block.paragraphs for block in self.blocks if block.part is part), ())

    @property
    def words(self) -> int:
        """How many words the blocks hold (what `max_words` counts)."""
        texts = (text for block in self.blocks for p in block.paragraphs for text in (p.text, *p.items))
        return sum(len(text.split()) for text in texts)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A letter in one format. `pages` is None where the format has none; `covers` of them stand before the letter."""

    format: Format
    data: bytes
    pages: int | None = None
    covers: int = 0
