"""A letter as a PDF for a window envelope, by Typst: the data goes in as JSON, so that nothing in it can act."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction.documents.plain import guard
from urgentaction.documents.sheet import PLAIN, Setting, most_lines, settings, sheet
from urgentaction.errors import UserError
from urgentaction.model.letter import Document, Format, Letter

if TYPE_CHECKING:
    import typst

_PAGES = re.compile(rb"\A%PDF-.{0,40}?1 0 obj\s*<</Type/Pages/Count (\d+)", re.DOTALL)
_NO_GLYPH = re.compile(r'(?:the text|disallowed codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_REFUSED = re.compile(r"ua:([a-z-]+):(\d+)")


class Typesetter:
    """Makes PDFs and pictures with one layout.

    It may be used from several threads: each has its own compiler, kept from letter to letter (a compiler shared by
    two threads raises `Already borrowed`, and a new one for each letter costs more than the letter).
    """

    def __init__(self, layout: Path) -> None:
        self._layout = layout
        self._own = threading.local()

    def pdf(self, letter: Letter, *, debug: bool = False, sign_line: bool = True, copies: int = 1) -> Document:
        """The letter as PDF/UA-1 with its number of pages; the same letter gives the same bytes, whenever and wherever.

        `debug` draws the zones of the window, `sign_line` the line above the name. The body is set in 11 pt, or in 10.5
        or 10 where only that keeps the letter on one page. `copies` puts a letter of one page so often into the file.

        Raises:
            UserError: `documents.no-glyph` where no font has a character; `documents.address-too-long`,
                `documents.address-too-many-lines`, `documents.sender-too-long`, `documents.notice-too-long` where a
                text does not fit its place; `documents.copies-of-pages` where copies are asked of a letter of several
                pages; `documents.text-unsafe`; `documents.pdf-failed` for anything else.
        """
        guard(letter)
        made: dict[Setting, Document] = {}
        for setting in settings(letter):
            made[setting] = self._set(letter, setting, debug=debug, sign_line=sign_line)
            if made[setting].pages == 1 and copies == 1:
                return made[setting]
            if made[setting].pages == 1:
                return self._set(letter, setting, debug=debug, sign_line=sign_line, copies=copies)
        if copies > 1:
            raise UserError("documents.copies-of-pages")
        return made.get(PLAIN) or self._set(letter, PLAIN, debug=debug, sign_line=sign_line)

    def png(self, letter: Letter, ppi: float = 110, *, debug: bool = False, sign_line: bool = True) -> bytes:
        """The first page of `pdf` as a PNG picture, `ppi` pixels per inch.

        Raises:
            UserError: As `pdf`.
        """
        guard(letter)
        fitting = (s for s in settings(letter) if self._set(letter, s, debug=debug, sign_line=sign_line).pages == 1)
        inputs = _inputs(letter, next(fitting, PLAIN), debug=debug, sign_line=sign_line)
        return self._compile(letter, inputs, format="png", ppi=ppi)

    def _set(self, letter: Letter, setting: Setting, *, debug: bool, sign_line: bool, copies: int = 1) -> Document:
        inputs = _inputs(letter, setting, debug=debug, sign_line=sign_line, copies=copies)
        data = self._compile(letter, inputs, pdf_standards=["ua-1"])
        found = _PAGES.match(data)
        if found is None:
            raise UserError("documents.pdf-failed", problem="no page tree")
        return Document(format=Format.PDF, data=data, pages=int(found[1]))

    def _compile(self, letter: Letter, inputs: dict[str, str], **options: Any) -> bytes:
        import typst

        instant = int(datetime.combine(letter.dated, time(), UTC).timestamp())
        try:
            made = self._compiler().compile(sys_inputs=inputs, timestamp=instant, **options)
        except typst.TypstError as fault:
            raise _explained(fault.message, fault.diagnostic, letter) from None
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


def _inputs(letter: Letter, setting: Setting, *, debug: bool, sign_line: bool, copies: int = 1) -> dict[str, str]:
    data = {**sheet(letter, setting, sign_line=sign_line), "copies": copies}
    return {"data": json.dumps(data, ensure_ascii=False), "debug": str(int(debug))}


def _explained(problem: str, diagnostic: str, letter: Letter) -> UserError:
    """What Typst could not do, as an error that says what to change in which line."""
    refused = _REFUSED.search(problem)
    if refused:
        return _refusal(refused[1], int(refused[2]), letter)
    missing = [_seen(text) for text in _NO_GLYPH.findall(diagnostic)]
    if missing:
        return UserError("documents.no-glyph", text=tuple(dict.fromkeys(missing)))
    return UserError("documents.pdf-failed", problem=problem)


def _refusal(code: str, index: int, letter: Letter) -> UserError:
    match code:
        case "address-width":
            return UserError("documents.address-too-long", line=letter.recipient[index])
        case "address-lines":
            lines, most = letter.recipient, most_lines(letter.recipient)
            return UserError("documents.address-too-many-lines", count=len(lines), most=most, line=lines[most])
        case "sender":
            return UserError("documents.sender-too-long", name=letter.sender.name)
        case "notice":
            return UserError("documents.notice-too-long", text=letter.notice)
        case _:
            return UserError("documents.pdf-failed", problem=code)


def _seen(text: str) -> str:
    """A character that Typst writes by its number, as people write it (`U+0600`)."""
    return _ESCAPED.sub(lambda found: f"U+{int(found[1], 16):04X}", text)
