"""A letter that somebody wrote by hand (text or Markdown), read into its parts as far as they can be recognised.

What is not recognised is not guessed: the rules that look at it are left out, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from urgentaction import grammar
from urgentaction.check import lexicon
from urgentaction.check.reading import clause, found, plain, says
from urgentaction.errors import Message, message
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case, demands_for
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender
from urgentaction.model.rule import RuleId

SUBJECTS: Mapping[str, str] = {"fr": "Objet", "en": "Subject", "es": "Asunto", "de": "Betreff"}

_SUBJECT = re.compile(r"(?:objet|subject|re|asunto|ref|betreff|betrifft)\s*:\s*", re.IGNORECASE)
_COPIES = re.compile(r"(?:copies?(?: à| to)?|cc|copia(?: a)?|kopie(?: an)?)\s*:", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-–—*•]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}|>)\s+|(?<!\w)(?:\*\*|__|\*|_)(?=\S)|(?<=\S)(?:\*\*|__|\*|_)(?!\w)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th|\.)? (?:de |of )?([^\W\d_]+)\.?,? (?:de )?(\d{4})")
_DAY_LATER = re.compile(r"([^\W\d_]+) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})")
_GREETS: Mapping[str, str] = {
    "fr": r"(?:monsieur|madame|mesdames|messieurs|excellence)\b.*",
    "en": r"(?:dear|sir|madam|your excellency|your honou?r|excellency)\b.*",
    "es": r"(?:estimad[oa]s?|excelent[íi]sim[oa]|señore?s?|señoras?|distinguid[oa]|su excelencia)\b.*",
    "de": r"(?:sehr geehrte|exzellenz|eure exzellenz|ihre exzellenz|hochverehrte)\w*\b.*",
}
_CLOSES: Mapping[str, str] = {
    "fr": r"agréer|recevoir l'|salutations|considération|cordialement|respectueusement|veuillez croire",
    "en": r"yours (?:sincerely|faithfully|truly|respectfully)|sincerely|respectfully yours|(?:kind|best) regards",
    "es": r"atentamente|le saludo|le saluda|atento saludo|consideración|respetuosamente|cordialmente",
    "de": r"hochachtungsvoll|mit freundlichen grüßen|vorzüglicher hochachtung|mit freundlichem gruß|hochachtung",
}
LONGEST_GREETING = 200
"""Characters; a longer paragraph is no salutation."""


LONGEST_FORMULA = 40
"""Characters of a closing that ends in a comma (`Yours sincerely,`); in a longer one the comma is inside."""


@dataclass(frozen=True)
class Read:
    """The letter, what of it was not seen, and the rules that cannot be held to it for that."""

    letter: Letter
    unseen: tuple[Message, ...] = ()
    without: frozenset[RuleId] = frozenset()


@dataclass(frozen=True)
class _Parts:
    """The text cut up: what stands above the salutation, the salutation, what follows, the closing, what is below."""

    head: tuple[tuple[str, ...], ...]
    salutation: str
    body: tuple[Paragraph, ...]
    closing: str
    foot: tuple[tuple[str, ...], ...]


def read(text: str, model: Letter, *, case: Case, authority: Authority, laws: Mapping[str, Law]) -> Read:
    """Read a text beside `model`, the letter that the program would write, of nobody, to this office in this language.

    What a text never says of itself (case, round, office) is the model's.
    """
    language = model.language
    parts = _cut(_stanzas(text), model, authority)
    dateline = next((line for stanza in parts.head for line in stanza if _YEAR.search(line)), "")
    on = _date(dateline, language)
    signature = next((lines[0] for lines in parts.foot if not _COPIES.match(lines[0])), "")
    said = " ".join(text for p in parts.body for text in (p.text, *p.items))
    letter = replace(
        model,
        dated=on or model.dated,
        dateline=dateline,
        subject=_typeset(_subject(parts.head), language),
        recipient=_recipient(parts.head, model),
        sender=Sender(name=signature),
        signature=signature,
        gaps=(),
        copies=(),
        reference="",
        blocks=_blocks(parts, model, case, authority),
        law=_law(said, language, laws, model),
    )
    unseen = tuple(_unseen(letter, model, parts, on))
    return Read(letter, tuple(said for said, _ in unseen), frozenset(rule for _, rules in unseen for rule in rules))


def _unseen(
    letter: Letter, model: Letter, parts: _Parts, on: date | None
) -> Iterator[tuple[Message, tuple[RuleId, ...]]]:
    if not letter.subject:
        label = SUBJECTS.get(letter.language, SUBJECTS["en"])
        yield message("check.unseen-subject", label=f"{label}:"), (RuleId.SUBJECT, RuleId.REFERENCE)
    if not letter.recipient:
        yield message("check.unseen-address"), (RuleId.ADDRESS,)
    if on is None:
        yield message("check.unseen-date", on=letter.dated), ()
    if not parts.salutation:
        rules = (RuleId.SALUTATION, RuleId.SALUTATION_KNOWN, RuleId.CLOSING_REPEATS)
        yield message("check.unseen-salutation"), rules
    if not parts.closing:
        yield message("check.unseen-closing"), (RuleId.CLOSING, RuleId.CLOSING_REPEATS)
    if model.block(Part.FACTS) and not letter.block(Part.FACTS):
        yield message("check.unseen-facts"), ()
    if not letter.signature:
        yield message("check.unseen-signature"), (RuleId.SIGNATURE,)


def _stanzas(text: str) -> tuple[tuple[str, ...], ...]:
    """Lines between blank lines, without Markdown's marks; a list keeps its dashes."""
    found: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bare = line if _ITEM.match(line) else _MARKUP.sub("", line)
        if bare.strip():
            found[-1].append(bare.rstrip())
        elif found[-1]:
            found.append([])
    return tuple(tuple(lines) for lines in found if lines)


