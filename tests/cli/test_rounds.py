"""A case through its rounds: stopped, given more time, updated, compared."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.ua import Ua

CASE = "example-2026"
WHY = ("--why", "She was released on 20 November.", "--source", "Stop action of 23 November 2026")


@pytest.fixture
def mine(me: Ua, library: Path) -> Ua:
    """An open case in the user's own library, one letter of which waits."""
    for path in library.rglob("*.toml"):
        own = me.home / "data" / "letters" / path.relative_to(library)
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return me


def file(me: Ua) -> Path:
    return me.home / "data" / "letters" / "cases" / f"{CASE}.toml"


def queue_one(me: Ua) -> None:
    ran = me("send", CASE, "--by", "print", "--queue-only", "--yes")
    assert ran.code == 0, ran.err


def waiting(me: Ua) -> int:
    return sum(row["count"] for row in json.loads(me("status", "--json").out) if row["state"] == "queued")


def test_a_stop_cancels_what_waits_and_sending_then_tells_the_news(mine: Ua) -> None:
    queue_one(mine)
    assert waiting(mine) == 1
    ran = mine("case", "stop", CASE, *WHY, "--yes")
    assert (ran.code, waiting(mine)) == (0, 0)
    assert "1 letter that waited is cancelled" in ran.err
    refused = mine("send", CASE, "--by", "print", "--yes", "--again")
    assert refused.code == 5
    assert "She was released on 20 November." in refused.err


def test_a_stop_reaches_a_machine_whose_file_still_says_open(mine: Ua) -> None:
    before = file(mine).read_bytes()
    mine("case", "stop", CASE, *WHY, "--yes")
    file(mine).write_bytes(before)
    assert mine("send", CASE, "--by", "print", "--yes").code == 5


def test_a_stop_is_done_once_more_after_a_crash_between_ledger_and_file(mine: Ua) -> None:
    before = file(mine).read_bytes()
    mine("case", "stop", CASE, *WHY, "--yes")
    file(mine).write_bytes(before)
    assert mine("case", "stop", CASE, *WHY, "--yes").code == 0
    assert b'state = "stopped"' in file(mine).read_bytes()


def test_nothing_is_stopped_without_a_yes(mine: Ua) -> None:
    queue_one(mine)
    before = file(mine).read_bytes()
    assert mine("case", "stop", CASE, *WHY, answers=["n"]).code == 0
    assert (waiting(mine), file(mine).read_bytes()) == (1, before)
    script = mine("case", "stop", CASE, *WHY)
    assert script.code == 2
    assert "--yes" in script.err


@pytest.mark.parametrize("missing", ["--why", "--source"])
def test_a_stop_says_why_and_where_that_is_written(mine: Ua, missing: str) -> None:
    said = {"--why": "Released.", "--source": "Stop action"}
    del said[missing]
    ran = mine("case", "stop", CASE, *(word for pair in said.items() for word in pair), "--yes")
    assert ran.code == 2
    assert missing in ran.err


@pytest.mark.parametrize(("day", "code"), [("2026-13-01", 2), ("soon", 2), ("2020-01-01", 2), ("2027-01-01", 2)])
def test_a_stop_on_a_day_that_cannot_be_is_refused(mine: Ua, day: str, code: int) -> None:
    assert mine("case", "stop", CASE, *WHY, "--on", day, "--yes").code == code


@pytest.fixture
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_paris")
def test_a_stop_just_after_midnight_is_of_today_though_it_is_yesterday_in_utc(mine: Ua) -> None:
    mine.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    ran = mine("case", "stop", CASE, *WHY, "--yes")
    assert ran.code == 0, ran.err
    assert "on = 2026-11-25" in file(mine).read_text(encoding="utf-8")


