"""Changes to a case file: the key that changes, and not one byte more."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.errors import UserError
from urgentaction.library import case_text
from urgentaction.model.case import CaseState

REAL = Path(__file__).parents[2] / "letters" / "cases" / "ablyazov-2013.toml"
FILE = Path("x.toml")
OPEN = 'schema = 1\nid = "x"  # the id\ntitle.en = "A"\nissued = 2026-01-01\n\n[[people]]\nname = "Ana"\n'


def stopped(text: str, why: str = "She was released.") -> str:
    return case_text.ended(
        text, FILE, state=CaseState.STOPPED, on=date(2026, 11, 20), why={"en": why}, source="Stop action"
    )


def test_a_deadline_is_written_over_where_it_stands() -> None:
    text = OPEN.replace("\n\n", "\ndeadline = 2026-02-01   # inclusive\n\n", 1)
    assert case_text.with_deadline(text, FILE, date(2026, 3, 1)) == text.replace("2026-02-01", "2026-03-01")


def test_a_key_that_is_new_stands_above_the_first_table() -> None:
    lines = case_text.asked_since(OPEN, FILE, date(2025, 12, 1)).splitlines()
    assert lines.index("asked_since = 2025-12-01") < lines.index("[[people]]")


def test_an_open_case_gets_a_status_and_keeps_everything_else() -> None:
    text = stopped(OPEN)
    assert text.startswith(OPEN.rstrip("\n"))
    assert tomllib.loads(text)["status"] == {
        "state": "stopped",
        "on": date(2026, 11, 20),
        "why": {"en": "She was released."},
        "source": "Stop action",
    }


def test_a_status_that_is_there_is_written_over_and_its_older_reason_goes() -> None:
    before = REAL.read_text(encoding="utf-8")
    text = stopped(before)
    assert tomllib.loads(text)["status"]["why"] == {"en": "She was released."}
    start, end = before.index("[status]"), before.index("# --- Sources")
    assert text.startswith(before[:start])
    assert text.endswith(before[end:])


@pytest.mark.parametrize(
    "status",
    [
        '[status]\nstate = "open"  # so far\nwhy = { en = "x" }\n\n# what follows\n',
        '[status]\nstate = "open"\n[status.why]\nen = "x"\n',
        'status.state = "open"\nstatus.why.en = "x"\n',
        "[status]\n",
    ],
)
def test_a_status_may_be_laid_out_in_many_ways_or_is_refused(status: str) -> None:
    before = f'id = "x"\nissued = 2026-01-01\n{status}[[people]]\nname = "Ana"\n'
    try:
        after = tomllib.loads(stopped(before))
    except UserError:
        return
    assert after.pop("status")["why"] == {"en": "She was released."}
    before_data = tomllib.loads(before)
    del before_data["status"]
    assert after == before_data


def test_what_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(UserError):
        stopped('id = "x"\nstatus = { state = "open" }\nissued = 2026-01-01\n')


@pytest.mark.parametrize("state", [CaseState.STOPPED, CaseState.CLOSED])
@given(why=st.text(min_size=1, max_size=80), source=st.text(min_size=1, max_size=80))
def test_whatever_is_typed_as_a_reason_is_only_a_reason(state: CaseState, why: str, source: str) -> None:
    text = case_text.ended(OPEN, FILE, state=state, on=date(2026, 11, 20), why={"en": why}, source=source)
    data = tomllib.loads(text)
    assert data.pop("status") == {"state": state.value, "on": date(2026, 11, 20), "why": {"en": why}, "source": source}
    assert data == tomllib.loads(OPEN)
