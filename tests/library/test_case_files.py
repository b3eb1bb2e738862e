from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction.errors import Exit, Fault, Faults, UsageError, words
from urgentaction.model.case import CaseState, Gender, Hedge, Privacy, TargetAs

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]

PLACE = "letters/cases/valley-2026.toml"


def test_a_case_without_fault_becomes_the_noun(letters: Any) -> None:
    case = letters.open().case("valley-2026")
    assert (case.id, case.kind, case.country, case.round) == ("valley-2026", "death-penalty", "XX", 1)
    assert case.title == {"en": "A farmer faces execution", "fr": "Un paysan risque l'exécution"}
    assert (case.issued, case.deadline) == (date(2026, 11, 1), date(2026, 12, 24))
    assert case.sources[0].on == date(2026, 11, 1)
    assert case.people[0].gender is Gender.F
    assert case.facts[0].hedges == (Hedge.REPORTED,)
    assert case.facts[1].for_ == ()
    assert [(d.id, d.for_, d.carries_out) for d in case.demands[:2]] == [
        ("commute", ("*",), ""),
        ("commute-minister", ("ministry",), "commute"),
    ]
    assert [(t.authority, t.as_) for t in case.targets] == [
        ("xx/justice/minister", TargetAs.MAIN),
        ("xx/port/prosecutor", TargetAs.COPY),
    ]
    assert case.is_open
    assert case.path == PLACE


def test_every_table_of_a_case_is_read(letters: Any) -> None:
    letters.case(
        ("schema = 1", 'schema = 1\nnumber = "UA 008/26"\nindex = "XXX 1/2/2026"'),
        ('id = "valley-2026"', 'id = "valley-8-26"'),
        (
            "[[targets]]",
            """
[[updates]]
date = 2026-11-10
text.en = "The date of the execution was moved."
source = "group"

[status]
state = "closed"
on = 2026-11-19
why.en = "Her sentence was commuted."
source = "group"

[letter]
own_words_prompt.en = "Why does it matter to you?"
forbidden = ["murderer"]
max_words = 400
model.en = { paragraphs = ["I write to you.", "I ask you."], source = "group" }

[privacy]
sender = "name-only"

[pace]
per_day = 5

[report]
to = "Group, Box 1"

[[targets]]
lookup = "embassy-of:XX in:signer"
as = "copy"

[[targets]]""",
        ),
        (
            'name = "Ana Sol"',
            'name = "Ana Sol"\nname_native = "Ана Соль"\nforms.ru = { gen = "Аны Соль" }\ntitle.en = "Ms"',
        ),
    )
    (letters.root / "cases/valley-2026.toml").rename(letters.root / "cases/valley-8-26.toml")
    case = letters.open().case("valley-8-26")
    assert case.status.state is CaseState.CLOSED
    assert case.status.why == {"en": "Her sentence was commuted."}
    assert case.updates[0].on == date(2026, 11, 10)
    assert case.letter.model["en"].paragraphs == ("I write to you.", "I ask you.")
    assert (case.letter.forbidden, case.letter.max_words) == (("murderer",), 400)
    assert case.privacy is Privacy.NAME_ONLY
    assert (case.pace.per_hour, case.pace.per_day) == (None, 5)
    assert case.report.to == "Group, Box 1"
    assert case.people[0].forms == {"ru": {"gen": "Аны Соль"}}
    assert case.targets[0].lookup == "embassy-of:XX in:signer"
    assert (case.number, case.index) == ("UA 008/26", "XXX 1/2/2026")


def test_texts_are_one_normalised_paragraph(letters: Any) -> None:
    letters.case(('"A farmer faces execution"', '"""\nA farme\u0301r   \n   faces \\\n   execution\n"""'))
    assert letters.open().case("valley-2026").title["en"] == "A farm\u00e9r faces execution"


@pytest.mark.parametrize("name", ["sources", "people", "facts", "demands", "targets"])
def test_a_list_that_must_hold_something_may_not_be_empty(letters: Any, faults_of: FaultsOf, name: str) -> None:
    text = letters.text("cases/valley-2026.toml")
    kept = [part for part in text.split("\n\n") if not part.startswith(f"[[{name}]]")]
    letters.write("cases/valley-2026.toml", f"{name} = []\n" + "\n\n".join(kept))
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert (faults[0].key, str(faults[0].message)) == (name, "at least one is needed")


def test_demands_that_carry_each_other_out_are_a_fault_since_no_letter_would_ask_either(
    letters: Any, faults_of: FaultsOf
) -> None:
    letters.case(('id = "commute"\n', 'id = "commute"\ncarries_out = "guarantees"\n'))
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert [fault.key for fault in faults] == ["demands[0].carries_out", "demands[2].carries_out"]
    assert {fault.message.id for fault in faults} == {"library.carries-out-itself"}


