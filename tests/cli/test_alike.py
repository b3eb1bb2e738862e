"""The plan of a list says how alike its letters are, in words and for programs; nothing is kept back for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from support.ua import Ua
from urgentaction.check import findings_file

CASE = "example-2026"
HEAD = "name;email;street;postcode;city;country;consent;case;message\n"
Sheet = Callable[..., str]


@pytest.fixture
def here(me: Ua, library: Path) -> Ua:
    me.environ["UA_LIBRARY"] = str(library)
    return me


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(*messages: str) -> str:
        names = ("Ada", "Mary", "Sofia", "Emmy", "Lise")
        rows = [
            f"{name} K;{name}@example.org;1 rue X;69001;Lyon;FR;2026-11-20;{CASE};{message}\n"
            for name, message in zip(names, messages, strict=False)
        ]
        path = tmp_path / "signers.csv"
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        return str(path)

    return write


def test_a_check_of_a_list_says_how_alike_its_letters_are(here: Ua, sheet: Sheet) -> None:
    path = sheet("I lived there for years.", "", "Free her.", "Free her.")
    ran = here("check", path, "--for", CASE)
    assert ran.code == 0, ran.err + ran.out
    assert "3 of 4 letters (about 8 in 10) have no word of their own" in ran.err
    data = json.loads(here("check", path, "--for", CASE, "--json").out)
    jsonschema.validate(data, findings_file.schema())
    assert {name: data["alike"][name] for name in ("letters", "no_word_added", "same_as_another")} == {
        "letters": 4,
        "no_word_added": 1,
        "same_as_another": 2,
    }


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (("", ""), "none of the 2 letters has a word of its own; on average 100 %"),
        (("I lived there.", "She is my friend."), "each of the 2 letters has words of its own"),
        (("I lived there.", "I lived there."), "none of the 2 letters has a word of its own"),
    ],
)
def test_the_plan_says_it_and_keeps_nothing_back(here: Ua, sheet: Sheet, messages: tuple[str, ...], said: str) -> None:
    ran = here("send", CASE, "--signers", sheet(*messages), "--by", "print", "--dry-run")
    assert ran.code == 0, ran.err
    assert said in ran.err


def test_the_plan_says_it_to_programs_with_what_the_case_silences(here: Ua, sheet: Sheet, library: Path) -> None:
    file = library / "cases" / f"{CASE}.toml"
    text = file.read_text(encoding="utf-8")
    quiet = '[[silenced]]\nrule = "own-words"\nwhy.en = "A stall."\n\n[[sources]]'
    file.write_text(text.replace("[[sources]]", quiet, 1), encoding="utf-8")
    ran = here("send", CASE, "--signers", sheet("", ""), "--by", "print", "--dry-run", "--json")
    data = json.loads(ran.out)
    assert data["alike"]["share"] == 1
    assert data["silenced"] == [{"case": CASE, "rule": "own-words", "why": {"en": "A stall."}}]
    assert "The case silences the rule own-words: A stall." in ran.err


def test_drafts_of_a_list_and_a_rehearsal_say_it_and_words_for_all_are_nobodys_own(
    here: Ua, sheet: Sheet, tmp_path: Path
) -> None:
    said = "none of the 3 letters has a word of its own"
    path = sheet("", "", "")
    drafted = here("draft", CASE, "--signers", path, "-f", "txt", "-o", str(tmp_path / "letters"), "--say", "Free her.")
    assert drafted.code == 0, drafted.err
    assert said in drafted.err
    assert said in here("send", CASE, "--signers", path, "--rehearse").err


def test_of_one_letter_nothing_is_said(here: Ua, sheet: Sheet) -> None:
    assert "Alike" not in here("send", CASE, "--signers", sheet(""), "--by", "print", "--dry-run").err
