"""How rules read: texts of a letter with their places, words compared whatever their typography, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from urgentaction.errors import Message, message
from urgentaction.model.letter import Letter, Part

REMEMBERED = 4096
"""Texts whose reading is kept: of the letters of many signers, nearly all texts are the same."""


@dataclass(frozen=True)
class Passage:
    """One text of a letter and where it stands (`facts`, `subject`, …)."""

    where: str
    text: str


def passages(letter: Letter, *parts: Part) -> Iterator[Passage]:
    """The texts of these parts (without any, of all), in order: paragraphs and items of lists."""
    for block in letter.blocks:
        if not parts or block.part in parts:
            for paragraph in block.paragraphs:
                for text in paragraph.items or (paragraph.text,):
                    yield Passage(block.part.value, text)


def everything(letter: Letter) -> Iterator[Passage]:
    """Every text that the letter shows, its blocks last."""
    shown = {
        "sender": (letter.sender.name, *letter.sender.lines, letter.sender.email),
        "recipient": letter.recipient,
        "dateline": (letter.dateline,),
        "information": (letter.information,),
        "reference": (letter.reference,),
        "subject": (letter.subject,),
        "signature": (letter.signature,),
        "copies": letter.copies,
    }
    for where, texts in shown.items():
        yield from (Passage(where, text) for text in texts if text)
    yield from passages(letter)


def shown(letter: Letter) -> Iterator[Passage]:
    """What the office reads: the subject and every block."""
    yield Passage("subject", letter.subject)
    yield from passages(letter)


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Small letters, one kind of apostrophe, one kind of space, no quotation marks: for comparing, not for showing."""
    text = re.sub('[«»“”„"]', " ", text.replace("’", "'").replace("‘", "'"))
    return " ".join(text.lower().split())


@lru_cache(maxsize=REMEMBERED)
def clause(text: str) -> str:
    """`plain`, without what joins an item to its list: `; and`, `;`, a full stop."""
    return re.sub(r"(?:[ .;,!?…]|(?<=[;,]) (?:and|et|y|und))+$", "", plain(text))


@lru_cache(maxsize=REMEMBERED)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a typeset text: a no-break space (`M. X`) ends none."""
    return tuple(part for part in re.split(r"(?<=[.!?…»”]) +(?=[^\W\d_a-zà-öø-ÿ]|[«“(])", text) if part)


@lru_cache(maxsize=REMEMBERED)
def found(pattern: str, text: str) -> str:
    """What of a plain text a pattern matches as whole words; empty where nothing does."""
    match = _words(pattern).search(plain(text))
    return match.group() if match else ""


@lru_cache(maxsize=REMEMBERED)
def without(pattern: str, text: str) -> str:
    """A plain text without what a pattern matches."""
    return _words(pattern).sub(" ", plain(text))


@lru_cache(maxsize=4 * REMEMBERED)
def says(text: str, phrase: str) -> bool:
    """Whether a text holds a word or phrase, as whole words, whatever its case and typography."""
    return bool(found(re.escape(plain(phrase)), text))


def cut(text: str, length: int = 60) -> str:
    """The beginning of a text, to show where it is."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def named(language: str) -> Message | str:
    """A language by its name, in the language of whoever reads the finding; its code where we have no name."""
    return message(f"check.language-{language}") if language in _NAMED else language


_NAMED = frozenset({"fr", "en", "es", "de"})


@lru_cache(maxsize=512)
def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
