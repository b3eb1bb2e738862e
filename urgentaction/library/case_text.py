"""Changes to a case file that a person wrote: one key or the status, every other byte as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from urgentaction.errors import UserError
from urgentaction.library.layers import shown
from urgentaction.library.positions import spans
from urgentaction.library.snippets import written
from urgentaction.model.case import CaseState

_FIRST = ("issued", "schema")
"""Keys that every case file has above its tables: a new one stands behind the first of these."""


def ended(text: str, path: Path, *, state: CaseState, on: date, why: Mapping[str, str], source: str) -> str:
    """The file with the status of a case that is over, in the place of the status it had.

    Raises:
        UserError: The file (at `path`) is laid out so that this cannot be done safely.
    """
    status = {"state": state.value, "on": on, "why": dict(why), "source": source}
    keys = [f"state = {written(state.value)}", f"on = {written(on)}"]
    keys += [f"why.{language} = {written(reason)}" for language, reason in why.items()]
    keys.append(f"source = {written(source)}")
    begin, end = _status(text)
    lead = "" if begin < len(text) or text.endswith("\n\n") else "\n"
    new = "\n".join((f"{text[:begin]}{lead}[status]", *keys)) + (text[end:] or "\n")
    return _checked(new, {**tomllib.loads(text), "status": status}, path)


def with_deadline(text: str, path: Path, until: date) -> str:
    """The file with another deadline (see `ended`)."""
    return _with(text, path, "deadline", until)


def asked_since(text: str, path: Path, since: date) -> str:
    """The file saying since when the same is asked, so that consent given since then holds (see `ended`)."""
    return _with(text, path, "asked_since", since)


def _status(text: str) -> tuple[int, int]:
    """From the header of the status to the end of its last value; at the end of a file that has none."""
    found = [span for path, span in spans(text).items() if path[:1] == ("status",)]
    if not found:
        return len(text), len(text)
    return text.rfind("\n", 0, min(span.key for span in found)) + 1, max(span.end for span in found)


def _with(text: str, path: Path, key: str, value: date) -> str:
    found = spans(text)
    if (key,) in found:
        span = found[key,]
        new = text[: span.value] + written(value) + text[span.end :]
    else:
        before = next((found[name,].end for name in _FIRST if (name,) in found), 0)
        at = text.find("\n", before)
        new = f"{text[:at]}\n{key} = {written(value)}{text[at:]}"
    return _checked(new, {**tomllib.loads(text), key: value}, path)


def _checked(text: str, wanted: Mapping[str, Any], path: Path) -> str:
    """The text, read again: no layout can lead to another change than the one that is meant."""
    try:
        is_right = tomllib.loads(text) == wanted
    except ValueError:
        is_right = False
    if not is_right:
        raise UserError("library.not-changeable", path=shown(path))
    return text
