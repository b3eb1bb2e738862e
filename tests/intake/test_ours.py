"""Our own corpus: what is committed is what the generator makes, whole, and true to itself; and its case files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from intake.ours import make

HERE = Path(__file__).parent
OURS = HERE / "ours"
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

DOCUMENTS = dict(make.documents())
NAMED = pytest.mark.parametrize("name", DOCUMENTS)


def test_every_layout_is_there_in_every_language_and_format() -> None:
    there = {(one.layout, one.language, one.form) for one in DOCUMENTS.values()}
    assert there == set(product(make.LAYOUTS, ("en", "fr", "es"), make.FORMS))


def test_nothing_lies_in_the_folder_that_is_not_made() -> None:
    made = {f"{name}.{end}" for name, action in DOCUMENTS.items() for end in (action.form, "expected.toml")}
    there = {path.name for path in OURS.iterdir() if path.is_file() and path.suffix not in {".py", ".md"}}
    assert there == made


@NAMED
def test_what_is_committed_is_what_is_made(name: str) -> None:
    action = DOCUMENTS[name]
    data, expected = make.made(action)
    path = OURS / f"{name}.{action.form}"
    assert path.with_suffix(".expected.toml").read_text(encoding="utf-8") == expected
    if action.form == "pdf":  # another release of the typesetter may write other bytes
        assert lines(path.read_bytes()) == lines(data)
    else:
        assert path.read_bytes() == data


def lines(data: bytes) -> list[str]:
    return [line.text for line in scoring.formats.lines(data)[1]]


@pytest.mark.parametrize(
    "name", [name for name, one in DOCUMENTS.items() if one.form != "pdf" and "hyphens" not in one.how]
)
def test_what_is_expected_stands_in_the_document(name: str) -> None:
    path = OURS / f"{name}.{DOCUMENTS[name].form}"
    document, _ = scoring.read(path)
    assert [said for said in words(scoring.expected_of(path)) if not document.says(said)] == []


def words(expected: dict[str, Any]) -> Iterator[str]:
    """Every text of an expected file that a document prints as it is."""
    for key in ("title", "summary", "previous", "report_back"):
        yield from [expected[key]] if key in expected else []
    for key in ("demands", "model_letter", "background"):
        yield from expected.get(key, ())
    yield from (person["name"] for person in expected["people"])
    for target in (*expected.get("targets", ()), *expected.get("copies", ())):
        for value in target.values():
            yield from [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value
