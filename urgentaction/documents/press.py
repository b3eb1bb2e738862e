"""One layout at work: data goes in as JSON, so that nothing in it can act; a PDF for every reader comes out."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction.errors import UserError
from urgentaction.model.letter import Document, Format

if TYPE_CHECKING:
    import typst

_PAGES = re.compile(rb"\A%PDF-.{0,40}?1 0 obj\s*<</Type/Pages/Count (\d+)", re.DOTALL)
_NO_GLYPH = re.compile(r'(?:the text|disallowed codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_REFUSED = re.compile(r"ua:([a-z-]+):(\d+)")


class Refusal(Exception):
    """The layout says that a text does not fit: a `code`, and which of several texts it is."""

    def __init__(self, code: str, index: int) -> None:
        super().__init__(code)
        self.code = code
        self.index = index


class Press:
    """Sets data in one layout by Typst.

    It may be used from several threads: each has its own compiler, kept from document to document (a compiler shared by
    two threads raises `Already borrowed`, and a new one for each letter costs more than the letter).
    """

    def __init__(self, layout: Path) -> None:
        self._layout = layout
        self._own = threading.local()

    def pdf(self, data: Mapping[str, object], *, on: date, debug: bool = False) -> Document:
        """PDF/UA-1 with its number of pages; the same data and date give the same bytes, whenever and wherever.

        Raises:
            Refusal: The layout refused the data.
            UserError: `documents.no-glyph` where no font has a character; `documents.pdf-failed` for anything else.
        """
        made = self._compile(data, on=on, debug=debug, pdf_standards=["ua-1"])
        found = _PAGES.match(made)
        if found is None:
            raise UserError("documents.pdf-failed", problem="no page tree")
        return Document(format=Format.PDF, data=made, pages=int(found[1]))

    def png(self, data: Mapping[str, object], *, on: date, ppi: float, debug: bool = False) -> bytes:
        """The first page as a PNG picture, `ppi` pixels per inch.

        Raises:
            Refusal, UserError: As `pdf`.
        """
        return self._compile(data, on=on, debug=debug, format="png", ppi=ppi)

    def _compile(self, data: Mapping[str, object], *, on: date, debug: bool, **options: Any) -> bytes:
        import typst

        inputs = {"data": json.dumps(data, ensure_ascii=False), "debug": str(int(debug))}
        instant = int(datetime.combine(on, time(), UTC).timestamp())
        try:
            made = self._compiler().compile(sys_inputs=inputs, timestamp=instant, **options)
        except typst.TypstError as fault:
            raise _explained(fault.message, fault.diagnostic) from None
        except (RuntimeError, OSError, ValueError) as fault:  # the layout is not there or cannot be read
            raise UserError("documents.pdf-failed", problem=str(fault)) from None
        return made[0] if isinstance(made, list) else made or b""

    def _compiler(self) -> typst.Compiler:
        import typst

        compiler: typst.Compiler | None = getattr(self._own, "compiler", None)
        if compiler is None:
            compiler = typst.Compiler(str(self._layout), root=str(self._layout.parent), font_paths=_fonts())
            self._own.compiler = compiler
        return compiler


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside Typst, the same on every machine (17 ms to load, shared by all threads)."""
    import typst

    return typst.Fonts(include_system_fonts=False)


def _explained(problem: str, diagnostic: str) -> Refusal | UserError:
    """What Typst could not do, as an error that says what to change."""
    refused = _REFUSED.search(problem)
    if refused:
        return Refusal(refused[1], int(refused[2]))
    missing = [_seen(text) for text in _NO_GLYPH.findall(diagnostic)]
    if missing:
        return UserError("documents.no-glyph", text=tuple(dict.fromkeys(missing)))
    return UserError("documents.pdf-failed", problem=problem)


def _seen(text: str) -> str:
    """A character that Typst writes by its number, as people write it (`U+0600`)."""
    return _ESCAPED.sub(lambda found: f"U+{int(found[1], 16):04X}", text)
