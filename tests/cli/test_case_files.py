"""The case files that importing our documents writes: read by a person, then compared word for word."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from intake.ours import make

from support.ua import Ua
from urgentaction.library import gaps

OURS = Path(__file__).parents[1] / "intake" / "ours"
DOCUMENTS = dict(make.documents())

NAMES = (
    "01-en-salt-carriers-bulletin",
    "01-en-salt-carriers-sheet",
    "02-en-beekeeper-form",
    "05-en-weavers-letter",
    "12-fr-frere-soeur-bulletin",
    "08-fr-horloger-sheet",
    "07-fr-sauniers-form",
    "10-fr-pecheurs-letter",
    "16-es-partera-bulletin",
    "18-es-acordeonista-sheet",
    "17-es-cartografo-form",
    "14-es-periodista-letter",
)
"""A document of each layout in each language, several of each format."""


@pytest.fixture
def imported(me: Ua, request: pytest.FixtureRequest) -> Path:
    """The case file of a document, imported on the day it was published."""
    action = DOCUMENTS[request.param]
    me.now = datetime.combine(action.issued, time(11), UTC)
    ran = me("case", "import", str(OURS / f"{request.param}.{action.form}"), "--yes")
    assert ran.code == 0, ran.err
    (path,) = (me.home / "data" / "letters" / "cases").glob("*.toml")
    return path


@pytest.mark.parametrize(("imported", "name"), [(name, name) for name in NAMES], indirect=["imported"], ids=NAMES)
def test_the_case_file_is_the_one_that_was_read(imported: Path, name: str, request: pytest.FixtureRequest) -> None:
    text, golden = imported.read_text(encoding="utf-8"), OURS / "cases" / f"{name}.toml"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert golden.exists(), f"{golden.name} has not been read yet: --update-golden, read it, commit it"
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("imported", "name"), [(name, name) for name in NAMES], indirect=["imported"], ids=NAMES)
def test_only_what_the_document_does_not_say_is_left_open(imported: Path, name: str) -> None:
    pages = make.laid_out(DOCUMENTS[name])
    unsaid = {"publisher", *({"deadline"} - pages.expected.keys())}
    assert {one.key for one in gaps.gaps(imported.read_text(encoding="utf-8"))} == unsaid


@pytest.mark.parametrize("imported", NAMES, indirect=True)
def test_a_case_file_has_no_fault_once_somebody_says_who_published_it(me: Ua, imported: Path) -> None:
    text = imported.read_text(encoding="utf-8")
    imported.write_text(re.sub("# GAP publisher: .*", 'publisher = "Lantern Rights Network"', text), encoding="utf-8")
    checked = me("check", imported.stem)
    assert checked.code == 0, checked.err
