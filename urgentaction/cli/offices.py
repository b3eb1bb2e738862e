"""`ua authorities` and `ua authority check`: the directory at a glance, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.library import Standing
from urgentaction.model.authority import Authority, Level
from urgentaction.model.finding import Finding, Severity

if TYPE_CHECKING:
    from urgentaction.check.offices import Waiting
    from urgentaction.cli.world import World
    from urgentaction.library.listing import ChannelRow, OfficeRow

MARKS = {Level.OFFICIAL: "✓", Level.PUBLISHED: "~", Level.UNVERIFIED: "?", None: "–"}
"""How far the contact is known that a channel leads to."""


def authorities(world: World, query: str, *, country: str, as_json: bool) -> None:
    """List offices with their channels, how far their addresses are known, since when, and when they are due."""
    from urgentaction.library import listing

    desk = wiring.desk(world)
    world = desk.world
    found = chosen(desk, query, country)
    waits = waiting(desk, found)
    today = world.clock().date()
    rows = [listing.listed(one, today=today, waiting=[said.library for said in waits.get(one.id, ())]) for one in found]
    if as_json:
        screen.as_json(world, listing.dumped(rows))
        return
    if not found:
        screen.say(world, "looking.no-authority", query=query or country)
        return
    screen.columns(
        world, [_line(world, *pair) for pair in zip(found, rows, strict=True)], styles=("bold",), answer=True
    )
    screen.say(world, "glance.marks")


def check(world: World, query: str, *, country: str, as_json: bool) -> None:
    """List what the rules find in the directory; anything found leaves with exit 3.

    Raises:
        UsageError: No office fits.
    """
    from urgentaction.check import directory

    desk = wiring.desk(world)
    world = desk.world
    found = chosen(desk, query, country)
    if not found:
        raise errors.UsageError("looking.no-authority", query=query or country)
    findings = directory.offices(
        found, everyone=desk.library.authorities(), today=world.clock().date(), waiting=waiting(desk, found)
    )
    if as_json:
        screen.as_json(world, [_data(one) for one in findings])
    else:
        _tell(world, findings)
    wrong = sum(one.severity is Severity.ERROR for one in findings)
    screen.say(world, "glance.found", count=len(found), errors=wrong, remarks=len(findings) - wrong)
    if findings:
        raise SystemExit(errors.Exit.FINDINGS)


def chosen(desk: wiring.Desk, query: str, country: str) -> list[Authority]:
    """The offices of a country whose id or name, in any language, has all these words."""
    words = query.casefold().split()
    return [one for one in desk.library.authorities(country.upper()) if all(word in _haystack(one) for word in words)]


def waiting(desk: wiring.Desk, found: Sequence[Authority]) -> Mapping[str, tuple[Waiting, ...]]:
    """What added libraries say otherwise of these offices, and nobody has accepted."""
    from urgentaction.check.offices import Waiting

    if not any(layer.added for layer in desk.library.layers):
        return {}
    said = {one.id: desk.library.proposals(one.id) for one in found}
    return {
        id_: tuple(
            Waiting(one.library, changed=one.standing is Standing.CHANGED, resembles=one.resembles)
            for one in proposals
            if one.standing is not Standing.ACCEPTED
        )
        for id_, proposals in said.items()
    }


def tell_waiting(desk: wiring.Desk, one: Authority) -> None:
    """Say whose other addresses of an office wait for a person's word."""
    from urgentaction.check import directory, offices

    said = waiting(desk, [one]).get(one.id, ())
    today = desk.world.clock().date()
    seen = offices.SeenOffice(office=one, directory=offices.Directory((one,)), today=today, waiting=said)
    for finding in directory.waiting(seen):
        screen.tell(desk.world, finding.message, style="yellow")


def _line(world: World, one: Authority, row: OfficeRow) -> tuple[str, str, str, str]:
    return (
        row.id,
        _named(world, one),
        "  ".join(_channel(one, overdue=row.overdue) for one in row.channels),
        _known(world, row),
    )


def _named(world: World, one: Authority) -> str:
    """The office by its name; where no words join it to its body in that language, with the body behind it."""
    language = world.language if world.language in one.office else next(iter(one.office))
    name = one.name(language)
    body = one.body.get(language) or next(iter(one.body.values()), "")
    return name if one.style.get(language) or not body or body in name else f"{name} ({body})"


def _channel(row: ChannelRow, *, overdue: bool) -> str:
    return f"{row.name.value} {MARKS[Level.UNVERIFIED if overdue and row.level else row.level]}"


def _known(world: World, row: OfficeRow) -> str:
    """How far it is known, how long ago it was verified, when it is due, and what waits."""
    told = [screen.word(world, f"looking.level-{row.level.value}" if row.level else "glance.no-contact")]
    if row.level:
        told.append(_age(world, row.days))
    if row.review_by:
        told.append(screen.word(world, "looking.overdue" if row.overdue else "glance.due", on=row.review_by))
    if row.waiting:
        told.append(screen.word(world, "glance.waiting", id=row.id))
    return "; ".join(told)


def _age(world: World, days: int | None) -> str:
    if days is None:
        return screen.word(world, "glance.no-age")
    return screen.word(world, "glance.age", count=days) if days else screen.word(world, "glance.today")


def _tell(world: World, findings: Sequence[Finding]) -> None:
    """The findings by office, each with its remedy."""
    before = ""
    for one in findings:
        id_, _, key = one.where.partition("#")
        if id_ != before:
            screen.answer(world, id_, style="bold")
            before = id_
        words = errors.words(one.message, world.language)
        style = "red" if one.severity is Severity.ERROR else "yellow"
        row = ("", one.rule, key or "–", f"{words.text} {words.hint}".strip())
        screen.columns(world, [row], styles=("", style), answer=True)


def _data(one: Finding) -> dict[str, Any]:
    id_, _, key = one.where.partition("#")
    words = errors.words(one.message)
    told = {"rule": one.rule, "severity": one.severity.value, "authority": id_, "key": key}
    return {**told, "message": words.text, "remedy": words.hint}


def _haystack(one: Authority) -> str:
    forms = [form for by_gender in one.office.values() for form in (by_gender.m, by_gender.f, by_gender.any)]
    return " ".join([one.id, *one.body.values(), *one.style.values(), *forms]).casefold()
