"""Agreement by gender and number: arrêté(e), directeur(trice), beau|belle; pronouns and possessives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from urgentaction.errors import UserError
from urgentaction.grammar.elision import vowel_sound
from urgentaction.model.case import Gender, Number


def agree(pattern: str, gender: Gender | str, number: Number | str = Number.ONE) -> str:
    """The form of a French word or phrase for whom it is said of.

    `arrêté(e)`, `directeur(trice)`, `actif(ve)`: the ending in brackets makes the feminine, and may stand several times
    in a phrase; `journaliste(s)`, `doive(nt)`: the plural. `beau|belle`: masculine and feminine; `lui||leur`: one and
    many; `le beau|la belle||les beaux|les belles`: all four.

    For gender x: one person keeps the brackets (`arrêté(e)`) or both forms (`beau ou belle`), as French administration
    writes to somebody it does not know; the raised dot has no place in an official letter (Prime Minister's circular of
    21 November 2017). Better is a sentence that needs neither: `a fait l’objet d’une arrestation`. Many take the
    masculine plural, which is grammar's and says nothing about anybody.

    Raises:
        UserError: The pattern has another number of forms, or gender or number is unknown.
    """
    who, many = _gender(gender), _number(number) is Number.MANY
    if "|" in pattern:
        return _of_forms(pattern, who, many=many)
    return _BRACKETS.sub(lambda found: _bracketed(found, who, many=many), pattern)


@dataclass(frozen=True, kw_only=True)
class Pronouns:
    """What stands for somebody: he, him, (to) him, for him, his. `plural`: the verb is in the plural (they are).

    In French `object` goes before a verb through `elide` (l’extrader), and `possessive` depends on what is
    possessed: use `possessive()`.
    """

    subject: str
    object: str
    indirect: str
    strong: str
    possessive: str
    plural: bool = False


def pronouns(gender: Gender | str, number: Number | str, language: str) -> Pronouns:
    """The pronouns of a language (fr, en) for whom they stand; x is `they` in English, `il ou elle` in French.

    Raises:
        UserError: There is no table for the language, or gender or number is unknown.
    """
    table = _PRONOUNS.get(language)
    if table is None:
        raise UserError("grammar.no-pronouns", language=language)
    who = _gender(gender)
    return table["many-f" if who is Gender.F else "many"] if _number(number) is Number.MANY else table[who]


def possessive(
    noun: str, gender: Gender | str, *, number: Number | str = Number.ONE, owners: Number | str = Number.ONE
) -> str:
    """French `son épouse`, `sa famille`, `ses droits`, `leurs droits`: gender and number are the noun's.

    Raises:
        UserError: Gender or number is unknown.
    """
    several = _number(number) is Number.MANY
    if _number(owners) is Number.MANY:
        return f"{'leurs' if several else 'leur'} {noun}"
    if several:
        return f"ses {noun}"
    return f"{'sa' if _gender(gender) is Gender.F and not vowel_sound(noun) else 'son'} {noun}"


_BRACKETS = re.compile(r"([\w’']+)\((\w+)\)(?:\([sx]\))?")
_NUMBER_ONLY = frozenset({"s", "x", "nt"})

# A feminine ending and the masculine one that it replaces; any other ending is added: arrêté(e), gardien(ne).
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


def _bracketed(found: re.Match[str], gender: Gender, *, many: bool) -> str:
    word, ending = found.groups()
    if ending in _NUMBER_ONLY:
        return word + ending if many else word
    if many:
        return _plural(_feminine(word, ending) if gender is Gender.F else word)
    return {Gender.M: word, Gender.F: _feminine(word, ending), Gender.X: f"{word}({ending})"}[gender]


def _feminine(word: str, ending: str) -> str:
    for feminine, masculine in _REPLACED:
        if ending == feminine and word.endswith(masculine):
            return word.removesuffix(masculine) + feminine
    return word + ending


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al") and word not in _REGULAR_AL:
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "eu")) and word != "bleu" else "s")


def _of_forms(pattern: str, gender: Gender, *, many: bool) -> str:
    one, double, several = pattern.partition("||")
    singular = one.split("|")
    plural = several.split("|") if double else [_plural(form) for form in singular if " " not in form]
    forms = plural if many else singular
    if len(forms) not in {1, 2} or "" in forms:
        raise UserError("grammar.forms", pattern=pattern)
    masculine, feminine = forms[0], forms[-1]
    if gender is Gender.X and not many and masculine != feminine:
        return f"{masculine} ou {feminine}"
    return feminine if gender is Gender.F else masculine


def _gender(value: Gender | str) -> Gender:
    try:
        return Gender(value)
    except ValueError:
        raise UserError("grammar.no-gender", value=value) from None


def _number(value: Number | str) -> Number:
    try:
        return Number(value)
    except ValueError:
        raise UserError("grammar.no-number", value=value) from None


def _they(
    subject: str, object_: str, indirect: str, strong: str, possessive_: str, *, plural: bool = False
) -> Pronouns:
    return Pronouns(
        subject=subject, object=object_, indirect=indirect, strong=strong, possessive=possessive_, plural=plural
    )


_THEY = _they("they", "them", "them", "them", "their", plural=True)
_PRONOUNS: Mapping[str, Mapping[str, Pronouns]] = {
    "en": {
        "m": _they("he", "him", "him", "him", "his"),
        "f": _they("she", "her", "her", "her", "her"),
        "x": _THEY,
        "many": _THEY,
        "many-f": _THEY,
    },
    "fr": {
        "m": _they("il", "le", "lui", "lui", "son"),
        "f": _they("elle", "la", "lui", "elle", "son"),
        "x": _they("il ou elle", "le ou la", "lui", "lui ou elle", "son"),
        "many": _they("ils", "les", "leur", "eux", "leur", plural=True),
        "many-f": _they("elles", "les", "leur", "elles", "leur", plural=True),
    },
}
