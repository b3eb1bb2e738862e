"""Whom to write to: blocks of lines, each an office with its holder, its address, and its ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final

from urgentaction.intake import advice, tongues, ways
from urgentaction.intake.asks import salutes
from urgentaction.intake.found import Sure, Target, Value
from urgentaction.intake.labels import begins, fold
from urgentaction.intake.lines import BULLET, Line
from urgentaction.intake.names import OF, WORD, is_other
from urgentaction.intake.nations import names
from urgentaction.intake.ways import Ways

OFFICE: Final = re.compile(
    r"\b(?:president|prime minister|minister|secretary|attorney|prosecutor|governor|director|king|queen|emir|sultan|judge"
    r"|chief|commissioner|commander|head of|speaker|chair|mayor|ambassador|consul|supreme leader|ombudsman|general|warden"
    r"|president[ea]|ministr[oa]|secretari[oa]|fiscal|procurador|gobernador|director|directora|rey|juez|jef[ea]|embajador"
    r"|alcalde|alcaldesa|defensor|comandante|commandante?|sous-préfet|prefect|comisionad[oa]|président|présidente|ministre|secrétaire|procureur|gouverneur"
    r"|directeur|directrice|roi|juge|chef|ambassadeur|ambassadrice|maire|garde des sceaux|préfet|premier|primer|embassy"
    r"|procureure|préfète|avocate? général|commissaire|cheffe|intendente?|registrar|inspector|superintendent[ea]?|magistrate?|inspecteur|inspectrice|médiateur|médiatrice"
    r"|defensora|delegad[oa]|prefecto|comisari[oa]|canciller|chancellor|chairperson|chairman|chairwoman|rector|recteur|officer|deputy|procuradora|fiscala|vice-ministre|viceministr[oa]"
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
_HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|M|MM|Mme|Mlle|Me|Sr|Sra|Srta|Lic|Licda|Ing|Arq|Hon|Gen|Gral|Col|Cnel|Lt|Maj|Brig|Capt|H\.E|S\.E|Prof|Abg|Dra|D|Dña|Amb)\.?"
    r"|His Excellency|Her Excellency|Son Excellence|Su Excelencia|Sir|Dame|Lord|Sheikh|Cheikh|Dato[’']?|Datuk|Tan Sri|U|Daw|Haji"
    r"|Doña|Don|Maître|Monsieur|Madame|(?:The )?Honou?rable|The Hon\.?|Hon\.ble)(?=\s|\.)",
)
_RANK = re.compile(
    r"^(?:Justice|Judge|Juge|Juez|Jueza|General|Général|Colonel|Coronel|Major|Major General|Commissioner|Brigadier|Captain|Capitán|Superintendent|Inspector|Inspecteur|Comisari[oa]|Comisionad[oa]|Commissaire|Lieutenant|Teniente|Sergeant|Commander|Comandante|Commandant|Almirante|Admiral|Amiral|Capitaine|Magistrate?|Officer|Agent|Rector|Chancellor|Registrar) (?=\S)"
)
"""What may be an office as well: a person where a name follows."""

_PERSON = re.compile(rf"^(?:[A-Z][a-zà-ÿ]{{1,6}}\. )?(?:{OF} )?{WORD}(?:[ -](?:{OF} ){{0,2}}{WORD}){{1,5}}$")
LONGEST = 90
"""Characters of a salutation at most."""

MOST_WORDS = 14
"""Words of the name of an office."""

LONGEST_BLOCK = 20
"""Lines of an office that are looked back on."""

ENOUGH = 3
"""Lines after which an empty line ends the block of an office."""


@dataclass
class _Block(Ways):
    """What is known of one office while its lines are read."""

    lines: list[Line] = field(default_factory=list)
    office: Value[str] | None = None
    holder: Value[str] | None = None
    postal: list[Value[str]] = field(default_factory=list)

    @property
    def office_read(self) -> bool:
        """Whether a line of it was read already."""
        return bool(self.lines or self.office)


def targets(lines: Sequence[Line], language: str, *, copy: bool) -> list[Target]:
    """The offices in these lines, in their order."""
    told = [piece for line in advice.unwrapped(list(advice.without(lines))) for piece in ways.pieces(line)]
    found = (_target(block, language, copy=copy) for block in _blocks(told))
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


def _is_next(all_of: Sequence[Line], line: Line) -> bool:
    """Whether a line begins another office: after a salutation, or after an empty line where the office has an address."""
    block = all_of[-LONGEST_BLOCK:]
    last = block[-1]
    if ways.kind(line.text) in {"office", "holder"} and any(ways.is_way(one.text) for one in block):
        return True
    if ways.kind(line.text) or (tongues.opens(line.text) and not OFFICE.search(line.text)):
        return False
    if ways.is_salutation(last.text):
        return bool(line.paragraph != last.paragraph or OFFICE.search(line.text) or _HONORIFIC.match(line.text))
    if line.paragraph == last.paragraph:
        return _is_next_below(block, line)
    if ways.is_way(line.text):
        return False
    had = any(ways.is_way(one.text) for one in block) or _is_country(last.text)
    return had or (len(block) >= ENOUGH and bool(OFFICE.search(line.text) or _HONORIFIC.match(line.text)))


def _is_next_below(block: Sequence[Line], line: Line) -> bool:
    """Without an empty line between them: another office after the ways of one, or after its country."""
    if ways.is_way(line.text) or ways.URL.match(line.text):
        return False
    had = any(ways.is_way(one.text) for one in block)
    after = had and ways.is_way(block[-1].text)
    return bool((after and _is_office(line.text)) or (_is_country(block[-1].text) and OFFICE.search(line.text)))


def _is_country(said: str) -> bool:
    plain = fold(said.strip(" .,"))
    return any(plain == name for name, _ in names())


def _target(rows: Sequence[Line], language: str, *, copy: bool) -> Target | None:
    block = _Block()
    for line in rows:
        _take(block, line, language)
    _names(block, copy=copy)
    if block.office is None or _is_sentence(block.office.said) or _is_label(block.office.said):
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


def _is_label(said: str) -> bool:
    """Whether it begins in capitals as a label does: a cell of a table that was not told from the next."""
    words = list(takewhile(str.isupper, said.split()))
    return 0 < len(words) < len(said.split()) and begins(" ".join(words).rstrip("-"))


def _is_sentence(said: str) -> bool:
    return (
        len(said.split()) > MOST_WORDS
        or bool(re.search(r"[.:] ", re.sub(r"\b\w{1,4}\. ", "", said)))
        or (said.endswith(".") and len(said.split()) > MOST_WORDS // 2)
    )


def _take(block: _Block, line: Line, language: str) -> None:
    said = BULLET.sub("", line.text)
    kind, quality, value = ways.keyed(said)
    if kind == "salutation" or (not kind and block.office_read and len(said) < LONGEST and _salutes(said)):
        ways.salute(block, value, line, language, quality)
    elif kind in {"office", "holder"}:
        setattr(block, kind, Value(value, value, line) if value else None)
    elif kind != "postal" and ways.take(block, kind, value, line):
        return
    elif value and not ways.bare(block, value, line):
        block.lines.append(Line(value, line.number, line.page, line.paragraph, line.links))


def _salutes(said: str) -> bool:
    return salutes(said) or (said.endswith((",", ":")) and tongues.opens(said))


def _names(block: _Block, *, copy: bool) -> None:
    """Which of the first lines is the office, which its holder; the others are the address."""
    lines = list(block.lines)
    if block.office is None and lines and (led := _INLINE.match(lines[0].text)) and OFFICE.search(led["o"]):
        block.office = Value(led["o"].strip(), led["o"].strip(), lines[0])
        lines = [*_cut(replace(lines[0], text=led["rest"])), *lines[1:]]
    if block.office is None and lines and "," in lines[0].text and all(_is_country(one.text) for one in lines[1:]):
        lines = [*_cut(lines[0]), *lines[1:]]
    at = next((n for n, line in enumerate(lines[:4]) if _is_office(line.text)), None)
    if at is None and lines and block.office is None:
        at = 0
    if at is not None and block.office is None:
        _office(block, lines.pop(at))
    for n, line in enumerate(lines[:2]):
        has_office = (
            block.office is not None and (not copy or OFFICE.search(block.office.said)) and "," not in block.office.said
        )
        if (
            block.holder is None
            and (has_office or _HONORIFIC.match(line.text))
            and (n == 0 or _HONORIFIC.match(line.text))
            and _is_person(line.text)
        ):
            block.holder = Value(line.text, line.text, line, Sure.SHAPE)
            lines.pop(n)
            break
    block.postal += [Value(line.text, line.text, line) for line in lines]


def _cut(line: Line) -> list[Line]:
    """An office and its address on one line."""
    return [Line(part, line.number, line.page, line.paragraph) for part in map(str.strip, line.text.split(",")) if part]


def _is_office(said: str) -> bool:
    return bool(OFFICE.search(said)) and not _BODY.match(said) and not re.match(r"\d", said)


_INLINE = re.compile(r"^(?P<o>[^:,]{3,80}?)\s?:\s+(?P<rest>\S.*)$")
"""An office, and behind a colon its holder and address."""

_RULED = re.compile(
    r"^(?P<o>(?:The )?(?:Prime Minister|Vice[- ]President|President|Governor|Ambassador|Premier|Presidente|Presidenta|Gobernador|Gobernadora|Embajador|Embajadora"
    r"|Président|Présidente|Gouverneur|Ambassadeur|Ambassadrice)) (?P<h>(?!of\b|de\b)\S.*)$"
)
"""An office and its holder's name behind it."""


def _is_person(said: str) -> bool:
    plain = _HONORIFIC.sub("", said).strip(" .")
    if _HONORIFIC.match(said) and not OFFICE.search(plain):
        return True
    said = _RANK.sub("", said)
    return (
        bool(_PERSON.match(said))
        and not is_other(said)
        and not any(map(re.Pattern.search, (OFFICE, _BODY, _STREET), (said,) * 3))
    )


def _office(block: _Block, line: Line) -> None:
    """An office, and the holder that stands before or behind it on its line."""
    first, comma, second = line.text.partition(",")
    for office, holder in ((second.strip(), first.strip()), (first.strip(), second.strip())):
        if comma and _is_person(holder) and OFFICE.search(office):
            block.office = Value(office, office, line)
            block.holder = Value(holder, holder, line)
            return
    said = line.text.strip(" ,:")
    if (ruled := _RULED.match(said)) and _PERSON.match(ruled["h"]) and _is_person(ruled["h"]):
        block.office, block.holder = Value(ruled["o"], ruled["o"], line), Value(ruled["h"], ruled["h"], line)
        return
    block.office = Value(said, said, line)
