"""`ua check`: every finding of a case and of its letters, of a letter and of a text, in words and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from support.ua import Ran, Ua
from urgentaction.check import findings_file

OPEN = "example-2026"
OFFICE = "xx/justice/minister"
Change = Callable[[str, str], None]


@pytest.fixture
def here(me: Ua, library: Path) -> Ua:
    me.environ["UA_LIBRARY"] = str(library)
    return me


@pytest.fixture
def change(library: Path) -> Change:
    """Change the text of the case."""

    def changed(old: str, new: str) -> None:
        file = library / "cases" / f"{OPEN}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return changed


def told(ran: Ran) -> Any:
    """What was written for programs, as the exported schema has it."""
    data = json.loads(ran.out)
    jsonschema.validate(data, findings_file.schema())
    return data


def long_address(library: Path, lines: str, more: str = "") -> None:
    file = library / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('lines = ["Ministry of Justice"]', f"lines = [{lines}]{more}"), encoding="utf-8")


@pytest.mark.parametrize("more", ["", ', country = "FR"'], ids=["for a window", "by the norm"])
def test_an_address_too_long_is_a_finding_on_its_office_beside_the_others(
    here: Ua, library: Path, change: Change, more: str
) -> None:
    long_address(library, f'"{"x" * 70}"', more)
    change("deadline = 2026-12-24", "deadline = 2026-11-20")
    ran = here("check", OPEN)
    assert ran.code == 3, ran.err
    rows = (ran.out + ran.err).splitlines()
    assert [row for row in rows if OFFICE in row and "address" in row and "x" * 70 in row]
    assert [row for row in rows if row.startswith("deadline")]


@pytest.mark.parametrize(("language", "said"), [("en_GB.UTF-8", "file of offices"), ("fr_FR.UTF-8", "autorités")])
def test_a_file_of_offices_is_not_taken_for_a_case(me: Ua, library: Path, language: str, said: str) -> None:
    me.environ["LANG"] = language
    ran = me("--library", str(library), "check", str(library / "authorities" / "xx.toml"))
    assert ran.code == 2
    assert said in ran.err
    assert "ua check CAS" in ran.err


def test_a_good_case_is_told_so(here: Ua) -> None:
    ran = here("check", OPEN)
    assert (ran.code, ran.out) == (0, "")
    assert "Errors: 0. Remarks: 0." in ran.err
    assert told(here("check", OPEN, "--json")) == {"schema": 1, "of": "case", "findings": []}


def test_each_language_of_the_case_has_its_letter_checked(here: Ua, change: Change) -> None:
    change("title.en =", 'title.fr = "Karvanie : une journaliste menacée d\'extradition"\ntitle.en =')
    found = told(here("check", OPEN, "--json"))["findings"]
    assert {(one["authority"], one["language"]) for one in found if one["rule"] == "letter"} <= {
        (OFFICE, ""),
        ("", ""),
    } | {(OFFICE, "fr")}
    assert [one["severity"] for one in found if one["rule"] == "letter"] == ["remark"]


# --- What a case silences

SILENCE = '[[silenced]]\nrule = "{rule}"\nwhy.en = "Everybody is named here."\n\n[[sources]]'


def silence(change: Change, rule: str) -> None:
    change("[[sources]]", SILENCE.format(rule=rule))


def test_a_case_silences_a_rule_with_a_reason_that_is_shown_everywhere(here: Ua, change: Change) -> None:
    change('summary.en = "', 'summary.en = "Short. ')
    change(
        "Leila Haddad, a journalist, was detained in Karvania on 12 November 2026. A neighbouring State reportedly seeks her extradition. The Example Rights Centre believes that she would be at risk of torture there.",
        "",
    )
    loud = told(here("check", OPEN, "--json"))["findings"]
    assert [(one["rule"], one["silenced"]) for one in loud] == [("summary", False)]

    silence(change, "summary")
    quiet = here("check", OPEN)
    assert "silenced by the case: Everybody is named here." in quiet.err
    assert "Remarks: 0. Silenced by the case: 1." in quiet.err
    (one,) = told(here("check", OPEN, "--json"))["findings"]
    assert (one["silenced"], one["reason"]) == (True, {"en": "Everybody is named here."})
    plan = here("send", OPEN, "--by", "print", "--dry-run")
    assert "The case silences the rule summary: Everybody is named here." in plan.err


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("demands", "never silenced"),
        ("hedges", "never silenced"),
        ("sumary", 'did you mean "summary"'),
        ("tone", "expected"),
    ],
)
def test_what_protects_somebody_is_never_silenced_and_a_misspelt_rule_is_told(
    here: Ua, change: Change, rule: str, said: str
) -> None:
    silence(change, rule)
    ran = here("check", OPEN)
    assert ran.code == 3
    assert said in ran.err
    assert "silenced[0].rule" in ran.err


def test_a_silence_without_a_reason_is_a_fault(here: Ua, change: Change) -> None:
    change("[[sources]]", '[[silenced]]\nrule = "summary"\n\n[[sources]]')
    ran = here("check", OPEN)
    assert ran.code == 3
    assert "silenced[0].why" in ran.err


# --- A letter that somebody wrote

HAND = """\
Dear Minister,

