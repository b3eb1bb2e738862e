"""Whom an action is about: under its label, behind a name in brackets, or by names that come again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from urgentaction.intake import gender, groups, labels, mentions
from urgentaction.intake.found import Person, Sure, Value
from urgentaction.intake.labels import Part, fold
from urgentaction.intake.lines import BULLET, Document, Line, mended, paragraphs
from urgentaction.intake.mentions import SHORT
from urgentaction.intake.names import OF, TITLES, WORD, common_aside, plain_names
from urgentaction.intake.nations import countries

_SAYS: Final[Mapping[str, str]] = {
    "m": "m|h|male|man|homme|hombre|masculin|masculino|varón|he|him|his|il|lui|él|he/him|he/him/his|il/lui|hommes|hombres|men",
    "f": "f|female|woman|femme|mujer|féminin|femenino|she|her|hers|elle|ella|she/her|she/her/hers|women|femmes|mujeres",
    "x": "x|they|them|they/them|they/them/theirs|iel|elle/elle|elles?|ils|ellos|ellas|nb|non-binary",
}
_GENDERS: Final = {word: kind for kind in "xmf" for word in _SAYS[kind].split("|")}
_ANY = "|".join(sorted(map(re.escape, _GENDERS), key=len, reverse=True))
_MARK = re.compile(rf"(?P<n>{WORD}(?:[ -](?:{OF} )?{WORD}){{0,6}}),? ?\((?P<g>{_ANY})(?:\s?[,;/] ?[^)]{{0,60}})?\)")
_PRONOUN = re.compile(rf"\(?(?<![\w/’'-])(?P<g>{_ANY})\b(?:\s*[/,;]\s*\w+){{0,3}}\)?\.?\s*$", re.IGNORECASE)
_ONLY = re.compile(rf"(?:(?:{_ANY})(?:, | and | et | y |; )?){{1,6}}\.?", re.IGNORECASE)
"""A line of genders alone, below names."""

_MUJER: Final = {"m": "f", "h": "m"}
"""In Spanish `(m)` is a woman, `(h)` a man."""

_AND = re.compile(r"\s*(?:,|;|\band\b|\bet\b|\by\b|&)\s*")
_AGE = re.compile(r",? ?\(?(?:aged? )?\d{1,3}(?: ?(?:years?(?: old)?|ans|años))?\)?\s*$")
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
    spoken = _MUJER if language == "es" and not _has_f(document) else {}
    stated = _stated(parts, spoken)
    labelled = [person for part in parts if part.name == "name" for person in _under(part, stated, spoken)]
    if labelled:
        return _once(labelled)
    marked = [person for line in _sentences(document, head) for person in _marked(document, line, spoken)]
    if marked:
        named = [_unled(marked[0], marked[1:]), *marked[1:]]
        return _once(
            sorted([*named, *_beside(head, named)], key=lambda one: (one.name.line.page, one.name.line.number))
        )
    led = [person for line in _behind_country(head) for person in _led(line)]
    if led:
        return _once(led)
    told = _once([*mentions.again(document, names), *groups.first(document, names)])
    beside = list(groups.beside(document, names, [one.name.value for one in told if not one.unnamed]))
    return (*told, *beside) or _once(list(_of_letter(document, parts)))


def _of_letter(document: Document, parts: Sequence[Part]) -> Iterator[Person]:
    """Who a letter begins with, or says that it is about, where nobody is named above it."""
    lines = [line for part in parts if part.name == "letter" for line in part.all]
    for person in mentions.again(document, lines, least=1):
        said = document.joined([line for line in lines if line.paragraph == person.name.line.paragraph])
        before = said[: said.find(person.name.value)]
        if not before or _ABOUT.search(before):
            yield person
            return


_ABOUT = re.compile(
    r"(?:\b(?:about|for|concerning|regarding|case of|situation of|safety of|detention of|sujet de|situation de|sort de|cas de|pour|concernant|por|sobre|caso de|situación de) |d['’])"
    r"(?:[a-zà-ÿ]+ ){0,3}$"
)


def candidates(document: Document, lines: Sequence[Line]) -> tuple[Person, ...]:
    """Every name in a free text, those that come again first."""
    return _once([*mentions.again(document, lines), *mentions.again(document, lines, least=1, speakers=True)])


def is_list(said: str) -> bool:
    """Whether a paragraph lists people with their gender rather than telling of them."""
    return bool(_MARK.search(said)) and not said.endswith(".")


def _has_f(document: Document) -> bool:
    """Whether `f` is a mark of gender, so that `m` is no woman."""
    return any(re.search(r"\(f\b|\bm/f\b|\bf/m\b|: f$", line.text) for line in document.lines)


def _stated(parts: Sequence[Part], spoken: Mapping[str, str]) -> tuple[Value[str], ...]:
    """The genders under their label: one for all, or each."""
    for part in parts:
        for line in part.all[:1] if part.name == "gender" else ():
            each = line.text.split(";") if ";" in line.text else _AND.split(line.text)
            marks = [match["g"] for one in each if (match := _PRONOUN.search(one.strip()))]
            return tuple(Value(_kind(mark, spoken), mark, replace(line, text=part.head.text)) for mark in marks)
    return ()


def _kind(mark: str, spoken: Mapping[str, str]) -> str:
    return {**_GENDERS, **spoken}.get(mark.casefold(), "x")


def _under(part: Part, stated: Sequence[Value[str]], spoken: Mapping[str, str]) -> Iterator[Person]:
    """Who is named below a label; with so many genders each has its own, with one all have it."""
    rows = [line for line in part.all if line.paragraph == part.all[0].paragraph][:SUREST] if part.all else []
    below = [row for row in rows[1:] if _ONLY.fullmatch(row.text.strip())]
    stated = stated or [
        Value(_kind(word, spoken), word, row) for row in below for word in _AND.split(row.text.strip(" ."))
    ]
    found = [person for line in _whole([row for row in rows if row not in below]) for person in _on(line, spoken)]
    for number, person in enumerate(found):
        given = stated[number] if len(stated) == len(found) else stated[0] if len(stated) == 1 else None
        if given and person.gender == "x" and (below or not person.many):
            yield replace(person, gender=given.value, gendered=given)
        else:
            yield person


def _whole(rows: Sequence[Line]) -> list[Line]:
    """Lines of names; one that goes on in the next is one."""
    made: list[Line] = []
    for row in rows:
        last = made[-1].text if made else ""
        is_open = last.count("(") > last.count(")") or last.endswith((",", ";", " and", " et", " y", "-"))
        listed = bool(_AND.search(last)) and not last.endswith(")")
        is_rest = " " not in re.sub(r"\s*\([^()]*\)$", "", row.text) and not last.endswith(")")
        if last and (is_open or listed or is_rest or row.text[:1].islower() or row.text.startswith("(")):
            said = last + row.text if last.endswith("/") else mended(last, row.text)
            made[-1] = replace(made[-1], text=said)
        else:
            made.append(row)
    return made


def _on(line: Line, spoken: Mapping[str, str]) -> Iterator[Person]:
    said = re.split(r"\b(?:gender|genre|sexe?o?|género)\b", line.text, maxsplit=1, flags=re.IGNORECASE)
    own = _PRONOUN.search(said[1]) if len(said) > 1 else None
    everyone = _kind(own["g"], spoken) if own else "x"
    yield from _listed(BULLET.sub("", said[0]).strip(" ,;–-|\t/"), line, everyone, spoken)


def _listed(said: str, line: Line, everyone: str, spoken: Mapping[str, str]) -> Iterator[Person]:
    for part in (_AGE.sub("", one) for one in _split(said)[:SUREST]):
        mark = _PRONOUN.search(part)
        own = _kind(mark["g"], spoken) if mark and mark.start() else everyone
        name = (part[: mark.start()] if mark and mark.start() else part).strip(" ,;:()–-.")
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
    if ";" in said:
        return [name for part in said.split(";") for name in _split(part.strip())]
    if groups.is_group(said):
        return [said]
    kept = re.sub(r"\([^)]*\)", lambda match: match.group().replace(",", "\0").replace(";", "\0"), said)
    made: list[str] = []
    for part in (part.replace("\0", ",") for part in _AND.split(kept) if part.strip()):
        whole = f"{made[-1]}, {part}" if made else ""
        if made and _ONLY.fullmatch(part):
            made[-1] = f"{made[-1]} ({part})"
        elif whole and whole in said and groups.is_group(made[-1]) and re.match(r"(?:de|des|du|of) ", part):
            made[-1] = whole  # how many they are, or whose
        else:
            made.append(part)
    return made


def _behind_country(head: Sequence[Line]) -> Iterator[Line]:
    """The lines of the head; a country alone, in capitals, with what stands beside it in the next cell."""
    before = ""
    for line in head:
        yield replace(line, text=f"{before} {line.text}") if before and not line.text.endswith(".") else line
        named = [match for _, match in countries(line.text) if line.text.isupper()]
        before = line.text if any(match.group() == fold(line.text) for match in named) else ""


def _led(line: Line) -> Iterator[Person]:
    """Who stands behind the country in the head: `TOGO  Some 60 families of Kolandé`."""
    for _, country in countries(line.text):
        rest = line.text[country.end() :].strip(" :,-–")
        if country.start() or not line.text[: country.end()].isupper() or not rest:
            continue
        if groups.is_group(rest):
            yield groups.group(re.split(r", (?:de|del|of|from|in|à|en)\b", rest)[0].rstrip("."), line, Sure.SHAPE)
        elif not re.search(r"\d", rest):
            for part in _split(re.sub(r"\([^)]*\)", "", rest)):
                if list(plain_names(part)) == [part.strip()]:
                    yield Person(name=Value(part.strip(), part.strip(), line, Sure.SHAPE))


def _sentences(document: Document, head: Sequence[Line]) -> Iterator[Line]:
    """The lines of the head; those of a paragraph of sentences as one."""
    for rows in paragraphs([line for line in head if not labels.match(line)]):
        if len(rows) > 1 and rows[-1].text.endswith((".", "!", "”", "»")):
            yield replace(rows[0], text=document.joined(rows))
        else:
            yield from rows


def _beside(head: Sequence[Line], named: Sequence[Person]) -> Iterator[Person]:
    """Groups on lines of their own among those of people, or behind the country."""
    lists = {rows[0].paragraph for rows in paragraphs(head) if not rows[-1].text.endswith((".", "!", "”"))}
    near = lists & {person.name.line.paragraph for person in named}
    for line in _whole_groups(head):
        if line.paragraph in near and groups.begins(line.text) and not _MARK.search(line.text):
            yield groups.group(re.sub(r"^(?:and|et|y) ", "", line.text), line, Sure.SHAPE)
        else:
            yield from (person for person in _led(line) if person.many)


def _whole_groups(head: Sequence[Line]) -> list[Line]:
    """The lines of the head; the last word or two of a group's name go with the line before them."""
    made: list[Line] = []
    for line in head:
        last = made[-1] if made else None
        is_rest = len(line.text.split()) < FEWEST_WORDS and not _MARK.search(line.text) and not groups.begins(line.text)
        if last and last.paragraph == line.paragraph and groups.begins(last.text) and is_rest:
            made[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            made.append(line)
    return made


FEWEST_WORDS = 3
"""Words of a line that may be one of its own, among lines of people."""


def _marked(document: Document, line: Line, spoken: Mapping[str, str]) -> Iterator[Person]:
    for match in _MARK.finditer(line.text):
        name = match["n"]
        for _, country in countries(name):
            if country.start() == 0 and name[: country.end()].isupper() and name[country.end() :].strip():
                name = name[country.end() :].strip(" :,-")
                break
        title, _, rest = name.partition(" ")
        name = common_aside(document.words, rest if title in TITLES and " " in rest else name)
        yield Person(name=Value(name, name, line), gender=_kind(match["g"], spoken))


def _unled(first: Person, others: Sequence[Person]) -> Person:
    """The first of the head without a country in capitals before the name; not where surnames stand so."""
    lead, _, name = first.name.value.partition(" ")
    is_country = first.name.line.text.startswith(lead) and lead.isupper() and len(lead) > SHORT
    if (
        not is_country
        or " " not in name
        or any(len(word) > SHORT and word.isupper() for word in (other.name.value.split()[0] for other in others))
    ):
        return first
    return replace(first, name=Value(name, name, first.name.line))


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
