"""`ua send --signers --by print`: stacks for a printer, the list that goes with each, and what is in the post."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pdfplumber
import pytest

from support.mail import MailServer
from support.ua import Ran, Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.cli import printing, running
from urgentaction.documents import cover_list, print_run
from urgentaction.errors import UserError, message
from urgentaction.ledger import open_ledger
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import Halted, Scope, State
from urgentaction.outbox import Run

OPEN = "example-2026"
HEAD = "name;email;street;postcode;city;country;consent;case;message;privacy\n"
PEOPLE = (
    ("Zoé Abel", "13100", "", ""),
    ("Émile Zola", "06000", "", ""),
    ("Ana Ruiz", "69002", "I was a teacher.", ""),
    ("Ben Adler", "69001", "", "initials-town"),
    ("Cem Kaya", "06000", "", "name-only"),
)
SOME = ["Cem Kaya", "Émile Zola", "Zoé Abel", "B. A.", "Ana Ruiz"]
"""The order by postcode, as the letters show these people."""


@pytest.fixture
def stall(me: Ua, library: Path) -> Ua:
    """The program with a list of five in the working folder, on the only machine that sends."""
    me.environ["UA_LIBRARY"] = str(library)
    rows = (
        f"{name};x{n}@example.org;{n} rue X;{code};Lyon;FR;2026-11-20;{OPEN};{words};{privacy}\n"
        for n, (name, code, words, privacy) in enumerate(PEOPLE)
    )
    (me.home / "signers.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    vouched(me)
    return me


def vouched(ua: Ua) -> None:
    ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    ledger.vouch(now=ua.now)
    ledger.close()


def prints(ua: Ua, *further: str, code: int = 0) -> Ran:
    arguments = ("send", OPEN, "--signers", str(ua.home / "signers.csv"), "--by", "print")
    ran = ua(*arguments, *(further or ()), *(() if "--dry-run" in further else ("--yes",)))
    assert ran.code == code, ran.err
    return ran


def stacks(ua: Ua, name: str = "letters") -> list[Path]:
    return sorted((ua.home / "data" / "prints").rglob(f"{name}-*.pdf"))


def texts(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return [(page.extract_text() or "").replace("\u00a0", " ") for page in pdf.pages]


def id_of(ran: Ran) -> str:
    return re.findall(r"ua outbox posted --batch (\S+)", ran.err)[0]


def test_a_list_becomes_one_file_in_the_order_of_the_postcodes_and_the_list_for_the_stall(stall: Ua) -> None:
    ran = prints(stall)
    (letters,), (cover,) = stacks(stall), stacks(stall, "list")
    assert [text.splitlines()[0] for text in texts(letters)] == SOME
    (listed,) = texts(cover)
    assert re.findall(r"^\d (.+?)(?: \d{5} LYON| Lyon| –)+ 1 \d$", listed, re.MULTILINE) == SOME
    assert str(letters) in ran.err
    assert str(cover) in ran.err
    modes = {path.stat().st_mode & 0o777 for path in (letters, cover)}
    assert (modes, letters.parent.stat().st_mode & 0o777) == ({0o600}, 0o700)
    assert "printed 5" in stall("status").out
    # Less privacy wished for is less printed, on the list too: no initials spelt out, no place, nowhere a street.
    assert "Adler" not in listed
    assert "rue X" not in listed


def test_a_stack_can_be_sorted_by_name_and_padded_for_a_duplex_printer(stall: Ua) -> None:
    prints(stall, "--sort", "name", "--duplex")
    pages = texts(stacks(stall)[0])
    assert [page.splitlines()[0] for page in pages[::2]] == ["Ana Ruiz", "B. A.", "Cem Kaya", "Émile Zola", "Zoé Abel"]
    assert not any(pages[1::2])
    assert re.search(r"Émile Zola .* 1 7$", texts(stacks(stall, "list")[0])[0], re.MULTILINE)


@pytest.mark.parametrize("further", [("--duplex",), ("--sort", "name"), ("--sort", "town")])
def test_what_only_a_print_run_knows_is_refused_elsewhere(stall: Ua, further: tuple[str, ...]) -> None:
    alone = stall("send", OPEN, "--by", "print", "--yes", *further)
    assert alone.code == 2
    assert "--sort" in alone.err
    assert "--sort takes" in stall("send", OPEN, "--signers", "x", "--by", "print", "--sort", "town").err


def test_each_letter_has_a_record_of_its_own_and_the_receipt_says_printed(stall: Ua) -> None:
    prints(stall)
    told = json.loads(stall("outbox", "list", "--all", "--json").out)
    assert len({one["key"] for one in told}) == 5
    assert {(one["state"], one["receipt"]["kind"]) for one in told} == {("sent", "printed")}
    assert {one["receipt"]["reference"].partition("/")[2] for one in told} == {"letters-1.pdf"}


def test_what_is_only_queued_is_printed_later_as_it_was_asked_for(stall: Ua) -> None:
    prints(stall, "--queue-only", "--duplex")
    assert not stacks(stall)
    ran = stall("outbox", "run", "--json")
    assert ran.code == 0, ran.err
    assert len(texts(stacks(stall)[0])) == 10
    assert len(json.loads(ran.out)) == 5


def test_a_run_of_more_letters_than_one_file_takes_makes_several(stall: Ua, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_run, "MOST", 2)
    ran = prints(stall)
    assert [len(texts(path)) for path in stacks(stall)] == [2, 2, 1]
    assert [text.splitlines()[0] for path in stacks(stall) for text in texts(path)] == SOME
    batch = id_of(ran).rpartition("-")[0]
    assert f"printed, not posted: {batch}-3, 1 letter" in stall("status").err
    assert "2 letters are noted" in stall("outbox", "posted", "--batch", f"{batch}-1").err
    assert "3 letters are noted" in stall("outbox", "posted", "--batch", batch).err
    assert "not posted" not in stall("status").err


def test_only_so_many_are_printed_at_once(stall: Ua) -> None:
    prints(stall, "--limit", "2")
    assert len(texts(stacks(stall)[0])) == 2
    assert "waiting 3" in stall("status").out
    stall("outbox", "run")
    assert [len(texts(path)) for path in stacks(stall)] == [2, 3]


def test_posted_is_progress_that_the_log_tells_and_not_a_state(stall: Ua) -> None:
    name = id_of(prints(stall))
    stall.now += timedelta(hours=2)
    assert "5 letters are noted as posted" in stall("outbox", "posted", "--batch", name).err
    assert "printed 5" in stall("status").out
    log = json.loads(stall("log", "--json").out)
    assert [event["what"] for event in log][-5:] == ["posted"] * 5
    again = stall("outbox", "posted", "--batch", name)
    assert again.code == 2
    assert "Nothing is printed that is not posted" in again.err


def test_a_stack_that_is_not_there_is_told_with_those_that_are(stall: Ua) -> None:
    name = id_of(prints(stall))
    ran = stall("outbox", "posted", "--batch", "zzzz")
    assert ran.code == 2
    assert name in ran.err
    assert stall("outbox", "posted").code == 2
    assert stall("outbox", "posted", "abcd", "--batch", name).code == 2
    one = stall("outbox", "list", "--all").out.split()[0]
    assert stall("outbox", "posted", one).code == 2  # it goes with its stack


def test_a_letter_printed_by_itself_is_posted_by_its_key(stall: Ua) -> None:
    ran = stall("send", OPEN, "--by", "print", "--yes")
    assert ran.code == 0
    key = stall("outbox", "list", "--all").out.split()[0]
    status = stall("status").err
    assert "printed, not posted: xx-justice-minister-" in status
    for told in (ran.err, status):
        assert re.search(rf"ua outbox posted {key}$", told, re.MULTILINE)
    prints(stall, "--again")
    assert "ua outbox posted --batch ID" in stall("status").err  # of several
    assert "1 letter is noted as posted" in stall("outbox", "posted", key).err
    assert "printed, not posted: xx-justice-minister-" not in stall("status").err


def test_printing_again_needs_again_and_says_when_it_was_printed_first(stall: Ua) -> None:
    prints(stall)
    stall.now += timedelta(days=1)
    ran = prints(stall)
    assert "5 of these letters were printed before, the first on 24 Nov 2026" in ran.err
    assert "--again" in ran.err
    assert len(stacks(stall)) == 1
    ran = prints(stall, "--again")
    assert "the first on 24 Nov 2026" in ran.err
    assert "not printed a second time" not in ran.err
    assert len(stacks(stall)) == 2
    # The first is what is told, however often it was printed since.
    stall.now += timedelta(days=1)
    assert "the first on 24 Nov 2026" in prints(stall, "--again", "--dry-run").err


def test_one_letter_printed_again_says_so_too(stall: Ua) -> None:
    stall("send", OPEN, "--by", "print", "--yes")
    ran = stall("send", OPEN, "--by", "print", "--yes")
    assert "1 of these letters was printed before, on 24 Nov 2026" in ran.err
    assert "It is not printed a second time" in ran.err
    assert "printed before" in stall("send", OPEN, "--by", "print", "--yes", "--again").err


def test_a_stop_lists_what_is_printed_and_not_posted(stall: Ua) -> None:
    name = id_of(prints(stall))
    assert stall("send", OPEN, "--by", "print", "--yes").code == 0
    close_in_ledger(stall)
    for ran in (stall("status"), prints(stall, "--again", code=5)):
        assert f"DO NOT POST: {name}, 5 letters of {OPEN}" in ran.err
    for told in (prints(stall, code=5), stall("send", OPEN, "--by", "print", "--yes")):
        assert "--again" not in told.err
    alone = stall("send", OPEN, "--by", "print", "--yes")
    assert alone.code == 5
    assert "DO NOT POST" in alone.err
    # Whoever had posted them all the same may say so.
    no = stall("outbox", "posted", "--batch", name, answers=["no"])
    assert f"ua outbox posted --not --batch {name}" in no.err
    assert "DO NOT POST" in stall("status").err
    assert stall("outbox", "posted", "--batch", name).code == 2
    ran = stall("outbox", "posted", "--batch", name, "--yes")
    assert "should not have been posted" in ran.err
    assert f"DO NOT POST: {name}" not in stall("status").err


def test_what_was_shredded_ends_the_warning_and_does_not_count_as_done(stall: Ua) -> None:
    name = id_of(prints(stall))
    assert stall("send", OPEN, "--by", "print", "--yes").code == 0
    close_in_ledger(stall)
    assert f"ua outbox posted --not --batch {name}" in stall("status").err
    ran = stall("outbox", "posted", "--not", "--batch", name)
    assert (ran.code, "5 letters are noted as destroyed" in ran.err) == (0, True)
    assert all(str(path) in ran.err for path in stacks(stall))
    assert "should not" not in ran.err
    told = stall("status")
    assert f"DO NOT POST: {name}" not in told.err
    assert "printed 1   destroyed 5" in told.out
    assert [event["what"] for event in json.loads(stall("log", "--json").out)][-5:] == ["destroyed"] * 5
    (cell,) = json.loads(stall("report", "--json").out)["cells"]
    assert (cell["state"], cell["count"]) == ("sent", 1)
    assert stall("outbox", "posted", "--batch", name, "--yes").code == 2  # once
    stall("outbox", "purge", "--days", "0", "--yes")
    assert not stacks(stall)


def test_one_letter_is_noted_as_destroyed_by_its_key_in_french(stall: Ua) -> None:
    stall.environ["UA_LANG"] = "fr"
    stall("send", OPEN, "--by", "print", "--yes")
    key = stall("outbox", "list", "--all").out.split()[0]
    assert "1 lettre est notée comme détruite" in stall("outbox", "posted", "--not", key).err
    told = stall("status")
    assert "détruites 1" in told.out
    assert "imprimées" not in told.out + told.err


def test_what_is_only_printed_is_nowhere_called_sent(stall: Ua) -> None:
    asked = stall("send", OPEN, "--by", "print", answers=["yes"])
    assert "Print 1 letter now?" in asked.err
    prints(stall, "--queue-only")
    ran = stall("outbox", "run")
    assert "printed 5" in ran.err
    listed = stall("outbox", "list", "--all").out
    key = listed.split()[0]
    shown, log, report = stall("outbox", "show", key).out, stall("log").out, stall("report").out
    for told in (listed, shown, log, report):
        assert "printed" in told
    for told in (asked.err, ran.err, listed, shown, log, report):
        assert not re.search(r"\bsent\b|\bSend\b", told), told
    assert {event["what"] for event in json.loads(stall("log", "--json").out)} >= {"sent"}


def test_lines_that_are_left_out_are_told_in_their_order(stall: Ua) -> None:
    prints(stall)
    assert "(lines 2, 3, 4, 5, 6)" in prints(stall).err


def test_a_run_without_anything_due_says_so(stall: Ua) -> None:
    assert "Nothing is due." in stall("outbox", "run").err
    assert "Nothing is due." not in prints(stall).err
    prints(stall, "--again", "--queue-only")
    with closing(sqlite3.connect(stall.home / "data" / "ledger.sqlite", isolation_level=None)) as file:
        later = f"{stall.now + timedelta(hours=1):%Y-%m-%dT%H:%M:%S.%fZ}"
        file.execute("UPDATE deliveries SET due = ? WHERE state = 'queued'", [later])
    ran = stall("outbox", "run")
    assert "Nothing is due." in ran.err
    assert "What waits leaves from 24 Nov 2026" in ran.err
    stall.now += timedelta(hours=2)
    assert "Nothing is due." not in stall("outbox", "run").err


def close_in_ledger(ua: Ua) -> None:
    ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    ledger.note_round(OPEN, 1, RoundState.STOPPED, now=ua.now)
    ledger.close()


def test_a_deadline_that_has_passed_is_a_stop_too(stall: Ua) -> None:
    name = id_of(prints(stall))
    stall.now = datetime(2026, 12, 26, 9, 0, tzinfo=UTC)
    assert f"DO NOT POST: {name}" in stall("status").err


def test_a_list_that_a_stop_reaches_in_the_queue_is_not_printed(stall: Ua) -> None:
    prints(stall, "--queue-only")
    close_in_ledger(stall)
    ran = stall("outbox", "run")
    assert not stacks(stall)
    assert "cancelled" in ran.err
    assert "waiting" not in stall("status").out


def test_a_folder_that_cannot_be_written_leaves_everything_waiting_and_no_list_behind(
    stall: Ua, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ran = prints(stall, "-o", str(tmp_path / "file"), code=4)
    assert "Nothing can be written" in ran.err
    assert "waiting 5" in stall("status").out
    assert stall("outbox", "run").code == 0
    assert len(texts(stacks(stall)[0])) == 5


def broken_off(ua: Ua) -> str:
    """A run that died when its file was named; gives the stack's name."""
    prints(ua, "--queue-only")
    return broken(ua)


