"""A letter as JSON and back, without loss: the form in which a letter edited by hand lives on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from urgentaction.documents.plain import unsafe
from urgentaction.errors import Message, UserError, message
from urgentaction.model.letter import Letter

SCHEMA = 1
"""The version of this form; a change that old programs cannot read counts it up."""

MOST_BYTES = 256 * 1024
"""A letter of a page is about 4 KB; far more is not a letter."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def dump(letter: Letter) -> str:
    """The letter as JSON: keys sorted, two spaces, readable, ending in a newline."""
    return (
        json.dumps({"schema": SCHEMA, **asdict(letter)}, ensure_ascii=False, indent=2, sort_keys=True, default=str)
        + "\n"
    )


def load(text: str) -> Letter:
    """Read what `dump` wrote; a person may have changed it since.

    Raises:
        UserError: `documents.json-…`: not JSON, too large, another schema, a key that is unknown, missing or twice
            there, a value of the wrong type, or a text with a control character, a line break or a bidi control.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise UserError("documents.json-large", most=MOST_BYTES // 1024)
    raw = _parse(text)
    if not isinstance(raw, dict):
        _wrong("", message("documents.an-object"), raw)
    found = raw.pop("schema", None)
    if type(found) is not int or found != SCHEMA:
        raise UserError("documents.json-schema", found=_short(found), expected=SCHEMA)
    return _record(Letter, raw, "")  # type: ignore[no-any-return]  # decoders are chosen by annotation, so they are Any


def _parse(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise UserError("documents.json-syntax", line=fault.lineno, column=fault.colno) from None
    except (RecursionError, ValueError):  # nested or with a number so long that Python gives up: no letter is
        raise UserError("documents.json-syntax", line=1, column=1) from None


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise UserError("documents.json-twice", key=_short(next(key for key in keys if keys.count(key) > 1)))
    return values


def _no_constant(name: str) -> NoReturn:
    raise UserError("documents.json-type", key=name, expected=message("documents.a-number"), found=name)


def _decode(kind: Any, value: object, path: str) -> Any:
    """The value as the annotated type wants it; `path` names it in messages, as in `blocks[2].part`."""
    if get_origin(kind) is tuple:
        return _sequence(get_args(kind)[0], value, path)
    if is_dataclass(kind):
        return _record(kind, value, path)
    if issubclass(kind, StrEnum):
        return _choice(kind, value, path)
    return _SCALARS[kind](value, path)


def _record(kind: Any, value: object, path: str) -> Any:
    if not isinstance(value, dict):
        _wrong(path, message("documents.an-object"), value)
    hints = _hints(kind)
    for key in value:
        if key not in hints:
            raise _unknown(_below(path, key), get_close_matches(key, hints, n=1))
    for key in hints:
        if key not in value:
            raise UserError("documents.json-missing", key=_below(path, key))
    return kind(**{key: _decode(hint, value[key], _below(path, key)) for key, hint in hints.items()})


def _unknown(key: str, near: list[str]) -> UserError:
    if near:
        return UserError("documents.json-unknown-near", key=_short(key), near=near[0])
    return UserError("documents.json-unknown", key=_short(key))


def _sequence(kind: Any, value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        _wrong(path, message("documents.a-list"), value)
    return tuple(_decode(kind, item, f"{path}[{index}]") for index, item in enumerate(value))


def _choice(kind: type[StrEnum], value: object, path: str) -> StrEnum:
    if value not in list(kind):
        raise UserError(
            "documents.json-choice", key=path, found=_short(value), allowed=[str(member) for member in kind]
        )
    return kind(str(value))


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        _wrong(path, message("documents.a-text"), value)
    character = unsafe(value)
    if character:
        raise UserError("documents.json-text", key=path, character=character)
    return value


def _date(value: object, path: str) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        _wrong(path, message("documents.a-date"), value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        _wrong(path, message("documents.a-date"), value)


def _number(value: object, path: str) -> int:
    if type(value) is not int:
        _wrong(path, message("documents.a-number"), value)
    return value


def _yes_no(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        _wrong(path, message("documents.true-or-false"), value)
    return value


_SCALARS: Mapping[type, Callable[[object, str], object]] = {str: _text, date: _date, int: _number, bool: _yes_no}


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _wrong(path: str, expected: Message, value: object) -> NoReturn:
    raise UserError("documents.json-type", key=path or "{}", expected=expected, found=_short(value))


def _short(value: object) -> str:
    """A value as JSON shows it, at most 40 characters, nothing in it that could act on a terminal."""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, default=str)
    return ascii(shown)[1:-1] if unsafe(shown) else shown[:40]
