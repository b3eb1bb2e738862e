"""`ua send`: the gates, the three ways not to send, and one letter for real to a real server, once."""

from __future__ import annotations

import email
import email.policy
import mailbox
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope

from support.mail import MailServer, RudeServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings

Account = Callable[[Settings], Ua]
Sender = tuple[Ua, MailServer]

OPEN = "example-2026"
PASSWORD = "correct horse battery staple"


def parsed(envelope: Envelope) -> EmailMessage:
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


@pytest.fixture
def sender(account: Account, mail_server: Callable[..., MailServer]) -> Sender:
    """A profile with an account on a real server with TLS and AUTH; gives the program and the server."""
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    return account(server.settings), server


# --- What is refused ---------------------------------------------------------------------------------------------------


def test_a_case_that_is_over_is_refused_with_help(me: Ua) -> None:
    ran = me("send", "ablyazov-2013", "--to", "aix", "--by", "post", "--yes")
    assert ran.code == 5
    assert "this case is over" in ran.err
    assert "annulled the extradition decree" in ran.err
    assert "--rehearse" in ran.err
    assert "--test-to me" in ran.err


@pytest.mark.parametrize("by", ["email", "print", "mailto", "post", "webform"])
def test_no_way_out_is_open_to_a_case_that_is_over(me: Ua, by: str) -> None:
    ran = me(
        "send", "ablyazov-2013", "--to", "aix", "--by", by, "--yes", "--accept-unverified", "--again", "--still-true"
    )
    assert ran.code == 5
    assert not me.opened


def test_without_a_profile_an_open_case_asks_for_setup(ua: Ua, library: Path) -> None:
    ran = ua("--library", str(library), "send", OPEN, "--yes")
    assert ran.code == 1
    assert "ua setup" in ran.err