def broken(ua: Ua, batch: str = "") -> str:
    """The same with what waits."""
    ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    batch = batch or ledger.print_batches()[0]
    with ledger.attend() as worker:
        taken = ledger.take_stack(worker, now=ua.now, batch=batch, most=100)
        begun = ledger.begin_stack([job.key for _, job in taken], worker=worker, now=ua.now, batch=batch)
    ledger.close()
    ua.now += timedelta(minutes=20)  # this process lives; its lease does not
    return begun.reference


def test_after_a_crash_the_file_tells_that_the_letters_were_printed(stall: Ua) -> None:
    reference = broken_off(stall)
    path = stall.home / "data" / "prints" / reference
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7")
    ran = stall("outbox", "run")
    assert ran.code == 0, ran.err
    assert "5 letters of a run that broke off are in their files" in ran.err
    assert "printed 5" in stall("status").out


@pytest.mark.parametrize("answer", ["--sent", "--not-sent"])
def test_after_a_crash_without_a_file_a_person_is_asked(stall: Ua, answer: str) -> None:
    cover = stall.home / "data" / "prints" / broken_off(stall).replace("letters", "list")
    cover.parent.mkdir(parents=True)
    cover.touch()
    ran = stall("outbox", "run")
    assert ran.code == 4, ran.err
    name = re.findall(r"(\S+): a run broke off", ran.err)[0]
    assert f"ua outbox resolve --batch {name} --sent" in ran.err
    assert not stacks(stall)
    assert name in stall("status").err
    assert stall("outbox", "resolve", "--batch", "nothing", answer).code == 2
    assert stall("outbox", "resolve", "--batch", name).code == 2
    assert stall("outbox", "resolve", "--batch", name, answer).code == 0
    assert cover.exists() is (answer == "--sent")
    assert stall("outbox", "run").code == 0
    assert "printed 5" in stall("status").out
    assert [path.name for path in stacks(stall)] == ([] if answer == "--sent" else ["letters-2.pdf"])


