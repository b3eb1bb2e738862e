"""A letter saved as JSON: free words are taken, nothing else can be claimed by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.ua import Ua

OPEN = "example-2026"


@pytest.fixture
def path(me: Ua, library: Path, tmp_path: Path) -> Path:
    path = tmp_path / "letter.json"
    assert me("--library", str(library), "draft", OPEN, "-f", "json", "-o", str(path)).code == 0
    return path


def letter(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def send(me: Ua, library: Path, path: Path, data: Any, *more: str) -> Any:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return me("--library", str(library), "send", str(path), "--by", "print", "--yes", *more)


def test_a_letter_that_was_not_touched_is_sent(me: Ua, library: Path, path: Path) -> None:
    assert send(me, library, path, letter(path)).code == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient", ["Somebody else", "1 Other Street"]),
        ("office", "Another office"),
        ("signature", "Somebody Else"),
        ("copies", ["The press"]),
        ("reference", "UA 123/26 Amnesty International"),
        ("subject", "Release her at once"),
        ("demands", []),
        ("law", []),
        ("notice", "From the Ministry"),
        ("people", ["Somebody Else"]),
        ("dated", "2031-01-01"),
        ("dated", "2001-01-01"),
    ],
)
def test_what_is_not_free_cannot_be_changed(me: Ua, library: Path, path: Path, field: str, value: object) -> None:
    data = letter(path)
    data[field] = value
    ran = send(me, library, path, data)
    assert ran.code == 1, ran.err
    assert field in ran.err or "dated" in ran.err or "signed by" in ran.err


def test_a_demand_of_ones_own_is_not_sent(me: Ua, library: Path, path: Path) -> None:
    data = letter(path)
    for block in data["blocks"]:
        if block["part"] == "demands":
            block["paragraphs"][0]["text"] = "I demand her release. I also ask you to:"
    assert send(me, library, path, data).code == 1


def test_a_part_that_stands_twice_is_refused(me: Ua, library: Path, path: Path) -> None:
    data = letter(path)
    blocks = data["blocks"]
    blocks.append({"part": "demands", "paragraphs": [{"text": "Release her at once.", "items": []}]})
    ran = send(me, library, path, data)
    assert ran.code == 1
    assert "twice" in ran.err


def test_another_office_cannot_be_claimed(me: Ua, library: Path, path: Path) -> None:
    offices = library / "authorities" / "xx.toml"
    text = offices.read_text(encoding="utf-8")
    other = text[text.index("[justice.minister]") :].replace("justice.minister", "health.minister")
    offices.write_text(text + other.replace("Ministry of Justice", "Ministry of Health"))
    data = letter(path)
    data["authority"] = "xx/health/minister"
    assert send(me, library, path, data).code == 1


@pytest.mark.parametrize("option", [("--say", "x"), ("--lang", "en"), ("--date", "2026-11-24")])
def test_options_that_would_change_it_are_refused(me: Ua, library: Path, path: Path, option: tuple[str, str]) -> None:
    ran = send(me, library, path, letter(path), *option)
    assert ran.code == 2
    assert option[0] in ran.err


def test_reduced_privacy_is_not_undone_by_the_file(me: Ua, library: Path, path: Path) -> None:
    (me.home / "config.toml").write_text((me.home / "config.toml").read_text() + 'privacy = "initials-town"\n')
    ran = send(me, library, path, letter(path))
    assert ran.code == 1
    assert not list((me.home / "data").rglob("*.pdf"))


def test_a_case_file_outside_a_library_is_not_sent(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "send", str(library / "cases" / f"{OPEN}.toml"), "--by", "print", "--yes")
    assert ran.code == 2
    assert "library" in ran.err


def test_somebody_elses_letter_does_not_open_ones_own_mail_window(me: Ua, library: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(
        config.read_text()
        + '\n[signers.ada]\nname = "Ada Byron"\nstreet = "1 rue X"\npostcode = "69001"\ncity = "Lyon"\ncountry = "FR"\n'
    )
    ran = me("--library", str(library), "send", OPEN, "--as", "ada", "--by", "mailto", "--consent-for", OPEN, "--yes")
    assert ran.code == 2
    assert not me.opened


def test_me_is_always_oneself(me: Ua, library: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(config.read_text() + '\n[signers.me]\nname = "Someone Else"\n')
    assert "Élise" in me("--library", str(library), "draft", OPEN, "--as", "me").out


def test_a_letter_saved_without_a_profile_can_be_rehearsed(ua: Ua, tmp_path: Path) -> None:
    path = str(tmp_path / "blank.json")
    assert ua("draft", "ablyazov-2013", "--to", "aix", "-f", "json", "-o", path).code == 0
    ran = ua("send", path, "--rehearse")
    assert ran.code == 0, ran.err
    assert "Rehearsed: 1 letter" in ran.err
    assert ua("send", path, "--yes").code == 5
