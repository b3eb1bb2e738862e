"""HTML: the text that a reader sees, block by block; nothing is run, fetched or followed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from itertools import groupby

from urgentaction.intake.lines import Line, tidy
from urgentaction.intake.reading.plain import decoded

_UNSEEN = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "nav", "footer", "aside", "iframe", "object", "select"}
    | {"button", "textarea"}
)
_ROLES = frozenset(
    {"navigation", "dialog", "alertdialog", "search", "contentinfo", "complementary", "menu", "menubar", "toolbar"}
)
_ASIDE = frozenset(
    {
        "cookie",
        "cookies",
        "cookie-banner",
        "cookie-notice",
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "share",
        "sharing",
        "social",
        "social-share",
    }
    | {
        "sidebar",
        "nav",
        "navbar",
        "navigation",
        "menu",
        "skip-link",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "newsletter",
    }
    | {"related", "modal", "popup", "overlay", "footer", "site-footer", "no-print", "noprint"}
)
"""Roles and classes of what stands around a text on a page; left out unless little is left without them."""

FEWEST_LINKS = 3
"""Links below or beside each other, with nothing else between them, that are a menu."""

_LONGEST_LINK = 80

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
_WORD = re.compile(r"\w")
_ADDRESS = re.compile(r"@|https?://|www\.")
_HEADING = {"h1": 2.0, "h2": 1.5, "h3": 1.2}


class _Reader(HTMLParser):
    """Collects lines; `_unseen` counts how deep we are in what nobody sees."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[Line] = []
        self.linked: list[int] = []
        self._whole = whole
        self._anchors = self._inside = 0
        self._beside = False
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
        if self._unseen or self._is_unseen(tag, given):
            if tag not in _VOID and len(self._unseen) < _DEEPEST:
                self._unseen.append(tag)
            return
        if tag == "br":
            self._end()
        elif tag in _BLOCKS:
            self._block(tag)
            self._kept = self._kept or tag == "pre"
        if tag == "a":
            self._inside = 1
            self._anchors += FEWEST_LINKS if given.get("href", "").startswith("#") else 1
            if given.get("href", "").startswith(("http://", "https://", "mailto:")):
                self._links.append(given["href"])

    def _is_unseen(self, tag: str, given: Mapping[str, str]) -> bool:
        """Whether nobody sees an element, or it is no part of the text."""
        if tag in _UNSEEN or "hidden" in given or _HIDDEN.search(given.get("style", "")):
            return True
        if self._whole or tag in {"html", "body", "main", "article"}:
            return False
        named = {given.get("id", ""), *given.get("class", "").casefold().split()}
        return given.get("role", "") in _ROLES or given.get("aria-hidden") == "true" or bool(named & _ASIDE)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        elif not self._unseen and tag in _BLOCKS:
            self._block("")
            self._kept = self._kept and tag != "pre"
        elif tag == "a":
            self._inside = 0

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        self._beside = self._beside or (not self._inside and bool(_WORD.search(data)))
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
            is_link = not self._beside and not _ADDRESS.search(text) and len(text) <= _LONGEST_LINK * self._anchors
            self.linked.append(self._anchors if is_link else 0)
            self._begins, self._prefix = False, ""
            self._links = []
            self._anchors, self._beside = self._inside, False
        self._text = []

    def close(self) -> None:
        super().close()
        self._end()


def lines(data: bytes) -> list[Line]:
    """The lines of a page."""
    named = _CHARSET.search(data[:4096])
    return lines_of(decoded(data, named.group(1).decode("ascii") if named else ""))


def lines_of(text: str) -> list[Line]:
    """The lines of a page that is a text already; without what stands around it, where that leaves most of it."""
    reader, whole = _read(text, whole=False), _read(text, whole=True)
    bare = _without_menus(reader)
    return bare if 2 * _length(bare) > _length(whole.made) else whole.made


def _read(text: str, *, whole: bool) -> _Reader:
    reader = _Reader(whole=whole)
    reader.feed(text)
    reader.close()
    return reader


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _without_menus(reader: _Reader) -> list[Line]:
    """The lines without those that are only links, many of them, and without what stands above these in their cell."""
    made: list[Line] = []
    for is_menu, group in groupby(zip(reader.made, reader.linked, strict=True), key=lambda pair: pair[1] > 0):
        rows = list(group)
        if not is_menu or sum(links for _, links in rows) < FEWEST_LINKS:
            made += [line for line, _ in rows]
        elif made and made[-1].paragraph == rows[0][0].paragraph:
            made.pop()
    return made
