"""`ua check`: every fault of a case, of a letter saved as JSON, or of a list of signers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import reading, wiring
from urgentaction.cli import show as screen
from urgentaction.model.finding import Finding, Severity

if TYPE_CHECKING:
    from urgentaction.cli.world import World

LISTS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".numbers"})
"""Endings of lists of signers; spreadsheets are told how to become one."""


def check(world: World, what: str, *, for_case: str, as_json: bool) -> None:
    """Look for faults; findings of severity error leave with exit 3."""
    desk = wiring.desk(world)
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
    for authority in wiring.main_targets(desk, case):
        language = wiring.language(desk, case, authority, "")
        letter = wiring.composer(desk, case, authority, language, wiring.letter_date(desk, case)).letter(
            None, ruled=True
        )
        page = wiring.typeset(desk, letter)
        found += [
            Finding(one.rule, one.severity, one.message, authority.id)
            for one in wiring.check_letter(desk, case, authority, letter, page)
            if one.severity is Severity.ERROR
        ]
    return found


def _letter(desk: wiring.Desk, path: str) -> list[Finding]:
    letter = reading.letter(path)
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
