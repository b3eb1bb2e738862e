"""What a plan says beside its figures: how alike the letters are, and which rules the case silences and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.check import Likeness
    from urgentaction.cli.world import World
    from urgentaction.model.case import Case


def silenced_data(cases: Iterable[Case]) -> list[Mapping[str, object]]:
    """Each rule that these cases silence, with its reason, for programs; in words it is a warning of the plan."""
    of = {case.id: case.silenced for case in cases}
    return [{"case": id_, "rule": one.rule.value, "why": dict(one.why)} for id_, quiet in of.items() for one in quiet]


def alike(world: World, found: Likeness) -> None:
    """How alike the letters are, in words; nothing of fewer than two."""
    if found.letters > 1:
        screen.tell(world, _alike(found), style="yellow" if found.without_own else "")


def alike_data(found: Likeness) -> Mapping[str, object]:
    """The same for programs: `share` is between 0 and 1."""
    return {
        "letters": found.letters,
        "no_word_added": found.bare,
        "same_as_another": found.same,
        "share": round(found.share, 4),
    }


def _alike(found: Likeness) -> errors.Message:
    percent = int(found.share * 100)  # not rounded up: 100 is said only of letters that are the same
    count = found.without_own
    if count == found.letters:
        return errors.message("candour.alike-all", letters=found.letters, percent=percent)
    if not count:
        return errors.message("candour.alike-none", letters=found.letters, percent=percent)
    tenths = min(9, max(1, round(10 * count / found.letters)))
    return errors.message("candour.alike", count=count, letters=found.letters, tenths=tenths, percent=percent)
