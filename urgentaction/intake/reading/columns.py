"""In which order the lines of a page are read: down one column, then the next; across where they are a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from urgentaction.intake import labels
from urgentaction.intake.reading.cells import Row, lined

FEWEST = 5
"""Lines on each side without which there are no columns."""

FEWEST_RIGHT = 3
"""Lines on the right that are a column where they begin at one edge."""

_GUTTER = 8.0
_LABELS = 0.4
_CROSSED = 0.2
_EVEN = 0.85
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
        is_list = len(right) > FEWEST <= len(left) and _filled(left) and _is_even(right)
        if len(left) < FEWEST or len(right) < least or not (_filled(right) or is_list):
            continue
        if _crossed(rows, at, right) > _CROSSED * (len(left) + len(right)):
            continue
        if _is_form(left, right) and not _is_table(left, right):
            continue
        crossing = len(rows) - len(left) - len(right)
        if not _filled(left):
            if not _is_table(left, right):
                continue
            crossing = sum(row.left < at < row.right for row in rows)
        if crossing <= 0.5 * len(rows) and (best is None or crossing < best[0]):
            best = (crossing, at)
    return best[1] if best else _between_tables(rows, width)


def _between_tables(rows: Sequence[Row], width: float) -> float | None:
    """Where nothing crosses the middle of a page that has a table on one side of it."""
    for step in range(40, 61):
        at = width * step / 100
        left = [row for row in rows if row.right < at]
        right = [row for row in rows if row.left > at]
        crossing = len(rows) - len(left) - len(right)
        if (
            min(len(left), len(right)) >= 2 * FEWEST
            and 10 * crossing <= len(rows)
            and max(_pairs(left), _pairs(right)) > 1
        ):
            return at
    return None


def _pairs(rows: Sequence[Row]) -> int:
    """Lines on which two pieces stand."""
    lines = _down(rows)
    return sum(abs(a.bottom - b.bottom) < 0.35 * a.size for a, b in pairwise(lines))  # as cells.lined joins them


def _beside(rows: Sequence[Row], at: float) -> tuple[list[Row], list[Row]]:
    left = [row for row in rows if row.right < at - _GUTTER / 2]
    right = [row for row in rows if row.left > at + _GUTTER / 2]
    if not left or not right:
        return [], []
    low, high = min(row.bottom for row in right), max(row.top for row in right)
    return [row for row in left if row.top > low and row.bottom < high], right


def _crossed(rows: Sequence[Row], at: float, right: Sequence[Row]) -> int:
    """How many rows cross this edge where there is something on its right."""
    low, high = min(row.bottom for row in right), max(row.top for row in right)
    return sum(row.left < at < row.right and low <= row.bottom < high for row in rows)


def _is_form(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether what stands on the left, on one line with what is on the right, are labels for the most part."""
    beside = [row for row in left for other in right if abs(row.bottom - other.bottom) < 0.35 * row.size]
    named = sum(row.text.isupper() or labels.begins(row.text) for row in beside)
    return named > 1 and named > _LABELS * len(beside)


def _is_table(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether a table with two cells on a line stands on the left, beside lines that begin at one edge."""
    beside = [sum(abs(row.bottom - other.bottom) < 1.0 for row in left) for other in right]
    return _is_even(right) and max(beside, default=0) > 1


def _is_even(rows: Sequence[Row]) -> bool:
    """Whether they begin at the same edge: all but a few."""
    edges = Counter(round(row.left) for row in rows)
    return bool(rows) and edges.most_common(1)[0][1] >= _EVEN * len(rows)


def _filled(rows: Sequence[Row]) -> bool:
    """Whether most lines run to the end of their column, as labels beside values do not."""
    across = max(row.right for row in rows) - min(row.left for row in rows)
    return median(row.right - row.left for row in rows) > _FILLED * across
