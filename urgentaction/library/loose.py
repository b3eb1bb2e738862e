"""Reading a table that may be wrong: what has the right type is there, the rest is not, so every rule can speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

Table = Mapping[str, Any]


def table(of: Table, key: str) -> Table:
    """A table, empty where there is none."""
    value = of.get(key)
    return value if isinstance(value, dict) else {}


def rows(of: Table, key: str) -> Iterator[tuple[int, Table]]:
    """The tables of a list, each with its index."""
    value = of.get(key)
    for index, row in enumerate(value if isinstance(value, list) else ()):
        if isinstance(row, dict):
            yield index, row


def word(of: Table, key: str) -> str:
    """A text, empty where there is none."""
    value = of.get(key)
    return value.strip() if isinstance(value, str) else ""


def words(of: Table, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The texts of a list."""
    value = of.get(key)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, list) else default


def day(of: Table, key: str) -> date | None:
    """A date."""
    value = of.get(key)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
