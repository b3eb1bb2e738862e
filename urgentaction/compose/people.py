"""Those a case is about, as a letter names them: by title and name, or by what the case says in place of a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from urgentaction import grammar
from urgentaction.compose.said import said
from urgentaction.model.case import Case, Gender, Number, Person

SUBJECT = 36
"""Characters of a subject line for names: with the longest that a letter is about, they make a line of 78."""


@dataclass(frozen=True)
class People:
    """Those the case is about. `full` has all titles and full names; gender and number are those of them together.

    `short` is for the subject line: as many as it has room for, and how many others. `each` and `few` are the same, one
    by one, for languages that put a word before each. `they` are the pronouns, for French and English.
    """

    full: str
    short: str
    each: tuple[str, ...]
    few: tuple[str, ...]
    gender: Gender
    number: Number
    they: grammar.Pronouns | None


def people(case: Case, language: str) -> People:
    """The people of a case, together: masculine unless all are women, x where any is x.

    Raises:
        UserError: Nothing says in this language who somebody unnamed is.
    """
    genders = {person.gender for person in case.people}
    gender = Gender.X if Gender.X in genders else Gender.F if genders == {Gender.F} else Gender.M
    many = len(case.people) > 1 or case.people[0].number is Number.MANY
    number = Number.MANY if many else Number.ONE
    each = tuple(_one(person, language, index) for index, person in enumerate(case.people))
    few = _few(each, case.people, language)
    return People(
        full=grammar.join_list(each, language),
        short=grammar.join_list(few, language),
        each=each,
        few=few,
        gender=gender,
        number=number,
        they=grammar.pronouns(gender, number, language) if language in {"fr", "en"} else None,
    )


def names(case: Case) -> tuple[str, ...]:
    """The full names of those who have one in this case."""
    return tuple(person.name for person in case.people if not person.unnamed)


def _one(person: Person, language: str, index: int) -> str:
    if person.unnamed:
        return said(person.description, language, where=f"people[{index}].description")
    return f"{person.title.get(language, '')} {person.name}".strip()


def _few(each: tuple[str, ...], persons: tuple[Person, ...], language: str) -> tuple[str, ...]:
    """All, or as many of the first as fit and how many others; all where the language has no word for the others."""
    if language not in _OTHERS or _fits(each, language):
        return each
    shorter = [(*each[:kept], _others(persons[kept:], language)) for kept in range(len(each) - 1, 0, -1)]
    return next((found for found in shorter if _fits(found, language)), (shorter or [each])[-1])


def _fits(found: tuple[str, ...], language: str) -> bool:
    return len(grammar.join_list(found, language)) <= SUBJECT


def _others(left_out: tuple[Person, ...], language: str) -> str:
    """`3 others`; uncounted where one of them stands for a group."""
    one, several, uncounted = _OTHERS[language]
    if any(person.number is Number.MANY for person in left_out):
        return uncounted
    return one if len(left_out) == 1 else several.format(count=len(left_out))


_OTHERS: Mapping[str, tuple[str, str, str]] = {
    "en": ("one other person", "{count} others", "several others"),
    "fr": ("une autre personne", "{count} autres personnes", "plusieurs autres personnes"),
    "es": ("otra persona", "{count} personas más", "varias personas más"),
}
