"""`ua check`: every fault of a case, of a letter saved as JSON, or of a list of signers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, library
from urgentaction.cli import reading, wiring
from urgentaction.cli import show as screen
from urgentaction.model.finding import Finding, Severity

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case

LISTS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".numbers"})
"""Endings of lists of signers; spreadsheets are told how to become one."""


def check(world: World, what: str, *, for_case: str, as_json: bool) -> None:
    """Look for faults; findings of severity error leave with exit 3."""
    desk = wiring.desk(world)
    if _is_of_offices(what):
        raise errors.UsageError("checking.offices", path=what)
    if is_list(what):
        from urgentaction.cli import rollcall

        rollcall.call(desk, what, for_case=for_case, as_json=as_json)
    elif what.endswith(".json"):
        _report(desk, _letter(desk, what), as_json=as_json)
    else:
        _report(desk, _case(desk, what), as_json=as_json)


def _case(desk: wiring.Desk, name: str) -> list[Finding]:
    """What the rules say of a case, and of the letter to each of its main offices."""
    from urgentaction import check as rules

    case = desk.library.case(name)
    named = [desk.library.authority(target.authority) for target in case.targets if target.authority]
    found = list(
        rules.case(
            case,
            authorities={one.id: one for one in named},
            laws=desk.library.laws(),
            today=desk.world.clock().date(),
        )
    )
    for authority in wiring.main_targets(desk, case, told=False):
        found += _to_office(desk, case, authority)
    return [*found, *_looked_up(desk, case)]


def _looked_up(desk: wiring.Desk, case: Case) -> list[Finding]:
    """Which look-ups give nothing for whoever is set up here; it keeps no letter back."""
    home, found = wiring.home(desk, None), []
    for number, target in enumerate(case.targets, start=1):
        answer = library.answer(target, desk.library, home=home) if target.lookup else ()
        if isinstance(answer, errors.Message):
            found.append(Finding("look-up", Severity.REMARK, answer, f"targets {number}"))
    return found


def _to_office(desk: wiring.Desk, case: Case, authority: Authority) -> list[Finding]:
    """The errors of the letter to one office; one that cannot be made at all is one too, and hides no other finding."""
    try:
        language = wiring.language(desk, case, authority, "")
        on = wiring.letter_date(desk, case)
        letter = wiring.composer(desk, case, authority, language, on).letter(None, ruled=True)
    except errors.UserError as fault:
        return [_unmade(fault, authority)]
    found, page = [], None
    try:
        page = wiring.typeset(desk, letter)
    except errors.UserError as fault:
        found.append(_unmade(fault, authority))
    ruled = wiring.check_letter(desk, case, authority, letter, page)
    return [replace(one, where=authority.id) for one in ruled if one.severity is Severity.ERROR] + found


def _unmade(fault: errors.UserError, authority: Authority) -> Finding:
    """A letter that cannot be made, as a finding on its office. What has faults in its own file stays an error."""
    if isinstance(fault, errors.Faults):
        raise fault
    rule = "address" if fault.message.id in _ADDRESS else "letter"
    return Finding(rule, Severity.ERROR, fault.message, authority.id)


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


def _is_of_offices(what: str) -> bool:
    """Whether this is a file of offices, which lies in `authorities/` of a library."""
    path = Path(what)
    return path.suffix == ".toml" and path.parent.name == "authorities" and path.is_file()


def _letter(desk: wiring.Desk, path: str) -> list[Finding]:
    letter = reading.letter(path)
    if letter.information:
        raise errors.UsageError("saved.copy", case=letter.case)
    case = desk.library.case(letter.case)
    authority = desk.library.authority(letter.authority)
    return list(wiring.check_letter(desk, case, authority, letter, wiring.typeset(desk, letter)))


def _report(desk: wiring.Desk, found: list[Finding], *, as_json: bool) -> None:
    world = desk.world
    wrong = [one for one in found if one.severity is Severity.ERROR]
    if as_json:
        screen.as_json(
            world,
            [
                {
                    "rule": one.rule,
                    "severity": one.severity.value,
                    "where": one.where,
                    "message": errors.words(one.message).text,
                }
                for one in found
            ],
        )
    for one in [] if as_json else found:
        words = errors.words(one.message, world.language)
        style = "red" if one.severity is Severity.ERROR else ""
        screen.columns(
            world, [(one.where or "–", one.rule, f"{words.text} {words.hint}".strip())], styles=("bold", style)
        )
    screen.say(world, "checking.found", errors=len(wrong), remarks=len(found) - len(wrong))
    if wrong:
        raise SystemExit(errors.Exit.FINDINGS)


def is_list(name: str) -> bool:
    """Whether this names a list of signers (or a spreadsheet that should be one) rather than a case or a letter."""
    return name == reading.STANDARD_INPUT or Path(name).suffix.lower() in LISTS
