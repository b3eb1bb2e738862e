"""The head of an action: its number, index, country, headline and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from urgentaction.intake.days import days
from urgentaction.intake.found import Sure, Value
from urgentaction.intake.labels import Part
from urgentaction.intake.lines import Document, Line, paragraphs
from urgentaction.intake.nations import countries

_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1st première premier 1re 1ère primera primer 1a 1ª",
            "second 2nd deuxième seconde 2e 2ème segunda segundo 2a 2ª",
            "third 3rd troisième 3e 3ème tercera tercer 3a 3ª",
            "fourth 4th quatrième 4e 4ème cuarta 4a 4ª",
            "fifth 5th cinquième 5e 5ème quinta 5a 5ª",
            "sixth 6th sixième 6e 6ème sexta 6a 6ª",
            "seventh 7th septième 7e 7ème séptima 7a 7ª",
            "eighth 8th huitième 8e 8ème octava 8a 8ª",
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINAL = "|".join(sorted(map(re.escape, _ORDINALS), key=len, reverse=True))
_UA = r"(?:UA|AU|urgent action|action urgente|acci[oó]n urgente)"
_D = r"[\dOoIl|]"
NUMBER: Final = re.compile(
    rf"\b(?:(?P<o>{_ORDINAL})\s+)?{_UA}\s*(?:n[o°º.]*|num[.\w]*|núm[.\w]*|number)?\s*[:#–-]?\s*(?P<n>{_D}{{1,3}}) ?[/.] ?(?P<y>(?:{_D}{{2}})?{_D}{{2}})(?![\w/])",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w/])(?P<n>{_D}{{1,3}}) ?[/.] ?(?P<y>(?:{_D}{{2}})?{_D}{{2}})(?![\w/.])")
INDEX: Final = re.compile(r"\b[A-Z]{3} ?\d{2}/\d{2,5}/(?:19|20)?\d{2}\b")
_OF_EARLIER = re.compile(r"\([A-Z]{3} ?\d{2}/[^()]{0,80}")
"""In brackets: the index of an earlier document."""

_NOISY = re.compile(r"\b([A-Z]{3} ?)([\dOolI|]{2}/[\dOolI|]{2,5}/[\dOolI|]{4})(?!\w)")
_ORDER = re.compile(
    rf"\b(?P<o>{_ORDINAL})\s+(?:(?:and|et|y) (?:last|final|dernière|última|definitiva) )?(?:update|further information|actualisation|mise à jour|actualización|(?:action )?complémentaire"
    r"|información complementaria|ua\b|au\b)",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"further information|\bupdate\b|informations complémentaires sur|complément d'information sur|actualisation|mise à jour"
    r"|información complementaria sobre|más información sobre|actualización",
    re.IGNORECASE,
)
_THIS = re.compile(
    rf"\b(?:this is the|ceci est la|il s['’]agit de la|[eé]sta es la)\s+(?:{_ORDINAL})\s[\w ]{{0,20}}?(?:update|mise à jour|actualización|actualisation)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\bstop action\b|urgent action (?:outcome|stopped|ended|closed)|fin de l['’]action|action terminée|fin de la acción|acción (?:concluida|terminada)",
    re.IGNORECASE,
)
"""In a line of the head: the action is over."""

_NOW = r"(?:(?:at (?:present|this (?:time|stage))|for now|therefore|à ce stade|pour l['’]instant|por (?:el momento|ahora)),? )?"
_NOTHING = re.compile(
    rf"{_NOW}(?:no (?:further|more) (?:actions?|appeals|letters)\b(?=[^.!?]*\b(?:requ|need|necess|ask|should|call|please)|\W*$)"
    r"|aucune? (?:[\w ]{0,20} )?(?:action|lettre|appel)\b[\w ]{0,25} n['’]est (?:plus )?(?:requis|nécessaire|demandé|attendu)"
    r"|(?:merci|prière) de ne plus envoyer|n['’]envoyez plus|il n['’]est plus nécessaire d['’](?:envoyer|agir)"
    r"|no (?:se )?(?:requiere|necesita|pide|solicita)n? (?:más|ninguna|nuevas) [\w ]{0,20}(?:acci[oó]n|carta|llamamiento)|no es necesario (?:enviar|realizar|emprender)|no envíen más"
    r"|please (?:do not|stop) send)",
    re.IGNORECASE,
)
"""How a sentence begins that says of the action that nothing more is to be sent."""

_OF_SOME = re.compile(
    r"\b(?:for|pour|para|por) (?:(?i:her|him|them|lui|elles?|eux|él|ellas?|ellos)\b|[A-Z][a-zà-ÿ])|(?i:\b(?:but|however|except|mais|sauf|pero|salvo|excepto)\b)"
)
"""It says so of one among several, or not of everything."""

_PERHAPS_OVER = re.compile(r"bonne nouvelle|buenas? noticias?|good news", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
_DEADLINE = re.compile(
    r"(?:appeals? (?:before|by|until)|sending appeals? after|send(?:ing)? (?:them |appeals |this )?(?:after|before|until)"
    r"|take action .{0,40}?(?:until|before|by)|deadline\D{0,30}|possible until|write (?:before|until|by)|valid until"
    r"|avant le|jusqu'au|date limite\D{0,40}|après le|antes del?|hasta el|después del?|fecha límite\D{0,40}|plazo\D{0,30})[\s:]*$",
    re.IGNORECASE,
)
_FEW = 8
"""Words of a line that is no part of a sentence."""

_FEWEST = 3
"""Words in small letters with which a sentence tells something, before its date."""

_TELLS = 25
"""Words of a paragraph that tells something."""

SURE_HEAD = 25
"""Lines in which the head of an action stands."""


def number(lines: Sequence[Line], parts: Sequence[Part]) -> tuple[Value[str] | None, Value[int] | None]:
    """The action's number as `60/16`, and which of its series this is."""
    labelled = [line for part in parts if part.name == "number" for line in part.all]
    for line in labelled:
        if match := NUMBER.search(line.text) or _BARE.search(line.text):
            return _number(match, line, Sure.LABEL), _sequence(match, line) or _order(labelled)
    for line in lines:
        if match := NUMBER.search(line.text):
            return _number(match, line, Sure.SHAPE), _sequence(match, line) or _order(lines)
    return None, None