def test_whoever_is_forgotten_after_printing_is_to_be_taken_out_by_hand(stall: Ua) -> None:
    prints(stall)
    ran = stall("forget", "Ana Ruiz", "--postcode", "69002", "--yes")
    assert ran.code == 0, ran.err
    (letters,) = stacks(stall)
    assert f"{letters} and the list beside it hold letters of others too" in ran.err
    assert len(texts(letters)) == 5


def test_a_run_speaks_french(stall: Ua) -> None:
    stall.environ["UA_LANG"] = "fr"
    ran = prints(stall)
    assert "imprimées, 5 lettres" in ran.err
    assert "Ne la postez pas" in texts(stacks(stall, "list")[0])[0]
    assert "imprimées, pas postées" in stall("status").err
    assert "notées comme postées" in stall("outbox", "posted", "--batch", id_of(ran)).err


def test_what_could_not_be_written_as_a_stack_does_not_come_letter_by_letter(stall: Ua) -> None:
    prints(stall, "--queue-only")
    batch = json.loads(stall("outbox", "list", "--json").out)[0]["batch"]
    (stall.home / "data" / "prints").mkdir()
    (stall.home / "data" / "prints" / batch).touch()  # in the way of the folder of this run
    assert stall("outbox", "run").code == 4
    assert [path.name for path in (stall.home / "data" / "prints").rglob("*")] == [batch]
    assert "waiting 5" in stall("status").out


