"""SQL from files: statements by name, and the numbered migrations of one kind of database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- (\w+) --$", re.MULTILINE)


@cache
def queries() -> Mapping[str, str]:
    """The statements of `sql/*.sql`: each is headed by `-- name --`."""
    folder = files("urgentaction.ledger") / "sql"
    texts = (item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".sql"))
    parts = [part for text in texts for part in _NAME.split(text)[1:]]
    return {name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)}


@cache
def migrations(kind: str) -> tuple[str, ...]:
    """The scripts of `migrations/<kind>/0001_….sql`, in order; the nth one makes version n."""
    folder = files("urgentaction.ledger") / "migrations" / kind
    scripts = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return tuple(script.read_text(encoding="utf-8") for script in scripts)
