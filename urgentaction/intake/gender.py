"""The gender of people where only grammar shows it: titles, nouns, participles and pronouns beside their names.

All that is found must agree, and be of two kinds (a participle and a pronoun, say) where it is no title: one word that says
otherwise, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from urgentaction.intake.found import Person
from urgentaction.intake.lines import Document, sentences

_TITLED: Final[Mapping[str, str]] = {
    "m": r"(?:Mr\.?|M\.|Monsieur|Sr\.|Señor|el señor|Don)\s+",
    "f": r"(?:Ms\.?|Mrs\.?|Miss|Mme\.?|Mlle\.?|Madame|Sra\.|Srta\.|Señora|la señora|Doña)\s+",
}
"""What stands before a name."""

_NOUNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "m": r"\b(?:man|boy|father|husband|son|brother|uncle|grandfather|widower|monk|\w{3,12}(?:sman|rman|eman|yman))\b",
        "f": r"\b(?:woman|girl|mother|wife|daughter|sister|aunt|grandmother|widow|nun|\w{3,12}woman|midwife)\b",
    },
    "fr": {
        "m": r"\b(?:un|le)\s(?:[\w’'-]+\s)?(?:homme|garçon|père|mari|veuf|moine|avocat|étudiant|paysan|instituteur|enseignant|militant|directeur)\b",
        "f": r"\b(?:une|la)\s(?:[\w’'-]+\s)?(?:femme|fille|mère|veuve|religieuse|avocate|étudiante|paysanne|institutrice|enseignante"
        r"|militante|journaliste|directrice)\b|\b\w{3,14}(?:trice|ière)\b(?=\s(?:de|à|et|âgée)\b)|\benceinte\b",
    },
    "es": {
        "m": r"\b(?:el|un)\s(?:\w+\s)?(?:hombre|joven|padre|esposo|abogado|maestro|activista|periodista|campesino|estudiante)\b",
        "f": r"\b(?:la|una)\s(?:\w+\s)?(?:mujer|joven|madre|esposa|abogada|maestra|activista|periodista|campesina|estudiante)\b|\bembarazada\b",
    },
}
"""What somebody is called right after the name."""

_IS = r"\b(?:été|est|était|reste|fut|sera|demeure)\s(?:[\w’'-]+ment\s)?"
_IRREGULAR = "détenu|disparu|mort|poursuivi|puni|soumis|retenu|maintenu|mis|battu|interdit|contraint|revenu"
_PARTICIPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "m": rf"(?:{_IS}(?:\w{{2,14}}é|{_IRREGULAR})|,\s\w{{1,14}}é)\b",
        "f": rf"(?:{_IS}(?:\w{{2,14}}ée|(?:{_IRREGULAR})e)|,\s\w{{1,14}}ée)\b",
    },
    "es": {
        "m": r"(?:\b(?:fue|sido|está|estaba|sigue|permanece|quedó|será|continúa)\s(?:\w+mente\s)?|,\s(?:\w{3,20}\s)?)(?:\w{2,14}(?:ado|ido)|preso)\b",
        "f": r"(?:\b(?:fue|sido|está|estaba|sigue|permanece|quedó|será|continúa)\s(?:\w+mente\s)?|,\s(?:\w{3,20}\s)?)(?:\w{2,14}(?:ada|ida)|presa)\b",
    },
}
"""How a verb agrees with the name before it."""

_PRONOUNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"m": r"\b(?:he|him|his|himself)\b", "f": r"\b(?:she|her|hers|herself)\b"},
    "fr": {
        "m": r"\bil\b(?!\s(?:faut|est\s(?:prévu|possible|temps|urgent|interdit|important|nécessaire|essentiel|à\scraindre|clair|difficile|impératif|question)|y|s['’]agit|semble|importe|existe|convient|ne\sfaut|n['’]y|pourrait|suffit|reste))",
        "f": r"\belle\b(?!-même\b)",
    },
    "es": {"m": r"\bél\b", "f": r"\bella\b"},
}
_OTHERS: Final = re.compile(
    r"\b(?:wife|husband|mother|father|sister|brother|son|daughter|lawyer|partner|widow|relatives?|colleague|neighbour|friend|doctor"
    r"|épouse|mari|femme|mère|père|sœur|frère|fils|fille|avocate?|compagne|compagnon|collègue|voisine?|amie?|médecin|proches?"
    r"|esposa|esposo|marido|mujer|madre|padre|hermana|hermano|hijo|hija|abogad[oa]|compañer[oa]|vecin[oa]|amig[oa]|médic[oa])\b",
    re.IGNORECASE,
)
"""Somebody else to whom a pronoun may belong."""

_COUNT = r"(?:two|three|four|five|six|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|seis)"
_BOTH: Final[Mapping[str, str]] = {
    "m": rf"\b(?:the|both|les|los|all)\s{_COUNT}\s(?:men|boys|brothers|hommes|frères|hombres|hermanos)\b",
    "f": rf"\b(?:the|both|les|las|all)\s{_COUNT}\s(?:women|girls|sisters|femmes|sœurs|mujeres|hermanas)\b",
}
"""What several people are called together."""

_ALL: Final[Mapping[str, str]] = {"m": "(?:All m|M)en|Hommes|Hombres", "f": "(?:All w|W)omen|Femmes|Mujeres"}
"""What stands alone below their names."""

_AFTER = 200
"""Characters behind a name in which words belong to it."""


def told(document: Document, people: Sequence[Person], language: str) -> tuple[Person, ...]:
    """The people, with their gender where the document's grammar shows it and nothing stated it."""
    if not any(_is_open(person) for person in people):
        return tuple(people)
    said = [one for rows in document.paragraphs() for one in sentences(document.joined(rows))]
    names = [person.name.value for person in people if not person.many]
    together = _alone(set(_together(said, names, language)))
    return tuple(
        replace(person, gender=_agreed(list(_evidence(said, person.name.value, names, language))) or together or "x")
        if _is_open(person)
        else person
        for person in people
    )


