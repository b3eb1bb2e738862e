"""Languages by their names in English, French and Spanish, and the language of a document."""

from __future__ import annotations

import re
from functools import cache

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
