"""A correction of one office's entry: values with the source that says so, as a patch to its file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from urgentaction.errors import Fault, Faults, UsageError
from urgentaction.library.collection import Library
from urgentaction.library.editing import editable, edited, patch
from urgentaction.library.layers import Layer
from urgentaction.library.near import meant, near
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import key_text
from urgentaction.model.authority import Level

SOURCED: Final = {
    "postal": "verified_on",
    "emails": "verified_on",
    "phones": "verified_on",
    "fax": "verified_on",
    "web_form": "verified_on",
    "social": "verified_on",
    "holders": "verified_on",
    "email_none": "on",
}
"""What in an entry has a source of its own, and the key for the day on which it was looked at."""

_MANY: Final = frozenset({"emails", "phones", "fax", "social", "holders"})
_WITHOUT_LEVEL: Final = frozenset({"holders", "email_none"})
_DATES: Final = frozenset({"verified_on", "on", "from", "to", "review_by", "retrieved_on"})
_LISTS: Final = frozenset({"languages", "channels", "lines"})
_NUMBERS: Final = frozenset({"per_hour", "per_day"})
_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[(\d{1,3})\])?")


@dataclass(frozen=True)
class Setting:
    """One value that the entry shall have: `postal.street`, and what was typed; empty takes it out."""

    key: KeyPath
    text: str

    @property
    def name(self) -> str:
        """The key as a person writes it."""
        return key_text(self.key)


@dataclass(frozen=True)
class Correction:
    """A patch to a file of offices: what `git apply` takes, with the source above it; empty where nothing changes."""

    name: str
    diff: bytes


def setting(text: str) -> Setting:
    """`postal.street=12 rue X`, `emails[0].address=…` as a setting.

    Raises:
        UsageError: There is no key before a `=`, or it is none of an entry.
    """
    name, equals, value = text.partition("=")
    return Setting(key_of(name if equals else ""), value.strip())


def key_of(name: str) -> KeyPath:
    """`emails[0].address` → `("emails", 0, "address")`.

    Raises:
        UsageError: It is no key, or none of an entry.
    """
    path: KeyPath = ()
    for part in name.strip().split("."):
        found = _PART.fullmatch(part)
        if not found:
            raise UsageError("correcting.no-key", key=name)
        path += (found[1],) if found[2] is None else (found[1], int(found[2]))
    known = _keys()
    if path[0] not in known:
        raise UsageError("correcting.unknown-key", key=path[0], meant=meant(near(str(path[0]), known, at_most=1)))
    return path


def correction(library: Library, id_: str, settings: Sequence[Setting], *, source: str, on: date) -> Correction:
    """The patch that makes these settings in the file of the layer that says what the office is.

    Each contact that is touched has `source` as its source and `on` as the day it was looked at; it is unverified
    unless a setting says its level. Nothing is written.

    Raises:
        UsageError: No source is given, or there is no such office.
        Faults: The office could not be read with these values.
    """
    if not source.strip():
        raise UsageError("correcting.no-source")
    layer, path, entry = library.place_of(id_)
    file = editable(path)
    text = edited(file, {entry.path: dict(_changes(entry.table, settings, source=source.strip(), on=on))})
    try:
        library.with_text(path, text).authority(id_)
    except Faults as found:
        raise Faults([_typed(fault, entry.path, settings) for fault in found.faults]) from found
    name = _name(layer, path)
    diff = patch(name, file.encoded(file.text), file.encoded(text))
    head = _head(id_, settings, source=source.strip(), on=on)
    return Correction(name, head.encode() + diff if diff else b"")


def _typed(fault: Fault, entry: KeyPath, settings: Sequence[Setting]) -> Fault:
    """A fault of the file as it would be: its lines are of a text that nobody will see, and its key was typed."""
    fault = replace(fault, line=0, column=0)
    key = fault.key.removeprefix(f"{key_text(entry)}.")
    touched = {str(one.key[0]) for one in settings}
    if key == fault.key or re.split(r"[.\[]", key)[0] not in touched:
        return fault
    return replace(fault, path="--set", key=key)


def _changes(
    table: Mapping[str, Any], settings: Sequence[Setting], *, source: str, on: date
) -> Iterator[tuple[str, Any]]:
    """What changes by key: the values, and with each contact that keeps any, where and when it was seen."""
    made: dict[Any, Any] = {}
    for one in settings:
        _put(made, one.key, _meant(one))
    for key, value in made.items():
        if key in _MANY and isinstance(value, Mapping):
            rows = {index: _seen(key, row, source=source, on=on) for index, row in value.items()}
            yield key, list(rows.values()) if key not in table else rows
        else:
            yield key, _seen(key, value, source=source, on=on) if key in SOURCED else value


def _put(into: dict[Any, Any], key: KeyPath, value: Any) -> None:
    for part in key[:-1]:
        inner = into.get(part)
        into[part] = inner = inner if isinstance(inner, dict) else {}
        into = inner
    into[key[-1]] = value


def _seen(key: str, value: Any, *, source: str, on: date) -> Any:
    """A contact with its source and day; one with another address is unverified until somebody else reviews it."""
    if not isinstance(value, dict):
        return value
    made = {"source": source, SOURCED[key]: on, **value}
    is_other = bool(value.keys() - {"source", "verified_on", "level"})
    return {"level": Level.UNVERIFIED.value, **made} if is_other and key not in _WITHOUT_LEVEL else made


def _meant(one: Setting) -> Any:
    """What a typed value is, by its key: a day, a list, a number or a text; None where nothing was typed."""
    last = one.key[-1]
    if not one.text:
        return None
    if last in _DATES:
        return _day(one)
    if last in _LISTS:
        return _list(one.text)
    return int(one.text) if last in _NUMBERS and one.text.isdecimal() else one.text


def _day(one: Setting) -> date:
    try:
        return date.fromisoformat(one.text)
    except ValueError as problem:
        raise UsageError("correcting.no-day", key=one.name, found=one.text) from problem


def _list(text: str) -> list[str]:
    """A list as TOML writes it, or items parted by semicolons."""
    try:
        value = tomllib.loads(f"x = {text}")["x"]
    except ValueError:
        value = None
    return value if isinstance(value, list) else [part.strip() for part in text.split(";")]


def _head(id_: str, settings: Sequence[Setting], *, source: str, on: date) -> str:
    """What stands above the patch; both git and patch pass over it."""
    keys = ", ".join(one.name for one in settings)
    shown = " ".join(source.split())
    return f"{id_}: {keys}\nSource: {shown}\nLooked at on: {on}\n\n"


def _name(layer: Layer, path: Path) -> str:
    """The file's path in its repository: ours keeps its offices in `letters/`; others where their `.git` says."""
    inside = path.relative_to(layer.root).as_posix()
    if layer.built_in:
        return f"letters/{inside}"
    real = path.resolve()
    root = next((folder for folder in real.parents if (folder / ".git").exists()), None)
    return real.relative_to(root).as_posix() if root else inside


def _keys() -> tuple[str, ...]:
    from urgentaction.library.authority_schema import Authority

    return tuple(Authority.model_fields)
