"""Whom to write to: blocks of lines, each an office with its holder, its address, and its ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from urgentaction.intake import tongues
from urgentaction.intake.asks import SALUTATION
from urgentaction.intake.found import Sure, Target, Value
from urgentaction.intake.lines import BULLET, Line

EMAIL: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\"]+[^\s<>()\".,;:]")
_PHONE = re.compile(r"\+? ?\(?\d[\d ().\-/]{5,}\d")
_HANDLE = re.compile(r"(?<![\w.])@\w[\w.]{1,30}")
OFFICE: Final = re.compile(
    r"\b(?:president|prime minister|minister|secretary|attorney|prosecutor|governor|director|king|queen|emir|sultan|judge"
    r"|chief|commissioner|commander|head of|speaker|chair|mayor|ambassador|consul|supreme leader|ombudsman|general|warden"
    r"|president[ea]|ministr[oa]|secretari[oa]|fiscal|procurador|gobernador|director|directora|rey|juez|jef[ea]|embajador"
    r"|alcalde|alcaldesa|defensor|comandante|comisionad[oa]|président|présidente|ministre|secrétaire|procureur|gouverneur"
    r"|directeur|directrice|roi|juge|chef|ambassadeur|ambassadrice|maire|garde des sceaux|préfet|premier|primer|embassy"
    r"|embajada|ambassade|ministry|parole board|board of|gouverneure|gobernadora|jueza|mayor)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:ministry|ministère|ministerio|office of|palace|palais|palacio|department|département|departamento|secretaría"
    r"|secretariat|court of|embassy of|oficina|bureau|presidency|présidence|presidencia|prosecutor's office|fiscalía|parquet)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\d|\b(?:street|road|avenue|av\.|rue|boulevard|calle|paseo|box|apdo|b\.p\.|bp|square|place|plaza|edificio|building|floor)\b",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"^(?P<k>e-?mails?|courriels?|mél|correos?(?: electrónicos?)?|correo-e|fax(?:es)?|télécopie|tel(?:ephone)?s?\.?|phones?|téléphone|tél\.?"
    r"|teléfonos?|twitter(?:\s*/\s*x)?|x\s*/\s*twitter|x(?: \(twitter\))?|facebook|instagram|social media|réseaux sociaux|redes sociales"
    r"|web ?form|online form|contact form|website|web|formulaire(?: en ligne| de contact)?|formulario(?: web| en línea| de contacto)?"
    r"|sitio web|site(?: web| internet)?|salutations?|salutation and close|formule d['’]appel|formule de politesse|appel|tratamientos?"
    r"|encabezamientos?|saludos?|fórmula de tratamiento|address|adresse|dirección|titre|name|nom|nombre|post|cargo)"
    r"(?P<q>\s*\([^)]*\))?\s*[:：]\s*",
    re.IGNORECASE,
)
_KINDS: Final = {
    "e": "email", "cou": "email", "mé": "email", "cor": "email", "fax": "fax", "télécopie": "fax", "tel": "phone",
    "pho": "phone", "tél": "phone", "twi": "social", "x": "social", "fac": "social", "ins": "social", "soc": "social",
    "rés": "social", "red": "social", "web": "form", "onl": "form", "con": "form", "formulai": "form", "formular": "form",
    "sit": "form", "sal": "salutation", "formule": "salutation", "app": "salutation", "tra": "salutation",
    "enc": "salutation", "fór": "salutation", "add": "postal", "adr": "postal", "dir": "postal", "titre": "office",
    "name": "holder", "nom": "holder", "pos": "office", "car": "office",
}  # fmt: skip
_HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|M|Mme|Sr|Sra|Lic|Ing|Hon|Gen|Col|H\.E|S\.E|Prof|Abg|Maj)\.?|His Excellency|Her Excellency|Son Excellence"
    r"|General|Général|Doña|Don)(?=\s|\.)",
)
_PERSON = re.compile(
    r"^(?:[A-ZÀ-ÝŁŚ][\w’'.-]*|de|del|la|al|el|bin|van|von|da|dos|ould)(?: (?:[A-ZÀ-ÝŁŚ][\w’'.-]*|de|del|la|al|el|bin|van|von|da|dos|ould)){1,5}$"
)
_ADVICE = re.compile(r"^(?:please|veuillez|merci|por favor|note|if you|si vous|check with|consult)", re.IGNORECASE)
MOST_WORDS = 14
"""Words of the name of an office."""

ENOUGH = 3
"""Lines after which an empty line ends the block of an office."""


@dataclass
class _Block:
    """What is known of one office while its lines are read."""

    lines: list[Line] = field(default_factory=list)
    office: Value[str] | None = None
    holder: Value[str] | None = None
    postal: list[Value[str]] = field(default_factory=list)
    emails: list[Value[str]] = field(default_factory=list)
    phones: list[Value[str]] = field(default_factory=list)
    fax: list[Value[str]] = field(default_factory=list)
    social: list[Value[str]] = field(default_factory=list)
    form: list[Value[str]] = field(default_factory=list)
    salutations: list[tuple[str, Value[str]]] = field(default_factory=list)

    @property
    def has_ways(self) -> bool:
        """Whether something below an address was read."""
        return bool(self.emails or self.phones or self.fax or self.social or self.form or self.salutations)


def targets(lines: Sequence[Line], language: str, *, copy: bool) -> list[Target]:
    """The offices in these lines, in their order."""
    found = (_target(block, language, copy=copy) for block in _blocks(lines))
    return [target for target in found if target]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and _is_next(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_next(block: Sequence[Line], line: Line) -> bool:
    """Whether a line begins another office: after a salutation, or after an empty line where the office has an address."""
    last = block[-1]
    if _kind(line.text) or (SALUTATION.match(line.text) and not OFFICE.search(line.text)):
        return False
    if _is_way(last.text) and _is_salutation(last.text):
        return bool(line.paragraph != last.paragraph or OFFICE.search(line.text) or _HONORIFIC.match(line.text))
    if line.paragraph == last.paragraph:
        return (
            any(map(_is_way, (one.text for one in block))) and bool(OFFICE.search(line.text)) and not _is_way(line.text)
        )
    if _is_way(line.text):
        return False
    ways = any(_is_way(one.text) for one in block)
    return ways or (len(block) >= ENOUGH and bool(OFFICE.search(line.text) or _HONORIFIC.match(line.text)))


def _is_salutation(said: str) -> bool:
    return _kind(said) == "salutation" or bool(SALUTATION.match(said))


def _is_way(said: str) -> bool:
    return _kind(said) not in {"", "postal", "office", "holder"} or bool(EMAIL.search(said)) or _is_salutation(said)


def _kind(said: str) -> str:
    match = _KEY.match(said)
    key = match["k"].casefold() if match else ""
    for length in range(len(key), 0, -1):
        if key[:length] in _KINDS:
            return _KINDS[key[:length]]
    return ""


def _target(rows: Sequence[Line], language: str, *, copy: bool) -> Target | None:
    block = _Block()
    for line in rows:
        _take(block, line, language)
    _names(block)
    if block.office is None or _is_sentence(block.office.said):
        return None
    return Target(
        office=block.office,
        holder=block.holder,
        postal=tuple(block.postal),
        emails=tuple(block.emails),
        phones=tuple(block.phones),
        fax=tuple(block.fax),
        social=tuple(block.social),
        web_form=block.form[0] if block.form else None,
        salutations=tuple(block.salutations),
        copy=copy,
    )


def _is_sentence(said: str) -> bool:
    return (
        len(said.split()) > MOST_WORDS
        or bool(re.search(r"[.:] ", said))
        or (said.endswith(".") and len(said.split()) > MOST_WORDS // 2)
    )


def _take(block: _Block, line: Line, language: str) -> None:
    said = BULLET.sub("", line.text)
    kind = _kind(said)
    match = _KEY.match(said)
    value = said[match.end() :].strip() if match and kind else said
    quality = (match["q"] or "") if match else ""
    if kind == "salutation" or (not kind and SALUTATION.match(said) and len(said) < 90 and block.office):  # noqa: PLR2004
        _salute(block, value, line, language, quality)
    elif kind in {"fax", "phone"}:
        numbers = block.fax if kind == "fax" else block.phones
        _mixed(block, numbers, value, line)
    elif kind in {"email", "social", "form"} or EMAIL.search(said):
        _ways(block, kind, value, line)
    elif kind in {"office", "holder"}:
        setattr(block, kind, Value(value, value, line) if value else None)
    elif value and not _ADVICE.match(value):
        block.lines.append(Line(value, line.number, line.page, line.paragraph, line.links))
        _bare(block, value, line)


def _mixed(block: _Block, numbers: list[Value[str]], value: str, line: Line) -> None:
    """Numbers, and an e-mail address that stands on the same line."""
    head = re.split(r"(?i)\b(?:e-?mail|courriel|correo|fax|tel)\b", value, maxsplit=1)
    numbers += [Value(one.strip(), one.strip(), line) for one in _PHONE.findall(head[0])]
    rest = value[len(head[0]) :]
    if re.match(r"(?i)fax", rest):
        block.fax += [Value(one.strip(), one.strip(), line) for one in _PHONE.findall(rest)]
    block.emails += [Value(one, one, line) for one in EMAIL.findall(value)]


def _ways(block: _Block, kind: str, value: str, line: Line) -> None:
    mails = EMAIL.findall(value)
    block.emails += [Value(one, one, line) for one in mails]
    if kind == "social":
        handles = _HANDLE.findall(value) or URL.findall(value)
        block.social += [Value(one, one, line) for one in handles]
    elif kind == "form":
        found = URL.findall(value) or list(line.links)
        block.form += [Value(one, one, line) for one in found]
    if kind == "email" and not mails and (form := URL.findall(value)):
        block.form += [Value(one, one, line) for one in form]
    if "fax" in value.casefold():
        after = value[value.casefold().find("fax") :]
        block.fax += [Value(one.strip(), one.strip(), line) for one in _PHONE.findall(after)]


def _bare(block: _Block, value: str, line: Line) -> None:
    """A handle or an address of a page without a label."""
    if found := _HANDLE.findall(value):
        block.social += [Value(one, one, line) for one in found]
        block.lines.pop()
    elif found := URL.findall(value):
        block.form += [Value(one, one, line) for one in found]
        block.lines.pop()


def _salute(block: _Block, value: str, line: Line, language: str, quality: str) -> None:
    """Each salutation with its language: as stated, as its words tell, else the document's."""
    given = re.split(r"\s+/\s+|\s+\|\s+|\s+(?:or|ou|o)\s+(?=[A-Z¡])", value)
    only = language if len(given) == 1 else ""
    for part in given:
        stated = re.search(r"\(([^)]*)\)\s*$", part)
        said = (part[: stated.start()] if stated else part).strip()
        said = re.sub(r"^(?:in|en) \w+:\s*", "", said)
        if said:
            own = tongues.first_named(stated.group(1) if stated else quality) or tongues.of_salutation(said) or only
            block.salutations.append((own, Value(said, said, line)))


