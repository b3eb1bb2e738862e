"""The header of a sheet → which column holds which field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from urgentaction.errors import Message, UserError
from urgentaction.signers import names
from urgentaction.signers.fields import shown, without_invisible

_MOST = 200
"""More columns than anybody's sheet of signers has."""

_NEAR = 0.8
"""How alike (difflib's ratio) an unknown column must be to a known name to ask whether that was meant."""

_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Columns:
    """Where each field stands (index from 0); `others` are the group's own columns, by name as written.

    `labels` tells how this file calls our fields; `case` is what the title of the consents has in brackets, as in
    `Signed on (example-2026)`; `remarks` are for a person to look at once.
    """

    at: Mapping[str, int]
    others: Mapping[str, int]
    labels: Mapping[str, str]
    titles: tuple[str, ...]
    case: str = ""
    remarks: tuple[Message, ...] = ()

    @property
    def listed(self) -> str:
        """What the columns are called, in one line for a message."""
        return listed(self.titles)


def understand(header: Sequence[str]) -> Columns:
    """Which column is which.

    Raises:
        UserError: No column for the name; two columns for one field; too many columns.
    """
    titles = [" ".join(shown(without_invisible(title)).split()) for title in header]
    while titles and not titles[-1]:
        titles.pop()
    if len(titles) > _MOST:
        raise UserError("signers.too-many-columns", count=len(titles), limit=_MOST)
    fields = _fields(titles)
    _refuse_twice(titles, fields)
    if "name" not in fields and not {"given", "surname"} <= set(fields):
        raise UserError("signers.no-name", columns=listed(titles))
    at = {field: index for index, field in enumerate(fields) if field}
    others, repeated = _others(titles, fields)
    labels = {field: titles[index] for field, index in at.items()}
    labels.setdefault("name", " ".join(labels[part] for part in ("given", "surname") if part in labels))
    in_brackets = _BRACKETS.search(labels.get("consent", ""))
    return Columns(
        at=at,
        others=others,
        labels=labels,
        titles=tuple(titles),
        case=in_brackets[1].strip() if in_brackets else "",
        remarks=(*_near(others, at), *repeated),
    )


def _fields(titles: Sequence[str]) -> list[str]:
    plain = [names.plain(title) for title in titles]
    fields = [names.known().get(name, "") for name in plain]
    either = "name"
    if "given" in fields and "surname" not in fields:
        either = "surname"
    elif "surname" in fields and "given" not in fields:
        either = "given"
    elif "surname" in fields:
        either = ""  # `Name` beside both: what it holds is anybody's guess, and nothing is missing
    fields = [either if name in names.EITHER else field for name, field in zip(plain, fields, strict=True)]
    if "name" in fields:
        # A whole name is taken as people wrote it; its parts stay at hand for templates.
        fields = ["" if field in {"given", "surname", "surname2"} else field for field in fields]
    return _one_day(fields)


def _one_day(fields: list[str]) -> list[str]:
    """Forms export a timestamp beside a date: the first is the day, the others are the group's own."""
    first = fields.index("day") if "day" in fields else -1
    return ["" if field == "day" and index != first else field for index, field in enumerate(fields)]


def _refuse_twice(titles: Sequence[str], fields: Sequence[str]) -> None:
    for field, count in Counter(field for field in fields if field).items():
        if count > 1:
            columns = tuple(title for title, of in zip(titles, fields, strict=True) if of == field)
            raise UserError("signers.column-twice", field=field, columns=listed(columns))


def _others(titles: Sequence[str], fields: Sequence[str]) -> tuple[dict[str, int], list[Message]]:
    others: dict[str, int] = {}
    repeated: list[Message] = []
    for index, (title, field) in enumerate(zip(titles, fields, strict=True)):
        if field or not title:
            continue
        if title in others:
            repeated.append(Message("signers.column-repeated", {"column": title}))
        others.setdefault(title, index)
    return others, repeated


def _near(others: Mapping[str, int], at: Mapping[str, int]) -> list[Message]:
    wanted = [name for name, field in names.known().items() if field not in at and field != "day"]
    near = {title: get_close_matches(names.plain(title), wanted, n=1, cutoff=_NEAR) for title in others}
    return [Message("signers.column-near", {"column": title, "near": like[0]}) for title, like in near.items() if like]


def listed(titles: Sequence[str]) -> str:
    """Columns in one line for a message, not without end."""
    return " · ".join(title for title in titles if title)[:300]
