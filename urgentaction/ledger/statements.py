"""SQL from files: statements by name, in the words of one kind of database, and its numbered migrations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- (\w+) --$", re.MULTILINE)
_PARAMETER = re.compile(r":(\w+)")

_LOCKED = {
    "take": "FOR NO KEY UPDATE",
    "asked": "FOR NO KEY UPDATE OF d",
    "due": "FOR NO KEY UPDATE OF d SKIP LOCKED",
    "due_key": "FOR NO KEY UPDATE OF d SKIP LOCKED",
    "due_stack": "FOR NO KEY UPDATE OF d SKIP LOCKED",
}
"""What PostgreSQL keeps for this transaction alone, and what it passes over; SQLite has one writer at a time."""

_ID_GIVEN = frozenset({"add_delivery", "import_delivery"})
"""Statements that give the id of the row that they insert."""


@cache
def queries() -> Mapping[str, str]:
    """The statements of `sql/*.sql`: each is headed by `-- name --`."""
    folder = files("urgentaction.ledger") / "sql"
    texts = (item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".sql"))
    parts = [part for text in texts for part in _NAME.split(text)[1:]]
    return {name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)}


@cache
def postgresql() -> Mapping[str, str]:
    """The same statements for psycopg: `%(name)s` for `:name`, the rows locked that are about to change."""
    return {name: _translated(name, sql) for name, sql in queries().items()}


def _translated(name: str, sql: str) -> str:
    parts = [_PARAMETER.sub(r"%(\1)s", sql), _LOCKED.get(name, ""), "RETURNING id" if name in _ID_GIVEN else ""]
    return "\n".join(filter(None, parts))


@cache
def migrations(kind: str) -> tuple[str, ...]:
    """The scripts of `migrations/<kind>/0001_….sql`, in order; the nth one makes version n."""
    folder = files("urgentaction.ledger") / "migrations" / kind
    scripts = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return tuple(script.read_text(encoding="utf-8") for script in scripts)
