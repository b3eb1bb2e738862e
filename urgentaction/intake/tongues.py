"""Languages by their names in English, French and Spanish, and the language of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from urgentaction import grammar
from urgentaction.intake.lines import Document
from urgentaction.model.codes import LANGUAGES

_ALSO = {
    "castellano": "es",
    "castilian": "es",
    "farsi": "fa",
    "mandarin": "zh",
    "portugués": "pt",
    "dari": "fa",
    "quichua": "qu",
    "quechua": "qu",
    "kichwa": "qu",
    "bahasa": "id",
    "kreyol": "ht",
    "créole": "ht",
    "criollo": "ht",
    "tagalog": "tl",
    "filipino": "tl",
    "kurde": "ku",
    "burmese": "my",
}


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
    (
        "en",
        r"Dear\b|Your (?:Exc|Maj|Hon|Hig|Royal)|Sirs?\b|Madam\b|Excellency|Honou?rable (?:Minister|President|Sir|Madam)|The Hono",
    ),
    (
        "fr",
        r"Monsieur|Madame|Mesdames|Messieurs|Ch[eè]re?s?\b|Excellence\b|Votre|Vos\b|Majesté|Sire\b|Maître\b|Mon (?:G|Col|Com|Cap|Lie|Adj|Am)",
    ),
    (
        "es",
        r"Estimad|Señor|Excelentísim|Excelencia|Su (?:Exc|Maj)|Distinguid|Muy|Sra?\.|Honorable|Respetad|Ilustrísim|Majestad|Vuestra|Mi (?:G|C)",
    ),
    (
        "pt",
        r"Excelência|Ex\.?m[oa]|Excelentíssim|Senhora?\b|Prezad|Vossa|Meritíssim|Ilustríssim|Caro Senhor|Car[oa] Senh",
    ),
    ("de", r"Sehr (?:geehrte|verehrte)|Exzellenz|Hochverehrte|Eure? Ex|Herr\b|Frau\b"),
    ("it", r"Egregi|Gentil|Onorevole|Eccellenza|Signora?\b|Illustr[ei]ss|Spett"),
    ("nl", r"Geachte|Excellentie|Hooggeachte|Edelachtbare|Weledel|Beste\b"),
    ("tr", r"Sayın|Saygıdeğer|Ekselans"),
    ("pl", r"Szanown|Ekscelencj|Wielce|Panie\b|Pani\b"),
    ("ro", r"Stimat|Domnule|Doamn|Excelen[țţ]"),
    ("mt", r"Sinjura?\b|Għażiż|Onorevoli"),
    ("hu", r"Tisztelt|Nagyméltóság"),
    ("sv", r"Bäste|Bästa|Ärade|Högt"),
    ("fi", r"Arvoisa|Hyvä\b"),
    ("da", r"Kære|Ærede|Høj"),
    ("id", r"Yang [Tt]erhormat|Yth|Bapak|Ibu\b"),
    ("ms", r"Yang [Bb]erhormat|Yang [Aa]mat|Tuan\b|Puan\b|Dato"),
    ("sw", r"Mheshimiwa|Ndugu|Mpendwa"),
    ("vi", r"Kính|Thưa"),
    ("sq", r"I nderuar|E nderuar|Shkëlqesi"),
    ("az", r"Hörmətli|Möhtərəm"),
    ("uz", r"Hurmatli"),
    ("kk", r"Құрметті"),
    ("ky", r"Урматтуу"),
    ("uk", r"Шановн|Вельмишановн|Високоповажн|Ваша Високо"),
    ("be", r"Паважан|Шаноўн|Вельмі"),
    ("ru", r"Уважаем|Глубокоуважаем|Ваше Прев|Господин|Госпожа|Многоуважаем"),
)
"""How salutations begin."""

_SCRIPTS: Final = (
    ("\u0600", "\u06ff", "ar fa ur ps ku"),
    ("\u0590", "\u05ff", "he"),
    ("\u4e00", "\u9fff", "zh ja"),
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u1000", "\u109f", "my"),
    ("\u1780", "\u17ff", "km"),
    ("\u1200", "\u137f", "am ti"),
    ("\u0900", "\u097f", "hi ne mr"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0530", "\u058f", "hy"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u0370", "\u03ff", "el"),
)
"""Scripts, and the languages that are written in them, the first most often."""


def opens(said: str) -> bool:
    """Whether a text begins as a salutation does, in any language."""
    return bool(_of_opening(said))


def _of_opening(said: str) -> str:
    return next((code for code, pattern in _TONGUES if re.match(pattern, said)), "")


def of_salutation(said: str, preferred: Sequence[str] = ()) -> str:
    """The language of a salutation, by how it begins or its script; empty where nothing tells."""
    if code := _of_opening(said):
        return code
    letter = next((character for character in said if character.isalpha()), "")
    for first, last, codes in _SCRIPTS:
        if letter and first <= letter <= last:
            known = codes.split()
            return next((code for code in preferred if code in known), known[0] if not preferred else "")
    return ""


def first_named(said: str) -> str:
    """The first language that a text names; empty where it names none."""
    return next((code for code, _ in named(said)), "")
