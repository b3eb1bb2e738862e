"""What pydantic finds wrong with a table becomes problems in our words, with suggestions for misspelt keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast

from urgentaction.errors import Message, message
from urgentaction.library.near import meant, near
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

_MESSAGES = {
    "missing": "library.missing",
    "string_type": "library.not-text",
    "int_type": "library.not-number",
    "bool_type": "library.not-true-or-false",
    "date_type": "library.not-date",
    "tuple_type": "library.not-list",
    "dict_type": "library.not-table",
    "model_type": "library.not-table",
    "too_short": "library.nothing-in-it",
    "greater_than_equal": "library.too-small",
    "less_than_equal": "library.too-large",
    "enum": "library.not-one-of",
}
"""pydantic's types of error that our schemas can meet, and our words for them."""


MOST = 500
"""Faults of one file or entry that are told; a file of nothing but unknown keys has a hundred thousand."""

_HUGE = 10**18
_MANY = 12
"""Choices; where there are more, the one that was meant stands before them."""

_SHOWN = 40
"""Characters; a longer value is a text that its writer knows by its line."""


def problems_of(error: ValidationError, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Every fault pydantic found, or the first of more than a person reads."""
    schema = model.model_json_schema()
    details = error.errors(include_url=False)[:MOST]
    problems = [_problem(cast("Mapping[str, Any]", detail), schema) for detail in details]
    paths = [found.path for found in problems]
    misspelt = {(*p.path[:-1], p.message.values["near"]) for p in problems if "near" in p.message.values}

    def again(found: Problem) -> bool:
        """The same mistake seen from outside: the key that was misspelt, a list whose only element is wrong."""
        if found.message.id == "library.nothing-in-it":
            return any(len(path) > len(found.path) and path[: len(found.path)] == found.path for path in paths)
        return found.message.id == "library.missing" and found.path in misspelt

    return tuple(found for found in problems if not again(found))


def _problem(detail: Mapping[str, Any], schema: Mapping[str, Any]) -> Problem:
    path: KeyPath = detail["loc"]
    if path and path[-1] == "[key]":  # pydantic's sign for a fault of a key, not of its value
        return Problem(path[:-1], _message(detail), at_key=True)
    if detail["type"] == "extra_forbidden":
        names = near(str(path[-1]), allowed_keys(schema, path[:-1]), at_most=1)
        values = {"near": names[0]} if names else {}
        return Problem(path, message("library.unknown-key", meant=meant(names), **values), at_key=True)
    return Problem(path, _message(detail))


def _message(detail: Mapping[str, Any]) -> Message:
    kind: str = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind.startswith("library."):  # our own checks name the entry themselves
        return Message(kind, context)
    name = _MESSAGES.get(kind)
    if name is None:
        return message("library.other", said=detail["msg"])
    if name == "library.not-list" and isinstance(detail["input"], dict):
        return message("library.not-tables", key=detail["loc"][-1])
    if name == "library.not-one-of":
        return _choice(detail["input"], context)
    return message(name, found=_found(detail["input"]), limit=context.get("ge", context.get("le", "")))


def _choice(found: Any, context: Mapping[str, Any]) -> Message:
    expected = tuple(part.strip("' ") for part in str(context["expected"]).replace(" or ", ", ").split(","))
    names = near(found, expected) if isinstance(found, str) else ()
    id_ = "library.not-known" if names and len(expected) > _MANY else "library.not-one-of"
    return message(id_, found=_found(found), expected=expected, meant=meant(names))


def _found(value: Any) -> Message | str:
    """A value as a person wrote it, or what kind of thing it is."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= _SHOWN and value.isprintable() else message("library.a-text")
        case int() if abs(value) >= _HUGE:  # Python refuses to write out one of 4,300 figures
            return message("library.a-number")
        case int() | float() | date() | datetime() | time():
            return str(value)
        case list():
            return message("library.a-list")
        case _:
            return message("library.a-table")


def allowed_keys(schema: Mapping[str, Any], path: Sequence[str | int]) -> Iterator[str]:
    """The keys that a JSON Schema allows at a place."""
    place = _resolved(schema, schema)
    for part in path:
        place = _resolved(_inner(place, part), schema)
    yield from place.get("properties", {})


def _inner(place: Mapping[str, Any], part: str | int) -> Mapping[str, Any]:
    if isinstance(part, int):
        return cast("Mapping[str, Any]", place.get("items", {}))
    by_name = place.get("properties", {}).get(part)
    by_language = next(iter(place.get("patternProperties", {}).values()), None)
    return cast("Mapping[str, Any]", by_name or by_language or place.get("additionalProperties") or {})


def _resolved(place: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "anyOf" in place:  # a table that may be absent
        place = place["anyOf"][0]
    if "$ref" in place:
        place = schema["$defs"][str(place["$ref"]).rpartition("/")[2]]
    return place