def test_a_folder_that_cannot_be_written_keeps_back_no_mail(
    account: Callable[[Settings], Ua], mail_server: Callable[..., MailServer], stall: Ua
) -> None:
    prints(stall, "--queue-only")
    server = mail_server(Security.TLS, user="elise@example.org", password="right-password")
    stall = account(server.settings)
    stall.environ["UA_EMAIL_PASSWORD"] = "right-password"
    assert stall("send", OPEN, "--by", "email", "--yes", "--queue-only").code == 0
    (stall.home / "data" / "prints").touch()
    ran = stall("outbox", "run", "--limit", "6")
    assert ran.code == 4
    assert "Nothing can be written" in ran.err
    assert len(server.mails) == 1
    assert "waiting 5" in stall("status").out


def test_a_run_that_waits_tries_paper_afresh_and_is_in_order_once_it_is_printed() -> None:
    """The rest goes on at its own pace meanwhile."""
    clock, halted = Moving(), Halted(Scope.CONNECTION, message("handoff.disk-full", folder="x"))
    tried = [Run(counts={State.QUEUED: 5}, halted=halted), Run(counts={State.SENT: 5})]
    limits: list[int | None] = []

    def rest(*, limit: int | None) -> Run:
        limits.append(limit)
        return Run(counts={State.SENT: 1})

    once = printing.First(lambda **_: tried.pop(0), rest, clock)
    assert once(limit=6).unprinted == halted
    assert once(limit=6).unprinted == halted
    assert len(tried) == 1
    clock.now += running.AFRESH
    last = once(limit=6)
    assert (last.unprinted, last.counts, limits) == (None, {State.SENT: 6}, [6, 6, 1])


