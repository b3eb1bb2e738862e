"""One letter for many: a covering letter, the table of who signs it, and what they add in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from urgentaction.documents.pdf import Typesetter, explained
from urgentaction.documents.plain import guard, guard_text, right_to_left
from urgentaction.documents.press import Press, Refusal
from urgentaction.documents.sheet import FRENCH, sheet
from urgentaction.documents.text import WIDTH
from urgentaction.documents.wrap import wrap
from urgentaction.model.case import Privacy
from urgentaction.model.envelope import Zones
from urgentaction.model.letter import Document, Letter
from urgentaction.model.signer import Signer

_WIDEST = 20
"""Characters of a word that a column of the table takes."""


@dataclass(frozen=True)
class Signature:
    """Who signs, as everybody may read it: privacy is applied. `words` are their own."""

    name: str
    town: str = ""
    words: str = ""


@dataclass(frozen=True)
class Bundle:
    """A covering letter and its signatures, numbered in this order."""

    letter: Letter
    signatures: tuple[Signature, ...]


def signature(signer: Signer, *, privacy: Privacy) -> Signature:
    """What the table shows of a signer, by the stricter of the case's and their own wish.

    full: name and town · initials-town: initials and town · name-only: the name. Never street, postcode or e-mail.
    """
    stricter = max(privacy, signer.privacy, key=list(Privacy).index)
    name = signer.initials if stricter is Privacy.INITIALS_TOWN else signer.name
    town = "" if stricter is Privacy.NAME_ONLY else signer.city
    return Signature(name, town, signer.message)


def pdf(bundle: Bundle, *, letter_layout: Path, bundle_layout: Path, place: Zones = FRENCH) -> Document:
    """The covering letter on its own page, then the table (its header on every page), then the words; PDF/UA-1.

    Raises:
        UserError: As `Typesetter.pdf`.
    """
    letter = bundle.letter
    guard(letter)
    for one in bundle.signatures:
        for text in (one.name, one.town, one.words):
            guard_text(text)
    setting = Typesetter(letter_layout, place).fitting(letter)
    data = {**sheet(letter, setting, sign_line=True, place=place), "copies": 1, **_annex(bundle)}
    try:
        return replace(Press(bundle_layout).pdf(data, on=letter.dated), covers=place.covers)
    except Refusal as refusal:
        raise explained(refusal, letter, place) from None


def text(bundle: Bundle, *, width: int = WIDTH) -> tuple[str, ...]:
    """The table and the words as lines of plain text, to stand below the letter in a mail."""
    for one in bundle.signatures:
        for part in (one.name, one.town, one.words):
            guard_text(part)
    return tuple(_lines(bundle, width))


def _lines(bundle: Bundle, width: int) -> Iterator[str]:
    named, words = headings(bundle.letter.language), _with_words(bundle.signatures)
    indent = " " * len(_number(len(bundle.signatures), bundle))
    yield from (f"{named.signatures} ({len(bundle.signatures)})", "")
    for number, one in enumerate(bundle.signatures, 1):
        who = ", ".join(filter(None, (one.name, one.town)))
        yield from wrap(who, width, first=_number(number, bundle), rest=indent)
    if words:
        yield from ("", named.words)
    for number, one in words:
        yield ""
        yield from wrap(f"{number}. {one.name}", width)
        yield from wrap(one.words, width, first="   ", rest="   ")


def _number(number: int, bundle: Bundle) -> str:
    return f"{number:>{len(str(len(bundle.signatures)))}}. "


def _with_words(signatures: Sequence[Signature]) -> list[tuple[int, Signature]]:
    return [(number, one) for number, one in enumerate(signatures, 1) if one.words]


def _annex(bundle: Bundle) -> Mapping[str, object]:
    named = headings(bundle.letter.language)
    return {
        "headings": {"signatures": named.signatures, "words": named.words, "columns": named.columns},
        "running": f"{bundle.letter.subject} – {bundle.letter.dateline}",
        "signatures": [{"name": _cell(one.name), "town": _cell(one.town)} for one in bundle.signatures],
        "words": [
            {"number": number, "name": _cell(one.name), "town": _cell(one.town), "words": _cell(one.words)}
            for number, one in _with_words(bundle.signatures)
        ],
    }


def _cell(content: str) -> Mapping[str, object]:
    """A text with its own direction, and whether it has a word that is wider than its column."""
    longest = max(map(len, re.split("[ -]", content)))
    return {"text": content, "rtl": right_to_left(content), "long": longest > _WIDEST}


@dataclass(frozen=True)
class Headings:
    """What stands above the table, its columns and the words."""

    signatures: str
    columns: tuple[str, str, str]
    words: str


def headings(language: str) -> Headings:
    """The headings for a letter language; English for one that has none yet."""
    return _HEADINGS.get(language.partition("-")[0].lower(), _HEADINGS["en"])


_HEADINGS: Mapping[str, Headings] = {
    "en": Headings("Who signs this letter", ("No.", "Name", "Town"), "What they add in their own words"),
    "fr": Headings(
        "Signataires de cette lettre", ("N°", "Nom", "Commune"), "Ce qu’ils y ajoutent, chacun avec ses mots"
    ),
    "es": Headings(
        "Quienes firman esta carta", ("N.º", "Nombre", "Localidad"), "Lo que añaden con sus propias palabras"
    ),
    "de": Headings("Wer diesen Brief unterzeichnet", ("Nr.", "Name", "Ort"), "Was sie mit eigenen Worten hinzufügen"),
}
