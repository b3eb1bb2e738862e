"""A sheet of signers, row by row: who can sign, who is skipped and why, what a person should look at."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from urgentaction.errors import Message, UsageError, UserError
from urgentaction.model.signer import Signer
from urgentaction.signers import person
from urgentaction.signers.columns import Columns, understand
from urgentaction.signers.consent import Wanted, consent
from urgentaction.signers.fields import Notes, shown_path
from urgentaction.signers.table import Cells, Table, open_table, run_together
from urgentaction.signers.text import lines

if TYPE_CHECKING:
    from urgentaction.signers.seen import Seen


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row, on `line` (from 1): either a signer, or skipped for a reason, the first of `faults`."""

    line: int
    signer: Signer | None = None
    skipped: Message | None = None
    faults: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()


class Rows(Iterator[Row]):
    """The rows of one sheet, read as they are asked for; `columns` as it calls them, `remarks` about them."""

    def __init__(self, rows: Iterator[Row], *, columns: tuple[str, ...], remarks: tuple[Message, ...]) -> None:
        self._rows = rows
        self.columns = columns
        self.remarks = remarks

    def __next__(self) -> Row:
        return next(self._rows)


def read(
    source: BinaryIO | Path, *, case: str | None, today: date, consent_for: str | None = None, country: str = ""
) -> Rows:
    """Open a CSV file of signers; what is wrong with the file as a whole is said here, what is wrong with a row in it.

    Args:
        source: A path, or a stream of bytes (standard input), which the caller closes.
        case: The id of the case that the letters are for; None to look at the file only: consents to any case count.
        today: A consent cannot be of a later day.
        consent_for: The case that everybody whose row names none agreed to (`--consent-for`).
        country: Two letters, for rows without a country (the group's own).

    Raises:
        UserError: No such file, a spreadsheet, empty, no column for names or for consent, a column twice; while rows
            are read: an open quotation mark, a cell or a line without end.
        UsageError: Nothing says to which case people agreed.
    """
    from urgentaction.signers.seen import Seen  # SQLite; the settings use this package too, and have no list of people

    with ExitStack() as opened:
        stream = opened.enter_context(_opened(source)) if isinstance(source, Path) else source
        table = open_table(lines(stream))
        columns = understand(table.header.values)
        wanted = Wanted(case=case, today=today, named=consent_for or _named(columns, case))
        remarks = (*_above(table), *columns.remarks, *_consents(columns, wanted))
        seen = opened.enter_context(closing(Seen()))
        sheet = _Sheet(columns=columns, separator=table.separator, wanted=wanted, country=country, seen=seen)
        rows = (_row(cells, sheet) for cells in _at_least_one(table.rows))
        found = Rows(rows, columns=columns.titles, remarks=remarks)
        weakref.finalize(found, opened.pop_all().close)
    return found


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UserError("signers.no-file", path=shown_path(str(path))) from None
    except IsADirectoryError:
        raise UserError("signers.is-folder", path=shown_path(str(path))) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise UserError("signers.unreadable", path=shown_path(str(path)), reason=reason) from None


def _above(table: Table) -> tuple[Message, ...]:
    return (Message("signers.above", {"count": table.above, "line": table.header.first}),) if table.above else ()


def _consents(columns: Columns, wanted: Wanted) -> tuple[Message, ...]:
    """Refuse a sheet in which nobody can have agreed."""
    if "consent" not in columns.at:
        raise UserError("signers.no-consent", columns=columns.listed)
    if "case" in columns.at or wanted.named:
        return ()
    if wanted.case:
        raise UsageError("signers.no-case", case=wanted.case)
    return (Message("signers.consents-unnamed"),)


def _named(columns: Columns, case: str | None) -> str | None:
    """The case that the title of the consents names; what else may stand there in brackets (a format) names none."""
    return columns.case if case is None or columns.case.casefold() == case.casefold() else None


def _at_least_one(rows: Iterator[Cells]) -> Iterator[Cells]:
    first = next(rows, None)
    if first is None:
        raise UserError("signers.no-rows")
    return chain([first], rows)


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """What every row of one sheet is read with."""

    columns: Columns
    separator: str
    wanted: Wanted
    country: str
    seen: Seen


def _row(cells: Cells, sheet: _Sheet) -> Row:
    if fault := _shape(cells, sheet):
        return Row(line=cells.first, skipped=fault, faults=(fault,))
    notes = Notes(sheet.columns.labels)
    texts = _picked(cells, sheet.columns.at)
    signer = person.signer(
        texts,
        notes,
        others=_picked(cells, sheet.columns.others),
        country=sheet.country,
        consent=consent(texts, sheet.wanted, notes),
        row=cells.first,
    )
    _compare(signer, notes, sheet.seen)
    faults = tuple(note.message for note in notes.faults)
    return Row(
        line=cells.first,
        signer=None if faults else signer,
        skipped=faults[0] if faults else None,
        faults=faults,
        remarks=tuple(note.message for note in notes.remarks),
    )


def _compare(signer: Signer, notes: Notes, seen: Seen) -> None:
    alike = seen.same_name(signer)
    if not notes.faults and (same := seen.same_person(signer)):
        notes.fault(same[0], f"same-{same[0]}", line=same[1])
    elif alike:
        notes.remark("name", "same-name", line=alike)


def _shape(cells: Cells, sheet: _Sheet) -> Message | None:
    """A row whose cells do not stand under their columns: nothing in it can be trusted."""
    width = len(sheet.columns.titles)
    if any(value.strip() for value in cells.values[width:]):
        return Message("signers.too-many-cells", {"count": len(cells.values), "columns": width})
    if run_together(cells, sheet.separator, width):
        return Message("signers.run-together", {"first": cells.first, "last": cells.last})
    return None


def _picked(cells: Cells, at: Mapping[str, int]) -> dict[str, str]:
    values = cells.values
    return {name: values[index] for name, index in at.items() if index < len(values)}
