"""What a cell may hold, and how it is made safe to show and to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.signers import Notes, shown, spreadsheet_safe
from urgentaction.signers.fields import LIMITS, clean


def _faults(raw: str, field: str = "name") -> tuple[str, list[str], list[str]]:
    notes = Notes()
    text = clean(raw, field, notes)
    ids = [[note.message.id.removeprefix("signers.") for note in found] for found in (notes.faults, notes.remarks)]
    return text, ids[0], ids[1]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Élise \u00a0 Lefèvre\t", "Élise Lefèvre"),
        ("Ele\u0301onore", "Eléonore"),
        ("محمد‌علی", "محمد‌علی"),
        ("\u3000山田　太郎", "山田 太郎"),
        ("Zoé 👩‍⚕️", "Zoé 👩‍⚕️"),
        ("Jean \n", "Jean"),
    ],
)
def test_text_is_kept_with_its_spaces_put_right(raw: str, text: str) -> None:
    assert _faults(raw) == (text, [], [])


@pytest.mark.parametrize(
    "sign", ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041"]
)
def test_controls_escapes_and_overrides_are_refused_in_every_field(sign: str) -> None:
    for field in (*LIMITS, "a column of theirs"):
        text, faults, _ = _faults(f"a{sign}b", field)
        assert (text, faults) == ("ab", ["control"])


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u00ad", "\ufeff", "\u2060"])
def test_leftovers_of_copying_are_taken_out_and_said(sign: str) -> None:
    assert _faults(f"{sign}Éli{sign}se") == ("Élise", [], ["invisible"])


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_a_line_break_is_refused_in_a_name_kept_in_a_street_and_a_space_in_a_message(sign: str) -> None:
    raw = f"one{sign}two"
    assert _faults(raw, "name")[1] == ["line-break"]
    assert _faults(raw, "email")[1] == ["line-break"]
    assert _faults(raw, "street") == ("one\ntwo", [], [])
    assert _faults(raw, "message") == ("one two", [], [])
    assert _faults(raw, "a column of theirs") == ("one two", [], [])


def test_a_street_has_at_most_three_lines() -> None:
    assert _faults("a\n\nb\nc\n", "street") == ("a\nb\nc", [], [])
    assert _faults("a\nb\nc\nd", "street")[1] == ["street-lines"]


@pytest.mark.parametrize("field", [*LIMITS, "a column of theirs"])
def test_every_field_has_a_limit(field: str) -> None:
    limit = LIMITS.get(field, 2000)
    assert _faults("é" * limit, field)[1] == []
    assert _faults("é" * (limit + 1), field) == ("", ["too-long"], [])
    assert _faults("x" * 1_000_000, field) == ("", ["too-long"], [])


@pytest.mark.parametrize("text", ["LefÃ¨vre", "Å\u0093uvre", "Une LefÃ¨vre née Müller", "GroÃŸ"])
def test_text_that_a_program_misread_is_refused(text: str) -> None:
    assert _faults(text)[1] in (["garbled"], ["control"])


@pytest.mark.parametrize(
    "text", ["Ångström", "Þór Æsir", "Çelik", "Łukasz", "São João", "Dvořák", "Ñuñoa", "L’Haÿ-les-Roses"]
)
def test_names_of_many_languages_are_not_taken_for_damage(text: str) -> None:
    assert _faults(text) == (text, [], [])


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6 12", "'+33 6 12"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("Élise", "Élise"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_compute_is_written_as_text(text: str, safe: str) -> None:
    assert spreadsheet_safe(text) == safe


@given(st.text())
def test_whatever_is_shown_is_short_and_printable(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown("x" * 200)) == 60


@given(st.text(), st.sampled_from([*LIMITS, "their own"]))
def test_a_clean_text_stays_as_it_is(raw: str, field: str) -> None:
    notes = Notes()
    once = clean(raw, field, notes)
    if not notes.faults:
        again = Notes()
        assert clean(once, field, again) == once
        assert (again.faults, again.remarks) == ([], [])
        assert "\n" not in once or field == "street"


def test_notes_call_a_column_as_its_file_does(ids: Callable[[Any], list[str]]) -> None:
    notes = Notes({"name": "Prénom Nom\x1b"})
    notes.fault("name", "name-empty")
    notes.remark("city", "invisible")
    assert notes.faults[0].message.values == {"column": "Prénom Nom\\x1b"}
    assert ids([note.message for note in notes.remarks]) == ["invisible"]
    assert notes.remarks[0].message.values == {"column": "city"}
