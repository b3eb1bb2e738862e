"""Languages by their names in English, French and Spanish, and the language of a document."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from urgentaction import grammar
from urgentaction.intake.lines import Document
from urgentaction.model.codes import LANGUAGES

_ALSO = {"castellano": "es", "castilian": "es", "farsi": "fa", "mandarin": "zh", "portugués": "pt", "dari": "fa"}


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found = dict(_ALSO)
    for language in ("en", "fr", "es"):
        for code, name in Locale(language).languages.items():
            if code in LANGUAGES and " " not in str(name):
                found.setdefault(str(name).casefold(), code)
    return found


def named(text: str) -> list[tuple[str, str]]:
    """The languages that a text names: each code and the word."""
    made: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]{4,}", text):
        if code := _names().get(word.casefold()):
            made.setdefault(code, word)
    return list(made.items())


def of(document: Document) -> str:
    """The language of most of a document; English where nothing decides."""
    return grammar.looks_like("\n".join(line.text for line in document.lines)[:20_000]) or "en"


_TONGUES: Final = (
    ("en", r"^(?:Dear|Your|Sir|Madam|Excellency|Honou?rable (?:Minister|President))\b"),
    ("fr", r"^(?:Monsieur|Madame|Mesdames|Cher|Chère|Excellence|Votre|Majesté)\b"),
    (
        "es",
        r"^(?:Estimad|Señor|Excelent|Excelencia|Su Excelencia|Distinguid|Muy|Sr\.|Sra\.|Honorable Señor|Respetad|Ilustr)",
    ),
    ("de", r"^(?:Sehr geehrte|Exzellenz)"),
)


def of_salutation(said: str) -> str:
    """The language of a salutation, by how it begins; empty where nothing tells."""
    shape = next((code for code, pattern in _TONGUES if re.match(pattern, said)), "")
    return shape or grammar.looks_like(said) or ""


def first_named(said: str) -> str:
    """The first language that a text names; empty where it names none."""
    return next((code for code, _ in named(said)), "")
