"""The labels of actions in English, French and Spanish, and the parts of a document that they begin.

A label is told by its letters alone: case, accents and what a scanner takes for a letter do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from urgentaction.intake.lines import BULLET, Line, mended
from urgentaction.intake.phrases import PHRASES

_LIKE = {"0": "o", "1": "i", "l": "i", "|": "i", "5": "s", "’": "'", "‘": "'", "8": "b", "!": "i"}


def fold(text: str) -> str:
    """A text as labels are compared: as many characters, small, without accents, and without a scanner's errors."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[:1].casefold()[:1] or character
    return _LIKE.get(plain, plain)


_SHORT = frozenset(
    fold(word)
    for word in """
    title date index name names nom noms nombre titre título fecha copies people persona personas language
    languages langue idioma idiomas langues addresses adresses direcciones contexto cc target targets summary
    """.split()  # noqa: SIM905  # as people read them
)
"""Labels that could be the last word of a sentence above, where they stand alone and small."""


_MENU = frozenset(map(fold, ("take action", "passez à l'action", "agissez", "actúen", "actúa")))
"""Labels that a menu has as well: only in capitals, or large."""


@dataclass(frozen=True)
class Label:
    """A label as it is compared; `open`: more words follow up to a colon or the end of its lines."""

    part: str
    text: str
    open: bool


def _labels() -> tuple[Label, ...]:
    made = [
        Label(part, fold(phrase.partition("…")[0]).rstrip(), "…" in phrase)
        for part, phrases in PHRASES.items()
        for phrase in phrases
    ]
    return tuple(sorted(made, key=lambda label: -len(label.text)))


LABELS: Final = _labels()
_AFTER = re.compile(r"\s*(?:\([^)]*(?:\)\s*|$))?(?:[:–—]|$|\t)\s*|\s+-\s+")


@dataclass(frozen=True)
class Part:
    """What a label begins: the label's line, the words after it there, the lines below up to the next label."""

    name: str
    label: str
    head: Line
    rest: str
    lines: tuple[Line, ...] = ()

    @property
    def all(self) -> list[Line]:
        """The words on the label's line and the lines below it."""
        first = [Line(self.rest, self.head.number, self.head.page, self.head.paragraph, self.head.links)]
        return [*(first if self.rest else []), *self.lines]


_BANNER = re.compile(r"urgent action|action urgente|acci[oó]n urgente", re.IGNORECASE)
MOST_INSIDE = 40
"""Characters of a next line in which a bracket of a label is closed."""

SMALL: Final = frozenset({"index", "number", "issued", "title", "deadline", "languages", "name", "gender", "previous"})
"""Labels of one value: what stands below it, in another paragraph, is no part of them."""


def match(line: Line) -> tuple[Label, int] | None:
    """The label that a line begins with, and where what follows it begins; -1 where the label runs on."""
    found = _match(line)
    if found is None and "-" in line.text and line.text == line.text.upper():  # a hyphen of the scanner's
        found = _match(replace(line, text=line.text.replace("-", "")))
        if found and found[1] > 0:
            return found[0], found[1] + line.text[: found[1]].count("-")
    if found is None and "rn" in line.text:  # what a scanner takes for an m
        found = _match(replace(line, text=line.text.replace("rn", "m")))
        if found and found[1] > 0:
            return found[0], found[1] + line.text[: found[1]].count("rn")
    return found or _diplomatic(line)


_COPIES = re.compile(
    r"^(?:please |pensez à |n['’]oubliez pas d['’]|merci d['’]|remember to |recuerden |no olviden )?(?:also )?(?:send|envíe|envia|envoye|adresse|veuille|copie|copia|cop(?:y|ies)\b|and (?:to|copies)|et (?:aux|copies?)|y (?:a|copia))[^.]{0,90}?dipl[o0]m[aá]ti[a-z]*",
    re.IGNORECASE,
)


def _diplomatic(line: Line) -> tuple[Label, int] | None:
    """A label or sentence that asks for copies to diplomats, however it is worded."""
    found = _COPIES.match(line.text)
    return (Label("diplomatic", "", open=True), -1) if found else None


def begins(said: str) -> bool:
    """Whether a text is a label, or the first words of one."""
    folded = fold(said.strip())
    return len(folded) > SHORTEST and (
        any(label.text.startswith(folded) for label in LABELS) or match(Line(said, 0)) is not None
    )


SHORTEST = 4
"""Letters of the first words of a label at least."""


def _match(line: Line) -> tuple[Label, int] | None:
    mark = BULLET.match(line.text)
    start = mark.end() if mark else 0
    folded = fold(line.text[start:])
    for label in LABELS:
        if not folded.startswith(label.text):
            continue
        at = start + len(label.text)
        if label.open:
            return label, _opened(line.text, at)
        after = _AFTER.match(line.text, at)
        if after is None and _is_cell(line.text[start:at], line.text[at:]):
            return label, at
        if (
            after
            and (after.group().strip() or after.end() == len(line.text))
            and not _is_prose(line, label, after.end())
        ):
            return label, after.end()
    return None


