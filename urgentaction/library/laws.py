"""The law files of all layers: every legal basis by its id, the strongest layer's first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from urgentaction.errors import Fault, Faults
from urgentaction.library import layers
from urgentaction.library.entries import Entry, law_entries, stray_problems
from urgentaction.library.layers import Found, Layer
from urgentaction.library.loading import gather, load_law
from urgentaction.library.problems import faults_of, problem
from urgentaction.library.reading import TomlFile
from urgentaction.model.law import Law

Read = Callable[[Path], TomlFile]


def load_laws(layers_: Sequence[Layer], read: Read) -> Mapping[str, Law]:
    """Every legal basis by its id; the first layer that has one says what it is.

    Raises:
        Faults: Every fault of their files.
    """
    laws: dict[str, Law] = {}
    faults: list[Fault] = []
    for layer in layers_:
        new, more = _laws_of(layer, read)
        laws = new | laws
        faults += more
    if faults:
        raise Faults(faults)
    return laws


def entries_of_law(layers_: Sequence[Layer], read: Read) -> Iterator[Entry]:
    """The strongest layer's last, so that they stay in a table by id."""
    for layer in reversed(layers_):
        for found in _files(layer):
            yield from law_entries(read(found.path))


def _laws_of(layer: Layer, read: Read) -> tuple[dict[str, Law], list[Fault]]:
    """The legal bases of one layer, and what is wrong with its files."""
    files, faults = gather(partial(read, found.path) for found in _files(layer))
    entries: dict[str, Entry] = {}
    for file in files:
        again = [entry for entry in law_entries(file) if entry.id in entries]
        twice = [problem(entry.path, "library.twice", found=entry.id) for entry in again]
        faults += faults_of(file, (*stray_problems(file), *twice))
        entries |= {entry.id: entry for entry in law_entries(file)}
    laws, more = gather(partial(load_law, entry) for entry in entries.values())
    return {law.id: law for law in laws}, faults + more


def _files(layer: Layer) -> Iterator[Found]:
    for name in layers.names([layer], "law", suffix=".toml"):
        yield from layers.find([layer], "law", f"{name}.toml")
