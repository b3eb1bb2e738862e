"""Whom an action is about: under its label, behind a name in brackets, or by names that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from urgentaction.intake import gender, groups
from urgentaction.intake.found import Person, Sure, Value
from urgentaction.intake.labels import Part
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.names import OF, TITLES, WORD, plain_names
from urgentaction.intake.nations import countries

_MARK = re.compile(
    rf"(?P<n>{WORD}(?:[ -](?:{OF} )?{WORD}){{1,6}}) ?\((?P<g>m|f|h|male|female|homme|femme|hombre|mujer|he/him|she/her|they/them)"
    r"(?:[,;] ?[^)]*)?\)"
)
_PRONOUN = re.compile(
    r"\(?\b(?P<g>he|him|she|her|they|them|il|elle|ils|elles|ellos|ellas|iel|él|ella|elle|masculin|féminin|masculino|femenino|male|female|m|f|h|hombre|mujer"
    r"|homme|femme)\b(?:\s*/\s*\w+)*\)?\s*$",
    re.IGNORECASE,
)
_GENDERS: Final = {
    **dict.fromkeys(
        ("m", "h", "he", "him", "il", "él", "male", "homme", "hombre", "masculin", "masculino", "he/him"), "m"
    ),
    **dict.fromkeys(
        ("f", "she", "her", "elle", "ella", "female", "femme", "mujer", "féminin", "femenino", "she/her"), "f"
    ),
}
_MUJER: Final = {"m": "f", "h": "m"}
"""In Spanish `(m)` is a woman, `(h)` a man."""

_AND = re.compile(r"\s*(?:,|;|\band\b|\bet\b|\by\b|&)\s*")
SUREST = 12
"""So many names at most are taken from a label: more are no list of people."""


def people(
    document: Document, head: Sequence[Line], parts: Sequence[Part], names: Sequence[Line], language: str = ""
) -> tuple[Person, ...]:
    """The people of an action, best known first; `names` are the lines in which names are looked for otherwise."""
    return gender.told(document, _found(document, head, parts, names, language), language)


def _found(
    document: Document, head: Sequence[Line], parts: Sequence[Part], names: Sequence[Line], language: str
) -> tuple[Person, ...]:
    spoken = _MUJER if language == "es" else {}
    stated = _stated(parts, spoken)
    labelled = [person for part in parts if part.name == "name" for person in _under(part, stated, spoken)]
    if labelled:
        return _once(labelled)
    marked = [person for line in head for person in _marked(line, spoken)]
    if marked:
        return _once(marked)
    led = [person for line in head for person in _led(line)]
    return _once(led or [*again(document, names), *groups.first(names)])


def candidates(document: Document, lines: Sequence[Line]) -> tuple[Person, ...]:
    """Every name in a free text, those that come again first."""
    return _once([*again(document, lines), *again(document, lines, least=1, speakers=True)])


def is_list(said: str) -> bool:
    """Whether a paragraph lists people with their gender rather than telling of them."""
    return bool(_MARK.search(said)) and not said.endswith(".")


def _stated(parts: Sequence[Part], spoken: Mapping[str, str]) -> str:
    for part in parts:
        for line in part.all[:1] if part.name == "gender" else ():
            if match := _PRONOUN.search(line.text):
                return {**_GENDERS, **spoken}.get(match["g"].casefold(), "x")
    return "x"


def _under(part: Part, everyone: str, spoken: Mapping[str, str]) -> Iterator[Person]:
    rows = [line for line in part.all if line.paragraph == part.all[0].paragraph][:4] if part.all else []
    for line in rows:
        said = re.split(r"\b(?:gender|genre|sexe?o?|género)\b", line.text, maxsplit=1, flags=re.IGNORECASE)
        own = _PRONOUN.search(said[1]) if len(said) > 1 else None
        stated = {**_GENDERS, **spoken}.get(own["g"].casefold(), "x") if own else everyone
        yield from _listed(said[0].strip(" ,;–-|\t"), line, stated, spoken)


def _listed(said: str, line: Line, gender: str, spoken: Mapping[str, str]) -> Iterator[Person]:
    for part in _split(said)[:SUREST]:
        mark = _PRONOUN.search(part)
        own = {**_GENDERS, **spoken}.get(mark["g"].casefold(), "x") if mark else gender
        name = (part[: mark.start()] if mark else part).strip(" ,;:()–-.")
        if not name:
            continue
        title = name.split()[0]
        own = TITLES.get(title, own)
        name = name.removeprefix(title).strip() if title in TITLES else name
        value = Value(name, name, line)
        if groups.is_group(name):
            yield groups.group(name, line)
        elif re.search(r"[^\W\d_]{2}", name):
            yield Person(name=value, gender=own)


def _split(said: str) -> list[str]:
    """Names that are listed; brackets keep what is in them, and a group is one name."""
    if groups.is_group(said):
        return [said]
    kept = re.sub(r"\([^)]*\)", lambda match: match.group().replace(",", "\0").replace(";", "\0"), said)
    return [part.replace("\0", ",") for part in _AND.split(kept) if part.strip()]


def _led(line: Line) -> Iterator[Person]:
    """Who stands behind the country in the head: `TOGO  Some 60 families of Kolandé`."""
    for _, country in countries(line.text):
        rest = line.text[country.end() :].strip(" :,-–")
        if country.start() or not line.text[: country.end()].isupper() or not rest:
            continue
        if groups.is_group(rest):
            yield groups.group(rest.rstrip("."), line, Sure.SHAPE)
        elif not re.search(r"\d", rest):
            for part in _split(re.sub(r"\([^)]*\)", "", rest)):
                if list(plain_names(part)) == [part.strip()]:
                    yield Person(name=Value(part.strip(), part.strip(), line, Sure.SHAPE))


def _marked(line: Line, spoken: Mapping[str, str]) -> Iterator[Person]:
    for match in _MARK.finditer(line.text):
        name = match["n"]
        for _, country in countries(name):
            if country.start() == 0 and name[: country.end()].isupper() and name[country.end() :].strip():
                name = name[country.end() :].strip(" :,-")
                break
        yield Person(name=Value(name, name, line), gender={**_GENDERS, **spoken}.get(match["g"].casefold(), "x"))


_SPEAKER = re.compile(r"\b(?:said|says|a déclaré|dijo|declaró)\s+$")


def again(document: Document, lines: Sequence[Line], *, least: int = 2, speakers: bool = False) -> Iterator[Person]:
    """Names of two words and more in these lines that come so often, in part at least; not of who is quoted."""
    counts = Counter(word for line in document.lines for word in re.findall(r"[^\W\d_]{3,}", line.text))
    for line in lines:
        for name in plain_names(line.text):
            last = name.split()[-1]
            if counts[last] >= least and (speakers or not _SPEAKER.search(line.text[: line.text.find(name)])):
                yield Person(name=Value(name, name, line, Sure.PERHAPS), gender=_titled(line.text, name))


def _titled(said: str, name: str) -> str:
    before = said[: said.find(name)].split()
    return TITLES.get(before[-1], "x") if before else "x"


def _once(found: Sequence[Person]) -> tuple[Person, ...]:
    """Each name once; a part of one that is there is no other, and groups stand last only where nobody is named."""
    made: list[Person] = []
    for person in found:
        name = person.name.value
        if any(name in other.name.value or set(name.split()) <= set(other.name.value.split()) for other in made):
            continue
        made.append(person)
    named = [person for person in made if not person.unnamed]
    labelled = any(person.name.sure is Sure.LABEL for person in made)
    return tuple(made if labelled or not named else named)
