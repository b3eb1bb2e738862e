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
    """An entry as a file has it; `own`: that file is the person's own."""

    id: str
    path: KeyPath
    table: Table
    own: bool


@dataclass
class Book:
    """The person's own file, and what is to be written into it."""

    file: Editable
    changes: dict[KeyPath, Changes] = field(default_factory=dict)
    additions: list[tuple[KeyPath, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many offices it is to hold anew or changed."""
        return len(self.changes) + len(self.additions)


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
        found: Source = sources.downloaded(world.cwd / Path(how.source).expanduser())
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


def shelved(desk: Desk) -> dict[str, Shelved]:
    """Every office of the directory's country by id, from the first library that nobody else gave us."""
    from urgentaction.library import layers
    from urgentaction.library.entries import authority_entries
    from urgentaction.library.reading import read_toml

    own = desk.config.places.letters
    found: dict[str, Shelved] = {}
    for one in layers.find(desk.library.layers, "authorities", f"{directory.COUNTRY}.toml"):
        if one.layer.added:
            continue
        for entry in authority_entries(read_toml(one.path), directory.COUNTRY):
            is_own = one.layer.root == own
            if entry.id not in found or (is_own and not found[entry.id].own):
                found[entry.id] = Shelved(entry.id, entry.path, entry.table, is_own)
    return found


def book(desk: Desk) -> Book:
    """The person's own file of the directory's country, or the beginning of one."""
    from urgentaction.directory import writing

    return Book(writing.opened(desk.config.places.letters / "authorities" / f"{directory.COUNTRY}.toml"))


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


def remarks(world: World, record: Record) -> None:
    """Say what of a record was left out, and why."""
    from urgentaction.directory.kinds import kind_of

    for odd in record.odd:
        screen.tell(world, odd, style="yellow")
    kind = kind_of(record)
    if record.emails and kind and not any(office.mailed for office in kind.offices):
        screen.say(world, "directory.paper-only", addresses=list(record.emails))


def save(world: World, book: Book, origin: Source) -> None:
    """Write the person's file, whole or not at all; where nothing changes it is not touched.

    Raises:
        UserError: It was changed meanwhile, cannot be changed safely, or cannot be written.
        Faults: An entry would not load.
    """
    from urgentaction.directory import writing

    path = book.file.path
    if not book.count:
        screen.say(world, "directory.nothing-written")
        return
    if path.exists() and path.read_bytes() != book.file.encoded(book.file.text):
        raise errors.UserError("directory.changed-meanwhile", path=str(path))
    new = writing.written(
        book.file,
        changes=book.changes,
        additions=book.additions,
        said=said(origin),
        country=directory.COUNTRY,
    )
    files.write_whole(path.resolve(), new, overwrite=path.exists())
    screen.say(world, "directory.written", count=book.count, path=str(path), style="green")


def _pause(world: World, seconds: float) -> None:
    world.pause(world.clock() + timedelta(seconds=seconds), lambda: False)
