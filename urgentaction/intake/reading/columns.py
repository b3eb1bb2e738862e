"""In which order the lines of a page are read: down one column, then the next; across where they are a table."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from urgentaction.intake.reading.cells import Row, is_label, lined

FEWEST = 5
"""Lines on each side without which there are no columns."""

FEWEST_RIGHT = 3
"""Lines on the right that are a column where they begin at one edge."""

_GUTTER = 8.0
_FILLED = 0.6


def in_order(rows: Sequence[Row], width: float) -> list[Row]:
    """The rows as they are read."""
    gutter = _gutter(rows, width)
    if gutter is None:
        return lined(_down(rows))
    made: list[Row] = []
    band: list[Row] = []
    for row in _down(rows):
        if row.left < gutter < row.right:
            made += [*_sides(band, gutter), row]
            band = []
        else:
            band.append(row)
    return made + _sides(band, gutter)


def _sides(band: Sequence[Row], gutter: float) -> list[Row]:
    left = [row for row in band if row.right <= gutter]
    right = [row for row in band if row.left >= gutter]
    return lined(left) + lined(right)


def _down(rows: Sequence[Row]) -> list[Row]:
    """From the top, from left to right where they stand on one line."""
    made: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: -row.bottom):
        if made and abs(made[-1][0].bottom - row.bottom) < 0.35 * row.size:
            made[-1].append(row)
        else:
            made.append([row])
    return [row for line in made for row in sorted(line, key=lambda row: row.left)]


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """Where a page is divided into two columns of running text; None where it is not."""
    best: tuple[int, float] | None = None
    for step in range(25, 76):
        at = width * step / 100
        left, right = _beside(rows, at)
        least = FEWEST_RIGHT if _is_even(right) else FEWEST
        is_list = len(right) > FEWEST and _filled(left) and _is_even(right) and not _is_form(left, right)
        if len(left) < FEWEST or len(right) < least or not (_filled(right) or is_list):
            continue
        crossing = len(rows) - len(left) - len(right)
        if not _filled(left):
            if not _is_table(left, right):
                continue
            crossing = sum(row.left < at < row.right for row in rows)
        if crossing <= 0.5 * len(rows) and (best is None or crossing < best[0]):
            best = (crossing, at)
    return best[1] if best else None


def _beside(rows: Sequence[Row], at: float) -> tuple[list[Row], list[Row]]:
    left = [row for row in rows if row.right < at - _GUTTER / 2]
    right = [row for row in rows if row.left > at + _GUTTER / 2]
    if not left or not right:
        return [], []
    low, high = min(row.bottom for row in right), max(row.top for row in right)
    return [row for row in left if row.top > low and row.bottom < high], right


def _is_form(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether labels stand on the left on one line with what is on the right."""
    beside = [row for row in left for other in right if abs(row.bottom - other.bottom) < 1.0]
    return any(is_label(row.text) for row in beside)


def _is_table(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether a table with two cells on a line stands on the left, beside lines that begin at one edge."""
    beside = [sum(abs(row.bottom - other.bottom) < 1.0 for row in left) for other in right]
    return _is_even(right) and max(beside) > 1


def _is_even(rows: Sequence[Row]) -> bool:
    """Whether all begin at the same edge."""
    return max(row.left for row in rows) - min(row.left for row in rows) < 1.0 if rows else False


def _filled(rows: Sequence[Row]) -> bool:
    """Whether most lines run to the end of their column, as labels beside values do not."""
    across = max(row.right for row in rows) - min(row.left for row in rows)
    return median(row.right - row.left for row in rows) > _FILLED * across
