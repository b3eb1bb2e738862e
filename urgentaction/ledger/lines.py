"""A ledger as lines of JSON: what each line holds, checked before any of it reaches a ledger."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from urgentaction.errors import UserError
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import ReceiptKind, State

FORMAT = 2
"""Of the lines; a reader takes its own and every earlier one."""

Item = tuple[str, dict[str, Any]]
"""What a line holds: its kind (`ledger`, `round`, `delivery`, …) and its values; a body and a secret are bytes."""

Check = Callable[[Any], bool]

_LATER = frozenset({"signer", "why"})
"""What lines of format 1 do not have yet."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_KEY = re.compile(r"[0-9a-f]{32}")
_SECRET_BYTES = 32


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _key(value: Any) -> bool:
    return isinstance(value, str) and bool(_KEY.fullmatch(value))


def _time(value: Any) -> bool:
    return isinstance(value, str) and bool(_TIME.fullmatch(value)) and _is(datetime.fromisoformat, value)


def _day(value: Any) -> bool:
    return isinstance(value, str) and _is(date.fromisoformat, value)


def _bytes(value: Any) -> bool:
    return isinstance(value, bytes)


def _secret(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == _SECRET_BYTES


def _is(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _why(value: Any) -> bool:
    """Texts by language as JSON, or nothing."""
    return not value or (_text(value) and _is(json.loads, value) and isinstance(json.loads(value), dict))


def _one_of(names: Iterable[str]) -> Check:
    known = frozenset(map(str, names))
    return lambda value: isinstance(value, str) and value in known


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _shape(**fields: Check) -> Check:
    return lambda value: (
        isinstance(value, dict)
        and value.keys() | (_LATER & fields.keys()) == fields.keys()
        and all(check(value.get(name)) for name, check in fields.items())
    )


_CHANNEL = _one_of(ChannelName)
_PLACE: Mapping[str, Check] = {"case": _text, "round": _number, "authority": _text, "channel": _CHANNEL}

SHAPES: Mapping[str, Check] = {
    "ledger": _shape(
        format=_number,
        id=_text,
        at=_time,
        secret=_maybe(_secret),
        further=_each(_secret),
        facts=lambda value: isinstance(value, dict) and all(map(_text, (*value, *value.values()))),
    ),
    "round": _shape(
        case=_text, round=_number, state=_one_of({"open", RoundState.STOPPED, RoundState.CLOSED}), at=_time, why=_why
    ),
    "tombstone": _shape(mark=_key, at=_time),
    "hold": _shape(kind=_one_of({"case", "authority"}), id=_text, since=_time),
    "record": _shape(**_PLACE, day=_day, count=_number, at=_time),
    "delivery": _shape(
        key=_key,
        **_PLACE,
        **dict.fromkeys(("language", "sender", "recipient", "domain", "message_id", "waivers", "batch"), _text),
        **dict.fromkeys(("after", "copy", "bundle", "note", "receipt_reference", "receipt_detail"), _text),
        consent=_maybe(_day),
        held=lambda value: value in {0, 1},
        state=_one_of(State),
        created=_time,
        due=_time,
        attempts=_number,
        first_attempt=_maybe(_time),
        settled=_maybe(_time),
        receipt_kind=_maybe(_one_of(ReceiptKind)),
        body=_maybe(_bytes),
        signer=_maybe(_bytes),
        claims=_each(_shape(mark=_key, again=_number, live=_truth)),
        history=_each(_time),
    ),
    "attempt": _shape(key=_key, at=_time, channel=_CHANNEL, authority=_text, domain=_text, sender=_text),
    "event": _shape(key=_key, at=_time, what=_text, detail=_text, data=_text),
    "end": lambda value: isinstance(value, dict) and all(map(_number, value.values())),
}
"""What the values of each kind of line must be."""


def write(item: Item) -> str:
    """One line, with its end."""
    kind, values = item
    return json.dumps({kind: _plain(values)}, ensure_ascii=False, separators=(",", ":")) + "\n"


def counted(items: Iterable[Item]) -> Iterator[Item]:
    """The items, and a last one that counts them by kind: a file that was cut short is known by it."""
    seen: Counter[str] = Counter()
    for kind, values in items:
        seen[kind] += 1
        yield kind, values
    yield "end", dict(seen)


def read(texts: Iterable[bytes]) -> Iterator[Item]:
    """The items of a file, the last one left out.

    Raises:
        UserError: It is no export (`ledger.not-an-export`), a newer program's, cut short, or a line is not as it must
            be; the line is named.
    """
    seen: Counter[str] = Counter()
    end: Mapping[str, int] | None = None
    for number, text in enumerate(texts, start=1):
        if end is not None:
            raise UserError("ledger.export-line", line=number)
        kind, values = _item(text, number)
        if kind == "end":
            end = values
            continue
        seen[kind] += 1
        yield kind, values
    if not seen:
        raise UserError("ledger.not-an-export")
    if end != dict(seen):
        raise UserError("ledger.export-cut", line=sum(seen.values()))


def _item(text: bytes, number: int) -> Item:
    try:
        line = json.loads(text)
        ((kind, values),) = line.items()
        _refuse_newer(kind, values)
        item = kind, _unplain(values)
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise UserError("ledger.not-an-export" if number == 1 else "ledger.export-line", line=number) from None
    if kind not in SHAPES or (kind == "ledger") is not (number == 1) or not SHAPES[kind](item[1]):
        raise UserError("ledger.not-an-export" if number == 1 else "ledger.export-line", line=number)
    return item


def _refuse_newer(kind: str, values: Mapping[str, Any]) -> None:
    version = values.get("format") if kind == "ledger" else FORMAT
    if isinstance(version, int) and version > FORMAT:
        raise UserError("ledger.export-newer", version=version, known=FORMAT)


def _plain(values: Any) -> Any:
    match values:
        case dict():
            return {name: _plain(value) for name, value in values.items()}
        case list():
            return [_plain(value) for value in values]
        case bytes():
            return {"base64": base64.b64encode(values).decode()}
        case _:
            return values


def _unplain(values: Any) -> Any:
    match values:
        case {"base64": str(text)} if len(values) == 1:
            return _decoded(text)
        case dict():
            return {name: _unplain(value) for name, value in values.items()}
        case list():
            return [_unplain(value) for value in values]
        case _:
            return values


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as broken:
        raise ValueError(text) from broken
