"""Plain text: lines as they are, paragraphs where a line is empty."""

from __future__ import annotations

from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.aside import apart

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes, named: str = "") -> str:
    """The text of bytes: by its mark, as UTF-8, as the name says that came with it, else as Windows writes it."""
    coding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for name in filter(None, (coding, "utf-8", named)):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def lines(data: bytes) -> list[Line]:
    """The lines of a text file."""
    return lines_of(decoded(data))


def lines_of(text: str) -> list[Line]:
    """The lines of a text; a form feed begins another page."""
    made: list[Line] = []
    paragraph, begins = 0, True
    pages = text.split("\f")
    for page, part in enumerate(pages, start=1):
        for number, raw in apart(list(enumerate(part.splitlines(), start=1))):
            line = tidy(raw)
            if not line:
                begins = True
                continue
            paragraph += begins
            begins = False
            made.append(Line(line, number, page if len(pages) > 1 else 0, paragraph))
    return made
