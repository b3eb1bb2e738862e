"""`ua case new`: the questions of a case, one by one; what is answered is in the file, what is not is a marked gap."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from support.ua import Ran, Ua

GOLDEN = Path(__file__).parents[1] / "golden" / "drafts"

ENGLISH = {
    "number": "UA 12/2026",
    "title": "Karvania: a journalist faces extradition",
    "country": "XX",
    "kind": "extradition",
    "issued": "14 November 2026",
    "deadline": "2026-12-24",
    "person": "Leila Haddad",
    "gender": "f",
    "title of": "Ms",
    "nobody else": "",
    "summary": "Leila Haddad, a journalist, was detained in Karvania on 12 November 2026. A neighbouring State reportedly seeks her extradition. The Example Rights Centre believes that she would be at risk of torture there.",
    "publisher": "Example Rights Centre",
    "source title": "Karvania: journalist at risk",
    "source date": "",
    "url": "centre.example.org/haddad",
    "no other source": "",
    "fact": "Ms Haddad, a journalist, has been detained at Port Saint-Aubin since 12 November 2026",
    "paragraph": "1",
    "stated": "",
    "fact 2": "According to the Example Rights Centre, a neighbouring State has reportedly asked for her extradition.",
    "paragraph 2": "2",
    "as its words say": "",
    "its publisher": "",
    "fact 3": "The Example Rights Centre believes that she would be at risk of torture there.",
    "paragraph 3": "3",
    "hedges 3": "believed",
    "who 3": "",
    "no more facts": "",
    "demand": "Ensure that Ms Haddad is not extradited to a country where she would be at risk of torture.",
    "demand paragraph": "4",
    "demand 2": "ensure that she can see her lawyers and her family",
    "demand 2 paragraph": "4",
    "no more demands": "",
    "office": "minister karvania",
    "this one": "",
    "no more offices": "",
    "embassy": "n",
    "report": "counts@centre.example.org",
}
"""The answers to every question, in their order; the case of docs/case-files.md."""

FRENCH = {
    "number": "",
    "title": "France : une journaliste risque l’extradition",
    "country": "la France",
    "kind": "1",
    "issued": "14 novembre 2026",
    "deadline": "-",
    "person": "Leila Haddad",
    "gender": "f",
    "title of": "Mme",
    "group": "un groupe de 30 familles",
    "group gender": "g",
    "noun": "m",
    "nobody else": "",
    "summary": "Leila Haddad, journaliste, a été arrêtée à Lyon le 12 novembre 2026. Un État voisin réclamerait son extradition. L’association Exemple estime qu’elle y risque la torture, et que trente familles qui l’ont soutenue sont elles aussi menacées.",
    "publisher": "Association Exemple",
    "source title": "Une journaliste en danger",
    "source date": "-",
    "url": "",
    "no other source": "",
    "fact": "Mme Haddad, journaliste, est détenue depuis le 12 novembre 2026.",
    "paragraph": "1",
    "stated": "",
    "fact 2": "Selon l’association Exemple, un État voisin aurait demandé son extradition.",
    "paragraph 2": "2",
    "as its words say": "",
    "its publisher": "l’association Exemple",
    "no more facts": "",
    "demand": "veiller à ce que Mme Haddad ne soit pas extradée vers un pays où elle risque la torture.",
    "demand paragraph": "3",
    "no more demands": "",
    "office": "garde des sceaux",
    "this one": "",
    "no more offices": "",
    "embassy": "",
    "report": "",
}


def asked(me: Ua, answers: dict[str, str], *arguments: str, **changed: str | None) -> Ran:
    """Answer everything, some otherwise; None leaves a question out."""
    given = {**answers, **{name.replace("_", " "): said for name, said in changed.items()}}
    return me("case", "new", *arguments, answers=[said for said in given.values() if said is not None])


def path(me: Ua, id_: str) -> Path:
    return me.home / "data" / "letters" / "cases" / f"{id_}.toml"


def written(me: Ua, id_: str) -> dict[str, Any]:
    return tomllib.loads(path(me, id_).read_text(encoding="utf-8"))


def all_files(me: Ua) -> Sequence[Path]:
    return sorted((me.home / "data" / "letters").rglob("*.toml"))


@pytest.fixture
def karvania(me: Ua, library: Path) -> Ua:
    """The program with the invented office of docs/case-files.md in its own library."""
    office = me.home / "data" / "letters" / "authorities" / "xx.toml"
    office.parent.mkdir(parents=True)
    office.write_bytes((library / "authorities" / "xx.toml").read_bytes())
    return me


# --- A case that is answered completely -------------------------------------------------------------------------------


def test_a_case_answered_in_english_passes_check_and_becomes_a_letter(karvania: Ua) -> None:
    ran = asked(karvania, ENGLISH)
    assert ran.code == 0, ran.err
    assert "GAP" not in path(karvania, "ua-12-26").read_text(encoding="utf-8")
    checked = karvania("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err
    letter = " ".join(karvania("draft", "ua-12-26").out.split())
    assert "ensure that Ms Haddad is not extradited to a country where she would be at risk of torture" in letter
    assert "has reportedly asked for her extradition" in letter


def test_a_case_answered_in_french_passes_check_and_becomes_a_letter(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    ran = asked(me, FRENCH, "haddad-2026")
    assert ran.code == 0, ran.err
    assert "Que s’est-il passé" in ran.err
    checked = me("check", "haddad-2026")
    assert checked.code == 0, checked.out + checked.err
    letter = " ".join(me("draft", "haddad-2026").out.split())
    assert "de veiller à ce que Mme Haddad ne soit pas extradée" in letter
    assert "un groupe de 30 familles" in letter


@pytest.mark.parametrize(("answers", "id_", "lang"), [(ENGLISH, "ua-12-26", "en_GB"), (FRENCH, "haddad-2026", "fr_FR")])
def test_the_file_reads_as_the_golden_one(karvania: Ua, answers: dict[str, str], id_: str, lang: str) -> None:
    karvania.environ["LANG"] = f"{lang}.UTF-8"
    asked(karvania, answers, *([] if answers["number"] else [id_]))
    assert path(karvania, id_).read_text(encoding="utf-8") == (GOLDEN / f"new-{lang[:2]}.toml").read_text("utf-8")


def test_every_answer_is_in_the_file_as_it_was_meant(karvania: Ua) -> None:
    asked(karvania, ENGLISH)
    case = written(karvania, "ua-12-26")
    assert (case["number"], case["country"], case["kind"]) == ("12/26", "XX", "extradition")
    assert case["sources"][0]["url"] == "https://centre.example.org/haddad"
    assert case["sources"][0]["date"] == case["issued"] == case["as_of"]
    assert [fact.get("hedges", []) for fact in case["facts"]] == [[], ["reported"], ["believed"]]
    assert {fact["source"] for fact in case["facts"]} == {f"example-rights-2026-11-14#{n}" for n in (1, 2, 3)}
    assert case["facts"][2]["attribute_to"] == "Example Rights Centre"
    assert case["targets"] == [{"authority": "xx/justice/minister", "as": "main"}]
    assert case["report"] == {"to": "counts@centre.example.org", "method": "mail"}


# --- Questions left open ----------------------------------------------------------------------------------------------

SKIPPABLE = {
    "title": "title",
    "country": "country",
    "kind": "kind",
    "issued": "issued",
    "deadline": "deadline",
    "gender": "people[].gender",
    "summary": "summary",
    "source_title": "sources[].title",
}


@pytest.mark.parametrize("name", SKIPPABLE)
def test_a_question_left_open_is_a_gap_of_the_file_and_of_check(karvania: Ua, name: str) -> None:
    asked(karvania, ENGLISH, **{name: ""}, **({"source_date": "14 November 2026"} if name == "issued" else {}))
    text = path(karvania, "ua-12-26").read_text(encoding="utf-8")
    assert f"# GAP {SKIPPABLE[name]}: " in text
    question = text.partition(f"# GAP {SKIPPABLE[name]}: ")[2].partition("\n")[0]
    checked = karvania("check", "ua-12-26")
    assert question in checked.out + checked.err
    assert checked.code == (0 if name == "deadline" else 3)


def test_a_case_with_a_required_gap_cannot_be_sent(karvania: Ua) -> None:
    asked(karvania, ENGLISH, gender="")
    assert karvania("send", "ua-12-26", "--by", "print", "--yes").code == 3


def test_enter_at_every_question_makes_a_file_of_nothing_but_gaps(me: Ua) -> None:
    ran = me("case", "new", "empty-2026", answers=[""] * 13)
    assert ran.code == 0, ran.err
    keys = [line.split()[2] for line in path(me, "empty-2026").read_text("utf-8").splitlines() if "GAP" in line[:5]]
    assert keys == [
        *("kind:", "country:", "title:", "summary:", "issued:", "deadline:"),
        *("sources:", "people:", "facts:", "demands:", "targets:"),
    ]
    assert written(me, "empty-2026") == {"schema": 1, "id": "empty-2026", "round": 1}


def test_blank_writes_the_same_without_a_terminal(me: Ua) -> None:
    assert me("case", "new", "blank-2026", "--blank").code == 0
    me("case", "new", "empty-2026", answers=[""] * 13)
    blank, empty = (path(me, id_).read_text(encoding="utf-8") for id_ in ("blank-2026", "empty-2026"))
    assert blank.replace("blank-2026", "empty-2026") == empty


def test_a_script_is_told_of_the_flag(me: Ua) -> None:
    ran = me("case", "new", "script-2026")
    assert ran.code == 2
    assert "--blank" in ran.err
    assert me("case", "new", "--blank").code == 2
    assert not all_files(me)


def test_no_hedge_is_kept_without_somebody_to_attribute_it_to(karvania: Ua) -> None:
    openly = {name: said for name, said in ENGLISH.items() if not name.startswith("source ")}
    for name in ("publisher", "url", "no other source", "paragraph", "paragraph 2", "paragraph 3"):
        del openly[name]
    openly = {name: said for name, said in openly.items() if "demand" not in name or "paragraph" not in name}
    before, after = list(openly.items())[:11], list(openly.items())[11:]
    ran = asked(karvania, dict([*before, ("no source", ""), *after]))
    assert ran.code == 0, ran.err
    text = path(karvania, "ua-12-26").read_text(encoding="utf-8")
    assert text.count("# GAP facts[].attribute_to: ") == 2
    assert text.count("# GAP facts[].source: ") == 3


# --- Answers that cannot be -------------------------------------------------------------------------------------------

WRONG = [
    ("country", "Ruritania", "By its name in English"),
    ("kind", "12", "A number from 1 to 11"),
    ("issued", "04/11/2026", "2026-11-24 or 24 November 2026"),
    ("issued", "November 2026", "2026-11-24 or 24 November 2026"),
    ("deadline", "2026-11-01", "not before it was published"),
    ("person", "Ms", "A name alone"),
    ("person", "Détenue depuis le 12 novembre.", "A name alone"),
    ("person", "Leila Haddad has not been able to see a lawyer", "A name alone"),
    ("gender", "female", "m, f, x or g"),
    ("title of", "a journalist from Karvania", "As letters write it"),
    ("url", "see the web", "As https://example.org/page"),
    ("fact", "Detained.", "A whole sentence"),
    ("paragraph", "1#2#3", "the first below the title is 1"),
    ("paragraph", "The Centre", "the first below the title is 1"),
    ("who 3", "1", "A name, as the sentence has it"),
    ("demand", "He has not been able to see a lawyer.", "ensure that Ms Haddad is not extradited"),
    ("this one", "1", "y or n"),
    ("embassy", "1", "y or n"),
    ("hedges 3", "rumoured", "Numbers or words"),
    ("report", "nobody", "An e-mail address"),
]


@pytest.mark.parametrize(("name", "said", "hint"), WRONG)
def test_an_answer_that_cannot_be_is_asked_again_with_what_is_expected(
    karvania: Ua, name: str, said: str, hint: str
) -> None:
    asked(karvania, ENGLISH)
    right = path(karvania, "ua-12-26").read_bytes()
    path(karvania, "ua-12-26").unlink()
    answers = {
        key: value
        for old, kept in ENGLISH.items()
        for key, value in ([("wrong", said)] if old == name else []) + [(old, kept)]
    }
    ran = asked(karvania, answers)
    assert ran.code == 0, ran.err
    assert hint in ran.err
    assert path(karvania, "ua-12-26").read_bytes() == right


def test_a_demand_that_does_not_go_on_from_its_lead_is_asked_again_with_an_example(me: Ua) -> None:
    me.environ["LANG"] = "es_ES.UTF-8"
    asked(me, {"first": "que liberen a la Sra. Haddad", **FRENCH}, "--lang", "es")
    before = list(FRENCH.items())
    at = next(number for number, (name, _) in enumerate(before) if name == "demand")
    answers = dict(
        [
            *before[:at],
            ("wrong", "que liberen a la Sra. Haddad"),
            ("demand", "liberar a la Sra. Haddad"),
            *before[at + 1 :],
        ]
    )
    ran = asked(me, answers, "es-2026", "--lang", "es")
    assert "garantizar que la Sra. Haddad no sea extraditada" in ran.err
    assert written(me, "es-2026")["demands"][0]["text"] == {"es": "liberar a la Sra. Haddad"}


@pytest.mark.parametrize("said", ["Il n’aurait pas vu d’avocat.", "rapporté"])
def test_in_french_a_demand_that_is_no_infinitive_is_asked_again(me: Ua, said: str) -> None:
    at = list(FRENCH).index("demand")
    answers = dict([*[*FRENCH.items()][:at], ("wrong", said), *[*FRENCH.items()][at:]])
    ran = asked(me, answers, "fr-2026", "--lang", "fr")
    assert "de veiller à ce que Mme Haddad ne soit pas extradée" in ran.err
    assert written(me, "fr-2026")["demands"][0]["text"]["fr"].startswith("de veiller")


def test_a_hyphen_ends_a_list_and_is_nobody_s_name(karvania: Ua) -> None:
    ran = asked(karvania, ENGLISH, nobody_else="-", url="-", no_more_facts="-", no_more_demands="-", who_3="-")
    assert ran.code == 0, ran.err
    assert "Another person [Enter or -: nobody else]" in ran.err
    text = path(karvania, "ua-12-26").read_text(encoding="utf-8")
    assert '"-"' not in text
    assert text.count("# GAP facts[].attribute_to: ") == 1
    assert "url" not in written(karvania, "ua-12-26")["sources"][0]


def test_letters_call_somebody_by_the_title_that_was_given_and_groups_have_none(me: Ua) -> None:
    asked(me, FRENCH, "haddad-2026", "--lang", "fr")
    assert [one.get("title") for one in written(me, "haddad-2026")["people"]] == [{"fr": "Mme"}, None]


def test_the_embassy_is_that_of_a_country_with_a_name(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    assert "Une copie à l’ambassade de France" in asked(me, FRENCH, "haddad-2026").err


def test_a_question_mark_explains_and_asks_again(karvania: Ua) -> None:
    ran = karvania("case", "new", answers=["?", *ENGLISH.values()])
    assert ran.code == 0, ran.err
    assert "A case of your own has none" in ran.err


def test_what_arrow_keys_leave_is_not_in_the_file(karvania: Ua) -> None:
    ran = asked(karvania, ENGLISH, title="Karvania: a journalist\x1b[D faces extradition")
    assert ran.code == 0, ran.err
    assert written(karvania, "ua-12-26")["title"]["en"] == "Karvania: a journalist faces extradition"


def test_a_character_that_turns_text_around_is_no_answer(karvania: Ua) -> None:
    ran = karvania("case", "new", answers=["", "abc\u202edef", *[*ENGLISH.values()][1:]])
    assert ran.code == 0, ran.err
    assert "\u202e" not in ran.err + path(karvania, "karvania-a-journalist-faces-extradition-2026").read_text("utf-8")


# --- Offices ----------------------------------------------------------------------------------------------------------


def test_an_office_that_nobody_knows_is_kept_as_a_gap(karvania: Ua) -> None:
    ran = asked(karvania, ENGLISH, office="Minister of Harbours", this_one="y")
    assert "No office of the directory has the words Minister of Harbours" in ran.err
    text = path(karvania, "ua-12-26").read_text(encoding="utf-8")
    assert "# the office: Minister of Harbours\n# GAP targets[].authority: " in text
    assert karvania("check", "ua-12-26").code == 3


def test_several_offices_are_listed_and_one_is_taken_by_its_number(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    ran = asked(me, {**FRENCH, "office": "aix", "this one": "2", "no more offices": ""}, "several-2026")
    assert ran.code == 0, ran.err
    assert written(me, "several-2026")["targets"][0]["authority"] in ran.err


def test_a_second_office_may_get_a_copy_and_an_embassy_too(karvania: Ua) -> None:
    answers = dict(ENGLISH)
    del answers["no more offices"]
    offices = {"office 2": "Prime Minister", "keep": "y", "copy": "c", "no more offices": "", "embassy": "y"}
    del answers["embassy"]
    report = answers.pop("report")
    asked(karvania, {**answers, **offices, "report": report})
    targets = written(karvania, "ua-12-26")["targets"]
    assert [one["as"] for one in targets] == ["main", "copy", "copy"]
    assert targets[2]["lookup"] == "embassy-of:XX in:signer"


def test_another_language_than_the_case_s_is_said(me: Ua) -> None:
    ran = asked(me, {**ENGLISH, "country": "FR", "office": "garde des sceaux"})
    assert "Letters to it are in another language (fr)" in ran.err


# --- Broken off, and files that are there -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, len(ENGLISH)))
def test_the_end_of_the_input_at_any_question_keeps_what_was_answered(karvania: Ua, count: int) -> None:
    ran = karvania("case", "new", "haddad-12-26", answers=[*ENGLISH.values()][:count])
    assert ran.code == 130
    assert "haddad-12-26.toml" in ran.err
    assert "ua check haddad-12-26" in ran.err
    text = path(karvania, "haddad-12-26").read_text(encoding="utf-8")
    said = [*ENGLISH.values()][:count]
    for answer in (one for one in said if len(one.split()) > 3):
        assert answer.rstrip(".").partition(" ")[2] in text
    assert tomllib.loads(text)["number"] == "12/26"


ON_A_TERMINAL = """\
import fcntl, sys, termios
from urgentaction.__main__ import main
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
main()
"""
"""The program with its standard input as the terminal that its Ctrl-C comes from."""


@pytest.mark.parametrize(
    "end", [b"\x04", b"\x03", signal.SIGTERM, signal.SIGHUP], ids=["Ctrl-D", "Ctrl-C", "kill", "closed"]
)
def test_on_a_real_terminal_nothing_answered_is_lost(tmp_path: Path, end: bytes | signal.Signals) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-c", ON_A_TERMINAL, "case", "new", "riot-2026", "-o", str(tmp_path)]
    environ = {**os.environ, "UA_HOME": str(tmp_path / "home"), "UA_LANG": "en"}
    running = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
    os.close(slave)
    for question, answer in ((b"Number", b"\n"), (b"in a line", b"A riot\x1b[D in Karvania\n"), (b"A country", b"")):
        seen = b""
        while question not in seen:
            seen += os.read(master, 1024)
        os.write(master, answer)
    if isinstance(end, bytes):
        os.write(master, end)
    else:
        running.send_signal(end)
    with suppress(OSError):  # Linux says so that the other end is closed
        while os.read(master, 1024):
            pass
    os.close(master)
    assert running.wait() == 130
    kept = tomllib.loads((tmp_path / "cases" / "riot-2026.toml").read_text(encoding="utf-8"))
    assert kept["title"] == {"en": "A riot in Karvania"}


def test_broken_off_before_the_first_answer_writes_nothing(me: Ua) -> None:
    ran = me("case", "new", answers=[])
    assert ran.code == 130
    assert "nothing is written" in ran.err
    assert not all_files(me)


def test_a_case_that_is_there_stays_as_it_is(karvania: Ua) -> None:
    asked(karvania, ENGLISH)
    before = path(karvania, "ua-12-26").read_bytes()
    ran = karvania("case", "new", "ua-12-26", answers=[""] * 13)
    assert ran.code == 2
    assert "stays as it is" in ran.err
    assert path(karvania, "ua-12-26").read_bytes() == before


def test_a_number_that_a_case_has_is_asked_again(karvania: Ua) -> None:
    asked(karvania, ENGLISH)
    ran = karvania("case", "new", answers=["12/26", *({**ENGLISH, "number": "13/26"}).values()])
    assert "ua-12-26 has the number 12/26 already" in ran.err
    assert path(karvania, "ua-13-26").is_file()


def test_a_number_that_does_not_fit_the_id_is_asked_again(karvania: Ua) -> None:
    ran = karvania("case", "new", "haddad-2026", answers=["12/26", *({**ENGLISH, "number": ""}).values()])
    assert "not in the id haddad-2026" in ran.err
    assert "number" not in written(karvania, "haddad-2026")


def test_the_same_title_twice_gets_an_id_of_its_own(karvania: Ua) -> None:
    for _ in range(2):
        asked(karvania, ENGLISH, number="")
    names = [one.stem for one in (karvania.home / "data" / "letters" / "cases").glob("*.toml")]
    assert sorted(names) == [f"karvania-a-journalist-faces-extradition-2026{end}" for end in ("", "-2")]


def test_what_cannot_be_written_is_said_and_not_lost(karvania: Ua, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = asked(karvania, ENGLISH, "-o", str(tmp_path / "file"))
    assert ran.code == 1
    assert tomllib.loads(ran.out)["title"]["en"] == ENGLISH["title"]


@pytest.mark.parametrize("id_", ["Haddad 2026", "../haddad", "haddad_2026"])
def test_an_id_that_is_none_is_refused_with_one_that_is(me: Ua, id_: str) -> None:
    ran = me("case", "new", id_, "--blank")
    assert ran.code == 2
    assert "ua case new haddad" in ran.err


def test_a_case_to_a_court_alone_asks_whether_its_demands_are_the_court_s(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    asked(me, {**FRENCH, "office": "fr/aix/premier-president"}, "court-2026")
    assert "# GAP demands[].for: " in path(me, "court-2026").read_text(encoding="utf-8")
