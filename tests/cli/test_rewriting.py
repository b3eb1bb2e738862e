"""After an update, what waited is written again for whoever agreed to all that is asked now, on both databases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from support.databases import KINDS
from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.errors import message
from urgentaction.ledger import Which, open_ledger
from urgentaction.model.delivery import State

CASE = "example-2026"
PASSWORD = "correct horse battery staple"
GROUP = '\n[group]\nname = "Group 7"\ncontact = "g7@example.org"\n'
ROWS = """\
name,email,street,postcode,city,country,consent,case,message,privacy
Ana Silva,ana@example.org,1 rue A,13100,Aix,FR,2026-11-21,example-2026,I have met her.,
Bo Lind,bo@example.org,2 rue B,13100,Aix,FR,2026-11-22,example-2026,,
Cy Roux,cy@example.org,3 rue C,13100,Aix,FR,2026-11-20,example-2026,,name-only
"""
PALACE = """
[palace.president]
role = "head-of-state"
body.en = "Office of the President"
office.en = { any = "President" }
style.en = "of Karvania"
salutation.en = { any = "Dear President," }
closing.en = "Yours sincerely,"
languages = ["en"]
timezone = "Europe/Paris"
reply = "ask"
emails = [{ address = "president@palace.example.org", source = "invented", verified_on = 2026-11-20, level = "official" }]
channels = ["email", "print"]
review_by = 2027-11-20
"""


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == KINDS[0]:
        return str(tmp_path / "home" / "data" / "ledger.sqlite")
    return str(request.getfixturevalue("url"))


@pytest.fixture
def group(account: Callable[[Settings], Ua], server: MailServer, library: Path, where: str, tmp_path: Path) -> Ua:
    """A group with an account, an open case in its own library, and three letters that wait on either database."""
    me = account(server.settings)
    shared = f'ledger = "{where}"\n' if where.startswith("postgresql:") else ""
    config = me.home / "config.toml"
    config.write_text(shared + config.read_text(encoding="utf-8") + GROUP, encoding="utf-8")
    shutil.copytree(library, me.home / "data" / "letters")
    with office_file(me).open("a", encoding="utf-8") as offices:
        offices.write(PALACE)
    (tmp_path / "signers.csv").write_text(ROWS, encoding="utf-8")
    queue(me, tmp_path)
    return me


def queue(me: Ua, tmp_path: Path, *more: str) -> None:
    ran = me(
        *("send", CASE, "--signers", str(tmp_path / "signers.csv"), "--by", "email", "--queue-only"),
        *("--yes", "--fresh-ledger-ok", *more),
    )
    assert ran.code == 0, ran.err


def case_file(me: Ua) -> Path:
    return me.home / "data" / "letters" / "cases" / f"{CASE}.toml"


def office_file(me: Ua) -> Path:
    return me.home / "data" / "letters" / "authorities" / "xx.toml"


def next_round(me: Ua, tmp_path: Path, *changes: tuple[str, str]) -> str:
    """The file of round 2, with these changes."""
    return written(me, tmp_path, ("round = 1", "round = 2"), ("issued = 2026-11-14", "issued = 2026-11-23"), *changes)


def third_round(me: Ua, tmp_path: Path, *changes: tuple[str, str]) -> str:
    return written(me, tmp_path, ("round = 2", "round = 3"), *changes)


def written(me: Ua, tmp_path: Path, *changes: tuple[str, str]) -> str:
    """The case's file as it is now with these changes, somewhere else."""
    text = case_file(me).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    new_file = tmp_path / "next.toml"
    new_file.write_text(text, encoding="utf-8")
    return str(new_file)


MORE = ("ensure that she can see her lawyers", "release her at once and ensure that she can see her lawyers")
FACT = ("has been detained at Port", "has been detained in a cell at Port")
DARK = ("in a cell at Port", "in a dark cell at Port")
ELSEWHERE = ('authority = "xx/justice/minister"', 'authority = "xx/palace/president"')


def mails(where: str, *, round_: int) -> dict[str, EmailMessage]:
    """The mails that wait for a round, by the address that answers come to."""
    ledger = open_ledger(where)
    try:
        waiting = ledger.list(Which(case=CASE, states=(State.QUEUED,)))
        bodies = [ledger.body(one.key) or b"" for one in waiting if one.round == round_]
    finally:
        ledger.close()
    found = [message_from_bytes(body, policy=policy.default) for body in bodies]
    return {str(mail["Reply-To"]): mail for mail in found}


