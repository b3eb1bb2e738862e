"""`ua check`: every fault of a case, of a letter saved as JSON or written by hand, or of a list of signers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import errors
from urgentaction.cli import leftopen, proofing, reading, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.proofing import Found

if TYPE_CHECKING:
    from urgentaction.check import Rule
    from urgentaction.cli.world import World

LISTS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".numbers"})
"""Endings of lists of signers; spreadsheets are told how to become one."""

SCHEMA = 1
"""The version of what `--json` writes (`ua schema findings`)."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to check: the options of `ua check`."""

    what: str = ""
    case: str = ""
    to: tuple[str, ...] = ()
    lang: str = ""
    rules: bool = False
    as_json: bool = False


def check(world: World, wanted: Wanted) -> None:
    """Look for faults; findings that stop a letter leave with exit 3.

    Raises:
        UsageError: Nothing is named that could be checked, or with options of something else.
    """
    desk = wiring.desk(world)
    if wanted.rules:
        rules(desk, as_json=wanted.as_json)
    elif _is_text(wanted):
        _text(desk, wanted)
    elif wanted.to or wanted.lang:
        raise errors.UsageError("checking.only-text")
    elif not wanted.what:
        raise errors.UsageError("checking.nothing")
    elif _is_of_offices(wanted.what):
        raise errors.UsageError("checking.offices", path=wanted.what)
    elif is_list(wanted.what):
        from urgentaction.cli import rollcall

        rollcall.call(desk, wanted.what, for_case=wanted.case, as_json=wanted.as_json)
    elif wanted.what.endswith(".json"):
        _report(desk, "letter", [Found(one) for one in proofing.saved(desk, wanted.what)], as_json=wanted.as_json)
    else:
        with leftopen.told(desk, wanted.what, quiet=wanted.as_json):
            found = proofing.case(desk, wanted.what)
        _report(desk, "case", found, as_json=wanted.as_json)


def rules(desk: wiring.Desk, *, as_json: bool) -> None:
    """List every rule, with what it asks and what to do."""
    from urgentaction import check as checks

    world = desk.world
    kinds = (("letter", checks.LETTER), ("page", checks.PAGE), ("case", checks.CASE))
    every = [(over, rule) for over, table in kinds for rule in table]
    if as_json:
        rows = [_rule_data(over, rule) for over, rule in every]
        screen.as_json(world, {"schema": SCHEMA, "of": "rules", "rules": rows})
        return
    screen.columns(world, [_rule_row(world, over, rule) for over, rule in every], styles=("bold",), answer=True)


def _rule_row(world: World, over: str, rule: Rule[Any]) -> tuple[str, str, str, str]:
    words = errors.words(rule.words, world.language)
    may = screen.word(world, "checking.rule-silenceable" if rule.silenceable else "checking.rule-never")
    told = f"{words.text} {words.hint} ({may})"
    return rule.id.value, screen.word(world, f"checking.over-{over}"), rule.severity.value, told


def _rule_data(over: str, rule: Rule[Any]) -> Mapping[str, object]:
    words = errors.words(rule.words)
    return {
        "rule": rule.id.value,
        "over": over,
        "severity": rule.severity.value,
        "silenceable": rule.silenceable,
        "asks": words.text,
        "remedy": words.hint,
    }


def _is_text(wanted: Wanted) -> bool:
    return proofing.is_text(wanted.what) or (wanted.what == reading.STANDARD_INPUT and bool(wanted.to))


def _is_of_offices(what: str) -> bool:
    """Whether this is a file of offices, which lies in `authorities/` of a library."""
    path = Path(what)
    return path.suffix == ".toml" and path.parent.name == "authorities" and path.is_file()


def _text(desk: wiring.Desk, wanted: Wanted) -> None:
    world = desk.world
    one = proofing.text(desk, wanted.what, case=wanted.case, to=wanted.to, lang=wanted.lang)
    language = screen.word(world, f"drafting.language-{one.letter.language}")
    screen.say(world, "checking.read-as", language=language, office=one.authority.name(one.letter.language))
    _report(desk, "text", [Found(found) for found in one.found], unseen=one.unseen, as_json=wanted.as_json)


def _report(
    desk: wiring.Desk,
    of: str,
    found: Sequence[Found],
    *,
    unseen: Sequence[errors.Message] = (),
    as_json: bool,
) -> None:
    world = desk.world
    if as_json:
        more = {"not_looked_at": [str(one) for one in unseen]} if of == "text" else {}
        screen.as_json(world, {"schema": SCHEMA, "of": of, "findings": [_data(one) for one in found], **more})
    for one in [] if as_json else found:
        style = "red" if one.finding.stops else "dim" if one.finding.silenced else ""
        screen.columns(world, [_row(world, one)], styles=("bold", style))
    for said in unseen:
        screen.say(world, "checking.unseen", what=said, style="yellow")
    wrong = sum(one.finding.stops for one in found)
    quiet = sum(bool(one.finding.silenced) for one in found)
    remarks = len(found) - wrong - quiet
    screen.say(
        world, "checking.found-silenced" if quiet else "checking.found", errors=wrong, remarks=remarks, quiet=quiet
    )
    if wrong:
        raise SystemExit(errors.Exit.FINDINGS)


def _row(world: World, one: Found) -> tuple[str, str, str]:
    finding = one.finding
    words = errors.words(finding.message, world.language)
    where = dict.fromkeys((one.authority, one.language, finding.where))
    silenced = screen.word(world, "checking.silenced", why=finding.silenced) if finding.silenced else words.hint
    return " ".join(filter(None, where)) or "–", str(finding.rule), f"{words.text} {silenced}".strip()


def _data(one: Found) -> Mapping[str, object]:
    finding, words = one.finding, errors.words(one.finding.message)
    return {
        "rule": str(finding.rule),
        "severity": finding.severity.value,
        "where": finding.where,
        **({"authority": one.authority} if one.authority else {}),
        **({"language": one.language} if one.language else {}),
        "message": words.text,
        "remedy": words.hint,
        "silenced": bool(finding.silenced),
        **({"reason": dict(finding.silenced)} if finding.silenced else {}),
    }


def is_list(name: str) -> bool:
    """Whether this names a list of signers (or a spreadsheet that should be one) rather than a case or a letter."""
    return name == reading.STANDARD_INPUT or Path(name).suffix.lower() in LISTS
