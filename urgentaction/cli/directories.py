"""What `ua authority refresh` and `import` share: the directory, our offices beside it, the question, the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import directory, errors, files
from urgentaction.cli import show as screen
from urgentaction.library.positions import KeyPath

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.directory.proposals import Stamp
    from urgentaction.directory.records import Record
    from urgentaction.directory.sources import Source
    from urgentaction.library.editing import Changes, Editable
    from urgentaction.library.loose import Table


class Reply(Enum):
    """What a person says to one office: write it, they looked; leave it; write it and all others, nobody looked."""

    LOOKED = "looked"
    LEAVE = "leave"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class How:
    """Where the directory comes from (a file, or empty: asked), and whether anything is asked and written."""

    source: str = ""
    dry_run: bool = False
    yes: bool = False
    as_json: bool = False


@dataclass(frozen=True)
class Shelved:
    """An entry as the file of a country has it; `own`: that file is the person's own."""

    id: str
    country: str
    path: KeyPath
    table: Table
    own: bool


@dataclass
class Book:
    """A file of the person's own, and what is to be written into it."""

    file: Editable
    changes: dict[KeyPath, Changes] = field(default_factory=dict)
    additions: list[tuple[KeyPath, Mapping[str, Any]]] = field(default_factory=list)


@dataclass
class Shelf:
    """The offices of the directory's country, and the person's own files, by country (`fr`), as they were read.

    `taken` are the places of all entries, whosever offices they are.
    """

    folder: Path
    entries: dict[str, Shelved] = field(default_factory=dict)
    taken: set[tuple[str, KeyPath]] = field(default_factory=set)
    read: dict[str, str] = field(default_factory=dict)
    books: dict[str, Book] = field(default_factory=dict)

    def book(self, country: str) -> Book:
        """The file to write into, or the beginning of one.

        Raises:
            UserError: It is not as it was read, or could not be written back as it is.
        """
        from urgentaction.directory import writing

        if country not in self.books:
            file = writing.opened(self.folder / f"{country}.toml")
            if file.text != self.read.get(country, writing.HEAD):
                raise _changed(file.path)
            self.books[country] = Book(file)
        return self.books[country]


def check_country(country: str) -> None:
    """Refuse a country that has no directory we can ask.

    Raises:
        UsageError: Any but France.
    """
    if country.casefold() != directory.COUNTRY:
        raise errors.UsageError("directory.no-country", country=country, known=[directory.COUNTRY])


@contextmanager
def source(world: World, how: How) -> Iterator[Source]:
    """The directory, or the file of it that `--from` names; what must be said of it is said."""
    from urgentaction.directory import sources

    if how.source:
        found: Source = sources.downloaded(world.cwd / how.source, world.clock().date())
        yield found
        screen.line(world, said(found), style="dim")
        return
    from urgentaction.directory.asking import Service

    service = Service(world.hosts.get("dila", ""), pause=lambda seconds: _pause(world, seconds), now=world.clock)
    try:
        found = sources.Asked(service, world.clock().date())
        yield found
        screen.line(world, said(found), style="dim")
    finally:
        service.close()


def said(origin: Source) -> str:
    """The directory's name, licence and address, the file's name and date."""
    from urgentaction.directory import writing

    return writing.attribution(origin.file, origin.on)


def shelf(desk: Desk) -> Shelf:
    """Every office of the directory's country, its embassies abroad too, from the first library nobody else gave us."""
    from urgentaction.library import layers

    own = desk.config.places.letters
    made = Shelf(own / "authorities")
    ours = [layer for layer in desk.library.layers if not layer.added]
    for country in layers.names(ours, "authorities", suffix=".toml"):
        for one in layers.find(ours, "authorities", f"{country}.toml"):
            _put(made, one.path, country, own=one.layer.root == own)
    return made


def _put(shelf: Shelf, path: Path, country: str, *, own: bool) -> None:
    from urgentaction.library.entries import authority_entries
    from urgentaction.library.reading import read_toml

    file = read_toml(path)
    if own:
        shelf.read[country] = file.text
    for entry in authority_entries(file, country):
        shelf.taken.add((country, entry.path))
        is_french = country == directory.COUNTRY or entry.table.get("represents") == directory.COUNTRY.upper()
        known = shelf.entries.get(entry.id)
        if is_french and (known is None or (own and not known.own)):
            shelf.entries[entry.id] = Shelved(entry.id, country, entry.path, entry.table, own)


def stamp(origin: Source, *, seen: bool) -> Stamp:
    """What contacts taken from there say of themselves."""
    from urgentaction.directory import proposals, sources

    return proposals.Stamp(sources.ORIGIN, origin.on, seen)


def reply(world: World, how: How, question: str, **values: object) -> Reply:
    """Ask whether an office is to be written; in a script `--yes` writes, and nobody has looked."""
    if how.yes:
        return Reply.REST
    answer = screen.ask(world, question, flag="--yes", **values).strip().casefold()
    if answer in {"y", "yes", "o", "oui"}:
        return Reply.LOOKED
    return Reply.REST if answer in {"a", "all", "t", "tout", "toutes"} else Reply.LEAVE


def check_writable(shelf: Shelf, how: How) -> None:
    """Make sure, before anything is asked, that what is agreed to can be written.

    Raises:
        UserError: A file of the person's own could not be written back as it is.
    """
    from urgentaction.directory import writing

    for country in () if how.dry_run else shelf.read:
        writing.opened(shelf.folder / f"{country}.toml")


def remarks(world: World, record: Record) -> None:
    """Say what of a record was left out, and why."""
    from urgentaction.directory.kinds import kind_of

    for odd in record.odd:
        screen.tell(world, odd, style="yellow")
    kind = kind_of(record)
    if record.emails and kind and not any(office.mailed for office in kind.offices):
        screen.say(world, "directory.paper-only", addresses=list(record.emails))


def save(world: World, shelf: Shelf, origin: Source) -> None:
    """Write the person's files, each whole or not at all; where nothing changes none is touched.

    Raises:
        UserError: One was changed meanwhile, cannot be changed safely, or cannot be written.
        Faults: An entry would not load.
    """
    from urgentaction.directory import writing

    new = [
        (book, writing.written(book.file, book.changes, book.additions, said=said(origin), country=country))
        for country, book in sorted(shelf.books.items())
    ]
    for book, _ in new:
        path = book.file.path
        if path.exists() and path.read_bytes() != book.file.encoded(book.file.text):
            raise _changed(path)
    for book, text in new:
        path, count = book.file.path, len(book.changes) + len(book.additions)
        files.write_whole(path.resolve(), text, overwrite=path.exists())
        screen.say(world, "directory.written", count=count, path=str(path), style="green")
    if not new:
        screen.say(world, "directory.nothing-written")


def _changed(path: Path) -> errors.UserError:
    return errors.UserError("directory.changed-meanwhile", path=str(path))


def _pause(world: World, seconds: float) -> None:
    world.pause(world.clock() + timedelta(seconds=seconds), lambda: False)
