"""What is asked: the points of a list, or the sentences of a letter that urge; and that letter, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from urgentaction.intake.found import Sure, Value, text
from urgentaction.intake.labels import Part
from urgentaction.intake.lines import BULLET, Document, Line, items, paragraphs, sentences

_WHOM = r"(?:(?:them|him|her|the|all|your|you|los|las|les|la|le|el|a|aux|au|à|al|sur)\b[^.:;]{0,90}?\s)?"
_LED = re.compile(
    r"^(?:(?:calling (?:on|for)|urging|asking|demanding|reminding|requesting|insisting|call on|urge|ask)\s+"
    + _WHOM
    + r"(?:to\s+)"
    r"|(?:(?:engagez|exhortez|demandez|priez)-(?:les|leur|le|la|lui)\s+(?:à|de|d['’])\s*|instándol[aeo]s?\s+(?:a que|a)\s+|(?:engageant|exhortant|demandant|priant|appelant|invitant|engagez|exhortez|demandez|priez|appelez)\s+"
    + _WHOM
    + r"(?:à|de|d['’])\s*)"
    r"|(?:instando|pidiendo|exhortando|solicitando|urgiendo|insten|pidan|exhorten|insta|pide)\s+"
    + _WHOM
    + r"(?:a que|que|a)\s+"
    r"|(?:calling for|demanding|urging that|demandant|pidiendo|solicitando)\s+)",
    re.IGNORECASE,
)
_URGES: Final = re.compile(
    r"(?:\bI|\bwe)\s+(?:therefore |also |further |strongly |respectfully |hereby |thus |would like to |would |must )*"
    r"(?:urge|call (?:on|upon)|ask|request|appeal to|implore|demand)\s+"
    r"(?:you|your [\w ]{3,40}?|the [\w ]{3,60}?)(?:\s+(?:and [\w ]{3,40}?))?,?\s*"
    r"(?:therefore |also |as a matter of urgency,? |immediately |urgently )*to\b[\s:]*"
    r"|\bje vous (?:en )?(?:demande|prie|exhorte|engage|appelle|invite|conjure)\s+(?:donc |également |aussi |instamment |par conséquent |respectueusement |"
    r"solennellement |de toute urgence |en outre |dès lors )*(?:à|de|d['’]|:)\s*"
    r"|\b(?:le|les|lo|la|los) (?:insto|pido|ruego|exhorto|urjo|solicito|insta|pedimos|instamos)\s+(?:por tanto |también |asimismo |"
    r"respetuosamente |encarecidamente |por ello |, por tanto, |por consiguiente |igualmente )*(?:a que|que|a|:)\s*",
    re.IGNORECASE,
)
SALUTATION: Final = re.compile(
    r"^(?:Dear\b|Your (?:Excellency|Majesty|Honou?r)|Excellency|Sir\b|Madam\b|Monsieur|Madame|Mesdames|Messieurs|Excellence"
    r"|Votre Excellence|Majesté|Cher|Chère|Estimad[oa]|Señora?\b|Excelentísim|Excelencia|Su Excelencia|Distinguid|Muy señor"
    r"|Honorable|Ilustrísim|Respetad|(?:Sr|Sra)\. [^,:]*[,:]$)",
)
CLOSING: Final = re.compile(
    r"^(?:Yours (?:sincerely|faithfully|truly|respectfully)|Sincerely|Respectfully|With (?:kind|best) regards|Yours,"
    r"|(?:Je vous prie d['’]|Veuillez |Dans l['’]attente|En vous remerciant|Cordialement|Respectueusement|Salutations)"
    r"|Atentamente|Le saluda|Les saluda|Reciba|Respetuosamente|Cordialmente|Sin otro particular|Un saludo|Quedo a la)",
    re.IGNORECASE,
)
_NO_DEMAND: Final = re.compile(
    r"^(?:express|remind|acknowledg|welcom|noting|recogni|thank|dites-vous|exprim|rappel|reconnaiss|salu|remerci|expres|record"
    r"|reconoc|agradec|click|visit|let us|share)",
    re.IGNORECASE,
)
"""How a point begins that only expresses concern, or reminds."""

LONGEST = 700


def letter(document: Document, parts: Sequence[Part]) -> tuple[list[Line], list[Value[str]], list[Value[str]]]:
    """What stands before a model letter under its label, its salutation and its paragraphs up to the closing."""
    for part in parts:
        if part.name == "letter":
            before, salutation, body = _cut(part.all)
            if body:
                return before, _values(document, salutation), _values(document, body)
    if not any(part.name == "letter" for part in parts):
        before, salutation, body = _cut(list(document.lines))
        if body and salutation and len(body) > 1:
            return [], _values(document, salutation), _values(document, body)
    return [], [], []


def _cut(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    start = next((at for at, line in enumerate(lines) if SALUTATION.match(line.text) and len(line.text) < 90), None)  # noqa: PLR2004
    if start is None:
        return [], [], []
    end = next((at for at, line in enumerate(lines) if at > start and CLOSING.match(line.text)), None)
    if end is None:
        return list(lines[:start]), [], []
    return list(lines[:start]), [lines[start]], list(lines[start + 1 : end])


def _values(document: Document, lines: Sequence[Line]) -> list[Value[str]]:
    found = (text(document, list(rows), document.joined(rows)) for rows in paragraphs(lines))
    return [value for value in found if value]


def demands(document: Document, parts: Sequence[Part], letter: Sequence[Value[str]]) -> tuple[Value[str], ...]:
    """What is asked, each once: points of the list, else what the letter urges."""
    listed = [value for part in parts if part.name == "ask" for value in _points(document, part)]
    found = listed or list(_urged(document, letter))
    return tuple({value.said: value for value in found}.values())


def _points(document: Document, part: Part) -> Iterator[Value[str]]:
    points = list(items(part.all))
    if points:
        for rows in points:
            yield from _clause(document, list(rows), _LED)
        return
    for rows in paragraphs(part.all):
        if _LED.match(rows[0].text):
            yield from _clause(document, list(rows), _LED)


def _clause(document: Document, rows: list[Line], led: re.Pattern[str]) -> Iterator[Value[str]]:
    said = BULLET.sub("", document.joined(rows))
    if _NO_DEMAND.match(said):
        return
    said = led.sub("", said, count=1).strip(" .;:,")
    said = re.sub(r"[;,.]?\s+(?:and|et|y)$", "", said)
    if 8 < len(said) <= LONGEST and (value := text(document, rows, said)):  # noqa: PLR2004
        yield value


def _urged(document: Document, letter: Sequence[Value[str]]) -> Iterator[Value[str]]:
    listing = False
    for paragraph in letter:
        item = BULLET.match(paragraph.said)
        if item and listing:
            said = re.sub(r"[;,.]?\s+(?:and|et|y)$", "", paragraph.said[item.end() :].strip(" .;,"))
            yield Value(said, said, paragraph.line, Sure.SHAPE)
            continue
        for sentence in sentences(paragraph.said):
            match = _URGES.search(sentence)
            said = sentence[match.end() :].strip(" .;:") if match else ""
            listing = bool(match) and not said
            if said and len(said) <= LONGEST and document.says(said):
                yield Value(said, said, paragraph.line, Sure.SHAPE)
