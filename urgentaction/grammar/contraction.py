"""Two words that a language writes as one: du procureur, d’Ukraine; del fiscal, Marta e Inés; zum Minister, im Iran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from urgentaction.grammar.elision import elide
from urgentaction.grammar.written import join_list, spanish_link


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


def contract_each(word: str, following: Sequence[str], language: str) -> str:
    """Put a word before each of several, as Spanish and French repeat it: `de la Sra. Ortiz y del Sr. Díaz`."""
    return join_list([contract(word, one, language) for one in following], language)


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


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