def _is_open(person: Person) -> bool:
    return person.gender == "x" and not person.many


def _alone(kinds: set[str]) -> str:
    return kinds.pop() if len(kinds) == 1 else ""


def _agreed(told: Sequence[tuple[str, str]]) -> str:
    """The gender that evidence of two kinds agrees on, or a title alone."""
    ways = {way for way, _ in told}
    return _alone({kind for _, kind in told}) if len(ways) > 1 or "title" in ways else ""


def _evidence(said: Sequence[str], name: str, names: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    others = [other for other in names if other != name]
    short = name.rsplit(maxsplit=1)[-1]
    for at, sentence in enumerate(said):
        whole = name in sentence
        place = sentence.find(name if whole else short)
        if place < 0 or any(other in sentence or other.split()[-1] in sentence for other in others):
            continue
        end = place + len(name if whole else short)
        yield from (("title", kind) for kind in _titled(sentence[:place]))
        yield from _behind(sentence[end : end + _AFTER], language)
        if re.fullmatch(r"[^,;:]{0,40}", sentence[:place]):  # the sentence is about this person
            yield from (("pronoun", kind) for kind in _pronouns(sentence[end:], language))
            yield from (("pronoun", kind) for kind in _begun(said[at + 1] if at + 1 < len(said) else "", language))


def _titled(before: str) -> Iterator[str]:
    for kind, pattern in _TITLED.items():
        if re.search(rf"(?:^|[\s(]){pattern}$", before):
            yield kind


def _behind(after: str, language: str) -> Iterator[tuple[str, str]]:
    """What the words right behind a name say: a noun set beside it, a participle that agrees with it."""
    beside = re.match(r",\s(?!(?:whose|dont|cuy)\b)([^,.;]{3,60})", after)
    for kind, pattern in _NOUNS.get(language, {}).items():
        noun = re.search(pattern, beside.group(1), re.IGNORECASE) if beside else None
        if noun and not re.search(
            r"['’]s\s|\b(?:by|of|par|por|de)\s", beside.group(1)[: noun.start()] if beside else ""
        ):
            yield "noun", kind
    clause = re.split(r"[.;]|\b(?:qui|que|dont|who|whose|quien|cuy[oa])\b", after, maxsplit=1)[0]
    for kind, pattern in _PARTICIPLES.get(language, {}).items():
        for match in re.finditer(pattern, clause):
            if not _OTHERS.search(clause[: match.start()]):
                yield match.group().split()[-1], kind


def _pronouns(after: str, language: str) -> Iterator[str]:
    for kind, pattern in _PRONOUNS.get(language, {}).items():
        match = re.search(pattern, after, re.IGNORECASE)
        if match and not _OTHERS.search(after[: match.start()]):
            yield kind


def _begun(sentence: str, language: str) -> Iterator[str]:
    """The pronoun that the next sentence begins with."""
    for kind, pattern in _PRONOUNS.get(language, {}).items():
        if re.match(pattern, sentence, re.IGNORECASE):
            yield kind


def _together(said: Sequence[str], names: Sequence[str], language: str) -> Iterator[str]:
    """What is said of all of them at once."""
    if len(names) < 2:  # noqa: PLR2004
        return
    for sentence in said:
        for kind, pattern in _BOTH.items():
            if re.search(pattern, sentence, re.IGNORECASE) or re.match(rf"(?:{_ALL[kind]})\.?$", sentence):
                yield kind
        if language == "fr" and all(name in sentence for name in names):
            last = max(sentence.find(name) + len(name) for name in names)
            if re.search(r"\b(?:été|sont|étaient|restent)\s\w+ées\b", sentence[last : last + _AFTER]):
                yield "f"
