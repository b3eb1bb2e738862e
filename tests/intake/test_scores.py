"""Over all corpora that are there: 98 of 100 fields are found, and nothing is invented."""

from __future__ import annotations

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