def _names(block: _Block) -> None:
    """Which of the first lines is the office, which its holder; the others are the address."""
    lines = list(block.lines)
    if block.office is None and len(lines) == 1 and "," in lines[0].text:
        lines = _cut(lines[0])
    at = next((n for n, line in enumerate(lines[:4]) if _is_office(line.text)), None)
    if at is None and lines and block.office is None:
        at = 0
    if at is not None and block.office is None:
        _office(block, lines.pop(at))
    for n, line in enumerate(lines[:2]):
        if block.holder is None and (n == 0 or _HONORIFIC.match(line.text)) and _is_person(line.text):
            block.holder = Value(line.text, line.text, line, Sure.SHAPE)
            lines.pop(n)
            break
    block.postal += [Value(line.text, line.text, line) for line in lines]


def _cut(line: Line) -> list[Line]:
    """An office and its address on one line."""
    return [Line(part, line.number, line.page, line.paragraph) for part in map(str.strip, line.text.split(",")) if part]


def _is_office(said: str) -> bool:
    return bool(OFFICE.search(said)) and not _BODY.match(said) and not re.match(r"\d", said)


def _is_person(said: str) -> bool:
    plain = _HONORIFIC.sub("", said).strip(" .")
    if _HONORIFIC.match(said) and not OFFICE.search(plain):
        return True
    return bool(_PERSON.match(said)) and not any(map(re.Pattern.search, (OFFICE, _BODY, _STREET), (said,) * 3))


def _office(block: _Block, line: Line) -> None:
    """An office, and the holder that stands before or behind it on its line."""
    first, comma, second = line.text.partition(",")
    for office, holder in ((second.strip(), first.strip()), (first.strip(), second.strip())):
        if comma and _is_person(holder) and OFFICE.search(office):
            block.office = Value(office, office, line)
            block.holder = Value(holder, holder, line)
            return
    block.office = Value(line.text.strip(" ,"), line.text.strip(" ,"), line)
