"""Rows of a table on a page: a label's cell beside the cell of its value, or two addresses side by side.

A cell is read whole before the next one, so that a label that wraps in a narrow column is one line again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from urgentaction.intake import labels
from urgentaction.intake.lines import BULLET, Line, mended

_ONE_LINE = 0.35
_NEAR = 3.0
_LEADING = 1.75
_WIDE = 5.0
FEWEST = 3
"""Lines with two cells, one below the other, that are two columns where no label tells."""


MOST_LINES = 6
"""Lines that a label in a cell runs over, at most."""


@dataclass(frozen=True)
class Row:
    """A line set on a page: its text and its box, in points from the lower left corner; its size and that of its last letters.

    `apart` begins a paragraph.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    apart: bool = False
    ends: float = 0.0


def lined(rows: Sequence[Row]) -> list[Row]:
    """Pieces that stand on one line as one row, except where they are cells."""
    lines = _celled(list(_lines(rows)))
    made: list[Row] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        made += _read(block)
        at += len(block)
    return made


def _lines(rows: Sequence[Row]) -> Iterator[list[Row]]:
    line: list[Row] = []
    for row in rows:
        if line and abs(line[0].bottom - row.bottom) < _ONE_LINE * row.size and row.left >= line[-1].right - 1:
            if BULLET.match(f"{line[-1].text} x") and len(line[-1].text) <= FEWEST:  # the mark of an item, set apart
                line[-1] = replace(_with(line[-1], row), size=row.size)
            else:
                line.append(row)
            continue
        if line:
            yield line
        line = [row]
    if line:
        yield line


def _celled(lines: Sequence[list[Row]]) -> list[list[Row]]:
    """Lines whose words stand far apart, as in a narrow column that is set to both edges: one piece for each cell."""
    second = Counter(round(line[1].left) for line in lines if len(line) == 2)  # noqa: PLR2004
    edges = [edge for edge, count in second.items() if count >= FEWEST]
    return [_by_edge(line, edges) if edges and len(line) > 1 else line for line in lines]


def _by_edge(line: Sequence[Row], edges: Sequence[float]) -> list[Row]:
    made = [line[0]]
    for row in line[1:]:
        if any(abs(row.left - edge) < _NEAR for edge in edges) or row.left - made[-1].right > _WIDE * row.size:
            made.append(row)
        else:
            made[-1] = _with(made[-1], row)
    return made


def _block(lines: Sequence[list[Row]], at: int) -> list[list[Row]]:
    """Lines from here that are two columns without a gap between them; one line where they are not."""
    if len(lines[at]) != 2:  # noqa: PLR2004
        return [lines[at]]
    left, right = lines[at]
    block = [lines[at]]
    for line in lines[at + 1 :]:
        step = block[-1][0].bottom - line[0].bottom
        if not 0 < step < _LEADING * left.size or not _fits(line, left.left, right.left):
            break
        if len(line) == 1 and line[0].left < right.left - _NEAR and _heads(block, line[0], right.left):
            break
        block.append(line)
    return block


def _heads(block: Sequence[list[Row]], row: Row, right: float) -> bool:
    """Whether a line below is a heading of its own: a label, where the cell above it is one already."""
    cells = [line[0] for line in block if line[0].left < right - _NEAR]
    above = [cells[-many:] for many in range(1, min(len(cells), MOST_LINES) + 1)]
    is_named = any(is_label(_said(cell)) for cell in above)
    return is_label(row.text) and is_named and not any(is_label(_said([*cell, row]), whole=True) for cell in above)


def _fits(line: Sequence[Row], left: float, right: float) -> bool:
    if len(line) == 1:
        return (abs(line[0].left - left) < _NEAR and line[0].right < right) or abs(line[0].left - right) < _NEAR
    return len(line) == 2 and abs(line[0].left - left) < _NEAR and abs(line[1].left - right) < _NEAR  # noqa: PLR2004


def _read(block: Sequence[list[Row]]) -> Iterator[Row]:
    if len(block[0]) != 2:  # noqa: PLR2004
        yield from _joined(block)
        return
    right = block[0][1].left
    cells = _labelled(block, right)
    if cells:
        for labels_, values in cells:
            yield replace(_one(labels_), apart=True)
            yield from values
    elif sum(len(line) > 1 for line in block) >= FEWEST and not _is_keyed(block):
        sides = [[row for line in block for row in line if (row.left >= right - _NEAR) == later] for later in (0, 1)]
        for side in sides:
            yield replace(side[0], apart=True)
            yield from side[1:]
    else:
        yield from _joined(block)


def _joined(block: Sequence[list[Row]]) -> Iterator[Row]:
    for line in block:
        made = line[0]
        for row in line[1:]:
            made = _with(made, row)
        yield made


def _with(row: Row, more: Row) -> Row:
    bottom, top = min(row.bottom, more.bottom), max(row.top, more.top)
    return Row(f"{row.text} {more.text}", row.left, more.right, bottom, top, row.size, row.apart, more.ends)


def _labelled(block: Sequence[list[Row]], right: float) -> list[tuple[list[Row], list[Row]]]:
    """The rows of a table whose first cells are labels; nothing where most of them are none."""
    made: list[tuple[list[Row], list[Row]]] = []
    for at, line in enumerate(block):
        first = line[0] if line[0].left < right - _NEAR else None
        if first and (not made or _is_next(made[-1][0], block[at:], right)):
            made.append(([], []))
        if first:
            made[-1][0].append(first)
        made[-1][1].extend(row for row in line if row is not first)
    return made if 2 * sum(is_label(_said(cell)) for cell, _ in made) > len(made) else []


def _is_next(before: Sequence[Row], lines: Sequence[list[Row]], right: float) -> bool:
    """Whether a label begins here: the one before is whole, and goes on in no way that is a label too."""
    if len(lines[0]) == 1 or not is_label(_said(before)):
        return False
    cells = [line[0] for line in lines if line[0].left < right - _NEAR]
    further = [cells[: at + 1] for at in range(min(len(cells), MOST_LINES))]
    if any(is_label(_said([*before, *more]), whole=True) for more in further):
        return False
    return is_label(_said(before), whole=True) or any(is_label(_said(more)) for more in further)


def is_label(said: str, *, whole: bool = False) -> bool:
    """Whether a cell is a label and nothing more; `whole` without more words than the label is known to have."""
    found = labels.match(Line(said, 0))
    return bool(found and ((found[0].open and not whole) or found[1] >= len(said)))


def _is_keyed(block: Sequence[list[Row]]) -> bool:
    return 2 * sum(line[0].text.rstrip().endswith(":") for line in block) >= len(block)


def _said(cell: Sequence[Row]) -> str:
    said = cell[0].text
    for row in cell[1:]:
        said = mended(said, row.text)
    return said


def _one(cell: Sequence[Row]) -> Row:
    first, last = cell[0], cell[-1]
    return Row(
        _said(cell), first.left, max(row.right for row in cell), last.bottom, first.top, first.size, ends=last.ends
    )
