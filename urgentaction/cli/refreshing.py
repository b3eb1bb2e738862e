"""`ua authority refresh`: our offices beside the directory's records, each difference shown, written on a yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from urgentaction import errors
from urgentaction.cli import directories, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.directories import Reply, Shelved

if TYPE_CHECKING:
    from urgentaction.cli.directories import How, Shelf
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.directory.comparing import Difference, Side
    from urgentaction.directory.matching import Match
    from urgentaction.directory.records import Record
    from urgentaction.directory.sources import Source
    from urgentaction.model.authority import Authority


@dataclass(frozen=True)
class Office:
    """One office, its entry, and what the directory has for it."""

    noun: Authority
    entry: Shelved
    match: Match


def refresh(world: World, country: str, query: str, how: How, *, replaced: Sequence[str] = ()) -> None:
    """Compare offices with their records; `replaced` are ids whose verified contacts may be overwritten.

    Raises:
        UsageError: The country has no directory; no office is meant; an id in `replaced` is none of them.
        UserError: The directory or the file cannot be read; the person's file cannot be written.
    """
    directories.check_country(country)
    desk = wiring.desk(world)
    shelf = directories.shelf(desk)
    meant = _meant(desk, shelf, query)
    unknown = [id_ for id_ in replaced if id_ not in {noun.id for noun, _ in meant}]
    if unknown:
        raise errors.UsageError("refreshing.not-meant", ids=unknown)
    with directories.source(desk.world, how) as source:
        offices = _matched(meant, source)
        if how.as_json:
            screen.as_json(desk.world, [_data(one, _side(one, source, replaced, seen=True)) for one in offices])
            return
        _talk(desk, shelf, offices, source, how, replaced)


def _meant(desk: Desk, shelf: Shelf, query: str) -> list[tuple[Authority, Shelved]]:
    """The offices that an id or all these words mean."""
    words = query.casefold().split()
    nouns = [desk.library.authority(id_) for id_ in sorted(shelf.entries)]
    exact = [noun for noun in nouns if noun.id == query]
    found = exact or [noun for noun in nouns if all(word in _haystack(noun) for word in words)]
    if not found:
        raise errors.UsageError("refreshing.no-office", query=query)
    return [(noun, shelf.entries[noun.id]) for noun in found]


def _haystack(noun: Authority) -> str:
    return " ".join([noun.id, *noun.body.values(), *(noun.name(language) for language in noun.office)]).casefold()


def _matched(meant: Sequence[tuple[Authority, Shelved]], source: Source) -> list[Office]:
    from urgentaction.directory import matching

    ids = {id_ for _, entry in meant for id_ in matching.noted(entry.table)}
    names = {matching.body(entry.table) for _, entry in meant if not matching.noted(entry.table)} - {""}
    records = source.wanted(ids, names)
    return [Office(noun, entry, matching.match(entry.table, records)) for noun, entry in meant]


def _talk(
    desk: Desk, shelf: Shelf, offices: Sequence[Office], source: Source, how: How, replaced: Sequence[str]
) -> None:
    rest, alike = False, 0
    directories.check_writable(shelf, how)
    told = [one for one in offices if not _absent(one, how) or len(offices) == 1]
    for one in told:
        side = _side(one, source, replaced, seen=not how.yes and not how.dry_run and not rest)
        found = _differences(side) if side else ()
        if side and not found:
            alike += 1
            continue
        _show(desk.world, one, found)
        if side and any(part.change for part in found) and not how.dry_run:
            reply = Reply.REST if rest else directories.reply(desk.world, how, "refreshing.ask", id=one.noun.id)
            rest = rest or reply is Reply.REST
            if reply is not Reply.LEAVE:
                _enter(shelf, one, side, seen=reply is Reply.LOOKED)
    if alike:
        screen.say(desk.world, "refreshing.alike", count=alike)
    if len(told) < len(offices):
        screen.say(desk.world, "refreshing.not-in-file", count=len(offices) - len(told), path=how.source)
    if not how.dry_run:
        directories.save(desk.world, shelf, source)


def _absent(one: Office, how: How) -> bool:
    """Whether an office is not in the file that was named, which may be a part of the directory."""
    return bool(how.source) and not one.match.found and not one.match.gone


def _side(one: Office, source: Source, replaced: Sequence[str], *, seen: bool) -> Side | None:
    """The entry beside its record, where it has exactly one."""
    from urgentaction.directory import matching
    from urgentaction.directory.comparing import Side

    record = one.match.record
    if record is None:
        return None
    office = matching.office_of(record, one.entry.table)
    stamp = directories.stamp(source, seen=seen)
    return Side(one.entry.table, record, office, stamp, one.noun.id in replaced, one.entry.country.upper())


def _differences(side: Side) -> tuple[Difference, ...]:
    from urgentaction.directory import comparing

    return comparing.differences(side)


def _enter(shelf: Shelf, one: Office, side: Side, *, seen: bool) -> None:
    """Note what is to be written; an entry of another library is copied into the person's own with it."""
    from urgentaction.directory import comparing

    side = replace(side, stamp=replace(side.stamp, seen=seen))
    made = comparing.together(side, comparing.differences(side))
    if not made:
        return
    book = shelf.book(one.entry.country)
    if one.entry.own:
        book.changes[one.entry.path] = dict(made.items())
    else:
        book.additions.append((one.entry.path, comparing.merged(one.entry.table, made)))


def _show(world: World, one: Office, found: Sequence[Difference]) -> None:
    screen.line(world)
    screen.line(world, f"{one.noun.id}  {one.noun.name('fr')}", style="bold")
    records = one.match.found
    if not records:
        screen.say(world, "refreshing.gone" if one.match.gone else "refreshing.no-record", style="yellow")
        return
    if len(records) > 1:
        screen.say(world, "refreshing.several", count=len(records), records=list(map(_named, records)), style="yellow")
        return
    screen.columns(world, list(_rows(world, found)), styles=("", "dim"))
    directories.remarks(world, records[0])
    if not one.entry.own and any(part.change for part in found):
        screen.say(world, "refreshing.copied", style="dim")
    if any(part.what == "gone" for part in found):
        screen.say(world, "refreshing.gone-value")
    if any(part.what == "held" and part.key not in {"body", "holders"} for part in found):
        screen.say(world, "refreshing.held", id=one.noun.id)


def _rows(world: World, found: Sequence[Difference]) -> Iterator[tuple[str, ...]]:
    for part in found:
        what = screen.word(world, f"refreshing.what-{part.what}")
        shown = [text for text in (part.ours, part.theirs) if text]
        yield what, screen.word(world, f"refreshing.key-{part.key}"), " → ".join(dict.fromkeys(shown))


def _named(record: Record) -> str:
    return f"{record.name} ({record.id})"


def _data(one: Office, side: Side | None) -> Mapping[str, Any]:
    found = _differences(side) if side else ()
    rows = [{"key": part.key, "what": part.what.value, "ours": part.ours, "theirs": part.theirs} for part in found]
    records = [{"id": record.id, "name": record.name, "url": record.url} for record in one.match.found]
    return {"id": one.noun.id, "records": records, "gone": list(one.match.gone), "differences": rows}
