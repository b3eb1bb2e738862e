"""Those a case is about, as a letter names them: by title and name, or by what the case says in place of a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from urgentaction import errors, grammar
from urgentaction.compose.said import said
from urgentaction.model.case import Case, Gender, Number, Person

SUBJECT = 36
"""Characters of a subject line for names: with the longest that a letter is about, they make a line of 78."""
WHOSE = 48
"""The same where it says whose situation a letter is about, which leaves more room."""


@dataclass(frozen=True)
class People:
    """Those the case is about. `full` has all titles and full names; gender and number are those of them together.

    `short` is for the subject line: as many as it has room for, and how many others. `each` and `few` are the same, one
    by one, for languages that put a word before each. Spanish titles have their article in `full` and `each` only.
    `of` and `of_short` say whose: `de M. Diallo et de Mme Ortiz`, `del Sr. Díaz`, `von Herrn Díaz`. `they` are the
    pronouns, for languages that have a table of them.
    """

    full: str
    short: str
    each: tuple[str, ...]
    few: tuple[str, ...]
    of: str
    of_short: str
    gender: Gender
    number: Number
    they: grammar.Pronouns | None


def people(case: Case, language: str) -> People:
    """The people of a case, together: masculine unless all are women, x where any is x.

    Raises:
        UserError: Nothing says in this language who somebody unnamed is, or how that is declined.
    """
    genders = {person.gender for person in case.people}
    gender = Gender.X if Gender.X in genders else Gender.F if genders == {Gender.F} else Gender.M
    many = len(case.people) > 1 or case.people[0].number is Number.MANY
    number = Number.MANY if many else Number.ONE
    named = tuple(_one(person, language, index) for index, person in enumerate(case.people))
    each = tuple(map(partial(_in_text, language=language), case.people, named))
    few = _few(named, case.people, language)
    return People(
        full=grammar.join_list(each, language),
        short=grammar.join_list(few, language),
        each=each,
        few=few,
        of=_of(case.people, each, language),
        of_short=_of(case.people, _few(each, case.people, language, WHOSE), language, short=True),
        gender=gender,
        number=number,
        they=grammar.pronouns(gender, number, language) if language in grammar.TONGUES else None,
    )


def names(case: Case) -> tuple[str, ...]:
    """The full names of those who have one in this case."""
    return tuple(person.name for person in case.people if not person.unnamed)


def _one(person: Person, language: str, index: int) -> str:
    if person.unnamed:
        return said(person.description, language, where=f"people[{index}].description")
    return f"{person.title.get(language, '')} {person.name}".strip()


def _in_text(person: Person, named: str, *, language: str) -> str:
    title = person.title.get(language, "")
    if person.unnamed or not title:
        return named
    return f"{grammar.titled(title, person.gender, person.number, language)} {person.name}"


def _of(persons: tuple[Person, ...], each: tuple[str, ...], language: str, *, short: bool = False) -> str:
    if language == "de":
        return _of_german(persons, short=short)
    if language in _OF:
        return grammar.contract_each(_OF[language], each, language)
    return f"of {grammar.join_list(each, language)}" if language == "en" else grammar.join_list(each, language)


def _of_german(persons: tuple[Person, ...], *, short: bool) -> str:
    """`von` and the dative; the genitive of who stands alone, where the case gives it (der Einwohner von Val Seco)."""
    genitive = persons[0].forms.get("de", {}).get("gen", "")
    if genitive and len(persons) == 1:
        return genitive
    each = tuple(_dative(person, index) for index, person in enumerate(persons))
    return f"von {grammar.join_list(_few(each, persons, 'de-dat', WHOSE) if short else each, 'de')}"


def _dative(person: Person, index: int) -> str:
    """As the case declines it, title and all; of a person with a name only the title changes (Herrn)."""
    form = person.forms.get("de", {}).get("dat", "")
    if form:
        return form
    title = person.title.get("de", "")
    if person.unnamed or grammar.is_declined_by_hand(title):
        raise errors.UsageError("compose.no-form", where=f"people[{index}].forms.de.dat")
    return f"{grammar.dative(title, 'de')} {person.name}".strip()


def _few(each: tuple[str, ...], persons: tuple[Person, ...], language: str, room: int = SUBJECT) -> tuple[str, ...]:
    """All, or as many of the first as fit and how many others; all where the language has no word for the others."""
    if language not in _OTHERS or _fits(each, language, room):
        return each
    shorter = [(*each[:kept], _others(persons[kept:], language)) for kept in range(len(each) - 1, 0, -1)]
    return next((found for found in shorter if _fits(found, language, room)), (shorter or [each])[-1])


def _fits(found: tuple[str, ...], language: str, room: int) -> bool:
    return len(grammar.join_list(found, language.partition("-")[0])) <= room


def _others(left_out: tuple[Person, ...], language: str) -> str:
    """`three others`, `dos personas más`; uncounted where one of them stands for a group."""
    one, several, uncounted = _OTHERS[language]
    if any(person.number is Number.MANY for person in left_out):
        return uncounted
    count = len(left_out)
    numbers = dict(enumerate(_COUNTED.get(language.partition("-")[0], "").split(), start=2))
    return one if count == 1 else several.format(count=numbers.get(count, count))


_OF: Mapping[str, str] = {"fr": "de", "es": "de"}
_COUNTED: Mapping[str, str] = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
_OTHERS: Mapping[str, tuple[str, str, str]] = {
    "en": ("one other person", "{count} others", "several others"),
    "fr": ("une autre personne", "{count} autres personnes", "plusieurs autres personnes"),
    "es": ("otra persona", "{count} personas más", "varias personas más"),
    "de": ("eine weitere Person", "{count} weitere Personen", "mehrere weitere Personen"),
    "de-dat": ("einer weiteren Person", "{count} weiteren Personen", "mehreren weiteren Personen"),
}