def test_a_stop_of_somebody_elses_case_is_kept_in_ones_own_library(me: Ua, library: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(f'library = ["{library}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    theirs = library / "cases" / f"{CASE}.toml"
    before = theirs.read_bytes()
    assert me("case", "stop", CASE, *WHY, "--yes").code == 0
    assert theirs.read_bytes() == before
    assert 'state = "stopped"' in file(me).read_text(encoding="utf-8")
    assert me("send", CASE, "--by", "print", "--yes").code == 5


def test_more_time_keeps_the_round_and_who_wrote_has_written(mine: Ua) -> None:
    assert mine("send", CASE, "--by", "print", "--yes").code == 0
    ran = mine("case", "extend", CASE, "--until", "2027-01-31")
    assert ran.code == 0, ran.err
    shown = json.loads(mine("show", CASE, "--json").out)
    assert (shown["deadline"], shown["round"]) == ("2027-01-31", 1)
    assert "printed before" in mine("send", CASE, "--by", "print", "--yes").err


def test_contacts_that_end_before_the_new_deadline_are_told(mine: Ua) -> None:
    (path,) = (mine.home / "data" / "letters" / "authorities").glob("*.toml")
    text = path.read_text(encoding="utf-8")
    assert "review_by = " in text
    path.write_text(re.sub(r"review_by = \S+", "review_by = 2027-02-03", text), encoding="utf-8")
    assert "its contacts are good until" not in mine("case", "extend", CASE, "--until", "2027-01-31").err
    ran = mine("case", "extend", CASE, "--until", "2027-03-01")
    assert ran.code == 0, ran.err
    assert "its contacts are good until 3 Feb 2027" in ran.err
    assert "review_by = 2027-03-01" in ran.err


@pytest.mark.parametrize("until", ["31 January 2027", "31 janv. 2027", "January 31, 2027"])
def test_a_day_is_typed_as_people_write_it(mine: Ua, until: str) -> None:
    ran = mine("case", "extend", CASE, "--until", until, "--yes")
    assert ran.code == 0, ran.err
    assert json.loads(mine("show", CASE, "--json").out)["deadline"] == "2027-01-31"


@pytest.mark.parametrize("until", ["2026-12-01", "2020-01-01", "never", "03/04/2027", ""])
def test_more_time_is_more_and_still_to_come(mine: Ua, until: str) -> None:
    before = file(mine).read_bytes()
    assert mine("case", "extend", CASE, "--until", until).code == 2
    assert file(mine).read_bytes() == before


def test_more_time_does_not_open_a_case_that_is_over(mine: Ua) -> None:
    mine("case", "stop", CASE, *WHY, "--yes")
    assert mine("case", "extend", CASE, "--until", "2027-01-31").code == 2


def test_more_time_for_somebody_elses_case_is_theirs_to_give(me: Ua, library: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(f'library = ["{library}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    ran = me("case", "extend", CASE, "--until", "2027-01-31")
    assert ran.code == 2
    assert str(library) in ran.err


def next_round(me: Ua, tmp_path: Path, *, demand: str = "") -> Path:
    text = file(me).read_text(encoding="utf-8")
    text = (
        text.replace("round = 1", "round = 2") if "round = 1" in text else text.replace("kind =", "round = 2\nkind =")
    )
    text = text.replace("issued = 2026-11-14", "issued = 2026-11-23")
    if demand:
        start = text.index("text.en", text.index("[[demands]]"))
        end = text.index("\n", start)
        text = f'{text[:start]}text.en = "{demand}"{text[end:]}'
    new = tmp_path / "new" / f"{CASE}.toml"
    new.parent.mkdir(exist_ok=True)
    new.write_text(text, encoding="utf-8")
    return new


def test_an_update_keeps_the_old_round_and_cancels_what_waits_for_it(mine: Ua, tmp_path: Path) -> None:
    queue_one(mine)
    old, new = file(mine).read_bytes(), next_round(mine, tmp_path, demand="release her at once")
    ran = mine("case", "update", str(new), "--yes")
    assert ran.code == 0, ran.err
    assert waiting(mine) == 0
    assert "release her at once" in ran.err
    assert (file(mine).parent / f"{CASE}.rounds" / "1.toml").read_bytes() == old
    assert file(mine).read_bytes() == new.read_bytes()
    cancelled = mine("outbox", "list", "--all").out
    assert "cancelled" in cancelled


def test_the_file_of_a_new_round_may_be_called_anything(mine: Ua, tmp_path: Path) -> None:
    new = next_round(mine, tmp_path)
    assert mine("case", "update", str(new.rename(tmp_path / "r2.toml")), "--yes").code == 0
    assert json.loads(mine("show", CASE, "--json").out)["round"] == 2


def test_letters_of_the_old_round_count_for_it_and_the_new_round_is_written_anew(mine: Ua, tmp_path: Path) -> None:
    assert mine("send", CASE, "--by", "print", "--yes").code == 0
    mine("case", "update", str(next_round(mine, tmp_path)), "--yes")
    assert mine("send", CASE, "--by", "print", "--yes").code == 0
    rounds = {(row["round"], row["state"]) for row in json.loads(mine("status", "--json").out)}
    assert rounds == {(1, "sent"), (2, "sent")}


SIGNERS = """\
name,email,street,postcode,city,country,consent,case
Ana Silva,ana@example.org,1 rue A,13100,Aix,FR,2026-11-21,example-2026
"""


@pytest.mark.parametrize(("demand", "holds"), [("", True), ("release her at once", False)])
def test_consent_to_the_old_round_holds_where_nothing_new_is_asked(
    mine: Ua, tmp_path: Path, demand: str, *, holds: bool
) -> None:
    config = mine.home / "config.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '\n[group]\nname = "Group 7"\ncontact = "g7@example.org"\n',
        encoding="utf-8",
    )
    signers = tmp_path / "signers.csv"
    signers.write_text(SIGNERS, encoding="utf-8")
    mine("case", "update", str(next_round(mine, tmp_path, demand=demand)), "--yes")
    ran = mine("send", CASE, "--signers", str(signers), "--by", "print", "--yes", "--fresh-ledger-ok")
    assert ("older than this round" not in ran.err) is holds, ran.err
    assert bool(ran.out or list(mine.home.rglob("*.pdf"))) is holds


def test_an_earlier_round_is_not_opened_again(mine: Ua, tmp_path: Path) -> None:
    new = next_round(mine, tmp_path)
    before = file(mine).read_text(encoding="utf-8")
    assert mine("case", "update", str(new), "--yes").code == 0
    new.write_text(before, encoding="utf-8")
    ran = mine("case", "update", str(new), "--yes")
    assert ran.code == 2
    assert "not later" in ran.err


def test_an_update_with_faults_changes_nothing(mine: Ua, tmp_path: Path) -> None:
    new = next_round(mine, tmp_path)
    new.write_text(new.read_text(encoding="utf-8").replace("kind =", "kin ="), encoding="utf-8")
    before = file(mine).read_bytes()
    assert mine("case", "update", str(new), "--yes").code == 3
    assert file(mine).read_bytes() == before
    assert not (file(mine).parent / f"{CASE}.rounds").exists()


def test_two_rounds_are_compared(mine: Ua, tmp_path: Path) -> None:
    mine("case", "update", str(next_round(mine, tmp_path, demand="release her at once")), "--yes")
    ran = mine("case", "diff", CASE)
    assert ran.code == 0
    assert "release her at once" in ran.out
    assert mine("case", "diff", f"{CASE}@1", CASE).out == ran.out
    rows = json.loads(mine("case", "diff", CASE, "--json").out)
    assert {row["what"] for row in rows} >= {"round", "issued", "demands"}
    assert "Nothing differs" in mine("case", "diff", CASE, CASE).err


@pytest.mark.parametrize("name", [f"{CASE}@7", f"{CASE}@x", f"{CASE}@1", "nobody"])
def test_a_round_that_is_not_there_is_said(mine: Ua, name: str) -> None:
    assert mine("case", "diff", name, CASE).code == 2


def test_the_list_of_cases_says_what_was_sent_what_waits_and_which_round(mine: Ua, tmp_path: Path) -> None:
    assert "sent" not in mine("cases").out
    assert mine("send", CASE, "--by", "print", "--yes").code == 0
    old = file(mine).read_bytes()
    mine("case", "update", str(next_round(mine, tmp_path)), "--yes")
    queue_one(mine)
    line = next(line for line in mine("cases").out.splitlines() if line.startswith(CASE))
    assert "round 2" in line
    assert "1 sent, 1 waits" in line
    row = next(row for row in json.loads(mine("cases", "--json").out) if row["id"] == CASE)
    assert (row["round"], row["sent"], row["waiting"], row["superseded"]) == (2, 1, 1, False)
    file(mine).write_bytes(old)
    assert "knows a later round" in mine("cases").err


def test_a_ledger_that_cannot_be_read_does_not_hide_the_cases(mine: Ua) -> None:
    (mine.home / "data" / "ledger.sqlite").write_bytes(b"not a database, and longer than a header " * 40)
    ran = mine("cases")
    assert CASE in ran.out
    assert "ledger" in ran.err
