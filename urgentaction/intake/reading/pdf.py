"""PDF: the text layer as a reader reads it: column by column, paragraphs by the space between lines, no page furniture."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, median_low
from typing import Any

from urgentaction.intake.lines import BULLET, Line, tidy
from urgentaction.intake.reading.cells import Row
from urgentaction.intake.reading.columns import in_order
from urgentaction.intake.reading.refusals import Refused

MOST_PAGES = 20
MOST_CHARACTERS = 200_000
_LONE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:page|página|pág\.|p\.)?\s*\d{1,3}(?:\s*(?:/|of|de|sur)\s*\d{1,3})?(?:\s*[-–—])?", re.IGNORECASE
)
_PRINTED = re.compile(
    r"(?:\d{1,4}[/.-]){2}\d{2,4},?\s+(?:à |a las )?\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[AP]M)?\b", re.IGNORECASE
)
_FROM = re.compile(r"(?:https?|file)://\S+(?:\s+(?:page )?\d+\s?/\s?\d+)?$", re.IGNORECASE)
"""What a browser prints above and below a page: when, and from where."""

_LETTER = re.compile(r"[^\W\d_]")
_EDGE = 0.1
_NAMED = re.compile(r"\d{1,3}[/.]\d{2}\b|\b[A-Z]{3} ?\d{2}/")
_TIGHT = 0.6
_WORD_GAP = 0.12
_LONG_WORD = 8.0
_LEFTWARD = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff](?:[ \u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff])?"
)
FIRST = 9
"""Letters whose size is that of a line."""

FEWEST = 5
"""Letters that stand apart: fewer are initials."""


@dataclass
class _Run:
    """Characters set side by side on one line."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    ends: float
    gaps: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """How large its first letters are: an accent or the mark of an item is higher than they.

        Some fonts tell only how high each letter is; then the first tells how large they are.
        """
        usual = median_low(self.sizes[:FIRST]) if self.sizes else self.size
        return usual if usual > _TIGHT * self.size else self.size

    @property
    def said(self) -> str:
        """Its text; letters that were set apart are one word again, told by the space between them."""
        if _LEFTWARD.search(self.text) and len(self.places) == len(self.text):
            return _LEFTWARD.sub(lambda match: self._leftward(*match.span()), self.text)
        letters = [character for character in self.text if character != " "]
        if len(letters) < FEWEST or len(self.text.split()) < 0.7 * len(letters) or len(self.gaps) != len(letters):
            return self.text
        apart = median(self.gaps[1:]) * 1.6
        return "".join(
            (" " if gap > apart and at else "") + letter
            for at, (letter, gap) in enumerate(zip(letters, self.gaps, strict=True))
        )

    def _leftward(self, start: int, end: int) -> str:
        """What is written from right to left, in that order, whatever the order in which it was set."""
        pairs = zip(self.text[start:end], self.places[start:end], strict=True)
        letters = sorted((pair for pair in pairs if pair[0] != " "), key=lambda pair: -pair[1][1])
        said, left = "", None
        for character, place in letters:
            said += " " if left is not None and left - place[1] > _WORD_GAP * self.size else ""
            said, left = said + character, place[0]
        return said


def lines(data: bytes) -> list[Line]:
    """The lines of a PDF.

    Raises:
        Refused: It is none, is encrypted, has too many pages, or has no text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as wrong:
        code = getattr(wrong, "err_code", None)
        is_locked = code == pypdfium2.raw.FPDF_ERR_PASSWORD or "assword" in str(wrong)
        raise Refused("intake.encrypted" if is_locked else "intake.broken", format="PDF") from wrong
    if len(document) > MOST_PAGES:
        raise Refused("intake.too-many-pages", pages=len(document), most=MOST_PAGES)
    try:
        pages = [(_rows(page), page.get_height()) for page in document]
    except pypdfium2.PdfiumError as wrong:
        raise Refused("intake.broken", format="PDF") from wrong
    if not any(rows for rows, _ in pages):
        raise Refused("intake.scanned")
    return list(_lines(_without_furniture(pages)))


def _rows(page: Any) -> list[Row]:
    """The lines of a page, in the order in which they are read."""
    runs = [run for run in _runs(page) if run.text.strip()]
    rows = [Row(tidy(one.said), one.left, one.right, one.bottom, one.top, one.height, ends=one.ends) for one in runs]
    return in_order(rows, page.get_width(), page.get_height())


def _runs(page: Any) -> Iterator[_Run]:
    """Characters joined as long as they stand on one line and close together."""
    run: _Run | None = None
    right = 0.0
    for character, box in _characters(page):
        if run is not None and _continues(run, box, character):
            _joins(run, box, character, right)
        elif character.strip():
            if run is not None:
                yield run
            run = _Run(
                character,
                box.left,
                box.right,
                box.bottom,
                box.top,
                abs(box.top - box.bottom),
                abs(box.top - box.bottom),
                [0.0],
                [abs(box.top - box.bottom)],
                [(box.left, box.right)],
            )
        right = box.right
    if run is not None:
        yield run


def _characters(page: Any) -> Iterator[tuple[str, Any]]:
    """Each character of the text layer with its box, which is valid until the next."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    for at in range(min(text.count_chars(), MOST_CHARACTERS)):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, at) or 32)
        if character not in "\r\n" and pdfium.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            # \x02 and U+FFFE: what PDFium gives for a hyphen at the end of a line.
            yield ("-" if character in "\x02\ufffe" else character), box


