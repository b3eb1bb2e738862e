"""Read what a person hands over on the command line: signers from a CSV, a letter saved as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from urgentaction import errors, files
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.letter import Letter
    from urgentaction.model.signer import Signer
    from urgentaction.signers import Row

STANDARD_INPUT = "-"

LARGEST_LETTER = 1_000_000
"""Bytes of a letter saved as JSON; a page is about 10,000."""


def rows(desk: Desk, path: str, *, case: str, consent_for: str) -> Iterator[Row]:
    """Every row of a list of signers, those that cannot sign among them; what its columns leave to say comes first.

    `case` is the one that they consented to; without it the consents are read, and not compared.
    """
    from urgentaction import signers

    source: BinaryIO | Path = desk.world.data_in if path == STANDARD_INPUT else Path(path)
    found = signers.read(
        source,
        case=case or None,
        today=desk.world.clock().date(),
        consent_for=consent_for or None,
        country=desk.config.me.country if desk.config.me else "",
    )
    for remark in found.remarks:
        screen.tell(desk.world, remark, style="yellow")
    yield from found


def signers(desk: Desk, path: str, *, case: str, consent_for: str) -> Iterator[Signer]:
    """Those of a CSV who can sign; the others are reported with line and reason."""
    for row in rows(desk, path, case=case, consent_for=consent_for):
        if row.skipped:
            screen.say(desk.world, "reading.skipped", line=row.line, reason=row.skipped, style="yellow")
        if row.signer:
            yield row.signer


def letter(path: str) -> Letter:
    """A letter saved as JSON.

    Raises:
        UserError: There is no such file, or it is not a letter.
    """
    from urgentaction.documents import data

    try:
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST_LETTER + 1)
    except FileNotFoundError:
        raise errors.UsageError("reading.no-file", path=path) from None
    except OSError as failure:
        raise files.told(failure, Path(path)) from failure
    if len(raw) > LARGEST_LETTER:
        raise errors.UserError("reading.too-large", path=path, limit=LARGEST_LETTER)
    try:
        return data.load(raw.decode())
    except UnicodeDecodeError:
        raise errors.UserError("reading.not-utf8", path=path) from None
