"""How a bracketed ending makes the feminine and the plural, by language: arrêté(e), detenido(a), Journalist(in)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Endings:
    """One language: which endings say number only, the feminine of a word, a plural, and the word between two forms.

    `plural` gives an empty text where only a dictionary knows.
    """

    number_only: frozenset[str]
    feminine: Callable[[str, str], str]
    plural: Callable[[str], str]
    either: str


def endings(language: str) -> Endings:
    """Those of a language; a language without its own (English has number only) is read as French."""
    return _ENDINGS.get(language, _ENDINGS["fr"])


# A French feminine ending and the masculine one that it replaces; any other is added: arrêté(e), gardien(ne).
_REPLACED = (
    ("trice", "teur"),
    ("rice", "eur"),
    ("euse", "eur"),
    ("euse", "eux"),
    ("ère", "er"),
    ("ive", "if"),
    ("ve", "f"),
    ("enne", "en"),
    ("elle", "el"),
    ("ète", "et"),
    ("se", "x"),
    ("ce", "x"),
    ("que", "c"),
)
_REGULAR_AL = frozenset({"banal", "bancal", "fatal", "final", "glacial", "natal", "naval"})


def _french_feminine(word: str, ending: str) -> str:
    for feminine, masculine in _REPLACED:
        if ending == feminine and word.endswith(masculine):
            return word.removesuffix(masculine) + feminine
    return word + ending


def _french_plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al") and word not in _REGULAR_AL:
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "eu")) and word != "bleu" else "s")


# An accent that shows a stressed last syllable is not needed once another follows: alemán, alemana, alemanes.
_STRESSED = re.compile("[áéíóú](?=[ns]$)")


def _spanish_feminine(word: str, ending: str) -> str:
    if ending == "a":
        return word[:-1] + "a" if word.endswith(("o", "e")) else _unaccented(word) + "a"
    if ending == "triz" and word.endswith("tor"):
        return word.removesuffix("tor") + ending
    return word + ending


def _spanish_plural(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word.endswith(("á", "é", "ó")) or _ends_in_vowel(word):
        return word + "s"
    # lunes, crisis: more than one syllable and no stress on the last one.
    if word.endswith(("s", "x")) and not _STRESSED.search(word) and len(re.findall("[aeiouáéíóú]+", word)) > 1:
        return word
    return _unaccented(word) + "es"


def _unaccented(word: str) -> str:
    return _STRESSED.sub(lambda found: unicodedata.normalize("NFD", found.group())[0], word)


def _ends_in_vowel(word: str) -> bool:
    return word.endswith(("a", "e", "i", "o", "u"))


def _german_plural(word: str) -> str:
    return word + "nen" if word.endswith("in") else ""


_ENDINGS: Mapping[str, Endings] = {
    "fr": Endings(frozenset({"s", "x", "nt"}), _french_feminine, _french_plural, "ou"),
    "es": Endings(frozenset({"s", "es", "n"}), _spanish_feminine, _spanish_plural, "o"),
    "de": Endings(frozenset({"n", "en"}), lambda word, ending: word + ending, _german_plural, "oder"),
}
