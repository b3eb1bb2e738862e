"""Changes to a case file that a person wrote: one key or table, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from urgentaction.model.case import CaseState


def ended(text: str, *, state: CaseState, on: date, why: Mapping[str, str], source: str) -> str:
    """The file with the status of a case that is over; a status it has is written over, its comments stay."""
    import tomlkit

    document = tomlkit.parse(text)
    status: Any = document.get("status")
    if status is None:
        status = tomlkit.table()
        document["status"] = status
    status["state"], status["on"] = state.value, on
    words = tomlkit.inline_table()
    words.update(why)
    # Written over in its place: an older reason is about an older end.
    status["why"] = words
    status["source"] = source
    return tomlkit.dumps(document)


def with_deadline(text: str, until: date) -> str:
    """The file with another deadline."""
    return _with(text, "deadline", until)


def asked_since(text: str, since: date) -> str:
    """The file saying since when the same is asked, so that consent given since then holds."""
    return _with(text, "asked_since", since)


def _with(text: str, key: str, value: date) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    document[key] = value
    return tomlkit.dumps(document)
