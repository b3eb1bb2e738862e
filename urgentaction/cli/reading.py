"""Read what a person hands over on the command line: signers from a CSV, a letter saved as JSON."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from urgentaction import errors, files
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.check import Alike
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.letter import Letter
    from urgentaction.model.signer import Signer
    from urgentaction.signers import Row

STANDARD_INPUT = "-"

MOST_TOLD = 20
"""Rows that cannot sign are told one by one up to this number: a screen holds no more."""

LARGEST_LETTER = 1_000_000
"""Bytes of a letter saved as JSON; a page is about 10,000."""


def rows(desk: Desk, path: str, *, case: str, consent_for: str, source: BinaryIO | None = None) -> Iterator[Row]:
    """Every row of a list of signers, those that cannot sign among them; what its columns leave to say comes first.

    `case` is the one that they consented to; without it the consents are read, and not compared. `source` is read in
    place of the path.
    """
    from urgentaction import signers

    found = signers.read(
        source or (desk.world.data_in if path == STANDARD_INPUT else Path(path)),
        case=case or None,
        today=desk.world.clock().astimezone().date(),
        consent_for=consent_for or None,
        country=desk.config.me.country if desk.config.me else "",
    )
    for remark in found.remarks:
        screen.tell(desk.world, remark, style="yellow")
    yield from found


def _nothing_counted() -> Alike:
    from urgentaction import check

    return check.Alike()


@dataclass
class Roll:
    """A list of signers as it is read: how many rows it has, how many of them can sign, how alike their letters are."""

    desk: Desk
    path: str
    case: str
    consent_for: str = ""
    source: BinaryIO | None = None
    count: int = 0
    can: int = 0
    alike: Alike = field(default_factory=_nothing_counted)

    @property
    def skipped(self) -> int:
        """How many rows cannot sign."""
        return self.count - self.can

    def signers(self) -> Iterator[Signer]:
        """Those who can sign; of the others the first are told with line and reason, the rest is counted."""
        for row in rows(self.desk, self.path, case=self.case, consent_for=self.consent_for, source=self.source):
            self.count, self.can = self.count + 1, self.can + (row.signer is not None)
            if row.skipped and self.skipped <= MOST_TOLD:
                screen.say(self.desk.world, "reading.skipped", line=row.line, reason=row.skipped, style="yellow")
            if row.signer:
                yield row.signer
        if self.skipped > MOST_TOLD:
            more = self.skipped - MOST_TOLD
            screen.say(self.desk.world, "reading.more", count=more, path=self.path, case=self.case, style="yellow")

    def all_or_nobody(self) -> None:
        """Read the list once, to its end; a row that cannot sign ends the command. Needs a source that can go back.

        Raises:
            UserError: Rows cannot sign; the first are told.
        """
        for _ in self.signers():
            pass
        if self.skipped:
            raise errors.UserError("batch.strict", exit_=errors.Exit.FINDINGS, count=self.skipped)
        self.count = self.can = 0
        if self.source is not None:
            self.source.seek(0)


@contextmanager
def opened(desk: Desk, path: str) -> Iterator[BinaryIO | None]:
    """A list that can be read twice: standard input goes into a file without a name; None for one that has a name."""
    if path != STANDARD_INPUT:
        yield None
        return
    with tempfile.SpooledTemporaryFile(max_size=LARGEST_LETTER, prefix="ua-") as kept:
        try:
            shutil.copyfileobj(desk.world.data_in, kept)
        except OSError as failure:
            raise files.told(failure, Path(tempfile.gettempdir())) from failure
        kept.seek(0)
        yield cast("BinaryIO", kept)


def letter(path: str) -> Letter:
    """A letter saved as JSON.

    Raises:
        UserError: There is no such file, or it is not a letter.
    """
    from urgentaction.documents import data

    try:
        return data.load(_whole(path).decode())
    except UnicodeDecodeError:
        raise errors.UserError("reading.not-utf8", path=path) from None


def text(desk: Desk, path: str) -> str:
    """A letter that somebody wrote as text.

    Raises:
        UserError: There is no such file, or it is no text.
    """
    try:
        raw = desk.world.data_in.read(LARGEST_LETTER + 1) if path == STANDARD_INPUT else _whole(path)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.UserError("reading.not-utf8", path=path) from None


def _whole(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST_LETTER + 1)
    except FileNotFoundError:
        raise errors.UsageError("reading.no-file", path=path) from None
    except OSError as failure:
        raise files.told(failure, Path(path)) from failure
    if len(raw) > LARGEST_LETTER:
        raise errors.UserError("reading.too-large", path=path, limit=LARGEST_LETTER)
    return raw