@dataclass
class Moving:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_list_that_cannot_be_made_keeps_back_no_letter(stall: Ua, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise UserError("documents.pdf-failed", problem="exit 1")

    monkeypatch.setattr(cover_list, "pdf", fails)
    ran = prints(stall)
    assert "the list that goes with it could not be made" in ran.err
    assert (len(stacks(stall)), len(stacks(stall, "list"))) == (1, 0)
    assert "printed 5" in stall("status").out


@pytest.mark.parametrize("elsewhere", [False, True], ids=["prints", "-o"])
def test_the_files_of_posted_stacks_are_named_and_go_after_the_time_of_the_texts(
    stall: Ua, tmp_path: Path, elsewhere: bool
) -> None:
    folder = tmp_path / "stick" if elsewhere else stall.home / "data" / "prints"
    name = id_of(prints(stall, "--limit", "2", *(["-o", str(folder)] if elsewhere else [])))
    both = sorted(folder.rglob("*.pdf"))
    assert len(both) == 2
    stall("outbox", "purge", "--days", "0", "--yes")
    assert sorted(folder.rglob("*.pdf")) == both  # not posted
    ran = stall("outbox", "posted", "--batch", name)
    assert all(str(path) in ran.err for path in both)
    stall.now += timedelta(days=29)
    stall("outbox", "purge", "--yes")
    assert sorted(folder.rglob("*.pdf")) == both
    stall.now += timedelta(days=2)
    assert "2 files of letters in the post are deleted" in stall("outbox", "purge", "--yes").err
    assert not list(folder.iterdir())
    assert not stacks(stall)


def test_a_letter_printed_by_itself_goes_when_it_is_posted_and_old(stall: Ua) -> None:
    stall("send", OPEN, "--by", "print", "--yes")
    (path,) = (stall.home / "data" / "prints").glob("*.pdf")
    ran = stall("outbox", "posted", stall("outbox", "list", "--all").out.split()[0])
    assert str(path) in ran.err
    stall("outbox", "purge", "--days", "0", "--yes")
    assert not path.exists()


def test_a_stack_of_another_folder_is_found_after_a_crash_and_its_list_goes_where_it_was_not_printed(
    stall: Ua, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    prints(stall, "--limit", "2", "-o", str(folder))
    batch = next(folder.iterdir()).name
    reference = broken(stall, batch)
    cover = folder / reference.replace("letters", "list")
    cover.touch()
    assert stall("outbox", "run").code == 4
    assert stall("outbox", "resolve", "--batch", batch, "--not-sent").code == 0
    assert not cover.exists()
    reference = broken(stall, batch)
    (folder / reference).write_bytes(b"%PDF-1.7")
    assert "3 letters of a run that broke off are in their files" in stall("outbox", "run").err


def test_a_stack_in_doubt_of_an_action_that_is_over_is_not_to_be_posted(stall: Ua) -> None:
    broken_off(stall)
    close_in_ledger(stall)
    ran = stall("outbox", "run")
    assert ran.code == 4
    name = re.findall(r"DO NOT POST: (\S+), 5 letters", ran.err)[0]
    for told in (ran, stall("status"), prints(stall, "--again", code=5)):
        assert f"DO NOT POST: {name}" in told.err
        assert "printed anew" not in told.err


@pytest.mark.parametrize("typed", ["ab12", "ab12-1"])
def test_a_name_that_several_runs_share_is_refused_with_their_whole_names(stall: Ua, typed: str) -> None:
    """Four digits are enough for a day, and are the same by chance once in a while."""
    prints(stall)
    stall.now += timedelta(hours=1)
    prints(stall, "--again")
    names = sorted(f"{path.parent.name[:-4]}ab12" for path in stacks(stall))
    with closing(sqlite3.connect(stall.home / "data" / "ledger.sqlite", isolation_level=None)) as file:
        file.execute(
            "UPDATE deliveries SET batch = substr(batch, 1, length(batch) - 4) || 'ab12',"
            " receipt_reference = substr(batch, 1, length(batch) - 4) || 'ab12/letters-1.pdf'"
        )
    ran = stall("outbox", "posted", "--batch", typed)
    assert ran.code == 2
    assert all(name in ran.err for name in names)
    whole = f"{names[0]}/letters-1.pdf" if typed == "ab12-1" else names[0]
    assert "5 letters are noted" in stall("outbox", "posted", "--batch", whole).err
    assert "5 letters are noted" in stall("outbox", "posted", "--batch", typed).err


def test_a_run_that_waits_says_once_which_stack_is_in_doubt(stall: Ua) -> None:
    broken_off(stall)
    stall("send", OPEN, "--by", "print", "--queue-only", "--yes")
    later = stall.now + timedelta(hours=1)
    with closing(sqlite3.connect(stall.home / "data" / "ledger.sqlite", isolation_level=None)) as file:
        file.execute("UPDATE deliveries SET due = ? WHERE state = 'queued'", [f"{later:%Y-%m-%dT%H:%M:%S.%fZ}"])

    ran = stall("outbox", "run", "--wait")
    assert stall.now == later
    assert ran.err.count("a run broke off") == 1


def test_a_name_of_nothing_is_told_in_french(stall: Ua) -> None:
    stall.environ["UA_LANG"] = "fr"
    assert "Tout ce qui est imprimé est posté." in stall("outbox", "posted", "--batch", "ab12").err
    prints(stall)
    ran = stall("outbox", "posted", "--batch", "zzzz")
    assert "Aucune pile ni lettre à poster ne s’appelle" in ran.err


def test_the_list_of_the_manual_is_taken_by_the_commands_of_the_manual(
    me: Ua, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = Path(__file__).parents[2] / "docs"
    (sample,) = re.findall(
        r"^```csv\n(.*?)^```", (docs / "signers.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "signers.csv").write_text(sample, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    me.environ["UA_LIBRARY"] = str(library)
    page = (docs / "print-run.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ua (send .*signers.csv .*)$", page, re.MULTILINE)
    checked = me("check", "signers.csv", "--for", "example-2026")
    assert checked.code == 0, checked.out + checked.err
    ran = me(*command.split(), "--yes", "--fresh-ledger-ok", "-o", str(tmp_path / "prints"))
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "prints").rglob("letters-*.pdf"))) == 1
