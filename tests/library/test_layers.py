from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from urgentaction.errors import Fault, Faults, UsageError, UserError, words
from urgentaction.library import Layer, built_in, open_library
from urgentaction.model.authority import ChannelName, Limits, Role
from urgentaction.model.case import CasePace, CaseState

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]
Another = Callable[[str], Any]

STOPPED = '[status]\nstate = "stopped"\non = 2026-11-15\nwhy.en = "Withdrawn."\nsource = "group"\n\n[[sources]]'


def test_the_first_layer_that_has_an_id_says_what_it_is(letters: Any, another: Another) -> None:
    theirs = another("theirs")
    letters.case(("A farmer faces execution", "Our title"))
    theirs.write("cases/other-2026.toml", theirs.text("cases/valley-2026.toml").replace("valley-2026", "other-2026"))
    library = open_library([letters.layer(), theirs.layer(name="theirs", built_in=True)])
    assert library.case("valley-2026").title["en"] == "Our title"
    assert library.case_ids() == ("other-2026", "valley-2026")
    assert library.case("other-2026").path == "theirs/cases/other-2026.toml"


def test_a_stop_in_any_layer_stops_the_case(letters: Any, another: Another) -> None:
    theirs = another("theirs")
    theirs.case(("[[sources]]", STOPPED))
    for layers in ([letters.layer(), theirs.layer()], [theirs.layer(), letters.layer()]):
        case = open_library(layers).case("valley-2026")
        assert case.status.state is CaseState.STOPPED
        assert case.status.why == {"en": "Withdrawn."}


def test_the_earliest_deadline_and_the_lowest_pace_win(letters: Any, another: Another) -> None:
    second, third = another("second"), another("third")
    letters.case(("[[people]]", "[pace]\nper_day = 9\ntotal = 50\n\n[[people]]"), ("deadline = 2026-12-24\n", ""))
    second.case(("2026-12-24", "2026-12-10"), ("[[people]]", "[pace]\nper_day = 12\nper_hour = 2\n\n[[people]]"))
    case = open_library([letters.layer(), second.layer(), third.layer()]).case("valley-2026")
    assert case.deadline == date(2026, 12, 10)
    assert case.pace == CasePace(per_hour=2, per_day=9, total=50)


def test_a_copy_of_a_stopped_case_somewhere_else_is_stopped_too(letters: Any, tmp_path: Path) -> None:
    (tmp_path / "valley-2026.toml").write_text(letters.text("cases/valley-2026.toml"), encoding="utf-8")
    letters.case(("[[sources]]", STOPPED))
    assert not letters.open().case("./valley-2026.toml").is_open


def test_a_file_of_the_library_named_by_its_path_is_read_once(letters: Any) -> None:
    assert letters.open().case("letters/cases/valley-2026.toml") == letters.open().case("valley-2026")


def test_faults_in_another_layer_are_not_passed_over(letters: Any, another: Another, faults_of: FaultsOf) -> None:
    theirs = another("theirs")
    theirs.case(("deadline", "dedline"))
    library = open_library([letters.layer(), theirs.layer()])
    assert [fault.path for fault in faults_of(lambda: library.case("valley-2026"))] == ["theirs/cases/valley-2026.toml"]


def test_a_broken_file_that_a_case_needs_is_told_together_with_its_own_faults(
    letters: Any, faults_of: FaultsOf
) -> None:
    letters.case(("deadline", "dedline"))
    letters.write("law/treaties.toml", "[iccpr-6")
    found = faults_of(lambda: letters.open().case("valley-2026"))
    assert [(fault.path, fault.message.id) for fault in found] == [
        ("letters/cases/valley-2026.toml", "library.unknown-key"),
        ("letters/law/treaties.toml", "library.toml-header"),
    ]


def test_channels_and_limits_of_an_authority_are_those_that_every_layer_allows(letters: Any, another: Another) -> None:
    theirs = another("theirs")
    letters.authorities(
        ('timezone = "Europe/Paris"', 'timezone = "Europe/Paris"\nlimits = { per_hour = 3, days = "sun-thu" }')
    )
    theirs.authorities(
        ('channels = ["email", "print"]', 'channels = ["email", "mailto"]'),
        ('timezone = "Europe/Paris"', 'timezone = "Europe/Paris"\nlimits = { per_day = 5, hours = "10:00-24:00" }'),
    )
    office = open_library([letters.layer(), theirs.layer()]).authority("xx/justice/minister")
    assert office.channels == (ChannelName.EMAIL,)
    assert office.limits == Limits(per_hour=3, per_day=5, days="mon,tue,wed,thu", hours="10:00-18:00")
    assert office.library == "mine"


