"""A report as JSON: read back as it was written, and refused with every fault where it is something else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.campaign import report_file
from urgentaction.campaign.report import Cell, Place, Report, Source
from urgentaction.errors import Faults, UserError

PLACE = Place(case="example-2026", round=1, authority="xx/justice/minister", channel="bundle", state="sent")
WHOLE = Report(
    sources=(Source(group="Groupe 27", ledger="a1b2", made=datetime(2026, 11, 24, 9, tzinfo=UTC)),),
    cells=(
        Cell(place=PLACE, day=date(2026, 11, 24), count=47),
        Cell(place=PLACE, day=None, count=6, withheld=True),
        Cell(place=PLACE, day=None, count=0, withheld=True),
    ),
    shared=True,
)


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(report_file.dump(WHOLE)) | changes)


def cell(**changes: Any) -> str:
    first = json.loads(report_file.dump(WHOLE))["cells"][0]
    return changed(cells=[first | changes])


def test_a_report_reads_back_as_it_was() -> None:
    assert report_file.load(report_file.dump(WHOLE), path="a.json") == WHOLE


def test_a_withheld_number_is_null() -> None:
    assert [row["count"] for row in json.loads(report_file.dump(WHOLE))["cells"]] == [47, 6, None]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (cell(count=-1), "cells[0].count"),
        (cell(count=None), "cells[0]"),
        (cell(state="lost"), "cells[0].state"),
        (cell(channel="pigeon"), "cells[0].channel"),
        (cell(authority="xx/../etc"), "cells[0].authority"),
        (cell(case="\x1b[2J"), "cells[0].case"),
        (cell(day="soon"), "cells[0].day"),
        (cell(name="Ana"), "cells[0].name"),
        (changed(schema=2), "schema"),
        (changed(sources=[]), "sources"),
        ("[]", ""),
    ],
)
def test_what_is_no_report_is_refused_with_its_key(text: str, key: str) -> None:
    with pytest.raises(Faults) as wrong:
        report_file.load(text, path="a.json")
    assert [(fault.path, fault.key) for fault in wrong.value.faults] == [("a.json", key)]


@given(st.text())
def test_any_text_is_a_report_or_an_error_for_people(text: str) -> None:
    with pytest.raises(UserError):
        report_file.load(text, path="a.json")


def test_every_report_fits_its_schema() -> None:
    exported = report_file.schema()
    assert set(exported["properties"]) == set(json.loads(report_file.dump(WHOLE)))
    assert "name" not in json.dumps(exported["$defs"]["CellRow"]["properties"])
