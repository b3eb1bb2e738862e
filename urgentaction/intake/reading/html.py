"""HTML: the text that a reader sees, block by block; nothing is run, fetched or followed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.plain import decoded

_UNSEEN = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "nav", "footer", "aside", "iframe", "object", "select"}
)
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "td", "th", "table", "section", "article"}
    | {"header", "main", "blockquote", "dl", "dt", "dd", "address", "pre", "hr", "body", "form", "figure", "caption"}
)
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "area", "base", "embed", "track"}
)
_DEEPEST = 2_000
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HEADING = {"h1": 2.0, "h2": 1.5, "h3": 1.2}


class _Reader(HTMLParser):
    """Collects lines; `_unseen` counts how deep we are in what nobody sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[Line] = []
        self._text: list[str] = []
        self._links: list[str] = []
        self._unseen: list[str] = []
        self._begins = True
        self._paragraph = 0
        self._number = 0
        self._big = 1.0
        self._prefix = ""
        self._kept = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._unseen or tag in _UNSEEN or "hidden" in given or _HIDDEN.search(given.get("style", "")):
            if tag not in _VOID and len(self._unseen) < _DEEPEST:
                self._unseen.append(tag)
            return
        if tag == "br":
            self._end()
        elif tag in _BLOCKS:
            self._block(tag)
            self._kept = self._kept or tag == "pre"
        if tag == "a" and given.get("href", "").startswith(("http://", "https://", "mailto:")):
            self._links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        elif not self._unseen and tag in _BLOCKS:
            self._block("")
            self._kept = self._kept and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not self._kept:
            self._text.append(data)
            return
        for number, part in enumerate(data.split("\n")):
            if number:
                self._end()
                self._begins = self._begins or not part.strip()
            self._text.append(part)

    def _block(self, tag: str) -> None:
        self._end()
        self._begins = True
        self._big = _HEADING.get(tag, 1.0)
        self._prefix = "• " if tag == "li" else self._prefix if tag in {"p", "div"} else ""

    def _end(self) -> None:
        text = tidy("".join(self._text))
        if text:
            self._paragraph += self._begins
            self._number += 1
            links = tuple(dict.fromkeys(self._links))
            self.made.append(Line(self._prefix + text, self._number, 0, self._paragraph, links, self._big))
            self._begins, self._prefix = False, ""
            self._links = []
        self._text = []

    def close(self) -> None:
        super().close()
        self._end()


def lines(data: bytes) -> list[Line]:
    """The lines of a page."""
    named = _CHARSET.search(data[:4096])
    return lines_of(decoded(data, named.group(1).decode("ascii") if named else ""))


def lines_of(text: str) -> list[Line]:
    """The lines of a page that is a text already."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.made
