"""Pieces of TOML: values as this library's files write them, and keys set, added and taken out inside one entry."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from urgentaction.library.positions import KeyPath, Span, spans

_BY_LANGUAGE: Final = frozenset({"body", "office", "style", "form", "salutation", "closing", "guidance"})
"""Keys written as dotted lines, one a language: `body.fr = "…"`."""

_ORDER: Final = (
    *("role", "body", "office", "style", "form", "salutation", "closing", "languages", "timezone", "reply"),
    *("postal", "emails", "email_none", "phones", "fax", "web_form", "social"),
    *("channels", "holders", "limits", "guidance", "review_by"),
    *("lines", "street", "postcode", "city", "cedex", "country", "address", "number", "url", "handle"),
    *("name", "gender", "from", "to", "seen", "source", "source_id", "retrieved_on", "on", "verified_on", "level"),
)
"""The order of keys in an entry, then in the tables inside it; a key that is not here stands last."""


def written(value: Any) -> str:
    """A value on one line: `"text"`, `2026-11-24`, `["a", "b"]`, `{ street = "…", level = "official" }`."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(written, value))}]"
        case Mapping():
            pairs = (f"{key} = {written(value[key])}" for key in sorted(value, key=_rank))
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
        case _:
            return str(value)


def lines(entry: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a whole entry below its header."""
    for key in sorted(entry, key=_rank):
        yield from _lines_of(key, entry[key])


def changed(block: str, path: KeyPath, changes: Mapping[Any, Any]) -> str:
    """The text of one entry, from its header on, with these changes (`editing.Changes`).

    Raises:
        LookupError: Something that is to be changed stands as this cannot change it.
    """
    for key, value in changes.items():
        block = _changed(block, (*path, key), value)
    return block


def _changed(block: str, path: KeyPath, value: Any) -> str:
    there = _reached(tomllib.loads(block), path)
    if isinstance(value, Mapping) and isinstance(there, dict | list):
        # The last item first: one that goes must not move those that follow.
        keys = sorted(value, reverse=True) if isinstance(there, list) else value
        return changed(block, path, {key: value[key] for key in keys})
    if value is None:
        return block if there is None else _without(block, path)
    if _same(there, value):
        return block
    return _set(block, path, value)


def _same(there: Any, value: Any) -> bool:
    value = list(value) if isinstance(value, tuple) else value
    return type(there) is type(value) and bool(there == value)


def _reached(data: Any, path: KeyPath) -> Any:
    """What stands at a path; None where nothing does."""
    for part in path:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data


def _set(block: str, path: KeyPath, value: Any) -> str:
    found = spans(block)
    span = found.get(path)
    if span is None:
        return _inserted(block, path, value, found)
    if span.end == span.value:
        raise LookupError(path)
    return block[: span.value] + written(value) + block[span.end :]


def _inserted(block: str, path: KeyPath, value: Any, found: Mapping[KeyPath, Span]) -> str:
    parent = found[path[:-1]]
    if parent.end > parent.value:
        return _inserted_inside(block, path, value, found)
    anchor, prefix = _anchor(block, path, found)
    at = block.find("\n", anchor)
    at = len(block) if at < 0 else at
    new = "".join(f"\n{prefix}{line}" for line in _lines_of(str(path[-1]), value))
    return block[:at] + new + block[at:]


def _anchor(block: str, path: KeyPath, found: Mapping[KeyPath, Span]) -> tuple[int, str]:
    """Where the last key ends that stands before a new one, and what begins its line: dots above it, or an indent."""
    own = [(other, span) for other, span in found.items() if other[: len(path) - 1] == path[:-1]]
    beside = [(other, span) for other, span in own if len(other) == len(path) and not _by_header(block, span)]
    before = [(other, span) for other, span in beside if _rank(other[-1]) <= _rank(path[-1])]
    if not before:
        begin = found[path[:-1]].key
        if beside and not _by_header(block, found[path[:-1]]):  # dotted keys, and none of them stands before
            raise LookupError(path)
        return begin, ""
    ends = {other: max(s.end for o, s in own if o[: len(other)] == other) for other, _ in before}
    other, span = max(before, key=lambda pair: ends[pair[0]])
    return ends[other], block[block.rfind("\n", 0, span.key) + 1 : span.key]


def _inserted_inside(block: str, path: KeyPath, value: Any, found: Mapping[KeyPath, Span]) -> str:
    """Into a table in braces or a list in brackets."""
    parent, key = found[path[:-1]], path[-1]
    new = written(value) if isinstance(key, int) else f"{key} = {written(value)}"
    beside = {other: span for other, span in found.items() if other[:-1] == path[:-1]}
    if not beside:
        opened = block[parent.value]
        return block[: parent.value] + (f"[{new}]" if opened == "[" else f"{{ {new} }}") + block[parent.end :]
    before = [span for other, span in beside.items() if isinstance(key, int) or _rank(other[-1]) <= _rank(key)]
    if before:
        at = max(span.end for span in before)
        return f"{block[:at]}, {new}{block[at:]}"
    at = min(span.key for span in beside.values())
    return f"{block[:at]}{new}, {block[at:]}"


def _without(block: str, path: KeyPath) -> str:
    found = spans(block)
    span, parent = found[path], found[path[:-1]]
    if parent.end > parent.value:
        return _without_inside(block, path, found)
    if _by_header(block, span):
        raise LookupError(path)
    if span.end == span.value:  # dotted keys
        for key in [other for other in found if other[:-1] == path]:
            block = _without(block, key)
        return block
    end = block.find("\n", span.end)
    return block[: block.rfind("\n", 0, span.key) + 1] + (block[end + 1 :] if end >= 0 else "")


def _without_inside(block: str, path: KeyPath, found: Mapping[KeyPath, Span]) -> str:
    span = found[path]
    beside = sorted((one for other, one in found.items() if other[:-1] == path[:-1]), key=lambda one: one.key)
    at = beside.index(span)
    if at + 1 < len(beside):
        return block[: span.key] + block[beside[at + 1].key :]
    return block[: beside[at - 1].end if at else span.key] + block[span.end :]


def _by_header(block: str, span: Span) -> bool:
    return block[block.rfind("\n", 0, span.key) + 1 :].lstrip(" \t").startswith("[")


def _lines_of(key: str, value: Any) -> list[str]:
    if key in _BY_LANGUAGE and isinstance(value, Mapping):
        return [f"{key}.{language} = {written(form)}" for language, form in value.items()]
    return [f"{key} = {written(value)}"]


def _rank(key: str | int) -> int:
    return _ORDER.index(str(key)) if key in _ORDER else len(_ORDER)
