"""Where a person still stands in files that people keep: rows of their lists, profiles of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger
    from urgentaction.model.signer import Signer


def lines(desk: Desk, path: Path, signer: Signer, ledger: Ledger, marks: Sequence[str]) -> list[int]:
    """The lines of a list, from 1, on which a person stands: rows that are theirs, and rows that merely name them."""
    return sorted({*_rows(desk, path, ledger, frozenset(marks)), *_named(path, signer)})


def profiles(desk: Desk, ledger: Ledger, marks: Sequence[str]) -> list[str]:
    """The profiles of the settings that are theirs (`me`, `signers.ana`)."""
    config, known = desk.config, frozenset(marks)
    people = {f"signers.{name}": one for name, one in config.signers.items()} | ({"me": config.me} if config.me else {})
    return [name for name, one in people.items() if not known.isdisjoint(ledger.marks(one))]


def _rows(desk: Desk, path: Path, ledger: Ledger, marks: frozenset[str]) -> Iterator[int]:
    from urgentaction import signers

    try:
        today = desk.world.clock().date()
        country = desk.config.me.country if desk.config.me else ""
        for row in signers.read(path, case=None, today=today, country=country):
            if row.signer and not marks.isdisjoint(ledger.marks(row.signer)):
                yield row.line
    except UserError:
        # Some other list, or rows that nobody can read: what they say is looked at as text.
        return


def _named(path: Path, signer: Signer) -> Iterator[int]:
    from urgentaction.ledger.identity import plain
    from urgentaction.signers import text

    wanted = [plain(one) for one in (signer.email, signer.name) if one]
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(text.lines(stream), start=1):
                words = plain(line)
                if any(one in words for one in wanted):
                    yield number
    except (UserError, OSError):
        return
