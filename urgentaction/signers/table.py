"""Lines of text → a CSV table: which separator, where the header stands, which row is on which lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

from urgentaction.errors import UserError
from urgentaction.signers import names

_SEPARATORS = (";", ",", "\t", "|")
_NOTHING = " \t\n\u00a0;,|"
_SAMPLE = 60
_ABOVE = 10
"""The header is looked for in the first rows only: above it people write titles, below it signers."""

_LONGEST_ROW = 200
"""Lines that one row may span; a quotation mark that is never closed would take the rest of the file."""


@dataclass(frozen=True)
class Cells:
    """One row as written: the first and the last line it stands on, counted from 1."""

    first: int
    last: int
    values: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A header and what comes below it, read as it is asked for; `above` counts the rows over the header."""

    header: Cells
    rows: Iterator[Cells]
    above: int
    separator: str


def open_table(lines: Iterator[str]) -> Table:
    """Find the separator and the header.

    The separator is the one with which the sheet has most columns that we know; counting commas would be misled by
    addresses. Rows without any text are left out.

    Raises:
        UserError: Nothing in the file; later, while rows are read: an open quotation mark, a cell of 128 KiB.
    """
    head = list(islice(lines, _SAMPLE))
    separator, place = _guess(head)
    rows = _rows(chain(head, lines), separator)
    above = list(islice(rows, place + 1))
    if not above:
        raise UserError("signers.empty")
    return Table(above[-1], rows, place, separator)


def run_together(cells: Cells, separator: str, width: int) -> bool:
    """Whether a quotation mark too many has made one row of several.

    Cells are missing, or a cell with a line break holds what looks like separators (nobody writes them without a space
    behind). One person's data in another's message would be worse than a row left out.
    """
    if cells.first == cells.last:
        return False
    broken = (value for value in cells.values if "\n" in value)
    pattern = re.compile(rf"{re.escape(separator)}\S")
    return len(cells.values) < width or any(len(pattern.findall(value)) > 1 for value in broken)


def _guess(head: list[str]) -> tuple[str, int]:
    """Separator and number of the header row, counted among those with text."""
    best, guess = (0, 0, 0), (_SEPARATORS[0], 0)
    for separator in _SEPARATORS:
        for place, cells in enumerate(_sampled(head, separator)):
            known = sum(1 for value in cells.values if names.is_known(value))
            if (score := (known, -place, len(cells.values))) > best:
                best, guess = score, (separator, place)
    return guess


def _sampled(head: list[str], separator: str) -> Iterator[Cells]:
    # With a wrong separator quotation marks may not pair; with the right one `rows` says so when it gets there.
    with suppress(UserError):
        yield from islice(_rows(iter(head), separator), _ABOVE)


class _Feed:
    """Lines for the csv reader, which tells nobody that it met the end inside a quotation."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.first = 1
        self.taken = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += 1
            if self.taken - self.first >= _LONGEST_ROW:
                raise UserError("signers.open-quote", line=self.first)
            yield line
        self.ended = True


def _rows(lines: Iterator[str], separator: str) -> Iterator[Cells]:
    feed = _Feed(_without_hint(lines))
    try:
        for values in csv.reader(feed, delimiter=separator):
            if feed.ended:
                raise UserError("signers.open-quote", line=feed.first)
            if any(value.strip(_NOTHING) for value in values):
                yield Cells(feed.first, feed.taken, values)
            feed.first = feed.taken + 1
    except csv.Error:
        raise UserError("signers.long-cell", line=feed.first) from None


def _without_hint(lines: Iterator[str]) -> Iterator[str]:
    """Excel writes `sep=;` above everything; the line stays, empty, so that the others keep their numbers."""
    for line in islice(lines, 1):
        yield "\n" if line.strip().strip('"').lower().startswith("sep=") else line
    yield from lines
