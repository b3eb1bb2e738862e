"""What a survey of many letters keeps out of memory, in files that nobody else sees: who is in it, and the letters."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from urgentaction.errors import UserError
from urgentaction.ledger import NewDelivery

_IN_MEMORY = 8 << 20
"""Bytes of letters that are kept without a file: a few thousand mails."""


class Known:
    """Marks of signers, case by case and office by office, in a temporary database of this process only.

    It holds 8-byte hashes of the ledger's own keyed hashes; in one of a million lists of a million rows, two agree.
    """

    def __init__(self) -> None:
        self._marks = sqlite3.connect("", isolation_level=None)
        self._marks.executescript("PRAGMA journal_mode=OFF; CREATE TABLE marks (mark INTEGER PRIMARY KEY)")
        self._marks.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._marks.close()

    def has(self, case: str, authority: str, marks: Sequence[str]) -> bool:
        """Whether one of these marks is known here."""
        numbers = [_number(case, authority, mark) for mark in marks]
        return any(self._run("SELECT 1 FROM marks WHERE mark = ?", number).fetchone() for number in numbers)

    def add(self, case: str, authority: str, marks: Sequence[str]) -> None:
        """Remember a signer by all marks."""
        for mark in marks:
            self._run("INSERT INTO marks VALUES (?) ON CONFLICT DO NOTHING", _number(case, authority, mark))

    def _run(self, sql: str, number: int) -> sqlite3.Cursor:
        try:
            return self._marks.execute(sql, (number,))
        except sqlite3.OperationalError as problem:
            raise UserError("campaign.no-room", reason=str(problem)) from None


class Shelf:
    """Letters on their way into the ledger, in the order in which they came; the file has no name and goes with us."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="ua-")  # noqa: SIM115 - see `close`

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def put(self, letter: NewDelivery) -> None:
        """Keep one letter.

        Raises:
            UserError: There is no room for it.
        """
        try:
            pickle.dump(letter, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        except OSError as problem:
            raise UserError("campaign.no-room", reason=problem.strerror or str(problem)) from None

    def letters(self) -> Iterator[NewDelivery]:
        """Every letter that was kept."""
        self._file.seek(0)
        while True:
            try:
                letter: NewDelivery = pickle.load(self._file)  # noqa: S301 - our own bytes, from a file without a name
            except EOFError:
                return
            yield letter


def _number(*place: str) -> int:
    digest = blake2b("\n".join(place).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