def test_a_demand_that_only_a_rewording_narrows_is_no_fault(letters: Any) -> None:
    assert "xx/port/court" in letters.text("cases/valley-2026.toml")
    assert not any(t.authority == "xx/port/court" for t in letters.open().case("valley-2026").targets)


def test_a_demand_for_embassies_can_be_asked_of_a_looked_up_target(letters: Any) -> None:
    letters.case(
        (
            'source = "group#2"\n',
            'source = "group#2"\n\n[[demands]]\nid = "pass-on"\ntext.en = "x"\nsource = "group#2"\nfor = ["embassy"]\n',
        ),
        ('as = "copy"', 'as = "copy"\n\n[[targets]]\nlookup = "embassy-of:XX in:signer"\nas = "copy"'),
    )
    assert letters.open().case("valley-2026").demands[1].id == "pass-on"


def test_a_fact_that_no_letter_says_needs_no_translation(letters: Any) -> None:
    assert "fr" not in letters.open().case("valley-2026").facts[1].text


def test_who_is_unnamed_needs_another_way_to_be_told_of(letters: Any, faults_of: FaultsOf) -> None:
    letters.change("cases/valley-2026.toml", ("[[people]]", "[[people]]\nunnamed = true"))
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert [(f.key, f.message.id) for f in faults] == [("people[0].description", "library.unnamed-undescribed")]


def test_the_description_of_who_is_unnamed_is_there_in_the_language_of_the_letters(
    letters: Any, faults_of: FaultsOf
) -> None:
    letters.change(
        "cases/valley-2026.toml", ("[[people]]", '[[people]]\nunnamed = true\ndescription.en = "thirty families"')
    )
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert [(f.key, f.message.id) for f in faults] == [("people[0].description.fr", "library.text-missing")]


@pytest.mark.parametrize(
    ("person", "missing"),
    [
        ('unnamed = true\ndescription.de = "acht Gefangene"', True),
        ('unnamed = true\ndescription.de = "acht Gefangene"\nforms.de = { dat = "acht Gefangenen" }', False),
        ('unnamed = true\ndescription.de = "die Gefangenen"\nforms.de = { gen = "der Gefangenen" }', False),
        ('title.de = "die Familie"', True),
        ('title.de = "Frau"', False),
    ],
)
def test_who_has_no_name_is_declined_for_a_german_letter(
    letters: Any, faults_of: FaultsOf, person: str, missing: bool
) -> None:
    letters.authorities(('languages = ["fr"]', 'languages = ["de"]'))
    letters.case(('gender = "f"', f'gender = "f"\n{person}'))
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert ("people[0].forms.de.dat" in [fault.key for fault in faults]) is missing


def test_law_and_templates_must_speak_the_language_of_the_letters(letters: Any, faults_of: FaultsOf) -> None:
    letters.change("law/treaties.toml", ("name.fr", "name.de"), ("text.fr", "text.de"))
    (letters.root / "templates/death-penalty/fr.j2").unlink()
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert [(f.key, str(f.message)) for f in faults] == [
        ("kind", "the kind death-penalty has no template in French, the language of the letter to xx/justice/minister"),
        ("law[0].basis", "iccpr-6 has no text in French, the language of the letter to xx/justice/minister"),
    ]


def test_twenty_faults_in_one_file_are_all_named_in_the_order_of_its_lines(letters: Any, faults_of: FaultsOf) -> None:
    letters.case(
        ("round = 1", 'round = "one"'),
        ('kind = "death-penalty"', 'kind = "death"'),
        ('country = "XX"', 'country = "Xland"'),
        ("title.en", "title.english"),
        ("summary.fr", "sumary.fr"),
        ("issued = 2026-11-01\n", 'issued = "1 November"\n'),
        ("as_of = 2026-11-02\n", ""),
        ("deadline = ", "dedline = "),
        ('publisher = "A group"', "publisher = 3"),
        ('id = "group"', 'id = "The Group"'),
        ('gender = "f"', 'gender = "female"'),
        ('name = "Ana Sol"', 'name = ""'),
        ('source = "group#1"', 'source = "gruop#1"'),
        ('attribute_to = "the group"\n', ""),
        ("for = []", "for = [1]"),
        ('carries_out = "commute"', 'carries_out = "comute"'),
        ('for = ["ministry"]', 'for = ["minister"]'),
        ('id = "known"', 'id = "trial"'),
        ('basis = "iccpr-6"', 'basis = "icpr-6"'),
        ('authority = "xx/justice/minister"', 'authority = "xx/justice/ministre"'),
        ('as = "copy"', 'as = "cc"'),
    )
    faults = faults_of(lambda: letters.open().case("valley-2026"))
    assert [fault.key for fault in faults] == [
        "as_of",
        "round",
        "kind",
        "country",
        "title.english",
        "summary.fr",
        "sumary",
        "issued",
        "dedline",
        "sources[0].id",
        "sources[0].publisher",
        "people[0].name",
        "people[0].gender",
        "facts[0].attribute_to",
        "facts[0].source",
        "facts[1].id",
        "facts[1].source",
        "facts[1].for[0]",
        "demands[0].source",
        "demands[1].carries_out",
        "demands[1].for[0]",
        "demands[1].source",
        "demands[2].source",
        "law[0].basis",
        "targets[0].authority",
        "targets[1].as",
    ]
    assert all(fault.line and fault.column and fault.path == PLACE for fault in faults)


