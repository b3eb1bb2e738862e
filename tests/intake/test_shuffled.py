"""Our actions in every layout and format that no committed document has: what holds there must not be learned by heart."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from intake.ours import make
from intake.ours.action import Action, read

from urgentaction.intake import layouts
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import formats

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

SOURCES = sorted((make.HERE / "sources").glob("*.toml"))
HOWS: tuple[Mapping[str, Any], ...] = (
    {},
    {"hyphens": True, "width": 52, "columns": 2, "size": 9, "heads": "Lantern Rights Network"},
    {"long": True, "noise": True, "dates": "iso"},
)


def shuffled(path: Path) -> Iterator[Action]:
    """An action in all layouts and formats but those that are committed; a form ends no action."""
    first = read(path)[0]
    for row, layout in enumerate(make.LAYOUTS):
        for column, form in enumerate(make.FORMS):
            is_known = f"{layout}.{form}" in first.facts["documents"]
            if not is_known and not (layout == "form" and first.get("kind") == "stop"):
                turn = first.turn + row * len(make.FORMS) + column
                yield Action(first.facts, layout, form, HOWS[(row + column + first.turn) % len(HOWS)], turn)


def scored(action: Action) -> scoring.Score:
    pages = make.laid_out(action)
    form, lines = formats.lines(make.FORMS[action.form](pages.blocks, action))
    document = Document(tuple(lines), form)
    made = scoring.compare(pages.expected, document, layouts.found(document))
    name = f"{action.layout}.{action.form}, turn {action.turn}, {dict(action.how)}"
    made.missed = [f"{name}: {one}" for one in made.missed]
    made.invented = [f"{name}: {one}" for one in made.invented]
    return made


@cache
def scores(path: Path) -> scoring.Score:
    return scoring.total(map(scored, shuffled(path)))


def test_98_of_100_fields_are_found_in_whatever_layout_and_format_they_come() -> None:
    made = scoring.total(map(scores, SOURCES))
    assert made.found / made.expected >= 0.98, "\n".join(made.missed)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nothing_is_invented_in_whatever_layout_and_format_it_comes(path: Path) -> None:
    assert scores(path).invented == []