def counts(me: Ua) -> dict[tuple[int, str], int]:
    return {(row["round"], row["state"]): row["count"] for row in json.loads(me("status", "--json").out)}


def test_what_waited_is_written_again_where_nothing_more_is_asked(group: Ua, where: str, tmp_path: Path) -> None:
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert ran.code == 0, ran.err
    assert "3 letters are written again" in ran.err
    assert counts(group) == {(1, "cancelled"): 3, (2, "queued"): 3}
    found = mails(where, round_=2)
    ana, bo = found["ana@example.org"], found["bo@example.org"]
    assert "has been detained in a cell at Port" in ana.get_content()
    assert "I have met her." in ana.get_content()
    assert "I have met her." not in bo.get_content()
    assert "who agreed to it on 21 November 2026" in " ".join(ana.get_content().split())
    assert ana["Cc"] == "ana@example.org"


def test_reduced_privacy_stays_reduced_and_the_ledger_keeps_no_street_of_it(
    group: Ua, where: str, tmp_path: Path
) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--no-rewrite", "--yes")
    ledger = open_ledger(where)
    try:
        kept = [one.signer.decode() for one in ledger.superseded(CASE, 2)]
    finally:
        ledger.close()
    assert sorted("street" in text for text in kept) == [False, True, True]
    group("case", "update", CASE, "--yes")
    (quiet,) = [mail for address, mail in mails(where, round_=2).items() if address == "None"]
    assert "Cy Roux" in quiet.get_content()
    assert "cy@example.org" not in quiet.as_string()


def test_nobody_writes_again_who_did_not_agree_to_all_that_is_asked(group: Ua, tmp_path: Path) -> None:
    ran = group("case", "update", next_round(group, tmp_path, MORE), "--yes")
    assert ran.code == 0, ran.err
    assert counts(group) == {(1, "cancelled"): 3}
    assert "Left out, 3 letters: agreed to round 1" in ran.err
    assert "Silva" not in ran.err


def test_a_consent_of_these_days_to_the_old_round_is_none_to_more(group: Ua, tmp_path: Path) -> None:
    """It is dated after the new round was issued, and still is to what the letter that waits asks."""
    rows = ROWS.replace("2026-11-21", "2026-11-24").replace("Ana Silva,ana@", "Di Silva,di@")
    (tmp_path / "signers.csv").write_text(rows, encoding="utf-8")
    queue(group, tmp_path)
    ran = group("case", "update", next_round(group, tmp_path, MORE), "--yes")
    assert "Left out, 4 letters" in ran.err
    assert counts(group) == {(1, "cancelled"): 4}


def test_a_letter_of_the_publishers_that_comes_with_a_round_goes_out_in_nobodys_name_who_did_not_agree(
    group: Ua, tmp_path: Path
) -> None:
    model = (
        "[[people]]",
        '[letter.model.en]\nparagraphs = ["I urge you to dismiss the judges."]\nsource = "S"\n\n[[people]]',
    )
    ran = group("case", "update", next_round(group, tmp_path, model), "--yes")
    assert ran.code == 0, ran.err
    assert "Left out, 3 letters: agreed to round 1" in ran.err
    assert counts(group) == {(1, "cancelled"): 3}


def test_who_agreed_to_less_is_not_written_for_by_a_later_round_that_asks_no_more_than_the_one_between(
    group: Ua, tmp_path: Path
) -> None:
    """The days of issue tell nothing: the round between may have come with a library, on any day."""
    old = case_file(group).with_name(f"{CASE}.rounds") / "1.toml"
    old.parent.mkdir()
    old.write_text(case_file(group).read_text(encoding="utf-8"), encoding="utf-8")
    case_file(group).write_text(
        Path(written(group, tmp_path, ("round = 1", "round = 2"), MORE)).read_text("utf-8"), encoding="utf-8"
    )
    ran = group("case", "update", CASE, "--yes")
    assert "Left out, 3 letters: agreed to round 1" in ran.err
    ran = group("case", "update", third_round(group, tmp_path, FACT), "--yes")
    assert ran.code == 0, ran.err
    assert "Left out, 3 letters: agreed to round 1" in ran.err
    assert counts(group) == {(1, "cancelled"): 3}