def _number(match: re.Match[str], line: Line, sure: Sure) -> Value[str]:
    digits, year = (match[key].translate(_DIGITS) for key in "ny")
    said = match.group()[match.start("n") - match.start() :]
    return Value(f"{int(digits)}/{year[-2:]}" if digits.isdecimal() else f"{digits}/{year[-2:]}", said, line, sure)


def _sequence(match: re.Match[str], line: Line) -> Value[int] | None:
    word = match.groupdict().get("o")
    return Value(_ORDINALS[word.casefold()], word, line) if word else None


def _order(lines: Sequence[Line]) -> Value[int] | None:
    for line in lines:
        if match := _ORDER.search(line.text):
            return Value(_ORDINALS[match["o"].casefold()], match["o"], line, Sure.SHAPE)
    return None


def is_update(lines: Sequence[Line], every: Sequence[Line]) -> bool:
    """Whether the head says that this follows an earlier action, or a line does of this one."""
    return any(_UPDATE.search(line.text) for line in lines[:SURE_HEAD]) or any(
        _THIS.search(line.text) for line in every
    )


def is_stop(head: Sequence[Line], said: Iterable[str]) -> bool:
    """Whether a line of the head says that the action is over, or a sentence of its own that nothing is to be sent."""
    sentences = (sentence for one in said for sentence in _SENTENCE.split(one))
    short = (line.text for line in head if line.text.isupper() or len(line.text.split()) <= _FEW)
    return any(_ENDED.search(one) and not one.endswith((".", ",")) for one in short) or any(
        _NOTHING.match(one) and not _OF_SOME.search(one) for one in sentences
    )


def may_stop(said: Iterable[str]) -> bool:
    """Whether words are there that stand in last documents, and in others: a person is asked."""
    return any(_ENDED.search(one) or _PERHAPS_OVER.search(one) or is_thanks(one) for one in said)


def is_thanks(said: str) -> bool:
    """Whether a paragraph says that nothing more is to be sent, in so many words."""
    return bool(_NO_MORE.search(said))


_NO_MORE = re.compile(
    r"\bno (?:further|more) (?:action|appeals?|letters)\b|aucune (?:autre |nouvelle )?(?:action|lettre)[\w ]{0,25} n['’]est|n['’]est (?:plus )?(?:requise|nécessaire|demandée)"
    r"|ne plus envoyer|no se (?:requiere|requieren|necesita|pide|solicita)n? (?:más|ninguna|nuevas)|no es necesario (?:enviar|realizar|emprender)|no envíen más"
    r"|\bplease (?:do not|stop) send|n['’]envoyez plus",
    re.IGNORECASE,
)