def test_no_common_office_hour_means_no_email(letters: Any, another: Another) -> None:
    theirs = another("theirs")
    theirs.authorities(('timezone = "Europe/Paris"', 'timezone = "Europe/Paris"\nlimits = { hours = "18:00-20:00" }'))
    office = open_library([letters.layer(), theirs.layer()]).authority("xx/justice/minister")
    assert office.channels == (ChannelName.PRINT,)


def test_an_added_library_cannot_lead_letters_elsewhere_nor_make_a_court_something_else(
    letters: Any, another: Another
) -> None:
    added = another("added")
    added.authorities(
        ("justice.minister@office.example", "collector@elsewhere.example"),
        ('office.fr = { m = "Ministre"', 'office.fr = { m = "Garde des Sceaux"'),
        ('role = "court"', 'role = "prosecution"'),
        (
            'reply = "none"',
            'reply = "ask"\npostal = { street = "1 rue", city = "X", source = "x", level = "official" }',
        ),
        ("[interior.police]", "[interior.prison]"),
    )
    layers = [added.layer(name="added", added=True), letters.layer(built_in=True)]
    library = open_library(layers)
    minister = library.authority("xx/justice/minister")
    assert [contact.value for contact in minister.emails] == ["justice.minister@office.example"]
    assert minister.office["fr"].m == "Ministre"  # the first line of an address is part of it
    court = library.authority("xx/port/court")
    assert (court.role, court.postal) == (Role.COURT, None)
    assert library.authority("xx/interior/prison").emails
    assert library.authority("xx/interior/police").library == "mine"


def test_one_added_library_cannot_lead_letters_of_an_earlier_one_elsewhere(letters: Any, another: Another) -> None:
    later = another("later")
    later.authorities(("justice.minister@office.example", "collector@elsewhere.example"))
    library = open_library([letters.layer(added=True), later.layer(added=True)])
    assert library.authority("xx/justice/minister").emails[0].value == "justice.minister@office.example"


def test_laws_of_all_layers_are_together_and_the_first_wins(letters: Any, another: Another) -> None:
    theirs = another("theirs")
    letters.change("law/treaties.toml", ("protects the right", "guards the right"))
    theirs.write("law/more.toml", theirs.text("law/treaties.toml").replace("[iccpr-6]", "[iccpr-7]"))
    laws = open_library([letters.layer(), theirs.layer()]).laws()
    assert sorted(laws) == ["iccpr-6", "iccpr-7"]
    assert "guards" in laws["iccpr-6"].text["en"]


def test_a_letter_is_made_of_its_kind_and_the_base_from_the_first_layer_that_has_each(
    letters: Any, another: Another
) -> None:
    ours = another("ours")
    (letters.root / "templates/_base/fr.j2").unlink()
    letters.write("templates/death-penalty/fr.j2", "ours\n")
    found = open_library([letters.layer(), ours.layer(name="built-in", built_in=True)]).templates("death-penalty", "fr")
    assert {name: template.text for name, template in found.items()} == {
        "death-penalty/fr.j2": "ours\n",
        "_base/fr.j2": "_base/fr\n",
    }
    assert found["death-penalty/fr.j2"].path == "letters/templates/death-penalty/fr.j2"


@pytest.mark.parametrize(
    ("kind", "language"), [("death-penalty", "es"), ("death-penalty", "../fr"), ("torture", "fr"), ("..", "fr")]
)
def test_a_template_that_is_not_there_is_a_usage_error(letters: Any, kind: str, language: str) -> None:
    with pytest.raises(UserError) as caught:
        letters.open().templates(kind, language)
    assert caught.value.message.id == "library.no-template"


def test_the_languages_there_are_templates_for_are_named(letters: Any) -> None:
    with pytest.raises(UsageError) as caught:
        letters.open().templates("death-penalty", "es")
    assert "There is: en, fr." in words(caught.value.message).text


