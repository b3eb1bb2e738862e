"""What is asked: the points of a list, or the sentences of a letter that urge; and that letter, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from urgentaction.intake.found import Sure, Value, text
from urgentaction.intake.labels import Part
from urgentaction.intake.lines import BULLET, Document, Line, items, paragraphs, sentences
from urgentaction.intake.names import OF, WORD, is_other

_WHOM = r"(?:(?:on |upon )?(?:them|him|her|the|all|your|you|los|las|les|la|le|el|a|aux|au|à|al|sur|su|sus|leur|ses)\b(?:(?!\b(?:not )?to be\b|\bya que\b)[^.:;]){0,90}?(?<!\bnot)(?<!\bya)\s)?"
_ING = r"calling (?:on|upon|for)|urging|asking|demanding|requesting|insisting|pressing|imploring|appealing to|call (?:on|upon|for)|urge|ask|demand|request|insist"
_FR = (
    r"engageant|exhortant|demandant|priant|appelant|invitant|insistant|engagez|exhortez|demandez|priez|appelez|invitez|insistez|engager|exhorter|demander|prier"
    r"|appeler|inviter"
)
_ES = (
    r"instando|pidiendo|exhortando|solicitando|urgiendo|reclamando|insistiendo|insten|pidan|exhorten|insta|pide|pida|inste|exhorte|soliciten|solicite|insistan"
    r"|reclamen|instar|pedir|exhortar|solicitar|urjan"
)
_ADV = r"(?:(?:instamment|vivement|également|aussi|respectueusement|strongly|respectfully|encarecidamente|respetuosamente|also)\s+)?"
_LED = re.compile(
    rf"^(?:(?:{_ING})\s+{_ADV}{_WHOM}(?:,? ?(?:as a matter of urgency|immediately|urgently),? )?(?:to\s+(?!be\b)|(?=not to\s)|that\s+(?=(?:they|he|she)\b))"
    rf"|(?:(?:{_FR})-(?:les|leur|le|la|lui)\s+(?:(?:instamment|également|aussi)\s+)?(?:(?:à|de)\s+|d['’]\s*)"
    rf"|(?!demand\w+\s+{_ADV}(?:l[ae]s?\b|l['’]|une?\b|des\b))(?:{_FR})\s+{_ADV}{_WHOM}(?:(?:à|de)\s+|d['’]\s*))"
    rf"|(?:{_ES})\s+{_WHOM}(?:a que|que|a)\s+|(?:inst|exhort|pid|solicit|urg)\w{{2,5}}l[aeo]s?\s+(?:a que|que|a)\s+"
    r"|(?:calling for|calling on|demanding|urging that|demandant|pidiendo|solicitando|demandez(?!\s+(?:instamment|que|qu['’]))|pidan)\s+)",
    re.IGNORECASE,
)
_ADVERBS = (
    r"(?:therefore|also|further|furthermore|strongly|respectfully|hereby|thus|once again|again|urgently|immediately|earnestly|sincerely|kindly|would like to|would|must"
    r"|want to|am writing to|write to|wish to|ask and|request and)"
)
_DONC = r"(?:donc|également|aussi|instamment|par conséquent|respectueusement|solennellement|de toute urgence|en outre|dès lors|par ailleurs|ainsi|enfin|vivement)"
_POR = r"(?:por tanto|también|asimismo|respetuosamente|encarecidamente|por ello|por consiguiente|igualmente|además|urgentemente|con urgencia|por lo tanto|nuevamente|por último)"
_URGES: Final = re.compile(
    rf"(?:\bI|\bwe)(?:['’](?:m|d|re))?(?: am| are)?,?\s+(?:{_ADVERBS},?\s+){{0,3}}"
    r"(?:urg(?:e|ing)|call(?:ing)? (?:on|upon)|ask(?:ing)?|request(?:ing)?|appeal(?:ing)? to|implor(?:e|ing)|demand(?:ing)?|press(?:ing)?|beseech|exhort)\s+"
    r"(?:(?:you|your [\w ’'-]{2,60}?|the [\w ’'-]{2,60}?|his [\w ’'-]{2,40}?|her [\w ’'-]{2,40}?)(?:,?\s+and [\w ’'-]{3,50}?)?,?\s*"
    r"(?:(?:therefore|also|as a matter of urgency,?|immediately|urgently|once again|please|further)\s+){0,2}to\b[\s:]*|that\s+(?:you\s+(?:will )?)?)"
    rf"|\b(?:je|nous) vous (?:en )?(?:(?:demand|pri|exhort|engag|appel|invit|conjur|suppli)\w{{1,5}})\s+(?:,?\s?{_DONC},?\s+){{0,2}}(?:à|de|d['’]|:)\s*"
    r"|\b(?:je|nous) (?:demand|exhort|appel|engag|pri)\w{1,5} (?:(?:instamment|également) )?(?:aux|les|au|à|le|la|votre) [\w ’'-]{3,60}? (?:à|de|d['’])\s*"
    rf"|\b(?:le|les|lo|la|los) (?:insto|pido|ruego|exhorto|urjo|solicito|insta|pedimos|instamos|exhortamos|solicitamos|rogamos|imploro|reitero)(?:,?\s+{_POR},?){{0,2}}\s*(?:a que|que|a|:)\s*"
    r"|\b(?:solicito|pido|ruego|exijo|pedimos|solicitamos|exigimos|je demande|nous demandons) (?:asimismo |también |además )?(?:a usted )?que\s+"
    r"|\b(?:insto|exhorto|llamo|instamos|exhortamos|pido|pedimos) (?:a|al) [\w ’'-]{3,60}? (?:a que|que|a)\s+",
    re.IGNORECASE,
)
_MUST: Final = re.compile(
    r"\b(?:must|should|doit|doivent|devrai(?:t|ent)|debe|deben|debería|deberían)\b(?! (?:never |not )?have\b)",
    re.IGNORECASE,
)
"""What asks without urging anybody, after a letter has urged."""

_GENERAL: Final = re.compile(
    r"^(?:under|according|in accordance|international|everyone|every|nobody|no one|no-one|no |any|all (?:people|states)|states?|the state|en vertu|selon|le droit|toute"
    r"|tout|nul|aucun|les états|personne|según|conforme|de acuerdo|el derecho|toda|todo|nadie|ning|los estados|las normas|en virtud|as a|it |this |that )",
    re.IGNORECASE,
)
"""How a sentence begins that states what is so for everybody."""

SALUTATION: Final = re.compile(
    r"^(?:Dear\b|Your (?:Excellency|Majesty|Honou?r)|Excellency|Sir\b|Madam\b|Monsieur|Madame|Mesdames|Messieurs|Excellence"
    r"|Mon (?:Général|Colonel|Commandant|Capitaine|Lieutenant|Adjudant|Amiral)\b|Maître,|Vénérable|Sire\b"
    r"|Votre Excellence|Majesté|Cher|Chère|Estimad[oa]|Señora?\b|Excelentísim|Excelencia|Su Excelencia|Distinguid|Muy señor"
    r"|Honorable|Ilustrísim|Respetad|Mi (?:General|Coronel|Comandante|Capitán)\b|(?:Sr|Sra)\. [^,:]*[,:]$)",
)
_HOLDER: Final = re.compile(
    rf"(?:Monsieur|Madame|Mademoiselle|Maître) (?!L[ae]s? |L['’]){WORD}(?: (?:{OF} )?{WORD}){{1,5}}"
)
"""Who holds an office, under a title that a salutation begins with as well."""

CLOSING: Final = re.compile(
    r"^(?:Yours (?:sincerely|faithfully|truly|respectfully)|Sincerely|Respectfully|With (?:kind|best) regards|Yours,"
    r"|(?:(?:Je|Nous) vous prie?(?:ons)? (?:d['’]agréer|de (?:croire|recevoir|bien vouloir agréer)|,)|Veuillez |Recevez|Agréez|Croyez|Bien à vous|Dans l['’]attente|En vous remerciant|Cordialement|Respectueusement|Salutations)"
    r"|Atentamente|Le saluda|Les saluda|Reciba|Respetuosamente|Cordialmente|Sin otro particular|Un saludo|Quedo a la)",
    re.IGNORECASE,
)
_NO_DEMAND: Final = re.compile(
    r"^(?:express|remind|acknowledg|welcom|not(?:e|ing)\b|recogni|thank|stress|emphasi|point(?:ing)? out|stat(?:e|ing) that|explain|inform|condemn|draw|highlight"
    r"|dites|exprim|rappel|reconnaiss|reconna[iî]tre|salu|remerci|soulign|faites (?:part|savoir|remarquer)|déclar|félicit|prenez acte|condamn|dénonc|indiqu"
    r"|expres|record|recuerd|reconoc|reconozc|agradec|agradezc|manifest|señal|subray|acog|felicit|conden|mostr|muestr|dig[ao]|celebr"
    r"|click|visit|let us|share|cliquez|haz clic|partag|compart)",
    re.IGNORECASE,
)
_AND_URGES: Final = re.compile(rf"(?:,| and| et| y)\s+(?=(?:{_ING}|{_FR}|{_ES})\b)", re.IGNORECASE)
"""How a point begins that only expresses concern, or reminds."""

LONGEST = 700


def salutes(said: str) -> bool:
    """Whether a line begins a letter: as salutations do, and is no name with its title."""
    is_name = bool(_HOLDER.fullmatch(said)) and not is_other(said.partition(" ")[2])
    return bool(SALUTATION.match(said)) and not is_name


FEWEST = 8
"""Words of a line of a letter; shorter ones alone are an address."""


def letter(document: Document, parts: Sequence[Part]) -> tuple[list[Line], list[Value[str]], list[Value[str]]]:
    """What stands before a model letter under its label, its salutation and its paragraphs up to the closing."""
    for part in parts:
        if part.name == "letter":
            before, salutation, body = _cut(part.all, is_labelled=True)
            if body:
                before = before or [
                    line for one in parts if one.name == "letter" and one is not part for line in one.all
                ]
                return before, _values(document, salutation), _values(document, body)
    if not any(part.name == "letter" for part in parts):
        before, salutation, body = _cut(list(document.lines), is_labelled=False)
        if salutation and len(body) > 1 and any(len(line.text.split()) >= FEWEST for line in body):
            return [], _values(document, salutation), _values(document, body)
    return [], [], []


_SIGNED = re.compile(r"^(?:\[[^\]]{2,40}\]|_{3,}.*|(?:[A-ZÀ-Þ][\w’'-]+)(?: [\w’'-]+){0,4},)$")
"""What stands below a letter: a place for a name, a short line that ends in a comma."""


def _cut(lines: Sequence[Line], *, is_labelled: bool) -> tuple[list[Line], list[Line], list[Line]]:
    start = next((at for at, line in enumerate(lines) if salutes(line.text) and len(line.text) < 90), None)  # noqa: PLR2004
    if start is None:
        return [], [], []
    after = [
        at for at in range(start + 1, len(lines)) if CLOSING.match(lines[at].text) or _SIGNED.match(lines[at].text)
    ]
    end = after[0] if after else len(lines) if is_labelled else None
    if end is None:
        return list(lines[:start]), [], []
    return list(lines[:start]), [lines[start]], list(lines[start + 1 : end])


def _values(document: Document, lines: Sequence[Line]) -> list[Value[str]]:
    found = (
        text(document, list(rows), document.joined(rows)) for one in paragraphs(lines) for rows in _points_apart(one)
    )
    return [value for value in found if value]


def _points_apart(rows: Sequence[Line]) -> list[list[Line]]:
    """A paragraph, or each point of a list that is set without space between."""
    made: list[list[Line]] = [[]]
    for row in rows:
        ended = made[-1] and (made[-1][-1].text.endswith((".", ";", ":", ",")) or made[-1][0].is_item)
        if row.is_item and ended:
            made.append([])
        made[-1].append(row)
    return made


def demands(document: Document, parts: Sequence[Part], letter: Sequence[Value[str]]) -> tuple[Value[str], ...]:
    """What is asked, each once: points of the list, else what the letter urges."""
    listed = [value for part in parts if part.name == "ask" for value in _points(document, part)]
    if not listed and not letter:
        told = [
            rows
            for part in parts
            if part.name == "letter"
            for rows in items(part.all)
            if _LED.match(_bare(document, rows))
        ]
        listed = [value for rows in told for value in _clause(document, list(rows), _LED)]
    found = listed or list(_urged(document, letter))
    return tuple({value.said: value for value in found}.values())


def _bare(document: Document, rows: Sequence[Line]) -> str:
    return BULLET.sub("", document.joined(rows))


def _points(document: Document, part: Part) -> Iterator[Value[str]]:
    points = list(items(part.all))
    if points:
        for rows in points:
            yield from _clause(document, list(rows), _LED)
        return
    for rows in paragraphs(part.all):
        for point in _unmarked(rows):
            said = document.joined(point)
            if _LED.match(said) or _THAT.match(said):
                yield from _clause(document, point, _LED)


_THAT = re.compile(
    r"(?:demand|exig|réclam|pid|exij|ask)\w{0,4}\s+(?:instamment\s+)?(?:que\b|qu['’]|that\b)", re.IGNORECASE
)


def _unmarked(rows: Sequence[Line]) -> list[list[Line]]:
    """The points of a list whose marks are no text: each begins where one has ended."""
    made: list[list[Line]] = []
    for row in rows:
        if made and (not made[-1][-1].text.endswith((";", ".", ":")) or not re.search(r"\w", row.text)):
            made[-1].append(row)
        else:
            made.append([row])
    return made


def _clause(document: Document, rows: list[Line], led: re.Pattern[str]) -> Iterator[Value[str]]:
    said = BULLET.sub("", document.joined(rows))
    if _NO_DEMAND.match(said):
        urges = next((match for match in _AND_URGES.finditer(said) if led.match(said[match.end() :])), None)
        if urges is None:
            return
        said = said[urges.end() :]
    said = led.sub("", said, count=1).strip(" .;:,")
    said = re.sub(r"[;,.]?\s+(?:and|et|y)$", "", said)
    if 8 < len(said) <= LONGEST and (value := text(document, rows, said)):  # noqa: PLR2004
        yield value


_IS_POINT = re.compile(r"^[a-zà-ÿ].*(?:[;,.]|[;,] (?:and|et|y))$", re.DOTALL)
"""A paragraph that is a point of a list without a mark."""


def _urged(document: Document, letter: Sequence[Value[str]]) -> Iterator[Value[str]]:
    listing = urging = False
    for paragraph in letter:
        item = BULLET.match(paragraph.said)
        if listing and (item or _IS_POINT.search(paragraph.said)):
            said = re.sub(r"[;,.]?\s+(?:and|et|y)$", "", paragraph.said[item.end() if item else 0 :].strip(" .;,"))
            yield Value(said, said, paragraph.line, Sure.SHAPE)
            continue
        for sentence in sentences(paragraph.said):
            said, sure = _asked(sentence, urging=urging)
            match = _URGES.search(sentence)
            urging = urging or bool(match)
            listing = bool(match) and not said
            if said and len(said) <= LONGEST and document.says(said):
                yield Value(said, said, paragraph.line, sure)


_PLEASE = re.compile(r"(?:^(?:Please)|,\s+please)\s+(?!find|accept|see|note|reply|let|do not hesitate)(?=[a-z])")


def _asked(sentence: str, *, urging: bool) -> tuple[str, Sure]:
    """What a sentence of a letter asks: what it urges to do, or all of it where it says what must be."""
    if match := _URGES.search(sentence):
        return sentence[match.end() :].strip(" .;:"), Sure.SHAPE
    if please := _PLEASE.search(sentence):
        return sentence[please.end() :].strip(" .;:"), Sure.SHAPE
    if urging and _MUST.search(sentence) and not _GENERAL.match(sentence):
        return sentence.strip(" .;:"), Sure.PERHAPS
    return "", Sure.SHAPE
