"""Agreement by gender and number: arrêté(e), detenido(a), der|die; pronouns and possessives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from urgentaction.errors import UserError
from urgentaction.grammar.elision import vowel_sound
from urgentaction.grammar.endings import Endings, endings
from urgentaction.model.case import Gender, Number


def agree(pattern: str, gender: Gender | str, number: Number | str = Number.ONE, language: str = "fr") -> str:
    """The form of a word or phrase for whom it is said of, in French, Spanish or German.

    `arrêté(e)`, `directeur(trice)`, `detenido(a)`, `Journalist(in)`: the ending in brackets makes the feminine, and may
    stand several times in a phrase; `journaliste(s)`, `doive(nt)`, `sea(n)`, `werde(n)`: the plural. `beau|belle`:
    masculine and feminine; `lui||leur`: one and many; `le beau|la belle||les beaux|les belles`: all four. A German
    masculine plural is always written out: only a dictionary knows it.

    For gender x: one person keeps the brackets (`arrêté(e)`, `detenido(a)`) or both forms (`beau ou belle`, `er oder
    sie`), as administrations write to somebody they do not know; the raised dot has no place in an official French
    letter (Prime Minister's circular of 21 November 2017), nor star and colon in a German one (Council for German
    Orthography). Better is a sentence that needs neither: `a fait l’objet d’une arrestation`. Many take the masculine
    plural, which is grammar's and says nothing about anybody.

    Raises:
        UserError: The pattern has another number of forms, or gender or number is unknown.
    """
    who, many, spoken = _gender(gender), _number(number) is Number.MANY, endings(language)
    if "|" in pattern:
        return _of_forms(pattern, who, spoken, many=many)
    return _BRACKETS.sub(lambda found: _bracketed(found, who, spoken, many=many), pattern)


@dataclass(frozen=True, kw_only=True)
class Pronouns:
    """What stands for somebody: he, him, (to) him, for him, his. `plural`: the verb is in the plural (they are).

    In French `object` goes before a verb through `elide` (l’extrader), and `possessive` depends on what is
    possessed: use `possessive()`. Spanish `su` takes an s before a plural (sus derechos). In German `indirect` is the
    dative (mit ihm), `object` and `strong` the accusative (für ihn), and `possessive` has no ending yet: write the
    forms, as in `agree("seine|ihre||ihre", …)`.
    """

    subject: str
    object: str
    indirect: str
    strong: str
    possessive: str
    plural: bool = False


def pronouns(gender: Gender | str, number: Number | str, language: str) -> Pronouns:
    """The pronouns of a language (en, fr, es, de) for whom they stand; x is `they`, `il ou elle`, `él o ella`.

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


def _bracketed(found: re.Match[str], gender: Gender, spoken: Endings, *, many: bool) -> str:
    word, ending = found.groups()
    if ending in spoken.number_only:
        return word + ending if many else word
    if not many:
        return {Gender.M: word, Gender.F: spoken.feminine(word, ending), Gender.X: f"{word}({ending})"}[gender]
    plural = spoken.plural(spoken.feminine(word, ending) if gender is Gender.F else word)
    if not plural:
        raise UserError("grammar.forms", pattern=found.group())
    return plural


def _of_forms(pattern: str, gender: Gender, spoken: Endings, *, many: bool) -> str:
    one, double, several = pattern.partition("||")
    singular = one.split("|")
    plural = several.split("|") if double else [spoken.plural(form) for form in singular if " " not in form]
    forms = plural if many else singular
    if len(forms) not in {1, 2} or "" in forms:
        raise UserError("grammar.forms", pattern=pattern)
    masculine, feminine = forms[0], forms[-1]
    if gender is Gender.X and not many and masculine != feminine:
        return f"{masculine} {spoken.either} {feminine}"
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
    "es": {
        "m": _they("él", "lo", "le", "él", "su"),
        "f": _they("ella", "la", "le", "ella", "su"),
        "x": _they("él o ella", "lo o la", "le", "él o ella", "su"),
        "many": _they("ellos", "los", "les", "ellos", "su", plural=True),
        "many-f": _they("ellas", "las", "les", "ellas", "su", plural=True),
    },
    "de": {
        "m": _they("er", "ihn", "ihm", "ihn", "sein"),
        "f": _they("sie", "sie", "ihr", "sie", "ihr"),
        "x": _they("er oder sie", "ihn oder sie", "ihm oder ihr", "ihn oder sie", "sein oder ihr"),
        "many": _they("sie", "sie", "ihnen", "sie", "ihr", plural=True),
        "many-f": _they("sie", "sie", "ihnen", "sie", "ihr", plural=True),
    },
}

TONGUES = frozenset(_PRONOUNS)
"""The languages whose grammar is known here."""
