"""The scores forgive nothing: what is expected and not there is missed, what is there and not expected is invented."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import likeness  # noqa: E402
import scoring  # noqa: E402

WHOLE = [
    HERE / "ours" / name
    for name in (
        "01-en-salt-carriers-sheet.html",
        "14-es-periodista-form.docx",
        "07-fr-sauniers-bulletin.txt",
        "13-es-tejedoras-letter.docx",
    )
]
"""Documents of which everything is found, so that whatever is changed in what is expected must show."""

Way = tuple[str | int, ...]


def leaves(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every value of an expected file."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*way, key))
    else:
        yield way


CASES = [
    pytest.param(path, way, id=f"{path.stem}-{'.'.join(map(str, way))}")
    for path in WHOLE
    for way in leaves(scoring.expected_of(path))
]


def changed(path: Path, way: Way, value: Any = None) -> scoring.Score:
    """The score where one expected value is another one, or is not there."""
    expected = copy.deepcopy(scoring.expected_of(path))
    at: Any = expected
    for key in way[:-1]:
        at = at[key]
    if value is None:
        del at[way[-1]]
    else:
        at[way[-1]] = value
    return scoring.compare(expected, *scoring.read(path))


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_of_these_documents_everything_is_found(path: Path) -> None:
    made = scoring.score(path)
    assert (made.found, made.missed, made.invented) == (made.expected, [], [])


@pytest.mark.parametrize(("path", "way"), [one for one in CASES if one.values[1] != ("diplomatic",)])
def test_another_value_than_expected_is_not_forgiven(path: Path, way: Way) -> None:
    made = changed(path, way, "something else")
    assert made.missed or made.invented


KEPT = {"kind_of_document", "language", "office", "name", "gender"}
"""Every expected file has them: without them there is no office, no person, no document; a gender is below."""


@pytest.mark.parametrize(("path", "way"), [one for one in CASES if one.values[1][-1] not in KEPT])
def test_a_value_that_is_not_expected_is_invented(path: Path, way: Way) -> None:
    assert changed(path, way).invented


def test_a_gender_is_invented_unless_the_pronouns_show_it() -> None:
    assert changed(WHOLE[0], ("people", 1, "gender")).invented  # the summary says he, of another
    assert not changed(WHOLE[2], ("people", 0, "gender")).invented


@pytest.mark.parametrize("key", ["people", "targets", "copies", "demands", "background", "preferred_languages"])
def test_one_more_than_expected_is_invented(key: str) -> None:
    assert changed(WHOLE[0], (key, 0)).invented


@pytest.mark.parametrize(
    ("wanted", "got", "is_found"),
    [
        ("Urging the authorities to release her at once;", "release her at once", True),
        ("Urging the authorities to release her at once; and", "release her at once", True),
        ("Urging the authorities to release her at once", "at once", False),
        ("Urging the authorities to release her at once and to drop all charges", "release her at once", False),
        ("I urge you to release her.", "release him", False),
    ],
)
def test_a_demand_is_the_whole_end_of_its_point(wanted: str, got: str, is_found: bool) -> None:
    assert likeness.asks(wanted, got, 0) is is_found


@pytest.mark.parametrize(
    ("wanted", "got", "is_found"),
    [
        ("Mr. Fermín Astudela", "Fermín Astudela", True),
        ("H.E. Dr Nidal Sabbagh", "Nidal Sabbagh", True),
        ("Mr. Fermín Astudela", "Astudela", False),
        ("Fermín Astudela", "Mr. Fermín Astudela", False),
    ],
)
def test_a_name_may_lack_its_title_and_nothing_else(wanted: str, got: str, is_found: bool) -> None:
    assert likeness.is_name(wanted, got) is is_found
