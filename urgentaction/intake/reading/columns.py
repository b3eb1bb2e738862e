"""In which order the lines of a page are read: down one column, then the next; across where they are a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from urgentaction.intake.reading.cells import Row, is_label, lined

FEWEST = 5
"""Lines on each side without which there are no columns."""

FEWEST_RIGHT = 3
"""Lines on the right that are a column where they begin at one edge."""

MANY = 4
"""Pieces of a line that is a row of a table, and no line of two columns."""

_GUTTER = 8.0
_EVEN = 0.85
_FILLED = 0.6
_EDGE = 0.1
_SMALL = 0.9
_PAUSE = 2.0
_ALIKE = 0.7
_INDENT = 1.5
_LABELS = 0.3
_ONE_LINE = 0.35


def in_order(rows: Sequence[Row], width: float, height: float) -> list[Row]:
    """The rows as they are read."""
    down = _down(rows)
    made: list[Row] = []
    for band, at in _bands(down, width, height):
        if at is None:
            made += lined(band)
            continue
        for part in _headed(band, at):
            made += [*lined([row for row in part if row.left < at]), *lined([row for row in part if row.left >= at])]
    return made


def _bands(down: Sequence[Row], width: float, height: float) -> list[tuple[list[Row], float | None]]:
    """Bands of a page from the top, each with where it is divided into two columns; None where it is not."""
    usual = median(row.size for row in down) if down else 0.0
    apart = [row.size < _SMALL * usual and not _EDGE * height < row.bottom < (1 - _EDGE) * height for row in down]
    on_line = Counter(round(row.bottom) for row in down)
    told = [row for row, alone in zip(down, apart, strict=True) if not alone and on_line[round(row.bottom)] < MANY]
    best: list[tuple[list[Row], float | None]] = [(list(down), None)]
    most = 0
    for step in range(25, 76):
        at = width * step / 100
        if not _is_free(told, at):
            continue
        bands = [(band, at if _is_divided(band, at) else None) for band in _between(down, apart, at)]
        inside = sum(len(band) for band, gutter in bands if gutter is not None)
        if inside > most:
            best, most = bands, inside
    return _merged(best)


def _is_free(down: Sequence[Row], at: float) -> bool:
    """Whether no line of the left ends here, between the columns: what crosses them goes on beside the right one."""
    edge = min((row.left for row in down if row.left >= at), default=None)
    return edge is not None and not any(row.left < at < row.right <= edge for row in down)


def _between(down: Sequence[Row], apart: Sequence[bool], at: float) -> Iterator[list[Row]]:
    """The rows between those that run across, which are bands of their own; small ones at the edge are so too."""
    band: list[Row] = []
    for row, alone in zip(down, apart, strict=True):
        across = row.left < at - _GUTTER / 2 < row.right or row.left < at + _GUTTER / 2 < row.right
        if across or alone:
            if band:
                yield band
            yield [row]
            band = []
        else:
            band.append(row)
    if band:
        yield band


def _merged(bands: Sequence[tuple[list[Row], float | None]]) -> list[tuple[list[Row], float | None]]:
    """Neighbouring bands that are not divided as one."""
    made: list[tuple[list[Row], float | None]] = []
    for band, at in bands:
        if made and at is None and made[-1][1] is None:
            made[-1] = ([*made[-1][0], *band], None)
        else:
            made.append((band, at))
    return made


def _headed(band: Sequence[Row], at: float) -> Iterator[list[Row]]:
    """A band cut where a heading stands on the left while the right pauses: both columns begin again below it."""
    right = [row for row in band if row.left >= at]
    part: list[Row] = []
    for row in band:
        if part and row.left < at and is_label(row.text.partition(":")[0]) and _is_alone(row, right, part[-1]):
            yield part
            part = []
        part.append(row)
    yield part


def _is_alone(row: Row, right: Sequence[Row], before: Row) -> bool:
    """Whether the right column pauses beside a row, for more than the space of a line; or both have ended above it."""
    above = min((other.bottom for other in right if other.bottom >= row.bottom), default=None)
    below = max((other.top for other in right if other.bottom < row.bottom), default=None)
    if above is None or above <= row.top:
        return False
    return above - below > _PAUSE * row.size if below is not None else before.bottom - row.top > _PAUSE * row.size


def _down(rows: Sequence[Row]) -> list[Row]:
    """From the top, from left to right where they stand on one line."""
    made: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: -row.bottom):
        if made and abs(made[-1][0].bottom - row.bottom) < _ONE_LINE * row.size:
            made[-1].append(row)
        else:
            made.append([row])
    return [row for line in made for row in sorted(line, key=lambda row: row.left)]


def _is_divided(band: Sequence[Row], at: float) -> bool:
    left, right = ([row for row in band if (row.left >= at) == later] for later in (False, True))
    return _are_alike(left, right) or _are_columns(*_beside(band, at))


def _are_alike(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether these are two columns of one width, each with an edge, whatever stands in them."""
    if min(len(left), len(right)) < FEWEST:
        return False
    alike = _ALIKE < _width(left) / max(_width(right), 1.0) < 1 / _ALIKE
    return alike and _edged(left) and _edged(right) and not _are_labels(left)


def _are_columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether these rows are two columns of running text, or such a column and a list beside it; not a form."""
    least = FEWEST_RIGHT if _is_even(right) else FEWEST
    if len(left) < FEWEST or len(right) < least:
        return False
    share = _width(left) / max(_width(right), 1.0)
    alike = _ALIKE < share < 1 / _ALIKE
    if share <= _ALIKE and _is_form(left, right):
        return False
    is_list = len(right) > FEWEST and _filled(left) and _is_even(right)
    is_filled = _filled(left) or (alike and _is_even(left) and not _is_form(left, right))
    return (_filled(right) or is_list) and (is_filled or _is_table(left, right))


def _beside(rows: Sequence[Row], at: float) -> tuple[list[Row], list[Row]]:
    left = [row for row in rows if row.right < at - _GUTTER / 2]
    right = [row for row in rows if row.left > at + _GUTTER / 2]
    if not left or not right:
        return [], []
    low, high = min(row.bottom for row in right), max(row.top for row in right)
    return [row for row in left if row.top > low and row.bottom < high], right


def _edged(rows: Sequence[Row]) -> bool:
    """Whether most begin at the left edge of them all."""
    edge = min(row.left for row in rows)
    return sum(row.left - edge < _INDENT * row.size for row in rows) >= _FILLED * len(rows)


def _are_labels(rows: Sequence[Row]) -> bool:
    """Whether many are labels, as in a form whose values stand beside them."""
    return sum(is_label(row.text) for row in rows) > _LABELS * len(rows)


def _is_form(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether labels stand on the left on one line with what is on the right."""
    beside = [row for row in left for other in right if abs(row.bottom - other.bottom) < _ONE_LINE * row.size]
    return any(is_label(row.text) for row in beside)


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
    return median(row.right - row.left for row in rows) > _FILLED * _width(rows)


def _width(rows: Sequence[Row]) -> float:
    return max(row.right for row in rows) - min(row.left for row in rows)
