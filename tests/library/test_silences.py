"""What is silenced of a case comes from its own layer: nobody else's library loosens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.specimens import CASE
from urgentaction.errors import Faults
from urgentaction.library.merge import CaseEntry, silences
from urgentaction.model.case import Silence
from urgentaction.model.rule import SILENCEABLE, RuleId

RULES = st.sampled_from(sorted(SILENCEABLE))
ENTRIES = st.lists(
    st.builds(
        lambda rules, added: CaseEntry(
            case=replace(CASE, silenced=tuple(Silence(rule=r, why={"en": "x"}) for r in rules)),
            added=added,
        ),
        st.lists(RULES, max_size=3, unique=True),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def rules(entry: CaseEntry) -> set[RuleId]:
    return {one.rule for one in entry.case.silenced}


@given(entries=ENTRIES)
def test_an_added_library_silences_nothing_that_the_cases_own_layer_does_not(entries: list[CaseEntry]) -> None:
    found = {one.rule for one in silences(entries)}
    ours = [entry for entry in entries if not entry.added]
    if ours:
        assert found == rules(ours[0])
    else:
        assert found == set.intersection(*map(rules, entries))


QUIET = '[[silenced]]\nrule = "summary"\nwhy.en = "Because."\n\n[[sources]]'


@pytest.mark.parametrize(("mine", "others", "quiet"), [(True, False, 1), (False, True, 0), (None, True, 1)])
def test_a_case_in_several_folders(tmp_path: Path, mine: bool | None, others: bool, quiet: int) -> None:
    from urgentaction.library import open_library
    from urgentaction.library.layers import Layer, built_in

    text = (
        (built_in().root / "cases" / "ablyazov-2013.toml")
        .read_text(encoding="utf-8")
        .replace("ablyazov-2013", "x-2013")
    )
    layers = []
    for name, silent, added in (("others", others, True), ("mine", mine, False)):
        if silent is not None:
            folder = tmp_path / name
            (folder / "cases").mkdir(parents=True)
            changed = text.replace("[[sources]]", QUIET, 1) if silent else text
            (folder / "cases" / "x-2013.toml").write_text(changed, encoding="utf-8")
            layers.append(Layer(name=name, root=folder, added=added))
    case = open_library([*layers, built_in()]).case("x-2013")
    assert len(case.silenced) == quiet


def test_of_many_rules_the_one_that_was_meant_is_named_before_the_others(tmp_path: Path) -> None:
    from urgentaction.library import Layer, built_in, open_library

    text = (built_in().root / "cases" / "ablyazov-2013.toml").read_text(encoding="utf-8")
    (tmp_path / "cases").mkdir()
    misspelt = text.replace("[[sources]]", QUIET.replace("summary", "sumary"), 1)
    (tmp_path / "cases" / "ablyazov-2013.toml").write_text(misspelt, encoding="utf-8")
    with pytest.raises(Faults) as found:
        open_library([Layer(name="mine", root=tmp_path), built_in()]).case("ablyazov-2013")
    said = str(found.value.faults[0].message)
    assert said.startswith('"sumary" is not known; did you mean "summary"? (one of case, ')
