"""Two words that a language writes as one: du procureur, d’Ukraine; del fiscal, Marta e Inés; zum Minister, im Iran."""

from __future__ import annotations

import re
from collections.abc import Mapping

from urgentaction.grammar.elision import elide


def contract(word: str, following: str, language: str) -> str:
    """Put a word before another as the language joins the two.

    French: as `elide`. Spanish: `del fiscal`, `al ministro` (articles in small letters only: `de El Salvador`), `e`
    for `y` before the vowel i, `u` for `o` before o. German: `zum Minister`, `zur Justiz`, `im Iran`, `vom Gericht`,
    `ins Ausland`. Other languages: a space. `word` may be a phrase (`a favor de`): its last word counts.
    """
    if language == "fr":
        return elide(word, following)
    if not following:
        return word
    head, space, last = word.rpartition(" ")
    article, _, rest = following.partition(" ")
    joined = _CONTRACTED.get(language, {}).get((last.casefold(), article))
    if joined and rest:
        return f"{head}{space}{_cased(joined, last)} {rest}"
    if language == "es":
        last = _cased(spanish_link(last.casefold(), following), last)
    return f"{head}{space}{last} {following}"


def spanish_link(word: str, following: str) -> str:
    """`y` and `o` before what follows: padres e hijos, siete u ocho; but agua y hielo, where i is half a consonant."""
    later = following.casefold().lstrip(_LEADING)
    if word == "y" and _VOWEL_I.match(later):
        return "e"
    if word == "o" and _VOWEL_O.match(later):
        return "u"
    return word


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


_LEADING = "«“‘\"'(¿¡ \u00a0\u202f"
_VOWEL_I = re.compile("h?í|hi(?![ae])|i(?![aeo])")
_VOWEL_O = re.compile(r"h?[oó]|8|11(?!\d)")

_CONTRACTED: Mapping[str, Mapping[tuple[str, str], str]] = {
    "es": {("de", "el"): "del", ("a", "el"): "al"},
    "de": {
        ("an", "dem"): "am",
        ("bei", "dem"): "beim",
        ("in", "das"): "ins",
        ("in", "dem"): "im",
        ("von", "dem"): "vom",
        ("zu", "dem"): "zum",
        ("zu", "der"): "zur",
    },
}
