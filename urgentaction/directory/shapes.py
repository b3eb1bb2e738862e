"""One value of a record, however it is serialised: a list, a list as JSON text, a single thing, or nothing.

The interface gives most fields as JSON texts and some as lists, exports as CSV give texts only, and the bulk file has
real lists (reference/facts-france.md §4a).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from urgentaction.library.characters import forbidden

LONGEST = 400
"""Characters of one value; the longest names of the directory have some 250."""

_JSON_LONGEST = 1 << 20


def rows(value: object) -> list[Any]:
    """The single things that a field holds, in their order."""
    match value:
        case None | "":
            return []
        case list() | tuple():
            return [inner for part in value for inner in _inner(part)]
        case _:
            return _inner(value)


def tables(value: object) -> list[Mapping[str, Any]]:
    """The objects that a field holds; what is none is left out."""
    return [row for row in rows(value) if isinstance(row, Mapping)]


def values(value: object) -> list[Any]:
    """The values that a field holds, bare or as `{"valeur": …}`."""
    return [row.get("valeur") if isinstance(row, Mapping) else row for row in rows(value)]


def text(value: object) -> str | None:
    """A value as one line in Unicode NFC; empty where there is none, None where it cannot be shown as it is.

    A number is not a text. A text with control or bidi characters is never mended: what it says is not known then.
    """
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    line = unicodedata.normalize("NFC", " ".join(value.split()))
    return None if any(map(forbidden, line)) else line


def plain(value: object) -> str:
    """The same, where nobody needs to know that it cannot be shown."""
    return text(value) or ""


def shown(value: object) -> str:
    """What a field holds, short enough to be quoted."""
    whole = value if isinstance(value, str) else repr(value)[:LONGEST]
    line = " ".join(whole[:LONGEST].split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


_QUOTED = 60


def _inner(value: object) -> list[Any]:
    """What a JSON text holds; anything else is itself."""
    if not isinstance(value, str):
        return [] if value is None else [value]
    start = value.lstrip()[:1]
    if start not in {"[", "{"} or len(value) > _JSON_LONGEST:
        return [value] if value.strip() else []
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return [value]
    return [row for row in found if row is not None] if isinstance(found, list) else [found]
