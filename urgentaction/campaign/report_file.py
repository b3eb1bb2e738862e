"""A report as JSON and back: what groups send each other, checked before it is added to anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from urgentaction.campaign import report as values
from urgentaction.errors import Fault, Faults, UserError, message
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

SCHEMA = 1
"""The version of this form; a change that old programs cannot read counts it up."""

LARGEST = 16 << 20
"""Bytes; a day of one place is about 150."""

_TABLE = ConfigDict(extra="forbid", frozen=True)
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_AUTHORITY = r"^[a-z]{2}(/[a-z0-9]+(-[a-z0-9]+)*)+$"
_STATES = "|".join([*State, values.BY_HAND])
_CHANNELS = "|".join(ChannelName)
Count = Annotated[int, Field(ge=0, le=10**9)]


class SourceRow(BaseModel):
    """Whose numbers they are."""

    model_config = _TABLE
    group: str = Field(default="", max_length=200, description="The group, as it calls itself")
    ledger: str = Field(min_length=1, max_length=100, description="Tells one ledger from another, and nothing else")
    made: AwareDatetime = Field(description="When the numbers were taken")


class CellRow(BaseModel):
    """How many letters; no letter is counted in two cells."""

    model_config = _TABLE
    case: str = Field(pattern=_SLUG, max_length=100)
    round: int = Field(ge=1, le=10_000)
    authority: str = Field(pattern=_AUTHORITY, max_length=200)
    channel: str = Field(pattern=f"^({_CHANNELS})$", description="bundle: a signature that a bundle carries")
    state: str = Field(pattern=f"^({_STATES})$", description="by-hand: recorded, left without the program")
    day: date | None = Field(description="The day on which they came to this state; null: several days together")
    count: Count | None = Field(description="null: fewer than may be told")
    withheld: bool = Field(default=False, description="There are some more, fewer than may be told")

    @model_validator(mode="after")
    def _told_or_withheld(self) -> Self:
        if self.count is None and not self.withheld:
            raise ValueError("a count of null is a withheld one")
        return self


class ReportFile(BaseModel):
    """Letters by case, office, way, state and day, without a name."""

    model_config = _TABLE
    schema_: int = Field(alias="schema", ge=SCHEMA, le=SCHEMA)
    shared: bool = Field(description="Small numbers are withheld: it may be given away")
    sources: tuple[SourceRow, ...] = Field(min_length=1)
    cells: tuple[CellRow, ...]


def dump(report: values.Report) -> str:
    """The report as JSON, ending in a newline."""
    return json.dumps(_data(report), ensure_ascii=False, indent=2) + "\n"


def load(text: str, *, path: str) -> values.Report:
    """Read what `dump` wrote.

    Raises:
        UserError: `report.not-json`.
        Faults: It is not a report; every fault with its key.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise UserError("report.not-json", path=path) from None
    try:
        found = ReportFile.model_validate(raw)
    except ValidationError as error:
        raise Faults([_fault(detail, path) for detail in error.errors(include_url=False)]) from None
    return values.Report(
        sources=tuple(values.Source(group=row.group, ledger=row.ledger, made=row.made) for row in found.sources),
        cells=tuple(map(_cell, found.cells)),
        shared=found.shared,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a report."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ReportFile.model_json_schema()}


def _cell(row: CellRow) -> values.Cell:
    place = values.Place(case=row.case, round=row.round, authority=row.authority, channel=row.channel, state=row.state)
    return values.Cell(place=place, day=row.day, count=row.count or 0, withheld=row.withheld)


def _data(report: values.Report) -> Mapping[str, object]:
    return {
        "schema": SCHEMA,
        "shared": report.shared,
        "sources": [
            {"group": source.group, "ledger": source.ledger, "made": _instant(source.made)} for source in report.sources
        ],
        "cells": [_row(cell) for cell in report.cells],
    }


def _row(cell: values.Cell) -> Mapping[str, object]:
    place = cell.place
    return {
        "case": place.case,
        "round": place.round,
        "authority": place.authority,
        "channel": place.channel,
        "state": place.state,
        "day": cell.day.isoformat() if cell.day else None,
        "count": None if cell.withheld and not cell.count else cell.count,
        **({"withheld": True} if cell.withheld else {}),
    }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _fault(detail: Mapping[str, Any], path: str) -> Fault:
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).removeprefix(".")
    return Fault(message("report.wrong", said=detail["msg"]), path=path, key=key)
