"""Looking at what is there: the home screen, the cases, one case, the offices, one office."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from support.ua import Ua

OPEN = "example-2026"
OFFICE = "xx/justice/minister"


def with_library(ua: Ua, library: Path, *arguments: str) -> str:
    ran = ua("--library", str(library), *arguments)
    assert ran.code == 0, ran.err
    return ran.out


def test_a_new_user_is_told_what_to_type_first(ua: Ua) -> None:
    ran = ua()
    assert ran.code == 0
    said = ran.out + ran.err
    assert "No open case yet" in said
    assert "ua draft ablyazov-2013" in said
    assert "ua setup" in said


def test_home_in_french_is_punctuated_as_french_is(ua: Ua) -> None:
    ua.change = lambda world: replace(world, environ={**world.environ, "UA_LANG": "fr"})
    ran = ua()
    assert "(France, extradition\u202f; clos le 9 déc. 2016)" in ran.out + ran.err


def test_who_has_a_profile_is_not_sent_to_setup(me: Ua) -> None:
    ran = me()
    assert "ua setup" not in ran.out + ran.err


def test_an_open_case_comes_first_at_home_and_in_the_list(me: Ua, library: Path) -> None:
    ran = me("--library", str(library))
    assert f"ua draft {OPEN}" in ran.out + ran.err
    first, second = with_library(me, library, "cases").splitlines()
    assert first.startswith(OPEN)
    assert second.startswith("ablyazov-2013")
    assert "closed 9 Dec 2016" in second


def test_a_case_file_with_faults_is_named_and_hides_no_other(me: Ua, library: Path) -> None:
    (library / "cases" / "broken-2026.toml").write_text("round = ", encoding="utf-8")
    ran = me("--library", str(library), "cases")
    assert "broken-2026  does not load: ua check broken-2026" in ran.err
    assert "broken-2026.toml:" not in ran.err
    assert "does not load" in me("--library", str(library)).err
    assert OPEN in ran.out


def test_the_cases_are_told_to_a_program(me: Ua, library: Path) -> None:
    rows = json.loads(with_library(me, library, "cases", "--json"))
    assert [(row["id"], row["state"]) for row in rows] == [(OPEN, "open"), ("ablyazov-2013", "closed")]


@pytest.mark.parametrize(
    "expected",
    [
        "closed 9 Dec 2016",
        "annulled the extradition decree",
        "Mukhtar Ablyazov",
        "reported, alleged",
        "[amnesty-2013-08-01#2]",
        "fr/aix/procureur-general",
        "uncat-3",
        "2016-12-09",
        "Ensure safety of Kazakhstani Opposition Figure",
    ],
)
def test_a_case_is_shown_whole(ua: Ua, expected: str) -> None:
    assert expected in ua("show", "ablyazov-2013").out


def test_a_case_is_told_to_a_program_whole(ua: Ua) -> None:
    told = json.loads(ua("show", "ablyazov-2013", "--json").out)
    assert told["id"] == "ablyazov-2013"
    assert all(fact["source"] for fact in told["facts"])


def test_the_offices_are_listed_with_what_is_known_of_them(ua: Ua) -> None:
    rows = {row.split()[0]: row for row in ua("authorities").out.splitlines()}
    assert list(rows) == sorted(rows)
    assert {"fr/aix/procureur-general", "fr/cglpl", "fr/premier-ministre"} <= set(rows)
    assert "address not verified" in rows["fr/aix/premier-president"]
    assert "address from an official source" in rows["fr/justice/garde-des-sceaux"]


def test_an_office_without_mail_says_so_with_its_source(ua: Ua) -> None:
    shown = ua("authority", "show", "procureur aix").out
    assert "20 place de Verdun" in shown
    assert "not published" in shown
    assert "address not verified" in shown


def test_every_contact_is_shown_with_its_level_day_and_source(me: Ua, library: Path) -> None:
    file = library / "authorities" / "xx.toml"
    more = (
        'social = [{ handle = "@minister@example.org", source = "its site", level = "published" }]\n'
        'phones = [{ number = "+33 1 44 77 60 60", source = "its site", level = "official" }]\n'
        'web_form = { url = "https://justice.example.org/write", source = "its site", level = "unverified" }\n'
        'holders = [{ name = "Ines Duarte", gender = "f", from = 2026-01-01, source = "its gazette" }]\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    rows = with_library(me, library, "authority", "show", OFFICE).splitlines()

    def row(word: str) -> str:
        (found,) = (line for line in rows if word in line)
        return found

    assert "address from an official source; compared on: 20 Nov 2026" in row("minister@justice.example.org")
    assert "address as published in the action; compared on: never; source: its site" in row("@minister@example.org")
    assert "official" in row("+33 1 44 77 60 60")
    assert "not verified" in row("https://justice.example.org/write")
    assert "1 Jan 2026 – …; compared on: never; source: its gazette" in row("Ines Duarte")


def test_an_office_is_shown_in_french_to_who_reads_french(ua: Ua) -> None:
    ua.environ["LANG"] = "fr_FR.UTF-8"
    shown = ua("authority", "show", "garde").out
    assert "Madame la garde des Sceaux, Monsieur le garde des Sceaux," in shown
    assert "adresse de source officielle" in shown
    assert "Les lettres demandent une réponse." in shown


def test_an_office_tells_where_its_form_of_address_comes_from(ua: Ua) -> None:
    shown = {line[:2]: line for line in ua("authority", "show", "fr/cglpl").out.splitlines()}
    assert "Madame, Monsieur," in shown["fr"]
    assert "neutral form, none is known for its role; source: https://" in shown["fr"]
    shown = {line[:2]: line for line in ua("authority", "show", "fr/justice/garde-des-sceaux").out.splitlines()}
    assert "form of ministry.justice; source: https://" in shown["fr"]
    assert "form of ministry; source: " in shown["es"]


def test_a_case_shows_the_file_numbers_of_offices(ua: Ua, library: Path) -> None:
    path = library / "cases" / "example-2026.toml"
    reference = (
        '[[references]]\nauthority = "xx/justice/minister"\nnumber = "J 12/26"\nsource = "centre-2026-11-14#4"\n'
    )
    path.write_text(path.read_text(encoding="utf-8").replace("[[law]]", f"{reference}\n[[law]]", 1), encoding="utf-8")
    assert "J 12/26  [centre-2026-11-14#4]" in ua("--library", str(library), "show", "example-2026").out
    drafted = ua("--library", str(library), "draft", "example-2026", "--lang", "en").out
    assert "(ref. J 12/26)" in " ".join(drafted.split())


def test_several_offices_that_fit_are_all_named(ua: Ua) -> None:
    ran = ua("authority", "show", "aix")
    assert ran.code == 2
    assert "fr/aix/premier-president, fr/aix/procureur-general" in ran.err


def close(library: Path) -> None:
    """Close the example of the manual, whose country is invented."""
    file = library / "cases" / f"{OPEN}.toml"
    over = '[status]\nstate = "closed"\non = 2026-11-20\nwhy.en = "She is free."\nsource = "centre-2026-11-14#1"\n\n'
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[[sources]]", f"{over}[[sources]]", 1), encoding="utf-8")


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "fr_FR.UTF-8"])
@pytest.mark.parametrize(
    "words", [[], ["cases"], ["show", OPEN], ["status"], ["draft", OPEN], ["authorities"]], ids=str
)
def test_a_country_without_a_name_stands_with_its_code(me: Ua, library: Path, words: list[str], language: str) -> None:
    close(library)
    me.environ["LANG"] = language
    ran = me("--library", str(library), *words)
    assert ran.code == 0, ran.err
    if not words:
        assert f"{OPEN}  (XX, extradition" in ran.out + ran.err


def test_a_closed_case_of_a_country_without_a_name_is_checked(me: Ua, library: Path) -> None:
    close(library)
    ran = me("--library", str(library), "check", OPEN)
    assert "no country" not in ran.err
    assert ran.code in (0, 3), ran.err


def test_home_goes_on_where_every_case_of_the_library_is_closed(me: Ua, library: Path) -> None:
    close(library)
    ran = me("--library", str(library))
    assert "2 closed" in ran.out + ran.err


def test_a_letter_from_abroad_to_a_country_without_a_name_is_made(me: Ua, library: Path) -> None:
    file = me.home / "config.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"FR"', '"DE"'), encoding="utf-8")
    assert "10000 Port Saint-Aubin" in with_library(me, library, "draft", OPEN, "-f", "txt")


def test_in_french_the_help_is_said_to_be_english(me: Ua) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    ran = me()
    assert re.search(r"ua --help +tout le reste \(en anglais\)", ran.out + ran.err)


def test_the_office_shown_in_the_manual_has_a_web_form(me: Ua, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "authorities.md").read_text(encoding="utf-8")
    text, *_ = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "authorities").mkdir()
    (tmp_path / "authorities" / "xx.toml").write_text(text, encoding="utf-8")
    said = with_library(me, tmp_path, "authority", "show", "xx/example/prosecutor")
    assert "https://example.org/write-to-us" in said
