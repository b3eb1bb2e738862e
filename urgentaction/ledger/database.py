"""What the ledger's logic needs of a database: named statements, and transactions that are whole or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Protocol

from urgentaction.ledger.rows import Row

Value = str | int | bytes | None


class Alone(Enum):
    """Among whom a transaction has no other beside it; a database with one writer at a time tells nothing apart."""

    LETTER = auto()
    """Those that change the same letter: what it changes it has read with a statement that takes it."""

    QUEUE = auto()
    """Those that let letters take their place; letters that are under way go on."""

    LEDGER = auto()
    """All that write."""


class Database(Protocol):
    """One open database. Statements are named as in `sql/queries.sql`; parameters are keywords.

    Raises:
        UserError: The disk is full, the file is locked, damaged or cannot be written; nothing of a transaction is left.
    """

    def transaction(self, *, durable: bool = True, alone: Alone = Alone.LEDGER) -> AbstractContextManager[None]:
        """All or nothing; synced to the disk before it returns, unless `durable` is False."""
        ...

    def keep(self, places: Iterable[str]) -> None:
        """Be alone with these names (of whatever several letters share) until the transaction ends."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads within it see one instant, and make nobody wait."""
        ...

    def faults(self) -> tuple[str, ...]:
        """What the database itself finds wrong with its files, in its own words."""
        ...

    def scrub(self) -> None:
        """Leave nothing of what was erased in the database's own files, as far as it can be done now."""
        ...

    def rows(self, name: str, /, **values: Value) -> list[Row]:
        """Every row of a statement."""
        ...

    def row(self, name: str, /, **values: Value) -> Row | None:
        """The first row of a statement."""
        ...

    def run(self, name: str, /, **values: Value) -> None:
        """Carry out a statement before the next one that gives something; within a transaction."""
        ...

    def changed(self, name: str, /, **values: Value) -> int:
        """Carry out a statement; gives how many rows it changed."""
        ...

    def insert(self, name: str, /, **values: Value) -> int | None:
        """Insert one row; gives its id, or None where it was there already."""
        ...

    def is_gone(self, worker: str) -> bool:
        """Whether a worker is known to have died."""
        ...

    def bury(self, worker: str) -> None:
        """Forget a dead worker: nothing is under its name any more."""
        ...

    def attend(self) -> AbstractContextManager[str]:
        """A token for a worker whose death others notice."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