def _is_cell(label: str, rest: str) -> bool:
    """Whether a value follows a label in capitals on its line, as in a table without lines."""
    if len(label.split()) < 2 or label != label.upper() or not rest.startswith(" "):  # noqa: PLR2004
        return False
    word = rest.split(maxsplit=1)[0]
    return word.startswith(("http", "www.")) or word[:1].isdigit() or (len(word) > 1 and word[:2] != word[:2].upper())


def _is_prose(line: Line, label: Label, end: int) -> bool:
    """Whether a short word stands alone that could be the end of a sentence above, or an entry of a menu."""
    if label.text in _MENU and not line.text.isupper() and line.big <= 1:
        return True
    return label.text in _SHORT and end == len(line.text) and line.text[:1].islower()


def _opened(text: str, at: int) -> int:
    colon = text.find(":", at)
    return colon + 1 if colon >= 0 else -1


def parts(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """What stands before the first label, and the parts that labels begin."""
    before: list[Line] = []
    made: list[Part] = []
    index = 0
    while index < len(lines):
        line, taken = _wrapped(lines, index)
        found = match(line)
        index += taken
        if _BANNER.fullmatch(line.text) and any(part.name not in SMALL for part in made):  # the head of the next page
            made.append(Part("rest", "", line, ""))
            continue
        if found is None:
            _last_takes(made, before, line)
            continue
        label, at = found
        at = -1 if label.open and label.part == "letter" else at
        text = line.text
        while (
            at < 0 and index < len(lines) and lines[index].paragraph == line.paragraph and _runs_on(text, lines[index])
        ):
            text = f"{text} {lines[index].text}"
            at = _opened(text, len(text) - len(lines[index].text))
            index += 1
        own = text[:at] if at >= 0 else text
        if own.count("(") > own.count(")") and index < len(lines) and ")" in lines[index].text[:MOST_INSIDE]:
            text, at = f"{text} {lines[index].text}", -1  # what stands in brackets goes on
            index += 1
        rest = text[at:].strip() if at >= 0 else ""
        made.append(Part(label.part, text[:at].strip() if at >= 0 else text, line, rest))
    return before, made


def _wrapped(lines: Sequence[Line], at: int) -> tuple[Line, int]:
    """A line, with those below it where only together they are a label; and how many they are."""
    line = lines[at]
    folded = fold(line.text)
    found = match(line)
    to_some = found is not None and found[0].part == "copies" and line.text.isupper()  # of diplomats, it may turn out
    is_open = any(label.text.startswith(folded) for label in LABELS) or bool(_VERBS.match(line.text))
    if not to_some and (found or not is_open):
        return line, 1
    said = line.text
    for number, below in enumerate(lines[at + 1 : at + MOST_LINES], start=2):
        if below.paragraph != line.paragraph:
            break
        said = mended(said, below.text)
        whole = replace(line, text=said)
        if match(whole) if not to_some else said.isupper() and _COPIES.match(said):
            return whole, number
    return line, 1


_VERBS = re.compile(r"(?:ALSO SEND|VEUILLEZ|ENVOYEZ|ADRESSEZ|ENVÍEN|PLEASE ALSO)\b[^a-zà-ÿ]*$")
MOST_LINES = 6
"""Lines that a label runs over, at most."""


def _runs_on(text: str, line: Line) -> bool:
    """Whether a label goes on in the next line: in capitals like it, or as a sentence that has not ended."""
    if text.rstrip().endswith((".", ":")) or match(line) or line.is_item:
        return False
    return line.text == line.text.upper() or ":" in line.text or text != text.upper()


_BEGINS = re.compile(
    r"^(?:public|público|document public)\b|\b[A-Z]{3} ?\d{2}/\d{2,5}/\d{2,4}\b|^(?:urgent action|action urgente|acci[oó]n urgente)$",
    re.IGNORECASE,
)


def _leaves(line: Line) -> bool:
    """Whether a line is no title of another action any more: an index, or a sentence."""
    return bool(_BEGINS.search(line.text)) or len(line.text.split()) > MOST_TITLE


MOST_TITLE = 14
"""Words of a title of another action at most."""


def _last_takes(made: list[Part], before: list[Line], line: Line) -> None:
    if not made:
        before.append(line)
        return
    last = made[-1]
    if last.name == "elsewhere" and line.paragraph != last.head.paragraph and (last.rest or _leaves(line)):
        if all(part.name == "elsewhere" for part in made):
            before.append(line)
            made.append(Part("rest", "", line, ""))
            return
        made.append(Part("rest", "", line, ""))
        return
    if last.name == "rest" and all(part.name in {"elsewhere", "rest"} for part in made):
        before.append(line)
        return
    if last.name in SMALL and last.all and line.paragraph != last.all[-1].paragraph:
        large = next((part for part in reversed(made) if part.name not in SMALL), None)
        if large is None:
            before.append(line)
            return
        last = Part("rest", "", line, "")
        made.append(last)
    made[-1] = Part(last.name, last.label, last.head, last.rest, (*last.lines, line))