def _joins(run: _Run, box: Any, character: str, right: float) -> None:
    if box.left - right > 0.25 * run.size and not run.text.endswith(" "):
        run.text += " "
        run.places.append((right, box.left))
    run.text += character
    run.places.append((box.left, box.right))
    run.left = min(run.left, box.left) if character.strip() else run.left
    if character.strip():
        run.gaps.append(box.left - run.right)
        run.right = max(run.right, box.right)
        run.sizes.append(abs(box.top - box.bottom))
        if character.isalnum() and run.sizes[-1] > _TIGHT * run.size:
            run.ends = run.sizes[-1]


def _continues(run: _Run, box: Any, character: str) -> bool:
    if not character.strip() and box.right <= box.left:
        return True
    middle = (box.top + box.bottom) / 2
    same = run.bottom <= middle <= run.top
    if same and _LEFTWARD.search(run.text.rstrip()[-1:]) and (not character.strip() or _LEFTWARD.match(character)):
        return bool(run.left - 1.6 * run.size < box.right and box.left < run.right + _LONG_WORD * run.size)
    height = abs(box.top - box.bottom)
    if box.left - run.right > 0.75 * run.size and abs(height - run.ends) > 0.04 * run.ends:  # another cell
        return False
    return bool(same and -1.6 * run.size < box.left - run.right < 1.6 * run.size)


def _without_furniture(pages: Sequence[tuple[list[Row], float]]) -> list[list[Row]]:
    """Pages without what is printed on each at its edge, and without page numbers."""
    seen: Counter[str] = Counter()
    for rows, height in pages:
        seen.update({_plain(row) for row in rows if _at_edge(row, height)})
    told: set[str] = set()
    made: list[list[Row]] = []
    for rows, height in pages:
        kept = []
        edge = [row for row in rows if _at_edge(row, height)]
        printed = [row.bottom for row in edge if _PRINTED.match(row.text)]
        printed += [row.bottom for row in edge if printed and row.top < _EDGE * height and _FROM.match(row.text)]
        for row in rows:
            if any(abs(row.bottom - bottom) < 1.0 for bottom in printed):
                continue
            is_first = bool(_NAMED.search(row.text)) and _plain(row) not in told  # the number of the action
            if is_first or not (_at_edge(row, height) and _is_furniture(row, seen, len(pages))):
                kept.append(row)
            told.add(_plain(row))
        made.append(kept)
    return made


def _is_furniture(row: Row, seen: Counter[str], pages: int) -> bool:
    return bool(_LONE_NUMBER.fullmatch(row.text)) or (
        pages > 1 and bool(_LETTER.search(row.text)) and seen[_plain(row)] >= max(2, pages - 1)
    )


def _at_edge(row: Row, height: float) -> bool:
    return row.bottom > height * (1 - _EDGE) or row.top < height * _EDGE


def _plain(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _lines(pages: Sequence[list[Row]]) -> Iterator[Line]:
    every = [row for rows in pages for row in rows]
    usual = median(row.size for row in every) if every else 1.0
    pitch = _pitch(pages, usual)
    paragraph = 0
    last: Row | None = None
    for page, rows in enumerate(pages, start=1):
        for number, row in enumerate(rows, start=1):
            paragraph += last is None or _begins(last, row, pitch * max(1.0, row.size / usual), turned=number == 1)
            yield Line(row.text, number, page, paragraph, (), round(row.size / usual, 1) if usual else 1.0)
            last = row


def _pitch(pages: Sequence[list[Row]], usual: float) -> float:
    """How far apart lines of one paragraph are: the least distance that is common."""
    steps = [a.bottom - b.bottom for rows in pages for a, b in pairwise(rows)]
    near = Counter(round(step * 2) / 2 for step in steps if 0.7 * usual < step < 2.2 * usual)
    common = [step for step, count in near.items() if count >= max(2, 0.15 * sum(near.values()))]
    return min(common, default=1.3 * usual)


def _begins(last: Row, row: Row, pitch: float, *, turned: bool) -> bool:
    """Whether a line begins a paragraph: space above it, another size, a bullet; over a page, where one had ended."""
    if row.apart:
        return True
    if last.text.endswith("-") and row.text[:1].isalpha():
        return False
    if BULLET.match(row.text) or abs(row.size - last.ends) > 0.12 * last.ends:
        return True
    step = last.bottom - row.bottom
    if turned or step < 0:  # the next page, the next column
        return not row.text[:1].islower() and last.text.endswith((".", ":", "!", "?", "”", "»"))
    return step > pitch * 1.25
