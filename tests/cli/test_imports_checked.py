"""Whatever document is imported, the check of its case has nothing to say but questions for a person to answer."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from support.ua import Ran, Ua
from urgentaction.library import gaps

INTAKE = Path(__file__).parents[1] / "intake"
OTHERS = ("other_hand", "second_hand", "third_hand")
COURT = "demands[].for"
UNASKED = ("targets", "letter")
"""What is said of a court of which nothing is asked yet."""


def _documents() -> list[Path]:
    """All of our own documents, and every third of other hands; none that only ends an action."""
    ours, theirs = _in("ours"), [path for hand in OTHERS for path in _in(hand)[::3]]
    return [path for path in (*ours, *theirs) if not _expected(path)["kind_of_document"].startswith("stop")]


def _in(folder: str) -> list[Path]:
    expected = sorted((INTAKE / folder).glob("*.expected.toml"))
    return [
        next(one for one in path.parent.glob(path.name.removesuffix("expected.toml") + "*") if one != path)
        for path in expected
    ]


def _expected(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix("").with_suffix(".expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", _documents(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_check_of_an_imported_case_has_only_questions(me: Ua, document: Path) -> None:
    issued = _expected(document).get("issued")
    if issued:
        me.now = datetime.combine(issued, time(11), UTC)
    ran = me("case", "import", str(document), "--yes")
    assert ran.code == 0, ran.err
    (path,) = (me.home / "data" / "letters" / "cases").glob("*.toml")
    text = re.sub("# GAP publisher: .*", 'publisher = "Lantern Rights Network"', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    asked = {one.key for one in gaps.gaps(text)} - {"deadline"}
    assert _faults(me("check", path.stem, "--json"), asked) == []


def _faults(checked: Ran, asked: set[str]) -> list[str]:
    """What the check has to say beyond the questions; a case whose questions keep it from loading is all questions."""
    if not checked.out:
        return [] if asked else [checked.err]
    errors = [one for one in json.loads(checked.out)["findings"] if one["severity"] == "error"]
    return [one["message"] for one in errors if COURT not in asked or one["rule"] not in UNASKED]