def _cut(stanzas: Sequence[tuple[str, ...]], model: Letter, authority: Authority) -> _Parts:
    start, salutation, first = _salutation(stanzas, model.language, authority)
    rest = [*([first] if first else []), *stanzas[start:]]
    end = _closing(rest, model.language, authority)
    head = stanzas[: max(0, start - 1)] if salutation else ()
    body, closing, foot = rest, "", rest[:0]
    if end is not None:
        body, foot = rest[:end], rest[end + 1 :]
        closing, below = _closed(rest[end], model.language)
        foot = [*([below] if below else []), *foot]
    if not salutation:
        head = tuple(lines for lines in body if _SUBJECT.match(lines[0].strip()))
        body = [lines for lines in body if lines not in head]
    return _Parts(
        tuple(tuple(map(str.strip, lines)) for lines in head),
        salutation,
        tuple(p for lines in body for p in _paragraphs(lines, model.language)),
        closing,
        tuple(tuple(map(str.strip, lines)) for lines in foot),
    )


def _salutation(
    stanzas: Sequence[tuple[str, ...]], language: str, authority: Authority
) -> tuple[int, str, tuple[str, ...]]:
    """After which stanza the body begins, the salutation, and what of its stanza belongs to the body."""
    forms = authority.salutation.get(language)
    known = {clause(form) for form in (forms.m, forms.f, forms.any) if form} if forms else set()
    for number, lines in enumerate(stanzas):
        for length in (len(lines), 1):
            text = _one_line(lines[:length])
            greets = re.fullmatch(_GREETS.get(language, "(?!)"), plain(text)) and text[-1] in ",:!"
            if len(text) <= LONGEST_GREETING and (clause(text) in known or greets):
                return number + 1, text, lines[length:]
    return 0, "", ()


def _closing(stanzas: Sequence[tuple[str, ...]], language: str, authority: Authority) -> int | None:
    """Which stanza closes the letter: the last that has a closing's words."""
    form = authority.closing.get(language, "")
    for number in range(len(stanzas) - 1, -1, -1):
        text = _one_line(stanzas[number])
        if found(_CLOSES.get(language, "(?!)"), text) or (form and clause(form) in plain(text)):
            return number
    return None


def _closed(lines: tuple[str, ...], language: str) -> tuple[str, tuple[str, ...]]:
    """The closing, and the lines below it in its stanza: it ends with a full stop, or (`Yours sincerely,`) a comma."""
    for number in range(1, len(lines)):
        text = _one_line(lines[:number])
        ended = text.endswith(".") or (text.endswith(",") and len(text) <= LONGEST_FORMULA)
        if ended and found(_CLOSES.get(language, "(?!)"), text):
            return text, lines[number:]
    return _one_line(lines), ()


