"""Any action, whatever its names, numbers, days and addresses: they are found where they are printed, and nothing else."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from intake.ours import make
from intake.ours.action import Action, read

from urgentaction.intake import layouts
from urgentaction.intake.found import Found
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import formats

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

BASE = {
    "en": read(HERE / "ours" / "sources" / "01-en-salt-carriers.toml")[0].facts,
    "fr": read(HERE / "ours" / "sources" / "07-fr-sauniers.toml")[0].facts,
    "es": read(HERE / "ours" / "sources" / "14-es-periodista.toml")[0].facts,
}
LETTERS = {"en": "abdeghiklmnoprstuvwz", "fr": "abcdeéèêëçfghiïîlmnoôprstuvœ", "es": "aábcdeéfghiíjlmnñoóprstuúüvz"}
SAID = {
    "en": "{} was taken away by four men on Friday. Nobody has said where {} is held, or why.",
    "fr": "{} a été emmenée par quatre hommes vendredi. Personne n'a dit où {} est détenue, ni pourquoi.",
    "es": "{} fue llevada por cuatro hombres el viernes. Nadie ha dicho dónde está {}, ni por qué.",
}


def words(language: str) -> st.SearchStrategy[str]:
    """A capitalised word over the letters of a language."""
    return st.text(LETTERS[language], min_size=4, max_size=9).map(str.capitalize)


def names(language: str) -> st.SearchStrategy[str]:
    return st.lists(words(language), min_size=2, max_size=4, unique=True).map(" ".join)


MAILS = st.lists(
    st.from_regex(r"[a-z][a-z0-9]{0,8}([._-][a-z0-9]{1,8})?@[a-z][a-z0-9]{1,9}(-[a-z]{1,5})?\.example", fullmatch=True),
    min_size=1,
    max_size=3,
    unique=True,
)
PHONES = st.from_regex(r"\+[1-9][0-9]{1,2} [0-9]{1,3} 555 [0-9]{4}", fullmatch=True)


@st.composite
def actions(draw: st.DrawFn) -> Action:
    """An action with drawn values, in any layout and language, as text of any width, a page or a mail."""
    language = draw(st.sampled_from(sorted(BASE)))
    facts = {key: value for key, value in BASE[language].items() if key not in {"documents", "how"}}
    name = draw(names(language))
    targets = [
        {
            **target,
            "holder": draw(names(language)),
            "lines": [
                *target["lines"][:1],
                f"{draw(st.integers(1, 999))} {draw(words(language))}",
                facts["country_name"],
            ],
            "emails": draw(MAILS),
            "faxes": [draw(PHONES)],
        }
        for target in facts["targets"]
    ]
    said = SAID[language].format(name, name)
    facts |= {
        "number": draw(st.integers(1, 399)),
        "serial": draw(st.integers(10, 9990)),
        "issued": [draw(st.integers(1, 12)), draw(st.integers(1, 28))],
        "days": draw(st.integers(1, 90)),
        "people": [{"name": name, "gender": "f"}],
        "roles": [],
        "summary": said,
        "letter": [said, *facts["letter"][-1:]],
        "targets": targets,
    }
    how = {
        "width": draw(st.integers(56, 100)),
        "dates": draw(st.sampled_from(["long", "iso"])),
        "point": draw(st.sampled_from(["/", "."])),
    }
    layout = draw(st.sampled_from(sorted(make.LAYOUTS)))
    return Action(facts, layout, draw(st.sampled_from(["txt", "html", "eml"])), how, draw(st.integers(0, 11)))


def imported(action: Action) -> tuple[dict[str, Any], Document, Found]:
    """What is expected of an action's document, the document, and what is found in it."""
    pages = make.laid_out(action)
    form, lines = formats.lines(make.FORMS[action.form](pages.blocks, action))
    document = Document(tuple(lines), form)
    return pages.expected, document, layouts.found(document)


@settings(max_examples=100, deadline=None, derandomize=True, phases=[Phase.generate])
@given(action=actions())
def test_number_days_and_addresses_are_found(action: Action) -> None:
    expected, _, found = imported(action)
    values = (found.number, found.index, found.issued, found.deadline)
    assert [one and one.value for one in values] == [expected[key] for key in ("number", "index", "issued", "deadline")]
    assert found.deadline
    assert found.issued
    assert found.deadline.value - found.issued.value == timedelta(days=action.facts["days"])
    ways = [
        ([one.value for one in target.emails], [one.value for one in target.fax])
        for target in found.targets
        if not target.copy
    ]
    assert ways == [(target["emails"], target["faxes"]) for target in expected["targets"]]


@settings(max_examples=100, deadline=None, derandomize=True, phases=[Phase.generate])
@given(action=actions())
def test_nothing_is_found_that_is_not_printed(action: Action) -> None:
    expected, document, found = imported(action)
    assert scoring.strangers(document, found) == []
    assert scoring.compare(expected, document, found).invented == []


@pytest.mark.parametrize("first", "ÀÁÂÇÉÈÊËÍÎÏÑÓÔŒÚÙÛÜŸ")
def test_a_name_may_begin_with_any_capital_of_the_three_languages(first: str) -> None:
    name = f"{first}lenda {first}storga"
    target = {**BASE["fr"]["targets"][0], "holder": name}
    facts = {**BASE["fr"], "people": [{"name": name, "gender": "f"}], "roles": [], "targets": [target]}
    expected, document, found = imported(Action(facts, "bulletin", "txt"))
    assert [one.name.value for one in found.people] == [name]
    assert [one.holder and one.holder.value for one in found.targets if not one.copy] == [name]
    assert scoring.compare(expected, document, found).invented == []