def test_without_an_account_email_names_what_is_missing(me: Ua, library: Path) -> None:
    ran = me("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 1
    assert "ua setup" in ran.err


def test_in_a_script_a_missing_answer_names_the_flag(sender: Sender, library: Path) -> None:
    ua, server = sender
    ran = ua("--library", str(library), "send", OPEN, "--by", "email")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert not server.mails


def test_no_is_the_answer_to_an_empty_line(sender: Sender, library: Path) -> None:
    ua, server = sender
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", answers=[""])
    assert ran.code == 0
    assert "Nothing was sent" in ran.err
    assert not server.mails


def test_a_passed_deadline_is_refused(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua.now = datetime(2026, 12, 28, 10, 0, tzinfo=UTC)
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes", "--still-true")
    assert ran.code == 5
    assert "deadline" in ran.err
    assert not server.mails


def test_a_case_nobody_looked_at_wants_more_than_a_yes(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua.now = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 5
    assert "--still-true" in ran.err
    assert not server.mails
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes", "--still-true").code == 0
    assert len(server.mails) == 1


def test_an_unverified_address_wants_to_be_accepted(sender: Sender, library: Path) -> None:
    ua, server = sender
    office = library / "authorities" / "xx.toml"
    office.write_text(office.read_text().replace('level = "official"', 'level = "unverified"'))
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 5
    assert "--accept-unverified" in ran.err
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes", "--accept-unverified").code == 0
    assert len(server.mails) == 1


def test_a_letter_with_an_error_is_refused(sender: Sender, library: Path) -> None:
    ua, server = sender
    ran = ua(
        "--library", str(library), "send", OPEN, "--by", "email", "--yes", "--say", "You will pay for this, idiot."
    )
    assert ran.code == 5
    assert not server.mails


# --- For real, once ----------------------------------------------------------------------------------------------------


def test_an_open_case_is_sent_for_real_once(sender: Sender, library: Path) -> None:
    ua, server = sender
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    first = ua(*command)
    assert first.code == 0, first.err
    assert "accepted" in first.err
    again = ua(*command)
    assert again.code == 0
    assert "Already written" in again.err
    assert len(server.mails) == 1


def test_the_mail_means_what_was_composed(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua("--library", str(library), "send", OPEN, "--by", "email", "--yes", "--say", "I read her every week.")
    mail = parsed(server.mails[0])
    assert mail["From"] == "Élise Lefèvre-Dubois <elise@example.org>"
    assert mail["To"].addresses[0].addr_spec == "minister@justice.example.org"
    assert mail["Subject"] == "Extradition proceedings concerning Ms\xa0Leila Haddad"
    assert mail["Message-ID"].startswith("<ua.")
    assert mail["Date"].datetime == ua.now
    assert mail["Bcc"] is None
    body = mail.get_content()
    assert "Dear Minister," in body
    assert "I read her every week." in body
    assert "ensure that Ms Haddad is not extradited" in body.replace("\n  ", " ").replace("\xa0", " ")
    assert body.rstrip().endswith("elise@example.org")
    assert server.mails[0].rcpt_tos == ["minister@justice.example.org"]
    assert [login[0] for login in server.logins]


def test_the_plan_is_shown_before_the_question(sender: Sender, library: Path) -> None:
    ua, server = sender
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", answers=["y"])
    assert ran.code == 0, ran.err
    plan, _, rest = ran.err.partition("[y/N]")
    assert "Minister of Justice of Karvania" in plan
    assert "minister@justice.example.org" in plan
    assert "24 Dec 2026" in plan
    assert "accepted" in rest
    assert len(server.mails) == 1


def test_a_copy_goes_to_oneself_where_the_settings_say_so(sender: Sender, library: Path) -> None:
    ua, server = sender
    assert ua("config", "set", "email.copy_to_me", "true").code == 0
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes").code == 0
    assert [mail.rcpt_tos for mail in server.mails] == [["minister@justice.example.org"], ["elise@example.org"]]
    assert server.mails[0].content == server.mails[1].content
    assert parsed(server.mails[0])["Cc"] == "elise@example.org"


def test_a_letter_that_waits_is_not_called_written(sender: Sender, library: Path) -> None:
    ua, server = sender
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    ua(*command, "--queue-only")
    ran = ua(*command)
    assert "has not left yet" in ran.err
    assert "ua outbox run" in ran.err
    assert not server.mails


def test_again_writes_a_second_time_on_purpose(sender: Sender, library: Path) -> None:
    ua, server = sender
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    ua(*command)
    assert ua(*command, "--again").code == 0
    assert len(server.mails) == 2
    assert parsed(server.mails[0])["Message-ID"] != parsed(server.mails[1])["Message-ID"]


def test_outside_office_hours_the_letter_waits(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua.now = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)  # a Saturday
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 0, ran.err
    assert not server.mails
    assert "ua outbox run" in ran.err
    ua.now = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    assert ua("--library", str(library), "outbox", "run").code == 0
    assert len(server.mails) == 1


def test_a_stop_reaches_what_waits(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua.now = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    case = library / "cases" / f"{OPEN}.toml"
    stop = '[status]\nstate = "stopped"\non = 2026-11-29\nwhy.en = "She is free."\nsource = "centre-2026-11-14"\n\n[[sources]]'
    case.write_text(case.read_text().replace("[[sources]]", stop, 1))
    ua.now = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    ran = ua("--library", str(library), "outbox", "run")
    assert not server.mails
    assert "She is free." in ran.err


def test_queue_only_sends_nothing_yet(sender: Sender, library: Path) -> None:
    ua, server = sender
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes", "--queue-only").code == 0
    assert not server.mails
    assert "waiting 1" in ua("--library", str(library), "status").out
    assert ua("--library", str(library), "outbox", "run").code == 0
    assert len(server.mails) == 1
    assert "sent 1" in ua("--library", str(library), "status").out


def test_dry_run_writes_nothing(sender: Sender, library: Path) -> None:
    ua, server = sender
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--dry-run")
    assert ran.code == 0
    assert not server.mails
    assert not (ua.home / "data" / "ledger.sqlite").exists()


def test_print_writes_the_page_and_remembers_it(me: Ua, library: Path, tmp_path: Path) -> None:
    command = ("--library", str(library), "send", OPEN, "--by", "print", "--yes", "-o", str(tmp_path / "prints"))
    ran = me(*command)
    assert ran.code == 0, ran.err
    (page,) = (tmp_path / "prints").iterdir()
    assert page.read_bytes().startswith(b"%PDF-")
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Already written" in me(*command).err


def test_a_mail_window_gets_a_short_letter_and_waits_for_word(me: Ua, library: Path) -> None:
    case = library / "cases" / f"{OPEN}.toml"
    text = case.read_text()
    start, end = text.index('[[facts]]\nid = "request"'), text.index('[[facts]]\nid = "risk"')
    case.write_text((text[:start] + text[end:]).replace('[[law]]\nbasis = "uncat-3"\n', ""))
    ran = me("--library", str(library), "send", OPEN, "--by", "mailto", "--yes")
    assert ran.code == 0, ran.err
    (url,) = me.opened
    assert url.startswith("mailto:minister@justice.example.org?subject=")
    assert "ua outbox resolve" in ran.err
    key = me("outbox", "list").out.split()[0]
    assert me("outbox", "resolve", key, "--sent").code == 0
    assert "sent 1" in me("status").out


def test_a_letter_edited_by_hand_is_sent_as_it_is(sender: Sender, library: Path, tmp_path: Path) -> None:
    ua, server = sender
    path = tmp_path / "letter.json"
    ua("--library", str(library), "draft", OPEN, "-f", "json", "-o", str(path))
    text = path.read_text().replace("a personal capacity", "a purely personal capacity")
    path.write_text(text)
    ran = ua("--library", str(library), "send", str(path), "--by", "email", "--yes")
    assert ran.code == 0, ran.err
    assert "purely personal" in parsed(server.mails[0]).get_content()


def test_somebody_elses_letter_is_asked_about_each_time(sender: Sender, library: Path) -> None:
    ua, server = sender
    config = ua.home / "config.toml"
    config.write_text(
        config.read_text()
        + '\n[signers.ada]\nname = "Ada Byron"\nstreet = "1 rue X"\npostcode = "69001"\ncity = "Lyon"\ncountry = "FR"\n'
    )
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--as", "ada")
    assert ua(*command, answers=["n"]).code == 5
    assert not server.mails
    ran = ua(*command, answers=["y", "y"])
    assert ran.code == 0, ran.err
    mail = parsed(server.mails[0])
    assert mail["From"].addresses[0].addr_spec == "elise@example.org"
    assert "Sent by Élise Lefèvre-Dubois for Ada Byron" in mail.get_content().replace("\n", " ")


# --- Not for real ------------------------------------------------------------------------------------------------------


def test_a_rehearsal_leaves_a_mail_and_a_page_and_says_which_gate_would_refuse(me: Ua) -> None:
    ran = me("send", "ablyazov-2013", "--to", "aix", "--rehearse")
    assert ran.code == 0, ran.err
    folder = me.home / "data" / "rehearsal"
    (mail,) = (folder / "new").iterdir()
    read = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert read["To"].addresses[0].addr_spec == "fr.aix.procureur-general@rehearsal.invalid"
    assert "Exemple historique" in read.get_content()
    (page,) = (folder / "pdf").iterdir()
    assert page.read_bytes().startswith(b"%PDF-")
    assert "Nothing left this machine" in ran.err
    assert "this case is over" in ran.err


def test_a_rehearsal_is_readable_with_a_mailbox_reader_and_can_be_repeated(me: Ua) -> None:
    for _ in range(2):
        assert me("send", "ablyazov-2013", "--to", "aix", "--rehearse").code == 0
    assert len(mailbox.Maildir(me.home / "data" / "rehearsal", create=False)) == 2


def test_a_rehearsal_takes_no_key(sender: Sender, library: Path) -> None:
    ua, server = sender
    assert ua("--library", str(library), "send", OPEN, "--rehearse").code == 0
    assert not server.mails
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes").code == 0
    assert len(server.mails) == 1


def test_a_rehearsal_needs_no_profile(ua: Ua) -> None:
    assert ua("send", "ablyazov-2013", "--to", "aix", "--rehearse").code == 0


def test_a_test_goes_to_oneself_only_and_is_marked(sender: Sender) -> None:
    ua, server = sender
    ran = ua("send", "ablyazov-2013", "--to", "aix", "--test-to", "me", "--yes")
    assert ran.code == 0, ran.err
    (mail,) = server.mails
    assert mail.rcpt_tos == ["elise@example.org"]
    read = parsed(mail)
    assert read["Subject"].startswith("[TEST]")
    assert read.get_content().startswith("TEST")
    assert "Exemple historique" in read.get_content()


def test_a_test_takes_no_key(sender: Sender, library: Path) -> None:
    ua, server = sender
    ua("--library", str(library), "send", OPEN, "--test-to", "me", "--yes")
    ua("--library", str(library), "send", OPEN, "--test-to", "me", "--yes")
    assert ua("--library", str(library), "send", OPEN, "--by", "email", "--yes").code == 0
    assert [mail.rcpt_tos[0] for mail in server.mails] == ["elise@example.org"] * 2 + ["minister@justice.example.org"]


def test_a_test_without_a_profile_asks_for_setup_even_of_a_case_that_is_over(ua: Ua) -> None:
    ran = ua("send", "ablyazov-2013", "--to", "aix", "--test-to", "me", "--yes")
    assert ran.code == 1
    assert "ua setup" in ran.err
    assert "this case is over" not in ran.err


def test_a_test_to_anybody_else_is_refused(sender: Sender) -> None:
    ua, server = sender
    assert ua("send", "ablyazov-2013", "--test-to", "you@example.org", "--yes").code == 2
    assert not server.mails


def test_ways_not_to_send_do_not_go_together(me: Ua) -> None:
    ran = me("send", "ablyazov-2013", "--rehearse", "--dry-run")
    assert ran.code == 2
    assert "--rehearse" in ran.err


# --- When the server fails ---------------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_in_words_and_nothing_is_lost(
    account: Account, mail_server: Callable[..., MailServer], library: Path
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password="something else")
    ua = account(server.settings)
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 4
    assert "password" in ran.err.casefold()
    assert PASSWORD not in ran.err
    assert "waiting 1" in ua("--library", str(library), "status").out


def test_a_server_that_is_down_leaves_the_letter_waiting(
    account: Account, mail_server: Callable[..., MailServer], library: Path
) -> None:
    ua = account(replace(mail_server().settings, port=1))
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code in {0, 4}
    assert "127.0.0.1" in ran.err
    assert "waiting 1" in ua("--library", str(library), "status").out


def test_a_certificate_that_is_not_trusted_is_told(
    account: Account, mail_server: Callable[..., MailServer], library: Path
) -> None:
    server = mail_server(Security.TLS)
    ua = account(replace(server.settings, ca_file=""))
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert ran.code == 4
    assert "certificate" in ran.err
    assert not server.mails


@pytest.mark.parametrize(
    ("script", "code", "state"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, 4, "refused 1"),
        ({"RCPT": "450 4.2.0 later"}, 0, "waiting 1"),
        ({"MAIL": "421 4.3.2 closing"}, 0, "waiting 1"),
        ({"DATA": "451 4.3.0 later"}, 0, "waiting 1"),
        ({"DOT": "554 5.6.0 content"}, 4, "refused 1"),
        ({"DOT": "451 4.3.0 later"}, 0, "waiting 1"),
        ({"DOT": "drop"}, 4, "uncertain 1"),
        ({"GREETING": "drop"}, 0, "waiting 1"),
    ],
)
def test_what_a_server_says_decides_what_becomes_of_the_letter(
    account: Account,
    rude_server: Callable[..., RudeServer],
    library: Path,
    script: dict[str, str],
    code: int,
    state: str,
) -> None:
    ua = account(rude_server(script).settings)
    ran = ua("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert state in ua("--library", str(library), "status").out, ran.err
    assert ran.code == code, ran.err


def test_an_uncertain_letter_waits_for_a_person(
    account: Account, rude_server: Callable[..., RudeServer], library: Path
) -> None:
    server = rude_server({"DOT": ["drop"]})
    ua = account(server.settings)
    command = ("--library", str(library), "send", OPEN, "--by", "email", "--yes")
    assert "may or may not have arrived" in ua(*command).err
    ua.now += timedelta(hours=3)
    assert ua("--library", str(library), "outbox", "run").code == 0
    ua(*command)
    assert len(server.letters) == 1
    key = ua("outbox", "list", "--uncertain").out.split()[0]
    assert "Message-ID" in ua("outbox", "show", key).out
    assert ua("outbox", "resolve", key, "--not-sent").code == 0
    assert ua("--library", str(library), "outbox", "run").code == 0
    assert len(server.letters) == 2
    assert server.letters[0] == server.letters[1]