def _paragraphs(lines: Sequence[str], language: str) -> Iterator[Paragraph]:
    """The paragraphs of a stanza: lines that belong together, then the items of a list."""
    text: list[str] = []
    items: list[str] = []
    for line in lines:
        mark = _ITEM.match(line)
        if mark:
            items.append(line[mark.end() :])
        elif items:
            items[-1] += f" {line.strip()}"
        else:
            text.append(line)
    if text:
        yield Paragraph(_typeset(_one_line(text), language))
    if items:
        yield Paragraph(items=tuple(_typeset(item.strip(), language) for item in items))


def _blocks(parts: _Parts, model: Letter, case: Case, authority: Authority) -> tuple[Block, ...]:
    language = model.language
    wanted = demands_for(case, role=authority.role, authority=authority.id)
    asked = frozenset(clause(grammar.typography(d.text[language], language)) for d in wanted if language in d.text)
    parted: dict[Part, list[Paragraph]] = {part: [] for part in Part}
    if parts.salutation:
        parted[Part.SALUTATION].append(Paragraph(_typeset(parts.salutation, language)))
    known = _known(model)
    for number, one in enumerate(parts.body):
        parted[_part(one, parts.body[number + 1 : number + 2], known, asked, language)].append(one)
    if parts.closing:
        parted[Part.CLOSING].append(Paragraph(_typeset(parts.closing, language)))
    return tuple(Block(part, tuple(paragraphs)) for part, paragraphs in parted.items() if paragraphs)


def _part(
    one: Paragraph,
    after: Sequence[Paragraph],
    known: Mapping[str, Part],
    asked: frozenset[str],
    language: str,
) -> Part:
    """Which part a paragraph is: as in the model, what asks, what asks for a reply; all else is the writer's own."""
    text = plain(one.text)
    if one.items or (after and after[0].items and text.endswith(":")):
        return Part.DEMANDS
    if text in known:
        return known[text]
    if any(demand in text for demand in asked):
        return Part.DEMANDS
    if found(lexicon.REPLIES.get(language, "(?!)"), text):
        return Part.REPLY
    return Part.OWN_WORDS


def _known(model: Letter) -> dict[str, Part]:
    return {plain(p.text): block.part for block in model.blocks for p in block.paragraphs if p.text}


def _law(said: str, language: str, laws: Mapping[str, Law], model: Letter) -> tuple[str, ...]:
    """The bases that a text names; of several with one name the one that our letter would cite, else the first."""
    cited: dict[str, str] = {}
    for id_ in (*(id_ for id_ in model.law if id_ in laws), *laws):
        name = laws[id_].name.get(language, "")
        if name and says(said, name):
            cited.setdefault(name, id_)
    return tuple(cited.values())


def _subject(head: Sequence[Sequence[str]]) -> str:
    for lines in head:
        for number, line in enumerate(lines):
            mark = _SUBJECT.match(line)
            if mark:
                return _one_line((line[mark.end() :], *lines[number + 1 :]))
    return ""


def _recipient(head: Sequence[Sequence[str]], model: Letter) -> tuple[str, ...]:
    """The stanza above the salutation that holds a line of the office's address."""
    known = {plain(line) for line in model.recipient}
    return next((tuple(lines) for lines in head if known & {plain(line) for line in lines}), ())


def _date(line: str, language: str) -> date | None:
    text = " ".join(line.casefold().replace("\u00a0", " ").split())
    months = {grammar.dates(date(2000, month, 1), language).casefold(): month for month in range(1, 13)}
    named = {word: month for written, month in months.items() for word in re.findall(r"[^\W\d_]{3,}", written)}
    iso, day, later = re.search(r"\d{4}-\d\d-\d\d", text), _DAY.search(text), _DAY_LATER.search(text)
    try:
        if iso:
            return date.fromisoformat(iso.group())
        if day:
            return date(int(day[3]), named.get(day[2], 0), int(day[1]))
        return date(int(later[3]), named.get(later[1], 0), int(later[2])) if later else None
    except ValueError:
        return None


def _one_line(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _typeset(text: str, language: str) -> str:
    return grammar.typography(text, language)
