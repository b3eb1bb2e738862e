"""What was found, in plain lists, texts and numbers, and made of them again: how one process tells it to another.

A line is told once, and each value names it by its place, so that what is told is no longer than the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from urgentaction.intake.found import Found, Sure, Value
from urgentaction.intake.lines import Line


def told(found: Found) -> Mapping[str, Any]:
    """What was found as JSON can tell it."""
    teller = _Teller()
    said = teller.told(found)
    return {"lines": [row(one) for one in teller.lines], "found": said}


def made(told: Mapping[str, Any]) -> Found:
    """What `told` was told of.

    Raises:
        KeyError, TypeError, ValueError, IndexError: It was not.
    """
    lines = [line(*row) for row in told["lines"]]
    found = _made(Found, told["found"], lines)
    assert isinstance(found, Found)  # noqa: S101 - for mypy
    return found


def row(line: Line) -> list[Any]:
    """A line as JSON can tell it."""
    return [line.text, line.number, line.page, line.paragraph, list(line.links), line.big]


def line(text: str, number: int, page: int, paragraph: int, links: Sequence[str], big: float) -> Line:
    """A line that `row` was told of.

    Raises:
        TypeError: It was not.
    """
    places = _is(int, number), _is(int, page), _is(int, paragraph)
    return Line(_is(str, text), places[0], places[1], places[2], tuple(_is(str, one) for one in links), float(big))


@dataclass
class _Teller:
    """Tells values; `lines` are those that they stand in."""

    lines: list[Line] = field(default_factory=list)
    known: dict[Line, int] = field(default_factory=dict)

    def told(self, part: Any) -> Any:
        match part:
            case Value():
                return [self.told(part.value), part.said, self._place(part.line), part.sure.value]
            case tuple():
                return [self.told(one) for one in part]
            case date():
                return part.isoformat()
            case None | str() | int() | float():
                return part
            case _:
                return {one.name: self.told(getattr(part, one.name)) for one in fields(part)}

    def _place(self, line: Line) -> int:
        if line not in self.known:
            self.known[line] = len(self.lines)
            self.lines.append(line)
        return self.known[line]


def _made(kind: Any, part: Any, lines: Sequence[Line]) -> Any:
    """A part as the hints of its field say that it is."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if part is None else _made(inside[0], part, lines)
    if origin is tuple:
        kinds = [inside[0]] * len(part) if inside[-1] is Ellipsis else inside
        return tuple(_made(one, value, lines) for one, value in zip(kinds, _is(list, part), strict=True))
    if origin is Value:
        value, said, place, sure = part
        return Value(_made(inside[0], value, lines), _is(str, said), lines[abs(_is(int, place))], Sure(sure))
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _made(hint, part[name], lines) for name, hint in _hints(kind).items()})
    return _simple(kind, part)


def _simple(kind: Any, part: Any) -> Any:
    if kind is date:
        return date.fromisoformat(part)
    return kind(part) if issubclass(kind, StrEnum) else _is(kind, part)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _is(kind: Any, part: Any) -> Any:
    if type(part) is not kind:
        raise TypeError(part)
    return part
