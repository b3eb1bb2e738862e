"""Over all corpora that are there: 98 of 100 fields are found, and nothing is invented."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

DOCUMENTS = [path for name in scoring.CORPORA for path in scoring.documents(HERE / name)]


def test_98_of_100_fields_are_found_over_all_corpora() -> None:
    made = scoring.total(map(scoring.score, DOCUMENTS))
    assert made.found / made.expected >= 0.98, f"{made.found} of {made.expected}\n" + "\n".join(made.missed)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_invented(path: Path) -> None:
    assert scoring.score(path).invented == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_asked_begins_and_ends_with_a_whole_word(path: Path) -> None:
    document, found = scoring.read(path)
    told = " ".join(document.joined(rows) for rows in document.paragraphs())
    asked = [demand.said for demand in found.demands if demand.said in told]
    assert [one for one in asked if not re.search(rf"(?<!\w){re.escape(one)}(?!\w)", told)] == []
