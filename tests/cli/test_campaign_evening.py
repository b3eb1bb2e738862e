"""`ua send --signers`: a list becomes letters, planned on one screen, queued together, each in its signer's name."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pdfplumber
import pytest

from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.cli.world import World
from urgentaction.ledger import open_ledger
from urgentaction.pace import UNLIMITED

Account = Callable[[Settings], Ua]
Sheet = Callable[..., str]

OPEN = "example-2026"
PASSWORD = "correct horse battery staple"
GROUP = '\n[group]\nname = "Groupe 27"\ncontact = "groupe27@example.org"\n'
HEAD = "name;email;street;postcode;city;country;consent;case;message;privacy\n"


def row(number: int, *, consent: str = "2026-11-20", message: str = "", privacy: str = "", mail: str = "") -> str:
    address = mail or f"s{number}@example.org"
    return f"Signer Number{number};{address};{number} rue X;6900{number % 10};Lyon;FR;{consent};{OPEN};{message};{privacy}\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """`sheet(row(1), …)`: a list of signers; gives its path."""

    def write(*rows: str, name: str = "signers.csv") -> str:
        (tmp_path / name).write_text(HEAD + "".join(rows), encoding="utf-8")
        return str(tmp_path / name)

    return write


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)


@pytest.fixture
def group(account: Account, server: MailServer, library: Path) -> Ua:
    """The program with an account and a group, on the only machine that sends; its library is in the environment."""
    ua = account(server.settings)
    ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    ledger.vouch(now=ua.now)
    ledger.close()
    config = ua.home / "config.toml"
    config.write_text(config.read_text() + GROUP)
    ua.environ["UA_LIBRARY"] = str(library)
    return ua


def unpaced(ua: Ua) -> None:
    def change(world: World) -> World:
        return replace(world, pace=UNLIMITED)

    ua.change = change


def mails(server: MailServer) -> list[EmailMessage]:
    return [email.message_from_bytes(one.content, policy=email.policy.default) for one in server.mails]


# --- The plan ----------------------------------------------------------------------------------------------------------


def test_the_plan_fits_one_screen_and_says_all(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(*(row(n) for n in range(1, 40)), row(40, consent=""))
    ran = group("send", OPEN, "--signers", path, "--by", "email", answers=["n"])
    assert ran.code == 0, ran.err
    assert len(ran.err.splitlines()) < 24
    for said in (
        "40 rows, 39 can sign, 1 skipped",
        "39 letters",
        "minister@justice.example.org",
        "6 an hour, 30 a day, Mon–Fri 08:00–18:00 (Paris)",
        "(Groupe 27)",
        "24 Dec 2026 (30 days left)",
        "all fit",
        "line 41: consent: empty",
        "Queue 39 letters and start?",
    ):
        assert said in ran.err, ran.err
    assert not server.mails
    assert "Nothing was written" in group("status").err


def test_what_has_no_room_before_the_deadline_is_offered_on_paper(group: Ua, sheet: Sheet) -> None:
    group.now = datetime(2026, 12, 24, 14, 0, tzinfo=UTC)  # Paris closes in three hours
    path = sheet(*(row(n) for n in range(1, 41)))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--queue-only", "--yes", "--still-true")
    assert ran.code == 4, ran.err
    kept = int(re.findall(r"(\d+) letters are queued", ran.err)[0])
    assert f"no room for {40 - kept}" in ran.err
    assert "--by print" in ran.err
    assert f"ua bundle {OPEN}" in ran.err
    assert f"waiting {kept}" in group("status").out
    paper = group("send", OPEN, "--signers", path, "--by", "print", "--yes", "--still-true")
    assert f"Left out, {kept} letters" in paper.err
    assert pages_of(group.home / "data" / "prints") == 40 - kept


def test_a_plan_for_programs_is_json(group: Ua, sheet: Sheet) -> None:
    path = sheet(row(1), row(2), row(3, message="You will pay for this, idiot."))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--dry-run", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert (told["rows"], told["can_sign"], told["letters"]) == (3, 3, 2)
    (only,) = told["groups"]
    assert (only["authority"], only["channel"], only["letters"]) == ("xx/justice/minister", "email", 2)
    assert [(one["gate"], one["count"], one["lines"]) for one in told["left_out"]] == [(4, 1, [4])]
    assert group("outbox", "list", "--all").out == ""


def test_a_case_that_is_over_refuses_a_whole_list(group: Ua, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "name;street;postcode;city;country;consent;case\nAda Byron;1 rue X;69001;Lyon;FR;2013-08-02;ablyazov-2013\n"
    )
    ran = group("send", "ablyazov-2013", "--to", "garde", "--signers", str(path), "--by", "print", "--yes")
    assert ran.code == 5, ran.err
    assert "over" in ran.err


def test_a_court_never_gets_letters_of_many(group: Ua, tmp_path: Path, library: Path) -> None:
    office = library / "authorities" / "xx.toml"
    office.write_text(office.read_text().replace('role = "ministry"', 'role = "court"').replace('"ask"', '"none"'))
    case = library / "cases" / f"{OPEN}.toml"
    case.write_text(re.sub(r"(\[\[(?:demands|law)\]\]\n)", r'\1for = ["court"]\n', case.read_text()))
    path = tmp_path / "s.csv"
    path.write_text(HEAD + row(1))
    ran = group("send", OPEN, "--signers", str(path), "--to", "xx/justice/minister", "--by", "email", "--yes")
    assert ran.code == 5, ran.err
    assert "court" in ran.err


def test_nobody_who_can_sign_is_a_usage_error(group: Ua, sheet: Sheet) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(1, consent="")), "--by", "email", "--yes")
    assert ran.code == 2
    assert "ua check" in ran.err


def test_strict_stops_before_anything_is_queued(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(row(1), row(2, consent=""))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--yes", "--strict")
    assert ran.code == 3
    assert "line 3" in ran.err
    assert not server.mails
    assert group("outbox", "list").out == ""
    assert group("send", OPEN, "--signers", sheet(row(1)), "--by", "email", "--yes", "--strict").code == 0


def test_many_rows_that_cannot_sign_do_not_flood_the_screen(group: Ua, sheet: Sheet) -> None:
    path = sheet(*(row(n, consent="") for n in range(1, 200)), row(200))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--dry-run")
    assert "179 more rows" in ran.err
    assert "ua check" in ran.err
    assert len(ran.err.splitlines()) < 40


def test_the_list_may_come_from_standard_input(group: Ua, server: MailServer) -> None:
    ran = group("send", OPEN, "--signers", "-", "--by", "email", "--yes", stdin=HEAD + row(1))
    assert ran.code == 0, ran.err
    assert len(server.mails) == 2


# --- Each in its signer's name -----------------------------------------------------------------------------------------


def test_each_mail_says_who_sends_it_for_whom_and_goes_to_the_signer_too(
    group: Ua, sheet: Sheet, server: MailServer
) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(1), row(2)), "--by", "email", "--yes")
    assert ran.code == 0, ran.err
    assert "replies go to the signer" in ran.err
    first, copy = mails(server)[:2]
    assert server.mails[0].rcpt_tos == ["minister@justice.example.org"]
    assert server.mails[1].rcpt_tos == ["s1@example.org"]
    assert first.as_bytes() == copy.as_bytes()
    assert first["From"].addresses[0].display_name == "Groupe 27"
    assert first["From"].addresses[0].addr_spec == "elise@example.org"
    assert [one.addr_spec for one in first["Reply-To"].addresses] == ["s1@example.org"]
    assert [one.addr_spec for one in first["Cc"].addresses] == ["s1@example.org"]
    text = " ".join(first.get_content().split())
    assert text.startswith(
        "Sent by Groupe 27 (groupe27@example.org) for Signer Number1, who agreed to it on 20 November 2026."
    )
    assert "Signer Number1" in text


@pytest.mark.parametrize("privacy", ["initials-town", "name-only"])
def test_with_less_privacy_nothing_of_the_person_is_in_any_header(
    group: Ua, sheet: Sheet, server: MailServer, privacy: str
) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(7, privacy=privacy)), "--by", "email", "--yes")
    assert ran.code == 0, ran.err
    (mail,) = server.mails
    assert mail.rcpt_tos == ["minister@justice.example.org"]
    whole = mail.content.decode()
    head, _, body = whole.partition("\r\n\r\n")
    assert not re.search(r"s7@|Number7|Reply-To|^Cc", head, re.MULTILINE)
    assert "s7@example.org" not in body
    assert "7 rue X" not in body
    assert ("Number7" in body) == (privacy == "name-only")
    said = "".join(group(*command).out for command in (("log", "--json"), ("outbox", "list", "--all", "--json")))
    assert not re.search(r"s7@|Number7", said)
    assert "Number7" not in " ".join(server.greetings)


def test_somebody_who_wants_less_shown_cannot_send_from_their_own_account(group: Ua, sheet: Sheet) -> None:
    path = sheet(row(1, mail="elise@example.org", privacy="name-only"))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--yes")
    assert ran.code == 5, ran.err
    assert "--by print" in ran.err


def test_the_accounts_owner_gets_no_second_mail(group: Ua, sheet: Sheet, server: MailServer) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(1, mail="elise@example.org")), "--by", "email", "--yes")
    assert ran.code == 0, ran.err
    assert [mail.rcpt_tos for mail in server.mails] == [["minister@justice.example.org"]]


@pytest.mark.parametrize("missing", ["name", "contact", "both"])
def test_without_saying_who_sends_no_mail_leaves(group: Ua, sheet: Sheet, server: MailServer, missing: str) -> None:
    config = group.home / "config.toml"
    lines = [line for line in config.read_text().splitlines() if missing != "name" or "Groupe 27" not in line]
    lines = [line for line in lines if missing != "contact" or "groupe27@" not in line]
    text = "\n".join(lines)
    config.write_text(text.replace(GROUP.strip(), "") if missing == "both" else text)
    ran = group("send", OPEN, "--signers", sheet(row(1)), "--by", "email", "--yes")
    assert ran.code == 1
    assert "ua config set group." in ran.err
    assert not server.mails


def test_own_words_stand_in_their_own_letter_only(group: Ua, sheet: Sheet, server: MailServer) -> None:
    unpaced(group)
    path = sheet(row(1, message="I taught her."), row(2), row(3, message="She is my cousin."))
    assert group("send", OPEN, "--signers", path, "--by", "email", "--yes").code == 0
    letters = [mail.get_content() for mail in mails(server)[::2]]
    assert [("taught" in text, "cousin" in text) for text in letters] == [(True, False), (False, False), (False, True)]


def test_a_letter_with_an_error_keeps_back_its_signer_only(group: Ua, sheet: Sheet, server: MailServer) -> None:
    unpaced(group)
    path = sheet(row(1, message="You will pay for this, idiot."), row(2), row(3, message="word " * 700))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--yes")
    assert ran.code == 4, ran.err
    assert "line 2" in ran.err
    assert "line 4" in ran.err
    assert [mail["Reply-To"] for mail in mails(server)[::2]] == ["s2@example.org"]


# --- Queued together, sent at their pace -------------------------------------------------------------------------------


def test_all_are_queued_together_and_none_twice(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(*(row(n) for n in range(1, 13)))
    command = ("send", OPEN, "--signers", path, "--by", "email", "--yes")
    ran = group(*command)
    assert ran.code == 0, ran.err
    assert "12 letters are queued" in ran.err
    sent = len(server.mails) // 2
    assert 1 <= sent <= 6
    again = group(*command)
    assert again.code == 0
    assert "Left out, 12 letters" in again.err
    assert "Already written" in again.err
    assert f"waiting {12 - sent}" in group("status").out


def test_the_outbox_goes_on_until_nothing_waits(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(*(row(n) for n in range(1, 41)))
    assert group("send", OPEN, "--signers", path, "--by", "email", "--yes", "--queue-only").code == 0
    ran = group("outbox", "run", "--wait")
    assert ran.code == 0, ran.err
    offices = [mail for mail in server.mails if mail.rcpt_tos == ["minister@justice.example.org"]]
    assert len(offices) == 40
    assert "waiting" not in group("status").out
    dates = sorted(mail["Date"].datetime for mail in mails(server) if mail["Date"])
    hours = [sum(0 <= (later - at).total_seconds() < 3600 for later in dates) for at in dates]
    assert max(hours) <= 12  # six letters, each with a copy of the same date


@pytest.mark.parametrize(("options", "least", "most"), [(("--for", "2h"), 5, 8), ((), 1, 1)])
def test_a_run_ends_when_its_time_is_over(
    group: Ua, sheet: Sheet, server: MailServer, options: Sequence[str], least: int, most: int
) -> None:
    path = sheet(*(row(n) for n in range(1, 41)))
    group("send", OPEN, "--signers", path, "--by", "email", "--yes", "--queue-only")
    ran = group("outbox", "run", *options)
    assert ran.code == 0, ran.err
    assert least <= len(server.mails) / 2 <= most
    assert "ua outbox run" in ran.err


def test_a_run_until_an_hour_ends_at_that_hour(group: Ua, sheet: Sheet, server: MailServer) -> None:
    group("send", OPEN, "--signers", sheet(*(row(n) for n in range(1, 41))), "--by", "email", "--yes", "--queue-only")
    end = group.now.astimezone() + timedelta(minutes=90)
    assert group("outbox", "run", "--until", f"{end:%H:%M}").code == 0
    assert 3 <= len(server.mails) / 2 <= 6
    assert group.now < end


@pytest.mark.parametrize(
    "options",
    [("--for", "soon"), ("--for", "0h"), ("--for", "-2h"), ("--until", "25:00"), ("--until", "6"), ("--for", "99999h")],
)
def test_what_is_no_time_is_told(group: Ua, options: Sequence[str]) -> None:
    ran = group("outbox", "run", *options)
    assert ran.code == 2
    assert options[0] in ran.err or "Write it as" in ran.err


def test_for_and_until_do_not_go_together(group: Ua) -> None:
    assert group("outbox", "run", "--for", "2h", "--until", "18:00").code == 2


def test_ctrl_c_says_what_remains_and_how_to_go_on(group: Ua, sheet: Sheet, server: MailServer) -> None:
    def pressed(_until: datetime, _stop: Callable[[], bool]) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    group.change = lambda world: replace(world, pause=pressed)
    path = sheet(*(row(n) for n in range(1, 9)))
    ran = group("send", OPEN, "--signers", path, "--by", "email", answers=["y"])
    assert ran.code == 130
    sent = len(server.mails) // 2
    assert sent >= 1
    assert f"{8 - sent} letters wait; the next one leaves on 24 Nov 2026" in ran.err
    assert "ua outbox run --wait" in ran.err
    assert f"waiting {8 - sent}" in group("status").out


def test_somebody_at_a_terminal_may_watch_to_the_end(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(*(row(n) for n in range(1, 9)))
    ran = group("send", OPEN, "--signers", path, "--by", "email", answers=["y"])
    assert ran.code == 0, ran.err
    assert len(server.mails) == 16


def test_on_hold_nothing_leaves_until_it_is_released(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(row(1), row(2))
    unpaced(group)
    group("send", OPEN, "--signers", path, "--by", "email", "--yes", "--queue-only")
    held = group("outbox", "hold", "xx/justice/minister")
    assert held.code == 0, held.err
    assert "2 letters wait" in held.err
    assert group("outbox", "run").code == 0
    assert not server.mails
    assert "on hold" in group("status").out
    assert "already" in group("outbox", "hold", "xx/justice/minister").err
    assert group("outbox", "release", "xx/justice/minister").code == 0
    assert group("outbox", "run").code == 0
    assert len(server.mails) == 4


def test_a_case_can_be_held_too(group: Ua, sheet: Sheet, server: MailServer) -> None:
    group("send", OPEN, "--signers", sheet(row(1)), "--by", "email", "--yes", "--queue-only")
    assert group("outbox", "hold", OPEN).code == 0
    group("outbox", "run")
    assert not server.mails
    assert group("outbox", "release", OPEN).code == 0


def test_what_is_neither_case_nor_office_cannot_be_held(group: Ua) -> None:
    ran = group("outbox", "hold", "exemple-2026")
    assert ran.code == 2
    assert OPEN in ran.err
    assert group("outbox", "release", OPEN).code == 2


def test_printing_for_many_writes_a_page_for_each(group: Ua, sheet: Sheet, tmp_path: Path) -> None:
    out = tmp_path / "prints"
    ran = group("send", OPEN, "--signers", sheet(row(1), row(2)), "--by", "print", "--yes", "-o", str(out))
    assert ran.code == 0, ran.err
    assert pages_of(out) == 2
    assert not any("Number" in str(page) for page in out.rglob("*"))


def pages_of(folder: Path) -> int:
    """How many pages of letters are in the stacks of a folder."""
    count = 0
    for path in folder.rglob("letters-*.pdf"):
        with pdfplumber.open(path) as pdf:
            count += len(pdf.pages)
    return count


def test_a_name_that_no_font_can_write_keeps_back_one_page(group: Ua, sheet: Sheet) -> None:
    odd = row(2).replace("Signer Number2", "Signer \U00013000 Two")
    ran = group("send", OPEN, "--signers", sheet(row(1), odd), "--by", "print", "--yes")
    assert ran.code == 4, ran.err
    assert "line 3" in ran.err
    assert pages_of(group.home / "data" / "prints") == 1


# --- Not for real ------------------------------------------------------------------------------------------------------


def test_a_list_is_rehearsed_on_this_machine(group: Ua, sheet: Sheet, server: MailServer) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(1), row(2), row(3)), "--by", "email", "--rehearse")
    assert ran.code == 0, ran.err
    assert "3 letters would leave" in ran.err
    folder = group.home / "data" / "rehearsal"
    assert len(list((folder / "new").iterdir())) == 3
    assert len(list((folder / "pdf").iterdir())) == 1
    assert not server.mails
    assert group("outbox", "list").out == ""


def test_a_rehearsal_may_be_of_a_few_and_says_who_would_be_left_out(group: Ua, sheet: Sheet) -> None:
    path = sheet(row(1, message="You will pay for this, idiot."), row(2), row(3))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--rehearse", "--limit", "2")
    assert ran.code == 0, ran.err
    assert len(list((group.home / "data" / "rehearsal" / "new").iterdir())) == 2
    assert "1 would be queued" in ran.err


def test_a_rehearsal_needs_no_group_and_no_account(me: Ua, library: Path, sheet: Sheet) -> None:
    ran = me("--library", str(library), "send", OPEN, "--signers", sheet(row(1)), "--by", "email", "--rehearse")
    assert ran.code == 0, ran.err
    assert "ua config set group" in ran.err


def test_a_test_is_the_first_letter_to_oneself(group: Ua, sheet: Sheet, server: MailServer) -> None:
    path = sheet(row(1), row(2))
    ran = group("send", OPEN, "--signers", path, "--by", "email", "--test-to", "me", "--yes")
    assert ran.code == 0, ran.err
    (mail,) = server.mails
    assert mail.rcpt_tos == ["elise@example.org"]
    assert mails(server)[0]["Cc"] is None


@pytest.mark.parametrize("option", [("--edit",), ("--by", "mailto"), ("--by", "post"), ("--by", "webform")])
def test_what_does_not_go_with_a_list_is_refused(group: Ua, sheet: Sheet, option: Sequence[str]) -> None:
    ran = group("send", OPEN, "--signers", sheet(row(1)), *option, "--yes")
    assert ran.code == 2, ran.err


def test_a_saved_letter_is_not_for_many(group: Ua, sheet: Sheet) -> None:
    ran = group("send", "letter.json", "--signers", sheet(row(1)), "--yes")
    assert ran.code == 2
    assert "letter.json" in ran.err


def test_the_plan_speaks_french(group: Ua, sheet: Sheet) -> None:
    group.environ["LANG"] = "fr_FR.UTF-8"
    path = sheet(*(row(n) for n in range(1, 10)))
    ran = group("send", OPEN, "--signers", path, "--by", "email", answers=["n"])
    assert "6 par heure, 30 par jour, lun.–ven." in ran.err
    assert "Mettre 9 lettres en file" in ran.err
