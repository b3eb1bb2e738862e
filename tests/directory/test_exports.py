"""A downloaded file gives its records whatever its shape and size; one that is broken says so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.dila import as_answered, as_cells, embassy, prefecture, record
from urgentaction.directory import exports
from urgentaction.directory.records import read
from urgentaction.errors import UserError

RECORDS = [record(), prefecture(), embassy()]


def csv_of(rows: Sequence[dict[str, str]], delimiter: str = ";") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


TEXTS = {
    "bulk.json": json.dumps({"service": RECORDS}, indent=1),
    "answer.json": json.dumps({"total_count": 3, "results": [as_answered(one) for one in RECORDS]}),
    "export.json": json.dumps([as_answered(one) for one in RECORDS], ensure_ascii=False),
    "export.csv": csv_of([as_cells(one) for one in RECORDS]),
    "comma.csv": csv_of([as_cells(one) for one in RECORDS], ","),
    "marked.csv": "\ufeff" + csv_of([as_cells(one) for one in RECORDS]),
    "spaced.json": "\n  [\n" + ",\n\n".join(json.dumps(one) for one in RECORDS) + "\n]\n\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_shape_of_file_gives_the_same_records(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXTS[name], encoding="utf-8", newline="")
    assert [read(raw) for raw in exports.read(path)] == [read(raw) for raw in RECORDS]


def test_a_file_larger_than_what_is_read_at_once_gives_every_record(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    many = [record(id=f"id-{n}", mission="é" * (n * 997 % 50_000)) for n in range(150)]
    many.insert(70, record(id="huge", mission="x" * 5_000_000))
    path.write_text(json.dumps({"service": many}, ensure_ascii=False), encoding="utf-8")
    assert [raw["id"] for raw in exports.read(path)] == [one["id"] for one in many]


def test_an_empty_list_has_no_records(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text('{"service": []}', encoding="utf-8")
    assert list(exports.read(path)) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "directory.not-export"),
        (b"<!doctype html><title>Erreur</title>", "directory.not-export"),
        (b'{"a": 1}', "directory.not-export"),
        (b"nom;prenom\nA;B\n", "directory.not-export"),
        (b"\xff\xfe\x00", "directory.not-export"),
        (b"[" * 200_000, "directory.not-export"),
        (b"BZh91AY", "directory.packed"),
        (b"\x1f\x8b\x08\x00", "directory.packed"),
        (b"[", "directory.broken-off"),
        (b'[{"id": "a"}', "directory.broken-off"),
        (b'[{"id": "a"}, {"nom": "b', "directory.broken-off"),
        (b'[{"id": nonsense}]', "directory.broken-off"),
        (b'id;nom\na;"b', "directory.broken-off"),
    ],
)
def test_a_file_that_is_none_of_these_or_broken_off_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        list(exports.read(path))
    assert refusal.value.message.id == says


def test_a_record_without_end_is_not_read_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "endless.json"
    path.write_text('[{"id": "' + "x" * (exports.LARGEST * 2 + exports.CHUNK * 4), encoding="utf-8")
    with pytest.raises(UserError) as refusal:
        list(exports.read(path))
    assert refusal.value.message.id == "directory.broken-off"


def test_a_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "directory.not-a-file"), (tmp_path / "no", "directory.unreadable")):
        with pytest.raises(UserError) as refusal:
            list(exports.read(path))
        assert refusal.value.message.id == says


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(VALUES, max_size=8), st.booleans(), st.sampled_from([None, 1, 2]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_comes_back_as_it_was(tmp_path: Path, found: list[Any], plain: bool, indent: int | None) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(found if plain else {"n": 1, "results": found}, indent=indent), encoding="utf-8")
    assert list(exports.read(path)) == found


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_records_or_an_error_that_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    with suppress(UserError):
        assert all(read(raw) is None or read(raw) for raw in exports.read(path))