def index(lines: Sequence[Line]) -> Value[str] | None:
    """The publisher's index, as written."""
    for line in lines:
        own = _OF_EARLIER.sub("", line.text)
        if match := INDEX.search(own):
            return Value(match.group(), match.group(), line)
        if match := _NOISY.search(own):
            return Value(match[1] + match[2].translate(_DIGITS), match.group(), line, Sure.SHAPE)
    return None


def issued(document: Document, head: Sequence[Line], parts: Sequence[Part], language: str) -> Value[date] | None:
    """When it was published: under its label, else the first date of the head."""
    for part in parts:
        if part.name == "issued":
            for line in part.all[:2]:
                for day, match in days(line.text, language):
                    return Value(day, line.text[match.start() : match.end()], line)
    found: list[Value[date]] = []
    for rows in paragraphs(head):
        joined = document.joined(rows)
        for day, match in days(joined, language):
            before = joined[: match.start()]
            if _DEADLINE.search(before) or re.search(r"\([^)]*$", before) or _is_told(joined, before):
                continue
            labelled = re.search(r"\b(?:date|fecha)(?: de \w+)?\s*:?\s*$", before, re.IGNORECASE)
            said = joined[match.start() : match.end()]
            found.append(Value(day, said, _where(rows, said), Sure.LABEL if labelled else Sure.SHAPE))
    return next((value for value in found if value.sure is Sure.LABEL), found[0] if found else None)


def _is_told(joined: str, before: str) -> bool:
    """Whether a date stands inside a sentence that tells what happened: no letterhead has one, nor is so long."""
    begun = re.split(r"[.!?:]\s", before)[-1].split()
    in_sentence = sum(word.islower() for word in begun) >= _FEWEST and bool(
        re.search(r"[.!]$|[.!]\s", joined[len(before) :])
    )
    return in_sentence or (bool(before) and joined.endswith((".", "”", "»", "!")) and len(joined.split()) > _TELLS)


def deadline(document: Document, parts: Sequence[Part], language: str) -> Value[date] | None:
    """The last day for letters: under its label, or after words that say until when."""
    for part in parts:
        if part.name in {"deadline", "targets"}:
            label = Line(part.label, part.head.number, part.head.page, part.head.paragraph)
            rows = [label, *part.all[:3]] if part.name == "deadline" else [label]
            said = document.joined(rows)
            for day, match in days(said, language):
                return Value(day, said[match.start() : match.end()], part.head)
    for paragraph in document.paragraphs():
        joined = document.joined(paragraph)
        for day, match in days(joined, language):
            if _DEADLINE.search(joined[: match.start()]):
                said = joined[match.start() : match.end()]
                return Value(day, said, _where(paragraph, said), Sure.SHAPE)
    return None


def _where(paragraph: Sequence[Line], said: str) -> Line:
    """The line in which words begin."""
    begin = said.split(" ", maxsplit=1)[0]
    return next((line for line in paragraph if said in line.text), None) or next(
        (line for line in paragraph if begin in line.text), paragraph[0]
    )


def _alone(line: Line) -> Value[str] | None:
    """The country that a line names and nothing else, a day apart."""
    for code, match in countries(line.text):
        if not re.search(r"[^\W\d_]", _without_days(line.text[: match.start()] + line.text[match.end() :])):
            return Value(code, line.text[match.start() : match.end()], line, Sure.SHAPE)
    return None


def _without_days(said: str) -> str:
    for language in ("en", "fr", "es"):
        for _, match in days(said, language):
            said = said.replace(match.group(), " ")
    return said


def country(document: Document, title: Value[str] | None, head: Sequence[Line]) -> Value[str] | None:
    """Whose authorities are asked: the name before the colon of the headline, else the first in the head."""
    if title is not None:
        before = title.said.partition(":")
        for code, match in countries(before[0]) if before[1] else ():
            return Value(code, title.said[match.start() : match.end()], title.line)
    first = next((at for at, line in enumerate(head) if NUMBER.search(line.text) or INDEX.search(line.text)), 0)
    return (
        _named(document, head[first:])
        or next(filter(None, map(_alone, head[:first])), None)
        or _named(document, head[:first])
    )


def _named(document: Document, lines: Sequence[Line]) -> Value[str] | None:
    """The country that is named first."""
    for rows in paragraphs(lines):
        said = document.joined(rows)
        for code, match in sorted(countries(said), key=lambda pair: pair[1].start())[:1]:
            named = said[match.start() : match.end()]
            return Value(code, named, _where(rows, named), Sure.SHAPE)
    return None