def test_the_faults_of_a_file_lead_to_the_exit_code_for_findings(letters: Any) -> None:
    letters.case(("deadline = ", "dedline = "))
    with pytest.raises(Faults, match="1 fault") as caught:
        letters.open().case("valley-2026")
    assert caught.value.exit is Exit.FINDINGS


def test_faults_are_worded_in_french_too(letters: Any, faults_of: FaultsOf) -> None:
    letters.case(("deadline = ", "dedline = "), ('text.fr = "de proposer que sa peine soit commuée"\n', ""))
    found = faults_of(lambda: letters.open().case("valley-2026"))
    assert [words(fault.message, "fr").text for fault in found] == [
        "clé inconnue\u202f; vouliez-vous dire «\u00a0deadline\u00a0»\u202f?",
        "il manque ce texte en français, langue de la lettre à xx/justice/minister",
    ]


def test_an_unknown_case_is_a_usage_error_that_names_what_is_near(letters: Any) -> None:
    with pytest.raises(UsageError) as caught:
        letters.open().case("vally-2026")
    assert caught.value.exit is Exit.USAGE
    assert caught.value.message.values["near"] == ("valley-2026",)
    assert words(caught.value.message).text == 'No case "vally-2026". Did you mean valley-2026?'
    assert words(caught.value.message).hint == "ua cases lists them."


def test_an_unknown_case_with_nothing_near_only_gets_the_hint(letters: Any) -> None:
    with pytest.raises(UsageError) as caught:
        letters.open().case("zzz")
    assert words(caught.value.message).text == 'No case "zzz".'
    assert words(caught.value.message, "fr").text == "Aucun cas «\u00a0zzz\u00a0»."


@pytest.mark.parametrize("path", ["./mine/valley-2026.toml", "valley-2026.toml", "mine/../valley-2026.toml"])
def test_a_case_can_be_read_from_any_file(letters: Any, tmp_path: Path, path: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / path).write_text(letters.text("cases/valley-2026.toml"), encoding="utf-8")
    assert letters.open().case(path).id == "valley-2026"


@pytest.mark.parametrize("path", ["other.toml", "./nowhere/other", "nowhere\\other"])
def test_a_file_that_is_not_there_is_a_usage_error(letters: Any, path: str) -> None:
    with pytest.raises(UsageError, match="No file") as caught:
        letters.open().case(path)
    assert caught.value.message.id == "library.no-file"


def test_all_cases_come_with_the_faults_of_those_that_have_some(letters: Any) -> None:
    letters.write("cases/a-broken.toml", "id = ")
    letters.write("cases/.hidden.toml", "id = ")
    letters.write("cases/notes.txt", "not a case")
    library = letters.open()
    assert library.case_ids() == ("a-broken", "valley-2026")
    broken, good = library.cases()
    assert isinstance(broken, Faults)
    assert good.id == "valley-2026"


VALUES = st.sampled_from(
    ['"x"', "1", "true", "2026-11-01", "[]", "{}", '["x"]', "[{}]", '{ en = "x" }', "1.5", '"gr/x"', '[["x"]]']
)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_value_is_replaced_by_there_is_a_case_or_faults(letters: Any, data: st.DataObject) -> None:
    original = letters.text("cases/valley-2026.toml")
    rows = original.split("\n")
    try:
        for _ in range(data.draw(st.integers(1, 4))):
            index = data.draw(st.integers(0, len(rows) - 1))
            key, equals, _ = rows[index].partition(" = ")
            rows[index] = f"{key}{equals}{data.draw(VALUES)}" if equals else rows[index]
        letters.write("cases/valley-2026.toml", "\n".join(rows))
        (found,) = letters.open().cases()
        for fault in getattr(found, "faults", ()):
            assert words(fault.message, "en").text
            assert words(fault.message, "fr").text
    finally:
        letters.write("cases/valley-2026.toml", original)