I am a nurse, and I write about Leila Haddad. Ms Haddad has been detained at Port Saint-Aubin since 12 November 2026.

I respectfully ask you to:

- ensure that Ms Haddad is not extradited to a country where she would be at risk of torture;
- ensure that she can see her lawyers and her family.

Yours sincerely,
Ann Other
"""


def test_a_text_is_checked_and_what_was_not_seen_is_said(here: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text(HAND, encoding="utf-8")
    ran = here("check", str(path), "--case", OPEN, "--to", "justice")
    assert ran.code == 0, ran.err
    assert "Read as a letter in English to Minister of Justice of Karvania." in ran.err
    assert ran.err.count("Not looked at.") == 4
    assert told(here("check", str(path), "--case", OPEN, "--to", "justice", "--json"))["not_looked_at"]


def test_a_text_that_asks_for_less_or_threatens_is_told_from_standard_input_too(here: Ua) -> None:
    text = HAND.replace("- ensure that she can see her lawyers and her family.\n", "").replace(
        "I am a nurse,", "Shame on you! I am a nurse,"
    )
    ran = here("check", "-", "--case", OPEN, "--to", OFFICE, "--json", stdin=text)
    assert ran.code == 3
    assert {one["rule"] for one in told(ran)["findings"] if one["severity"] == "error"} == {"demands", "courtesy"}


def test_a_letter_that_the_program_wrote_reads_as_itself(here: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    here("draft", OPEN, "-o", str(path), "--say", "I lived there.")
    ran = here("check", str(path), "--for", OPEN, "--to", OFFICE)
    assert ran.code == 0
    assert "Errors: 0. Remarks: 0." in ran.err
    assert "Not looked at" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Check what?"),
        (("letter.txt",), "neither its case nor its office"),
        (("letter.txt", "--case", OPEN), f"ua check letter.txt --case {OPEN} --to OFFICE"),
        (("letter.txt", "--to", "justice"), 'ua check letter.txt --case CASE --to "justice"'),
        (("none.txt", "--case", OPEN, "--to", OFFICE), "There is no file none.txt"),
        (("none.txt",), "There is no file none.txt"),
        ((OPEN, "--to", OFFICE), "--to and --lang are for a text"),
        (("letter.txt", "--case", OPEN, "--to", "nowhere"), "nowhere"),
    ],
)
def test_what_is_missing_on_the_command_line_is_named(
    here: Ua, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear Minister,\n", encoding="utf-8")
    ran = here("check", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_text_that_is_none_is_told(here: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"\xff\xfe\x00")
    ran = here("check", str(path), "--case", OPEN, "--to", OFFICE)
    assert ran.code == 1
    assert "not UTF-8" in ran.err


def test_an_empty_text_and_hostile_signs_steer_nothing(here: Ua) -> None:
    for text in ("", "\x1b[31mred\x1b[0m\n\nDear Minister,\n\n\u202eevil\n\nYours sincerely,\n\x07"):
        ran = here("check", "-", "--case", OPEN, "--to", OFFICE, stdin=text)
        assert ran.code == 3
        assert "\x1b" not in ran.out + ran.err


# --- The rules themselves


def test_every_rule_is_listed_with_its_reason_and_remedy_in_both_languages(ua: Ua) -> None:
    rules = told(ua("check", "--rules", "--json"))["rules"]
    listed = ua("check", "--rules").out.splitlines()
    assert len(listed) == len(rules)
    assert all(row.startswith(rule["rule"]) and rule["remedy"] in row for row, rule in zip(listed, rules, strict=True))
    ua.environ["LANG"] = "fr_FR.UTF-8"
    assert "ne se lève jamais" in ua("check", "--rules").out
    assert json.loads(ua("check", "--rules", "--json").out)["rules"] == rules


def test_a_saved_letter_is_told_by_the_same_schema(here: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.json"
    here("draft", OPEN, "-f", "json", "-o", str(path))
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data
    ran = here("check", str(path), "--json")
    assert ran.code == 0
    assert [one["rule"] for one in told(ran)["findings"]] == ["own-words"]


def test_the_schema_is_printed(ua: Ua) -> None:
    ran = ua("schema", "findings")
    assert json.loads(ran.out) == json.loads(json.dumps(findings_file.schema()))
    jsonschema.Draft202012Validator.check_schema(json.loads(ran.out))