def test_what_an_old_round_asked_that_cannot_be_read_is_not_what_is_asked_now(group: Ua, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--no-rewrite", "--yes")
    (case_file(group).with_name(f"{CASE}.rounds") / "1.toml").write_text("round = ", encoding="utf-8")
    ran = group("case", "update", CASE, "--yes")
    assert ran.code == 0, ran.err
    assert "Left out, 3 letters: agreed to round 1" in ran.err


def test_a_round_that_asks_more_is_refused_where_it_would_count_who_agreed_to_the_old_one(
    group: Ua, tmp_path: Path
) -> None:
    same_day = written(group, tmp_path, ("round = 1", "round = 2"), MORE)
    assert "would count who agreed to that one since 14" in group("case", "update", same_day, "--yes").err
    since = ("\nas_of", "\nasked_since = 2026-11-14\nas_of")
    ran = group("case", "update", next_round(group, tmp_path, MORE, since), "--yes")
    assert ran.code == 2, ran.err
    assert "Take asked_since out" in ran.err
    assert counts(group) == {(1, "queued"): 3}
    assert "round = 1" in case_file(group).read_text(encoding="utf-8")


def test_the_office_in_anothers_place_is_written_to(group: Ua, where: str, tmp_path: Path) -> None:
    ran = group("case", "update", next_round(group, tmp_path, ELSEWHERE), "--yes")
    assert ran.code == 0, ran.err
    found = mails(where, round_=2)
    assert len(found) == 3
    assert all("president@palace.example.org" in str(mail["To"]) for mail in found.values())
    assert "Dear President," in found["bo@example.org"].get_content()


def test_an_office_that_is_only_added_gets_no_letter_that_nobody_queued(group: Ua, where: str, tmp_path: Path) -> None:
    both = ("[[targets]]\n", f'[[targets]]\n{ELSEWHERE[1]}\nas = "main"\n\n[[targets]]\n')
    group("case", "update", next_round(group, tmp_path, both), "--yes")
    assert {str(mail["To"]) for mail in mails(where, round_=2).values()} == {
        "Minister of Justice of Karvania <minister@justice.example.org>"
    }


def test_nothing_is_written_again_without_a_yes_and_the_same_command_asks_once_more(group: Ua, tmp_path: Path) -> None:
    new = next_round(group, tmp_path, FACT)
    said = group("case", "update", new, answers=["y", "n"])
    assert said.code == 0, said.err
    assert "Queue 3 letters of the new round?" in said.err
    assert counts(group) == {(1, "cancelled"): 3}
    for name in (new, CASE):
        later = group("case", "update", name, answers=["n"])
        assert "round 2 is open already" in later.err
        assert "3 letters are written again" in later.err
    assert "not written again now" in group("case", "update", CASE, "--no-rewrite", "--yes").err
    assert group("case", "update", CASE, "--yes").code == 0
    assert counts(group) == {(1, "cancelled"): 3, (2, "queued"): 3}
    once_more = group("case", "update", CASE, "--yes")
    assert "written again" not in once_more.err
    assert counts(group) == {(1, "cancelled"): 3, (2, "queued"): 3}


def test_who_wrote_meanwhile_is_not_written_for_twice(group: Ua, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--no-rewrite", "--yes")
    (tmp_path / "signers.csv").write_text("".join(ROWS.splitlines(keepends=True)[:2]), encoding="utf-8")
    queue(group, tmp_path)
    ran = group("case", "update", CASE, "--yes")
    assert "2 letters are written again" in ran.err
    assert counts(group)[2, "queued"] == 3


def test_what_a_person_cancelled_stays_cancelled(group: Ua, where: str, tmp_path: Path) -> None:
    ledger = open_ledger(where)
    try:
        first = ledger.list(Which(case=CASE, states=(State.QUEUED,)))[0]
        ledger.cancel(Which(keys=(first.key,)), now=group.now, reason=message("queue.by-hand"))
    finally:
        ledger.close()
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert "2 letters are written again" in ran.err


def test_whose_letter_left_in_one_round_is_not_written_for_again_in_the_next(group: Ua, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert group("outbox", "run").code == 0
    before = counts(group)
    assert before == {(1, "cancelled"): 3, (2, "sent"): 1, (2, "queued"): 2}
    ran = group("case", "update", third_round(group, tmp_path, DARK), "--yes")
    assert "2 letters are written again" in ran.err
    assert counts(group) == {(1, "cancelled"): 3, (2, "sent"): 1, (2, "cancelled"): 2, (3, "queued"): 2}


def test_what_was_written_again_and_cancelled_by_hand_stays_so_through_every_update(group: Ua, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, ELSEWHERE), "--yes")
    assert group("outbox", "cancel", "--case", CASE, "--yes").code == 0
    done = {(1, "cancelled"): 3, (2, "cancelled"): 3}
    for name in (CASE, third_round(group, tmp_path, FACT), CASE):
        ran = group("case", "update", name, "--yes")
        assert ran.code == 0, ran.err
        assert "written again" not in ran.err
        assert counts(group) == done


def test_two_updates_carry_a_letter_to_the_last_round_once(group: Ua, where: str, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    ran = group("case", "update", third_round(group, tmp_path, DARK), "--yes")
    assert "3 letters are written again" in ran.err
    assert counts(group) == {(1, "cancelled"): 3, (2, "cancelled"): 3, (3, "queued"): 3}
    assert all("in a dark cell" in mail.get_content() for mail in mails(where, round_=3).values())


def test_who_was_forgotten_is_not_written_for(group: Ua, where: str, tmp_path: Path) -> None:
    new = next_round(group, tmp_path, FACT)
    group("case", "update", new, "--no-rewrite", "--yes")
    assert group("forget", "--email", "ana@example.org", "--yes").code == 0
    assert group("case", "update", CASE, "--yes").code == 0
    assert set(mails(where, round_=2)) == {"bo@example.org", "None"}


def test_ones_own_letter_is_written_again_as_ones_own(group: Ua, where: str, tmp_path: Path) -> None:
    assert group("send", CASE, "--by", "email", "--queue-only", "--say", "She is my friend.", "--yes").code == 0
    new = next_round(group, tmp_path, FACT)
    assert group("case", "update", new, "--yes").code == 0
    texts = [mail.get_content() for mail in mails(where, round_=2).values()]
    mine = [text for text in texts if "She is my friend." in text]
    assert len(mine) == 1
    assert "Sent by" not in mine[0]


def test_a_round_that_came_with_a_library_is_taken_over_by_the_cases_name(group: Ua, tmp_path: Path) -> None:
    text = Path(next_round(group, tmp_path, FACT, ("\nas_of", "\nasked_since = 2026-11-14\nas_of"))).read_text("utf-8")
    kept = case_file(group).with_name(f"{CASE}.rounds") / "1.toml"
    kept.parent.mkdir()
    case_file(group).rename(kept)
    case_file(group).write_text(text, encoding="utf-8")
    ran = group("case", "update", CASE, "--yes")
    assert ran.code == 0, ran.err
    assert counts(group) == {(1, "cancelled"): 3, (2, "queued"): 3}


def test_the_new_letters_leave_and_the_old_ones_never(group: Ua, server: MailServer, tmp_path: Path) -> None:
    group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    for _ in range(4):
        group.now = group.now.replace(hour=group.now.hour + 1)
        assert group("outbox", "run").code == 0
    office = [mail for mail in server.mails if mail.rcpt_tos == ["minister@justice.example.org"]]
    assert len(office) == 3
    assert all(b"in a cell" in (mail.content or b"") for mail in office)


def test_a_rehearsal_and_a_mail_window_keep_nothing_of_who_signs(group: Ua, where: str, tmp_path: Path) -> None:
    how = ("send", CASE, "--signers", str(tmp_path / "signers.csv"), "--by", "email", "--rehearse", "--yes")
    assert group(*how).code == 0
    assert group("send", CASE, "--by", "mailto", "--yes").code == 0
    assert "handed 1" in group("status").out
    assert signers(group.home / "data" / "rehearsal.sqlite", group.now) == (3, 0)
    assert signers(where, group.now) == (4, 3)  # the three that wait


def signers(where: str | Path, now: datetime) -> tuple[int, int]:
    """Of how many letters a ledger keeps the text, and of how many who signs."""
    ledger = open_ledger(where)
    try:
        kept = [values for _, values in ledger.items(secret=True, now=now) if values.get("body")]
    finally:
        ledger.close()
    return len(kept), sum(1 for one in kept if one["signer"])


def test_a_case_that_is_over_by_its_new_file_is_written_for_by_nobody(group: Ua, tmp_path: Path) -> None:
    over = (
        "[[sources]]",
        '[status]\nstate = "stopped"\non = 2026-11-23\nwhy.en = "Released."\nsource = "S"\n\n[[sources]]',
    )
    ran = group("case", "update", next_round(group, tmp_path, FACT, over), "--yes")
    assert ran.code == 0, ran.err
    assert counts(group) == {(1, "cancelled"): 3}
    assert group("case", "update", CASE, "--yes").code == 5


def reasons(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("Left out")]


def test_what_was_edited_by_hand_is_told_and_not_written_again(group: Ua, tmp_path: Path) -> None:
    letter = tmp_path / "letter.json"
    assert group("draft", CASE, "-f", "json", "-o", str(letter)).code == 0
    ran = group("send", str(letter), "--by", "email", "--queue-only", "--yes")
    assert ran.code == 0, ran.err
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert "3 letters are written again" in ran.err
    assert len(reasons(ran.err)) == 1
    assert "1 letter: it was edited by hand" in ran.err


def test_a_bundle_is_told_once_for_all_that_it_carries(group: Ua, tmp_path: Path) -> None:
    for key in ("ana", "bo", "cy"):
        group("forget", "--email", f"{key}@example.org", "--yes")
    rows = ROWS.replace("ana@", "di@").replace("bo@", "ed@").replace("cy@", "fi@")
    rows = rows.replace("Ana Silva", "Di Silva").replace("Bo Lind", "Ed Lind").replace("Cy Roux", "Fi Roux")
    (tmp_path / "bundle.csv").write_text(rows.replace(",name-only", ","), encoding="utf-8")
    how = ("--by", "email", "--queue-only", "--yes", "--fresh-ledger-ok")
    ran = group("bundle", CASE, "--signers", str(tmp_path / "bundle.csv"), *how)
    assert ran.code == 0, ran.err
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert reasons(ran.err) == ["Left out, 1 letter: it was one bundle of signatures"]
    assert "ua bundle example-2026 makes it anew" in ran.err


def test_an_office_that_the_new_round_leaves_out_without_another_is_told(group: Ua, tmp_path: Path) -> None:
    two = f'[[targets]]\n{ELSEWHERE[1]}\nas = "main"\n\n[[targets]]\n'
    text = case_file(group).read_text(encoding="utf-8")
    case_file(group).write_text(text.replace("[[targets]]\n", two), encoding="utf-8")
    queue(group, tmp_path)
    ran = group("case", "update", next_round(group, tmp_path, (two, "[[targets]]\n")), "--yes")
    assert "3 letters are written again" in ran.err
    assert reasons(ran.err) == ["Left out, 3 letters: its office is no longer asked, and no other in its place"]


def test_an_office_that_a_person_chose_is_not_chosen_again(group: Ua, where: str, tmp_path: Path) -> None:
    queue(group, tmp_path, "--to", "xx/palace/president")
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert "Left out, 3 letters: its office is none that the case writes to by itself" in ran.err
    assert {str(mail["To"]) for mail in mails(where, round_=2).values()} == {
        "Minister of Justice of Karvania <minister@justice.example.org>"
    }


def test_who_said_yes_to_an_address_is_not_asked_again_for_the_same_one(group: Ua, where: str, tmp_path: Path) -> None:
    unsure = ('level = "official" }]\nchannels', 'level = "unverified" }]\nchannels')
    text = office_file(group).read_text(encoding="utf-8")
    office_file(group).write_text(text.replace(*unsure), encoding="utf-8")
    group("outbox", "cancel", "--case", CASE, "--yes")
    queue(group, tmp_path, "--accept-unverified")
    ran = group("case", "update", next_round(group, tmp_path, FACT), "--yes")
    assert ran.code == 0, ran.err
    assert len(mails(where, round_=2)) == 3


def test_an_address_that_changed_is_looked_at_anew(group: Ua, where: str, tmp_path: Path) -> None:
    text = office_file(group).read_text(encoding="utf-8")
    unsure = text.replace('level = "official" }]\nchannels', 'level = "unverified" }]\nchannels')
    office_file(group).write_text(unsure, encoding="utf-8")
    group("outbox", "cancel", "--case", CASE, "--yes")
    queue(group, tmp_path, "--accept-unverified")
    office_file(group).write_text(unsure.replace("minister@justice", "cabinet@justice"), encoding="utf-8")
    new = next_round(group, tmp_path, FACT)
    assert "3 letters are written again" not in group("case", "update", new, "--yes").err
    assert mails(where, round_=2) == {}
    assert group("case", "update", CASE, "--accept-unverified", "--yes").code == 0
    assert len(mails(where, round_=2)) == 3
