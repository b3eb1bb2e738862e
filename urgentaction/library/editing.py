r"""Changes to a TOML file that a person wrote: every byte that is not about the change stays as it is.

The text itself is cut and joined at the places of its keys. A style-preserving parser would do it too, but tomlkit
(0.15) loses the space between a date and a closing brace, and the empty line before the header that follows a new key.
Every result is read again and compared with what it should say, so that no layout can lead to another change.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from urgentaction.errors import UserError
from urgentaction.library.layers import shown
from urgentaction.library.positions import KeyPath, Span, spans
from urgentaction.library.reading import read_toml
from urgentaction.library.snippets import changed, lines

Changes = Mapping[str | int, Any]
"""What one entry shall say, by key: `{"postal": {"street": "…"}, "emails": {0: {"address": "…"}}, "fax": None}`.

A table changes what it names and leaves the rest; a list replaces a list, and a table by index changes its items (the
index after the last appends one); None takes a key out.
"""

_MARK = "\ufeff"


@dataclass(frozen=True)
class Editable:
    r"""A TOML file to be changed: its text with `\n` as line end, and how its bytes differ from that."""

    path: Path
    text: str
    newline: str = "\n"
    mark: str = ""

    def encoded(self, text: str) -> bytes:
        """A changed text as the bytes of the file: its line ends, and its byte order mark if it has one."""
        return (self.mark + text.replace("\n", self.newline)).encode()


def editable(path: Path) -> Editable:
    """Read a file that is to be changed.

    Raises:
        Faults: It cannot be read or is not TOML.
        UserError: Its lines end in two ways, so that it could not be written back as it is.
    """
    text = read_toml(path).text
    raw = path.read_bytes().decode("utf-8")
    made = Editable(path, text, "\r\n" if "\r\n" in raw else "\n", _MARK if raw.startswith(_MARK) else "")
    if made.encoded(text) != raw.encode():
        raise _not_changeable(path)
    return made


def edited(file: Editable, changes: Mapping[KeyPath, Changes]) -> str:
    """The file's text with the entries at these paths changed (`("aix", "procureur-general")`).

    Raises:
        UserError: The file is laid out so that this cannot be done safely: nothing else may change.
    """
    text, found = file.text, spans(file.text)
    data = tomllib.loads(text)
    try:
        for path in sorted(changes, key=lambda path: found[path].key, reverse=True):
            begin, end = _block(file.text, path, found)
            text = text[:begin] + changed(text[begin:end], path, changes[path]) + text[end:]
        for path, entry in changes.items():
            data = _merged(data, _nested(path, entry))
        is_right = _told(tomllib.loads(text)) == _told(data)
    except (LookupError, TypeError, ValueError) as problem:  # no such entry; a key of a text; not TOML any more
        raise _not_changeable(file.path) from problem
    if not is_right:
        raise _not_changeable(file.path)
    return text


def added(file: Editable, path: KeyPath, entry: Mapping[str, Any]) -> str:
    """The file's text with one more entry at its end.

    Raises:
        UserError: It has this entry already, or one below it.
    """
    before = file.text if not file.text or file.text.endswith("\n") else f"{file.text}\n"
    apart = [""] if before else []
    text = before + "".join(f"{line}\n" for line in (*apart, f"[{'.'.join(map(str, path))}]", *lines(entry)))
    try:
        is_right = tomllib.loads(text) == _merged(tomllib.loads(file.text), _nested(path, entry))
    except ValueError as problem:
        raise _not_changeable(file.path) from problem
    if not is_right:
        raise _not_changeable(file.path)
    return text


def patch(name: str, before: bytes, after: bytes) -> bytes:
    """The difference as `git apply` and `patch -p1` take it; `name` is the file's path in its repository."""
    label = f"{name}\t" if " " in name else name
    rows = unified_diff(_rows(before.decode()), _rows(after.decode()), f"a/{label}", f"b/{label}")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows).encode()


def _rows(text: str) -> list[str]:
    r"""Lines with their ends; only `\n` ends one, as git sees it."""
    return list(io.StringIO(text, newline="\n"))


def _block(text: str, path: KeyPath, found: Mapping[KeyPath, Span]) -> tuple[int, int]:
    """From the header of an entry to the next that is not below it."""
    at = found[path].key
    later = [span.key for other, span in found.items() if span.key > at and other[: len(path)] != path]
    begin = text.rfind("\n", 0, at) + 1
    return begin, text.rfind("\n", 0, min(later)) + 1 if later else len(text)


def _nested(path: KeyPath, value: Any) -> dict[Any, Any]:
    for part in reversed(path):
        value = {part: value}
    return dict(value)


def _merged(data: Any, changes: Any) -> Any:
    """What the data should be after these changes."""
    if not isinstance(changes, Mapping):
        return [_merged(None, part) for part in changes] if isinstance(changes, list | tuple) else changes
    if isinstance(data, list):
        rows = [*data, *[None] * (max((int(key) for key in changes), default=-1) + 1 - len(data))]
        return list(_items(rows, changes))
    made = dict(data) if isinstance(data, Mapping) else {}
    made |= {key: _merged(made.get(key), value) for key, value in changes.items()}
    return {key: value for key, value in made.items() if value is not None}


def _told(data: Any) -> Any:
    """The data without empty tables: when the last dotted key goes, so does its table, but one in braces stays."""
    if isinstance(data, list):
        return [_told(part) for part in data]
    if not isinstance(data, Mapping):
        return data
    return {key: told for key, value in data.items() if (told := _told(value)) != {}}


def _items(rows: list[Any], changes: Mapping[Any, Any]) -> Iterator[Any]:
    for index, row in enumerate(rows):
        if index not in changes:
            yield row
        elif changes[index] is not None:
            yield _merged(row, changes[index])


def _not_changeable(path: Path) -> UserError:
    return UserError("library.not-changeable", path=shown(path))
