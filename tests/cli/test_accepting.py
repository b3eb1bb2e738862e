"""Taking another library's addresses: shown whole, never by accident, and asked again when they change."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from support.ua import Typed, Ua

OFFICE = "xx/justice/minister"
OURS, THEIRS = "minister@justice.example.org", "cabinet@justice.example.org"


@pytest.fixture
def theirs(me: Ua, library: Path, tmp_path: Path) -> Path:
    """An added library that gives the minister another address; ours is the user's own."""
    own = me.home / "data" / "letters" / "authorities"
    own.mkdir(parents=True)
    text = (library / "authorities" / "xx.toml").read_text(encoding="utf-8")
    (own / "xx.toml").write_text(text, encoding="utf-8")
    folder = tmp_path / "theirs"
    (folder / "authorities").mkdir(parents=True)
    (folder / "authorities" / "xx.toml").write_text(text.replace(OURS, THEIRS), encoding="utf-8")
    config = me.home / "config.toml"
    config.write_text(f'library = ["{folder}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def change(theirs: Path, old: str, new: str) -> None:
    file = theirs / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def used(me: Ua) -> str:
    (mail,) = json.loads(me("authority", "show", OFFICE, "--json").out)["emails"]
    return str(mail["value"])


def digest(me: Ua) -> str:
    return str(json.loads(me("authority", "accept", OFFICE, "--json", answers=["n"]).out)["digest"])


def test_the_difference_is_shown_with_its_source_and_nothing_is_used_without_a_yes(me: Ua, theirs: Path) -> None:
    ran = me("authority", "accept", OFFICE, answers=[""])
    assert ran.code == 0
    assert re.search(rf"−  {OURS} .*source", ran.out)
    assert re.search(rf"\+  {THEIRS} .*source", ran.out)
    assert str(theirs) in ran.out
    assert "Nothing was accepted" in ran.err
    assert used(me) == OURS
    assert not (me.home / "data" / "accepted.toml").exists()


def test_a_yes_is_recorded_for_its_owner_only_and_used(me: Ua, theirs: Path) -> None:
    ran = me("authority", "accept", OFFICE, answers=["yes"])
    assert f"{OFFICE} use what {theirs}" in ran.err
    path = me.home / "data" / "accepted.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (row,) = tomllib.loads(path.read_text(encoding="utf-8"))["accepted"]
    assert (row["authority"], row["library"], str(row["on"])) == (OFFICE, str(theirs), "2026-11-24")
    assert used(me) == THEIRS
    assert "You accepted this on 24 Nov 2026" in me("authority", "accept", OFFICE).err


@pytest.mark.usefixtures("theirs")
def test_what_was_accepted_is_taken_back_at_once_and_nothing_else_with_it(me: Ua) -> None:
    path = me.home / "data" / "accepted.toml"
    me("authority", "accept", OFFICE, answers=["y"])
    other = '\n[[accepted]]\nauthority = "xx/other"\nlibrary = "elsewhere"\ndigest = "0"\non = 2026-11-01\n'
    path.write_text(path.read_text(encoding="utf-8") + other, encoding="utf-8")
    assert me("authority", "accept", OFFICE, "--withdraw", "--from", "elsewhere").code == 2
    assert used(me) == THEIRS
    ran = me("authority", "accept", OFFICE, "--withdraw")
    assert (ran.code, f"{OFFICE} go where they went before" in ran.err) == (0, True)
    assert used(me) == OURS
    assert [row["authority"] for row in tomllib.loads(path.read_text(encoding="utf-8"))["accepted"]] == ["xx/other"]
    assert "Nothing is accepted" in me("authority", "accept", OFFICE, "--withdraw").err


def test_a_library_that_changes_is_asked_about_again(me: Ua, theirs: Path) -> None:
    me("authority", "accept", OFFICE, answers=["y"])
    change(theirs, THEIRS, "third@justice.example.org")
    assert used(me) == OURS
    again = me("authority", "accept", OFFICE, answers=["y"])
    assert "it says something else now, which is not used" in again.err
    assert used(me) == "third@justice.example.org"
    rows = tomllib.loads((me.home / "data" / "accepted.toml").read_text(encoding="utf-8"))["accepted"]
    assert len(rows) == 1


OTHER = '[[accepted]]\nauthority = "xx/court"\nlibrary = "theirs"\ndigest = "abc"\non = 2026-11-24\n'


@pytest.mark.usefixtures("theirs")
def test_what_another_window_accepts_while_this_one_asks_is_kept(me: Ua) -> None:
    path = me.home / "data" / "accepted.toml"

    class Meanwhile(Typed):
        def readline(self, size: int = -1, /) -> str:
            path.write_text(OTHER, encoding="utf-8")
            return super().readline(size)

    me.change = lambda world: replace(world, stdin=Meanwhile("yes\n"))
    me("authority", "accept", OFFICE, answers=[])
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["accepted"]
    assert {row["authority"] for row in rows} == {OFFICE, "xx/court"}


@pytest.mark.usefixtures("theirs")
def test_a_script_needs_the_digest_of_what_a_person_saw(me: Ua) -> None:
    seen = digest(me)
    for words in ([], ["--yes"], ["--digest", seen]):
        ran = me("authority", "accept", OFFICE, *words)
        assert ran.code == 2
        assert f"--digest {seen}" in ran.err
    assert used(me) == OURS
    assert me("authority", "accept", OFFICE, "--yes", "--digest", seen).code == 0
    assert used(me) == THEIRS


def test_a_library_that_changed_since_it_was_looked_at_is_not_accepted(me: Ua, theirs: Path) -> None:
    seen = digest(me)
    change(theirs, THEIRS, "thief@elsewhere.example.org")
    ran = me("authority", "accept", OFFICE, "--yes", "--digest", seen)
    assert ran.code == 2
    assert "nothing was accepted" in ran.err
    assert used(me) == OURS


def test_letters_go_where_it_was_accepted_that_they_go(me: Ua, library: Path, theirs: Path) -> None:
    cases = me.home / "data" / "letters" / "cases"
    cases.mkdir()
    (cases / "example-2026.toml").write_bytes((library / "cases" / "example-2026.toml").read_bytes())
    draft = ("draft", "example-2026", "-f", "eml", "-o", "-")
    assert f"To: {OURS}" in me(*draft).out
    assert "says otherwise" in me("authority", "show", OFFICE).err
    me("authority", "accept", OFFICE, answers=["y"])
    ran = me(*draft)
    assert f"To: {THEIRS}" in ran.out
    assert "has changed" not in ran.err
    assert me("authority", "show", OFFICE).err == ""
    change(theirs, THEIRS, "third@justice.example.org")
    for more in ((), ("--to", "minister")):
        ran = me(*draft, *more)
        assert f"To: {OURS}" in ran.out
        assert f"{theirs} has changed what you accepted" in ran.err


def test_with_several_libraries_one_must_be_named(me: Ua, theirs: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    (more / "authorities").mkdir(parents=True)
    text = (theirs / "authorities" / "xx.toml").read_text(encoding="utf-8")
    (more / "authorities" / "xx.toml").write_text(text.replace(THEIRS, "more@justice.example.org"), encoding="utf-8")
    config = me.home / "config.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("library = [", f'library = ["{more}", '), encoding="utf-8"
    )
    ran = me("authority", "accept", OFFICE)
    assert ran.code == 2
    assert str(more) in ran.err
    assert "--from" in ran.err
    assert me("authority", "accept", OFFICE, "--from", "theirs", answers=["y"]).code == 0
    assert used(me) == THEIRS
    assert me("authority", "accept", OFFICE, "--from", "nobody").code == 2


def test_where_nothing_differs_nothing_is_asked(me: Ua, theirs: Path) -> None:
    change(theirs, THEIRS, OURS)
    ran = me("authority", "accept", OFFICE)
    assert ran.code == 0
    assert "says nothing else" in ran.err


def test_an_office_that_could_be_taken_for_ours_says_so(me: Ua, theirs: Path) -> None:
    change(theirs, "[justice.minister]", "[justice.ministers]")
    ran = me("authority", "accept", "xx/justice/ministers", answers=["n"])
    assert f"could be taken for {OFFICE}" in ran.err
    assert "not verified" in me("authority", "show", "xx/justice/ministers").out


@pytest.mark.usefixtures("theirs")
def test_a_record_that_is_not_whole_is_no_traceback(me: Ua) -> None:
    (me.home / "data" / "accepted.toml").write_text("[[accepted]]\n", encoding="utf-8")
    ran = me("authority", "show", OFFICE)
    assert ran.code == 3
    assert "accepted.toml" in ran.err
