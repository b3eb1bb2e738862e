"""Letters that `ua check` looks at: those a case would send to each main office, one saved as JSON, one as a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, grammar, library
from urgentaction.cli import leftopen, reading, wiring
from urgentaction.model.case import TargetAs
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.rule import RuleId

if TYPE_CHECKING:
    from urgentaction.library.gaps import Gap
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.letter import Letter

TEXTS = frozenset({".txt", ".md", ".markdown", ".text"})
"""Endings of a letter that somebody wrote by hand."""

NOT_YET = frozenset({RuleId.OWN_WORDS, RuleId.LATE, RuleId.GAPS})
"""What a letter that nobody has signed cannot keep; the deadline is told of the case, once."""

_ADDRESS = frozenset(
    {
        "address.line-too-long",
        "address.too-many-lines",
        "documents.address-too-long",
        "documents.address-too-many-lines",
        "documents.cover-too-long",
        "documents.cover-too-many-lines",
    }
)


@dataclass(frozen=True)
class Found:
    """A finding, and the office and language of the letter that it is about where there are several."""

    finding: Finding
    authority: str = ""
    language: str = ""


@dataclass(frozen=True)
class Text:
    """A letter that somebody wrote, whose it would be, and what was found and not looked at."""

    letter: Letter
    authority: Authority
    found: tuple[Finding, ...]
    unseen: tuple[errors.Message, ...]


def case(desk: wiring.Desk, name: str) -> list[Found]:
    """What the rules say of a case, and of the letter to each of its main offices in each language."""
    from urgentaction import check

    case = desk.library.case(name)
    open_ = [_gap(one) for one in leftopen.gaps(desk, name)]
    named = [desk.library.authority(target.authority) for target in case.targets if target.authority]
    found = check.case(
        case,
        authorities={one.id: one for one in named},
        laws=desk.library.laws(),
        today=desk.world.clock().date(),
    )
    main = library.named(case, desk.library, TargetAs.MAIN, home=wiring.home(desk, None))
    letters = [one for office in main.offices for one in _to_office(desk, case, office)]
    return [*map(Found, [*open_, *found]), *letters, *map(Found, _looked_up(desk, case))]


def _gap(gap: Gap) -> Finding:
    """A gap that the file loads with; what is needed to load it is a fault of the file."""
    return Finding(
        "gap", Severity.REMARK, errors.message("intake.gap", question=leftopen.question(gap), line=gap.line), gap.key
    )


def _looked_up(desk: wiring.Desk, case: Case) -> Iterator[Finding]:
    """Which look-ups give nothing for whoever is set up here; it keeps no letter back."""
    home = wiring.home(desk, None)
    for number, target in enumerate(case.targets, start=1):
        answer = library.answer(target, desk.library, home=home) if target.lookup else ()
        if isinstance(answer, errors.Message):
            yield Finding("look-up", Severity.REMARK, answer, f"targets {number}")


def saved(desk: wiring.Desk, path: str) -> tuple[Finding, ...]:
    """What the rules say of a letter saved as JSON, and of its page.

    Raises:
        UsageError: It is a copy for information: the rules are held to the letter that it copies.
    """
    letter = reading.letter(path)
    if letter.information:
        raise errors.UsageError("saved.copy", case=letter.case)
    case = desk.library.case(letter.case)
    authority = desk.library.authority(letter.authority)
    return wiring.check_letter(desk, case, authority, letter, wiring.typeset(desk, letter))


def text(desk: wiring.Desk, path: str, *, case: str, to: Sequence[str], lang: str) -> Text:
    """What the rules say of a letter that somebody wrote by hand.

    Raises:
        UsageError: Its case or its office is not named, or more than one office is.
    """
    from urgentaction import check
    from urgentaction.check import handwritten

    if path != reading.STANDARD_INPUT and not Path(path).is_file():
        raise errors.UsageError("reading.no-text", path=path)
    if not case or not to:
        missing = "text-of-office" if case else "text-of-case" if to else "text-of"
        raise errors.UsageError(f"checking.{missing}", path=path, case=case, to=" ".join(f'--to "{one}"' for one in to))
    known = desk.library.case(case)
    offices = wiring.targets(desk, known, to)
    if len(offices) != 1:
        raise errors.UsageError("checking.one-office", count=len(offices))
    written, authority = reading.text(desk, path), offices[0]
    language = _language(desk, known, authority, written, lang)
    on = wiring.letter_date(desk, known)
    model = wiring.composer(desk, known, authority, language, on).letter(None)
    laws = desk.library.laws()
    read = handwritten.read(written, model, case=known, authority=authority, laws=laws)
    found = check.letter(read.letter, case=known, authority=authority, laws=laws, without=read.without)
    pages, unset = _page(desk, read.letter, model)
    return Text(read.letter, authority, (*found, *pages), (*read.unseen, *unset))


def _language(desk: wiring.Desk, case: Case, authority: Authority, written: str, wanted: str) -> str:
    """The language that is named, else the one that a text seems to be in and that there are letters in."""
    if not wanted:
        seems = grammar.looks_like(written)
        if seems in wiring.spoken(desk, case):
            return str(seems)
    return wiring.language(desk, case, authority, wanted)


def _page(desk: wiring.Desk, letter: Letter, model: Letter) -> tuple[tuple[Finding, ...], tuple[errors.Message, ...]]:
    """Whether it would be one page, set as our letters are; that it could not be set is said, and is no fault of it."""
    from urgentaction import check

    whole = replace(
        letter,
        recipient=letter.recipient or model.recipient,
        subject=letter.subject or model.subject,
        dateline=letter.dateline or model.dateline,
    )
    try:
        return check.document(wiring.typeset(desk, whole), whole), ()
    except errors.UserError as fault:
        return (), (errors.message("checking.unseen-page", reason=fault.message),)


def _to_office(desk: wiring.Desk, case: Case, authority: Authority) -> Iterator[Found]:
    """The letters to one office, in its own language first; one that cannot be made hides no other finding."""
    try:
        first = wiring.language(desk, case, authority, "")
    except errors.UserError as fault:
        yield Found(_unmade(fault, authority), authority.id)
        return
    for language in (first, *(code for code in wiring.spoken(desk, case) if code != first)):
        for finding in _letter(desk, case, authority, language, main=language == first):
            yield Found(finding, authority.id, language)


def _letter(desk: wiring.Desk, case: Case, authority: Authority, language: str, *, main: bool) -> Iterator[Finding]:
    try:
        on = wiring.letter_date(desk, case)
        letter = wiring.composer(desk, case, authority, language, on).letter(None, ruled=True)
    except errors.UserError as fault:
        # The office's own language is what it is written to in; another is there for whoever asks for it.
        yield _unmade(fault, authority, severity=Severity.ERROR if main else Severity.REMARK)
        return
    page = None
    try:
        page = wiring.typeset(desk, letter)
    except errors.UserError as fault:
        yield _unmade(fault, authority)
    ruled = wiring.check_letter(desk, case, authority, letter, page)
    yield from (one for one in ruled if one.rule not in NOT_YET)


def _unmade(fault: errors.UserError, authority: Authority, *, severity: Severity = Severity.ERROR) -> Finding:
    """A letter that cannot be made, as a finding on its office. What has faults in its own file stays an error."""
    if isinstance(fault, errors.Faults):
        raise fault
    rule = "address" if fault.message.id in _ADDRESS else "letter"
    return Finding(rule, severity, fault.message, authority.id)


def is_text(what: str) -> bool:
    """Whether this names a text."""
    return Path(what).suffix.lower() in TEXTS