def test_a_typst_layout_only_ever_comes_from_the_program_itself(letters: Any, another: Another) -> None:
    ours = another("ours")
    letters.write("templates/layout/letter.html.j2", "<html>")
    library = open_library([letters.layer(), ours.layer(name="built-in", built_in=True)])
    assert library.layout("letter.typ") == ours.root / "templates/layout/letter.typ"
    assert library.layout("letter.html.j2") == letters.root / "templates/layout/letter.html.j2"
    with pytest.raises(UserError) as caught:
        letters.open().layout("letter.typ")
    assert caught.value.message.id == "library.no-layout"


def test_a_layout_is_a_name_not_a_path(letters: Any) -> None:
    letters.write("letter.html.j2", "<html>")
    with pytest.raises(UserError):
        letters.open().layout("../../letter.html.j2")


def test_links_out_of_a_layer_are_not_followed(letters: Any, tmp_path: Path, faults_of: FaultsOf) -> None:
    private = tmp_path / "private.toml"
    private.write_text('secret = "x"', encoding="utf-8")
    (letters.root / "cases/linked.toml").symlink_to(private)
    (letters.root / "templates/_base/es.j2").symlink_to(private)
    (letters.root / "templates/death-penalty/es.j2").symlink_to(private)
    (letters.root / "law/linked.toml").symlink_to(private)
    library = letters.open()
    assert str(faults_of(lambda: library.case("linked"))[0].message).startswith(
        "this link leads out of the library mine"
    )
    for call in (lambda: library.templates("death-penalty", "es"), library.laws):
        (fault,) = faults_of(call)
        assert fault.message.id == "library.outside"
    assert isinstance(library.cases()[0], Faults)


def test_links_inside_a_layer_and_a_layer_that_is_a_link_are_fine(letters: Any, tmp_path: Path) -> None:
    (letters.root / "cases/alias.toml").symlink_to("valley-2026.toml")
    (tmp_path / "link").symlink_to(letters.root, target_is_directory=True)
    library = open_library([Layer("link", tmp_path / "link")])
    assert library.case("valley-2026").path == "link/cases/valley-2026.toml"
    assert isinstance(library.cases()[0], Faults)  # its id is not its file's name


def test_links_in_a_circle_and_links_to_nothing_are_faults(letters: Any, faults_of: FaultsOf) -> None:
    (letters.root / "cases/circle.toml").symlink_to("circle.toml")
    (letters.root / "cases/nothing.toml").symlink_to("gone.toml")
    assert faults_of(lambda: letters.open().case("circle"))
    assert faults_of(lambda: letters.open().case("nothing"))[0].message.id == "library.file-missing"


def test_a_folder_that_cannot_be_listed_is_a_clear_error(letters: Any) -> None:
    (letters.root / "cases/valley-2026.toml").unlink()
    (letters.root / "cases").rmdir()
    (letters.root / "cases").symlink_to("cases")
    with pytest.raises(UserError) as caught:
        letters.open().case_ids()
    assert words(caught.value.message).text == (
        "The folder letters/cases cannot be read: Too many levels of symbolic links."
    )


def test_parts_that_a_layer_does_not_have_are_empty(tmp_path: Path) -> None:
    library = open_library([Layer("empty", tmp_path)])
    assert library.case_ids() == ()
    assert library.cases() == ()
    assert library.authorities() == ()
    assert library.laws() == {}


def test_a_layer_that_is_no_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_library([Layer("--library", tmp_path / "gone")])
    assert words(caught.value.message).text == f"The library --library is not a folder: {tmp_path / 'gone'}."


def test_a_name_too_long_for_a_file_is_no_traceback(letters: Any) -> None:
    with pytest.raises(UserError):
        letters.open().case("x" * 300)


def test_paths_are_shown_whole_where_the_current_folder_is_gone(
    letters: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert letters.open().case("valley-2026").path == str(letters.root / "cases/valley-2026.toml")


def test_the_built_in_layer_is_marked_as_ours() -> None:
    layer = built_in()
    assert (layer.name, layer.built_in, layer.added) == ("built-in", True, False)
    assert (layer.root / "templates").is_dir()
