"""Who has been read before: the same e-mail, the same id, the same name and postcode; memory stays flat."""

from __future__ import annotations

import os
import sqlite3
from hashlib import blake2b

from urgentaction.errors import UserError
from urgentaction.model.signer import Signer
from urgentaction.signers.names import plain


class Seen:
    """Lines by what identifies a person, in a temporary database of this process only.

    It holds 8-byte hashes under a random key, no names; in one of a million files of a million rows, two of them agree.
    """

    def __init__(self) -> None:
        self._key = os.urandom(16)
        self._lines = sqlite3.connect("", isolation_level=None)
        self._lines.executescript("PRAGMA journal_mode=OFF; CREATE TABLE seen (mark INTEGER PRIMARY KEY, line INTEGER)")
        self._lines.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._lines.close()

    def same_person(self, signer: Signer) -> tuple[str, int] | None:
        """What this signer shares with an earlier one that can sign (`email` or `id`), and that one's line.

        The signer is remembered: under the earlier line if it is the same person, else under its own.
        """
        marks = {what: self._mark(what, value) for what, value in _identity(signer).items()}
        lines = {what: self._line(mark, signer.row) for what, mark in marks.items()}
        earlier = next(((what, line) for what, line in lines.items() if line), None)
        if earlier:
            for what, mark in marks.items():
                if not lines[what]:
                    self._run("UPDATE seen SET line = ? WHERE mark = ?", earlier[1], mark)
        return earlier

    def same_name(self, signer: Signer) -> int:
        """The line of an earlier row with the same name and postcode, 0 if there is none; this one is remembered."""
        name, postcode = plain(signer.name), plain(signer.postcode)
        return self._line(self._mark("name", f"{name}\n{postcode}"), signer.row) if name and postcode else 0

    def _line(self, mark: int, line: int) -> int:
        """The earlier line of a mark; 0 where it is new, and is now remembered under `line`."""
        if self._run("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", mark, line).rowcount:
            return 0
        return int(self._run("SELECT line FROM seen WHERE mark = ?", mark).fetchone()[0])

    def _run(self, sql: str, *values: int) -> sqlite3.Cursor:
        try:
            return self._lines.execute(sql, values)
        except sqlite3.OperationalError as problem:
            raise UserError("signers.no-room", reason=str(problem)) from None

    def _mark(self, what: str, value: str) -> int:
        digest = blake2b(f"{what}\n{value}".encode(errors="replace"), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, signed=True)


def _identity(signer: Signer) -> dict[str, str]:
    wanted = {"id": signer.id.casefold(), "email": signer.email.casefold()}
    return {what: value for what, value in wanted.items() if value}
