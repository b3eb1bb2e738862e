"""Which tables of an authority or law file are entries, and what their ids are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from urgentaction.library.loose import Table
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem, problem
from urgentaction.library.reading import TomlFile
from urgentaction.model.codes import COUNTRIES

_SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

INVENTED = "XX"
"""The country of cases and offices that nobody should take for real: ISO 3166 leaves this code to its users."""

COUNTRY_FILES = frozenset(code.lower() for code in COUNTRIES | {INVENTED, "EU", "UN"})
"""How files of authorities may be called; ISO 3166 reserves EU and UN, whose bodies people write to as well."""

AUTHORITY_ID = re.compile(rf"(?P<country>[a-z]{{2}})(/{_SEGMENT.pattern})+")
"""`fr/aix/procureur-general`: the file, then the path of its table."""

_TABLES: Final = frozenset(
    {"body", "office", "style", "salutation", "closing", "email_none", "web_form", "postal", "limits", "guidance"}
)
"""Keys of an authority that may be written as tables of their own (`[aix.procureur-general.postal]`)."""


@dataclass(frozen=True)
class Entry:
    """One table of a file that stands for something, and where it stands."""

    id: str
    file: TomlFile
    path: KeyPath
    table: Table


def authority_entries(file: TomlFile, country: str) -> Iterator[Entry]:
    """The authorities of a country's file: every table that is not only there to group others."""
    yield from _authorities(file, file.data, (), country)


def law_entries(file: TomlFile) -> Iterator[Entry]:
    """The legal bases of a file: its tables."""
    for name, table in file.data.items():
        if isinstance(table, dict):
            yield Entry(name, file, (name,), table)


def stray_problems(file: TomlFile) -> Iterator[Problem]:
    """Keys that stand outside any entry, and names that cannot be part of an id."""
    yield from _strays(file.data, ())


def _authorities(file: TomlFile, tables: Table, path: KeyPath, id_: str) -> Iterator[Entry]:
    for name, table in tables.items():
        if not isinstance(table, dict):
            continue
        if _is_entry(table):
            yield Entry(f"{id_}/{name}", file, (*path, name), table)
        else:
            yield from _authorities(file, table, (*path, name), f"{id_}/{name}")


def _strays(tables: Table, path: KeyPath) -> Iterator[Problem]:
    for name, table in tables.items():
        if not path and name == "schema":
            if table != 1:
                yield problem((name,), "library.schema-version", found=table)
        elif not isinstance(table, dict):
            yield problem((*path, name), "library.outside-entry")
        elif not _SEGMENT.fullmatch(name):
            yield problem((*path, name), "library.not-slug", found=name)
        elif not _is_entry(table):
            yield from _strays(table, (*path, name))


def _is_entry(table: Table) -> bool:
    return not table or any(not isinstance(value, dict) or key in _TABLES for key, value in table.items())
