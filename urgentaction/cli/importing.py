"""`ua authority import`: every office of one kind, from the directory into the person's own library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from urgentaction import errors
from urgentaction.cli import directories, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.directories import Reply
from urgentaction.library.positions import KeyPath

if TYPE_CHECKING:
    from urgentaction.cli.directories import How, Shelf
    from urgentaction.cli.world import World
    from urgentaction.directory.kinds import Kind, Office
    from urgentaction.directory.records import Record
    from urgentaction.directory.sources import Source


@dataclass(frozen=True)
class Body:
    """A record and the offices of it that are to be written into the file of the country `home` (ISO).

    `there`: ids of those that a library has.
    """

    record: Record
    home: str
    offices: tuple[tuple[KeyPath, Office], ...]
    there: tuple[str, ...] = ()

    @property
    def country(self) -> str:
        """The name of the file."""
        return self.home.lower()

    def id(self, path: KeyPath) -> str:
        """The id of an office in that file."""
        return "/".join((self.country, *map(str, path)))


def import_(world: World, country: str, type_: str, query: str, how: How) -> None:
    """Bring in the offices of one kind whose names have all these words.

    Raises:
        UsageError: The country has no directory, or the kind is none that is known.
        UserError: The directory or the file cannot be read; the person's file cannot be written.
    """
    directories.check_country(country)
    kind = _kind(type_)
    desk = wiring.desk(world)
    shelf = directories.shelf(desk)
    with directories.source(desk.world, how) as source:
        records = [record for record in source.kind(kind) if _has(record, query)]
        bodies = list(_bodies(records, kind, shelf))
        if how.as_json:
            screen.as_json(desk.world, [row for body in bodies for row in _data(body, source)])
            return
        if not bodies:
            screen.say(desk.world, "importing.none", type=type_)
            return
        _talk(desk.world, bodies, source, how, shelf)
        if not how.dry_run:
            directories.save(desk.world, shelf, source)


def _kind(type_: str) -> Kind:
    from urgentaction.directory.kinds import KINDS
    from urgentaction.library.near import meant_by, near

    if type_ not in KINDS:
        raise errors.UsageError("importing.no-kind", type=type_, meant=meant_by(near(type_, KINDS)), known=list(KINDS))
    return KINDS[type_]


def _has(record: Record, query: str) -> bool:
    from urgentaction.address import normalise

    name = normalise(record.name).split()
    return all(word in name for word in normalise(query).split())


def _bodies(records: Sequence[Record], kind: Kind, shelf: Shelf) -> Iterator[Body]:
    """Each record with the places of its offices in the file; no two have the same."""
    from urgentaction.directory import matching, proposals

    tables = {entry.id: entry.table for entry in shelf.entries.values()}
    taken = set(shelf.taken)
    for record in records:
        there = matching.known(record, tables)
        roles = {str(tables[id_].get("role")) for id_ in there}
        home = proposals.home(record, kind)
        places = proposals.paths(record, kind, {path for country, path in taken if country == home.lower()})
        new = tuple((path, office) for path, office in places if office.role.value not in roles)
        taken |= {(home.lower(), path) for path, _ in new}
        yield Body(record, home, new, tuple(there))


def _talk(world: World, bodies: Sequence[Body], source: Source, how: How, shelf: Shelf) -> None:
    rest = False
    directories.check_writable(shelf, how)
    for body in bodies:
        made = _entries(body, source, seen=False)
        _show(world, body, made)
        _warn(world, made, shelf)
        if not made or how.dry_run:
            continue
        reply = Reply.REST if rest else directories.reply(world, how, "importing.ask", name=body.record.name)
        rest = rest or reply is Reply.REST
        if reply is not Reply.LEAVE:
            shelf.book(body.country).additions += _entries(body, source, seen=reply is Reply.LOOKED)


def _entries(body: Body, source: Source, *, seen: bool) -> list[tuple[KeyPath, Mapping[str, Any]]]:
    """The entries that lead somewhere."""
    from urgentaction.directory import proposals

    stamp = directories.stamp(source, seen=seen)
    made = [(path, proposals.entry(body.record, office, stamp, home=body.home)) for path, office in body.offices]
    return [(path, entry) for path, entry in made if entry]


def _show(world: World, body: Body, made: Sequence[tuple[KeyPath, Mapping[str, Any]]]) -> None:
    from urgentaction.directory.comparing import shown

    screen.line(world)
    screen.line(world, body.record.name, style="bold")
    for path, entry in made:
        rows = [(screen.word(world, "refreshing.what-new"), body.id(path), _ways(entry))]
        for key in ("postal", "emails", "phones", "fax", "web_form"):
            found = entry.get(key, [])
            contacts = found if isinstance(found, list) else [found]
            rows += [("", screen.word(world, f"refreshing.key-{key}"), shown(key, contact)) for contact in contacts]
        names = ((screen.word(world, "refreshing.key-holders"), row["name"]) for row in entry.get("holders", ()))
        screen.columns(world, [*rows, *(("", *name) for name in names)], styles=("green", "bold"))
    if body.there:
        screen.say(world, "importing.there", ids=list(body.there))
    if body.offices and not made:
        screen.say(world, "importing.nowhere", style="yellow")
    directories.remarks(world, body.record)


def _warn(world: World, made: Sequence[tuple[KeyPath, Mapping[str, Any]]], shelf: Shelf) -> None:
    """Say which offices we have that these may be under another name: ministries are renamed with each government."""
    from urgentaction.directory import matching

    tables = {entry.id: entry.table for entry in shelf.entries.values()}
    if ids := sorted({id_ for _, entry in made for id_ in matching.alike(entry, tables)}):
        screen.say(world, "importing.alike", ids=ids, style="yellow")


def _ways(entry: Mapping[str, Any]) -> str:
    return ", ".join(entry["channels"])


def _data(body: Body, source: Source) -> Iterator[Mapping[str, Any]]:
    for path, entry in _entries(body, source, seen=False):
        yield {"id": body.id(path), "record": body.record.id, **entry}
