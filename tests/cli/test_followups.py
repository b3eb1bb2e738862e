"""Documents that follow one another, from the first to the last: rounds, offices in another's place, good and bad news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.test_intake import ACTION, STOP

from support.ua import Ran, Ua

CASE = "ua-12-26"
HAND = Path(__file__).parents[1] / "intake" / "other_hand"
UPDATE = (
    ACTION.replace("UA: 12/26 Index: EUR 14/0412", "First further information on UA: 12/26 Index: EUR 14/0413")
    .replace("20 November", "22 November")
    .replace("31 DECEMBER 2026", "20 JANUARY 2027")
)
REPLACED = UPDATE.replace(
    "Minister of Harbours\nQuay Palace\n4 Quay Street", "Minister of Justice\n9 Law Street"
).replace("minister@harbours", "minister@justice")
DEAD = STOP.replace("FREE", "DIES IN DETENTION").replace(
    "was released without charge on 22 November 2026, and is with her family again",
    "died in detention on 22 November 2026",
)


def given(me: Ua, text: str, *more: str, answers: list[str] | None = None) -> Ran:
    """Import a document with this text."""
    path = me.home / "document.txt"
    path.write_text(text, encoding="utf-8")
    return me("case", "import", str(path), *more, answers=answers)


def case_file(me: Ua, case: str = CASE) -> Path:
    return me.home / "data" / "letters" / "cases" / f"{case}.toml"


@pytest.fixture
def first(me: Ua) -> Ua:
    """The first document is a case, and a letter of it waits."""
    assert given(me, ACTION, "--yes").code == 0
    ran = me("send", CASE, "--by", "print", "--queue-only", "--yes")
    assert ran.code == 0, ran.err
    return me


def shown(me: Ua) -> dict[str, object]:
    row: dict[str, object] = json.loads(me("show", CASE, "--json").out)
    return row


def counts(me: Ua) -> dict[tuple[int, str], int]:
    return {(row["round"], row["state"]): row["count"] for row in json.loads(me("status", "--json").out)}


def test_an_update_shows_what_changes_keeps_the_old_round_and_writes_what_waited_again(first: Ua) -> None:
    old = case_file(first).read_bytes()
    ran = given(first, UPDATE, "--yes")
    assert ran.code == 0, ran.err
    assert "deadline: changed" in ran.err
    assert "2027-01-20" in ran.err
    assert (shown(first)["round"], shown(first)["deadline"]) == (2, "2027-01-20")
    assert (case_file(first).parent / f"{CASE}.rounds" / "1.toml").read_bytes() == old
    assert "round = 2\n" in case_file(first).read_text(encoding="utf-8").replace("  #", "\n")
    assert "round = 2  # line" not in case_file(first).read_text(encoding="utf-8")
    assert counts(first) == {(1, "cancelled"): 1, (2, "queued"): 1}
    assert first("outbox", "run").code == 0
    assert counts(first) == {(1, "cancelled"): 1, (2, "sent"): 1}
    assert len(list((first.home / "data").rglob("letters-1.pdf"))) == 1


def test_the_same_update_twice_opens_one_round_and_does_what_is_left(first: Ua) -> None:
    assert given(first, UPDATE, answers=["y", "n"]).code == 0
    assert counts(first) == {(1, "cancelled"): 1}
    again = given(first, UPDATE, "--yes")
    assert again.code == 0, again.err
    assert "round 2 is open already" in again.err
    assert shown(first)["round"] == 2
    assert counts(first) == {(1, "cancelled"): 1, (2, "queued"): 1}


def test_an_office_in_anothers_place_is_shown_and_is_written_to(first: Ua) -> None:
    ran = given(first, REPLACED, "--yes")
    assert ran.code == 0, ran.err
    assert "office be/minister-of-harbours: gone" in ran.err
    assert "office be/minister-of-justice: added" in ran.err
    rows = json.loads(first("outbox", "list", "--all", "--json").out)
    assert {(row["state"], row["authority"]) for row in rows} == {
        ("cancelled", "be/minister-of-harbours"),
        ("queued", "be/minister-of-justice"),
    }


@pytest.mark.parametrize(("document", "news"), [(STOP, "was released without charge"), (DEAD, "dies in detention")])
def test_the_last_document_ends_the_case_and_sending_tells_its_news(first: Ua, document: str, news: str) -> None:
    ran = given(first, document, "--yes")
    assert ran.code == 0, ran.err
    assert counts(first) == {(1, "cancelled"): 1}
    refused = first("send", CASE, "--by", "print", "--yes")
    assert refused.code == 5
    assert news in refused.err.casefold()


def test_from_the_first_to_the_last(first: Ua) -> None:
    assert given(first, UPDATE, "--yes").code == 0
    assert given(first, STOP, "--yes").code == 0
    assert shown(first)["round"] == 2
    assert counts(first) == {(1, "cancelled"): 1, (2, "cancelled"): 1}
    assert first("send", CASE, "--by", "print", "--yes").code == 5


def without_number(text: str) -> str:
    return text.replace("12/26", "99/26")


def test_where_no_case_has_its_number_a_person_names_it_of_those_that_are_open(first: Ua) -> None:
    listed = [row["id"] for row in json.loads(first("cases", "--json").out) if row["state"] == "open"]
    which = str(listed.index(CASE) + 1)
    ran = given(first, without_number(UPDATE), answers=[which, "y", "y"])
    assert ran.code == 0, ran.err
    assert "Which does it follow?" in ran.err
    assert shown(first)["round"] == 2


def test_enter_is_none_of_them_and_it_becomes_a_case_of_its_own(first: Ua) -> None:
    ran = given(first, without_number(UPDATE), answers=["", "y"])
    assert ran.code == 0, ran.err
    assert case_file(first, "ua-99-26").is_file()
    assert shown(first)["round"] == 1


def test_a_script_names_the_case(first: Ua) -> None:
    no = given(first, without_number(STOP), "--yes")
    assert no.code == 2
    assert "--case" in no.err
    assert CASE in no.err
    assert given(first, without_number(STOP), "--case", CASE, "--yes").code == 0
    assert first("send", CASE, "--by", "print", "--yes").code == 5


def test_a_name_that_is_nearly_that_of_a_case_is_told(first: Ua) -> None:
    for words in (
        ("case", "import", str(first.home / "document.txt"), "--case", "ua-12-62"),
        ("case", "stop", "ua-12-62", "--why", "W", "--source", "S"),
        ("case", "extend", "ua-12-62", "--until", "2027-02-01"),
        ("case", "diff", "ua-12-62"),
        ("case", "diff", "ua-12-62@1", CASE),
        ("case", "update", "ua-12-62"),
    ):
        ran = first(*words)
        assert ran.code == 2, words
        assert "Did you mean ua-12-26" in ran.err, words


def test_a_document_that_only_ends_an_action_that_is_not_there_makes_no_case(first: Ua) -> None:
    ran = given(first, without_number(STOP), answers=[""])
    assert ran.code == 2
    assert not case_file(first, "ua-99-26").exists()


def test_what_a_person_decided_of_the_case_stays_in_its_next_round(first: Ua) -> None:
    with case_file(first).open("a", encoding="utf-8") as file:
        file.write('\n[privacy]\nsender = "name-only"\n\n[pace]\nper_day = 3\n')
    assert given(first, UPDATE, "--yes").code == 0
    text = case_file(first).read_text(encoding="utf-8")
    assert 'sender = "name-only"' in text
    assert "per_day = 3" in text


def test_the_other_hands_update_and_stop_without_their_first_documents(me: Ua) -> None:
    ran = me("case", "import", str(HAND / "b10-en-target-replaced.eml"), "--yes")
    assert ran.code == 0, ran.err
    stop = me("case", "import", str(HAND / "b13-en-stop-good.html"), "--yes")
    assert stop.code == 2
    assert "210/16" in stop.err


ONE_FREE = STOP.replace("No further action is requested", "No further action is requested for her sister")


def test_nothing_more_for_one_among_several_does_not_end_the_case(first: Ua) -> None:
    told = "again.\n\nHer brother was released; no further action is requested for him.\n\nI urge you to free her too."
    ran = given(first, STOP.partition("again.")[0] + told, "--yes")
    assert "is over" not in ran.err
    assert counts(first) == {(1, "queued"): 1}


def test_words_that_only_may_end_a_case_end_none_with_yes_and_are_asked_about_without(first: Ua) -> None:
    ran = given(first, ONE_FREE, "--yes")
    assert "may end its action" in ran.err
    assert (1, "queued") in counts(first)
    ended = given(first, ONE_FREE, answers=["y", "y"])
    assert ended.code == 0, ended.err
    assert counts(first) == {(1, "cancelled"): 1}


SECOND = UPDATE.replace("First further", "Second further").replace("0413", "0415").replace("22 November", "23 November")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ACTION.replace("UA: 12/26", "Further information on UA: 12/26"), "from this very document"),
        (UPDATE.replace("22 November", "19 November").replace("0413", "0410"), "19 Nov"),
        (UPDATE.replace("22 November", "20 November").replace("First further", "Further"), "20 Nov"),
    ],
)
def test_the_cases_own_document_or_one_before_it_opens_no_round(first: Ua, text: str, why: str) -> None:
    ran = given(first, text, "--yes")
    assert ran.code == 2, ran.err
    assert why in ran.err
    assert "DIR/cases/ua-12-26.toml" in ran.err
    assert shown(first)["round"] == 1


def test_an_earlier_update_opens_no_round_after_a_later_one(first: Ua) -> None:
    third = SECOND.replace("Second", "Third")
    assert given(first, third, "--yes").code == 0
    assert shown(first)["round"] == 3
    ran = given(first, SECOND.replace("23 November", "24 November").replace("0415", "0416"), "--yes")
    assert ran.code == 2
    assert "number 2 of its series" in ran.err
    assert shown(first)["round"] == 3


def test_new_offices_are_written_only_after_a_yes(first: Ua) -> None:
    assert given(first, REPLACED, answers=["n"]).code == 0
    assert first("authority", "show", "be/minister-of-justice").code == 2
    assert shown(first)["round"] == 1


def test_a_case_whose_file_has_faults_is_stopped_all_the_same_and_its_faults_are_told(first: Ua) -> None:
    with case_file(first).open("a", encoding="utf-8") as file:
        file.write("\n[nonsense]\n")
    ran = given(first, STOP, "--yes")
    assert ran.code == 3
    assert "ua-12-26 is over" in ran.err
    assert "nonsense" in ran.err
    assert counts(first) == {(1, "cancelled"): 1}


def test_a_stop_that_names_nobody_is_asked_for_its_source_and_shows_what_it_says_first(first: Ua) -> None:
    text = STOP.replace(" Index: EUR 14/0413/2026", "")
    no = given(first, text, "--yes")
    assert no.code == 2
    assert f"ua case stop {CASE}" in no.err
    ran = given(first, text, answers=["The union's newsletter of 23 November", "y"])
    assert ran.code == 0, ran.err
    assert ran.err.index("Why: LIGHTHOUSE KEEPER FREE. Lighthouse keeper") < ran.err.index("Stop ua-12-26, on every")
    assert "newsletter" in case_file(first).read_text(encoding="utf-8")


def test_a_stop_writes_nothing_elsewhere(first: Ua) -> None:
    ran = given(first, STOP, "--yes", "-o", str(first.home / "other"))
    assert ran.code == 2
    assert counts(first) == {(1, "queued"): 1}


def test_the_why_of_a_stop_is_no_banner(first: Ua) -> None:
    text = STOP.replace("FREE\nLighthouse", "FREE Lighthouse").replace("ACTION\n\n", "ACTION ")
    assert given(first, text, "--yes").code == 0
    assert "URGENT ACTION" not in case_file(first).read_text(encoding="utf-8").partition("[status]")[2][:300]


def test_a_case_written_elsewhere_says_how_it_is_read_there(me: Ua) -> None:
    other = me.home / "other"
    ran = given(me, ACTION, "--yes", "-o", str(other))
    assert f"ua --library {other} check {CASE}" in ran.err
    assert me("--library", str(other), "check", CASE).code == 0
