"""The directory at a glance, and what `ua authority check` finds in it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from support.ua import Ua

OFFICE = "xx/justice/minister"


@pytest.fixture
def library(library: Path) -> Path:
    """The manual's example, whose address is invented: here a page of the ministry has it."""
    change(library, "invented for this example", "https://www.example.org/contact")
    return library


def change(library: Path, old: str, new: str) -> None:
    file = library / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def add(me: Ua, folder: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(f'library = ["{folder}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")


def row(ran: str, id_: str) -> str:
    (found,) = (line for line in ran.splitlines() if line.startswith(id_))
    return found


def test_a_glance_shows_channels_level_age_and_review(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "authorities")
    assert "✓ official source" in ran.err
    ministers = row(ran.out, OFFICE)
    assert "email ✓" in ministers
    assert "verified 4 days ago" in ministers
    aix = row(ran.out, "fr/aix/procureur-general")
    assert "post ?  print ?" in aix
    assert "never verified; review due 14 Jul 2027" in aix


def test_an_office_that_no_words_join_to_its_body_is_listed_with_the_body(me: Ua, library: Path) -> None:
    change(library, OFFICE.removeprefix("xx/").replace("/", "."), "port.prosecutor")
    (library / "cases" / "example-2026.toml").unlink()
    file = library / "authorities" / "xx.toml"
    text = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if not line.startswith("style"))
    file.write_text(text.replace('body.en = "', 'body.en = "Court of Port Saint-Aubin, '), encoding="utf-8")
    assert "(Court of Port Saint-Aubin, " in row(me("--library", str(library), "authorities").out, "xx/port/prosecutor")
    assert "(" not in row(me("authorities").out, "fr/aix/procureur-general")


def test_what_is_overdue_counts_as_unverified_at_a_glance(me: Ua, library: Path) -> None:
    change(library, "review_by = 2027-11-20", "review_by = 2026-11-23")
    ministers = row(me("--library", str(library), "authorities", "minister").out, OFFICE)
    assert "✓" not in ministers
    assert "due for review since 23 Nov 2026" in ministers


def test_the_list_can_be_narrowed(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "authorities", "--country", "xx")
    assert [line.split()[0] for line in ran.out.splitlines()] == [OFFICE]
    assert me("authorities", "premier", "aix").code == 2
    assert "No office matches" in me("authorities", "nobody").err


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "fr_FR.UTF-8"])
def test_a_program_reads_what_the_exported_schema_says(me: Ua, library: Path, language: str) -> None:
    me.environ["LANG"] = language
    schema = json.loads(me("schema", "authorities").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    told = json.loads(me("--library", str(library), "authorities", "--json").out)
    jsonschema.validate(told, schema)
    ministers = next(one for one in told if one["id"] == OFFICE)
    assert ministers["days"] == 4
    assert {one["level"] for one in ministers["channels"]} == {"official"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**ministers, "level": "sure"}], schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**ministers, "more": 1}], schema)


def test_check_names_rule_place_and_remedy_and_leaves_with_3(me: Ua, library: Path) -> None:
    change(library, 'level = "official" }]', 'level = "unverified" }]')
    ran = me("--library", str(library), "authority", "check", "--country", "XX")
    assert ran.code == 3
    assert ran.out.startswith(f"{OFFICE}\n  unverified  emails[0]  The e-mail is not verified")
    assert "ua authority report" in ran.out
    assert "1 office looked at: 0 to correct, 1 to look at." in ran.err


def test_what_ships_has_nothing_to_correct(ua: Ua) -> None:
    """Much of it is not verified, which is said; nothing of it contradicts itself."""
    ran = ua("authority", "check")
    assert ran.code == 3
    assert ": 0 to correct," in ran.err


def test_check_of_what_is_in_order_leaves_with_0(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "authority", "check", "--country", "XX")
    assert ran.code == 0
    assert ran.out == ""
    assert "1 office looked at: 0 to correct, 0 to look at." in ran.err


def test_check_tells_a_program(me: Ua, library: Path) -> None:
    change(library, "minister@justice.example.org", "minister@gmail.com")
    ran = me("--library", str(library), "authority", "check", "minister", "--country", "XX", "--json")
    assert ran.code == 3
    (one,) = json.loads(ran.out)
    assert (one["rule"], one["severity"], one["authority"], one["key"]) == ("free-mail", "error", OFFICE, "emails[0]")
    assert "minister@gmail.com" in one["message"]
    assert one["remedy"]
    assert "1 to correct" in ran.err


def test_check_compares_with_offices_that_were_not_asked_about(me: Ua, library: Path) -> None:
    file = library / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8").replace("schema = 1\n", "")
    other = text[text.index("[justice.minister]") :].replace("[justice.minister]", "[zebra.minister]")
    file.write_text(f"{text}\n{other}", encoding="utf-8")
    ran = me("--library", str(library), "authority", "check", "zebra")
    assert ran.code == 3
    assert f"same name as {OFFICE}" in ran.out


def test_check_of_nothing_is_a_usage_error(me: Ua) -> None:
    assert me("authority", "check", "nobody").code == 2


def test_check_speaks_french(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    assert "Non vérifié" in me("authority", "check").out


def test_what_waits_to_be_accepted_is_listed_and_gone_once_it_was(me: Ua, library: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "authorities").mkdir(parents=True)
    text = (library / "authorities" / "xx.toml").read_text(encoding="utf-8")
    (theirs / "authorities" / "xx.toml").write_text(text.replace("minister@justice", "cabinet@justice"))
    add(me, theirs)
    check = ("--library", str(library), "authority", "check", "--country", "XX")
    assert f"waiting  –  {theirs} says otherwise" in me(*check).out
    assert f"ua authority accept {OFFICE}" in row(me("--library", str(library), "authorities").out, OFFICE)
    assert me("--library", str(library), "authority", "accept", OFFICE, answers=["y"]).code == 0
    assert me(*check).code == 0
    (theirs / "authorities" / "xx.toml").write_text(text.replace("minister@justice", "third@justice"))
    assert "has changed what you accepted" in me(*check).out


def test_an_office_that_could_be_taken_for_ours_is_an_error(me: Ua, library: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "authorities").mkdir(parents=True)
    text = (library / "authorities" / "xx.toml").read_text(encoding="utf-8")
    (theirs / "authorities" / "xx.toml").write_text(text.replace("[justice.minister]", "[justice.ministers]"))
    add(me, theirs)
    ran = me("--library", str(library), "authority", "check", "--json")
    rules = {(one["authority"], one["rule"]) for one in json.loads(ran.out) if one["severity"] == "error"}
    assert rules == {("xx/justice/ministers", "look-alike"), ("xx/justice/ministers", "same-name")}


def test_two_holders_at_once_are_a_fault_with_its_line(me: Ua, library: Path) -> None:
    held = 'holders = [{ name = "A", gender = "f", from = 2026-01-01, source = "x" }, { name = "B", gender = "m", from = 2026-02-01, source = "x" }]'
    change(library, "review_by", f"{held}\nreview_by")
    ran = me("--library", str(library), "authority", "check")
    assert ran.code == 3
    assert "xx.toml:" in ran.err
    assert "holders[1]" in ran.err
