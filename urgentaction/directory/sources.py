"""Where records come from: the directory itself, or a file of it that somebody downloaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from urgentaction.address import normalise
from urgentaction.directory import EXPORT, NAME, exports, records, shapes
from urgentaction.directory.asking import Service
from urgentaction.directory.kinds import Kind
from urgentaction.directory.records import Record


class Source(Protocol):
    """Records, and what must be said of where they come from: `file` is its name, `on` its day."""

    @property
    def file(self) -> str:
        """The name of the file."""
        ...

    @property
    def on(self) -> date:
        """Its date."""
        ...

    def wanted(self, ids: Collection[str], names: Collection[str]) -> list[Record]:
        """The records with these ids, and those with these names. Raises UserError."""
        ...

    def kind(self, kind: Kind) -> list[Record]:
        """Every record of a kind, by name. Raises UserError."""
        ...


@dataclass(frozen=True)
class Asked:
    """The directory, asked now."""

    service: Service
    on: date
    file: str = NAME

    def wanted(self, ids: Collection[str], names: Collection[str]) -> list[Record]:
        """Ids in a few questions, each name in one of its own."""
        raw = list(self.service.ids(sorted(ids)))
        for name in sorted(names):
            raw += self.service.named(name)
        return _read(raw, _wanted(ids, names))

    def kind(self, kind: Kind) -> list[Record]:
        """What the condition of the kind finds, looked at again."""
        return [record for record in _read(self.service.where(kind.where), lambda _: True) if kind.has(record)]


@dataclass(frozen=True)
class Downloaded:
    """A file of it, read from beginning to end."""

    path: Path
    on: date

    @property
    def file(self) -> str:
        """Its name."""
        return self.path.name

    def wanted(self, ids: Collection[str], names: Collection[str]) -> list[Record]:
        """Those that are in the file."""
        return _read(exports.read(self.path), _wanted(ids, names))

    def kind(self, kind: Kind) -> list[Record]:
        """Those that are in the file."""
        return [record for record in _read(exports.read(self.path), kind.may_be) if kind.has(record)]


def downloaded(path: Path, today: date) -> Downloaded:
    """A file, with the day it was written as its date; that it cannot be read is told when it is read."""
    try:
        on = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except (OSError, OverflowError, ValueError):
        on = today
    return Downloaded(path, min(on, today))


ORIGIN = EXPORT
"""What a contact names as its source where its record has no page of its own."""


def _wanted(ids: Collection[str], names: Collection[str]) -> Callable[[Mapping[str, Any]], bool]:
    keys = set(map(normalise, names))
    return lambda raw: shapes.plain(raw.get("id")) in ids or normalise(shapes.plain(raw.get("nom"))) in keys


def _read(raw: Iterable[Any], keep: Callable[[Mapping[str, Any]], bool]) -> list[Record]:
    """The records worth keeping, each once, by name; a whole export is looked at, so the rest is not even read."""
    found = {record.id: record for record in _records(raw, keep)}
    return sorted(found.values(), key=lambda record: (normalise(record.name), record.id))


def _records(raw: Iterable[Any], keep: Callable[[Mapping[str, Any]], bool]) -> Iterator[Record]:
    for one in raw:
        if isinstance(one, Mapping) and keep(one) and (record := records.read(one)):
            yield record
