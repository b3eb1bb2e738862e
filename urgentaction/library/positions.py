"""Where each key and each value of a TOML text stands, so that a fault can name its line and column."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""A place in a TOML document, as tomllib gives it: `("demands", 1, "text", "fr")`; list indexes count from 0."""


@dataclass(frozen=True)
class Spot:
    """Line and column, both counted from 1, in characters."""

    line: int
    column: int


@dataclass(frozen=True)
class Place:
    """Where a key stands and where its value begins; of a header both are the key, of a list element the value."""

    key: Spot
    value: Spot


@dataclass(frozen=True)
class Span:
    """A key with its value as offsets into the text: where the key begins, where the value does, and what follows it.

    Of a list element all of it is the value; of a header, and of a table that only dotted keys make, the name alone.
    """

    key: int
    value: int
    end: int


def spans(text: str) -> Mapping[KeyPath, Span]:
    r"""Where every key and value stands; only for a text that tomllib has accepted, and whose lines end in `\n`."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.spans()


def positions(text: str) -> Mapping[KeyPath, Place]:
    """The place of every key, table and list element; only for a text that tomllib has accepted."""
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.places()


_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})',  # two quotes may stand before the closing three
    r"'''.*?'''(?:'{0,2})",
    r'"(?:[^"\\\n]|\\.)*"',
    r"'[^'\n]*'",
)
_STRING = re.compile("|".join(_STRINGS), re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class _Scanner:
    """One pass over a text: where it stands, and the offsets found so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[KeyPath, tuple[int, int]] = {}
        self._ends: dict[KeyPath, int] = {}
        self._sizes: dict[KeyPath, int] = {}

    def spans(self) -> dict[KeyPath, Span]:
        return {path: Span(key, value, self._ends.get(path, key)) for path, (key, value) in self._found.items()}

    def places(self) -> dict[KeyPath, Place]:
        starts = [0, *(match.end() for match in re.finditer("\n", self._text))]

        def spot(offset: int) -> Spot:
            line = bisect_right(starts, offset)
            return Spot(line, offset - starts[line - 1] + 1)

        return {path: Place(spot(key), spot(value)) for path, (key, value) in self._found.items()}

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._sees("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        many = self._take("[[")
        if not many:
            self._take("[")
        self._skip(_SPACE)
        path: KeyPath = ()
        offset = self._at
        for name, offset in self._keys():
            path = (*self._last(path), name)
            self._note(path, offset, offset)
        if many:
            index = self._sizes[path] = self._sizes.get(path, -1) + 1
            path = (*path, index)
            self._note(path, offset, offset)
        self._take("]]" if many else "]")
        return self._last(path)

    def _last(self, path: KeyPath) -> KeyPath:
        """A list of tables is continued in its last element."""
        return (*path, self._sizes[path]) if path in self._sizes else path

    def _pair(self, table: KeyPath) -> None:
        path = table
        offset = self._at
        for name, offset in self._keys():
            path = (*path, name)
            self._note(path, offset, offset)
        self._take("=")
        self._skip(_SPACE)
        self._found[path] = (offset, self._at)
        self._value(path)

    def _keys(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            self._skip(_SPACE)
            offset = self._at
            keys.append((self._key(), offset))
            self._skip(_SPACE)
            if not self._take("."):
                return keys

    def _key(self) -> str:
        token = self._skip(_BARE) or self._skip(_STRING)
        if token.startswith('"'):
            return str(tomllib.loads(f"key = {token}")["key"])
        return token.strip("'") if token.startswith("'") else token

    def _value(self, path: KeyPath) -> None:
        begin = self._at
        self._skip_value(path)
        self._ends[path] = begin + len(self._text[begin : self._at].rstrip(" \t"))

    def _skip_value(self, path: KeyPath) -> None:
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            self._table(path)
        elif not self._skip(_STRING):
            self._skip(_SCALAR)

    def _list(self, path: KeyPath) -> None:
        index = 0
        while self._skip_to_item("]"):
            self._note((*path, index), self._at, self._at)
            self._value((*path, index))
            index += 1

    def _table(self, path: KeyPath) -> None:
        while self._skip_to_item("}"):
            self._pair(path)

    def _skip_to_item(self, end: str) -> bool:
        """Whether another item follows; the closing bracket is taken."""
        self._skip(_BLANK)
        if self._take(","):
            self._skip(_BLANK)
        return not self._take(end)

    def _note(self, path: KeyPath, key: int, value: int) -> None:
        self._found.setdefault(path, (key, value))

    def _sees(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _take(self, token: str) -> bool:
        if not self._sees(token):
            return False
        self._at += len(token)
        return True

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match.group() if match else ""
